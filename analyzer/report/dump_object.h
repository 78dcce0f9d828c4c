/*
 * dump_object.h - the facts of an object, archive or linked file, for `dump`.
 *
 * In:  facts, as analyzer/object filled them, and how paths are shown.
 * Out: JSON or text. Nothing is judged, left out by rule, or looked up elsewhere.
 *
 * JSON: {kind, path, container, index_missing, index[{symbol, member}], members[]}, each
 * member {name, format, machine, class, byte_order, type, lto, ..., sections[],
 * segments[], defined[{symbol, binding, type, section, value, size}],
 * undefined[{symbol, weak, sites[{section, offset, kind, function, file, line}]}]}, and
 * with IR for link-time optimisation ir {table, machine_code, note, symbols[{symbol,
 * where, binding, type, visibility, comdat, size}]}.
 * Rows stand in the order of the file. Section and file symbols are not shown.
 */
#ifndef NSC_ANALYZER_REPORT_DUMP_OBJECT_H
#define NSC_ANALYZER_REPORT_DUMP_OBJECT_H

#include <stdbool.h>

struct nostd_sink;
struct nsc_json;
struct nsc_mounts;
struct nsc_object_facts;

/* One JSON object, also as a part of a larger text. `mounts` knows the names. */
void nsc_dump_object_json(struct nsc_json *json, const struct nsc_mounts *mounts,
			  const struct nsc_object_facts *facts);

/* For people: a paragraph per member. False: the sink refused. */
bool nsc_dump_object_text(struct nostd_sink sink, const struct nsc_mounts *mounts,
			  const struct nsc_object_facts *facts);

#endif
