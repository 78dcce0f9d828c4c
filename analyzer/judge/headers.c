/*
 * headers.c - directives, needs, remedies. See headers.h.
 */
#include "analyzer/judge/headers.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/row.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "rules/header.h"

enum {
	NAMES_TOLD = 4 /* in a sentence; all of them stand in the lists */
};

const char *nsc_header_name_kind_name(uint8_t kind)
{
	static const char *const names[] = {"function", "object",   "type",
					    "tag",      "constant", "macro"};

	return names[kind];
}

/* -- directives ---------------------------------------------------------------------- */

/* The files that came in through one header, itself included. */
#define NOSTD_NAME opened
#define NOSTD_K    uint32_t /* name id of a path */
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

/* In own code, or on the command line. */
static bool is_own(const struct nsc_target *target, const struct nsc_include *include)
{
	return !nsc_place_given(include->at) ||
	       !nsc_target_is_hosted_path(target, include->at.file);
}

static bool same_place(struct nsc_place a, struct nsc_place b)
{
	return nsc_name_eq(a.file, b.file) && a.line == b.line;
}

static struct nsc_header_directive *find_directive(struct nsc_header_directive_vec *all,
						   const struct nsc_include *include)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (same_place(all->ptr[i].at, include->at) &&
		    (nsc_place_given(include->at) ||
		     nsc_name_eq(all->ptr[i].file, include->file))) {
			return &all->ptr[i];
		}
	}
	return NULL;
}

static struct nsc_header_directive *add_directive(const struct nsc_target *target,
						  const struct nsc_include *include,
						  struct nsc_header_directive_vec *all)
{
	struct nsc_header_directive *known = find_directive(all, include);
	struct nsc_header_directive fresh = {
		.header = include->spelled, .file = include->file, .at = include->at};

	if (known) {
		return known;
	}
	fresh.needs = nsc_header_need_vec_new_in(nsc_keep(target->run));
	fresh.ways = nsc_header_way_vec_new_in(nsc_keep(target->run));
	fresh.to = nsc_header_way_vec_new_in(nsc_keep(target->run));
	nsc_header_directive_vec_push(all, fresh);
	return &all->ptr[all->len - 1];
}

/* -- what is needed ------------------------------------------------------------------ */

/*
 * What a header brings, or would have: where another one had opened it already, its own
 * directives stand there, and a second time nothing is read (bits/stl_vector.h comes in
 * through <functional> as well as through <vector>).
 */
static struct opened opened_by(const struct nsc_target *target,
			       const struct nsc_unit_facts *unit, size_t from)
{
	struct opened files = opened_new_in(nsc_scratch(target->run));
	size_t before, i;

	opened_insert(&files, unit->includes.ptr[from].file.ix, 0);
	do {
		before = opened_len(&files);
		for (i = 0; i < unit->includes.len; i++) {
			const struct nsc_include *include = &unit->includes.ptr[i];

			if (opened_contains_key(&files, include->at.file.ix)) {
				opened_insert(&files, include->file.ix, 0);
			}
		}
	} while (opened_len(&files) != before);
	return files;
}

/* Where the names are not known: is a function or object of it used? */
static bool uses_any(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		     const struct opened *files)
{
	size_t i;

	for (i = 0; i < unit->uses.len; i++) {
		const struct nsc_use *use = &unit->uses.ptr[i];

		if (!nsc_target_is_hosted_path(target, use->at.file) &&
		    opened_contains_key(files, use->declared_in.ix)) {
			return true;
		}
	}
	return false;
}

/* Had own code included that freestanding header before the name was used first? */
static bool is_there(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		     struct nostd_str header, uint32_t before)
{
	uint32_t i;

	for (i = 0; i < unit->includes.len && i < before; i++) {
		const struct nsc_include *include = &unit->includes.ptr[i];

		if (nostd_str_eq(nsc_target_text(target, include->spelled), header) &&
		    is_own(target, include)) {
			return true;
		}
	}
	return false;
}

