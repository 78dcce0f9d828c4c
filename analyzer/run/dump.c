/*
 * dump.c - `dump`: what single inputs say, before anything is joined or judged. See
 * commands.h.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/unit.h"
#include "analyzer/map/map.h"
#include "analyzer/report/dump_map.h"
#include "analyzer/report/dump_object.h"
#include "analyzer/report/dump_unit.h"
#include "analyzer/report/put.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/image.h"
#include "analyzer/run/inputs.h"
#include "analyzer/run/lines.h"
#include "analyzer/run/load.h"
#include "analyzer/run/pipeline.h"
#include "analyzer/run/request.h"
#include "analyzer/run/units.h"
#include "analyzer/run/view.h"
#include "analyzer/store/store.h"

/* One argument, told by its content. */
struct input {
	struct nostd_str said; /* as it was named */
	struct nsc_name path;  /* absolute */
	enum nsc_input_kind kind;
};

#define NOSTD_NAME input_vec
#define NOSTD_T    struct input
#define NOSTD_IN
#include <nostd/vec.h>

struct dump {
	struct nsc_session *session;
	struct input_vec inputs; /* in the order they were named */
	struct nsc_run_units units;
	struct nsc_out *out;
	bool json;
};

static struct nostd_str text_of(const struct dump *dump, struct nsc_name name)
{
	return nsc_name_text(dump->session->run->names, name);
}

/* -- what is asked for --------------------------------------------------------------- */

static void push(struct dump *dump, struct nostd_str said, struct nsc_name path,
		 enum nsc_input_kind kind)
{
	struct input input = {said, path, kind};

	input_vec_push(&dump->inputs, input);
}

static struct nsc_name database_in(const struct dump *dump, struct nsc_name folder)
{
	struct nsc_run *run = dump->session->run;

	return nsc_name(run->names, nsc_path_join(run->scratch, text_of(dump, folder),
						  NOSTD_STR("compile_commands.json")));
}

static int take_folder(struct dump *dump, struct nostd_str said, struct nsc_name folder,
		       struct nsc_err *err)
{
	struct nsc_name database = database_in(dump, folder);

	if (nsc_load_kind(dump->session, database) == NSC_INPUT_NONE) {
		return nsc_fail(
			err, NSC_ERR_INPUT,
			"{}: no compile_commands.json in this folder; name a file", said);
	}
	push(dump, said, database, NSC_INPUT_DATABASE);
	return 0;
}

/* What is no input and no source: better said than looked for in a database. */
static int take_other(struct dump *dump, struct nostd_str said, struct nsc_name path,
		      struct nsc_err *err)
{
	struct nostd_str suffix = nsc_path_suffix(said);

	if (nostd_str_eq(suffix, NOSTD_STR(".yaml")) ||
	    nostd_str_eq(suffix, NOSTD_STR(".yml"))) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"{}: a configuration is no input; `check --print-config "
				"--config {}` prints what it sets",
				said, said);
	}
	if (nsc_inputs_look_like(said)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: neither ELF, archive, link map nor compile "
				"database, as its name says it were",
				said);
	}
	push(dump, said, path, NSC_INPUT_OTHER);
	return 0;
}

static int take_argument(struct dump *dump, struct nostd_str said, struct nsc_err *err)
{
	struct nsc_session *session = dump->session;
	struct nsc_name path =
		nsc_name(session->run->names,
			 nsc_path_join(session->run->scratch, session->cwd, said));
	enum nsc_input_kind kind = nsc_load_kind(session, path);

	switch (kind) {
	case NSC_INPUT_NONE:
		return nsc_fail(err, NSC_ERR_INPUT, "{}: no such file", said);
	case NSC_INPUT_FOLDER:
		return take_folder(dump, said, path, err);
	case NSC_INPUT_OBJECT:
	case NSC_INPUT_IMAGE:
	case NSC_INPUT_MAP:
	case NSC_INPUT_SIDE:
	case NSC_INPUT_DATABASE:
		push(dump, said, path, kind);
		return 0;
	case NSC_INPUT_OTHER:
		break;
	}
	return take_other(dump, said, path, err);
}

