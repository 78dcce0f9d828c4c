/*
 * report.h - what a run found out, ready to be written in any format.
 *
 * Filled by analyzer/run; each writer is one file behind one interface and only reads.
 * Paths in here are absolute: writers show them through `mounts` (decisions.md 16).
 */
#ifndef NSC_ANALYZER_REPORT_REPORT_H
#define NSC_ANALYZER_REPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/base/names.h"
#include "analyzer/replay/price.h"

struct nsc_diags;
struct nsc_judgement;
struct nsc_mounts;
struct nsc_run;
struct nsc_unit_facts;

/* "1.0": readers ignore what they do not know; additions raise the minor part. */
#define NSC_REPORT_SCHEMA_VERSION "1.0"

enum nsc_report_status { NSC_REPORT_CLEAN, NSC_REPORT_FINDINGS, NSC_REPORT_INCOMPLETE };

/* A translation unit that was looked at, or left out. */
struct nsc_report_unit {
	struct nsc_name target; /* empty: to none */
	struct nsc_name source, object;
	struct nsc_name command_hash; /* 32 hexadecimal digits */
	uint8_t status;               /* enum nsc_unit_status */
	struct nsc_name why;          /* why it was left out or failed; may be empty */
	const struct nsc_unit_facts *facts; /* NULL: it was not read */
};

struct nsc_report_target {
	const struct nsc_judgement *judgement;
	struct nsc_name name;
	bool tier_assumed;
	struct nsc_name triple;   /* may be empty */
	struct nsc_name map, elf; /* absolute; empty: none */
	struct nsc_name map_format;
	bool predicted; /* there is no map: the link was replayed in its place */
	struct nsc_name map_hash, elf_hash;
	uint8_t status; /* enum nsc_report_status */
	uint32_t units, objects, symbols_defined, symbols_undefined; /* own ones */
	uint32_t referenced, extracted, live; /* hosted symbols by how far they got */
	bool sizes_known;
	uint64_t text, data, bss; /* as `size -B` prints them */
	struct nsc_price retained_by_std, retained_by_alloc;
	unsigned levels; /* enum nsc_level: what evidence there was */
};

#define NOSTD_NAME nsc_report_unit_vec
#define NOSTD_T    struct nsc_report_unit
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_report_target_vec
#define NOSTD_T    struct nsc_report_target
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_report {
	struct nsc_run *run;
	const struct nsc_mounts *mounts;
	const char *version;    /* of the tool */
	struct nsc_name parser; /* "libclang 19.1.7"; empty: no source was read */
	struct nsc_name config; /* absolute path; empty: none */
	struct nsc_name config_hash;
	struct nsc_report_target_vec targets; /* by name */
	struct nsc_report_unit_vec units;     /* by target, source, object, hash */
	bool complete;
	int exit_code;
};

/* How much text says. */
struct nsc_text_options {
	bool color;
	bool quiet;     /* the last line only */
	bool all_sites; /* not the first three */
	bool verbose;
};

/* The JSON document of design.md, "Report"; schema/ has its JSON Schema. */
bool nsc_report_json(const struct nsc_report *report, struct nostd_sink out);

/* For people: grouped by symbol, dearest first (decisions.md 43, 47). */
bool nsc_report_text(const struct nsc_report *report,
		     const struct nsc_text_options *options, struct nostd_sink out);

const char *nsc_report_status_name(uint8_t status);

#endif
