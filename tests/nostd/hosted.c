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

int shim_run(const struct CMUnitTest *tests, size_t count)
{
	void *state = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		shim_check(!tests[i].setup || tests[i].setup(&state) == 0);
		tests[i].test(&state);
		shim_check(!tests[i].teardown || tests[i].teardown(&state) == 0);
		(void)printf("test %zu of %zu\n", i + 1, count);
	}
	return 0;
}
