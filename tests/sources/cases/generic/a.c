/* Only the chosen part of a _Generic counts; its controlling expression does not. */
extern int use_int(int), use_long(long), use_other(const void *);
extern int same_a(void), same_b(void), same_c(void);
extern int control(void);
#define USE(x) _Generic((x), int: use_int, long: use_long, default: use_other)(x)
#define SAME(x) _Generic((x), int: same_a, unsigned long: same_b, char *: same_c)()
int f(long l, char *p, unsigned long u)
{
	return USE(1) + USE(l) + USE(p) + SAME(1) + SAME(u) + SAME(p) +
	       _Generic(control(), int: 1, default: same_a());
}
