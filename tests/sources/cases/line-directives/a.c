/* Compilers report presumed lines (#line); the physical place stays known. */
extern int puts(const char *);
#line 100 "grammar.y"
int f(void)
{
	return puts("x");
}
#line 7
int g(void) { return puts("y"); }
