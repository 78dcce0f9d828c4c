/*
 * Trap 11: labels work both ways. board_note() is the libc's puts; what is written as
 * printf() is the board's own.
 */
int board_note(const char *text) __asm__("puts");
int printf(const char *format, ...) __asm__("board_printf");

int board_printf(const char *format, ...);

static char heap[256];

void *_sbrk(int more)
{
	return heap + more;
}

int board_printf(const char *format, ...)
{
	return *format;
}

__attribute__((noinline)) void note(void)
{
	board_note("a note");
}

__attribute__((noinline)) void log_value(int value)
{
	printf("%d", value);
}

void _start(void)
{
	for (;;) {
		note();
		log_value(1);
	}
}
