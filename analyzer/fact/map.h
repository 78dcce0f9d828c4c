/*
 * map.h - what a link map says.
 *
 * The same rows for every linker; what a format does not tell stays empty and is named in
 * `knows`. Filled by one reader of analyzer/map, never changed afterwards. Texts are as
 * the map has them (relative paths stay relative to the link's working folder).
 */
#ifndef NSC_ANALYZER_FACT_MAP_H
#define NSC_ANALYZER_FACT_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/row.h"

struct nostd_bump;

/* What a map of this format and these options can know. */
enum nsc_map_knows {
	NSC_MAP_PULLS = 1 << 0,     /* who pulled each archive member, for which symbol */
	NSC_MAP_DISCARDED = 1 << 1, /* sections that the linker dropped */
	NSC_MAP_SECTIONS = 1 << 2,  /* input sections with addresses and sizes */
	NSC_MAP_SYMBOLS = 1 << 3,   /* global symbols with addresses */
	NSC_MAP_SYMBOL_SIZES = 1 << 4,
	NSC_MAP_CREF = 1 << 5,  /* who defines and who mentions each symbol */
	NSC_MAP_LOADS = 1 << 6, /* files of the command line, in order */
	NSC_MAP_REGIONS = 1 << 7,
	NSC_MAP_PARTS = 1 << 8,     /* not one row to a section: parts of it */
	NSC_MAP_BASE_NAMES = 1 << 9 /* archives are named without their folders */
};

/* A file of the link: an object, or a member of an archive. */
struct nsc_map_file {
	struct nsc_name
		archive;      /* path; empty: none, or a thin one (members are paths) */
	struct nsc_name name; /* member name or path of the object; never empty */
	bool from_plugin;     /* "(symbol from plugin)": an LTO object */
};

enum nsc_pull_reason {
	NSC_PULL_REFERENCE,     /* `by` left `symbol` undefined */
	NSC_PULL_UNDEFINED,     /* nobody: -u, EXTERN or the entry asked for `symbol` */
	NSC_PULL_WHOLE_ARCHIVE, /* --whole-archive; no symbol */
	NSC_PULL_AS_NEEDED      /* a shared library kept by --as-needed */
};

struct nsc_map_pull {
	uint32_t file;          /* row of files: the member that came in */
	uint32_t by;            /* row of files, or NSC_NO_ROW */
	struct nsc_name symbol; /* as the map spells it (maybe demangled); empty: none */
	uint8_t reason;         /* enum nsc_pull_reason */
	uint32_t line;          /* of the map, from 1 */
};

enum nsc_load_kind { NSC_LOAD_FILE, NSC_LOAD_GROUP_START, NSC_LOAD_GROUP_END };

/* A LOAD, START GROUP or END GROUP line. */
struct nsc_map_load {
	uint8_t kind; /* enum nsc_load_kind */
	struct nsc_name path;
	uint32_t line;
};

/* What an output section is for, where the map says so. */
enum nsc_map_memory {
	NSC_MEMORY_UNTOLD, /* by its name and what lies in it */
	NSC_MEMORY_READ,   /* contents, never written */
	NSC_MEMORY_WRITE,  /* contents, which are copied where they can be written */
	NSC_MEMORY_ZERO    /* no contents */
};

struct nsc_map_output {
	struct nsc_name name;
	uint64_t address;      /* run-time */
	uint64_t size;         /* bytes */
	uint64_t load_address; /* equals address where the map does not say otherwise */
	bool has_load_address;
	bool allocated; /* false: known not to take memory (.comment, .debug_*) */
	uint8_t memory; /* enum nsc_map_memory */
	uint32_t line;
};

enum nsc_placement_kind {
	NSC_PLACED_INPUT,  /* an input section of `file` */
	NSC_PLACED_COMMON, /* the COMMON symbols of `file` */
	NSC_PLACED_FILL,   /* padding, or a reservation like `. = . + N` */
	NSC_PLACED_DATA,   /* BYTE, SHORT, LONG, QUAD of the script */
	NSC_PLACED_STUBS   /* made by the linker: veneers, GOT, merged strings, ... */
};

