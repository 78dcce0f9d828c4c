/* Near miss of NSC905: the same database, but --tier core takes every unit. */
int main(void)
{
	return 0;
}
