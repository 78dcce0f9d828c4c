/*
 * answer.h - what a compiler printed, understood.
 *
 * In:   both outputs of `CC -E -dM -v -x c /dev/null` under LC_ALL=C. gcc (all since
 *	 3) and clang print the same for our purpose.
 * Out:  the answer fields of nsc_driver_facts.
 */
#ifndef NSC_ANALYZER_COMPDB_ANSWER_H
#define NSC_ANALYZER_COMPDB_ANSWER_H

#include <stdbool.h>

#include <nostd/str.h>

struct nsc_driver_facts;
struct nsc_run;

/*
 * False when it is no such output: no target, no search list, or no __SIZEOF_POINTER__.
 * Uses run->scratch and gives it back.
 */
bool nsc_answer_read(struct nsc_run *run, struct nostd_str out, struct nostd_str err_text,
		     struct nsc_driver_facts *facts);

/* Is this where a compiler keeps its own headers: /usr/lib/gcc/avr/5.4.0/include? */
bool nsc_answer_is_own(struct nostd_str folder);

#endif
