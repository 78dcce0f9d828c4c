/*
 * reread.c - see reread.h.
 */
#include "analyzer/report/reread.h"

#include <string.h>

#include <cjson/cJSON.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/json_in.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "rules/rule.h"

/* 2^53 - 1: what a double holds exactly. */
#define EXACT_MAX 9007199254740991.0

struct reader {
	struct nsc_run *run;
	struct nostd_str path;
	const char *list; /* "findings"; NULL: the report itself */
	size_t at;        /* position in it */
	struct nsc_err *err;
};

static int fail(const struct reader *of, const char *key, const char *expected)
{
	if (!of->list) {
		return nsc_fail(of->err, NSC_ERR_INPUT, "{}: {}: expected {}", of->path,
				key, expected);
	}
	return nsc_fail(of->err, NSC_ERR_INPUT, "{}: {}[{}].{}: expected {}", of->path,
			of->list, of->at, key, expected);
}

static struct nsc_name name_of(const struct reader *of, const char *text)
{
	return nsc_name(of->run->names, nostd_str_from_c(text));
}

/* -- members ------------------------------------------------------------------------- */

static int get_object(const struct reader *of, const cJSON *in, const char *key,
		      const cJSON **out)
{
	*out = nsc_json_get(in, key);
	return cJSON_IsObject(*out) ? 0 : fail(of, key, "an object");
}

static int get_text(const struct reader *of, const cJSON *in, const char *key,
		    struct nsc_name *out)
{
	const char *text = nsc_json_get_string(in, key);

	if (!text) {
		return fail(of, key, "a text");
	}
	*out = name_of(of, text);
	return 0;
}

static int get_text_or_null(const struct reader *of, const cJSON *in, const char *key,
			    struct nsc_name *out)
{
	out->ix = 0;
	return cJSON_IsNull(nsc_json_get(in, key)) ? 0 : get_text(of, in, key, out);
}

static int get_bool(const struct reader *of, const cJSON *in, const char *key, bool *out)
{
	const cJSON *value = nsc_json_get(in, key);

	*out = cJSON_IsTrue(value);
	return cJSON_IsBool(value) ? 0 : fail(of, key, "true or false");
}

static int get_number(const struct reader *of, const cJSON *in, const char *key,
		      int64_t *out)
{
	const cJSON *value = nsc_json_get(in, key);

	if (!cJSON_IsNumber(value) || value->valuedouble < -EXACT_MAX ||
	    value->valuedouble > EXACT_MAX ||
	    value->valuedouble != (double)(int64_t)value->valuedouble) {
		return fail(of, key, "an integer");
	}
	*out = (int64_t)value->valuedouble;
	return 0;
}

/* A line or column; null: not known. */
static int get_position(const struct reader *of, const cJSON *in, const char *key,
			uint32_t *out)
{
	int64_t number = 0;

	*out = 0;
	if (cJSON_IsNull(nsc_json_get(in, key))) {
		return 0;
	}
	if (get_number(of, in, key, &number) < 0) {
		return -1;
	}
	if (number < 1 || number > UINT32_MAX) {
		return fail(of, key, "a position from 1");
	}
	*out = (uint32_t)number;
	return 0;
}

/* {flash, ram}; null: not known. */
static int get_cost(const struct reader *of, const cJSON *in, const char *key,
		    bool *known, struct nsc_cost *out)
{
	const cJSON *value = nsc_json_get(in, key);

	*known = !cJSON_IsNull(value);
	memset(out, 0, sizeof(*out));
	if (!*known) {
		return 0;
	}
	if (get_object(of, in, key, &value) < 0 ||
	    get_number(of, value, "flash", &out->flash) < 0 ||
	    get_number(of, value, "ram", &out->ram) < 0) {
		return -1;
	}
	return 0;
}

/* -- lists --------------------------------------------------------------------------- */

/* Take each entry of a list, which must be an object. */
static int each(struct reader *of, const cJSON *in, const char *key,
		int (*take)(const struct reader *of, const cJSON *entry,
			    struct nsc_reread *out),
		struct nsc_reread *out)
{
	const cJSON *list = nsc_json_get(in, key), *entry;

	if (!cJSON_IsArray(list)) {
		return fail(of, key, "a list");
	}
	of->list = key;
	of->at = 0;
	cJSON_ArrayForEach(entry, list)
	{
		if (!cJSON_IsObject(entry)) {
			return nsc_fail(of->err, NSC_ERR_INPUT,
					"{}: {}[{}]: expected an object", of->path, key,
					of->at);
		}
		if (take(of, entry, out) < 0) {
			return -1;
		}
		of->at++;
	}
	of->list = NULL;
	return 0;
}

