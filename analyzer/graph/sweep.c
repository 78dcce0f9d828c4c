/*
 * sweep.c - see sweep.h.
 */
#include "analyzer/graph/sweep.h"

#include <string.h>

#include <nostd/bump.h>

enum { WORD = 64 };

void nsc_sweep_init(struct nsc_sweep *sweep, struct nostd_bump *arena, uint32_t count)
{
	uint32_t level = 0;

	memset(sweep, 0, sizeof(*sweep));
	do {
		count = count / WORD + 1;
		sweep->words[level] = count;
		sweep->bits[level++] = nostd_bump_array(arena, uint64_t, count);
	} while (count > 1);
}

void nsc_sweep_add(struct nsc_sweep *sweep, uint32_t row)
{
	uint32_t level = 0;
	uint64_t before;

	do {
		uint64_t *word = &sweep->bits[level][row / WORD];

		before = *word;
		*word |= (uint64_t)1 << row % WORD;
		row /= WORD;
		level++;
	} while (before == 0 && level < NSC_SWEEP_LEVELS && sweep->bits[level]);
}

/* The first row from `at` on whose bit of `level` is set; the word says which. */
static bool find_up(const struct nsc_sweep *sweep, uint32_t *level, uint32_t *at)
{
	while (*level < NSC_SWEEP_LEVELS && *at / WORD < sweep->words[*level]) {
		uint64_t word = sweep->bits[*level][*at / WORD] >> *at % WORD;

		if (word != 0) {
			*at += (uint32_t)__builtin_ctzll(word);
			return true;
		}
		*at = *at / WORD + 1;
		++*level;
	}
	return false;
}

static bool find(const struct nsc_sweep *sweep, uint32_t *row)
{
	uint32_t level = 0;

	if (!find_up(sweep, &level, row)) {
		return false;
	}
	while (level > 0) {
		level--;
		*row = *row * WORD + (uint32_t)__builtin_ctzll(sweep->bits[level][*row]);
	}
	return true;
}

static void forget(struct nsc_sweep *sweep, uint32_t row)
{
	uint32_t level = 0;
	uint64_t left;

	do {
		uint64_t *word = &sweep->bits[level][row / WORD];

		*word &= ~((uint64_t)1 << row % WORD);
		left = *word;
		row /= WORD;
		level++;
	} while (left == 0 && level < NSC_SWEEP_LEVELS && sweep->bits[level]);
}

bool nsc_sweep_take(struct nsc_sweep *sweep, uint32_t *row)
{
	*row = sweep->next;
	if (!find(sweep, row)) {
		*row = 0;
		if (!find(sweep, row)) {
			return false;
		}
	}
	forget(sweep, *row);
	sweep->next = *row + 1;
	return true;
}
