/*
 * object_dump.c - a driver for tests: files in, what analyzer/object says of them out.
 *
 *	object_dump [--text | --rows | --symbols | --none] FILE...
 *
 * Without an option: JSON, one document per file. --rows prints every row of the facts,
 * tab-separated, for scripts to compare; --symbols and --none print nothing (the second
 * reads debugging sections as well), to measure. Diagnostics go to stderr, one a line:
 * path: text. Exit: 0; 2 when a file could not be read; 3 for faults of our own.
 */
#include <stdio.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/object.h"
#include "analyzer/report/dump_object.h"

enum form { FORM_JSON, FORM_TEXT, FORM_ROWS, FORM_SYMBOLS, FORM_NONE };

static const char *chars(const struct nsc_run *run, struct nsc_name name)
{
	return nsc_name_chars(run->names, name);
}

static unsigned long relative(uint32_t row, uint32_t first)
{
	return row == NSC_NO_ROW ? 0 : row - first;
}

static void print_sections(const struct nsc_run *run,
			   const struct nsc_object_facts *facts,
			   const struct nsc_member *member)
{
	uint32_t i;

	for (i = 0; i < member->section_count; i++) {
		const struct nsc_object_section *row =
			&facts->sections.ptr[member->section_first + i];

		printf("section\t%u\t%s\t%u\t%llx\t%llx\t%llx\t%u\t%lu\t%llu\t%s\t%u\t%"
		       "zu\n",
		       i, chars(run, row->name), row->type,
		       (unsigned long long)row->flags, (unsigned long long)row->address,
		       (unsigned long long)row->size, row->entry_size,
		       relative(row->link, member->section_first),
		       (unsigned long long)row->align, chars(run, row->group),
		       row->group_is_comdat, row->bytes.size);
	}
}

static void print_symbols(const struct nsc_run *run, const struct nsc_object_facts *facts,
			  const struct nsc_member *member)
{
	uint32_t i;

	for (i = 0; i < member->symbol_count; i++) {
		const struct nsc_object_symbol *row =
			&facts->symbols.ptr[member->symbol_first + i];

		printf("symbol\t%u\t%s\t%u\t%u\t%u\t%u\t%lu\t%llx\t%llu\t%u\n", i,
		       chars(run, row->name), row->binding, row->type, row->where,
		       row->visibility, relative(row->section, member->section_first),
		       (unsigned long long)row->value, (unsigned long long)row->size,
		       row->reloc_count);
	}
}

static void print_relocs(const struct nsc_run *run, const struct nsc_object_facts *facts,
			 const struct nsc_member *member)
{
	static const struct nsc_object_site nowhere;
	uint32_t i;

	for (i = 0; i < member->reloc_count; i++) {
		const struct nsc_object_reloc *row =
			&facts->relocs.ptr[member->reloc_first + i];
		const struct nsc_object_site *site =
			row->site == NSC_NO_ROW ? &nowhere : &facts->sites.ptr[row->site];

		printf("reloc\t%lu\t%llx\t%lu\t%lld\t%u\t%u\t%s\t%s\t%s\t%u\t%u\n",
		       relative(row->section, member->section_first),
		       (unsigned long long)row->offset,
		       relative(row->symbol, member->symbol_first),
		       (long long)row->addend, row->type, row->kind,
		       chars(run, site->symbol_function), chars(run, site->function),
		       chars(run, site->at.file), site->at.line, site->at.column);
	}
}

static void print_ir(const struct nsc_run *run, const struct nsc_object_facts *facts,
		     const struct nsc_member *member)
{
	uint32_t i;

	for (i = 0; i < member->ir_symbol_count; i++) {
		const struct nsc_ir_symbol *row =
			&facts->ir_symbols.ptr[member->ir_symbol_first + i];

		printf("ir\t%s\t%u\t%u\t%u\t%u\t%s\t%llu\n", chars(run, row->name),
		       row->binding, row->type, row->where, row->visibility,
		       chars(run, row->comdat), (unsigned long long)row->size);
	}
}

