/* C89: calls without a declaration. */
int f()
{
	puts("x");
	return mystery(1);
}
