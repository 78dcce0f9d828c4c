/*
 * stack.h - the macros around a name, outermost first, as rows.
 */
#ifndef NSC_ANALYZER_CLANG_STACK_H
#define NSC_ANALYZER_CLANG_STACK_H

#include <clang-c/Index.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_expansion;
struct nsc_parse;
struct nsc_stacks;
struct nsc_use;

struct nsc_stacks *nsc_stacks_new(struct nsc_parse *parse);
void nsc_stacks_release(struct nsc_stacks *stacks);

/*
 * Fill use->macro_first and macro_count for a name that libclang says is at `location`.
 * `written` is the name as it comes out of the macros. To be called in the order of the
 * syntax tree: the second call for one name at one place takes its second occurrence.
 */
void nsc_stacks_find(struct nsc_stacks *stacks, CXSourceLocation location,
		     struct nostd_str written, struct nsc_use *use);

/*
 * What comes out of the outermost macro at `location`; NULL: there is none. Valid until
 * the next call for another place.
 */
const struct nsc_expansion *nsc_stacks_expand(struct nsc_stacks *stacks,
					      CXSourceLocation location);
/* The history of one token of that expansion as rows, outermost first. */
void nsc_stacks_add(struct nsc_stacks *stacks, uint32_t through, uint32_t *first,
		    uint32_t *count);

#endif
