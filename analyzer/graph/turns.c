/*
 * turns.c - see turns.h.
 */
#include "analyzer/graph/turns.h"

#include <string.h>

#include <nostd/bump.h>

enum { WORD = 64 };

void nsc_turns_init(struct nsc_turns *turns, struct nostd_bump *arena, uint32_t count)
{
	uint32_t level = 0;

	memset(turns, 0, sizeof(*turns));
	do {
		count = count / WORD + 1;
		turns->words[level] = count;
		turns->bits[level++] = nostd_bump_array(arena, uint64_t, count);
	} while (count > 1);
}

void nsc_turns_add(struct nsc_turns *turns, uint32_t row)
{
	uint32_t level = 0;
	uint64_t before;

	do {
		uint64_t *word = &turns->bits[level][row / WORD];

		before = *word;
		*word |= (uint64_t)1 << row % WORD;
		row /= WORD;
		level++;
	} while (before == 0 && level < NSC_TURNS_LEVELS && turns->bits[level]);
}

/* The first row from `at` on whose bit of `level` is set; the word says which. */
static bool find_up(const struct nsc_turns *turns, uint32_t *level, uint32_t *at)
{
	while (*level < NSC_TURNS_LEVELS && *at / WORD < turns->words[*level]) {
		uint64_t word = turns->bits[*level][*at / WORD] >> *at % WORD;

		if (word != 0) {
			*at += (uint32_t)__builtin_ctzll(word);
			return true;
		}
		*at = *at / WORD + 1;
		++*level;
	}
	return false;
}

static bool find(const struct nsc_turns *turns, uint32_t *row)
{
	uint32_t level = 0;

	if (!find_up(turns, &level, row)) {
		return false;
	}
	while (level > 0) {
		level--;
		*row = *row * WORD + (uint32_t)__builtin_ctzll(turns->bits[level][*row]);
	}
	return true;
}

static void forget(struct nsc_turns *turns, uint32_t row)
{
	uint32_t level = 0;
	uint64_t left;

	do {
		uint64_t *word = &turns->bits[level][row / WORD];

		*word &= ~((uint64_t)1 << row % WORD);
		left = *word;
		row /= WORD;
		level++;
	} while (left == 0 && level < NSC_TURNS_LEVELS && turns->bits[level]);
}

bool nsc_turns_take(struct nsc_turns *turns, uint32_t *row)
{
	*row = turns->next;
	if (!find(turns, row)) {
		*row = 0;
		if (!find(turns, row)) {
			return false;
		}
	}
	forget(turns, *row);
	turns->next = *row + 1;
	return true;
}
