/*
 * generic.h - which part of a _Generic is chosen.
 *
 * libclang shows all parts and says neither which is chosen nor the types they stand for.
 */
#ifndef NSC_ANALYZER_CLANG_GENERIC_H
#define NSC_ANALYZER_CLANG_GENERIC_H

#include <clang-c/Index.h>
#include <stdbool.h>

struct nsc_parse;

/*
 * May `child`, a child of the _Generic, be evaluated? False for the controlling
 * expression and for parts that are not chosen. Parts are told apart by the type of the
 * whole; where several have it, by the spelling of their types. Where that does not
 * decide either, all of them count as chosen.
 */
bool nsc_generic_is_chosen(struct nsc_parse *parse, CXCursor generic, CXCursor child);

#endif
