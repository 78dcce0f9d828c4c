/*
 * pipeline.c - see pipeline.h.
 */
#include "analyzer/run/pipeline.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/judge/prices.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/replay/predict.h"
#include "analyzer/run/assess.h"
#include "analyzer/run/belong.h"
#include "analyzer/run/filter.h"
#include "analyzer/run/inline.h"
#include "analyzer/run/inputs.h"
#include "analyzer/run/load.h"
#include "analyzer/run/need.h"
#include "analyzer/run/request.h"
#include "analyzer/store/store.h"

/* -- from inputs to judgements ------------------------------------------------------- */

static int load_databases(struct nsc_session *session, struct nsc_err *err)
{
	const struct nsc_compdb_facts *facts;
	size_t i, k;

	for (i = 0; i < session->config.targets.len; i++) {
		const struct nsc_said_text_vec *said =
			&session->config.targets.ptr[i].compile_commands;

		for (k = 0; k < said->len && !session->inputs.named; k++) {
			nsc_name_vec_push(&session->inputs.databases, said->ptr[k].text);
		}
	}
	if (session->request_levels == NSC_LEVEL_LINK) {
		return 0;
	}
	for (i = 0; i < session->inputs.databases.len; i++) {
		struct nsc_name path = session->inputs.databases.ptr[i];

		if (nsc_load_database(session, path, &facts, err) < 0 &&
		    nsc_load_excuse(session, path, err) < 0) {
			return -1;
		}
	}
	return 0;
}

void nsc_pipeline_mounts(struct nsc_session *session, const struct nsc_run_units *units)
{
	static const char *const system[] = {"/usr/include", "/usr/lib", "/usr/share"};
	size_t i;

	for (i = 0; i < session->inputs.build_dirs.len; i++) {
		struct nostd_str folder = nsc_name_text(
			session->run->names, session->inputs.build_dirs.ptr[i]);

		if (!nsc_path_within(folder,
				     nsc_name_text(session->run->names, session->root))) {
			nsc_mounts_add(&session->mounts, folder, "{build}");
		}
	}
	for (i = 0; i < units->hosted_folders.len; i++) {
		nsc_mounts_add(&session->mounts,
			       nsc_name_text(session->run->names,
					     units->hosted_folders.ptr[i]),
			       "{toolchain}");
	}
	for (i = 0; i < sizeof(system) / sizeof(system[0]); i++) {
		nsc_mounts_add(&session->mounts, nostd_str_from_c(system[i]), "{system}");
	}
}

static bool is_empty(const struct nsc_run_target *target)
{
	return !target->has_image && target->graph.files.len == 0;
}

/* A gate that did not look says so. */
static void say_nothing_to_check(struct nsc_session *session,
				 const struct nsc_pipeline *pipeline)
{
	struct nsc_place here = nsc_place(session->root, 0, 0);

	if (pipeline->units.all.len != 0) {
		nsc_diag(
			session->run->diags, NSC_DIAG_NOTHING, here,
			"nothing to check: the database has {} unit{}, and none is for a "
			"freestanding target; --tier core takes every unit",
			pipeline->units.all.len, pipeline->units.all.len == 1 ? "" : "s");
	} else if (session->inputs.filters.len != 0) {
		nsc_diag(session->run->diags, NSC_DIAG_NOTHING,
			 nsc_place(session->inputs.filters.ptr[0], 0, 0),
			 "nothing to check: this is no link map, object or compile "
			 "database, and there is no database that could know it as a "
			 "source");
	} else if (session->inputs.images.len != 0) {
		nsc_diag(session->run->diags, NSC_DIAG_NOTHING,
			 nsc_place(session->inputs.images.ptr[0], 0, 0),
			 "nothing to check: no link map beside this linked file, or it "
			 "is linked for an operating system; name its map, objects or "
			 "build folder, or --tier core, which takes that too");
	} else if (session->inputs.maps.len != 0) {
		nsc_diag(session->run->diags, NSC_DIAG_NOTHING,
			 nsc_place(session->inputs.maps.ptr[0], 0, 0),
			 "nothing to check: this image is linked for an operating "
			 "system; --tier core takes it all the same");
	} else {
		nsc_diag(session->run->diags, NSC_DIAG_NOTHING, here,
			 "nothing to check: no link map, object or compile_commands.json "
			 "here; name one, or the build folder (-p)");
	}
}

