/*
 * line.h - line tables: which line of which file an address comes from.
 *
 * Two formats fill the same rows: DWARF 2 to 5 (.debug_line) and STABS (.stab), which
 * avr-gcc 5.4 still writes for -g. Their sections must have been relocated.
 *
 * These readers are ours, not libdw's, for reasons measured with elfutils 0.188:
 * dwarf_getsrclines() joins its folder to the name of every file of a table before
 * anybody asks for one, so an object of 1.2 MB made it ask for 64 GiB, whereupon libdw
 * ended the process; it refuses tables with 2-byte addresses (clang for AVR); it knows no
 * STABS.
 */
#ifndef NSC_ANALYZER_OBJECT_LINE_H
#define NSC_ANALYZER_OBJECT_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/object/range.h"

struct nsc_run;

/*
 * A file of a table. Its path is made when somebody asks; until then the texts may go on
 * behind a NUL that ends them.
 */
struct nsc_line_file {
	struct nostd_str root, folder, name; /* each relative to the one before */
	struct nsc_name path;                /* once `made` */
	bool made;
};

/* One row. */
struct nsc_line_row {
	uint32_t file; /* of files, or UINT32_MAX */
	uint32_t line, column;
};

#define NOSTD_NAME nsc_line_file_vec
#define NOSTD_T    struct nsc_line_file
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_line_row_vec
#define NOSTD_T    struct nsc_line_row
#define NOSTD_IN
#include <nostd/vec.h>

/* All tables of one object. Lives in the scratch arena; texts point into the sections. */
struct nsc_lines {
	struct nsc_run *run;
	struct nsc_line_file_vec files;
	struct nsc_line_row_vec rows;
	struct nsc_range_vec ranges; /* of addresses; `what` is a row */
	uint32_t source; /* the first unit's own file, if its table says; or UINT32_MAX */
	uint64_t text_left;      /* bytes of paths that may still be made */
	const char *problem;     /* the first damage, ... */
	uint64_t problem_offset; /* ... in bytes from the start of its section */
};

void nsc_lines_init(struct nsc_lines *lines, struct nsc_run *run, uint64_t text_left);

/* Where row `row` is. */
struct nsc_place nsc_lines_place(struct nsc_lines *lines, uint32_t row);
/* The path of a file: absolute when the table says from where, normalised. */
struct nsc_name nsc_lines_path(struct nsc_lines *lines, uint32_t file);

/* For the readers: keep the first damage; add the row of [low, high). */
void nsc_lines_damage(struct nsc_lines *lines, uint64_t offset, const char *problem);
void nsc_lines_add(struct nsc_lines *lines, uint64_t low, uint64_t high,
		   struct nsc_line_row row);

/* -- DWARF --------------------------------------------------------------------------- */

/* The folder the compiler ran in, for the table at `offset` (DW_AT_comp_dir). */
struct nsc_line_root {
	uint64_t offset;
	struct nostd_str root;
};
#define NOSTD_NAME nsc_line_root_vec
#define NOSTD_T    struct nsc_line_root
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_line_sections {
	struct nostd_span line, line_texts, texts; /* .debug_line, _line_str, _str */
	bool big_endian;
	struct nsc_line_root_vec *roots; /* in any order; sorted when this returns */
};
void nsc_lines_dwarf(struct nsc_lines *lines, const struct nsc_line_sections *sections);

/* -- STABS --------------------------------------------------------------------------- */

struct nsc_stab_sections {
	struct nostd_span stabs, texts; /* .stab, .stabstr */
	bool big_endian;
};
void nsc_lines_stabs(struct nsc_lines *lines, const struct nsc_stab_sections *sections);

#endif
