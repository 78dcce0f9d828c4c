/*
 * Trap 9: what is written and what is linked differ: errno, stderr, assert and isalpha
 * are __errno, _impure_ptr, __assert_func and _ctype_ in newlib. Three lines that set
 * errno are one undefined symbol, and one finding.
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>

int parse(const char *text)
{
	assert(text);
	if (!*text) {
		errno = EINVAL;
		return -1;
	}
	if (!isalpha((unsigned char)*text)) {
		errno = ERANGE;
		return -1;
	}
	errno = 0;
	return *text;
}

FILE *where(void)
{
	return stderr;
}
