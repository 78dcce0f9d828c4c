/*
 * fuzz_object.c - any bytes as an object or archive (libFuzzer).
 *
 * Beside "no crash" it holds what others rely on: rows that name existing rows, names
 * that exist, a failure with a sentence and no facts, and a dump that can be written.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/fmt.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/names.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/object.h"
#include "analyzer/report/dump_object.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition) ((condition) ? (void)0 : abort())

static bool swallow(void *self, struct nostd_str text)
{
	(void)self;
	(void)text;
	return true;
}

/* NSC_NO_ROW, or a row of the member. */
static bool in(uint32_t row, uint32_t first, uint32_t count)
{
	return row == NSC_NO_ROW || (row >= first && row - first < count);
}

static void check_member(const struct nsc_object_facts *facts,
			 const struct nsc_member *member)
{
	uint32_t i;

	for (i = 0; i < member->section_count; i++) {
		const struct nsc_object_section *row =
			&facts->sections.ptr[member->section_first + i];

		HOLDS(in(row->link, member->section_first, member->section_count));
		HOLDS((row->align & (row->align - 1)) == 0);
	}
	for (i = 0; i < member->symbol_count; i++) {
		const struct nsc_object_symbol *row =
			&facts->symbols.ptr[member->symbol_first + i];

		HOLDS(in(row->section, member->section_first, member->section_count));
		HOLDS((row->section != NSC_NO_ROW) == (row->where == NSC_WHERE_SECTION));
	}
	for (i = 0; i < member->reloc_count; i++) {
		const struct nsc_object_reloc *row =
			&facts->relocs.ptr[member->reloc_first + i];

		HOLDS(row->section != NSC_NO_ROW &&
		      in(row->section, member->section_first, member->section_count));
		HOLDS(in(row->symbol, member->symbol_first, member->symbol_count));
		HOLDS(in(row->site, 0, (uint32_t)facts->sites.len));
		HOLDS(i == 0 || row->section > row[-1].section ||
		      (row->section == row[-1].section && row->offset >= row[-1].offset));
	}
}

static void check(const struct nsc_run *run, const struct nsc_object_facts *facts)
{
	uint64_t sections = 0, symbols = 0, relocs = 0, segments = 0, ir_symbols = 0;
	size_t i;

	for (i = 0; i < facts->members.len; i++) {
		const struct nsc_member *member = &facts->members.ptr[i];

		HOLDS(member->section_first == sections);
		HOLDS(member->symbol_first == symbols);
		HOLDS(member->reloc_first == relocs);
		HOLDS(member->segment_first == segments);
		HOLDS(member->ir_symbol_first == ir_symbols);
		sections += member->section_count;
		symbols += member->symbol_count;
		relocs += member->reloc_count;
		segments += member->segment_count;
		ir_symbols += member->ir_symbol_count;
		HOLDS(sections <= facts->sections.len && symbols <= facts->symbols.len);
		HOLDS(relocs <= facts->relocs.len && segments <= facts->segments.len);
		HOLDS(ir_symbols <= facts->ir_symbols.len);
		check_member(facts, member);
	}
	for (i = 0; i < facts->index.len; i++) {
		HOLDS(facts->index.ptr[i].member < facts->members.len);
		HOLDS(facts->index.ptr[i].symbol.ix < nsc_names_count(run->names));
	}
}

static void dump(const struct nsc_run *run, const struct nsc_object_facts *facts)
{
	struct nostd_sink sink = {swallow, NULL};
	struct nsc_mounts mounts;
	struct nsc_json json;

	nsc_mounts_init(&mounts, run->keep, run->names);
	nsc_json_init(&json, sink);
	nsc_dump_object_json(&json, &mounts, facts);
	HOLDS(nsc_dump_object_text(sink, &mounts, facts));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_object_facts facts;
	struct nsc_run run;
	struct nsc_name path;

	nsc_run_init(&run);
	path = nsc_name_c(run.names, "/nowhere/fuzz");
	if (nsc_object_parse(&run, path, nostd_span_new(data, size), &facts, &err) == 0) {
		HOLDS(err.kind == NSC_ERR_NONE);
		check(&run, &facts);
		dump(&run, &facts);
	} else {
		HOLDS(err.kind != NSC_ERR_NONE && err.text[0] != 0);
		HOLDS(facts.members.len == 0);
	}
	nsc_run_release(&run);
	return 0;
}
