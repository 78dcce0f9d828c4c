/*
 * Under conditions that are constant and false, and in sizeof, typeof, _Alignof, nothing
 * is called. A condition with a variable, or one the optimiser answers, is not constant.
 */
#define IS_ENABLED(x) x
#define CONFIG_NET 0
extern int gone(int), here(int), v;
int f(int x, int n)
{
	__typeof__(gone(1)) t = 0;
	int k = (int)sizeof(gone(2)) + (int)_Alignof(int);
	char vla[here(1)];
	__typeof__(gone) *p = here;

	if (0) {
		gone(3);
	}
	if (IS_ENABLED(CONFIG_NET) && x > 3) {
		gone(4);
	} else {
		here(2);
	}
	while (0) {
		gone(5);
	}
	x = 0 && gone(6);
	x += 1 || gone(7);
	x += 1 ? here(3) : gone(8);
	if (x && v) {
		here(4);
	}
	if (__builtin_constant_p(n)) {
		here(5);
	}
	switch (x) {
		if (0) {
	case 1:
			here(6);
		}
	}
	do {
		here(7);
	} while (0);
	return t + k + vla[0] + p(8) + __builtin_choose_expr(1, 0, gone(9)) +
	       __builtin_types_compatible_p(__typeof__(gone(10)), int) +
	       (__typeof__(gone(11)))x;
}
static int unused(void)
{
	return gone(12);
}
static int used(void)
{
	return here(9);
}
int (*const entry)(void) = used;
