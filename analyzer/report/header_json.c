/*
 * header_json.c - needs and chains of includes as JSON. See header.h.
 */
#include "analyzer/report/header.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/judge/headers.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/report.h"

enum { CHAIN_MAX = 256 }; /* compilers stop at 200 */

void nsc_header_doc_needs(struct nsc_doc *doc, const struct nsc_header_need *needs,
			  size_t count)
{
	size_t i;

	nsc_json_key(&doc->json, "needs");
	nsc_json_array(&doc->json);
	for (i = 0; i < count; i++) {
		nsc_json_object_line(&doc->json);
		nsc_doc_name(doc, "name", needs[i].name);
		nsc_json_kstr(&doc->json, "kind",
			      nostd_str_from_c(nsc_header_name_kind_name(needs[i].kind)));
		nsc_doc_place(doc, needs[i].at);
		nsc_doc_name(doc, "instead", needs[i].instead);
		nsc_json_end(&doc->json);
	}
	nsc_json_end(&doc->json);
}

/* Those of the last directive's guards that stand in the file of this one. */
static void put_guards(struct nsc_doc *doc, const struct nsc_unit_facts *unit,
		       const struct nsc_include *last, const struct nsc_include *include)
{
	uint32_t i;

	nsc_json_key(&doc->json, "guards");
	nsc_json_array(&doc->json);
	for (i = 0; i < last->guard_count; i++) {
		const struct nsc_guard *guard = &unit->guards.ptr[last->guard_first + i];

		if (!nsc_name_eq(guard->at.file, include->at.file)) {
			continue;
		}
		nsc_json_object_line(&doc->json);
		nsc_json_kstr(
			&doc->json, "directive",
			nostd_str_from_c(nsc_guard_directive_name(guard->directive)));
		nsc_doc_name(doc, "condition", guard->condition);
		nsc_doc_place(doc, guard->at);
		nsc_json_kbool(&doc->json, "taken", guard->taken);
		nsc_json_end(&doc->json);
	}
	nsc_json_end(&doc->json);
}

static void put_way(struct nsc_doc *doc, const struct nsc_header_way *way, uint32_t *rows)
{
	const struct nsc_unit_facts *unit = way->unit;
	size_t count = nsc_header_chain(way, rows, CHAIN_MAX), i;

	nsc_json_object(&doc->json);
	nsc_doc_path(doc, "unit", unit->source);
	nsc_json_key(&doc->json, "includes");
	nsc_json_array(&doc->json);
	for (i = 0; i < count && i < CHAIN_MAX; i++) {
		const struct nsc_include *include = &unit->includes.ptr[rows[i]];

		nsc_json_object(&doc->json);
		nsc_doc_name(doc, "spelled", include->spelled);
		nsc_doc_path(doc, "resolved", include->file);
		nsc_doc_place(doc, include->at);
		put_guards(doc, unit, &unit->includes.ptr[way->row], include);
		nsc_json_end(&doc->json);
	}
	nsc_json_end(&doc->json);
	nsc_json_end(&doc->json);
}

void nsc_header_doc_ways(struct nsc_doc *doc, const struct nsc_header_way *ways,
			 size_t count)
{
	struct nostd_bump_mark mark = nostd_bump_mark(doc->report->run->scratch);
	uint32_t *rows = nostd_bump_array(doc->report->run->scratch, uint32_t, CHAIN_MAX);
	size_t i;

	nsc_json_kuint(&doc->json, "units", count);
	nsc_json_key(&doc->json, "chains");
	nsc_json_array(&doc->json);
	for (i = 0; i < count; i++) {
		put_way(doc, &ways[i], rows);
	}
	nsc_json_end(&doc->json);
	nostd_bump_reset(doc->report->run->scratch, mark);
}
