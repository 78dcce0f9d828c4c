/*
 * diff.c - `diff`: what changed between two reports, images or builds. See commands.h.
 *
 * Whatever a side is, it becomes a report first: a link map and the report that was made
 * of it can never differ. What can be looked into is taken apart as well.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/compare.h"
#include "analyzer/judge/survey.h"
#include "analyzer/report/diff.h"
#include "analyzer/report/put.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/inputs.h"
#include "analyzer/run/load.h"
#include "analyzer/run/pipeline.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"
#include "analyzer/store/store.h"

/* One of the two; its run, session and targets are there unless it is a report. */
struct side {
	struct nostd_str path; /* as it was named */
	bool is_report;
	struct nsc_run run;
	struct nsc_session session;
	struct nsc_pipeline pipeline;
	struct nsc_reread reread; /* of the common run */
};

struct differ {
	struct nsc_run *run; /* the common one */
	const struct nsc_request *request;
	const char *version;
	struct side sides[NSC_SIDE_COUNT];
	uint32_t least; /* --fail-on */
};

/* -- a report that was written before ------------------------------------------------ */

static bool looks_like_report(struct nostd_str path)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	bool is;

	if (nsc_host_look(path.ptr, NULL) != NSC_FILE_REGULAR ||
	    nsc_host_open(path.ptr, &file, &ignored) < 0) {
		return false;
	}
	is = nsc_reread_is(file.bytes);
	nsc_host_close(&file);
	return is;
}

static int read_report(struct differ *of, struct side *side, struct nsc_err *err)
{
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(side->path.ptr, &file, err) < 0) {
		return -1;
	}
	ret = nsc_reread(of->run, side->path, file.bytes, &side->reread, err);
	nsc_host_close(&file);
	if (ret == 0 && !side->reread.complete) {
		nsc_view_say(of->run, "{}: that run was incomplete: {}", side->path,
			     nsc_name_given(side->reread.fault)
				     ? nsc_name_text(of->run->names, side->reread.fault)
				     : NOSTD_STR("it does not say why"));
	}
	return ret;
}

/* -- anything else ------------------------------------------------------------------- */

static bool is_configuration(struct nostd_str path)
{
	struct nostd_str suffix = nsc_path_suffix(path);

	return nostd_str_eq(suffix, NOSTD_STR(".yaml")) ||
	       nostd_str_eq(suffix, NOSTD_STR(".yml")) ||
	       nostd_str_eq(nsc_path_base(path), NOSTD_STR(".nostd-check.yaml"));
}

/* The request as if the side alone had been named. */
static struct nsc_request request_for(const struct differ *of, const struct side *side)
{
	struct nsc_request request = *of->request;
	struct nsc_given_flag *flags;

	request.args = (struct nsc_words){&side->path, 1};
	/* A target that has another name here, or none, is the other side's to name. */
	request.targets.len = 0;
	if (is_configuration(side->path)) {
		flags = nostd_bump_array(of->run->keep, struct nsc_given_flag,
					 request.flag_count + 1);
		if (request.flag_count != 0) {
			memcpy(flags, request.flags, request.flag_count * sizeof(*flags));
		}
		flags[request.flag_count].setting = NSC_SETTING_CONFIG;
		flags[request.flag_count].text = side->path;
		request.flags = flags;
		request.flag_count++;
		request.args.len = 0;
	}
	return request;
}

/* A file that is passed over as a source would leave nothing to compare. */
static int check_kind(struct side *side, struct nsc_err *err)
{
	struct nsc_run *run = &side->run;
	struct nostd_str path =
		nsc_path_join(run->scratch, side->session.cwd, side->path);

	if (is_configuration(side->path) || nsc_inputs_look_like(side->path) ||
	    nsc_load_kind(&side->session, nsc_name(run->names, path)) !=
		    NSC_INPUT_OTHER) {
		return 0;
	}
	return nsc_fail(err, NSC_ERR_INPUT,
			"{}: neither a JSON report nor a link map, ELF file, object, "
			"archive, compile database, build folder or configuration",
			side->path);
}

/* What was judged, as the report that `check` would have written. */
static int take_report(struct differ *of, struct side *side, struct nsc_err *err)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_report report;
	struct nsc_out *out;
	struct nsc_put put;
	int ret;

	nsc_pipeline_report(&side->pipeline, &report);
	out = nsc_out_fd(side->run.scratch, 2);
	put = (struct nsc_put){nsc_out_sink(out), false, false};
	nsc_put_diags(&put, &report, of->request->verbose);
	nsc_out_close(out, &ignored);
	nsc_report_json(&report, nostd_string_sink(&text));
	ret = nsc_reread(of->run, side->path,
			 (struct nostd_span){(const unsigned char *)text.ptr, text.len},
			 &side->reread, err);
	nostd_string_drop(&text);
	return ret;
}