/* Which hosted headers have a name too: C11 7.19p3, and the clauses of each. */
static const struct {
	struct nostd_str name, headers;
} documented[] = {
	{NOSTD_STR_INIT("NULL"),
	 NOSTD_STR_INIT("locale.h stdio.h stdlib.h string.h time.h wchar.h")},
	{NOSTD_STR_INIT("size_t"),
	 NOSTD_STR_INIT("stdio.h stdlib.h string.h time.h uchar.h wchar.h")},
	{NOSTD_STR_INIT("wchar_t"), NOSTD_STR_INIT("inttypes.h stdlib.h wchar.h")},
};

static bool is_documented(struct nostd_str name, struct nostd_str header)
{
	size_t i;

	for (i = 0; i < sizeof(documented) / sizeof(documented[0]); i++) {
		struct nostd_str_split it = nostd_str_split(documented[i].headers, ' ');

		while (nostd_str_eq(documented[i].name, name) &&
		       nostd_str_split_next(&it)) {
			if (nostd_str_eq(it.part, header)) {
				return true;
			}
		}
	}
	return false;
}

/*
 * The directive that a name is charged to: the first that has to bring it, else the one
 * that happens to in this libc.
 */
static uint32_t charged_to(const struct nsc_target *target,
			   const struct nsc_unit_facts *unit,
			   const struct nsc_header_name *name)
{
	struct nostd_str text = nsc_target_text(target, name->name);
	uint32_t i;

	for (i = 0; i < unit->includes.len && i < name->before; i++) {
		const struct nsc_include *include = &unit->includes.ptr[i];

		if (is_documented(text, nsc_target_text(target, include->spelled)) &&
		    is_own(target, include) &&
		    nsc_target_is_hosted_path(target, include->file)) {
			return i;
		}
	}
	return name->directive;
}

static void add_need(const struct nsc_target *target, const struct nsc_header_name *name,
		     struct nostd_str instead, struct nsc_header_directive *to)
{
	struct nsc_header_need need = {
		.name = name->name, .kind = name->kind, .at = name->at};
	size_t i;

	for (i = 0; i < to->needs.len; i++) {
		int order = nsc_name_cmp(target->graph->names, to->needs.ptr[i].name,
					 need.name);

		if (order == 0 && (to->needs.ptr[i].kind == NSC_HEADER_TAG) ==
					  (need.kind == NSC_HEADER_TAG)) {
			return;
		}
		if (order > 0) {
			break;
		}
	}
	if (instead.len != 0) {
		need.instead = nsc_name(target->graph->names, instead);
	}
	nsc_header_need_vec_insert(&to->needs, i, need);
}

static void take_names(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		       uint32_t row, struct nsc_header_directive *to)
{
	size_t i;

	for (i = 0; i < unit->header_names.len; i++) {
		const struct nsc_header_name *name = &unit->header_names.ptr[i];
		struct nostd_str instead = NOSTD_STR("");

		if (charged_to(target, unit, name) != row) {
			continue;
		}
		to->used |= (name->flags & NSC_HEADER_LINKED) != 0;
		if (!(name->flags & NSC_HEADER_WRITTEN)) {
			continue;
		}
		if (name->kind != NSC_HEADER_TAG) {
			instead = nsc_header_freestanding_of(
				nsc_target_text(target, name->name));
		}
		if (instead.len == 0 || !is_there(target, unit, instead, name->before)) {
			add_need(target, name, instead, to);
		}
	}
}

static void take_unit(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		      uint32_t row, struct nsc_header_directive *to)
{
	struct nsc_header_way way = {unit, row};

	nsc_header_way_vec_push(&to->ways, way);
	if (unit->header_names_known) {
		take_names(target, unit, row, to);
	} else {
		struct opened files = opened_by(target, unit, row);

		to->used |= uses_any(target, unit, &files);
		to->blind = true;
	}
}

/* -- sentences ----------------------------------------------------------------------- */

static void put_need(const struct nsc_target *target, const struct nsc_header_need *need,
		     struct nostd_string *out)
{
	nostd_format(out, "{}{}", need->kind == NSC_HEADER_TAG ? "struct " : "",
		     nsc_target_text(target, need->name));
}

