/* Warnings are the compiler's affair. */
#warning "nobody maintains this"
int twice(int value)
{
	int unused;

	return 2 * value;
}
