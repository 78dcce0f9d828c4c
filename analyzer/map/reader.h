/*
 * reader.h - what the readers share: the walk over lines, rows that wait for their names,
 * lines nobody understands, maps that were cut.
 *
 * A reader goes over the text once, line by line. It keeps no line; names of rows are
 * looked up 64 at a time, so that the cache misses of the intern table overlap.
 */
#ifndef NSC_ANALYZER_MAP_READER_H
#define NSC_ANALYZER_MAP_READER_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/bump.h>
#include <nostd/str.h>

#include "analyzer/fact/map.h"
#include "analyzer/map/files.h"
#include "analyzer/map/line.h"

struct nsc_run;

enum nsc_map_row { NSC_MAP_ROW_SECTION, NSC_MAP_ROW_DISCARDED, NSC_MAP_ROW_SYMBOL };

enum { NSC_MAP_WAITING = 64 };

struct nsc_map_waiting {
	struct nostd_str texts[NSC_MAP_WAITING];
	struct {
		enum nsc_map_row kind;
		uint32_t row;
	} rows[NSC_MAP_WAITING];
	size_t count;
};

struct nsc_map_reader {
	struct nsc_run *run;
	struct nsc_map_facts *out;
	struct nsc_map_lines lines;
	struct nsc_map_files files;
	const char *whose;    /* whose maps it reads: "ld.lld"; for messages */
	uint32_t output;      /* row of outputs that sections belong to, or NSC_NO_ROW */
	uint32_t section;     /* row of sections that symbols belong to, or NSC_NO_ROW */
	uint32_t growing;     /* row of sections that is told in parts (columns.h) */
	bool cut;             /* the text ends inside a line that nobody understands */
	size_t lines_guessed; /* hardly less than there are; to reserve rows for */
	struct nsc_map_waiting waiting;
	struct nostd_bump_mark mark;
};

/* A reader. */
struct nsc_map_kind {
	const char *whose; /* maps: "ld.lld"; for messages */
	unsigned knows; /* what every map of this format can tell: enum nsc_map_knows */
};

/*
 * How many lines there are, by those at the beginning, whose numbers and paths are short:
 * to reserve rows by. What is reserved and not used takes addresses, no memory.
 */
size_t nsc_map_guess_lines(struct nostd_str text);

void nsc_map_reader_init(struct nsc_map_reader *reader, struct nsc_run *run,
			 struct nostd_str text, struct nsc_map_facts *out,
			 struct nsc_map_kind kind);

/*
 * The next line that is not blank; false: there is none. A line beyond the limit is
 * counted as unknown and not given.
 */
bool nsc_map_reader_next(struct nsc_map_reader *reader, struct nostd_str *line);

/* Counts a line nobody understands; the first few are told with their text. */
void nsc_map_unknown(struct nsc_map_reader *reader, struct nostd_str line);

/* A row of cross references. */
void nsc_map_add_cref(struct nsc_map_reader *reader, struct nsc_name symbol,
		      uint32_t file, enum nsc_cref_role role);

/* The same for any reader's lines; `cut` is set instead when the line has no end. */
void nsc_map_tell_unknown(struct nsc_run *run, struct nsc_map_facts *out,
			  const char *whose, uint32_t number, struct nostd_str line);
/* How many unknown lines were not told, and that the map was cut (NULL: it was not). */
void nsc_map_tell_end(struct nsc_run *run, struct nsc_map_facts *out, const char *whose,
		      uint32_t lines, const char *missing);

/*
 * The end: names are given, what was left untold is told. `missing` is what a whole map
 * would still have ("the symbol table"); NULL: it is whole. A last line without an end
 * that nobody understood is a cut, too.
 */
void nsc_map_reader_end(struct nsc_map_reader *reader, const char *missing);

/* All rows get the names they wait for. */
void nsc_map_name_now(struct nsc_map_reader *reader);

/*
 * A new output section, which the rows to come belong to: at its run-time address, and
 * loaded there. The row is good until the next one.
 */
struct nsc_map_output *nsc_map_add_output(struct nsc_map_reader *reader,
					  struct nostd_str name, uint64_t address,
					  uint64_t size);

/* Where something lies, and how many bytes it has. */
struct nsc_map_extent {
	uint64_t address, size;
};

/*
 * A piece of the output section, which symbols to come belong to unless it is padding.
 * `file` is a row of files or NSC_NO_ROW. The row is good until the next one.
 */
struct nsc_map_section *nsc_map_add_section(struct nsc_map_reader *reader,
					    enum nsc_placement_kind kind,
					    struct nostd_str name, uint32_t file,
					    struct nsc_map_extent extent);

/* A section that is not in the image. */
void nsc_map_add_discarded(struct nsc_map_reader *reader, struct nostd_str name,
			   uint32_t file, uint64_t size);

/* A symbol of the section that was added last. The row is good until the next one. */
struct nsc_map_symbol *nsc_map_add_symbol(struct nsc_map_reader *reader,
					  enum nsc_map_symbol_kind kind,
					  struct nostd_str name, uint64_t address,
					  uint64_t size);

/*
 * Maps that list symbols apart from sections: each symbol that is placed, or local, and
 * has no section yet gets the one that its address lies in, or whose end it marks. One
 * that lies in none becomes an assignment. Code addresses may have bit 0 set (Thumb).
 */
void nsc_map_place_symbols(struct nsc_map_reader *reader);

/*
 * Maps that tell the pieces file by file: at the end, those of an output section are put
 * together, in the order in which they were told. Each piece has an output section.
 */
void nsc_map_group_sections(struct nsc_map_reader *reader);

void nsc_map_add_region(struct nsc_map_reader *reader, struct nostd_str name,
			uint64_t origin, uint64_t length, struct nostd_str attributes);

/* Does the first line of the text that is not blank have these words, and no others? */
bool nsc_map_first_words_are(struct nostd_str text, const char *words);

/* "VMA  LMA" has the words of "VMA LMA". */
bool nsc_map_same_words(struct nostd_str line, struct nostd_str words);

#endif
