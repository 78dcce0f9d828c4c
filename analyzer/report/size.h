/*
 * size.h - the bytes of targets, as text and as JSON.
 *
 * JSON: {schema_version, command, complete, targets[{target, image, berkeley{text, data,
 * bss, common}, size, regions[{name, origin, length, used}], sections[{name, address,
 * load_address, size, flash, ram}], rest[{kind, section, count, size}], tables[{by,
 * rows[{name, in, side, object, archive, member, section, tier, capability, size, exact,
 * retained}], more{count, size}, unsized, unpriced}], cuts[{from, to, references,
 * retained}]}], errors[]}. Rows that are in no file alone have no object, member
 * and section, and an archive only by archive.
 *
 * `berkeley` is what `size -B` prints (null: only sources are known). In each table,
 * `size` of all rows, of `more` (what a limit left out) and of all `rest` rows add up to
 * `size` of the target, which is that of all `sections`. `exact: false`: a part of it has
 * no size of its own and is in the rest of its section. `retained: null`: not known, or
 * one of the `unpriced` ones, which were too many.
 */
#ifndef NSC_ANALYZER_REPORT_SIZE_H
#define NSC_ANALYZER_REPORT_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>
#include <nostd/str.h>

#include "analyzer/judge/what_if.h"

struct nsc_report;
struct nsc_size_table;
struct nsc_sizes;

struct nsc_size_cut {
	struct nostd_str from, to; /* as they were named */
	struct nsc_what_if what;
};

/* What is said of one target. */
struct nsc_size_view {
	const struct nsc_sizes *sizes;
	const struct nsc_size_table *tables;
	size_t table_count;
	const struct nsc_size_cut *cuts;
	size_t cut_count;
};

struct nsc_size_style {
	uint32_t limit; /* rows of a table; 0: all */
	bool color;
};

/* An empty line stands between targets. */
bool nsc_report_size_text(const struct nsc_report *report,
			  const struct nsc_size_view *views, size_t count,
			  const struct nsc_size_style *style, struct nostd_sink out);
bool nsc_report_size_json(const struct nsc_report *report,
			  const struct nsc_size_view *views, size_t count,
			  const struct nsc_size_style *style, struct nostd_sink out);

#endif
