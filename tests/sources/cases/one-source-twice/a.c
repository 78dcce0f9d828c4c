/* Several entries, several answers: never keyed by file. */
extern int puts(const char *);
int f(void)
{
#ifdef QUIET
	return 0;
#else
	return puts("x");
#endif
}