/* Which needs a sentence is about: those of one header, or those of none. */
static bool is_of(const struct nsc_header_need *need, const struct nsc_name *instead)
{
	return !instead || nsc_name_eq(need->instead, *instead);
}

/* "size_t, NULL and 3 more"; `instead` NULL: of all. */
static void put_needs(const struct nsc_target *target,
		      const struct nsc_header_need_vec *needs,
		      const struct nsc_name *instead, struct nostd_string *out)
{
	size_t all = 0, told = 0, i;

	for (i = 0; i < needs->len; i++) {
		all += is_of(&needs->ptr[i], instead);
	}
	for (i = 0; i < needs->len && told < NAMES_TOLD; i++) {
		if (!is_of(&needs->ptr[i], instead)) {
			continue;
		}
		if (told != 0) {
			nostd_format(out, told + 1 == all ? " and " : ", ");
		}
		put_need(target, &needs->ptr[i], out);
		told++;
	}
	if (told < all) {
		nostd_format(out, " and {} more", all - told);
	}
}

static bool is_first_of(const struct nsc_header_need_vec *needs, size_t row)
{
	size_t i;

	for (i = 0; i < row; i++) {
		if (nsc_name_eq(needs->ptr[i].instead, needs->ptr[row].instead)) {
			return false;
		}
	}
	return nsc_name_given(needs->ptr[row].instead);
}

static bool is_left(const struct nsc_header_directive *one)
{
	size_t i;

	for (i = 0; i < one->needs.len; i++) {
		if (!nsc_name_given(one->needs.ptr[i].instead)) {
			return true;
		}
	}
	return false;
}

/* "<stddef.h> for NULL and size_t, <stdint.h> for uint32_t"; how many headers. */
static size_t put_headers(const struct nsc_target *target,
			  const struct nsc_header_directive *one,
			  struct nostd_string *out)
{
	size_t count = 0, i;

	for (i = 0; i < one->needs.len; i++) {
		if (is_first_of(&one->needs, i)) {
			nostd_format(out, "{}<{}> for ", count++ == 0 ? "" : ", ",
				     nsc_target_text(target, one->needs.ptr[i].instead));
			put_needs(target, &one->needs, &one->needs.ptr[i].instead, out);
		}
	}
	return count;
}

bool nsc_header_is_judged(const struct nsc_target *target,
			  const struct nsc_header_directive *one)
{
	return nsc_target_is_hosted_path(target, one->file) &&
	       !nsc_header_is_freestanding(nsc_target_text(target, one->header));
}

struct nsc_name nsc_header_remedy(const struct nsc_target *target,
				  const struct nsc_header_directive *one)
{
	struct nostd_string headers = nostd_string_new(), out = nostd_string_new();
	struct nsc_name none = {0}, name = none;
	size_t count = put_headers(target, one, &headers);
	struct nostd_str header = nsc_target_text(target, one->header);

	if (one->used || one->blind || !nsc_header_is_judged(target, one)) {
		/* Functions say for themselves what to use instead of them. */
	} else if (one->needs.len == 0) {
		nostd_format(&out, "Remove the include: nothing of <{}> is used.",
			     header);
	} else if (!is_left(one)) {
		nostd_format(&out, "Include {} instead of <{}>.",
			     nostd_string_as_str(&headers), header);
	} else {
		if (count != 0) {
			nostd_format(&out, "Include {}. ", nostd_string_as_str(&headers));
		}
		nostd_format(&out, "No freestanding header has ");
		put_needs(target, &one->needs, &none, &out);
		nostd_format(&out,
			     ": define what is needed of it in a header of the project.");
	}
	if (nostd_string_as_str(&out).len != 0) {
		name = nsc_name(target->graph->names, nostd_string_as_str(&out));
	}
	nostd_string_drop(&headers);
	nostd_string_drop(&out);
	return name;
}

/* -- NSC102 -------------------------------------------------------------------------- */

/*
 * Whether a directive of a shared header is in use shows only over all units that have
 * it; filters bring all of them only for the header itself.
 */
