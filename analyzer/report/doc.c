/*
 * doc.c - see doc.h.
 */
#include "analyzer/report/doc.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/replay/price.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"

void nsc_doc_begin(struct nsc_doc *doc, const char *command)
{
	nsc_json_object(&doc->json);
	nsc_json_kstr(&doc->json, "schema_version", NOSTD_STR(NSC_REPORT_SCHEMA_VERSION));
	if (command) {
		nsc_json_kstr(&doc->json, "command", nostd_str_from_c(command));
	}
}

void nsc_doc_text(struct nsc_doc *doc, const char *key, struct nostd_str text)
{
	nsc_json_key(&doc->json, key);
	if (text.len != 0) {
		nsc_json_str(&doc->json, text);
	} else {
		nsc_json_null(&doc->json);
	}
}

void nsc_doc_name(struct nsc_doc *doc, const char *key, struct nsc_name name)
{
	nsc_doc_text(doc, key, nsc_name_text(doc->report->run->names, name));
}

void nsc_doc_path(struct nsc_doc *doc, const char *key, struct nsc_name path)
{
	nsc_doc_text(doc, key, nsc_show_path(doc->report, path));
}

void nsc_doc_number(struct nsc_doc *doc, const char *key, uint32_t number)
{
	nsc_json_key(&doc->json, key);
	if (number != 0) {
		nsc_json_uint(&doc->json, number);
	} else {
		nsc_json_null(&doc->json);
	}
}

void nsc_doc_cost(struct nsc_doc *doc, const char *key, bool known,
		  const struct nsc_cost *cost)
{
	nsc_json_key(&doc->json, key);
	if (!known) {
		nsc_json_null(&doc->json);
		return;
	}
	nsc_json_object_line(&doc->json);
	nsc_json_key(&doc->json, "flash");
	nsc_json_int(&doc->json, cost->flash);
	nsc_json_key(&doc->json, "ram");
	nsc_json_int(&doc->json, cost->ram);
	nsc_json_end(&doc->json);
}

void nsc_doc_price(struct nsc_doc *doc, const char *key, const struct nsc_price *price)
{
	nsc_doc_cost(doc, key, price->known, &price->cost);
}

void nsc_doc_place(struct nsc_doc *doc, struct nsc_place at)
{
	nsc_doc_path(doc, "file", at.file);
	nsc_doc_number(doc, "line", at.line);
	nsc_doc_number(doc, "column", at.column);
}

void nsc_doc_location(struct nsc_doc *doc, const char *key, struct nsc_place at)
{
	nsc_json_key(&doc->json, key);
	if (at.line == 0) {
		nsc_json_null(&doc->json);
		return;
	}
	nsc_json_object_line(&doc->json);
	nsc_doc_place(doc, at);
	nsc_json_end(&doc->json);
}

static void put_diag(struct nsc_doc *doc, const struct nsc_diag *diag)
{
	static const char *const kinds[] = {"detail", "note", "warning", "not-analysed",
					    "stale",  "lto",  "nothing"};
	const char *rule = nsc_diag_rule(diag->kind);

	nsc_json_object(&doc->json);
	nsc_doc_text(doc, "rule", nostd_str_from_c(rule));
	nsc_json_kstr(&doc->json, "kind", nostd_str_from_c(kinds[diag->kind]));
	nsc_doc_name(doc, "target", diag->target);
	nsc_doc_place(doc, diag->at);
	nsc_doc_name(doc, "text", diag->text);
	nsc_json_end(&doc->json);
}

void nsc_doc_errors(struct nsc_doc *doc)
{
	const struct nsc_diag_vec *all = &doc->report->run->diags->all;
	size_t i;

	nsc_json_key(&doc->json, "errors");
	nsc_json_array(&doc->json);
	for (i = 0; i < all->len; i++) {
		put_diag(doc, &all->ptr[i]);
	}
	nsc_json_end(&doc->json);
}
