/* The document that programs read. */
#define PART(a, b) ((a) / (b))

unsigned long long part(unsigned long long a, unsigned long long b)
{
	return PART(a, b);
}
