/*
 * groups.c - see groups.h.
 */
#include "analyzer/judge/groups.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/components.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

/* What a group is made by; equal keys are one group. */
enum key_kind {
	KEY_PIECE,
	KEY_NODE,
	KEY_FILE,
	KEY_COMPONENT,
	KEY_PART,
	KEY_TIER,
	KEY_CAP,
	KEY_ARCHIVE,
	KEY_LOOSE /* in no archive, by side */
};
struct group_key {
	uint32_t kind; /* enum key_kind */
	uint32_t row;  /* piece, node, file, component; id of an archive's name */
	uint16_t tier, capability;
};

#define NOSTD_NAME group_index
#define NOSTD_K    struct group_key
#define NOSTD_V    uint32_t
#define NOSTD_HASH(k, seed)                                       \
	((size_t)(((uint64_t)(k)->row << 32 | (k)->kind << 24 |   \
		   (uint32_t)(k)->tier << 12 | (k)->capability) * \
			  0x9e3779b97f4a7c15U ^                   \
		  (seed)))
#define NOSTD_EQ(a, b)                                                               \
	((a)->kind == (b)->kind && (a)->row == (b)->row && (a)->tier == (b)->tier && \
	 (a)->capability == (b)->capability)
#define NOSTD_IN
#include <nostd/hashmap.h>

enum { NO_CAPABILITY = 0xffff, OWN_TIER = 0xfff };

struct grouper {
	const struct nsc_survey *survey;
	const struct nsc_pieces *pieces;
	const struct nsc_target *target;
	struct nsc_names *names;
	struct nsc_groups *out;
	struct group_index index;
	const enum nsc_tier *needs; /* by component; when they are asked for */
	uint32_t *order_piece;      /* by group: its first piece */
};

/* -- which group a piece belongs to -------------------------------------------------- */

/* A piece that no file has stands for itself at every size that shows names. */
static struct group_key key_of_piece(uint32_t row)
{
	return (struct group_key){KEY_PIECE, row, 0, 0};
}

static uint16_t capability_of(const struct nsc_piece *piece)
{
	return piece->tier == NSC_TIER_UNKNOWN ? NO_CAPABILITY : piece->capability;
}

static struct group_key component_key(const struct grouper *of, uint32_t row)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];
	uint8_t side = nsc_piece_side(of->pieces, row);
	bool header = piece->node != NSC_NO_ROW && of->target->header_node[piece->node];
	struct group_key key = {KEY_COMPONENT, NSC_NO_ROW, 0, 0};

	if (piece->kind == NSC_PIECE_TARGET || piece->kind == NSC_PIECE_OUTSIDE) {
		return key_of_piece(row);
	}
	if (piece->file != NSC_NO_ROW && !header) {
		key.row = of->target->component[piece->file];
	}
	if (nsc_side_is_hosted(side)) {
		key.kind = KEY_PART;
		key.tier = piece->tier;
		key.capability = capability_of(piece);
	}
	return key;
}

static struct group_key section_key(uint32_t row, const struct nsc_piece *piece)
{
	if (piece->node != NSC_NO_ROW) {
		return (struct group_key){KEY_NODE, piece->node, 0, 0};
	}
	if (piece->file != NSC_NO_ROW) {
		return (struct group_key){KEY_FILE, piece->file, 0, 0};
	}
	return key_of_piece(row);
}

static struct group_key archive_key(const struct grouper *of, uint32_t row)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];
	const struct nsc_graph_file *file;

	if (piece->file == NSC_NO_ROW) {
		return key_of_piece(row);
	}
	file = &of->target->graph->files.ptr[piece->file];
	if (!nsc_name_given(file->archive)) {
		return (struct group_key){KEY_LOOSE, 0, of->target->side[piece->file], 0};
	}
	return of->out->size == NSC_BY_MEMBER
		       ? (struct group_key){KEY_FILE, piece->file, 0, 0}
		       : (struct group_key){KEY_ARCHIVE, file->archive.ix, 0, 0};
}

static uint16_t tier_of(const struct grouper *of, uint32_t row)
{
	return nsc_piece_is_own(of->pieces, row) ? OWN_TIER
						 : of->pieces->all.ptr[row].tier;
}

