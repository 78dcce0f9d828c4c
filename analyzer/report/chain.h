/*
 * chain.h - a chain of causes on one line, or a few.
 */
#ifndef NSC_ANALYZER_REPORT_CHAIN_H
#define NSC_ANALYZER_REPORT_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

struct nostd_string;
struct nsc_hop;
struct nsc_names;

struct nsc_chain {
	uint32_t count;    /* of hops */
	uint32_t boundary; /* position of the first hosted one */
	bool whole;        /* do not leave out the middle of a long way to the boundary */
};

/*
 * Append "main -> log_reading => snprintf -> ... -> _sbrk"; "=>" is the edge that can be
 * cut, "~" leads to a function that is kept because it shares the section. Lines are
 * wrapped and indented to stand behind "  why:  ". Nothing for a single node.
 */
void nsc_chain_write(const struct nsc_names *names, const struct nsc_hop *hops,
		     const struct nsc_chain *chain, struct nostd_string *out);

#endif
