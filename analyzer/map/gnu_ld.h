/*
 * gnu_ld.h - what the parts of the GNU ld reader share. Nothing here is for others.
 *
 * A map of GNU ld is a row of parts: each begins with a heading between blank lines,
 * which ld translates, and has a grammar of its own. gnu_ld.c tells the parts apart and
 * hands each line to the part's file. Grammar: ld/ldlang.c, ld/ldmain.c and ld/ldcref.c
 * of binutils from 2.26 to the git of 2025, and maps of forks (Microchip, Renesas, FTDI).
 */
#ifndef NSC_ANALYZER_MAP_GNU_LD_H
#define NSC_ANALYZER_MAP_GNU_LD_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/map/files.h"
#include "analyzer/map/line.h"

struct nsc_map_facts;
struct nsc_run;

enum nsc_gnu_part {
	NSC_GNU_START,   /* before the first heading: what the driver printed */
	NSC_GNU_BETWEEN, /* after a part: the next line must be a heading */
	NSC_GNU_PULLS,
	NSC_GNU_AS_NEEDED,
	NSC_GNU_COMMONS,
	NSC_GNU_DISCARDED,
	NSC_GNU_REMARKS, /* no facts for us: merged properties, remapped files */
	NSC_GNU_REGIONS,
	NSC_GNU_MEMORY,
	NSC_GNU_REPORT, /* a table that a vendor's linker adds; up to the next heading */
	NSC_GNU_CREF,
	NSC_GNU_PARTS
};

/* What a name that stands alone on its line may turn out to be the beginning of. */
enum nsc_gnu_wrapped {
	NSC_GNU_WRAPPED_NONE,
	NSC_GNU_WRAPPED_MEMBER,    /* first column of a pull row */
	NSC_GNU_WRAPPED_COMMON,    /* first column of a common symbol's row */
	NSC_GNU_WRAPPED_OUTPUT,    /* an output section, or a bare (empty) one */
	NSC_GNU_WRAPPED_STATEMENT, /* an input section, or a pattern of the script */
};

/* Rows that wait for their name: names are looked up many at a time (nsc_name_all). */
enum nsc_gnu_row {
	NSC_GNU_ROW_SECTION,
	NSC_GNU_ROW_DISCARDED,
	NSC_GNU_ROW_SYMBOL,
	NSC_GNU_ROW_CREF /* the first of a symbol's rows in the cross reference table */
};

enum { NSC_GNU_WAITING = 64 };

struct nsc_gnu_waiting {
	struct nostd_str texts[NSC_GNU_WAITING];
	struct {
		enum nsc_gnu_row kind;
		uint32_t row;
	} rows[NSC_GNU_WAITING];
	size_t count;
};

/* The files that the last `count` rows of the cross reference table wait for. */
struct nsc_gnu_waiting_files {
	struct nostd_str texts[NSC_GNU_WAITING];
	size_t count;
};

/*
 * By name, what the memory map says of a symbol: 0: nothing; 1: a script or the linker
 * defines it; else the row of files that has it, plus 2.
 */
struct nsc_gnu_owners {
	uint32_t *by_name;
	uint32_t count;
};

struct nsc_gnu {
	struct nsc_run *run;
	struct nsc_map_facts *out;
	struct nsc_map_lines lines;
	struct nsc_map_files files;
	const char *whose; /* maps: "GNU ld"; for messages */
	bool pulls_only;   /* nothing behind the tables of reasons is wanted */
	bool gold; /* gold's: its words where they differ, no LOAD lines, no OUTPUT */
	enum nsc_gnu_part part;
	unsigned parts_seen; /* bits by enum nsc_gnu_part */
	bool after_blank;    /* the line before was blank */
	unsigned blanks;     /* blank lines since the part's heading */
	bool rows;           /* the part has had a row */
	bool header_due;     /* its next line is the line of column titles */
	/*
	 * The line that only a whole map has: OUTPUT(...), which all but debug sections
	 * and cref stand before; in gold's, what is in .shstrtab.
	 */
	bool output_seen;
	bool cut;              /* the text ends inside a row */
	bool in_message;       /* inside an ASSERT whose message has line ends */
	struct nostd_str name; /* the wrapped one */
	uint32_t name_line;
	enum nsc_gnu_wrapped wrapped;
	uint32_t output;  /* row of outputs that sections belong to, or NSC_NO_ROW */
	uint32_t section; /* row of sections that symbols belong to, or NSC_NO_ROW */
	struct nsc_gnu_waiting waiting;
	struct nsc_gnu_waiting_files waiting_files;
	struct nsc_gnu_owners owners;
};

