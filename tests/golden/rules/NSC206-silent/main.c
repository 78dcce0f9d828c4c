/* Near miss of NSC206: the target provides both names of the stack protector. */
const unsigned long __stack_chk_guard = 0x5bd1e995;

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
