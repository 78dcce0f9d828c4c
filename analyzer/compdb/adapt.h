/*
 * adapt.h - a compile command of any compiler as a request for the worker.
 *
 * In:   a command, and what its compiler says about itself.
 * Out:  arguments that make libclang parse the same text for the same target: --target,
 *	 -nostdinc and the compiler's own folders as -isystem, options that both know,
 *	 translated where they are spelled differently.
 *
 * Fails closed: when the compiler cannot be asked, the unit is parsed only if its command
 * alone says everything (a triple, and -nostdinc); otherwise the request is REFUSED.
 */
#ifndef NSC_ANALYZER_COMPDB_ADAPT_H
#define NSC_ANALYZER_COMPDB_ADAPT_H

#include <stddef.h>

struct nsc_compdb_facts;
struct nsc_compile_command;
struct nsc_drivers;
struct nsc_run;
struct nsc_unit_request;

/*
 * Fill `out`, which is initialised, from one command. Never fails: what cannot be done is
 * a request of kind REFUSED or SKIPPED that says why.
 */
void nsc_adapt(struct nsc_run *run, struct nsc_drivers *drivers,
	       const struct nsc_compdb_facts *facts,
	       const struct nsc_compile_command *command, struct nsc_unit_request *out);

#endif
