/* Near miss of NSC901: the other object is whole, though it is stripped of its places. */
int twice(int x)
{
	return 2 * x;
}
