/*
 * units.c - see units.h.
 */
#include "analyzer/judge/units.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "rules/header.h"

static struct nostd_str text_of(const struct nsc_target *target, struct nsc_name name)
{
	return nsc_name_text(target->graph->names, name);
}

const struct nsc_unit_facts *nsc_unit_of_file(const struct nsc_target *target,
					      uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	bool in_link = target->link->loaded[file] != NSC_NOT_LOADED;

	if (row->unit == NSC_NO_ROW || !in_link || row->replaced_by != NSC_NO_ROW ||
	    !target->interest[file] || !nsc_side_is_own(target->side[file])) {
		return NULL;
	}
	return target->graph->in.units[row->unit].facts;
}

enum nsc_state nsc_unit_state(const struct nsc_target *target, uint32_t file,
			      const struct nsc_entity *entity)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t symbol =
		entity ? nsc_graph_symbol_row(graph, entity->symbol) : NSC_NO_ROW;
	uint32_t i;

	if (!target->image) {
		return NSC_STATE_REFERENCED;
	}
	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->symbol == symbol && def->node != NSC_NO_ROW) {
			return target->link->live[def->node] == NSC_LIVE_YES
				       ? NSC_STATE_LIVE
				       : NSC_STATE_REFERENCED;
		}
	}
	return NSC_STATE_LIVE; /* static, or inlined: as its file */
}

struct nsc_finding nsc_finding_of_units(const struct nsc_target *target,
					enum nsc_rule_id rule)
{
	struct nsc_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.rule = rule;
	finding.target = target->terms->target;
	finding.crossing = NSC_NO_ROW;
	finding.suppressed_by = NSC_NO_ROW;
	finding.price.retained.missing = NSC_NO_ROW;
	finding.price.retained_group.missing = NSC_NO_ROW;
	finding.severity = nsc_severity_of(target, rule, false, NSC_STATE_REFERENCED);
	return finding;
}

/* -- NSC102 -------------------------------------------------------------------------- */

/* A directive in own code that includes a hosted header; over all units that meet it. */
struct directive {
	struct nsc_place at;
	struct nsc_name header;
	struct nsc_header_meaning meaning;
	bool used;                         /* a unit uses something that it declares */
	const struct nsc_unit_facts *unit; /* the first that has it */
	uint32_t row;                      /* of its includes */
};

#define NOSTD_NAME directives
#define NOSTD_T    struct directive
#define NOSTD_IN
#include <nostd/vec.h>

/* The files that came in through one header, itself included. */
#define NOSTD_NAME opened
#define NOSTD_K    uint32_t /* name id of a path */
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

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
				const struct nsc_include *include,
				struct nsc_header_meaning *meaning)
{
	return nsc_place_given(include->at) &&
	       !nsc_target_is_hosted_path(target, include->at.file) &&
	       nsc_target_is_hosted_path(target, include->file) &&
	       is_asked_for(target, include->at.file) &&
	       nsc_header_find(&target->terms->profile, text_of(target, include->spelled),
			       meaning) &&
	       meaning->tier > target->terms->tier && target->terms->tier != NSC_TIER_STD;
}

static struct directive *find_directive(struct directives *all, struct nsc_place at)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (nsc_name_eq(all->ptr[i].at.file, at.file) &&
		    all->ptr[i].at.line == at.line) {
			return &all->ptr[i];
		}
	}
	return NULL;
}

/* Includes stand in the order the preprocessor met them: one pass finds all below. */
static struct opened opened_by(const struct nsc_target *target,
			       const struct nsc_unit_facts *unit, size_t from)
{
	struct opened files = opened_new_in(nsc_scratch(target->run));
	size_t i;

	opened_insert(&files, unit->includes.ptr[from].file.ix, 0);
	for (i = from + 1; i < unit->includes.len; i++) {
		const struct nsc_include *include = &unit->includes.ptr[i];

		if (opened_contains_key(&files, include->at.file.ix)) {
			opened_insert(&files, include->file.ix, 0);
		}
	}
	return files;
}

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

