/*
 * emit.c - sort and number. See emit.h.
 */
#include "analyzer/clang/emit.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/entity.h"
#include "analyzer/clang/order.h"
#include "analyzer/clang/parse.h"

/* Things to be put in order, and what the comparison needs. */
struct ordered_entity {
	const struct nsc_file_order *files;
	const struct nsc_entity *row;
	uint32_t index; /* in the collection */
};

static int compare_entities(const struct ordered_entity *a,
			    const struct ordered_entity *b)
{
	int order = nsc_file_order_cmp(a->files, a->row->at, b->row->at);

	if (order == 0) {
		order = nsc_name_cmp(a->files->names, a->row->symbol, b->row->symbol);
	}
	return order != 0 ? order : (a->index < b->index ? -1 : a->index > b->index);
}

#define NOSTD_NAME      entities_in_order
#define NOSTD_T         struct ordered_entity
#define NOSTD_CMP(a, b) compare_entities((a), (b))
#include <nostd/sort.h>

/*
 * A constructor is emitted under two names, for whole objects and for bases (Itanium C++
 * ABI, 5.1.4.3); one is an alias of the other.
 */
static void emit_twins(struct nsc_parse *parse, const struct nsc_found *found)
{
	enum CXCursorKind kind = clang_getCursorKind(found->cursor);
	CXStringSet *all;
	unsigned i;

	if (kind != CXCursor_Constructor && kind != CXCursor_Destructor) {
		return;
	}
	all = clang_Cursor_getCXXManglings(found->cursor);
	for (i = 0; all && i < all->Count; i++) {
		struct nsc_entity row = found->row;

		row.symbol =
			nsc_name_c(parse->run->names, clang_getCString(all->Strings[i]));
		if (!nsc_name_eq(row.symbol, found->row.symbol)) {
			row.flags |= NSC_ENTITY_ALIAS;
			nsc_entity_vec_push(&parse->out->entities, row);
		}
	}
	if (all) {
		clang_disposeStringSet(all);
	}
}

/* What was met in an entity's body, in that order. */
static void emit_met(struct nsc_parse *parse, const struct nsc_found *found,
		     uint32_t entity, const struct nsc_collected *collected)
{
	uint32_t i;

	for (i = 0; i < found->construct_count; i++) {
		struct nsc_construct row =
			collected->constructs->ptr[found->construct_first + i];

		row.entity = entity;
		nsc_construct_vec_push(&parse->out->constructs, row);
	}
	for (i = 0; i < found->format_count; i++) {
		struct nsc_format row = collected->formats->ptr[found->format_first + i];

		row.entity = entity;
		nsc_format_vec_push(&parse->out->formats, row);
	}
}

/* Rows of the entities that stay, in order; new_index[] by old index. */
static void emit_entities(struct nsc_parse *parse, const struct nsc_found_vec *found,
			  const struct nsc_collected *collected, uint32_t *new_index)
{
	struct ordered_entity *order =
		nostd_bump_array(parse->run->keep, struct ordered_entity, found->len);
	struct nsc_file_order files;
	size_t count = 0, i;

	nsc_file_order_init(&files, parse->run->keep, parse->run->names, parse->out);
	for (i = 0; i < found->len; i++) {
		const struct nsc_found *one = &found->ptr[i];

		new_index[i] = NSC_NO_ROW;
		if (nsc_found_stays(one)) {
			order[count].files = &files;
			order[count].row = &one->row;
			order[count++].index = (uint32_t)i;
		}
	}
	entities_in_order_sort_unstable(order, count);
	for (i = 0; i < count; i++) {
		new_index[order[i].index] = (uint32_t)i;
		nsc_entity_vec_push(&parse->out->entities, *order[i].row);
	}
	for (i = 0; i < count; i++) {
		emit_met(parse, &found->ptr[order[i].index], (uint32_t)i, collected);
	}
	for (i = 0; i < count; i++) {
		emit_twins(parse, &found->ptr[order[i].index]);
	}
}

void nsc_emit(struct nsc_parse *parse, struct nsc_found_vec *found,
	      const struct nsc_collected *collected)
{
	struct nsc_use_vec *uses = collected->uses;
	uint32_t *new_index = nostd_bump_array(parse->run->keep, uint32_t, found->len);
	uint32_t i;

	emit_entities(parse, found, collected, new_index);
	for (i = 0; i < uses->len; i++) {
		struct nsc_use *use = &uses->ptr[i];

		if (use->entity != NSC_NO_ROW) {
			use->entity = new_index[use->entity];
		}
		nsc_use_vec_push(&parse->out->uses, *use);
	}
	nsc_order_uses(parse->run, parse->out);
}
