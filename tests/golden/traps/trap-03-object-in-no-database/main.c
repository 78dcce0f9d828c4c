int board_random(void);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = board_random();
	}
}
