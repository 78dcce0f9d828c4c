/* Why these calls are compiled: the directives around them and around the #include. */
#define LEVEL 2
#ifdef LEVEL
#include "log.h"
#endif

void first(void)
{
#ifdef QUIET
#elif LEVEL > 1
	puts("first");
#else
	putchar('1');
#endif
}
