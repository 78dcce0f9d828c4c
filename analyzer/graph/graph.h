/*
 * graph.h - the facts of one target joined: files, nodes, symbols, references.
 *
 * In:   facts of objects, archives, a map, an image, translation units; any of them may
 * be
 *       missing.
 * Out:  what *could* be linked, whoever wins: every definition, every mention, every
 *       reference. What one link makes of it (who is loaded, which definition wins, what
 *       is kept) is a struct nsc_link (link.h), of which there may be several: the real
 *       one, and one for every "what if this reference were not there".
 * Knows no tier, no role, no policy.
 *
 * A node is what a linker keeps or drops as a whole: an input section. Where there are
 * only sources, each function or variable is a node, as if compiled with
 * -ffunction-sections; where there is only a map, a file's rows are its nodes. Rows are
 * reached by position; the order of everything is the order of the inputs.
 */
#ifndef NSC_ANALYZER_GRAPH_GRAPH_H
#define NSC_ANALYZER_GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/base/row.h"
#include "analyzer/fact/audit.h"

struct nostd_bump;
struct nsc_err;
struct nsc_link_line;
struct nsc_map_facts;
struct nsc_object_facts;
struct nsc_run;
struct nsc_unit_facts;

/* What a file's nodes were made from. */
enum nsc_basis {
	NSC_FROM_OBJECT, /* symbol table and relocations: everything is exact */
	NSC_FROM_UNIT, /* sources alone: nothing the compiler adds or removes is known */
	NSC_FROM_MAP   /* the map alone: no references between sections */
};

/* An object file or archive member (or a unit that has no object). */
struct nsc_graph_file {
	struct nsc_name archive; /* absolute path; empty: not from an archive */
	struct nsc_name name;    /* absolute path, or the member's name */
	uint8_t basis;           /* enum nsc_basis */
	bool given;      /* stands on the command line itself, not in an archive */
	bool in_map;     /* the map names it */
	uint32_t object; /* row of objects; NSC_NO_ROW: not read */
	uint32_t member; /* row of that object's members */
	uint32_t unit;   /* row of units it was compiled from, or NSC_NO_ROW */
	bool built; /* by a unit of the database, whether or not its sources were read */
	uint32_t map_file;    /* row of the map's files, or NSC_NO_ROW */
	uint32_t replaced_by; /* file of its source, where that speaks for it */
	uint32_t replaces;    /* of a changed source: the file it speaks for */
	uint32_t node_first, node_count;
	uint32_t def_first, def_count;
	uint32_t mention_first, mention_count;
};

enum nsc_node_kind {
	NSC_NODE_SECTION, /* an input section */
	NSC_NODE_COMMON,  /* the COMMON symbols of its file */
	NSC_NODE_ENTITY,  /* a function or variable of a unit without object */
	NSC_NODE_FILE     /* all of a file whose sections are not known one by one */
};

/* ELF section flags that matter here, and what the builder found out. */
enum nsc_node_flag {
	NSC_NODE_CODE = 1 << 0,     /* SHF_EXECINSTR, or a function */
	NSC_NODE_WRITE = 1 << 1,    /* SHF_WRITE */
	NSC_NODE_NOBITS = 1 << 2,   /* SHT_NOBITS */
	NSC_NODE_STRINGS = 1 << 3,  /* SHF_MERGE and SHF_STRINGS */
	NSC_NODE_MERGE = 1 << 4,    /* SHF_MERGE */
	NSC_NODE_RETAIN = 1 << 5,   /* SHF_GNU_RETAIN or SHT_NOTE: kept by GNU ld */
	NSC_NODE_UNWIND = 1 << 6,   /* .ARM.exidx: lives with the section it describes */
	NSC_NODE_EH_FRAME = 1 << 7, /* .eh_frame: its relocations keep nothing alive */
	NSC_NODE_INLINE = 1 << 8,   /* entity that exists only where it is used */
	NSC_NODE_STATIC = 1 << 9,   /* entity with internal linkage */
	NSC_NODE_USED = 1 << 10,    /* entity that must be kept */
	NSC_NODE_ALLOC = 1 << 11,   /* takes memory at run time */
	NSC_NODE_COMDAT = 1 << 12   /* its group exists once: the first file's wins */
};

