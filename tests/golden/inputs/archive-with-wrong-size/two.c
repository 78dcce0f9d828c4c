/* A member before it, which is in order. */
int two(void)
{
	return 2;
}
