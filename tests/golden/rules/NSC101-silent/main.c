/*
 * Near miss of NSC101: the call is the same, but snprintf is the target's own. The side
 * of a reference is that of the definition that won, not of its name.
 */
#include <stdarg.h>
#include <stddef.h>

int snprintf(char *out, size_t size, const char *format, ...);

static char line[32];

int snprintf(char *out, size_t size, const char *format, ...)
{
	va_list values;
	size_t used = 0;

	va_start(values, format);
	while (*format && used + 1 < size) {
		out[used++] = *format == '%' ? (char)('0' + va_arg(values, int)) : *format;
		format++;
	}
	va_end(values);
	out[used] = '\0';
	return (int)used;
}

void _start(void)
{
	for (;;) {
		snprintf(line, sizeof(line), "value %", *(volatile int *)0x40004000 % 10);
	}
}
