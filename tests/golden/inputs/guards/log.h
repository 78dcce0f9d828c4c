#ifndef LOG_H
#define LOG_H
#include <stdio.h>
#if !defined(QUIET) /* the default */
static inline void log_it(void)
{
	putchar('2');
}
#else
static inline void log_it(void)
{
}
#endif
void second(void)
{
	log_it();
}
#endif
