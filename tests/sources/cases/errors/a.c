/* What cannot be understood whole is said, and the rest is there. */
#include "missing.h"
extern int puts(const char *);
int f(void)
{
	undeclared_type x;
	return puts("x");
}
