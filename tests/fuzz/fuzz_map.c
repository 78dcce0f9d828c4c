/*
 * fuzz_map.c - libFuzzer target: any bytes as a link map.
 *
 * What is read must be sound: every row number inside its table, what is printed
 * printable. Reasons that are read alone are those of the whole, or the first of them.
 * Seeds: the maps in tests/maps/generated and written, those of tests/golden, and
 * seeds/map: what linkers say beside their maps, and what is refused or not understood.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_map -max_len=65536 CORPUS SEEDS...
 */
#include <stddef.h>
#include <stdint.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/map.h"
#include "analyzer/report/dump_map.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool swallow(void *self, struct nostd_str text)
{
	size_t *written = self;

	*written += text.len;
	return true;
}

static void check_file(const struct nsc_map_facts *facts, uint32_t row, bool may_lack)
{
	NSC_BUG_IF(row == NSC_NO_ROW ? !may_lack : row >= facts->files.len);
}

static void check_sections(const struct nsc_map_facts *facts,
			   const struct nsc_map_section_vec *sections)
{
	size_t i;

	for (i = 0; i < sections->len; i++) {
		const struct nsc_map_section *section = &sections->ptr[i];

		check_file(facts, section->file, true);
		NSC_BUG_IF(section->output != NSC_NO_ROW &&
			   section->output >= facts->outputs.len);
		NSC_BUG_IF(section->line == 0 || section->line > facts->lines);
	}
}

static void check(const struct nsc_map_facts *facts, const struct nsc_names *names)
{
	size_t i;

	for (i = 0; i < facts->files.len; i++) {
		NSC_BUG_IF(!nsc_name_given(facts->files.ptr[i].name));
	}
	for (i = 0; i < facts->pulls.len; i++) {
		check_file(facts, facts->pulls.ptr[i].file, false);
		check_file(facts, facts->pulls.ptr[i].by, true);
	}
	check_sections(facts, &facts->sections);
	check_sections(facts, &facts->discarded);
	for (i = 0; i < facts->symbols.len; i++) {
		NSC_BUG_IF(facts->symbols.ptr[i].section != NSC_NO_ROW &&
			   facts->symbols.ptr[i].section >= facts->sections.len);
		NSC_BUG_IF(facts->symbols.ptr[i].name.ix >= nsc_names_count(names));
	}
	for (i = 0; i < facts->cref.len; i++) {
		check_file(facts, facts->cref.ptr[i].file, false);
		NSC_BUG_IF(facts->cref.ptr[i].role > NSC_CREF_EITHER);
	}
	for (i = 0; i < facts->commons.len; i++) {
		check_file(facts, facts->commons.ptr[i].file, false);
	}
}

static void print(const struct nsc_run *run, const struct nsc_map_facts *facts)
{
	size_t written = 0;
	struct nostd_sink sink = {swallow, &written};
	struct nsc_json json;

	nsc_json_init(&json, sink);
	nsc_dump_map_json(&json, run->names, facts);
	NSC_BUG_IF(!nsc_dump_map_text(sink, run->names, facts));
}

static void check_same_file(const struct nsc_map_facts *a, uint32_t row_a,
			    const struct nsc_map_facts *b, uint32_t row_b)
{
	NSC_BUG_IF((row_a == NSC_NO_ROW) != (row_b == NSC_NO_ROW));
	if (row_a != NSC_NO_ROW) {
		NSC_BUG_IF(!nsc_name_eq(a->files.ptr[row_a].archive,
					b->files.ptr[row_b].archive));
		NSC_BUG_IF(
			!nsc_name_eq(a->files.ptr[row_a].name, b->files.ptr[row_b].name));
	}
}

static void check_pulls(struct nsc_run *run, const struct nsc_map_facts *whole,
			struct nostd_span text)
{
	struct nsc_err err = {0};
	struct nsc_map_facts facts;
	size_t i;

	nsc_map_facts_init(&facts, run->keep);
	NSC_BUG_IF(nsc_map_parse_pulls(run, nsc_name_c(run->names, "fuzz.map"), text,
				       &facts, &err) < 0);
	NSC_BUG_IF(facts.pulls.len > whole->pulls.len);
	for (i = 0; i < facts.pulls.len; i++) {
		const struct nsc_map_pull *a = &facts.pulls.ptr[i];
		const struct nsc_map_pull *b = &whole->pulls.ptr[i];

		NSC_BUG_IF(a->reason != b->reason || a->line != b->line);
		NSC_BUG_IF(!nsc_name_eq(a->symbol, b->symbol));
		check_same_file(&facts, a->file, whole, b->file);
		check_same_file(&facts, a->by, whole, b->by);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct nostd_str text = nostd_str_new((const char *)bytes, size);
	struct nsc_err err = {0};
	struct nsc_map_facts facts;
	struct nsc_run run;

	nsc_run_init(&run);
	nsc_map_facts_init(&facts, run.keep);
	if (nsc_map_parse(&run, nsc_name_c(run.names, "fuzz.map"),
			  nostd_span_new(bytes, size), &facts, &err) < 0) {
		NSC_BUG_IF(err.kind != NSC_ERR_INPUT || err.text[0] == '\0');
		NSC_BUG_IF(nsc_map_is(text));
	} else {
		NSC_BUG_IF(!nsc_map_is(text) || nsc_map_is_foreign(text));
		NSC_BUG_IF((facts.truncated || facts.lines_unknown != 0) &&
			   !nsc_diags_incomplete(run.diags, (struct nsc_name){0}));
		check(&facts, run.names);
		check_pulls(&run, &facts, nostd_span_new(bytes, size));
		print(&run, &facts);
	}
	nsc_run_release(&run);
	return 0;
}
