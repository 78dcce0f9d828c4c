/* NSC206: what -fstack-protector compares with is left to others. The hook is own. */
void __stack_chk_fail(void)
{
	for (;;) {
	}
}

int sum(void)
{
	volatile char room[16];

	room[0] = 1;
	return room[0];
}

void _start(void)
{
	for (;;) {
		sum();
	}
}
