int checksum(int value);

/* Written for the checksum of its own library. */
int right(int value)
{
	return checksum(value) + 1;
}
