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
	finding.stands_at = NSC_NO_ROW;
	finding.subject = NSC_NO_ROW;
	finding.suppressed_by = NSC_NO_ROW;
	finding.price.retained.missing = NSC_NO_ROW;
	finding.price.retained_group.missing = NSC_NO_ROW;
	finding.severity = nsc_severity_of(target, rule, false, NSC_STATE_REFERENCED);
	return finding;
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

		if (unit &&
		    !nsc_path_is_assembly(nsc_target_text(target, unit->source))) {
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
		if (!unit ||
		    nsc_path_is_assembly(nsc_target_text(target, unit->source))) {
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
