/* The condition of an #elif, and what its branch holds. */
#include <signal.h>
#include <stdio.h>
#if defined(__nobody__)
FILE *one;
#elif defined(SIGINT)
int two = SIGINT;
#else
FILE *three;
#endif
