/* Near miss of NSC204: integers, and a division that is a helper without floats. */
unsigned long long volatile input;

void _start(void)
{
	for (;;) {
		input = input * 11U / 10U;
	}
}
