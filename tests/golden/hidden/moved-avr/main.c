/* As `moved`, of an object that names no inlined function: the line tells that it is a
   division of half(), or of outer() itself, and there is nothing that tells them apart. */
#ifdef OTHER
#define MOVED(a, b) ((a) / (b))
#else
#define MOVED(a, b) ((a) + (b))
#endif

extern volatile long seen;

static inline __attribute__((always_inline)) void half(long a, long b)
{
	seen = a;
	seen = MOVED(a, b);
	seen = b / (a + 7);
}

void outer(long a, long b)
{
	half(a - b, b + a);
	seen = a / 9;
}
