/*
 * Trap 2 without a link: what every linker supplies is known by name; the one
 * that only this board's script defines is counted in a note, and is no leak.
 */
extern char _end[], _estack_of_this_board[];
extern const int __start_commands[], __stop_commands[];

int board_count(void)
{
	return (int)(__stop_commands - __start_commands);
}

char *board_room(int top)
{
	return top ? _estack_of_this_board : _end;
}
