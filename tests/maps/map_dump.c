/*
 * map_dump.c - the map readers alone, for tests: read one map, print what it says.
 *
 *	map_dump [--json | --text | --summary | --cost | --none] FILE
 *
 * Out: the facts on standard output, diagnostics and failures on standard error as
 * "path:line:column: text". Exit code 0; 1 when something makes the run incomplete; 2
 * when the file is refused.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/map.h"
#include "analyzer/report/dump_map.h"

static void print_diags(const struct nsc_run *run)
{
	struct nsc_mounts none;
	size_t i;

	nsc_mounts_init(&none, run->keep, run->names);
	nsc_diags_sort(run->diags, &none);
	for (i = 0; i < run->diags->all.len; i++) {
		const struct nsc_diag *diag = &run->diags->all.ptr[i];

		fprintf(stderr, "%s:%u:%u: %s\n",
			nsc_name_chars(run->names, diag->at.file), diag->at.line,
			diag->at.column, nsc_name_chars(run->names, diag->text));
	}
}

/* One line: tab-separated counts, for tests/corpus. */
static void print_summary(const struct nsc_run *run, const struct nsc_map_facts *facts)
{
	printf("%s\tlines %u\tunknown %u\t%spulls %zu\tloads %zu\toutputs %zu\t"
	       "sections %zu\tdiscarded %zu\tsymbols %zu\tcommons %zu\tregions %zu\t"
	       "cref %zu\tfiles %zu\n",
	       nsc_name_chars(run->names, facts->format), facts->lines,
	       facts->lines_unknown, facts->truncated ? "TRUNCATED\t" : "",
	       facts->pulls.len, facts->loads.len, facts->outputs.len,
	       facts->sections.len, facts->discarded.len, facts->symbols.len,
	       facts->commons.len, facts->regions.len, facts->cref.len, facts->files.len);
}

/* The anonymous memory of this process, in KiB, as Linux counts it (proc(5)). */
static void print_cost(void)
{
	char line[256];
	unsigned long size = 0;
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "RssAnon: %lu", &size) == 1) {
			break;
		}
	}
	if (status) {
		fclose(status);
	}
	printf("anonymous %lu\n", size);
}

static int print(struct nsc_run *run, const char *form, const struct nsc_map_facts *facts,
		 struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(run->scratch, STDOUT_FILENO);
	struct nsc_json json;

	if (strcmp(form, "--json") == 0) {
		nsc_json_init(&json, nsc_out_sink(out));
		nsc_dump_map_json(&json, run->names, facts);
	} else if (strcmp(form, "--text") == 0) {
		(void)nsc_dump_map_text(nsc_out_sink(out), run->names, facts);
	} else if (strcmp(form, "--summary") == 0) {
		print_summary(run, facts);
	} else if (strcmp(form, "--cost") == 0) {
		print_cost();
	}
	return nsc_out_close(out, err);
}

static int dump(struct nsc_run *run, const char *form, const char *path,
		struct nsc_err *err)
{
	struct nsc_map_facts facts;
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(path, &file, err) < 0) {
		return -1;
	}
	nsc_map_facts_init(&facts, run->keep);
	ret = nsc_map_parse(run, nsc_name_c(run->names, path), file.bytes, &facts, err);
	nsc_host_close(&file);
	return ret < 0 ? ret : print(run, form, &facts, err);
}

int main(int argc, char **argv)
{
	struct nsc_err err = {0};
	struct nsc_run run;
	int code = 0;

	if (argc != 3) {
		fprintf(stderr,
			"usage: map_dump [--json|--text|--summary|--cost|--none] FILE\n");
		return 2;
	}
	nsc_run_init(&run);
	if (dump(&run, argv[1], argv[2], &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		code = nsc_err_exit_code(err.kind);
	} else if (nsc_diags_incomplete(run.diags, (struct nsc_name){0})) {
		code = 1;
	}
	print_diags(&run);
	nsc_run_release(&run);
	return code;
}
