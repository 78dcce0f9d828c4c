/*
 * test_nostd_model.h - a plain array of ids, which vectors and queues are compared with.
 *
 * In:   indices that are right. Out: what the container must hold.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_MODEL_H
#define NSC_TESTS_UNIT_TEST_NOSTD_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Steps add at most 20 elements to this many. */
#define MODEL_MAX SCALED(600, 24)

struct model {
	uint32_t id[2 * MODEL_MAX];
	size_t len;
};

static void model_insert(struct model *m, size_t at, uint32_t id)
{
	memmove(m->id + at + 1, m->id + at, (m->len - at) * sizeof(m->id[0]));
	m->id[at] = id;
	m->len++;
}

static uint32_t model_remove(struct model *m, size_t at)
{
	uint32_t id = m->id[at];

	m->len--;
	memmove(m->id + at, m->id + at + 1, (m->len - at) * sizeof(m->id[0]));
	return id;
}

#endif
