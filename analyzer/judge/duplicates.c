/*
 * duplicates.c - see duplicates.h.
 */
#include "analyzer/judge/duplicates.h"

#include <nostd/bump.h>

#include "analyzer/base/clone.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/pieces.h"
#include "analyzer/judge/target.h"
#include "rules/family.h"

/* A piece under a name that others may have as well. */
struct entry {
	uint32_t name; /* id: of the source function, or of the family */
	uint32_t file, piece;
};

static int compare_entries(const struct entry *a, const struct entry *b)
{
	if (a->name != b->name) {
		return a->name < b->name ? -1 : 1;
	}
	if (a->file != b->file) {
		return a->file < b->file ? -1 : 1;
	}
	return (a->piece > b->piece) - (a->piece < b->piece);
}

#define NOSTD_NAME entry_vec
#define NOSTD_T    struct entry
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      entry_vec
#define NOSTD_T         struct entry
#define NOSTD_CMP(a, b) compare_entries((a), (b))
#include <nostd/sort.h>

static struct nostd_str text_of(const struct nsc_pieces *pieces, uint32_t piece)
{
	return nsc_name_text(pieces->target->graph->names, pieces->all.ptr[piece].name);
}

static bool counts(const struct nsc_pieces *pieces, uint32_t row)
{
	const struct nsc_piece *piece = &pieces->all.ptr[row];

	return piece->kind == NSC_PIECE_NAMED && piece->present &&
	       piece->file != NSC_NO_ROW;
}

/* Equal names in different files have twins. */
static void mark_twins(struct entry_vec *entries, uint8_t *twin)
{
	size_t i, k, last;

	entry_vec_sort_unstable(entries->ptr, entries->len);
	for (i = 0; i < entries->len; i = k) {
		for (k = i;
		     k < entries->len && entries->ptr[k].name == entries->ptr[i].name;
		     k++) {
		}
		if (entries->ptr[i].file == entries->ptr[k - 1].file) {
			continue;
		}
		for (last = i; last < k; last++) {
			twin[entries->ptr[last].piece] = 1;
		}
	}
}

/* "count.0", "C.1.2": a compiler's own. */
static bool is_made_up(struct nostd_str name)
{
	return name.len == 0 || nostd_str_find_byte(name, '.') != NOSTD_NOT_FOUND;
}

struct nostd_str nsc_duplicates_family(const struct nsc_pieces *pieces, uint32_t piece)
{
	return nsc_family_of(text_of(pieces, piece));
}

/* The first engine of a file speaks for it: vfprintf stands beside newlib's engine. */
static void keep_first_of_file(struct entry_vec *entries)
{
	size_t kept = 0, i;

	entry_vec_sort_unstable(entries->ptr, entries->len);
	for (i = 0; i < entries->len; i++) {
		if (kept == 0 || entries->ptr[kept - 1].name != entries->ptr[i].name ||
		    entries->ptr[kept - 1].file != entries->ptr[i].file) {
			entries->ptr[kept++] = entries->ptr[i];
		}
	}
	entry_vec_truncate(entries, kept);
}

void nsc_duplicates_find(const struct nsc_pieces *pieces, uint8_t *twin)
{
	struct nsc_run *run = pieces->target->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct entry_vec names = entry_vec_new_in(nsc_scratch(run));
	struct entry_vec engines = entry_vec_new_in(nsc_scratch(run));
	uint32_t i;

	for (i = 0; i < pieces->all.len; i++) {
		struct nostd_str name = nsc_clone_origin(text_of(pieces, i));
		struct nostd_str family = nsc_duplicates_family(pieces, i);
		struct entry entry = {0, pieces->all.ptr[i].file, i};

		if (!counts(pieces, i)) {
			continue;
		}
		if (!is_made_up(name)) {
			entry.name = nsc_name(run->names, name).ix;
			entry_vec_push(&names, entry);
		}
		if (family.len != 0) {
			entry.name = nsc_name(run->names, family).ix;
			entry_vec_push(&engines, entry);
		}
	}
	keep_first_of_file(&engines);
	mark_twins(&names, twin);
	mark_twins(&engines, twin);
	nostd_bump_reset(run->scratch, mark);
}
