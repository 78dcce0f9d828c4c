void second(int size);

/* Of the same name and size as a section of the other member, and nobody needs it. */
__attribute__((used)) static int half(int x)
{
	return x / 2;
}

void first(void)
{
	second(16);
}
