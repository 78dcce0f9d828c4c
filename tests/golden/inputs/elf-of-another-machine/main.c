/* The same program for two machines: map of one, ELF of the other. */
void _start(void)
{
	for (;;) {
	}
}
