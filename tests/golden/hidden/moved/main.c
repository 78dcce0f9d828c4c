/* The object was made of another text, as if calls had been moved to lines without a
   division. alone() has a single signed one; of the two of several() nobody can tell which
   it is. */
#ifdef OTHER
#define MOVED(a, b) ((a) / (b))
#else
#define MOVED(a, b) ((a) + (b))
#endif

long long alone(long long a, long long b, unsigned long long c)
{
	long long moved = MOVED(a, b);

	c /= 7u + (unsigned long long)moved;
	return (long long)c +
	       b / a;
}

long long several(long long a, long long b)
{
	long long moved = MOVED(a, b);

	b = a / (moved + 3);
	return moved + b / (a + 5);
}
