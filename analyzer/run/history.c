/*
 * history.c - a run written down: the tables behind the views that dashboards read.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/judge/components.h"
#include "analyzer/report/show.h"
#include "analyzer/run/pipeline.h"
#include "analyzer/run/request.h"
#include "analyzer/store/store.h"

struct historian {
	struct nsc_pipeline *pipeline;
	const struct nsc_report *report;
	struct nsc_names *names;
};

static struct nsc_name intern(const struct historian *of, struct nostd_str text)
{
	return nsc_name(of->names, text);
}

static struct nsc_name shown(const struct historian *of, struct nsc_name path)
{
	return intern(of, nsc_show_path(of->report, path));
}

static int64_t flash_of(const struct nsc_price *price)
{
	return price->known ? price->cost.flash : NSC_STORE_NOT_KNOWN;
}

static int64_t ram_of(const struct nsc_price *price)
{
	return price->known ? price->cost.ram : NSC_STORE_NOT_KNOWN;
}

static void fill_target(const struct historian *of, const struct nsc_report_target *from,
			struct nsc_store_target *to)
{
	const struct nsc_verdict *verdict = &from->judgement->verdict;

	to->name = from->name;
	to->tier = intern(of, nsc_tier_name(from->judgement->target->terms->tier));
	to->verdict = intern(of, nostd_str_from_c(nsc_report_status_name(from->status)));
	to->units = from->units;
	to->objects = from->objects;
	to->symbols = (int64_t)from->symbols_defined + from->symbols_undefined;
	to->referenced = from->referenced;
	to->extracted = from->extracted;
	to->live = from->live;
	to->errors = verdict->by_severity[NSC_SEVERITY_ERROR];
	to->warnings = verdict->by_severity[NSC_SEVERITY_WARNING];
	to->notes = verdict->by_severity[NSC_SEVERITY_NOTE];
	to->text = from->sizes_known ? (int64_t)from->text : NSC_STORE_NOT_KNOWN;
	to->data = from->sizes_known ? (int64_t)from->data : NSC_STORE_NOT_KNOWN;
	to->bss = from->sizes_known ? (int64_t)from->bss : NSC_STORE_NOT_KNOWN;
	to->retained_flash = flash_of(&verdict->all);
	to->retained_ram = ram_of(&verdict->all);
}

static void fill_steps(const struct historian *of, const struct nsc_judgement *judgement,
		       const struct nsc_finding *finding, struct nsc_store_finding *to)
{
	struct nsc_store_step *steps = nostd_bump_array(
		of->report->run->scratch, struct nsc_store_step, finding->hop_count);
	uint32_t i;

	for (i = 0; i < finding->hop_count; i++) {
		const struct nsc_hop *hop =
			&judgement->findings.hops.ptr[finding->hop_first + i];

		steps[i].node = nsc_show_node(of->report, hop);
		steps[i].at =
			nsc_place(shown(of, hop->at.file), hop->at.line, hop->at.column);
		if (i + 1 < finding->hop_count) {
			steps[i].edge = intern(
				of, nostd_str_from_c(nsc_hop_kind_name(hop[1].edge)));
		}
	}
	to->why = steps;
	to->why_count = finding->hop_count;
}

static void fill_finding(const struct historian *of,
			 const struct nsc_judgement *judgement,
			 const struct nsc_finding *from, struct nsc_store_finding *to)
{
	static const char *const kinds[] = {"", "config", "inline"};

	memset(to, 0, sizeof(*to));
	to->id = from->id;
	to->target = from->target;
	to->rule = intern(of, nsc_rule_at(from->rule)->id);
	to->severity = intern(of, nsc_severity_name(from->severity));
	to->symbol = from->symbol;
	to->tier = intern(of, nsc_tier_name(from->tier));
	to->capability = from->has_capability
				 ? intern(of, nsc_capability_name(from->capability))
				 : (struct nsc_name){0};
	to->function = from->function;
	to->at = nsc_place(shown(of, from->at.file), from->at.line, from->at.column);
	to->state = from->has_state ? (uint8_t)(from->state + NSC_STORE_REFERENCED)
				    : NSC_STORE_UNKNOWN;
	to->suppression = intern(of, nostd_str_from_c(kinds[from->suppressed]));
	to->message = from->message;
	to->flash = flash_of(&from->price.retained);
	to->ram = ram_of(&from->price.retained);
	to->group_flash = flash_of(&from->price.retained_group);
	to->group_ram = ram_of(&from->price.retained_group);
	fill_steps(of, judgement, from, to);
}

static void fill_findings(const struct historian *of, struct nsc_store_history *history)
{
	struct nsc_store_finding *rows;
	size_t count = 0, t, i;

	for (t = 0; t < of->report->targets.len; t++) {
		count += of->report->targets.ptr[t].judgement->findings.all.len;
	}
	rows = nostd_bump_array(of->report->run->scratch, struct nsc_store_finding,
				count);
	history->findings = rows;
	for (t = 0; t < of->report->targets.len; t++) {
		const struct nsc_judgement *judgement =
			of->report->targets.ptr[t].judgement;

		for (i = 0; i < judgement->findings.all.len; i++) {
			fill_finding(of, judgement, &judgement->findings.all.ptr[i],
				     &rows[history->finding_count++]);
		}
	}
}

#define NOSTD_NAME size_rows
#define NOSTD_T    struct nsc_store_size
#define NOSTD_IN
#include <nostd/vec.h>

static void fill_sizes(const struct historian *of, struct nsc_store_history *history)
{
	struct size_rows rows = size_rows_new_in(nsc_scratch(of->report->run));
	size_t t, i;

	for (t = 0; t < of->report->targets.len; t++) {
		const struct nsc_report_target *target = &of->report->targets.ptr[t];
		struct nsc_component_sums sums;

		nsc_components_sum(target->judgement, &sums);
		for (i = 0; i < sums.len; i++) {
			const struct nsc_component_sum *sum = &sums.ptr[i];
			struct nsc_store_size row;

			row.target = target->name;
			row.kind = intern(of, NOSTD_STR("component"));
			row.name = sum->name;
			row.flash =
				sum->size_known ? sum->size.flash : NSC_STORE_NOT_KNOWN;
			row.ram = sum->size_known ? sum->size.ram : NSC_STORE_NOT_KNOWN;
			row.retained_flash = flash_of(&sum->retained);
			row.retained_ram = ram_of(&sum->retained);
			size_rows_push(&rows, row);
		}
	}
	history->sizes = rows.ptr;
	history->size_count = rows.len;
}

void nsc_pipeline_commit(struct nsc_pipeline *pipeline, const struct nsc_report *report)
{
	struct nsc_session *session = pipeline->session;
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct historian of = {pipeline, report, session->run->names};
	struct nsc_store_history history;
	struct nsc_store_target *targets = nostd_bump_array(
		session->run->scratch, struct nsc_store_target, report->targets.len);
	size_t i;

	memset(&history, 0, sizeof(history));
	history.run.version = nostd_str_from_c(session->version);
	history.run.command = session->request->command;
	history.run.verdict = nostd_str_from_c(!report->complete        ? "incomplete"
					       : report->exit_code == 0 ? "clean"
									: "findings");
	history.run.exit_code = report->exit_code;
	history.run.full = !session->inputs.filtered && !session->request->objects_first;
	for (i = 0; i < report->targets.len; i++) {
		fill_target(&of, &report->targets.ptr[i], &targets[i]);
	}
	history.targets = targets;
	history.target_count = report->targets.len;
	fill_findings(&of, &history);
	fill_sizes(&of, &history);
	nsc_session_keep_answers(session);
	nsc_store_commit(session->store, &history);
	nostd_bump_reset(session->run->scratch, mark);
}