/* Without an argument: the databases of the build folders that were named. */
static int take_build_dirs(struct dump *dump, struct nsc_err *err)
{
	const struct nsc_setting_value_vec *dirs =
		&dump->session->settings.values[NSC_SETTING_BUILD_DIRS];
	size_t i;

	for (i = 0; i < dirs->len; i++) {
		if (dirs->ptr[i].origin == NSC_ORIGIN_FLAG &&
		    take_folder(dump, text_of(dump, dirs->ptr[i].text), dirs->ptr[i].text,
				err) < 0) {
			return -1;
		}
	}
	if (dump->inputs.len == 0 && dump->session->request->link_cmds.len == 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"dump: name a link map, an object, an archive, a compile "
				"database or a source");
	}
	return 0;
}

static int take_request(struct dump *dump, struct nsc_err *err)
{
	const struct nsc_words *args = &dump->session->request->args;
	size_t i;

	for (i = 0; i < args->len; i++) {
		if (take_argument(dump, args->ptr[i], err) < 0) {
			return -1;
		}
	}
	return args->len == 0 ? take_build_dirs(dump, err) : 0;
}

/* -- databases and their units ------------------------------------------------------- */

static bool has_kind(const struct dump *dump, enum nsc_input_kind kind)
{
	size_t i;

	for (i = 0; i < dump->inputs.len; i++) {
		if (dump->inputs.ptr[i].kind == kind) {
			return true;
		}
	}
	return false;
}

