/*
 * places.c - calls and addresses in places that are hard to attribute: inlined over two
 * files and three levels, in clones, in cold parts, in switches and loops, behind #line,
 * made by the compiler, in tables. What it does is nothing.
 */
#include "places.h"

struct large {
	int words[70];
};

extern void give_up(int) __attribute__((noreturn, cold));
extern int weak_one(int) __attribute__((weak));
extern struct large origin;
extern volatile int device;
extern double scale;

/* Inlined everywhere, or a clone where it is not. */
static int roll(int sides)
{
	return other(sides) % 6 + 1;
}

/* One constant argument: a .constprop clone. */
static __attribute__((noinline)) int constant_argument(int a, int b)
{
	int i, sum = 0;

	for (i = 0; i < a; i++) {
		sum += other(i + b);
	}
	return sum;
}

/* A structure by pointer of which one part is read: .isra. */
static __attribute__((noinline)) int one_part(struct large *all)
{
	return other(all->words[3]) + other(all->words[4]);
}

/* An early way out: .part. */
static int early_out(int x, int y)
{
	if (x < 0) {
		return 0;
	}
	x += other(y);
	x ^= other(y + 1);
	while (x > 0) {
		x -= other(x);
		device = x;
	}
	return other(x);
}

/* A path that is never taken: .cold. */
int with_cold_path(int x)
{
	int y = other(x);

	if (y == 12345) {
		device = 1;
		other(y);
		give_up(y);
	}
	return y + roll(6);
}

int switches(int x)
{
	switch (x) {
	case 0:
		return other(10);
	case 1:
		return roll(20);
	case 2:
		return three_deep(30);
	case 3:
		return in_header(x);
	case 7:
		return weak_one ? weak_one(1) : other(70);
	default:
		return constant_argument(x, 4);
	}
}

int loops(struct large *to, int n)
{
	struct large copy = origin;
	int i, j, sum = 0;

	for (i = 0; i < n; i++) {
		for (j = 0; j < i; j++) {
			sum += three_deep(i) + roll(j);
		}
	}
	*to = copy;
	return sum + one_part(&copy) + early_out(n, sum) + early_out(sum, 3);
}

#line 1000 "generated.y"
int from_a_generator(int x)
{
	int y = other(x);

	return roll(y) + other(y);
}
#line 112 "places.c"

double arithmetic(double x, long long y)
{
	return x * scale + (double)(y / 1000);
}

int (*const table[])(int) = {other, switches, with_cold_path, weak_one};
void *pointers[] = {&origin, fetch, (char *)&origin + 4};

int indirect(int x)
{
	return table[x & 3](x) + constant_argument(x, 4) + (pointers[1] != 0);
}
