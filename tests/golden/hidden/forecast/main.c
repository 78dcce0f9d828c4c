/* No object: what may be emitted is no finding, and check stays clean. */
long long part(long long a, long long b)
{
	return a / b;
}

int quick(int a)
{
	return a + 1;
}
