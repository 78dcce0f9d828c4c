/*
 * doc.h - a JSON document about a run: the values that all such documents spell alike.
 *
 * Paths are shown through the report's mounts; what is not known is null; a price is
 * {flash, ram} in bytes (decisions.md 45).
 */
#ifndef NSC_ANALYZER_REPORT_DOC_H
#define NSC_ANALYZER_REPORT_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/json_out.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_cost;
struct nsc_price;
struct nsc_report;

struct nsc_doc {
	const struct nsc_report *report;
	struct nsc_json json;
};

/* Opens the outermost object with schema_version and, if it is given, the command. */
void nsc_doc_begin(struct nsc_doc *doc, const char *command);

/* Key and value in one; an empty text, the empty name and the number 0 are null. */
void nsc_doc_text(struct nsc_doc *doc, const char *key, struct nostd_str text);
void nsc_doc_name(struct nsc_doc *doc, const char *key, struct nsc_name name);
void nsc_doc_path(struct nsc_doc *doc, const char *key, struct nsc_name path);
void nsc_doc_number(struct nsc_doc *doc, const char *key, uint32_t number);
void nsc_doc_cost(struct nsc_doc *doc, const char *key, bool known,
		  const struct nsc_cost *cost);
void nsc_doc_price(struct nsc_doc *doc, const char *key, const struct nsc_price *price);

/* The keys file, line and column of the object that is open. */
void nsc_doc_place(struct nsc_doc *doc, struct nsc_place at);
/* An object of its own; null when the line is not known. */
void nsc_doc_location(struct nsc_doc *doc, const char *key, struct nsc_place at);

/* "errors": every diagnostic of the run. */
void nsc_doc_errors(struct nsc_doc *doc);

#endif