static int get_levels(const struct reader *of, const cJSON *in, struct nsc_name *out)
{
	const cJSON *list = nsc_json_get(in, "levels"), *level;
	struct nostd_string text = nostd_string_new_in(nsc_scratch(of->run));

	if (!cJSON_IsArray(list)) {
		return fail(of, "levels", "a list");
	}
	cJSON_ArrayForEach(level, list)
	{
		if (!cJSON_IsString(level)) {
			return fail(of, "levels", "a list of texts");
		}
		nostd_format(&text, "{}{}", text.len != 0 ? ", " : "",
			     level->valuestring);
	}
	*out = nsc_name(of->run->names, nostd_string_as_str(&text));
	return 0;
}

static int get_size(const struct reader *of, const cJSON *entry,
		    struct nsc_reread_target *target)
{
	const cJSON *size = nsc_json_get(entry, "size");

	target->sizes_known = !cJSON_IsNull(size);
	if (!target->sizes_known) {
		return 0;
	}
	if (get_object(of, entry, "size", &size) < 0 ||
	    get_number(of, size, "text", &target->text) < 0 ||
	    get_number(of, size, "data", &target->data) < 0 ||
	    get_number(of, size, "bss", &target->bss) < 0) {
		return -1;
	}
	return 0;
}

static int take_target(const struct reader *of, const cJSON *entry,
		       struct nsc_reread *out)
{
	struct nsc_reread_target target;
	struct nsc_name status = {0};

	memset(&target, 0, sizeof(target));
	if (get_text(of, entry, "name", &target.name) < 0 ||
	    get_text(of, entry, "status", &status) < 0 ||
	    get_levels(of, entry, &target.levels) < 0 ||
	    get_size(of, entry, &target) < 0) {
		return -1;
	}
	target.complete = !nsc_name_eq(status, name_of(of, "incomplete"));
	target.image = !cJSON_IsNull(nsc_json_get(entry, "image"));
	nsc_reread_target_vec_push(&out->targets, target);
	return 0;
}

static int take_component(const struct reader *of, const cJSON *entry,
			  struct nsc_reread *out)
{
	struct nsc_reread_component component;

	if (get_text(of, entry, "target", &component.target) < 0 ||
	    get_text(of, entry, "name", &component.name) < 0 ||
	    get_cost(of, entry, "size", &component.size_known, &component.size) < 0) {
		return -1;
	}
	nsc_reread_component_vec_push(&out->components, component);
	return 0;
}

/* -- findings ------------------------------------------------------------------------ */

/* The object or "archive(member)" of the first entry of a list of evidence. */
static struct nsc_name first_file(const struct reader *of, const cJSON *evidence,
				  const char *key)
{
	const cJSON *first = cJSON_GetArrayItem(nsc_json_get(evidence, key), 0);
	const char *object = nsc_json_get_string(first, "object");
	const char *archive = nsc_json_get_string(first, "archive");
	const char *member = nsc_json_get_string(first, "member");
	struct nostd_string text = nostd_string_new_in(nsc_scratch(of->run));

	if (object) {
		return name_of(of, object);
	}
	if (archive && member) {
		nostd_format(&text, "{}({})", archive, member);
	}
	return nsc_name(of->run->names, nostd_string_as_str(&text));
}

static int get_place(const struct reader *of, const cJSON *entry,
		     struct nsc_reread_finding *finding)
{
	const cJSON *location, *evidence;

	if (get_object(of, entry, "location", &location) < 0 ||
	    get_object(of, entry, "evidence", &evidence) < 0 ||
	    get_text_or_null(of, location, "file", &finding->file) < 0 ||
	    get_text_or_null(of, location, "function", &finding->function) < 0 ||
	    get_position(of, location, "line", &finding->line) < 0 ||
	    get_position(of, location, "column", &finding->column) < 0) {
		return -1;
	}
	if (!nsc_name_given(finding->file)) {
		finding->file = first_file(of, evidence, "object");
	}
	return 0;
}

static int get_severity(const struct reader *of, const cJSON *entry,
			struct nsc_reread_finding *finding)
{
	enum nsc_severity severity;

	if (get_text(of, entry, "severity", &finding->severity_name) < 0) {
		return -1;
	}
	if (!nsc_severity_by_name(nsc_name_text(of->run->names, finding->severity_name),
				  &severity)) {
		return fail(of, "severity", "error, warning or note");
	}
	finding->severity = (uint8_t)severity;
	return 0;
}

