/*
 * header.h - what is needed of a header, and the chains of includes that lead to it: the
 * parts of a report that `check`, `why` and `tree` share.
 *
 * JSON: `needs` [{name, kind, file, line, column, instead}], `instead` a freestanding
 * header that declares the name, or null; `units`, how many include it; `chains`
 * [{unit, includes[{spelled, resolved, file, line, column, guards[]}]}], from the main
 * file down. A guard {directive, condition, file, line, taken} stands with the include
 * that it is around. An include of the command line has no place.
 */
#ifndef NSC_ANALYZER_REPORT_HEADER_H
#define NSC_ANALYZER_REPORT_HEADER_H

#include <stdbool.h>
#include <stddef.h>

struct nsc_doc;
struct nsc_header_need;
struct nsc_header_way;
struct nsc_put;
struct nsc_report;

struct nsc_header_shown {
	size_t count;    /* ways */
	bool all;        /* else a few, and how many more there are */
	bool from_units; /* also those that are one directive in the main file */
};

/* "  needs: FILE (struct own.h:9), ..." */
void nsc_header_put_needs(struct nsc_put *put, const struct nsc_report *report,
			  const struct nsc_header_need *needs, size_t count);
/* "  from: main.c:2 -> own.h:5 -> <stdio.h>", a line each. */
void nsc_header_put_ways(struct nsc_put *put, const struct nsc_report *report,
			 const struct nsc_header_way *ways,
			 const struct nsc_header_shown *shown);

/* Members `needs`, `units` and `chains` of an open object. */
void nsc_header_doc_needs(struct nsc_doc *doc, const struct nsc_header_need *needs,
			  size_t count);
void nsc_header_doc_ways(struct nsc_doc *doc, const struct nsc_header_way *ways,
			 size_t count);

#endif
