/*
 * pair.c - see pair.h.
 */
#include "analyzer/judge/pair.h"

#include <nostd/bump.h>
#include <nostd/hash.h>
#include <nostd/string.h>

#include "analyzer/base/clone.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

/* An own object that is in no archive, and the one of the other side that it was. */
struct lone {
	struct nostd_str path; /* as shown */
	uint32_t file;
	uint32_t other; /* row of the other side's, or NSC_NO_ROW */
};

#define NOSTD_NAME lone_vec
#define NOSTD_T    struct lone
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME          tails
#define NOSTD_K             struct nostd_str
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) nostd_hash_bytes((k)->ptr, (k)->len, (seed))
#define NOSTD_EQ(a, b)      nostd_str_eq(*(a), *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct group_key {
	uint32_t file, name; /* name ids of the run that pairs */
};

#define NOSTD_NAME group_keys
#define NOSTD_K    struct group_key
#define NOSTD_V    uint32_t
#define NOSTD_HASH(k, seed) \
	((size_t)(((uint64_t)(k)->file << 32 | (k)->name) * 0x9e3779b97f4a7c15U ^ (seed)))
#define NOSTD_EQ(a, b) ((a)->file == (b)->file && (a)->name == (b)->name)
#define NOSTD_IN
#include <nostd/hashmap.h>

/* Instead of a file: names that all of a link can see, and names that no file has. */
#define GLOBAL  UINT32_MAX
#define NOWHERE (UINT32_MAX - 1)

struct pairer {
	struct nsc_run *run;
	const struct nsc_groups *const *groups;
	struct lone_vec lone[NSC_SIDE_COUNT];
	struct nsc_name *file[NSC_SIDE_COUNT]; /* by file: what it is known by */
};

static const struct nsc_target *target_of(const struct pairer *of, unsigned side)
{
	return of->groups[side]->survey->pieces.target;
}

/* -- files --------------------------------------------------------------------------- */

static void name_file(struct pairer *of, unsigned side, uint32_t row)
{
	const struct nsc_target *target = target_of(of, side);
	const struct nsc_graph_file *file = &target->graph->files.ptr[row];
	struct nostd_str shown = nsc_name_text(
		target->graph->names, nsc_survey_file(of->groups[side]->survey, row));

	if (nsc_side_is_own(target->side[row]) && !nsc_name_given(file->archive)) {
		struct lone lone = {shown, row, NSC_NO_ROW};

		lone_vec_push(&of->lone[side], lone);
	} else {
		of->file[side][row] = nsc_name(of->run->names, nsc_path_base(shown));
	}
}

/* The last `parts` components of a path; false: it has fewer. */
static bool tail_of(struct nostd_str path, uint32_t parts, struct nostd_str *tail)
{
	size_t at = path.len;

	while (at > 0) {
		at--;
		if (path.ptr[at] == '/' && --parts == 0) {
			*tail = nostd_str_skip(path, at + 1);
			return true;
		}
	}
	*tail = path;
	return parts == 1;
}

static uint32_t parts_of(struct nostd_str path)
{
	uint32_t parts = 1;
	size_t i;

	for (i = 0; i < path.len; i++) {
		parts += path.ptr[i] == '/';
	}
	return parts;
}

/* Pair what has the last `parts` components in common; the first of equal ones. */
static void pair_tails(struct pairer *of, uint32_t parts)
{
	struct nostd_bump_mark mark = nostd_bump_mark(of->run->scratch);
	struct lone_vec *before = &of->lone[NSC_BEFORE], *after = &of->lone[NSC_AFTER];
	struct tails tails = tails_new_in(nsc_scratch(of->run));
	struct nostd_str tail;
	uint32_t i;

	for (i = 0; i < before->len; i++) {
		if (before->ptr[i].other == NSC_NO_ROW &&
		    tail_of(before->ptr[i].path, parts, &tail) &&
		    !tails_get(&tails, tail)) {
			tails_insert(&tails, tail, i);
		}
	}
	for (i = 0; i < after->len; i++) {
		const uint32_t *found;

		if (after->ptr[i].other != NSC_NO_ROW ||
		    !tail_of(after->ptr[i].path, parts, &tail)) {
			continue;
		}
		found = tails_get(&tails, tail);
		if (found && before->ptr[*found].other == NSC_NO_ROW) {
			before->ptr[*found].other = i;
			after->ptr[i].other = *found;
		}
	}
	nostd_bump_reset(of->run->scratch, mark);
}

