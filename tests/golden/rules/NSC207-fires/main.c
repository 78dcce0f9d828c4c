/* NSC207: -finstrument-functions, in a library that leaves the hooks to others. */
int sum(int a, int b)
{
	return a + b;
}