static void diagnose_units(struct nsc_pipeline *pipeline)
{
	size_t i;

	for (i = 0; i < pipeline->units.all.len; i++) {
		if (pipeline->units.all.ptr[i].facts) {
			nsc_unit_diagnose(pipeline->session->run->diags,
					  pipeline->units.all.ptr[i].facts);
		}
	}
}

static bool any_wanted(const struct nsc_run_units *units)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		if (units->all.ptr[i].wanted) {
			return true;
		}
	}
	return false;
}

static int judge_all(struct nsc_pipeline *pipeline, struct nsc_err *err)
{
	bool any = false;
	size_t i;

	for (i = 0; i < pipeline->targets.len; i++) {
		if (nsc_target_assess(pipeline->session, pipeline->targets.ptr[i],
				      &pipeline->units, err) < 0) {
			return -1;
		}
		any |= !is_empty(pipeline->targets.ptr[i]);
	}
	nsc_inline_settle(&pipeline->targets);
	for (i = 0; i < pipeline->targets.len; i++) {
		nsc_judge_finish(&pipeline->targets.ptr[i]->judgement);
	}
	/* An input that could not be read is the better reason. */
	if (!any &&
	    !nsc_diags_incomplete(pipeline->session->run->diags, (struct nsc_name){0})) {
		say_nothing_to_check(pipeline->session, pipeline);
	}
	return 0;
}

int nsc_pipeline_run(struct nsc_session *session, struct nsc_pipeline *pipeline,
		     struct nsc_err *err)
{
	memset(pipeline, 0, sizeof(*pipeline));
	pipeline->session = session;
	if (nsc_inputs_find(session, err) < 0 || load_databases(session, err) < 0) {
		return -1;
	}
	nsc_units_collect(session, &pipeline->units);
	nsc_pipeline_mounts(session, &pipeline->units);
	if (nsc_targets_find(session, &pipeline->units, &pipeline->targets, err) < 0) {
		return -1;
	}
	nsc_units_want(session, &pipeline->targets, &pipeline->units);
	nsc_filters_narrow(session, &pipeline->units);
	if (session->request->objects_first && !session->inputs.filtered) {
		nsc_units_settle(session, &pipeline->units);
	}
	if (any_wanted(&pipeline->units) &&
	    nsc_units_read(session, &pipeline->units, err) < 0) {
		return -1;
	}
	if (!nsc_filters_settle(session, &pipeline->units)) {
		nsc_run_target_vec_truncate(&pipeline->targets, 0);
		return 0;
	}
	diagnose_units(pipeline);
	return judge_all(pipeline, err);
}

/* -- what it comes to ---------------------------------------------------------------- */

static struct nsc_name hash_name(struct nsc_session *session, struct nsc_name path)
{
	char hex[NSC_DIGEST_HEX_SIZE];
	struct nsc_digest digest;
	struct nsc_name none = {0};

	if (!nsc_name_given(path) || !nsc_store_digest(session->store, path, &digest)) {
		return none;
	}
	nsc_digest_hex(digest, hex);
	return nsc_name_c(session->run->names, hex);
}

static void count_files(const struct nsc_run_target *target,
			struct nsc_report_target *row)
{
	size_t i;

	for (i = 0; i < target->graph.files.len; i++) {
		const struct nsc_graph_file *file = &target->graph.files.ptr[i];

		if (!nsc_side_is_own(target->target.side[i]) ||
		    target->link.loaded[i] == NSC_NOT_LOADED) {
			continue;
		}
		row->units += file->unit != NSC_NO_ROW && target->target.interest[i];
		row->objects += file->basis != NSC_FROM_UNIT;
		row->symbols_defined += file->def_count;
		row->symbols_undefined += file->mention_count;
	}
}

