/* Trap 21: a weak reference pulls nothing; printf is not in this link. */
int printf(const char *format, ...) __attribute__((weak));

void _start(void)
{
	if (printf) {
		printf("a debug build");
	}
	for (;;) {
	}
}
