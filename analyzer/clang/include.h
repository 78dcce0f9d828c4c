/*
 * include.h - include directives, files that were read, diagnostics of one unit.
 */
#ifndef NSC_ANALYZER_CLANG_INCLUDE_H
#define NSC_ANALYZER_CLANG_INCLUDE_H

#include <clang-c/Index.h>
#include <stdbool.h>

struct nsc_parse;
struct nsc_name;
struct nostd_span;

/* A directive of the preprocessing record, in order. */
void nsc_include_see(struct nsc_parse *parse, CXCursor directive);

/* Every file that was read, the main one first, with the digest of what was read. */
void nsc_include_inputs(struct nsc_parse *parse);

/* One file that was read. */
void nsc_include_add_input(struct nsc_parse *parse, struct nsc_name path,
			   struct nostd_span bytes);

#endif
