/* Near miss of NSC401: the same unit, compiled with -ffreestanding. */
int twice(int x)
{
	return 2 * x;
}
