/* NSC209: unwind tables of C, which on Arm name the personality routines. */
int sum(int a, int b)
{
	return a + b;
}