static void print_segments(const struct nsc_object_facts *facts,
			   const struct nsc_member *member)
{
	uint32_t i;

	for (i = 0; i < member->segment_count; i++) {
		const struct nsc_object_segment *row =
			&facts->segments.ptr[member->segment_first + i];

		printf("segment\t%u\t%u\t%llx\t%llx\t%llx\t%llx\t%llx\n", row->type,
		       row->flags, (unsigned long long)row->offset,
		       (unsigned long long)row->address,
		       (unsigned long long)row->load_address,
		       (unsigned long long)row->file_size,
		       (unsigned long long)row->memory_size);
	}
}

static void print_rows(const struct nsc_run *run, const struct nsc_object_facts *facts)
{
	size_t i;

	printf("file\t%s\t%u\t%u\n", chars(run, facts->path), facts->container,
	       facts->index_missing);
	for (i = 0; i < facts->members.len; i++) {
		const struct nsc_member *row = &facts->members.ptr[i];

		printf("member\t%zu\t%s\t%llu\t%llu\t%u\t%u\t%u\t%x\t%llx\t%s\t%s\n", i,
		       chars(run, row->name), (unsigned long long)row->offset,
		       (unsigned long long)row->size, row->machine, row->type, row->flags,
		       row->elf_flags, (unsigned long long)row->entry,
		       chars(run, row->source), chars(run, row->producer));
		print_sections(run, facts, row);
		print_symbols(run, facts, row);
		print_relocs(run, facts, row);
		print_segments(facts, row);
		print_ir(run, facts, row);
	}
	for (i = 0; i < facts->index.len; i++) {
		printf("index\t%s\t%u\n", chars(run, facts->index.ptr[i].symbol),
		       facts->index.ptr[i].member);
	}
}

static void print(struct nsc_run *run, const struct nsc_object_facts *facts,
		  enum form form)
{
	struct nsc_out *out = nsc_out_fd(run->scratch, 1);
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_mounts mounts;
	struct nsc_json json;

	nsc_mounts_init(&mounts, run->keep, run->names);
	switch (form) {
	case FORM_JSON:
		nsc_json_init(&json, nsc_out_sink(out));
		nsc_dump_object_json(&json, &mounts, facts);
		break;
	case FORM_TEXT:
		nsc_dump_object_text(nsc_out_sink(out), &mounts, facts);
		break;
	case FORM_ROWS:
		print_rows(run, facts);
		break;
	case FORM_SYMBOLS:
	case FORM_NONE:
		break;
	}
	nsc_out_close(out, &err);
}

static int dump(struct nsc_run *run, const char *path, enum form form)
{
	struct nostd_str full = nsc_path_join(run->scratch, nsc_host_cwd(run->scratch),
					      nostd_str_from_c(path));
	struct nsc_name name = nsc_name(run->names, full);
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_object_facts facts;
	struct nsc_file_bytes file;
	int ret = nsc_host_open(path, &file, &err);

	if (ret == 0) {
		ret = form == FORM_SYMBOLS
			      ? nsc_object_parse_symbols(run, name, file.bytes, &facts,
							 &err)
			      : nsc_object_parse(run, name, file.bytes, &facts, &err);
		nsc_host_close(&file);
	}
	if (ret == 0) {
		print(run, &facts, form);
		return 0;
	}
	fprintf(stderr, "%s\n", err.text);
	return nsc_err_exit_code(err.kind);
}

static void print_diags(const struct nsc_run *run)
{
	size_t i;

	for (i = 0; i < run->diags->all.len; i++) {
		const struct nsc_diag *diag = &run->diags->all.ptr[i];
		const char *rule = nsc_diag_rule(diag->kind);

		fprintf(stderr, "%s: %s%s%s\n", chars(run, diag->at.file),
			rule ? rule : "note", ": ", chars(run, diag->text));
	}
}

int main(int argc, char **argv)
{
	static const char *const options[] = {"--json", "--text", "--rows", "--symbols",
					      "--none"};
	enum form form = FORM_JSON;
	int i, one, worst = 0;

	for (i = 1; i < argc; i++) {
		size_t option = 0;
		struct nsc_run run;

		while (option < 5 && strcmp(argv[i], options[option]) != 0) {
			option++;
		}
		if (option < 5) {
			form = (enum form)option;
			continue;
		}
		nsc_run_init(&run);
		one = dump(&run, argv[i], form);
		fflush(stdout);
		print_diags(&run);
		nsc_run_release(&run);
		worst = one > worst ? one : worst;
	}
	return worst;
}
