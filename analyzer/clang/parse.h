/*
 * parse.h - one translation unit while it is being read: what the worker's modules share.
 *
 * Everything lives as long as the request; `run->keep` and `run->scratch` are the
 * request's own.
 */
#ifndef NSC_ANALYZER_CLANG_PARSE_H
#define NSC_ANALYZER_CLANG_PARSE_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_guards;
struct nsc_headers;
struct nsc_macros;
struct nsc_run;
struct nsc_unit_facts;
struct nsc_unit_request;
struct nsc_places;

struct nsc_parse {
	struct nsc_run *run;
	const struct nsc_unit_request *request;
	struct nsc_unit_facts *out;
	CXTranslationUnit tu;
	struct nsc_places *places;
	struct nsc_macros *macros;
	struct nsc_guards *guards;
	struct nsc_headers *headers;
	bool cxx;
	bool trigraphs; /* see conditional.h */
	bool raw_strings;
	bool gnu89_inline; /* `extern inline` emits nothing (GCC manual, "Inline") */
	bool underscore;   /* link names of C begin with '_' */
};

/* A place in a file as it is on the disk. `file` NULL: nowhere. */
struct nsc_where {
	CXFile file;
	unsigned line, column, offset;
};

struct nsc_places *nsc_places_new(struct nsc_run *run);

/* Of the outermost macro expansion. */
struct nsc_where nsc_where_expanded(CXSourceLocation location);
/* The same, but a macro's argument stands where it is written. */
struct nsc_where nsc_where_written(CXSourceLocation location);

/* A file's absolute path; its text, which lives as long as the unit. */
struct nsc_name nsc_parse_file(struct nsc_parse *parse, CXFile file);
struct nostd_str nsc_parse_text(const struct nsc_parse *parse, CXFile file);

struct nsc_place nsc_parse_physical(struct nsc_parse *parse,
				    const struct nsc_where *where);
/* Where it is written, with #line obeyed. */
struct nsc_place nsc_parse_presumed(struct nsc_parse *parse, CXSourceLocation location);

/* Paths of a unit are relative to the request's folder. */
struct nsc_name nsc_parse_path(struct nsc_parse *parse, struct nostd_str path);

/* A CXString as a name; the string is disposed of. */
struct nsc_name nsc_parse_name(struct nsc_parse *parse, CXString text);

#endif
