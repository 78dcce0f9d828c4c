/*
 * unit_dump.c - compile database in, facts of its units out: the source level by itself.
 *
 *	unit_dump [options] compile_commands.json
 *
 *	--json             JSON instead of text
 *	--commands         the database itself, and no unit
 *	--requests         what the worker would be asked, one argument a line
 *	--root DIR         paths below are shown relative to it
 *	--query-driver G   allow compilers that match the glob; may be repeated
 *	--file SUFFIX      only units whose path ends so
 *	-j N               workers
 *	--seconds N        time limit for one unit
 *	--memory-mib N     memory limit of a worker
 *	--quiet            parse, print nothing
 *
 * Diagnostics go to standard error. Exit status: 0 when every unit was understood whole,
 * 1 when one was not, 2 when the database cannot be read or no worker started.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/adapt.h"
#include "analyzer/compdb/compdb.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/pool/pool.h"
#include "analyzer/report/dump_unit.h"

enum { GLOBS_MAX = 8 };

struct options {
	struct nostd_str database, root, suffix;
	struct nostd_str globs[GLOBS_MAX];
	size_t glob_count;
	struct nsc_pool_options pool;
	bool json, commands, requests, quiet;
};

#define NOSTD_NAME requests
#define NOSTD_T    struct nsc_unit_request
#define NOSTD_IN
#include <nostd/vec.h>

static bool number(struct nostd_str text, unsigned *out)
{
	uint32_t value;

	if (!nostd_str_to_u32(text, 10, &value)) {
		return false;
	}
	*out = value;
	return true;
}

/* An option with a value; false when it is none of ours. */
static bool read_value(struct options *options, struct nostd_str name,
		       struct nostd_str value)
{
	unsigned mib;

	if (nostd_str_eq(name, NOSTD_STR("--root"))) {
		options->root = value;
	} else if (nostd_str_eq(name, NOSTD_STR("--file"))) {
		options->suffix = value;
	} else if (nostd_str_eq(name, NOSTD_STR("--query-driver")) &&
		   options->glob_count < GLOBS_MAX) {
		options->globs[options->glob_count++] = value;
	} else if (nostd_str_eq(name, NOSTD_STR("-j"))) {
		return number(value, &options->pool.workers);
	} else if (nostd_str_eq(name, NOSTD_STR("--seconds"))) {
		return number(value, &options->pool.seconds_max);
	} else if (nostd_str_eq(name, NOSTD_STR("--memory-mib")) && number(value, &mib)) {
		options->pool.memory_max = (size_t)mib << 20;
	} else {
		return false;
	}
	return true;
}

static bool read_options(int argc, char **argv, struct options *options)
{
	int i;

	for (i = 1; i < argc; i++) {
		struct nostd_str word = nostd_str_from_c(argv[i]);

		if (nostd_str_eq(word, NOSTD_STR("--json"))) {
			options->json = true;
		} else if (nostd_str_eq(word, NOSTD_STR("--commands"))) {
			options->commands = true;
		} else if (nostd_str_eq(word, NOSTD_STR("--requests"))) {
			options->requests = true;
		} else if (nostd_str_eq(word, NOSTD_STR("--quiet"))) {
			options->quiet = true;
		} else if (!nostd_str_starts_with(word, NOSTD_STR("-"))) {
			options->database = word;
		} else if (i + 1 >= argc ||
			   !read_value(options, word, nostd_str_from_c(argv[i + 1]))) {
			return false;
		} else {
			i++;
		}
	}
	return options->database.len != 0;
}

static int read_database(struct nsc_run *run, const struct options *options,
			 struct nsc_compdb_facts *facts, struct nsc_err *err)
{
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(options->database.ptr, &file, err) < 0) {
		return -1;
	}
	ret = nsc_compdb_parse(run, options->database, file.bytes, facts, err);
	nsc_host_close(&file);
	return ret;
}

static void adapt_all(struct nsc_run *run, const struct options *options,
		      const struct nsc_compdb_facts *facts, struct requests *out)
{
	struct nsc_driver_policy policy = {options->globs, options->glob_count, 0};
	struct nsc_drivers *drivers = nsc_drivers_new(run, &policy);
	size_t i;

	for (i = 0; i < facts->commands.len; i++) {
		const struct nsc_compile_command *command = &facts->commands.ptr[i];
		struct nsc_unit_request request;

		if (nostd_str_ends_with(nsc_name_text(run->names, command->file),
					options->suffix)) {
			nsc_unit_request_init(&request, run->keep);
			nsc_adapt(run, drivers, facts, command, &request);
			requests_push(out, request);
		}
	}
}

