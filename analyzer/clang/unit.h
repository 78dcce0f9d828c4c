/*
 * unit.h - one request answered: parse, check that it was parsed as asked, collect.
 *
 * Success is not "no fatal error". libclang goes on after a driver error and then parses
 * for the host with the host's headers (seen in 14 and 19), so a unit counts only when
 * there was no error outside of files, and the target is the one that was asked for.
 */
#ifndef NSC_ANALYZER_CLANG_UNIT_H
#define NSC_ANALYZER_CLANG_UNIT_H

#include <stdbool.h>

struct nsc_clang;
struct nsc_run;
struct nsc_unit_facts;
struct nsc_unit_request;

/* The library: one for the life of a worker. Lives in run->keep. */
struct nsc_clang *nsc_clang_new(struct nsc_run *run);
void nsc_clang_release(struct nsc_clang *clang);
/* "libclang 19.1.7" */
const char *nsc_clang_version(const struct nsc_clang *clang);

/*
 * Fill `out`, which is initialised. False when libclang crashed and recovered: the
 * process should end after this answer.
 */
bool nsc_unit_answer(struct nsc_clang *clang, struct nsc_run *run,
		     const struct nsc_unit_request *request, struct nsc_unit_facts *out);

#endif
