/*
 * test_nostd_rc.c - <nostd/rc.h>: see test_nostd_counted.h.
 *
 * In:   random operations on handles of values that own memory.
 * Out:  counts, values and blocks are those of the model; every allocation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"

#define TEST_COUNTED <nostd/rc.h>
#include "test_nostd_counted.h"

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		COUNTED_TESTS,
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
