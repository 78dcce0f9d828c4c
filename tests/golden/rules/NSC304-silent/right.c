/* Its library has a checksum as well, but this does not use it. */
int right(int value)
{
	return value + 1;
}