/* -- gnu_ld.c ---------------------------------------------------------------------- */

/* Reads a map of GNU ld, or of gold. */
void nsc_gnu_read(struct nsc_run *run, struct nostd_str text, bool gold,
		  struct nsc_map_facts *out);
/* Only why members were taken: ld and gold write that before any other table. */
void nsc_gnu_read_pulls(struct nsc_run *run, struct nostd_str text, bool gold,
			struct nsc_map_facts *out);

/* gold's maps begin with the headings of old GNU ld; "Memory map" tells them apart. */
bool nsc_gnu_is_gold(struct nostd_str text);

/*
 * Reads the cross reference table that another linker's map ends in: `lines` stand behind
 * its heading, and are at the end afterwards. False: it has no row.
 */
bool nsc_gnu_read_cref(struct nsc_run *run, const char *whose,
		       struct nsc_map_lines *lines, struct nsc_map_files *files,
		       struct nsc_map_facts *out);

/* Counts a line nobody understands; the first few are told with their text. */
void nsc_gnu_unknown(struct nsc_gnu *gnu, uint32_t number, struct nostd_str line);
/* Keeps a name that stands alone, for the next line to complete. */
void nsc_gnu_wrap(struct nsc_gnu *gnu, enum nsc_gnu_wrapped wrapped,
		  struct nostd_str name);
/* No line will complete the wrapped name: it is bare, a pattern, or not understood. */
void nsc_gnu_settle(struct nsc_gnu *gnu);

/* The row will get this name; until then it has none. */
void nsc_gnu_name_later(struct nsc_gnu *gnu, enum nsc_gnu_row kind, size_t row,
			struct nostd_str text);
/* All rows get the names they wait for. */
void nsc_gnu_name_now(struct nsc_gnu *gnu);

/* -- gnu_ld_tables.c: the tables before the memory map ----------------------------- */

void nsc_gnu_pull_line(struct nsc_gnu *gnu, struct nostd_str line);
void nsc_gnu_common_line(struct nsc_gnu *gnu, struct nostd_str line);
void nsc_gnu_region_line(struct nsc_gnu *gnu, struct nostd_str line);
/* Do these lines begin with a row of that table? For headings in other languages. */
bool nsc_gnu_is_pull(struct nostd_str line, struct nostd_str next, bool *as_needed);
bool nsc_gnu_is_common(struct nostd_str line, struct nostd_str next);
bool nsc_gnu_is_region(struct nostd_str line);

/* -- gnu_ld_memory.c: discarded sections, and the memory map ----------------------- */

void nsc_gnu_discarded_line(struct nsc_gnu *gnu, struct nostd_str line);
void nsc_gnu_memory_line(struct nsc_gnu *gnu, struct nostd_str line);
bool nsc_gnu_is_discarded(struct nostd_str line, struct nostd_str next);
/* "0xADDRESS 0xSIZE rest", as a row has it behind its name. */
bool nsc_gnu_take_pair(struct nostd_str *text, uint64_t *address, uint64_t *size);

/* -- gnu_ld_cref.c ----------------------------------------------------------------- */

void nsc_gnu_cref_begin(struct nsc_gnu *gnu);
/* The rows from `first` on, up to the next symbol's, are about this symbol. */
void nsc_gnu_cref_name(struct nsc_gnu *gnu, uint32_t first, struct nsc_name symbol);
void nsc_gnu_cref_line(struct nsc_gnu *gnu, struct nostd_str line);
/* The rows get the files they wait for. */
void nsc_gnu_cref_files_now(struct nsc_gnu *gnu);
/* Is this the line of column titles, in any language? */
bool nsc_gnu_is_cref_header(struct nostd_str line);

#endif
