/*
 * hosted.c - runs the tests of nostd on a host for which there is no cmocka.
 *
 * In:   tests as tests/bare-metal/shim/cmocka.h has them; the host's C library.
 * Out:  a line per test; the place of the first check that fails, which ends the program.
 */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

void shim_fail(const char *file, unsigned line)
{
	(void)fflush(stdout);
	(void)fprintf(stderr, "%s:%u: FAIL\n", file, line);
	abort();
}

void shim_passed(size_t number, size_t count)
{
	(void)printf("test %zu of %zu\n", number, count);
}
