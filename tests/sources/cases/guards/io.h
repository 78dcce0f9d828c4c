/* An inline function of a header; its guard is the #include's and its own. */
#if !defined ( IO_H )
#define IO_H
extern int io_write(void), io_read(void);
#ifdef LEVEL
static inline int io(void)
{
#if LEVEL > 5
	return io_read();
#else
	return io_write();
#endif
}
#endif
#include "deep.h"
static int (*const table[])(void) = {io, deep};
int use_table(void)
{
	return table[0]();
}
#endif
/* no more */
