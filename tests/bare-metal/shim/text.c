/*
 * text.c - what the tests of text and numbers compare the library with, where there is no
 * libc: printing and reading integers, a digit at a time.
 *
 * In:   formats of d, u, x, X, o, c, s with flags, width, precision and length.
 * Out:  what ISO C says of snprintf, sprintf, strtoull, strtoll and strncat. Any other
 *       conversion ends the image.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int shim_errno;

/* -- printing ------------------------------------------------------------------------ */

struct out {
	char *buffer;
	size_t size;
	size_t length; /* of all, also of what has no room */
};

struct conversion {
	bool left, plus, alternate, zeros;
	int width, precision; /* -1: none was given */
	int longs;            /* how many l; a z counts as what size_t is */
};

static void put(struct out *out, char c, size_t count)
{
	for (; count != 0; count--) {
		if (out->length + 1 < out->size) {
			out->buffer[out->length] = c;
		}
		out->length++;
	}
}

static size_t beyond(int width, size_t length)
{
	return width > 0 && (size_t)width > length ? (size_t)width - length : 0;
}

static void put_text(struct out *out, const struct conversion *c, const char *text,
		     size_t length)
{
	size_t blanks = beyond(c->width, length);

	put(out, ' ', c->left ? 0 : blanks);
	for (; length != 0; length--) {
		put(out, *text++, 1);
	}
	put(out, ' ', c->left ? blanks : 0);
}

static void put_number(struct out *out, const struct conversion *c, char type,
		       unsigned long long value, const char *prefix)
{
	const char *digits = type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned base = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
	char text[3 * sizeof(value)];
	size_t length = 0;
	size_t zeros;
	size_t blanks;

	for (; value != 0; value /= base) {
		text[length++] = digits[value % base];
	}
	zeros = beyond(c->precision < 0 ? 1 : c->precision, length);
	blanks = beyond(c->width, strlen(prefix) + zeros + length);
	if (c->zeros && !c->left && c->precision < 0) {
		zeros += blanks;
		blanks = 0;
	}
	put(out, ' ', c->left ? 0 : blanks);
	for (; *prefix != '\0'; prefix++) {
		put(out, *prefix, 1);
	}
	put(out, '0', zeros);
	while (length != 0) {
		put(out, text[--length], 1);
	}
	put(out, ' ', c->left ? blanks : 0);
}

static int number_of(const char **format, va_list *arguments)
{
	int number = 0;

	if (**format == '*') {
		++*format;
		return va_arg(*arguments, int);
	}
	while (isdigit(**format)) {
		number = 10 * number + (*(*format)++ - '0');
	}
	return number;
}

static struct conversion conversion_of(const char **format, va_list *arguments)
{
	struct conversion c = {.precision = -1};

	for (;; ++*format) {
		c.left |= **format == '-';
		c.plus |= **format == '+';
		c.alternate |= **format == '#';
		c.zeros |= **format == '0';
		if (**format != '-' && **format != '+' && **format != '#' &&
		    **format != '0') {
			break;
		}
	}
	c.width = number_of(format, arguments);
	if (**format == '.') {
		++*format;
		c.precision = number_of(format, arguments);
	}
	for (; **format == 'l' || **format == 'z'; ++*format) {
		c.longs += **format == 'l' || sizeof(size_t) > sizeof(unsigned);
	}
	return c;
}

static void put_integer(struct out *out, const struct conversion *c, char type,
			va_list *arguments)
{
	bool negative = false;
	unsigned long long value;

	if (type == 'd') {
		long long number = c->longs == 2   ? va_arg(*arguments, long long)
				   : c->longs == 1 ? va_arg(*arguments, long)
						   : va_arg(*arguments, int);

		negative = number < 0;
		value = negative ? -(unsigned long long)number
				 : (unsigned long long)number;
	} else {
		value = c->longs == 2   ? va_arg(*arguments, unsigned long long)
			: c->longs == 1 ? va_arg(*arguments, unsigned long)
					: va_arg(*arguments, unsigned);
	}
	put_number(out, c, type, value,
		   negative                 ? "-"
		   : type == 'd' && c->plus ? "+"
		   : c->alternate && value != 0 && (type | 32) == 'x'
			   ? (type == 'x' ? "0x" : "0X")
			   : "");
}