static struct group_key key_of(const struct grouper *of, uint32_t row)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];
	struct group_key key = key_of_piece(row);

	switch (of->out->size) {
	case NSC_BY_COMPONENT:
		return component_key(of, row);
	case NSC_BY_OBJECT:
		return piece->file == NSC_NO_ROW
			       ? key
			       : (struct group_key){KEY_FILE, piece->file, 0, 0};
	case NSC_BY_SECTION:
		return section_key(row, piece);
	case NSC_BY_SYMBOL:
		key.row = piece->with != NSC_NO_ROW ? piece->with : row;
		return key;
	case NSC_BY_TIER:
		return (struct group_key){KEY_TIER, 0, tier_of(of, row), 0};
	case NSC_BY_CAPABILITY:
		key = (struct group_key){KEY_CAP, 0, tier_of(of, row), 0};
		if (key.tier != OWN_TIER) {
			key.capability = capability_of(piece);
			key.tier = 0;
		}
		return key;
	case NSC_BY_ARCHIVE:
	case NSC_BY_MEMBER:
		return archive_key(of, row);
	case NSC_BY_REGION:
		break;
	}
	return key;
}

/* -- what a group is called ---------------------------------------------------------- */

static struct nostd_str text_of(const struct grouper *of, struct nsc_name name)
{
	return nsc_name_text(of->names, name);
}

static struct nsc_name format(const struct grouper *of, const char *form,
			      struct nostd_str first, struct nostd_str second)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	nostd_format(&text, form, first, second);
	name = nsc_name(of->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static struct nsc_name section_of(const struct grouper *of, uint32_t node)
{
	return of->target->graph->nodes.ptr[node].name;
}

/* "shares .text with", "shares lib_a-rand.o with": what a hub says to both sides. */
static struct nsc_name hub_name(const struct grouper *of, const struct nsc_piece *piece)
{
	struct nsc_name shared = of->target->graph->files.ptr[piece->file].name;

	if (piece->node != NSC_NO_ROW && nsc_name_given(section_of(of, piece->node))) {
		shared = section_of(of, piece->node);
	}
	return format(of, "shares {} with{}", nsc_path_base(text_of(of, shared)),
		      NOSTD_STR(""));
}

static struct nsc_name piece_name(const struct grouper *of, const struct nsc_piece *piece)
{
	switch ((enum nsc_piece_kind)piece->kind) {
	case NSC_PIECE_TARGET:
		return of->target->terms->target;
	case NSC_PIECE_NAMED:
	case NSC_PIECE_NOBODY:
	case NSC_PIECE_OUTSIDE:
		return piece->name;
	case NSC_PIECE_SECTION:
		return section_of(of, piece->node);
	case NSC_PIECE_HUB:
		return hub_name(of, piece);
	}
	return piece->name;
}

static struct nsc_name node_name(const struct grouper *of, uint32_t node)
{
	const struct nsc_graph_node *row = &of->target->graph->nodes.ptr[node];
	struct nsc_name file = nsc_survey_file(of->survey, row->file);

	return nsc_name_given(row->name)
		       ? format(of, "{}:{}", text_of(of, file), text_of(of, row->name))
		       : file;
}

/* "[std] fmt" */
static struct nsc_name part_name(const struct grouper *of, const struct nsc_piece *piece)
{
	struct nostd_str tier = nsc_tier_name((enum nsc_tier)piece->tier);

	return piece->tier == NSC_TIER_UNKNOWN
		       ? format(of, "[{}]{}", tier, NOSTD_STR(""))
		       : format(of, "[{}] {}", tier,
				nsc_capability_name(
					(enum nsc_capability)piece->capability));
}

static struct nsc_name tier_name(const struct grouper *of, uint32_t row)
{
	if (nsc_piece_is_own(of->pieces, row)) {
		return nsc_name_c(of->names, "own");
	}
	return nsc_name(of->names,
			nsc_tier_name((enum nsc_tier)of->pieces->all.ptr[row].tier));
}

static struct nsc_name capability_name(const struct grouper *of, uint32_t row)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];

	if (nsc_piece_is_own(of->pieces, row) || piece->tier == NSC_TIER_UNKNOWN) {
		return tier_name(of, row);
	}
	return nsc_name(of->names,
			nsc_capability_name((enum nsc_capability)piece->capability));
}

