/*
 * guard.c - scan on demand, evaluate, keep. See guard.h.
 */
#include "analyzer/clang/guard.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/condition.h"
#include "analyzer/clang/conditional.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/unit.h"

/* An inclusion and how many definitions came before it. */
struct event {
	struct nsc_where where; /* of the directive; file NULL: -include */
	struct nsc_name from, opened;
	uint32_t limit;
	bool wanted;
};

/* On a line of a file so many definitions were in force. */
struct point {
	uint32_t line, limit;
};

#define NOSTD_NAME events
#define NOSTD_T    struct event
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME points
#define NOSTD_T    struct point
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME files_open
#define NOSTD_T    struct nsc_name
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME cursors
#define NOSTD_T    CXCursor
#define NOSTD_IN
#include <nostd/vec.h>

struct file {
	struct nsc_name name;
	struct nsc_conditionals conditionals;
	bool points_known;
	struct points points; /* of the last time it was read, in order */
	uint32_t limit_end;   /* at its end */
};

/* A branch, and its rows. */
struct branch {
	uint32_t file; /* name id */
	uint32_t inside;
};
struct rows {
	uint32_t first, count;
};

#define NOSTD_NAME scanned
#define NOSTD_K    uint32_t
#define NOSTD_V    struct file *
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME by_name_id
#define NOSTD_K    uint32_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME branches
#define NOSTD_K    struct branch
#define NOSTD_V    struct rows
#define NOSTD_HASH(k, seed) \
	(((size_t)(k)->file << 20 ^ (k)->inside) * 0x9e3779b1U ^ (seed))
#define NOSTD_EQ(a, b) ((a)->file == (b)->file && (a)->inside == (b)->inside)
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_guards {
	struct nsc_parse *parse;
	struct events events;        /* by row of includes */
	struct by_name_id opened_by; /* by file: the first event that opened it */
	struct scanned scanned;
	struct branches branches;
	struct by_name_id predefined; /* by macro: index of `cursors` */
	struct cursors cursors;
	bool predefined_known;
};

struct nsc_guards *nsc_guards_new(struct nsc_parse *parse)
{
	struct nsc_guards *guards = nostd_bump_new(parse->run->keep, struct nsc_guards);
	const struct nostd_allocator *in = nsc_keep(parse->run);

	guards->parse = parse;
	guards->events = events_new_in(in);
	guards->opened_by = by_name_id_new_in(in);
	guards->scanned = scanned_new_in(in);
	guards->branches = branches_new_in(in);
	guards->predefined = by_name_id_new_in(in);
	guards->cursors = cursors_new_in(in);
	return guards;
}

void nsc_guards_see_include(struct nsc_guards *guards, const struct nsc_where *where,
			    struct nsc_name opened, bool wanted)
{
	struct event event = {.where = *where, .opened = opened, .wanted = wanted};

	event.from = nsc_parse_file(guards->parse, where->file);
	event.limit = nsc_macros_count(guards->parse->macros);
	if (!by_name_id_contains_key(&guards->opened_by, opened.ix)) {
		by_name_id_insert(&guards->opened_by, opened.ix,
				  (uint32_t)guards->events.len);
	}
	events_push(&guards->events, event);
}

/* -- which macros were in force ------------------------------------------------------ */

/* The preprocessor's way through the files, followed to learn of one of them. */
struct following {
	struct file *file;
	struct files_open open; /* files it is in, the innermost last */
	uint32_t limit;
};

/* It goes on in this file: what is open above it has ended. */
static void go_to(struct following *following, struct nsc_name file)
{
	struct files_open *open = &following->open;

	while (open->len > 0 && !nsc_name_eq(open->ptr[open->len - 1], file)) {
		if (nsc_name_eq(open->ptr[open->len - 1], following->file->name)) {
			following->file->limit_end = following->limit;
		}
		open->len--;
	}
	if (open->len == 0) {
		files_open_push(open, file);
	}
}

static void meet(struct following *following, struct nsc_name file, uint32_t line)
{
	struct point point = {line, following->limit};

	if (!nsc_name_given(file)) {
		return; /* the command line */
	}
	go_to(following, file);
	if (nsc_name_eq(file, following->file->name)) {
		points_push(&following->file->points, point);
	}
}

static void enter(struct following *following, struct nsc_name file)
{
	if (nsc_name_eq(file, following->file->name)) {
		following->file->points.len = 0;
	}
	files_open_push(&following->open, file);
}

static void find_points(struct nsc_guards *guards, struct file *file)
{
	struct nostd_bump_mark mark = nostd_bump_mark(guards->parse->run->scratch);
	struct following following = {.file = file};
	uint32_t count = nsc_macros_count(guards->parse->macros);
	size_t i;

	file->points = points_new_in(nsc_keep(guards->parse->run));
	file->points_known = true;
	file->limit_end = count;
	following.open = files_open_new_in(nsc_scratch(guards->parse->run));
	for (i = 0; i <= guards->events.len; i++) {
		const struct event *event =
			i < guards->events.len ? &guards->events.ptr[i] : NULL;
		uint32_t until = event ? event->limit : count;

		for (; following.limit < until; following.limit++) {
			const struct nsc_macro_def *def =
				nsc_macros_get(guards->parse->macros, following.limit);

			meet(&following, def->at.file, def->at.line);
		}
		if (event) {
			meet(&following, event->from, event->where.line);
			enter(&following, event->opened);
		}
	}
	go_to(&following, (struct nsc_name){0});
	nostd_bump_reset(guards->parse->run->scratch, mark);
}

