/*
 * test_turns.c - rows that wait for their turn, against a table of who waits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/turns.h"

/* The next that waits from `at` on, round and round; `count`: none does. */
static uint32_t next_waiting(const uint8_t *waits, uint32_t count, uint32_t at)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		uint32_t row = (uint32_t)(((uint64_t)at + i) % count);

		if (waits[row]) {
			return row;
		}
	}
	return count;
}

static void play(uint32_t count, unsigned adds)
{
	struct nsc_run run;
	struct nsc_turns turns;
	uint8_t *waits;
	uint32_t at = 0, step;

	nsc_run_init(&run);
	waits = nostd_bump_array(run.keep, uint8_t, count);
	nsc_turns_init(&turns, run.keep, count);
	srand(count);
	for (step = 0; step < 3000; step++) {
		uint32_t row = (uint32_t)rand() % count, want;

		if ((unsigned)rand() % 10 < adds) {
			nsc_turns_add(&turns, row);
			waits[row] = 1;
			continue;
		}
		want = next_waiting(waits, count, at % count);
		assert_int_equal(nsc_turns_take(&turns, &row), want != count);
		if (want != count) {
			assert_int_equal(row, want);
			waits[row] = 0;
			at = row + 1;
		}
	}
	nsc_run_release(&run);
}

/* Counts beside the sizes of words, and of words of words. */
static void rows_come_in_order_round_and_round(void **unused)
{
	static const uint32_t counts[] = {1, 2, 63, 64, 65, 4095, 4096, 4097, 20000};
	size_t i;

	(void)unused;
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		play(counts[i], 3); /* mostly few wait */
		play(counts[i], 7); /* many do */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_in_order_round_and_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
