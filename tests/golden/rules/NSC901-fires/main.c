/* The other object is cut in half, as a copy over a full disk would be. */
int twice(int x)
{
	return 2 * x;
}
