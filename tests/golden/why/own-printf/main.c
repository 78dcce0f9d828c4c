/* A printf of the program's own is no leak: the way to it is told, and nothing to cut. */
int printf(const char *format, ...);

__attribute__((noinline)) int printf(const char *format, ...)
{
	return *(volatile const char *)format;
}

void _start(void)
{
	for (;;) {
		printf("%d\n", 1);
	}
}
