/* Inline functions of another file: their calls belong to this file's lines. */
extern int other(int);
extern void *fetch(unsigned long);

static inline int in_header(int x)
{
	if (x > 3) {
		return other(x) + 1;
	}
	return other(-x);
}

static inline __attribute__((always_inline)) int three_deep(int x)
{
	return in_header(x) + other(x * 2);
}