static int take_finding(const struct reader *of, const cJSON *entry,
			struct nsc_reread *out)
{
	struct nsc_reread_finding finding;
	const cJSON *size;

	memset(&finding, 0, sizeof(finding));
	finding.retained.missing = NSC_NO_ROW;
	if (get_text(of, entry, "id", &finding.id) < 0 ||
	    get_text(of, entry, "rule", &finding.rule) < 0 ||
	    get_text(of, entry, "target", &finding.target) < 0 ||
	    get_severity(of, entry, &finding) < 0 ||
	    get_text_or_null(of, entry, "symbol", &finding.symbol) < 0 ||
	    get_text_or_null(of, entry, "state", &finding.state) < 0 ||
	    get_text(of, entry, "tier", &finding.tier) < 0 ||
	    get_text(of, entry, "message", &finding.message) < 0 ||
	    get_place(of, entry, &finding) < 0 ||
	    get_object(of, entry, "size", &size) < 0 ||
	    get_cost(of, size, "retained", &finding.retained.known,
		     &finding.retained.cost) < 0) {
		return -1;
	}
	finding.suppressed = cJSON_IsObject(nsc_json_get(entry, "suppression"));
	nsc_reread_finding_vec_push(&out->findings, finding);
	return 0;
}

/* -- the report ---------------------------------------------------------------------- */

bool nsc_reread_is(struct nostd_span text)
{
	struct nostd_str rest = nostd_str_new((const char *)text.ptr, text.size);

	nostd_str_strip_prefix(&rest, NOSTD_STR("\xef\xbb\xbf"));
	rest = nostd_str_trim_start(rest);
	return rest.len != 0 && rest.ptr[0] == '{';
}

static int check_schema(const struct reader *of, const cJSON *report)
{
	const char *version = nsc_json_get_string(report, "schema_version");
	const char *command = nsc_json_get_string(report, "command");

	if (!version) {
		return nsc_fail(of->err, NSC_ERR_INPUT,
				"{}: no report of nostd-check: it has no schema_version; "
				"`nostd-check check --format json` writes one",
				of->path);
	}
	if (command) {
		return nsc_fail(of->err, NSC_ERR_INPUT,
				"{}: no report, but the output of {:?}; `nostd-check "
				"check --format json` writes reports",
				of->path, command);
	}
	if (strncmp(version, "1.", 2) != 0) {
		return nsc_fail(of->err, NSC_ERR_INPUT,
				"{}: schema_version {:?}: this program reads 1.x",
				of->path, version);
	}
	return 0;
}

static int take_error(const struct reader *of, const cJSON *entry, struct nsc_reread *out)
{
	const char *text = nsc_json_get_string(entry, "text");

	if (!nsc_name_given(out->fault) && text && nsc_json_get_string(entry, "rule")) {
		out->fault = name_of(of, text);
	}
	return 0;
}

static int take_report(struct reader *of, const cJSON *report, struct nsc_reread *out)
{
	const cJSON *head;

	if (!cJSON_IsObject(report)) {
		return nsc_fail(of->err, NSC_ERR_INPUT, "{}: expected an object",
				of->path);
	}
	if (check_schema(of, report) < 0 || get_object(of, report, "run", &head) < 0 ||
	    get_bool(of, head, "complete", &out->complete) < 0 ||
	    each(of, report, "targets", take_target, out) < 0 ||
	    each(of, report, "components", take_component, out) < 0 ||
	    each(of, report, "findings", take_finding, out) < 0 ||
	    each(of, report, "errors", take_error, out) < 0) {
		return -1;
	}
	return 0;
}

int nsc_reread(struct nsc_run *run, struct nostd_str path, struct nostd_span text,
	       struct nsc_reread *out, struct nsc_err *err)
{
	struct reader of = {run, path, NULL, 0, err};
	cJSON *report = NULL;
	int ret;

	memset(out, 0, sizeof(*out));
	out->targets = nsc_reread_target_vec_new_in(nsc_keep(run));
	out->components = nsc_reread_component_vec_new_in(nsc_keep(run));
	out->findings = nsc_reread_finding_vec_new_in(nsc_keep(run));
	if (nsc_json_parse(path, text, run->scratch, &report, err) < 0) {
		return -1;
	}
	ret = take_report(&of, report, out);
	cJSON_Delete(report);
	return ret;
}