/* Hosted symbols by how far they got. */
static void count_symbols(const struct nsc_run_target *target,
			  struct nsc_report_target *row)
{
	const struct nsc_target *of = &target->target;
	size_t i;

	for (i = 0; i < target->graph.symbols.len; i++) {
		uint32_t def = nsc_link_def(&target->link, (uint32_t)i), node, file;

		if (!nsc_target_provider(of, (uint32_t)i, &file) ||
		    !nsc_side_is_hosted(of->side[file]) || !target->link.mentioned[i]) {
			continue;
		}
		node = target->graph.defs.ptr[def].node;
		row->referenced++;
		row->extracted += target->has_image;
		row->live += target->has_image && node != NSC_NO_ROW &&
			     target->link.live[node] == NSC_LIVE_YES;
	}
}

static void add_sizes(const struct nsc_run_target *target, struct nsc_report_target *row)
{
	const struct nsc_object_facts *elf = target->image.elf_facts;
	struct nsc_berkeley sum = {0, 0, 0};
	size_t i;

	if (!elf) {
		return;
	}
	for (i = 0; i < elf->sections.len; i++) {
		nsc_berkeley_add(&sum, &elf->sections.ptr[i]);
	}
	row->sizes_known = true;
	row->text = sum.text;
	row->data = sum.data;
	row->bss = sum.bss;
}

static uint8_t status_of(const struct nsc_session *session,
			 const struct nsc_run_target *target)
{
	const uint32_t *by = target->judgement.verdict.by_severity;

	if (nsc_diags_incomplete(session->run->diags, target->name)) {
		return NSC_REPORT_INCOMPLETE;
	}
	return by[NSC_SEVERITY_ERROR] + by[NSC_SEVERITY_WARNING] +
				       by[NSC_SEVERITY_NOTE] !=
			       0
		       ? NSC_REPORT_FINDINGS
		       : NSC_REPORT_CLEAN;
}

static struct nsc_name triple_of(const struct nsc_run_target *target)
{
	size_t i;

	for (i = 0; i < target->graph.in.unit_count; i++) {
		const struct nsc_unit_facts *facts = target->graph.in.units[i].facts;

		if (facts && nsc_name_given(facts->triple)) {
			return facts->triple;
		}
	}
	return (struct nsc_name){0};
}

static void add_target(struct nsc_session *session, const struct nsc_run_target *target,
		       struct nsc_report *report)
{
	struct nsc_report_target row;

	memset(&row, 0, sizeof(row));
	row.judgement = &target->judgement;
	row.name = target->name;
	row.tier_assumed = target->terms.tier_assumed;
	row.triple = triple_of(target);
	row.levels = target->levels;
	row.retained_by_std = nsc_prices_of_tier(&target->judgement, NSC_TIER_STD);
	row.retained_by_alloc = nsc_prices_of_tier(&target->judgement, NSC_TIER_ALLOC);
	if (target->has_image) {
		row.map = target->image.map.path;
		row.map_format = target->image.map.facts->format;
		row.predicted = nsc_is_predicted(session->run, target->image.map.facts);
		row.map_hash = hash_name(session, row.map);
		row.elf = target->image.elf;
		row.elf_hash = hash_name(session, row.elf);
		add_sizes(target, &row);
	}
	count_files(target, &row);
	count_symbols(target, &row);
	row.status = status_of(session, target);
	nsc_report_target_vec_push(&report->targets, row);
}

/* The target of a unit, and whether it is one that the source filters ask for. */
static struct nsc_name target_of_unit(const struct nsc_pipeline *pipeline,
				      const struct nsc_run_unit *unit, bool *interest)
{
	size_t t, i;

	for (t = 0; t < pipeline->targets.len; t++) {
		const struct nsc_graph *graph = &pipeline->targets.ptr[t]->graph;

		for (i = 0; i < graph->files.len; i++) {
			uint32_t row = graph->files.ptr[i].unit;

			if (row != NSC_NO_ROW &&
			    graph->in.units[row].facts == unit->facts) {
				*interest = pipeline->targets.ptr[t]->target.interest[i];
				return pipeline->targets.ptr[t]->name;
			}
		}
	}
	return (struct nsc_name){0};
}