static void name_group(const struct grouper *of, const struct group_key *key,
		       uint32_t row, struct nsc_group *group)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];

	switch ((enum key_kind)key->kind) {
	case KEY_PIECE:
		group->name = piece_name(of, piece);
		if (piece->file != NSC_NO_ROW) {
			group->where = nsc_survey_file(of->survey, piece->file);
		}
		return;
	case KEY_NODE:
		group->name = node_name(of, piece->node);
		return;
	case KEY_FILE:
		group->name = nsc_survey_file(of->survey, piece->file);
		return;
	case KEY_COMPONENT:
		group->name = of->target->components.ptr[key->row].name;
		return;
	case KEY_PART:
		group->name = part_name(of, piece);
		if (key->row != NSC_NO_ROW) {
			group->where = of->target->components.ptr[key->row].name;
		}
		return;
	case KEY_TIER:
		group->name = tier_name(of, row);
		return;
	case KEY_CAP:
		group->name = capability_name(of, row);
		return;
	case KEY_ARCHIVE:
		group->name = nsc_survey_archive(of->survey, piece->file);
		return;
	case KEY_LOOSE:
		group->name = nsc_name_c(of->names, "objects in no archive");
		group->where = nsc_name_c(of->names,
					  nsc_side_name(of->target->side[piece->file]));
		return;
	}
}

/* -- what a group is ----------------------------------------------------------------- */

static uint8_t state_of(const struct grouper *of, const struct nsc_group *group)
{
	if (!of->target->image) {
		return NSC_STATE_REFERENCED;
	}
	if (group->kind == NSC_PIECE_NOBODY) {
		return NSC_STATE_REFERENCED;
	}
	return group->present ? NSC_STATE_LIVE : NSC_STATE_EXTRACTED;
}

/* Is it of many files? */
static bool is_shared(const struct group_key *key)
{
	return key->kind == KEY_TIER || key->kind == KEY_CAP ||
	       key->kind == KEY_ARCHIVE || key->kind == KEY_LOOSE;
}

static void describe(const struct grouper *of, const struct group_key *key, uint32_t row,
		     struct nsc_group *group)
{
	const struct nsc_piece *piece = &of->pieces->all.ptr[row];
	bool shared = is_shared(key);

	memset(group, 0, sizeof(*group));
	group->kind = shared ? (uint8_t)NSC_PIECE_NAMED : piece->kind;
	group->side = nsc_piece_side(of->pieces, row);
	group->file = shared || key->kind == KEY_COMPONENT || key->kind == KEY_PART
			      ? NSC_NO_ROW
			      : piece->file;
	group->node = key->kind == KEY_PIECE || key->kind == KEY_NODE ? piece->node
								      : NSC_NO_ROW;
	group->component = shared || piece->file == NSC_NO_ROW
				   ? NSC_NO_ROW
				   : of->target->component[piece->file];
	group->tier = piece->tier;
	group->capability = piece->capability;
	group->has_capability = piece->tier != NSC_TIER_UNKNOWN &&
				(!shared || key->kind == KEY_CAP) &&
				key->kind != KEY_COMPONENT;
	if (key->kind == KEY_COMPONENT) {
		group->tier = (uint8_t)of->needs[key->row];
	}
	name_group(of, key, row, group);
}

/* What no table knows, and own names, have no tier that could be the highest. */
static void raise_tier(const struct nsc_piece *piece, struct nsc_group *group)
{
	if (group->tier == NSC_TIER_UNKNOWN ||
	    (piece->tier != NSC_TIER_UNKNOWN && piece->tier > group->tier)) {
		group->tier = piece->tier;
	}
}

static void add_piece(struct grouper *of, uint32_t row)
{
	struct group_key key = key_of(of, row);
	const uint32_t *known = group_index_get(&of->index, key);
	struct nsc_group group, *joined;

	if (!known) {
		describe(of, &key, row, &group);
		group_index_insert(&of->index, key, (uint32_t)of->out->all.len);
		of->out->of_piece[row] = (uint32_t)of->out->all.len;
		of->order_piece[of->out->all.len] = row;
		nsc_group_vec_push(&of->out->all, group);
	} else {
		of->out->of_piece[row] = *known;
	}
	joined = &of->out->all.ptr[of->out->of_piece[row]];
	joined->present |= of->pieces->all.ptr[row].present;
	if (key.kind == KEY_ARCHIVE || key.kind == KEY_LOOSE) {
		raise_tier(&of->pieces->all.ptr[row], joined);
	}
}

/* -- order --------------------------------------------------------------------------- */

