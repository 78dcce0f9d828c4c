/*
 * header.h - which names of hosted headers own code needs, and what brings them.
 *
 * In:   inclusions, macro definitions and declarations in the order of the translation
 *	 unit; the texts of the files that are own code; the uses of the unit.
 * Out:  header_names of nsc_unit_facts.
 *
 * Own code is read as text, for a name may be needed by what libclang has no reference
 * for: the body of a macro, a condition, an inline function that nobody calls. Without
 * objects or types a member called like a function of the libc is told from it by what
 * stands around it. In doubt a name counts as needed.
 *
 * Units that include freestanding headers at most are not read. C++ is left out.
 */
#ifndef NSC_ANALYZER_CLANG_HEADER_H
#define NSC_ANALYZER_CLANG_HEADER_H

#include <clang-c/Index.h>

struct nsc_headers;
struct nsc_parse;
struct nsc_where;

struct nsc_headers *nsc_headers_new(struct nsc_parse *parse);

/* The newest row of the unit's includes, and its directive (file NULL: an option). */
void nsc_headers_see_include(struct nsc_headers *headers, CXSourceLocation location,
			     const struct nsc_where *where);

/* A declaration at file level; inclusions and macros are all met before the first. */
void nsc_headers_see(struct nsc_headers *headers, CXCursor declaration);

/* Once the unit's uses are complete: link the includes, fill in header_names. */
void nsc_headers_finish(struct nsc_headers *headers);

#endif
