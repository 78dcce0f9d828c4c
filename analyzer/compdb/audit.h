/*
 * audit.h - the flags audit of a command: what it says, and what its compiler does
 * without being told.
 *
 * In:   the arguments of a command in order, and the compiler's own answer.
 * Out:  struct nsc_audit; of opposite flags the last one counts.
 */
#ifndef NSC_ANALYZER_COMPDB_AUDIT_H
#define NSC_ANALYZER_COMPDB_AUDIT_H

#include <nostd/str.h>

struct nsc_audit;
struct nsc_driver_facts;
struct nsc_invocation;
struct nsc_names;

/* One argument; `value` is its value where that is a word of its own, or joined. */
void nsc_audit_word(struct nsc_audit *audit, struct nostd_str word,
		    struct nostd_str value);

/*
 * Fill in what no argument said, from the predefined macros of the compiler. `driver`
 * NULL: it was not asked, and its defaults stay UNSAID.
 */
void nsc_audit_finish(const struct nsc_names *names,
		      const struct nsc_invocation *invocation,
		      const struct nsc_driver_facts *driver, struct nsc_audit *audit);

#endif
