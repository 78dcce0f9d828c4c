/* An own printf; what is live is an error, what was discarded a note. */
int printf(const char *format, ...)
{
	return format[0];
}

static inline void shown(double x)
{
	printf("%f", x);
}

void unused(double x)
{
	printf("%d %f", 1, x);
}

void _start(void)
{
	shown(1.0);
	printf("%n", (int *)0);
	for (;;) {
	}
}
