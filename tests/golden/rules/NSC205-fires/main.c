/* NSC205: thread-local storage, and neither a start file nor own code sets it up. */
static _Thread_local int depth;

int enter(void)
{
	return ++depth;
}

void _start(void)
{
	for (;;) {
		enter();
	}
}