static void print_requests(const struct nsc_run *run, const struct requests *all,
			   struct nostd_sink out)
{
	static const char *const kinds[] = {"parse", "preprocess", "scan", "refused",
					    "skipped"};
	size_t i, j;

	for (i = 0; i < all->len; i++) {
		const struct nsc_unit_request *one = &all->ptr[i];

		(void)!nostd_try_format_sink(out, "{} {} {} {}\n", kinds[one->kind],
					     nsc_name_text(run->names, one->source),
					     nsc_name_text(run->names, one->triple),
					     nsc_name_text(run->names, one->why));
		for (j = 0; j < one->arguments.len; j++) {
			(void)!nostd_try_format_sink(
				out, "\t{}\n",
				nsc_name_text(run->names, one->arguments.ptr[j]));
		}
	}
}

static int answer_all(struct nsc_run *run, const struct options *options,
		      const struct requests *all, const struct nsc_mounts *mounts,
		      struct nostd_sink out, struct nsc_err *err)
{
	struct nsc_unit_facts *facts =
		nostd_bump_array(run->keep, struct nsc_unit_facts, all->len);
	struct nsc_pool_work work = {all->ptr, all->len, facts};
	size_t i;

	if (nsc_pool_run(run, &options->pool, &work, err) < 0) {
		return 2;
	}
	for (i = 0; i < all->len; i++) {
		nsc_unit_diagnose(run->diags, &facts[i]);
		if (!options->quiet) {
			nsc_dump_unit(&facts[i], mounts, options->json, out);
		}
	}
	return nsc_diags_incomplete(run->diags, (struct nsc_name){0}) ? 1 : 0;
}

static void print_diags(struct nsc_run *run, const struct nsc_mounts *mounts,
			struct nostd_sink out)
{
	size_t i;

	nsc_diags_sort(run->diags, mounts);
	for (i = 0; i < run->diags->all.len; i++) {
		const struct nsc_diag *one = &run->diags->all.ptr[i];
		const char *rule = nsc_diag_rule(one->kind);
		struct nsc_name shown = nsc_mounts_show(mounts, one->at.file);

		(void)!nostd_try_format_sink(out, "{}:{}:{}: {}: {}\n",
					     nsc_name_text(run->names, shown),
					     one->at.line, one->at.column,
					     rule ? rule : "warning",
					     nsc_name_text(run->names, one->text));
	}
}

static int run_all(struct nsc_run *run, const struct options *options,
		   struct nostd_sink out, struct nostd_sink log)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct requests all = requests_new_in(nsc_keep(run));
	struct nsc_compdb_facts facts;
	struct nsc_mounts mounts;
	int ret = 0;

	nsc_compdb_facts_init(&facts, run->keep);
	nsc_mounts_init(&mounts, run->keep, run->names);
	if (options->root.len != 0) {
		nsc_mounts_add(&mounts, options->root, "");
	}
	if (read_database(run, options, &facts, &err) < 0) {
		ret = 2;
	} else if (options->commands) {
		nsc_dump_compdb(&facts, NULL, &mounts, options->json, out);
	} else {
		adapt_all(run, options, &facts, &all);
		if (options->requests) {
			print_requests(run, &all, out);
		} else {
			ret = answer_all(run, options, &all, &mounts, out, &err);
		}
	}
	print_diags(run, &mounts, log);
	if (err.kind != NSC_ERR_NONE) {
		(void)!nostd_try_format_sink(log, "unit_dump: {}\n", err.text);
	}
	return ret;
}

int main(int argc, char **argv)
{
	struct options options = {.json = false};
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_run run;
	struct nsc_out *out, *log;
	int ret;

	if (!read_options(argc, argv, &options)) {
		return 2;
	}
	nsc_run_init(&run);
	out = nsc_out_fd(run.keep, 1);
	log = nsc_out_fd(run.keep, 2);
	ret = run_all(&run, &options, nsc_out_sink(out), nsc_out_sink(log));
	if (nsc_out_close(out, &err) < 0 || nsc_out_close(log, &err) < 0) {
		ret = 2;
	}
	nsc_run_release(&run);
	return ret;
}
