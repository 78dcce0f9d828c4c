int acme_radio_on(int channel)
{
	return *(volatile int *)0x40005000 + channel;
}
