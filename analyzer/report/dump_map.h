/*
 * dump_map.h - one link map's facts, for people and for scripts.
 *
 * The JSON form is one object. Addresses are strings ("0x08000123"), sizes are integers
 * in bytes. A file is told by three keys: an object has `object` (its path), a member
 * of an archive has `archive` and `member`; the others are null. Rows stand in the
 * order of the map.
 *
 * kind, format - "map", and the reader's name: "gnu-ld".
 *
 * pulls - archive members that are part of the link: `archive` (null where the map
 * tells none: thin archives, shared libraries) and `member`; `by`, the file that asked
 * first, as `archive` (null for an object) and `member` (an object's path), or null
 * when nobody did; `symbol`, what for, as the map spells it, or null; `reason`:
 * "reference", "undefined" (-u, EXTERN, the entry), "whole-archive", or "as-needed" (a
 * shared library).
 *
 * outputs - output sections that exist: `name`, `address`, `size`, `load_address`
 * (equal to `address` where the map tells no other).
 *
 * sections - their pieces: `output` (name, or null), `name` ("*fill*" for padding and
 * reservations, "BYTE" .. "SQUAD" and "RELOC" for data of the script), the file (all null
 * where the linker made it), `address`, `size` after relaxing and merging.
 *
 * discarded - sections that are not in the image: `name`, the file, `size`.
 *
 * symbols - `name`; `kind`: "placed" (global), "local", "assigned", "provided",
 * "unused" (PROVIDE that nobody needed: not defined), "unresolved"; `address` or null;
 * `size`, null where the map has none; for placed ones `section` and its file; for the
 * others `expression`.
 *
 * regions - `name`, `origin`, `length` (null: the whole address space), `attributes`.
 *
 * cref - `symbol`, the file, `role`: "defines", "mentions", or "either": the first file
 * of a symbol that is in no section of the image, which defines it if anybody does.
 *
 * A size that no JSON reader keeps exactly (over 2^53) is null.
 */
#ifndef NSC_ANALYZER_REPORT_DUMP_MAP_H
#define NSC_ANALYZER_REPORT_DUMP_MAP_H

#include <stdbool.h>

#include <nostd/fmt.h>

struct nsc_json;
struct nsc_map_facts;
struct nsc_names;

/* Writes one JSON object, as described above. */
void nsc_dump_map_json(struct nsc_json *json, const struct nsc_names *names,
		       const struct nsc_map_facts *facts);

/* The same and the rest (load order, common symbols) as text; false: `out` refused. */
bool nsc_dump_map_text(struct nostd_sink out, const struct nsc_names *names,
		       const struct nsc_map_facts *facts);

#endif
