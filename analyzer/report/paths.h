/*
 * paths.h - the symbols and edges that stand on the chains of findings, each once, in
 * order.
 */
#ifndef NSC_ANALYZER_REPORT_PATHS_H
#define NSC_ANALYZER_REPORT_PATHS_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "rules/tier.h"

struct nsc_report;

struct nsc_path_symbol {
	struct nsc_name target, name, base;
	bool known;
	enum nsc_tier tier;
	enum nsc_capability capability;
	struct nostd_str origin;  /* "ISO C89"; empty: not known */
	const char *role;         /* of who provides it: "own", "hosted" ...; "nobody" */
	struct nsc_name provider; /* file, as shown; empty: nobody */
	struct nsc_name object, archive, member; /* its parts; see struct nsc_hop */
	uint8_t state;                           /* enum nsc_state */
};

struct nsc_path_edge {
	struct nsc_name target, from, to; /* nodes, as shown */
	uint8_t kind;                     /* enum nsc_hop_kind */
	uint8_t state; /* enum nsc_state: the furthest that a finding on it got */
};

#define NOSTD_NAME nsc_path_symbol_vec
#define NOSTD_T    struct nsc_path_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_path_edge_vec
#define NOSTD_T    struct nsc_path_edge
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_path_parts {
	struct nsc_path_symbol_vec symbols; /* by target, name */
	struct nsc_path_edge_vec edges;     /* by target, from, to, kind */
};

void nsc_path_parts_collect(const struct nsc_report *report, struct nsc_path_parts *out);

#endif
