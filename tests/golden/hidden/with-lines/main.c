/* Each call has a construct at its line; the literal 1.1 alone makes it double. */
struct block { int words[64]; };

long long part(long long a, long long b)
{
	return a /
	       b;
}

float scale(float a)
{
	return a * 1.1;
}

void put(struct block *to, const struct block *from)
{
	*to = *from;
}

void clear(char *it, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		it[i] = 0;
}

int printf(const char *, ...);

void say(void)
{
	printf("ready\n");
}