static void take_includes(const struct nsc_target *target,
			  const struct nsc_unit_facts *unit, struct directives *all)
{
	size_t i;

	for (i = 0; i < unit->includes.len; i++) {
		const struct nsc_include *include = &unit->includes.ptr[i];
		struct nsc_header_meaning meaning;
		struct directive *known;

		if (!is_hosted_directive(target, include, &meaning)) {
			continue;
		}
		known = find_directive(all, include->at);
		if (!known) {
			struct directive fresh = {.at = include->at,
						  .header = include->spelled,
						  .meaning = meaning,
						  .unit = unit,
						  .row = (uint32_t)i};

			directives_push(all, fresh);
			known = &all->ptr[all->len - 1];
		}
		if (!known->used) {
			struct opened files = opened_by(target, unit, i);

			known->used = uses_any(target, unit, &files);
		}
	}
}

static void write_header_finding(const struct nsc_target *target,
				 const struct directive *one,
				 struct nsc_findings *findings)
{
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_102);
	const struct nsc_include *include = &one->unit->includes.ptr[one->row];
	struct nsc_source_site site = {.at = one->at,
				       .physical = one->at,
				       .spelled = one->header,
				       .unit = one->unit,
				       .guard_first = include->guard_first,
				       .guard_count = include->guard_count};
	struct nostd_string text = nostd_string_new();

	nostd_format(&text,
		     "<{}> is included, and no function or object of it is used: {}, {}",
		     text_of(target, one->header), nsc_tier_name(one->meaning.tier),
		     nsc_capability_name(one->meaning.capability));
	finding.message = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	finding.symbol = one->header;
	finding.base = one->header;
	finding.tier = one->meaning.tier;
	finding.has_capability = true;
	finding.capability = one->meaning.capability;
	finding.path = one->at.file;
	finding.at = one->at;
	finding.source_first = (uint32_t)findings->sources.len;
	finding.source_count = 1;
	nsc_source_site_vec_push(&findings->sources, site);
	nsc_finding_set_id(target, &finding);
	nsc_finding_set_remedy(target,
			       nsc_name(target->graph->names, one->meaning.use_instead),
			       &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

void nsc_headers_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	struct directives all = directives_new_in(nsc_keep(target->run));
	size_t i;

	for (i = 0; i < target->graph->files.len; i++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, (uint32_t)i);
		struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);

		if (unit) {
			take_includes(target, unit, &all);
		}
		nostd_bump_reset(target->run->scratch, mark);
	}
	for (i = 0; i < all.len; i++) {
		if (!all.ptr[i].used) {
			write_header_finding(target, &all.ptr[i], findings);
		}
	}
}

/* -- the audit of flags -------------------------------------------------------------- */

static void add_audit(const struct nsc_audit *audit, struct nsc_audit_sum *out)
{
	unsigned item;

	out->units++;
	for (item = 0; item < NSC_AUDIT_COUNT; item++) {
		out->given[item] += audit->state[item] == NSC_AUDIT_GIVEN;
		out->by_default[item] += audit->state[item] == NSC_AUDIT_DEFAULT;
	}
}

void nsc_audit_sum_up(const struct nsc_target *target, struct nsc_audit_sum *out)
{
	const struct nsc_graph *graph = target->graph;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, i);
		bool linked = target->image && nsc_target_takes_part(target, i);

		if (unit && !nsc_path_is_assembly(text_of(target, unit->source))) {
			add_audit(&graph->in.units[file->unit].audit, out);
		}
		out->start_files |= linked && target->side[i] == NSC_SIDE_OF_STARTUP;
		out->libraries |= linked && target->side[i] == NSC_SIDE_OF_HOSTED;
	}
}

/* -- NSC401 -------------------------------------------------------------------------- */

void nsc_flags_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_401);
	struct nostd_string text;
	uint32_t units = 0, i;

	finding.source_first = (uint32_t)findings->sources.len;
	for (i = 0; i < target->graph->files.len; i++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, i);
		struct nsc_source_site site = {.width = 0};

		/* Of assembly the flag says nothing. */
		if (!unit || nsc_path_is_assembly(text_of(target, unit->source))) {
			continue;
		}
		units++;
		if (!unit->freestanding && unit->status != NSC_UNIT_FAILED) {
			site.at = nsc_place(unit->source, 0, 0);
			site.physical = site.at;
			nsc_source_site_vec_push(&findings->sources, site);
			finding.source_count++;
		}
	}
	if (finding.source_count == 0 || target->terms->tier == NSC_TIER_STD) {
		return;
	}
	text = nostd_string_new();
	nostd_format(&text, "{} of {} units are compiled without -ffreestanding",
		     finding.source_count, units);
	finding.message = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	finding.tier = NSC_TIER_CORE;
	nsc_finding_set_id(target, &finding);
	nsc_finding_set_remedy(target, (struct nsc_name){0}, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}
