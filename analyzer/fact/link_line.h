/*
 * link_line.h - what a link command asks for.
 *
 * The same rows for every linker: files in order, options that decide what is taken and
 * kept, and the statements of linker scripts that do. Filled by analyzer/linkline, never
 * changed afterwards. Paths are absolute.
 */
#ifndef NSC_ANALYZER_FACT_LINK_LINE_H
#define NSC_ANALYZER_FACT_LINK_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nostd_bump;

enum nsc_linker { NSC_LINKER_BFD, NSC_LINKER_GOLD, NSC_LINKER_LLD, NSC_LINKER_MOLD };

enum nsc_line_item_kind {
	NSC_LINE_FILE,  /* an object or archive */
	NSC_LINE_WHOLE, /* the same, under --whole-archive */
	NSC_LINE_GROUP_START,
	NSC_LINE_GROUP_END
};

struct nsc_line_item {
	uint8_t kind;         /* enum nsc_line_item_kind */
	struct nsc_name path; /* empty for groups */
	struct nsc_place at;
};

enum nsc_assignment_kind {
	NSC_ASSIGN_OPTION, /* --defsym */
	NSC_ASSIGN_SCRIPT, /* name = expression; */
	NSC_ASSIGN_PROVIDE /* PROVIDE(name = expression): if wanted and not defined */
};

/* A symbol that the line or its script defines. */
struct nsc_assignment {
	struct nsc_name symbol;
	uint8_t kind;          /* enum nsc_assignment_kind */
	struct nsc_name alias; /* the expression, where it is one name; or empty */
	uint32_t use_first, use_count; /* rows of `uses`: names in the expression */
	uint32_t item;    /* how many items stand in front of it on the line */
	bool in_sections; /* of the script, not beside it */
	struct nsc_place at;
};

/* One pattern of an input section description: which sections of which files. */
struct nsc_script_pattern {
	struct nsc_name file;                  /* "*", "*crt0.o", "*libc.a:*" */
	struct nsc_name section;               /* ".text.*", "COMMON" */
	struct nsc_name output;                /* ".text"; "/DISCARD/" */
	uint32_t exclude_first, exclude_count; /* rows of `excluded`: file patterns */
	bool keep;
	struct nsc_place at;
};

/* A file or library that it names and nobody finds. */
struct nsc_line_missing {
	struct nsc_name word; /* as the line spells it */
	struct nsc_place at;
};

#define NOSTD_NAME nsc_line_item_vec
#define NOSTD_T    struct nsc_line_item
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_assignment_vec
#define NOSTD_T    struct nsc_assignment
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_script_pattern_vec
#define NOSTD_T    struct nsc_script_pattern
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_line_missing_vec
#define NOSTD_T    struct nsc_line_missing
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_line_name_vec
#define NOSTD_T    struct nsc_name
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_link_line {
	struct nsc_place at;    /* the command, or the file that it stands in */
	struct nsc_name folder; /* where it runs */
	uint8_t linker;         /* enum nsc_linker */
	struct nsc_name output; /* -o; absolute */
	struct nsc_name map;    /* -Map; absolute, or empty: none */
	struct nsc_line_item_vec items;
	struct nsc_line_name_vec undefined; /* -u, EXTERN */
	struct nsc_line_name_vec wraps;     /* --wrap */
	struct nsc_name entry;      /* -e, else ENTRY, else "_start" but for GNU ld */
	bool entry_by_default;      /* nothing names it: it is the target's own */
	struct nsc_name init, fini; /* -init, -fini, else "_init", "_fini" */
	struct nsc_assignment_vec assignments;
	struct nsc_line_name_vec uses;
	struct nsc_script_pattern_vec patterns; /* in the order of the script */
	struct nsc_line_name_vec excluded;
	bool has_script;    /* SECTIONS was read: the patterns are all there are */
	bool gc;            /* --gc-sections */
	bool relocatable;   /* -r */
	bool shared;        /* -shared, -pie with exports: the outside may refer */
	bool start_stop_gc; /* __start_X alone keeps no section X */
	bool claims_fat;    /* IR beside machine code is linked, not the code */
	bool hosted;        /* links a shared library, or for a dynamic loader */
	struct nsc_line_missing_vec missing; /* without which it cannot be replayed */
	/* False: retained bytes are not known; a diagnostic or `missing` says why. */
	bool complete;
};

void nsc_link_line_init(struct nsc_link_line *line, struct nostd_bump *keep);

#endif