/* A piece of an output section, in the order of the map. */
struct nsc_map_section {
	uint32_t output;      /* row of outputs; NSC_NO_ROW in `discarded` */
	uint8_t kind;         /* enum nsc_placement_kind */
	struct nsc_name name; /* ".text.main", "COMMON", "*fill*", "LONG" */
	uint32_t file;        /* row of files, or NSC_NO_ROW */
	uint64_t address;
	uint64_t size;        /* final bytes */
	uint64_t size_before; /* bytes before relaxing or merging; 0: as `size` */
	uint32_t line;
};

enum nsc_map_symbol_kind {
	NSC_MAP_SYMBOL_PLACED,    /* a global symbol of the section above it */
	NSC_MAP_SYMBOL_LOCAL,     /* a local one: --print-map-locals */
	NSC_MAP_SYMBOL_ASSIGNED,  /* a script assignment `name = expression` */
	NSC_MAP_SYMBOL_PROVIDED,  /* PROVIDE(...) that was used */
	NSC_MAP_SYMBOL_UNUSED,    /* PROVIDE(...) that nobody needed: not defined */
	NSC_MAP_SYMBOL_UNRESOLVED /* an assignment whose value the linker did not know */
};

struct nsc_map_symbol {
	struct nsc_name name;
	uint8_t kind;               /* enum nsc_map_symbol_kind */
	uint64_t address;           /* 0 where the map has none: UNUSED, UNRESOLVED */
	uint64_t size;              /* 0: not known */
	uint32_t section;           /* row of sections; NSC_NO_ROW for assignments */
	struct nsc_name expression; /* right-hand side of an assignment */
	uint32_t line;
};

/* A COMMON symbol that was allocated. */
struct nsc_map_common {
	struct nsc_name name;
	uint64_t size;
	uint32_t file;
};

struct nsc_map_region {
	struct nsc_name name;
	uint64_t origin, length;    /* bytes */
	struct nsc_name attributes; /* "xr", "xrw"; may be empty */
};

/*
 * What a file of the cross reference table does. The table has no column for it: a
 * symbol that the map places says who defines it, one that a script assigns is only
 * mentioned. For the rest (defined in a discarded section or a shared library, or
 * nowhere, when it is weak) the definition comes first if there is one, and nothing
 * says whether there is.
 */
enum nsc_cref_role {
	NSC_CREF_MENTIONS,
	NSC_CREF_DEFINES,
	NSC_CREF_EITHER /* the first file of a symbol that the map does not place */
};

/* A row of the cross reference table: `file` and `symbol` have to do with each other. */
struct nsc_map_cref {
	struct nsc_name symbol;
	uint32_t file; /* row of files */
	uint8_t role;  /* enum nsc_cref_role */
};

#define NOSTD_NAME nsc_map_file_vec
#define NOSTD_T    struct nsc_map_file
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_pull_vec
#define NOSTD_T    struct nsc_map_pull
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_load_vec
#define NOSTD_T    struct nsc_map_load
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_output_vec
#define NOSTD_T    struct nsc_map_output
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_section_vec
#define NOSTD_T    struct nsc_map_section
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_symbol_vec
#define NOSTD_T    struct nsc_map_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_common_vec
#define NOSTD_T    struct nsc_map_common
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_region_vec
#define NOSTD_T    struct nsc_map_region
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_map_cref_vec
#define NOSTD_T    struct nsc_map_cref
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_map_facts {
	struct nsc_name path;   /* absolute, normalised */
	struct nsc_name format; /* name of the reader: "gnu-ld" */
	uint32_t knows;         /* enum nsc_map_knows */
	struct nsc_name target; /* OUTPUT(file format): "elf32-littlearm"; or empty */
	struct nsc_name output; /* OUTPUT(file ...): the image, as the map spells it */
	bool truncated;         /* the text ends where more must follow */
	struct nsc_map_file_vec files;
	struct nsc_map_pull_vec pulls; /* in extraction order */
	struct nsc_map_load_vec loads;
	struct nsc_map_output_vec outputs;
	struct nsc_map_section_vec sections; /* in the order of the map */
	struct nsc_map_section_vec discarded;
	struct nsc_map_symbol_vec symbols;
	struct nsc_map_common_vec commons;
	struct nsc_map_region_vec regions;
	struct nsc_map_cref_vec cref;
	uint32_t lines;         /* of the text */
	uint32_t lines_unknown; /* not understood; each is a diagnostic as well */
};

void nsc_map_facts_init(struct nsc_map_facts *facts, struct nostd_bump *keep);

#endif