/* Those that were named, and for sources those of the build folders. */
static int load_databases(struct dump *dump, struct nsc_err *err)
{
	struct nsc_session *session = dump->session;
	const struct nsc_compdb_facts *facts;
	size_t i;

	if (has_kind(dump, NSC_INPUT_OTHER) &&
	    nsc_inputs_find_databases(session, err) < 0) {
		return -1;
	}
	for (i = 0; i < dump->inputs.len; i++) {
		if (dump->inputs.ptr[i].kind == NSC_INPUT_DATABASE &&
		    nsc_load_database(session, dump->inputs.ptr[i].path, &facts, err) <
			    0) {
			return -1;
		}
	}
	for (i = 0; i < session->inputs.databases.len; i++) {
		if (nsc_load_database(session, session->inputs.databases.ptr[i], &facts,
				      err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Mark the units of one source; < 0: no database knows it. */
static int want_units(struct dump *dump, const struct input *source, struct nsc_err *err)
{
	bool found = false;
	size_t i;

	for (i = 0; i < dump->units.all.len; i++) {
		struct nsc_run_unit *unit = &dump->units.all.ptr[i];

		if (nsc_name_eq(unit->command->file, source->path)) {
			unit->wanted = true;
			found = true;
		}
	}
	if (found) {
		return 0;
	}
	if (dump->session->databases.len == 0) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: no link map, object or compile database, and no "
				"compile_commands.json that could know it as a source; "
				"name the build folder (-p)",
				source->said);
	}
	return nsc_fail(err, NSC_ERR_INPUT,
			"{}: no link map, object or compile database, and no command of "
			"{} compiles it",
			source->said,
			text_of(dump,
				nsc_mounts_show(&dump->session->mounts,
						dump->session->databases.ptr[0].path)));
}

static int read_units(struct dump *dump, struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < dump->inputs.len; i++) {
		if (dump->inputs.ptr[i].kind == NSC_INPUT_OTHER &&
		    want_units(dump, &dump->inputs.ptr[i], err) < 0) {
			return -1;
		}
	}
	return nsc_units_read(dump->session, &dump->units, err);
}

/* A database that lies outside the root stands in a build folder. */
static void mount_databases(struct dump *dump)
{
	struct nsc_session *session = dump->session;
	size_t i;

	for (i = 0; i < session->databases.len; i++) {
		struct nostd_str folder =
			nsc_path_folder(text_of(dump, session->databases.ptr[i].path));

		if (!nsc_path_within(folder, text_of(dump, session->root))) {
			nsc_mounts_add(&session->mounts, folder, "{build}");
		}
	}
}

/* Everything that the printing of single inputs needs of each other. */
static int prepare(struct dump *dump, struct nsc_err *err)
{
	if (load_databases(dump, err) < 0) {
		return -1;
	}
	nsc_units_collect(dump->session, &dump->units);
	mount_databases(dump);
	nsc_pipeline_mounts(dump->session, &dump->units);
	return has_kind(dump, NSC_INPUT_OTHER) ? read_units(dump, err) : 0;
}

/* Why a unit is freestanding, or is not (decisions.md 12). */
static struct nsc_name tell_why(const struct dump *dump,
				const struct nsc_invocation *invocation,
				struct nsc_name triple, struct nostd_str not_asked)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	if (invocation->freestanding == NSC_FLAG_ON) {
		nostd_format(&text, "-ffreestanding");
	} else if (nsc_name_given(triple)) {
		nostd_format(&text, "{} has {} operating system", text_of(dump, triple),
			     nsc_triple_is_bare(text_of(dump, triple)) ? "no" : "an");
	} else {
		nostd_format(&text, "no -ffreestanding, and what it is compiled for is "
				    "not known");
	}
	if (not_asked.len != 0) {
		nostd_format(&text, "; the compiler was not asked: {}", not_asked);
	}
	name = nsc_name(dump->session->run->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static void describe(const struct dump *dump, const struct nsc_compdb_facts *database,
		     const struct nsc_compile_command *command,
		     struct nsc_dump_command *out)
{
	struct nsc_run *run = dump->session->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nostd_str not_asked = NOSTD_STR("");
	const struct nsc_driver_facts *driver;
	struct nsc_invocation invocation;

	nsc_invocation_read(run->names, database, command, run->scratch, &invocation);
	driver = nsc_drivers_ask(dump->session->drivers, database, command, &invocation,
				 &not_asked);
	out->compiler = invocation.program;
	out->triple = driver ? driver->triple : invocation.triple;
	out->freestanding =
		nsc_invocation_is_freestanding(run->names, &invocation, out->triple);
	out->why = tell_why(dump, &invocation, out->triple,
			    driver ? NOSTD_STR("") : not_asked);
	nostd_bump_reset(run->scratch, mark);
}

/* -- printing ------------------------------------------------------------------------ */

static struct nostd_sink sink_of(const struct dump *dump)
{
	return nsc_out_sink(dump->out);
}

static void print_object(const struct dump *dump, const struct nsc_object_facts *facts)
{
	struct nsc_json json;

	if (dump->json) {
		nsc_json_init(&json, sink_of(dump));
		nsc_dump_object_json(&json, &dump->session->mounts, facts);
	} else {
		(void)nsc_dump_object_text(sink_of(dump), &dump->session->mounts, facts);
	}
}

static void print_facts(const struct dump *dump, const struct nsc_map_facts *facts)
{
	struct nsc_names *names = dump->session->run->names;
	struct nsc_json json;

	if (dump->json) {
		nsc_json_init(&json, sink_of(dump));
		nsc_dump_map_json(&json, names, facts);
	} else {
		(void)nsc_dump_map_text(sink_of(dump), names, facts);
	}
}

static int print_map(const struct dump *dump, const struct input *input,
		     struct nsc_err *err)
{
	struct nsc_loaded_map map;

	if (nsc_load_map(dump->session, input->path, &map, err) < 0) {
		return -1;
	}
	print_facts(dump, map.facts);
	return 0;
}

/* The maps that linkers would write for the commands of --link-cmd. */
static int print_lines(const struct dump *dump, bool first, struct nsc_err *err)
{
	struct nsc_link_line_ptr_vec lines;
	struct nsc_image image;
	size_t i;

	if (nsc_lines_load(dump->session, &lines, err) < 0) {
		return -1;
	}
	for (i = 0; i < lines.len; i++) {
		nsc_lines_say_missing(dump->session, lines.ptr[i]);
		if (nsc_lines_predict(dump->session, lines.ptr[i], &image, err) < 0) {
			return -1;
		}
		if (!(first && i == 0) && !dump->json) {
			(void)!nostd_try_format_sink(sink_of(dump), "\n");
		}
		print_facts(dump, image.map.facts);
	}
	return 0;
}

static int print_database(const struct dump *dump, const struct input *input,
			  struct nsc_err *err)
{
	const struct nsc_compdb_facts *facts;
	struct nsc_dump_command *said;
	size_t i;

	if (nsc_load_database(dump->session, input->path, &facts, err) < 0) {
		return -1;
	}
	said = nostd_bump_array(dump->session->run->keep, struct nsc_dump_command,
				facts->commands.len);
	for (i = 0; i < facts->commands.len; i++) {
		describe(dump, facts, &facts->commands.ptr[i], &said[i]);
	}
	nsc_dump_compdb(facts, said, &dump->session->mounts, dump->json, sink_of(dump));
	return 0;
}

static void print_units(const struct dump *dump, const struct input *source)
{
	bool first = true;
	size_t i;

	for (i = 0; i < dump->units.all.len; i++) {
		const struct nsc_run_unit *unit = &dump->units.all.ptr[i];

		if (!nsc_name_eq(unit->command->file, source->path)) {
			continue;
		}
		if (!first && !dump->json) {
			(void)!nostd_try_format_sink(sink_of(dump), "\n");
		}
		first = false;
		nsc_unit_diagnose(dump->session->run->diags, unit->facts);
		nsc_dump_unit(unit->facts, &dump->session->mounts, dump->json,
			      sink_of(dump));
	}
}

static int print_input(const struct dump *dump, const struct input *input,
		       struct nsc_err *err)
{
	switch (input->kind) {
	case NSC_INPUT_OBJECT:
	case NSC_INPUT_IMAGE:
		print_object(dump, nsc_load_object(dump->session, input->path, false));
		return 0;
	case NSC_INPUT_MAP:
	case NSC_INPUT_SIDE:
		return print_map(dump, input, err);
	case NSC_INPUT_DATABASE:
		return print_database(dump, input, err);
	case NSC_INPUT_OTHER:
		print_units(dump, input);
		return 0;
	case NSC_INPUT_NONE:
	case NSC_INPUT_FOLDER:
		break;
	}
	return 0;
}

/* An object that cannot be read at all: a diagnostic says why. */
static bool is_unreadable(const struct dump *dump, const struct input *input)
{
	return (input->kind == NSC_INPUT_OBJECT || input->kind == NSC_INPUT_IMAGE) &&
	       !nsc_load_object(dump->session, input->path, false);
}

static int print_all(const struct dump *dump, struct nsc_err *err)
{
	bool first = true;
	size_t i;

	for (i = 0; i < dump->inputs.len; i++) {
		if (is_unreadable(dump, &dump->inputs.ptr[i])) {
			continue;
		}
		if (!first && !dump->json) {
			(void)!nostd_try_format_sink(sink_of(dump), "\n");
		}
		if (print_input(dump, &dump->inputs.ptr[i], err) < 0) {
			return -1;
		}
		first = false;
	}
	return print_lines(dump, first, err);
}

/* What was odd about the inputs, on standard error; is anything missing because of it? */
static bool say_diags(const struct dump *dump)
{
	struct nsc_run *run = dump->session->run;
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_out *out = nsc_out_fd(run->scratch, 2);
	struct nsc_put put = {nsc_out_sink(out), false, false};
	struct nsc_report report;

	memset(&report, 0, sizeof(report));
	report.run = run;
	report.mounts = &dump->session->mounts;
	nsc_diags_sort(run->diags, report.mounts);
	nsc_put_diags(&put, &report, dump->session->request->verbose);
	nsc_out_close(out, &ignored);
	return nsc_diags_incomplete(run->diags, (struct nsc_name){0});
}

static int dump_all(struct dump *dump, struct nsc_err *err)
{
	struct nsc_err closing = {NSC_ERR_NONE, ""};
	bool incomplete;
	int ret;

	if (take_request(dump, err) < 0 || prepare(dump, err) < 0) {
		return -1;
	}
	ret = print_all(dump, err);
	if (nsc_out_close(dump->out, ret < 0 ? &closing : err) < 0) {
		ret = -1;
	}
	incomplete = say_diags(dump);
	if (ret < 0) {
		return ret;
	}
	nsc_session_keep_answers(dump->session);
	nsc_store_commit(dump->session->store, NULL);
	return incomplete ? 2 : 0;
}

int nsc_dump(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err)
{
	struct nsc_session session = {.version = version};
	struct dump dump = {.session = &session};
	int ret = nsc_view_format(request, &dump.json, err);

	if (ret < 0) {
		return ret;
	}
	ret = nsc_session_open(&session, run, request, err);
	if (ret == 0) {
		dump.inputs = input_vec_new_in(nsc_keep(run));
		dump.out = nsc_out_fd(run->keep, 1);
		ret = dump_all(&dump, err);
	}
	nsc_session_close(&session);
	return ret;
}

bool nsc_reader_at(size_t number, struct nsc_reader_row *out)
{
	const struct nsc_map_format *format;
	size_t i;

	for (i = 0; i < number && nsc_map_formats[i]; i++) {
	}
	format = nsc_map_formats[i];
	if (!format) {
		return false;
	}
	out->name = format->name;
	out->title = format->title;
	out->grade = nsc_map_grade_text((enum nsc_map_grade)format->grade);
	return true;
}
