/*
 * formats.h - one line per reader, for the table in map.c.
 */
#ifndef NSC_ANALYZER_MAP_FORMATS_H
#define NSC_ANALYZER_MAP_FORMATS_H

#include "analyzer/map/map.h"

extern const struct nsc_map_format nsc_map_format_gnu_ld;
extern const struct nsc_map_format nsc_map_format_gold;
extern const struct nsc_map_format nsc_map_format_lld;
extern const struct nsc_map_format nsc_map_format_mold;
extern const struct nsc_map_format nsc_map_format_wasm_ld;
extern const struct nsc_map_format nsc_map_format_lldmap;
extern const struct nsc_map_format nsc_map_format_msvc;
extern const struct nsc_map_format nsc_map_format_ld64;
extern const struct nsc_map_format nsc_map_format_armlink;
extern const struct nsc_map_format nsc_map_format_iar;
extern const struct nsc_map_format nsc_map_format_ti;
extern const struct nsc_map_format nsc_map_format_mwld;
extern const struct nsc_map_format nsc_map_format_sdcc;
extern const struct nsc_map_format nsc_map_format_hlink;
extern const struct nsc_map_format nsc_map_format_renesas;
extern const struct nsc_map_format nsc_map_format_xlink;
extern const struct nsc_map_format nsc_map_format_tasking;
extern const struct nsc_map_format nsc_map_format_ghs;
extern const struct nsc_map_format nsc_map_format_eld;
extern const struct nsc_map_format nsc_map_format_why_extract;
extern const struct nsc_map_format nsc_map_format_why_load;
extern const struct nsc_map_format nsc_map_format_verbose;
extern const struct nsc_map_format nsc_map_format_trace;

#endif
