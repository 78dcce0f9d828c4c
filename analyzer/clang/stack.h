/*
 * stack.h - the macros around a name, outermost first, as rows.
 */
#ifndef NSC_ANALYZER_CLANG_STACK_H
#define NSC_ANALYZER_CLANG_STACK_H

#include <clang-c/Index.h>

#include <nostd/str.h>

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

#endif
