/*
 * columns.h - maps that are a tree of rows, as lld and mold write them: numbers, then a
 * text whose indentation is its level.
 *
 *	VMA LMA Size Align Out     In      Symbol
 *	...                .text                         an output section
 *	...                        FILE:(SECTION)        a piece of it
 *	...                                symbol        in that piece
 */
#ifndef NSC_ANALYZER_MAP_COLUMNS_H
#define NSC_ANALYZER_MAP_COLUMNS_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/map/reader.h"

enum nsc_map_level { NSC_MAP_LEVEL_OUT, NSC_MAP_LEVEL_IN, NSC_MAP_LEVEL_SYMBOL };

/* As nsc_map_reader_init(); most lines of these maps have a name of their own. */
void nsc_map_columns_init(struct nsc_map_reader *reader, struct nsc_run *run,
			  struct nostd_str text, struct nsc_map_facts *out,
			  struct nsc_map_kind kind);

enum { NSC_MAP_OCTET = 8 };

/*
 * The number in a column of eight characters, blanks and then hexadecimal digits in lower
 * case. False: something else stands there, or this machine cannot take it at once, and
 * nsc_map_take_column() has to look.
 */
bool nsc_map_take_octet(const char *column, uint64_t *value);

/* A number of a row: blanks, then hexadecimal digits without "0x". */
bool nsc_map_take_column(struct nostd_str *text, uint64_t *value);

/*
 * What stands behind a row's numbers: one blank, none, 8 or 16 more, and the text, which
 * alone is left in *text. False: something else.
 */
bool nsc_map_take_level(struct nostd_str *text, enum nsc_map_level *level);

/*
 * "FILE:(SECTION)", cut at the last ":(". False: it is none. What the linker made has
 * the file "<internal>".
 */
bool nsc_map_split_input(struct nostd_str text, struct nostd_str *file,
			 struct nostd_str *section);

/*
 * A row of level IN that is "FILE:(SECTION)": a piece of the output section. COMMON
 * symbols of a file that follow each other become one piece, and so do those of its
 * .eh_frame, which are told one by one. False: no such row.
 */
bool nsc_map_add_input(struct nsc_map_reader *reader, struct nostd_str text,
		       uint64_t address, uint64_t size);

/* A row of level SYMBOL: a symbol of the piece before. False: there is no piece. */
bool nsc_map_add_symbol_row(struct nsc_map_reader *reader, enum nsc_map_symbol_kind kind,
			    struct nostd_str name, struct nsc_map_extent extent);

/* A statement of the script, "NAME = EXPRESSION", "PROVIDE ( ... )"; false: none. */
bool nsc_map_add_statement(struct nsc_map_reader *reader, struct nostd_str text,
			   uint64_t address, uint64_t size);

/*
 * Do the pieces of the last output section reach its end? A map that was cut between two
 * rows shows it here.
 */
bool nsc_map_last_output_is_whole(const struct nsc_map_facts *facts);

#endif
