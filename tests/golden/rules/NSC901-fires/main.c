/* An error of the compiler: the answer is not whole. */
int twice(int value)
{
	return 2 * valeu;
}