/* Definitions in force at a directive on this line. */
static uint32_t limit_at(struct nsc_guards *guards, struct file *file, uint32_t line)
{
	size_t i;

	if (!file->points_known) {
		find_points(guards, file);
	}
	for (i = 0; i < file->points.len; i++) {
		if (file->points.ptr[i].line >= line) {
			return file->points.ptr[i].limit;
		}
	}
	return file->limit_end;
}

/* -- macros of the compiler itself --------------------------------------------------- */

static enum CXChildVisitResult visit_predefined(CXCursor cursor, CXCursor parent,
						CXClientData data)
{
	struct nsc_guards *guards = data;
	struct nsc_name name;

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_MacroDefinition ||
	    nsc_where_expanded(clang_getCursorLocation(cursor)).file) {
		return CXChildVisit_Break; /* they come before all files */
	}
	name = nsc_parse_name(guards->parse, clang_getCursorSpelling(cursor));
	by_name_id_insert(&guards->predefined, name.ix, (uint32_t)guards->cursors.len);
	cursors_push(&guards->cursors, cursor);
	return CXChildVisit_Continue;
}

/* The tokens behind the name. */
static struct nostd_str body_of(struct nsc_guards *guards, CXCursor cursor)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(guards->parse->run));
	CXToken *tokens = NULL;
	unsigned count = 0, i;

	clang_tokenize(guards->parse->tu, clang_getCursorExtent(cursor), &tokens, &count);
	for (i = 1; i < count; i++) {
		CXString one = clang_getTokenSpelling(guards->parse->tu, tokens[i]);

		nostd_format(&text, "{}{}", i > 1 ? " " : "", clang_getCString(one));
		clang_disposeString(one);
	}
	clang_disposeTokens(guards->parse->tu, tokens, count);
	return nostd_string_as_str(&text);
}

static bool predefined(void *of, struct nostd_str name, struct nostd_str *body)
{
	struct nsc_guards *guards = of;
	struct nsc_name known;
	const uint32_t *index;

	if (!guards->predefined_known) {
		guards->predefined_known = true;
		clang_visitChildren(clang_getTranslationUnitCursor(guards->parse->tu),
				    visit_predefined, guards);
	}
	known = nsc_name_find(guards->parse->run->names, name);
	index = nsc_name_given(known) ? by_name_id_get(&guards->predefined, known.ix)
				      : NULL;
	if (index) {
		*body = body_of(guards, guards->cursors.ptr[*index]);
	}
	return index != NULL;
}

/* -- rows ---------------------------------------------------------------------------- */

static struct file *file_of(struct nsc_guards *guards, CXFile at)
{
	struct nsc_name name = nsc_parse_file(guards->parse, at);
	struct file *const *known = scanned_get(&guards->scanned, name.ix);
	struct nsc_conditionals_from from;
	struct file *file;

	if (known) {
		return *known;
	}
	from.text = nsc_parse_text(guards->parse, at);
	from.trigraphs = guards->parse->trigraphs;
	from.raw_strings = guards->parse->raw_strings;
	file = nostd_bump_new(guards->parse->run->keep, struct file);
	file->name = name;
	file->conditionals = nsc_conditionals_scan(guards->parse->run->keep, &from);
	scanned_insert(&guards->scanned, name.ix, file);
	return file;
}

static void add_names(struct nsc_guards *guards, const struct nsc_condition *condition,
		      struct nsc_guard *row)
{
	struct nsc_names *names = guards->parse->run->names;
	struct nsc_condition_name_vec all =
		nsc_condition_names(guards->parse->run->scratch, condition);
	size_t i;

	row->macro_count = (uint32_t)all.len;
	for (i = 0; i < all.len; i++) {
		struct nsc_guard_macro macro = {.state = all.ptr[i].state,
						.at = all.ptr[i].at};

		macro.name = nsc_name(names, all.ptr[i].name);
		macro.body = nsc_name(names, all.ptr[i].body);
		nsc_guard_macro_vec_push(&guards->parse->out->guard_macros, macro);
	}
}

/* What decides: worked out, and trusted if it says what was compiled. */
static void evaluate(struct nsc_guards *guards, struct file *file, struct nsc_guard *row)
{
	struct nostd_bump_mark mark = nostd_bump_mark(guards->parse->run->scratch);
	struct nsc_condition condition = {.directive = row->directive,
					  .cxx = guards->parse->cxx,
					  .macros = guards->parse->macros,
					  .predefined = predefined,
					  .of = guards};
	enum nsc_truth truth;

	condition.text = nsc_name_text(guards->parse->run->names, row->condition);
	condition.limit = limit_at(guards, file, row->physical.line);
	truth = nsc_condition_evaluate(guards->parse->run->scratch, &condition);
	row->evaluated = truth == (row->taken ? NSC_TRUE : NSC_FALSE);
	if (row->evaluated || truth == NSC_UNKNOWN) {
		add_names(guards, &condition, row);
	}
	nostd_bump_reset(guards->parse->run->scratch, mark);
}

