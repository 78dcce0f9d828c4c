/*
 * __builtin_X may become a call of X where X is a library function; __builtin_expect and
 * its like are no functions of anybody.
 */
extern int n;
void f(char *a, const char *b)
{
	__builtin_memcpy(a, b, (unsigned)n);
	__builtin_printf("%d\n", n);
	__builtin___memcpy_chk(a, b, (unsigned)n, 3);
	if (__builtin_expect(n, 0)) {
		__builtin_abort();
	}
	n = __builtin_clz((unsigned)n) + __builtin_offsetof(struct { int x; }, x);
	__sync_fetch_and_add(&n, 1);
	if (n) {
		__builtin_unreachable();
	}
}