struct nsc_graph_node {
	uint32_t file;
	uint8_t kind;   /* enum nsc_node_kind */
	uint16_t flags; /* enum nsc_node_flag */
	struct nsc_name
		name; /* ".text.main", "COMMON", an entity's symbol; empty for FILE */
	struct nsc_name group; /* section group; empty: none */
	uint32_t section;      /* row: object section, or entity of the unit */
	uint32_t placed;    /* row of the map's sections; NSC_NO_ROW: not in the image */
	uint32_t discarded; /* row of the map's discarded sections, or NSC_NO_ROW */
	uint32_t
		companion; /* node it lives with (sh_link of .ARM.exidx), or NSC_NO_ROW */
	uint64_t size;     /* bytes in its input */
	uint64_t align;    /* bytes; at least 1 */
	uint32_t ref_first, ref_count;
};

/* A name that more than one file can see. */
struct nsc_graph_symbol {
	struct nsc_name name;
	uint32_t def_first,
		def_count; /* rows of `defs_of`: definitions in order of files */
	uint32_t alias;    /* symbol that it is assigned to be, or NSC_NO_ROW */
	bool assigned;     /* the script or --defsym defines it */
	bool provided;     /* by PROVIDE: an archive's definition comes first */
};

enum nsc_def_kind { NSC_DEF_PLACED, NSC_DEF_COMMON, NSC_DEF_ABSOLUTE };

/* A definition of a symbol by a file. */
struct nsc_graph_def {
	uint64_t value; /* offset into the node; alignment for COMMON */
	uint64_t size;  /* bytes; 0: not known */
	uint32_t symbol, file;
	uint32_t node; /* NSC_NO_ROW for absolute ones, and those of IR */
	uint8_t kind;  /* enum nsc_def_kind */
	bool weak;
	bool function;
	bool exported; /* no visibility hides it from other images */
	bool ir; /* in IR: it has no place, and what is compiled from it takes over */
};

/* Of a file with IR beside its code, where the linker takes the IR first. */
enum nsc_mention_when {
	NSC_MENTION_ALWAYS,
	NSC_MENTION_OF_IR,  /* the code does without it */
	NSC_MENTION_OF_CODE /* it comes with the code: memcpy, built-in functions */
};

/* A file's undefined symbol, whether or not a relocation names it. */
struct nsc_graph_mention {
	uint32_t symbol;
	uint32_t ref_count : 29; /* references that name it; 0: no relocation does */
	uint32_t when : 2;       /* enum nsc_mention_when */
	uint32_t weak : 1;       /* extracts nothing */
};

enum nsc_ref_kind { NSC_REF_CALL, NSC_REF_ADDRESS, NSC_REF_WEAK, NSC_REF_MENTION };

/* Nodes of a graph, which are 30 GB by then: a reference has 29 bits for one. */
#define NSC_GRAPH_NODES_MAX ((size_t)1 << 29)

/* A reference from a node. There are more of these than of all else: 12 bytes each. */
struct nsc_graph_ref {
	uint32_t from : 29; /* node, below NSC_GRAPH_NODES_MAX */
	uint32_t kind : 2;  /* enum nsc_ref_kind */
	uint32_t local : 1; /* to a definition of its own file that nobody else can see */
	uint32_t to;        /* symbol; a node when `local` */
	uint32_t evidence;  /* row: relocation of the object, or use of the unit */
};

#define NOSTD_NAME nsc_graph_file_vec
#define NOSTD_T    struct nsc_graph_file
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_graph_node_vec
#define NOSTD_T    struct nsc_graph_node
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_graph_symbol_vec
#define NOSTD_T    struct nsc_graph_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_graph_def_vec
#define NOSTD_T    struct nsc_graph_def
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_graph_mention_vec
#define NOSTD_T    struct nsc_graph_mention
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_graph_ref_vec
#define NOSTD_T    struct nsc_graph_ref
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_row_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* A translation unit, and the object it is compiled into. */
struct nsc_graph_unit {
	const struct nsc_unit_facts *facts; /* NULL: its sources were not read */
	struct nsc_name object; /* absolute path of its object, which need not exist */
	uint64_t digest_high, digest_low; /* of that object's bytes; both 0: not read */
	int64_t object_time; /* mtime, ns since 1970; 0: there is no such file */
	int64_t source_time; /* of its newest own source; 0: not known */
	struct nsc_audit audit;
};

