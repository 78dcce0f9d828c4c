/*
 * emit.c - sort and number. See emit.h.
 */
#include "analyzer/clang/emit.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/entity.h"
#include "analyzer/clang/parse.h"

/* Things to be put in order, and what the comparison needs. */
struct ordered_entity {
	const struct nsc_names *names;
	const struct nsc_entity *row;
	uint32_t index; /* in the collection */
};

static int compare_entities(const struct ordered_entity *a,
			    const struct ordered_entity *b)
{
	int order = nsc_place_cmp(a->names, a->row->at, b->row->at);

	if (order == 0) {
		order = nsc_name_cmp(a->names, a->row->symbol, b->row->symbol);
	}
	return order != 0 ? order : (a->index < b->index ? -1 : a->index > b->index);
}

#define NOSTD_NAME      entities_in_order
#define NOSTD_T         struct ordered_entity
#define NOSTD_CMP(a, b) compare_entities((a), (b))
#include <nostd/sort.h>

struct ordered_use {
	const struct nsc_names *names;
	struct nsc_use row;
	uint32_t index; /* as it was met */
};

static int compare_uses(const struct ordered_use *a, const struct ordered_use *b)
{
	int order = a->row.entity < b->row.entity ? -1 : a->row.entity > b->row.entity;

	if (order == 0) {
		order = nsc_place_cmp(a->names, a->row.physical, b->row.physical);
	}
	if (order == 0) {
		order = nsc_name_cmp(a->names, a->row.symbol, b->row.symbol);
	}
	return order != 0 ? order : (a->index < b->index ? -1 : a->index > b->index);
}

#define NOSTD_NAME      uses_in_order
#define NOSTD_T         struct ordered_use
#define NOSTD_CMP(a, b) compare_uses((a), (b))
#include <nostd/sort.h>

/* Rows of the entities that stay, in order; new_index[] by old index. */
static void emit_entities(struct nsc_parse *parse, const struct nsc_found_vec *found,
			  uint32_t *new_index)
{
	struct ordered_entity *order =
		nostd_bump_array(parse->run->keep, struct ordered_entity, found->len);
	size_t count = 0, i;

	for (i = 0; i < found->len; i++) {
		const struct nsc_found *one = &found->ptr[i];

		new_index[i] = NSC_NO_ROW;
		if (one->reached || one->main_file) {
			order[count].names = parse->run->names;
			order[count].row = &one->row;
			order[count++].index = (uint32_t)i;
		}
	}
	entities_in_order_sort_unstable(order, count);
	for (i = 0; i < count; i++) {
		new_index[order[i].index] = (uint32_t)i;
		nsc_entity_vec_push(&parse->out->entities, *order[i].row);
	}
}

void nsc_emit(struct nsc_parse *parse, struct nsc_found_vec *found,
	      struct nsc_use_vec *uses)
{
	uint32_t *new_index = nostd_bump_array(parse->run->keep, uint32_t, found->len);
	struct ordered_use *order =
		nostd_bump_array(parse->run->keep, struct ordered_use, uses->len);
	uint32_t i;

	emit_entities(parse, found, new_index);
	for (i = 0; i < uses->len; i++) {
		order[i].names = parse->run->names;
		order[i].row = uses->ptr[i];
		order[i].index = i;
		if (order[i].row.entity != NSC_NO_ROW) {
			order[i].row.entity = new_index[order[i].row.entity];
		}
	}
	uses_in_order_sort_unstable(order, uses->len);
	for (i = 0; i < uses->len; i++) {
		nsc_use_vec_push(&parse->out->uses, order[i].row);
	}
}
