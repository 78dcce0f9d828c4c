#include "part.h"

static const int weights[4] = {3, 1, 4, 1};

__attribute__((noinline)) static int weigh(int value, int at)
{
	return value * weights[at & 3];
}

int part_sum(const int *of, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++) {
		sum += weigh(of[i], i);
	}
	return sum;
}
