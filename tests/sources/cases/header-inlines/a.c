/*
 * Inline functions of headers are followed where they are used, and only there: putc_it
 * is needed and calls putc of the libc; nobody needs unneeded().
 */
#include <stdio.h>
#include "own.h"
int f(void)
{
	return putc_it('x');
}
