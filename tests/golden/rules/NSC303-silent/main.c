/* Near miss of NSC303: the same libc and the same program, with a start of its own. */
static int main_of_board(void)
{
	return 0;
}

void _start(void)
{
	main_of_board();
	for (;;) {
	}
}