static bool is_asked_for(const struct nsc_target *target, struct nsc_name file)
{
	const struct nsc_pattern_vec *filters = &target->terms->filters;
	size_t i;

	for (i = 0; i < filters->len; i++) {
		if (nsc_name_eq(filters->ptr[i], file)) {
			return true;
		}
	}
	return filters->len == 0;
}

static bool is_hosted_directive(const struct nsc_target *target,
				const struct nsc_include *include)
{
	struct nsc_header_meaning meaning;

	return nsc_place_given(include->at) && is_own(target, include) &&
	       nsc_target_is_hosted_path(target, include->file) &&
	       is_asked_for(target, include->at.file) &&
	       nsc_header_find(&target->terms->profile,
			       nsc_target_text(target, include->spelled), &meaning) &&
	       meaning.tier > target->terms->tier && target->terms->tier != NSC_TIER_STD;
}

static void set_message(const struct nsc_target *target,
			const struct nsc_header_directive *one,
			const struct nsc_header_meaning *meaning,
			struct nsc_finding *finding)
{
	struct nostd_string text = nostd_string_new();

	nostd_format(&text, "<{}> is included", nsc_target_text(target, one->header));
	if (one->blind) {
		nostd_format(&text, ", and no function or object of it is used");
	} else if (one->needs.len == 0) {
		nostd_format(&text, ", and nothing of it is used");
	} else {
		nostd_format(&text, " for ");
		put_needs(target, &one->needs, NULL, &text);
		nostd_format(&text,
			     is_left(one)
				     ? " alone, and no function or object of it is used"
				     : " alone");
	}
	nostd_format(&text, ": {}, {}", nsc_tier_name(meaning->tier),
		     nsc_capability_name(meaning->capability));
	finding->message = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

static void set_remedy(const struct nsc_target *target,
		       const struct nsc_header_directive *one,
		       const struct nsc_header_meaning *meaning,
		       struct nsc_finding *finding)
{
	finding->remedy = nsc_header_remedy(target, one);
	if (!nsc_name_given(finding->remedy)) {
		nsc_finding_set_remedy(
			target, nsc_name(target->graph->names, meaning->use_instead),
			finding);
	}
}

static void set_lists(const struct nsc_header_directive *one,
		      struct nsc_findings *findings, struct nsc_finding *finding)
{
	size_t i;

	finding->need_first = (uint32_t)findings->needs.len;
	finding->need_count = (uint32_t)one->needs.len;
	for (i = 0; i < one->needs.len; i++) {
		nsc_header_need_vec_push(&findings->needs, one->needs.ptr[i]);
	}
	finding->way_first = (uint32_t)findings->ways.len;
	finding->way_count = (uint32_t)one->ways.len;
	for (i = 0; i < one->ways.len; i++) {
		nsc_header_way_vec_push(&findings->ways, one->ways.ptr[i]);
	}
}

static void write_finding(const struct nsc_target *target,
			  const struct nsc_header_directive *one,
			  struct nsc_findings *findings)
{
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_102);
	const struct nsc_header_way *way = &one->ways.ptr[0];
	const struct nsc_include *include = &way->unit->includes.ptr[way->row];
	struct nsc_source_site site = {.at = one->at,
				       .physical = one->at,
				       .spelled = one->header,
				       .unit = way->unit,
				       .guard_first = include->guard_first,
				       .guard_count = include->guard_count};
	struct nsc_header_meaning meaning;

	if (!nsc_header_find(&target->terms->profile,
			     nsc_target_text(target, one->header), &meaning)) {
		return;
	}
	set_message(target, one, &meaning, &finding);
	finding.symbol = one->header;
	finding.base = one->header;
	finding.tier = meaning.tier;
	finding.has_capability = true;
	finding.capability = meaning.capability;
	finding.path = one->at.file;
	finding.at = one->at;
	finding.source_first = (uint32_t)findings->sources.len;
	finding.source_count = 1;
	nsc_source_site_vec_push(&findings->sources, site);
	set_lists(one, findings, &finding);
	nsc_finding_set_id(target, &finding);
	set_remedy(target, one, &meaning, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

void nsc_headers_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	struct nsc_header_directive_vec all =
		nsc_header_directive_vec_new_in(nsc_keep(target->run));
	uint32_t file, row;
	size_t i;

	for (file = 0; file < target->graph->files.len; file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, file);
		struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);

