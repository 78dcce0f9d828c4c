/*
 * condition.h - the condition of an #if worked out (C11 6.10.1).
 *
 * In:   a directive, its condition, the macros in force there.
 * Out:  true, false or unknown; the macros that the condition names.
 *
 * Unknown is what only the preprocessor can tell (__has_include, __COUNTER__), and what
 * is no integer constant expression. No recursion: operands wait on a stack.
 */
#ifndef NSC_ANALYZER_CLANG_CONDITION_H
#define NSC_ANALYZER_CLANG_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/place.h"

struct nostd_bump;
struct nsc_macros;

enum nsc_truth { NSC_FALSE, NSC_TRUE, NSC_UNKNOWN };

struct nsc_condition {
	uint8_t directive; /* enum nsc_guard_directive, not ELSE */
	bool cxx;
	struct nostd_str text;
	struct nsc_macros *macros;
	uint32_t limit; /* definitions in force: the first so many */
	/* The body of a macro that the compiler itself defines; false: it is none. */
	bool (*predefined)(void *of, struct nostd_str name, struct nostd_str *body);
	void *of;
};

/* Scratch memory is taken from `arena`. */
enum nsc_truth nsc_condition_evaluate(struct nostd_bump *arena,
				      const struct nsc_condition *condition);

/* A macro that a condition names. */
struct nsc_condition_name {
	struct nostd_str name;
	uint8_t state;         /* enum nsc_guard_macro_state */
	struct nostd_str body; /* what it is defined as; may be empty */
	struct nsc_place at;   /* of its #define; file empty: an option, or predefined */
};

#define NOSTD_NAME nsc_condition_name_vec
#define NOSTD_T    struct nsc_condition_name
#define NOSTD_IN
#include <nostd/vec.h>

/* Each name once, in order, without `defined` and what only the preprocessor knows. */
struct nsc_condition_name_vec nsc_condition_names(struct nostd_bump *arena,
						  const struct nsc_condition *condition);

#endif
