/* What node.c takes of a libc, for a link that has none. */
#include <stddef.h>

size_t strlen(const char *text);
void *memcpy(void *to, const void *from, size_t size);
int rand(void);

size_t strlen(const char *text)
{
	const char *end = text;

	while (*end) {
		end++;
	}
	return (size_t)(end - text);
}

void *memcpy(void *to, const void *from, size_t size)
{
	char *out = to;
	const char *in = from;

	while (size-- > 0) {
		*out++ = *in++;
	}
	return to;
}

int rand(void)
{
	static int last = 7;

	last = last * 31 + 11;
	return last;
}