		for (row = 0; unit && row < unit->includes.len; row++) {
			const struct nsc_include *include = &unit->includes.ptr[row];

			if (is_hosted_directive(target, include)) {
				take_unit(target, unit, row,
					  add_directive(target, include, &all));
			}
		}
		nostd_bump_reset(target->run->scratch, mark);
	}
	for (i = 0; i < all.len; i++) {
		if (!all.ptr[i].used) {
			write_finding(target, &all.ptr[i], findings);
		}
	}
}

/* -- one header ---------------------------------------------------------------------- */

bool nsc_header_is_called(const struct nsc_target *target,
			  const struct nsc_include *include, struct nostd_str name,
			  bool exact)
{
	struct nostd_str path = nsc_target_text(target, include->file);

	if (nostd_str_strip_prefix(&name, NOSTD_STR("<"))) {
		nostd_str_strip_suffix(&name, NOSTD_STR(">"));
	}
	if (exact || name.len == 0) {
		return name.len != 0 &&
		       nostd_str_eq(nsc_target_text(target, include->spelled), name);
	}
	return nostd_str_ends_with(path, name) &&
	       (path.len == name.len || path.ptr[path.len - name.len - 1] == '/');
}

/* From a row up to the directive in own code. */
static uint32_t own_row(const struct nsc_target *target,
			const struct nsc_unit_facts *unit, uint32_t row)
{
	while (!is_own(target, &unit->includes.ptr[row]) &&
	       nsc_include_from(&unit->includes, row) != NSC_NO_ROW) {
		row = nsc_include_from(&unit->includes, row);
	}
	return row;
}

static bool has_unit(const struct nsc_header_way_vec *ways,
		     const struct nsc_unit_facts *unit)
{
	return ways->len != 0 && ways->ptr[ways->len - 1].unit == unit;
}

/* What is looked for, and how. */
struct search {
	struct nostd_str name;
	bool exact;
	struct nsc_header_directive_vec *out;
};

static void find_in_unit(const struct nsc_target *target,
			 const struct nsc_unit_facts *unit, const struct search *search)
{
	uint32_t row;

	for (row = 0; row < unit->includes.len; row++) {
		struct nsc_header_directive *one;
		struct nsc_header_way way = {unit, row};
		uint32_t own;

		if (!nsc_header_is_called(target, &unit->includes.ptr[row], search->name,
					  search->exact)) {
			continue;
		}
		own = own_row(target, unit, row);
		one = add_directive(target, &unit->includes.ptr[own], search->out);
		if (!has_unit(&one->ways, unit)) {
			take_unit(target, unit, own, one);
			nsc_header_way_vec_push(&one->to, way);
		}
	}
}

static void find_in_units(const struct nsc_target *target, const struct search *search)
{
	uint32_t file;

	for (file = 0; file < target->graph->files.len; file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, file);
		struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);

		if (unit) {
			find_in_unit(target, unit, search);
		}
		nostd_bump_reset(target->run->scratch, mark);
	}
}

bool nsc_headers_find(const struct nsc_target *target, struct nostd_str name,
		      struct nsc_header_directive_vec *out)
{
	struct search search = {name, true, out};

	*out = nsc_header_directive_vec_new_in(nsc_keep(target->run));
	find_in_units(target, &search);
	if (out->len == 0) {
		search.exact = false;
		find_in_units(target, &search);
	}
	return out->len != 0;
}

size_t nsc_header_chain(const struct nsc_header_way *way, uint32_t *rows, size_t max)
{
	const struct nsc_include_vec *includes = &way->unit->includes;
	size_t count = 0, skip, i;
	uint32_t row;

	for (row = way->row; row != NSC_NO_ROW; row = nsc_include_from(includes, row)) {
		count++;
	}
	skip = count > max ? count - max : 0;
	for (i = count, row = way->row; i > skip; i--) {
		rows[i - 1 - skip] = row;
		row = nsc_include_from(includes, row);
	}
	return count;
}
