/* The same, compiled so that the loop stays one; recursion that the source writes, in the
   function and in one that is inlined into it. objdump shows both calls. */
typedef __SIZE_TYPE__ size_t;

void *memset(void *to, int byte, size_t count)
{
	unsigned char *at = to;

	while (count-- != 0) {
		*at++ = (unsigned char)byte;
	}
	return to;
}

size_t strlen(const char *text)
{
	return *text != '\0' ? (strlen)(text + 1) + (size_t)(*text == '\n') + 1 : 0;
}

int memcmp(const void *a, const void *b, size_t count);

__attribute__((always_inline)) static inline int rest(const unsigned char *a, const unsigned char *b, size_t count)
{
	return memcmp(a + 1, b + 1, count - 1) != 0 ? 1 : -(a[0] == 0xff);
}

int memcmp(const void *a, const void *b, size_t count)
{
	const unsigned char *p = a, *q = b;

	return count == 0 ? 0 : *p != *q ? *p - *q : rest(p, q, count);
}