struct group_order {
	uint32_t name, where; /* ranks of their texts */
	uint32_t piece;       /* the first */
	uint32_t group;
};

static int compare_order(const struct group_order *a, const struct group_order *b)
{
	if (a->name != b->name) {
		return a->name < b->name ? -1 : 1;
	}
	if (a->where != b->where) {
		return a->where < b->where ? -1 : 1;
	}
	return (a->piece > b->piece) - (a->piece < b->piece);
}

#define NOSTD_NAME      group_order
#define NOSTD_T         struct group_order
#define NOSTD_CMP(a, b) compare_order((a), (b))
#include <nostd/sort.h>

static void sort_groups(struct grouper *of)
{
	struct nostd_bump *scratch = of->target->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	struct nsc_group_vec *all = &of->out->all;
	struct group_order *order =
		nostd_bump_array(scratch, struct group_order, all->len);
	struct nsc_group *before = nostd_bump_array(scratch, struct nsc_group, all->len);
	uint32_t *place = nostd_bump_array(scratch, uint32_t, all->len);
	const uint32_t *rank = nsc_names_ranks(of->names, scratch);
	uint32_t i;

	for (i = 0; i < all->len; i++) {
		order[i].name = rank[all->ptr[i].name.ix];
		order[i].where = rank[all->ptr[i].where.ix];
		order[i].piece = of->order_piece[i];
		order[i].group = i;
		before[i] = all->ptr[i];
	}
	group_order_sort_unstable(order, all->len);
	for (i = 0; i < all->len; i++) {
		all->ptr[i] = before[order[i].group];
		place[order[i].group] = i;
	}
	for (i = 0; i < of->pieces->all.len; i++) {
		of->out->of_piece[i] = place[of->out->of_piece[i]];
	}
	nostd_bump_reset(scratch, mark);
}

void nsc_groups_make(const struct nsc_survey *survey, enum nsc_group_size size,
		     struct nsc_groups *out)
{
	const struct nsc_pieces *pieces = &survey->pieces;
	struct nsc_run *run = pieces->target->run;
	struct grouper of = {survey,
			     pieces,
			     pieces->target,
			     pieces->target->graph->names,
			     out,
			     group_index_new_in(nsc_keep(run)),
			     NULL,
			     NULL};
	struct nsc_keyed_rows keyed;
	uint32_t i;

	out->survey = survey;
	out->size = size;
	out->all = nsc_group_vec_new_in(nsc_keep(run));
	out->of_piece = nostd_bump_array(run->keep, uint32_t, pieces->all.len);
	of.order_piece = nostd_bump_array(run->keep, uint32_t, pieces->all.len);
	if (size == NSC_BY_COMPONENT) {
		of.needs = nsc_components_needs(survey->judgement);
	}
	for (i = 0; i < pieces->all.len; i++) {
		add_piece(&of, i);
	}
	for (i = 0; i < out->all.len; i++) {
		out->all.ptr[i].state = state_of(&of, &out->all.ptr[i]);
	}
	sort_groups(&of);
	keyed = (struct nsc_keyed_rows){out->of_piece, pieces->all.len,
					(uint32_t)out->all.len};
	nsc_row_groups_make(run->keep, &keyed, &out->members);
}

struct nsc_name nsc_group_bytes_name(const struct nsc_groups *groups,
				     const struct nsc_group *group)
{
	const struct nsc_graph *graph = groups->survey->pieces.target->graph;
	struct nostd_string text;
	struct nsc_name name;

	if (group->kind != NSC_PIECE_HUB || groups->size != NSC_BY_SYMBOL) {
		return group->name;
	}
	if (group->node == NSC_NO_ROW ||
	    !nsc_name_given(graph->nodes.ptr[group->node].name)) {
		return nsc_name_c(graph->names, "rest");
	}
	text = nostd_string_new();
	nostd_format(&text, "rest of {}",
		     nsc_name_text(graph->names, graph->nodes.ptr[group->node].name));
	name = nsc_name(graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

bool nsc_group_is_own(const struct nsc_group *group)
{
	return group->kind != NSC_PIECE_TARGET && nsc_side_is_own(group->side);
}

const char *nsc_group_size_name(enum nsc_group_size size)
{
	static const char *const names[] = {"component", "object", "section",
					    "symbol",    "tier",   "capability",
					    "archive",   "member", "region"};

	return names[size];
}