static void add_row(struct nsc_guards *guards, CXFile at, struct file *file,
		    const struct nsc_around *around)
{
	struct nsc_parse *parse = guards->parse;
	const struct nsc_conditional *directive =
		&file->conditionals.all.ptr[around->row];
	CXSourceLocation location =
		clang_getLocationForOffset(parse->tu, at, (unsigned)directive->offset);
	struct nsc_where where = nsc_where_expanded(location);
	struct nsc_guard row = {.directive = directive->directive,
				.taken = around->taken};

	row.at = nsc_parse_presumed(parse, location);
	row.physical = nsc_parse_physical(parse, &where);
	row.condition = nsc_name(parse->run->names,
				 nsc_conditional_text(parse->run->keep,
						      &file->conditionals, around->row));
	row.macro_first = (uint32_t)parse->out->guard_macros.len;
	if (directive->directive != NSC_GUARD_ELSE) {
		evaluate(guards, file, &row);
	} else { /* as sure as the branches in front of it */
		const struct nsc_guard_vec *rows = &parse->out->guards;
		uint32_t before;
		size_t i = rows->len;

		row.evaluated = true;
		for (before = directive->before; before != NSC_NO_ROW && i > 0;
		     before = file->conditionals.all.ptr[before].before) {
			row.evaluated = row.evaluated && rows->ptr[--i].evaluated;
		}
	}
	nsc_guard_vec_push(&parse->out->guards, row);
}

/* The branches around one place in its own file. */
static void add_own(struct nsc_guards *guards, const struct nsc_where *where)
{
	struct file *file = file_of(guards, where->file);
	struct nsc_around around[NSC_LIMIT_GUARDS];
	size_t count, i;

	count = nsc_conditionals_around(
		&file->conditionals,
		nsc_conditionals_at(&file->conditionals, where->offset), around);
	for (i = 0; i < count; i++) {
		add_row(guards, where->file, file, &around[i]);
	}
}

/* The #include that brought the file in; NULL: the main file, or -include. */
static const struct event *opener(const struct nsc_guards *guards, CXFile file)
{
	struct nsc_name name = nsc_parse_file(guards->parse, file);
	const uint32_t *row = by_name_id_get(&guards->opened_by, name.ix);

	return row && guards->events.ptr[*row].where.file ? &guards->events.ptr[*row]
							  : NULL;
}

/* The place, and the directives that lead to it, outermost first. */
static void add_chain(struct nsc_guards *guards, const struct nsc_where *where)
{
	const struct nsc_where *chain[NSC_INCLUSIONS_MAX];
	size_t count = 0;

	while (where && count < NSC_INCLUSIONS_MAX) {
		const struct event *event = opener(guards, where->file);

		chain[count++] = where;
		where = event ? &event->where : NULL;
	}
	while (count > 0) {
		add_own(guards, chain[--count]);
	}
}

void nsc_guards_find(struct nsc_guards *guards, const struct nsc_where *where,
		     uint32_t *first, uint32_t *count)
{
	struct branch branch;
	struct file *file;
	const struct rows *known;
	struct rows rows;

	*first = *count = 0;
	if (!where->file) {
		return;
	}
	file = file_of(guards, where->file);
	branch.file = file->name.ix;
	branch.inside = nsc_conditionals_at(&file->conditionals, where->offset);
	known = branches_get(&guards->branches, branch);
	if (!known) {
		rows.first = (uint32_t)guards->parse->out->guards.len;
		add_chain(guards, where);
		rows.count = (uint32_t)guards->parse->out->guards.len - rows.first;
		branches_insert(&guards->branches, branch, rows);
		known = &rows;
	}
	*first = known->count == 0 ? 0 : known->first;
	*count = known->count;
}

void nsc_guards_find_place(struct nsc_guards *guards, struct nsc_place at,
			   uint32_t *first, uint32_t *count)
{
	struct nsc_parse *parse = guards->parse;
	struct nsc_where where = {NULL, 0, 0, 0};

	if (nsc_name_given(at.file) && at.line != 0) {
		CXFile file = clang_getFile(parse->tu,
					    nsc_name_chars(parse->run->names, at.file));

		where = nsc_where_expanded(
			clang_getLocation(parse->tu, file, at.line, at.column));
	}
	nsc_guards_find(guards, &where, first, count);
}

void nsc_guards_add_includes(struct nsc_guards *guards)
{
	struct nsc_include_vec *includes = &guards->parse->out->includes;
	size_t i;

	for (i = 0; i < guards->events.len && i < includes->len; i++) {
		if (guards->events.ptr[i].wanted) {
			nsc_guards_find(guards, &guards->events.ptr[i].where,
					&includes->ptr[i].guard_first,
					&includes->ptr[i].guard_count);
		}
	}
}