static const char *why_skipped(const struct nsc_run_unit *unit)
{
	if (unit->facts || unit->narrowed) {
		return "not among the files that were named";
	}
	if (unit->settled) {
		return "its object has no unexplained symbol";
	}
	return unit->freestanding ? "in no image or archive of a target"
				  : "not compiled for a freestanding target";
}

static void add_unit(const struct nsc_pipeline *pipeline, const struct nsc_run_unit *unit,
		     struct nsc_report *report)
{
	struct nsc_names *names = pipeline->session->run->names;
	struct nsc_report_unit row;
	char hex[NSC_DIGEST_HEX_SIZE];
	bool interest = true;

	memset(&row, 0, sizeof(row));
	row.source = unit->command->file;
	row.object = unit->command->object;
	nsc_digest_hex(unit->hash, hex);
	row.command_hash = nsc_name_c(names, hex);
	row.status = NSC_UNIT_SKIPPED;
	row.facts = unit->facts;
	if (unit->facts) {
		row.target = target_of_unit(pipeline, unit, &interest);
	}
	if (unit->facts && interest) {
		row.status = unit->facts->status;
		if (unit->facts->diags.len != 0 && row.status != NSC_UNIT_OK) {
			row.why = unit->facts->diags.ptr[0].text;
		}
	} else {
		row.why = nsc_name_c(names, why_skipped(unit));
	}
	nsc_report_unit_vec_push(&report->units, row);
}

/* The worst that happened: 2 before 1 before 0 (decisions.md 38). */
static int exit_code(const struct nsc_session *session, const struct nsc_report *report)
{
	const struct nsc_setting_value_vec *fail_on =
		&session->settings.values[NSC_SETTING_FAIL_ON];
	uint32_t least = fail_on->len != 0 ? fail_on->ptr[fail_on->len - 1].index
					   : NSC_FAIL_ON_ERROR;
	size_t t;
	uint32_t s;

	if (!report->complete) {
		return 2;
	}
	if (least == NSC_FAIL_ON_NEVER) {
		return 0;
	}
	for (t = 0; t < report->targets.len; t++) {
		const uint32_t *by =
			report->targets.ptr[t].judgement->verdict.by_severity;

		/* NOTE, WARNING, ERROR have the same order in both lists. */
		for (s = NSC_SEVERITY_NOTE + (least - NSC_FAIL_ON_NOTE);
		     s < NSC_SEVERITY_COUNT; s++) {
			if (by[s] != 0) {
				return 1;
			}
		}
	}
	return 0;
}

void nsc_pipeline_head(struct nsc_pipeline *pipeline, struct nsc_report *report)
{
	struct nsc_session *session = pipeline->session;
	size_t i;

	memset(report, 0, sizeof(*report));
	report->run = session->run;
	report->mounts = &session->mounts;
	report->version = session->version;
	report->parser = pipeline->units.parser;
	report->config = session->config.path;
	nsc_diags_sort(session->run->diags, &session->mounts);
	report->complete = true;
	for (i = 0; i < session->run->diags->all.len; i++) {
		report->complete &= !nsc_diag_rule(session->run->diags->all.ptr[i].kind);
	}
}

void nsc_pipeline_report(struct nsc_pipeline *pipeline, struct nsc_report *report)
{
	struct nsc_session *session = pipeline->session;
	size_t i;

	nsc_pipeline_head(pipeline, report);
	report->config_hash = hash_name(session, session->config.path);
	report->targets = nsc_report_target_vec_new_in(nsc_keep(session->run));
	report->units = nsc_report_unit_vec_new_in(nsc_keep(session->run));
	for (i = 0; i < pipeline->targets.len; i++) {
		add_target(session, pipeline->targets.ptr[i], report);
	}
	for (i = 0; i < pipeline->units.all.len; i++) {
		add_unit(pipeline, &pipeline->units.all.ptr[i], report);
	}
	report->exit_code = exit_code(session, report);
}
