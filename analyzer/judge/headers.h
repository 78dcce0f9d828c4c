/*
 * headers.h - hosted headers: which directives bring them, what is needed of them, and
 * which freestanding header has it as well (NSC102).
 *
 * In:   the units of a target, and the table of headers.
 * Out:  findings; for one header, everything that is known of it in the target.
 *
 * A directive counts that stands in own code and opens a hosted file. What several units
 * say of one directive is put together: it is needed for what any of them needs.
 */
#ifndef NSC_ANALYZER_JUDGE_HEADERS_H
#define NSC_ANALYZER_JUDGE_HEADERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/judge/finding.h"

struct nsc_include;
struct nsc_target;

void nsc_headers_judge(const struct nsc_target *target, struct nsc_findings *findings);

/* A directive in own code, over all units that have it. */
struct nsc_header_directive {
	struct nsc_name header; /* as it is spelled */
	struct nsc_name file;   /* what it opens */
	struct nsc_place at;    /* file empty: an option, -include */
	bool used;  /* something compiled refers to a function or object of it */
	bool blind; /* of a unit it is not known which other names it needs */
	struct nsc_header_need_vec needs; /* by name */
	struct nsc_header_way_vec ways;   /* to it; a unit each */
	/* The same to the header that was asked for, perhaps by way of others. */
	struct nsc_header_way_vec to;
};

#define NOSTD_NAME nsc_header_directive_vec
#define NOSTD_T    struct nsc_header_directive
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * Directives that lead to a header: "stdio.h", "<stdio.h>", "sys/types.h", or, where none
 * is spelled so, the end of its path. Hosted ones and the project's own. False: no unit
 * of the target includes it. In run->keep.
 */
bool nsc_headers_find(const struct nsc_target *target, struct nostd_str name,
		      struct nsc_header_directive_vec *out);

/*
 * Does an include open a header that is called so? `exact`: as it is spelled there, else
 * its path ends in the name, behind a '/'. "<>" around the name are left out.
 */
bool nsc_header_is_called(const struct nsc_target *target,
			  const struct nsc_include *include, struct nostd_str name,
			  bool exact);

/*
 * The rows of a way, from the main file down to the directive; at most `max`, the last
 * ones. How many there are in all.
 */
size_t nsc_header_chain(const struct nsc_header_way *way, uint32_t *rows, size_t max);

/*
 * Is it known what of it is used? Of own headers, and of those that every freestanding
 * implementation has, nobody asks.
 */
bool nsc_header_is_judged(const struct nsc_target *target,
			  const struct nsc_header_directive *one);

/* What to include instead, or that nothing is lost: sentences; empty: nothing to say. */
struct nsc_name nsc_header_remedy(const struct nsc_target *target,
				  const struct nsc_header_directive *one);

const char *nsc_header_name_kind_name(uint8_t kind);

#endif
