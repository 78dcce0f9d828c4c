/*
 * Trap 2: symbols that only the linker supplies look undefined in the object: a script
 * assignment, PROVIDE, --defsym, __start_ and __stop_ of a section, _end.
 */
extern char _estack[], heap_size[], board_clock[], _end[];
extern const int __start_commands[], __stop_commands[];

static const int command __attribute__((section("commands"), used)) = 7;

void _start(void)
{
	const int *volatile one = __start_commands;
	char *volatile all[] = {_estack, heap_size, board_clock, _end};

	while (one != __stop_commands) {
		one++;
		(void)all;
	}
	for (;;) {
	}
}
