/* One source, another leak in each libc: macros of the headers decide. */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <setjmp.h>
int f(int c, jmp_buf b)
{
	errno = 0;
	assert(c > 0);
	if (isdigit(c) || toupper(c)) {
		fputs("x", stdout);
	}
	return setjmp(b);
}