static int judge_side(struct differ *of, struct side *side,
		      const struct nsc_request *request, struct nsc_err *err)
{
	struct nsc_session *session = &side->session;

	session->version = of->version;
	if (nsc_session_open(session, &side->run, request, err) < 0 ||
	    check_kind(side, err) < 0 ||
	    nsc_pipeline_run(session, &side->pipeline, err) < 0 ||
	    take_report(of, side, err) < 0) {
		return -1;
	}
	nsc_session_keep_answers(session);
	nsc_store_commit(session->store, NULL);
	return 0;
}

static int open_side(struct differ *of, struct side *side, struct nsc_err *err)
{
	struct nsc_request request;
	int ret;

	if (nsc_host_look(side->path.ptr, NULL) == NSC_FILE_NONE) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: no such file or folder",
				side->path);
	}
	side->is_report = looks_like_report(side->path);
	if (side->is_report) {
		return read_report(of, side, err);
	}
	nsc_run_init(&side->run);
	request = request_for(of, side);
	ret = judge_side(of, side, &request, err);
	nsc_session_close(&side->session);
	side->session.store = NULL;
	return ret;
}

static void close_side(struct side *side)
{
	if (side->run.keep) {
		nsc_run_release(&side->run);
	}
}

/* -- comparing ----------------------------------------------------------------------- */

/* NULL: the side is a report. */
static const struct nsc_survey *survey_of(const struct differ *of, struct side *side,
					  const struct nsc_reread_target *target)
{
	struct nostd_str name = nsc_name_text(of->run->names, target->name);
	size_t i;

	for (i = 0; !side->is_report && i < side->pipeline.targets.len; i++) {
		struct nsc_run_target *judged = side->pipeline.targets.ptr[i];

		if (nostd_str_eq(nsc_name_text(side->run.names, judged->name), name)) {
			struct nsc_survey *survey =
				nostd_bump_new(side->run.keep, struct nsc_survey);

			nsc_survey_make(&judged->judgement, &side->session.mounts,
					survey);
			return survey;
		}
	}
	return NULL;
}

static const struct nsc_comparison *compare_bytes(struct differ *of,
						  const struct nsc_match_target *match)
{
	const struct nsc_survey *surveys[NSC_SIDE_COUNT];
	struct nsc_comparison *bytes;
	unsigned side;

	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		surveys[side] = match->of[side]
					? survey_of(of, &of->sides[side], match->of[side])
					: NULL;
		if (!surveys[side]) {
			return NULL;
		}
	}
	bytes = nostd_bump_new(of->run->keep, struct nsc_comparison);
	nsc_compare(of->run, surveys, bytes);
	return bytes;
}

/* --target is about either name. */
static bool chooses(const struct differ *of, struct nostd_str word,
		    const struct nsc_match_target *match)
{
	unsigned side;

	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		if (match->of[side] &&
		    nsc_pattern_match(word, nsc_name_text(of->run->names,
							  match->of[side]->name))) {
			return true;
		}
	}
	return nostd_str_eq(word, NOSTD_STR("all"));
}

static bool is_wanted(const struct differ *of, const struct nsc_match_target *match)
{
	const struct nsc_words *words = &of->request->targets;
	size_t i;

	for (i = 0; i < words->len; i++) {
		if (chooses(of, words->ptr[i], match)) {
			return true;
		}
	}
	return words->len == 0;
}

static int check_wanted(const struct differ *of,
			const struct nsc_match_target_vec *matches, struct nsc_err *err)
{
	const struct nsc_words *words = &of->request->targets;
	size_t i, k;

	for (i = 0; i < words->len; i++) {
		bool found = false;

		for (k = 0; k < matches->len; k++) {
			found |= chooses(of, words->ptr[i], &matches->ptr[k]);
		}
		if (!found) {
			return nsc_fail(
				err, NSC_ERR_USAGE,
				"--target {}: neither side has a target of that name",
				words->ptr[i]);
		}
	}
	return 0;
}

