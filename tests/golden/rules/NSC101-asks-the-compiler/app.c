/* Sources that ask which compiler it is get gcc's answer. */
int rand(void);
void srand(unsigned seed);
int puts(const char *text);
int putchar(int c);

int by_name(void)
{
#ifdef __clang__
	srand(1);
	return 0;
#else
	return rand();
#endif
}

int by_version(const char *text)
{
#if __GNUC__ > 4
	return puts(text);
#else
	return putchar(*text);
#endif
}
