/* The entry is kept because it is the entry. */
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