/* What a graph is built from. Facts must outlive it. */
struct nsc_graph_input {
	const struct nsc_map_facts *map;      /* NULL: none */
	const struct nsc_link_line *line;     /* the link command; NULL: not known */
	const struct nsc_object_facts *image; /* the linked ELF file; NULL: none */
	const struct nsc_object_facts *const *objects; /* objects and archives */
	const int64_t
		*object_times; /* by object: mtime, ns since 1970; NULL: not known */
	size_t object_count;
	int64_t map_time; /* mtime, ns since 1970; 0: no map, or not known */
	const struct nsc_name
		*map_paths; /* by row of map->files: its archive or object */
	const struct nsc_name
		*load_paths; /* by row of map->loads; both absolute, as found here */
	const struct nsc_graph_unit *units;
	size_t unit_count;
};

struct nsc_graph {
	struct nsc_names *names;
	struct nsc_graph_input in;
	struct nsc_graph_file_vec files;
	struct nsc_graph_node_vec nodes;
	struct nsc_graph_symbol_vec symbols;
	struct nsc_graph_def_vec defs;
	struct nsc_row_vec defs_of; /* rows of defs, by symbol */
	struct nsc_graph_mention_vec mentions;
	struct nsc_graph_ref_vec refs; /* sorted by `from` */
	struct nsc_row_vec symbol_of;  /* by name id: row of symbols + 1; 0: none */
	bool versioned;                /* a file defines a name like "x@@V" */
};

/*
 * Join the facts. Rows live in run->keep. What does not fit together becomes a
 * diagnostic.
 */
int nsc_graph_build(struct nsc_run *run, const struct nsc_graph_input *in,
		    struct nsc_graph *graph, struct nsc_err *err);

/* The row of a symbol by name; NSC_NO_ROW when no file knows it. */
uint32_t nsc_graph_symbol_row(const struct nsc_graph *graph, struct nsc_name name);

/*
 * What a definition of "x@@V", the default version of x, defines as well: x and "x@V".
 * False, and nothing done: it is no such name.
 */
bool nsc_graph_is_default(struct nsc_names *names, struct nsc_name name,
			  struct nsc_name also[2]);

/* The row of what is asked for when a linker says `name`: of "x@@V" it is x. */
uint32_t nsc_graph_asked_row(const struct nsc_graph *graph, struct nsc_name name);

/*
 * NSC_NODE_WRITE and NSC_NODE_NOBITS as a section's name promises them: all there is to
 * go by where its flags are not known.
 */
uint16_t nsc_graph_flags_of_name(struct nostd_str section);

/* An object that holds IR alone: no machine code, hence no nodes and no references. */
bool nsc_graph_is_slim(const struct nsc_graph *graph, uint32_t file);

/* By its name, an object that the linker had made by link-time optimisation? */
bool nsc_graph_is_lto_output(struct nostd_str path);

/*
 * Does GNU ld make sections of this name itself? Its map has them under the first object
 * of the link, or the first that needs them (bfd's dynobj; ldelf_setup_build_id() of
 * ld/ldelf.c), which has none.
 */
bool nsc_graph_made_by_linker(struct nostd_str section);

/*
 * The global symbol that names a place in a node best: defined at or below `offset`,
 * nearest.
 */
uint32_t nsc_graph_def_at(const struct nsc_graph *graph, uint32_t node, uint64_t offset);

/*
 * "archive(member)" or the path; interned. `path` is what replaces the archive or object.
 */
struct nsc_name nsc_graph_file_text(const struct nsc_graph *graph, uint32_t file,
				    struct nsc_name path);

#endif
