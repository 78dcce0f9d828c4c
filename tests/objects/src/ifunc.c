/* ifunc.c - a function chosen at run time (x86-64, gcc). */
static int fast(void)
{
	return 1;
}
static void *choose(void)
{
	return fast;
}
int chosen(void) __attribute__((ifunc("choose")));
int caller(void)
{
	return chosen();
}
