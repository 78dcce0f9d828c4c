/* A weak reference that nobody answers: referenced, and not in the image. */
__attribute__((weak)) void on_boot(void);

void _start(void)
{
	if (on_boot) {
		on_boot();
	}
	for (;;) {
	}
}
