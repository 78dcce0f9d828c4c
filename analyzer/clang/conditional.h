/*
 * conditional.h - the conditional directives of a file, and which surround a place.
 *
 * In:   the text of a source or header, as it is on the disk.
 * Out:  its #if, #ifdef, #elif, #else ... in order (C11 6.10.1), each with its condition
 *	 and what it is nested in.
 *
 * libclang says what was left out, never what surrounds live code. Comments, strings, raw
 * strings, line splices and digraphs are understood, trigraphs where asked for; nothing
 * is refused. Every byte is looked at once.
 */
#ifndef NSC_ANALYZER_CLANG_CONDITIONAL_H
#define NSC_ANALYZER_CLANG_CONDITIONAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/row.h"

struct nostd_bump;

/* Files that include each other in a row: gcc and clang stop at 200. */
enum { NSC_INCLUSIONS_MAX = 201 };

/* One directive that opens a branch. Rows are indices in nsc_conditionals.all. */
struct nsc_conditional {
	uint8_t directive;  /* enum nsc_guard_directive */
	bool include_guard; /* #ifndef around all of a header, to read it once */
	size_t offset;      /* of the '#' */
	size_t behind;      /* its name: where its condition begins */
	uint32_t outer;     /* whose branch it stands in, or NSC_NO_ROW */
	uint32_t before;    /* the branch before it in its group, or NSC_NO_ROW */
};

#define NOSTD_NAME nsc_conditional_vec
#define NOSTD_T    struct nsc_conditional
#define NOSTD_IN
#include <nostd/vec.h>

/* From a byte on, the innermost branch is this. */
struct nsc_branch_change {
	size_t offset;
	uint32_t inside; /* NSC_NO_ROW: none */
};

#define NOSTD_NAME nsc_branch_change_vec
#define NOSTD_T    struct nsc_branch_change
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_conditionals {
	struct nostd_str text;                /* trigraphs replaced */
	struct nsc_conditional_vec all;       /* in order */
	struct nsc_branch_change_vec changes; /* in order of their offsets */
};

struct nsc_conditionals_from {
	struct nostd_str text;
	bool trigraphs;   /* C11 5.2.1.1; off in GNU dialects */
	bool raw_strings; /* R"x(...)x": C++11 and GNU C99 */
};

/* Everything is put into `arena`, or borrows from the text. */
struct nsc_conditionals nsc_conditionals_scan(struct nostd_bump *arena,
					      const struct nsc_conditionals_from *from);

/* The condition of a row: blanks made one, without comments; of #else empty. */
struct nostd_str nsc_conditional_text(struct nostd_bump *arena,
				      const struct nsc_conditionals *conditionals,
				      uint32_t row);

/* The innermost branch around a byte; NSC_NO_ROW: there is none. */
uint32_t nsc_conditionals_at(const struct nsc_conditionals *conditionals, size_t offset);

/* A branch around a place, or one in front of it in the same group. */
struct nsc_around {
	uint32_t row;
	bool taken; /* the place stands in it */
};

/*
 * What decides that `inside` is compiled: outermost group first, of each group the
 * branches up to the one that was taken. Guards of whole headers are left out, and what
 * is outermost beyond NSC_LIMIT_GUARDS. Returns how many.
 */
size_t nsc_conditionals_around(const struct nsc_conditionals *conditionals,
			       uint32_t inside, struct nsc_around *out);

#endif