static void pair_lone(struct pairer *of)
{
	uint32_t deepest = 1, i;

	for (i = 0; i < of->lone[NSC_BEFORE].len; i++) {
		uint32_t parts = parts_of(of->lone[NSC_BEFORE].ptr[i].path);

		deepest = parts > deepest ? parts : deepest;
	}
	for (; deepest > 0; deepest--) {
		pair_tails(of, deepest);
	}
}

/* A path cannot begin with the byte that tells the sides apart. */
static struct nsc_name lone_name(struct pairer *of, unsigned side, struct nostd_str path)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(of->run));

	nostd_format(&text, "{}{}", side == NSC_BEFORE ? "\1" : "\2", path);
	return nsc_name(of->run->names, nostd_string_as_str(&text));
}

static void name_lone(struct pairer *of)
{
	const struct lone_vec *before = &of->lone[NSC_BEFORE];
	uint32_t i;

	for (i = 0; i < before->len; i++) {
		of->file[NSC_BEFORE][before->ptr[i].file] =
			lone_name(of, NSC_BEFORE, before->ptr[i].path);
	}
	for (i = 0; i < of->lone[NSC_AFTER].len; i++) {
		const struct lone *lone = &of->lone[NSC_AFTER].ptr[i];

		of->file[NSC_AFTER][lone->file] =
			lone->other != NSC_NO_ROW
				? lone_name(of, NSC_BEFORE, before->ptr[lone->other].path)
				: lone_name(of, NSC_AFTER, lone->path);
	}
}

static void pair_files(struct pairer *of)
{
	unsigned side;
	uint32_t i;

	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		size_t count = target_of(of, side)->graph->files.len;

		of->file[side] =
			nostd_bump_array(of->run->scratch, struct nsc_name, count);
		of->lone[side] = lone_vec_new_in(nsc_scratch(of->run));
		for (i = 0; i < count; i++) {
			name_file(of, side, i);
		}
	}
	pair_lone(of);
	name_lone(of);
}

/* -- groups -------------------------------------------------------------------------- */

static struct group_key key_of(const struct pairer *of, unsigned side, uint32_t row)
{
	const struct nsc_groups *groups = of->groups[side];
	const struct nsc_group *group = &groups->all.ptr[row];
	const struct nsc_piece *first =
		&groups->survey->pieces.all
			 .ptr[groups->members.rows[groups->members.first[row]]];
	struct nostd_str name =
		nsc_name_text(target_of(of, side)->graph->names, group->name);
	struct group_key key = {NOWHERE, 0};

	if (group->kind == NSC_PIECE_TARGET) {
		return key; /* targets are compared, whatever they are called */
	}
	key.name = nsc_name(of->run->names, nsc_clone_origin(name)).ix;
	if (group->file != NSC_NO_ROW) {
		key.file = group->kind == NSC_PIECE_NAMED && nsc_group_is_own(group) &&
					   first->symbol != NSC_NO_ROW
				   ? (uint32_t)GLOBAL
				   : of->file[side][group->file].ix;
	}
	return key;
}

void nsc_pair_groups(struct nsc_run *run,
		     const struct nsc_groups *const groups[NSC_SIDE_COUNT],
		     struct nsc_pairing *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct pairer of = {.run = run, .groups = groups};
	struct group_keys keys;
	unsigned side;
	uint32_t i;

	out->count = 0;
	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		out->key[side] =
			nostd_bump_array(run->keep, uint32_t, groups[side]->all.len);
	}
	pair_files(&of);
	keys = group_keys_new_in(nsc_scratch(run));
	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		for (i = 0; i < groups[side]->all.len; i++) {
			struct group_key key = key_of(&of, side, i);
			const uint32_t *known = group_keys_get(&keys, key);

			out->key[side][i] = known ? *known : out->count;
			if (!known) {
				group_keys_insert(&keys, key, out->count++);
			}
		}
	}
	nostd_bump_reset(run->scratch, mark);
}
