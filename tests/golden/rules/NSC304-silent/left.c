int checksum(int value);

int left(int value)
{
	return checksum(value);
}
