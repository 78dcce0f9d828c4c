/* A function that the linker threw away: nothing leads to it. */
int unused(void)
{
	return 1;
}

void _start(void)
{
	for (;;) {
	}
}
