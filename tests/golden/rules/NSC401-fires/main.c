/* Bare metal by its target, but the compiler takes it for hosted code and knows the libc. */
int twice(int x)
{
	return 2 * x;
}