static void put_one(struct out *out, const char **format, va_list *arguments)
{
	struct conversion c = conversion_of(format, arguments);
	char type = *(*format)++;
	const char *text;
	size_t length = 0;
	char one;

	switch (type) {
	case 'd':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		put_integer(out, &c, type, arguments);
		break;
	case 'c':
		one = (char)va_arg(*arguments, int);
		put_text(out, &c, &one, 1);
		break;
	case 's':
		text = va_arg(*arguments, const char *);
		while ((c.precision < 0 || length < (size_t)c.precision) &&
		       text[length] != '\0') {
			length++;
		}
		put_text(out, &c, text, length);
		break;
	default:
		shim_check(type == '%');
		put(out, '%', 1);
		break;
	}
}

static int print(char *buffer, size_t size, const char *format, va_list *arguments)
{
	struct out out = {buffer, size, 0};

	while (*format != '\0') {
		if (*format != '%') {
			put(&out, *format++, 1);
			continue;
		}
		format++;
		put_one(&out, &format, arguments);
	}
	if (size != 0) {
		buffer[out.length < size ? out.length : size - 1] = '\0';
	}
	return (int)out.length;
}

int snprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = print(buffer, size, format, &arguments);
	va_end(arguments);
	return length;
}

int sprintf(char *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = print(buffer, INT_MAX, format, &arguments);
	va_end(arguments);
	return length;
}

/* -- reading ------------------------------------------------------------------------- */

static unsigned digit_of(char c)
{
	return isdigit(c)                  ? (unsigned)(c - '0')
	       : isalpha((unsigned char)c) ? (unsigned)(tolower(c) - 'a') + 10
					   : UINT_MAX;
}

/* The digits at `text`; *end is behind them, *over says that they are too many. */
static unsigned long long digits(const char *text, unsigned base, const char **end,
				 bool *over)
{
	unsigned long long value = 0;

	for (*end = text; digit_of(**end) < base; ++*end) {
		unsigned digit = digit_of(**end);

		*over |= value > (ULLONG_MAX - digit) / base;
		value = value * base + digit;
	}
	return value;
}

/* The parts of a number; *end is `text` where there is none. */
static unsigned long long scan(const char *text, char **end, int base, bool *negative,
			       bool *over)
{
	const char *at = text;
	const char *first;
	unsigned long long value;

	while (isspace((unsigned char)*at)) {
		at++;
	}
	*negative = *at == '-';
	at += *at == '-' || *at == '+';
	if (base == 16 && at[0] == '0' && tolower(at[1]) == 'x' && digit_of(at[2]) < 16) {
		at += 2;
	}
	first = at;
	value = digits(at, (unsigned)base, &at, over);
	*end = (char *)(uintptr_t)(at == first ? text : at);
	return value;
}

unsigned long long strtoull(const char *text, char **end, int base)
{
	bool negative;
	bool over = false;
	unsigned long long value = scan(text, end, base, &negative, &over);

	if (over) {
		errno = ERANGE;
		return ULLONG_MAX;
	}
	return negative ? -value : value;
}

long long strtoll(const char *text, char **end, int base)
{
	bool negative;
	bool over = false;
	unsigned long long value = scan(text, end, base, &negative, &over);

	if (over || value > (unsigned long long)LLONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LLONG_MIN : LLONG_MAX;
	}
	return negative && value != 0 ? -(long long)(value - 1) - 1 : (long long)value;
}

/* -- texts --------------------------------------------------------------------------- */

char *strncat(char *to, const char *from, size_t size)
{
	char *at = to + strlen(to);

	for (; size != 0 && *from != '\0'; size--) {
		*at++ = *from++;
	}
	*at = '\0';
	return to;
}
