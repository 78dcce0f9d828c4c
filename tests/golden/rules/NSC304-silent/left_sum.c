int checksum(int value)
{
	return value ^ 0x55;
}