static int compare(struct differ *of, struct nsc_diff *diff, struct nsc_err *err)
{
	const struct nsc_reread *reports[NSC_SIDE_COUNT] = {&of->sides[NSC_BEFORE].reread,
							    &of->sides[NSC_AFTER].reread};
	struct nsc_diff_target *targets;
	struct nsc_match_target_vec matches;
	size_t i;

	nsc_match_reports(of->run, reports, &matches);
	if (check_wanted(of, &matches, err) < 0) {
		return -1;
	}
	targets = nostd_bump_array(of->run->keep, struct nsc_diff_target, matches.len);
	diff->targets = targets;
	for (i = 0; i < matches.len; i++) {
		if (is_wanted(of, &matches.ptr[i])) {
			targets[diff->target_count++] = (struct nsc_diff_target){
				&matches.ptr[i], compare_bytes(of, &matches.ptr[i])};
		}
	}
	return 0;
}

/* -- verdict ------------------------------------------------------------------------- */

/* fail_on may stand in a configuration, even where both sides are reports. */
static int take_fail_on(struct differ *of, struct nsc_err *err)
{
	struct nsc_session session = {.version = of->version};
	struct nsc_request request = *of->request;
	const struct nsc_setting_value_vec *values;

	request.args.len = 0;
	if (nsc_session_open(&session, of->run, &request, err) < 0) {
		nsc_session_close(&session);
		return -1;
	}
	values = &session.settings.values[NSC_SETTING_FAIL_ON];
	of->least = values->len != 0 ? values->ptr[values->len - 1].index
				     : (uint32_t)NSC_FAIL_ON_ERROR;
	nsc_session_close(&session);
	return 0;
}

static bool is_worse(const struct differ *of, const struct nsc_match_finding *match)
{
	const struct nsc_reread_finding *before = match->of[NSC_BEFORE];
	const struct nsc_reread_finding *after = match->of[NSC_AFTER];

	/* NOTE, WARNING, ERROR have the same order in both lists. */
	if (!after || after->suppressed || of->least == NSC_FAIL_ON_NEVER ||
	    after->severity < NSC_SEVERITY_NOTE + (of->least - NSC_FAIL_ON_NOTE)) {
		return false;
	}
	return !before || before->suppressed || before->severity < after->severity;
}

static void judge(const struct differ *of, struct nsc_diff *diff)
{
	size_t t, i;

	for (t = 0; t < diff->target_count; t++) {
		const struct nsc_match_finding_vec *all =
			&diff->targets[t].match->findings;

		for (i = 0; i < all->len; i++) {
			diff->worse += is_worse(of, &all->ptr[i]);
		}
	}
	diff->exit_code = diff->worse != 0;
	for (i = 0; i < NSC_SIDE_COUNT; i++) {
		const struct nsc_reread *reread = &of->sides[i].reread;

		diff->sides[i] = (struct nsc_diff_side){
			of->sides[i].path, of->sides[i].is_report, reread->complete,
			nsc_name_text(of->run->names, reread->fault)};
		if (!reread->complete) {
			diff->exit_code = 2;
		}
	}
}

static int write_diff(const struct differ *of, const struct nsc_diff *diff, bool json,
		      struct nsc_err *err)
{
	struct nsc_report head = {.run = of->run, .version = of->version};
	struct nsc_diff_style style = {of->request->diff.limit, of->request->quiet,
				       of->request->color};
	struct nsc_out *out = nsc_out_fd(of->run->scratch, 1);

	if (json) {
		nsc_report_diff_json(&head, diff, nsc_out_sink(out));
	} else {
		nsc_report_diff_text(&head, diff, &style, nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

static int run_diff(struct differ *of, bool json, struct nsc_err *err)
{
	struct nsc_diff diff;

	memset(&diff, 0, sizeof(diff));
	if (open_side(of, &of->sides[NSC_BEFORE], err) < 0 ||
	    open_side(of, &of->sides[NSC_AFTER], err) < 0 ||
	    compare(of, &diff, err) < 0) {
		return -1;
	}
	judge(of, &diff);
	return write_diff(of, &diff, json, err) < 0 ? -1 : diff.exit_code;
}

int nsc_diff(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err)
{
	struct differ of = {.run = run, .request = request, .version = version};
	bool json;
	int ret;

	if (request->args.len != NSC_SIDE_COUNT) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"diff takes two inputs, one before and one after; {} "
				"given",
				request->args.len);
	}
	if (nsc_view_format(request, &json, err) < 0 || take_fail_on(&of, err) < 0) {
		return -1;
	}
	of.sides[NSC_BEFORE].path = request->args.ptr[NSC_BEFORE];
	of.sides[NSC_AFTER].path = request->args.ptr[NSC_AFTER];
	ret = run_diff(&of, json, err);
	close_side(&of.sides[NSC_BEFORE]);
	close_side(&of.sides[NSC_AFTER]);
	return ret;
}
