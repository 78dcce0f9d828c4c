/*
 * mwld.c - maps of Metrowerks' (Freescale's) CodeWarrior linker for PowerPC.
 *
 *	Link map of ENTRY            what refers to what, as a tree: "DEPTH] NAME (TYPE,
 *	                             BIND) found in [LIBRARY] OBJECT"
 *	NAME section layout          rows of sections, and of the symbols in them
 *	Memory map:                  addresses and sizes of the output sections
 *	Linker generated symbols:
 *
 * In:   the text of a map; all but the layout may be missing.
 * Out:  facts; see map.h. A name is told below what refers to it where it is met first,
 *       and nowhere else: that is why its member was taken. Rows marked UNUSED were
 *       dropped. Libraries are named without folders.
 *
 * Seen: maps of GC 1.x, 1.3.2 and 2.7.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum {
	LOOK_SIZE = 16 * 1024,
	DEPTH_MAX =
		4096 /* levels of the tree that are kept; deeper ones have no parent */
};

enum part { PART_HEAD, PART_TREE, PART_LAYOUT, PART_MEMORY, PART_GENERATED };

#define NOSTD_NAME flag_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

struct mwld {
	struct nsc_map_reader reader;
	enum part part;
	bool has_offset; /* the layout has a column of offsets in the file */
	bool memory_seen;
	uint32_t parents[DEPTH_MAX]; /* by depth: row of files; NSC_NO_ROW: the linker */
	struct flag_vec pulled;      /* by row of files: it has its row of pulls */
	struct nostd_str layout;     /* name of the output section */
	uint64_t start, size; /* of the section that symbols lie in, in the layout */
};

/* "OBJECT", "LIBRARY OBJECT"; NSC_NO_ROW: made by the linker. */
static uint32_t file_of(struct mwld *of, struct nostd_str text)
{
	struct nostd_str rest, first;

	text = nsc_map_trim_end(text);
	if (text.len == 0 ||
	    nostd_str_starts_with(text, NOSTD_STR("Linker Generated Symbol File"))) {
		return NSC_NO_ROW;
	}
	rest = text;
	first = nsc_map_take_word(&rest);
	nsc_map_skip_blanks(&rest);
	if (rest.len != 0 && (nostd_str_ends_with(first, NOSTD_STR(".a")) ||
			      nostd_str_ends_with(first, NOSTD_STR(".lib")))) {
		return nsc_map_file_row_as(&of->reader.files, text, first, rest);
	}
	return nsc_map_file_row_as(&of->reader.files, text, NOSTD_STR(""), text);
}

/* -- the tree ------------------------------------------------------------------------ */

static void add_reference(struct mwld *of, struct nostd_str name, uint32_t file,
			  uint32_t by)
{
	struct nsc_map_facts *out = of->reader.out;
	struct nsc_map_pull pull = {0};
	struct nsc_map_cref cref = {0};

	if (file == NSC_NO_ROW || by == NSC_NO_ROW || file == by) {
		return;
	}
	cref.symbol = nsc_name(of->reader.run->names, name);
	cref.file = file;
	cref.role = NSC_CREF_DEFINES;
	nsc_map_cref_vec_push(&out->cref, cref);
	cref.file = by;
	cref.role = NSC_CREF_MENTIONS;
	nsc_map_cref_vec_push(&out->cref, cref);
	while (of->pulled.len <= file) {
		flag_vec_push(&of->pulled, 0);
	}
	if (!of->pulled.ptr[file] && nsc_name_given(out->files.ptr[file].archive)) {
		pull.file = file;
		pull.by = by;
		pull.symbol = cref.symbol;
		pull.reason = NSC_PULL_REFERENCE;
		pull.line = of->reader.lines.number;
		nsc_map_pull_vec_push(&out->pulls, pull);
	}
	of->pulled.ptr[file] = 1;
}

/* "  3] NAME (func,weak) found in OBJECT", "... found as linker generated symbol" */
static bool tree_line(struct mwld *of, struct nostd_str line)
{
	struct nostd_str depth, name, rest;
	uint64_t level;
	uint32_t file = NSC_NO_ROW;
	size_t at;

	nsc_map_skip_blanks(&line);
	if (nostd_str_starts_with(line, NOSTD_STR(">>> "))) {
		return true; /* not found; or a copy that is not used */
	}
	if (!nostd_str_split_once(line, ']', &depth, &rest) ||
	    !nostd_str_to_u64(depth, 10, &level)) {
		return false;
	}
	nsc_map_skip_blanks(&rest);
	name = nsc_map_take_word(&rest);
	at = nostd_str_find(rest, NOSTD_STR(" found in "));
	if (at != NOSTD_NOT_FOUND) {
		file = file_of(of, nostd_str_skip(rest, at + 10));
	} else if (!nostd_str_contains(rest, NOSTD_STR(" found as "))) {
		return false;
	}
	if (level == 0 || level >= DEPTH_MAX || name.len == 0) {
		return name.len != 0;
	}
	add_reference(of, name, file, level > 1 ? of->parents[level - 1] : NSC_NO_ROW);
	of->parents[level] = file;
	return true;
}

/* -- layouts ------------------------------------------------------------------------- */

struct row {
	uint64_t start, size, address;
	bool is_entry; /* a place in what stands above */
	struct nostd_str name, object;
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	bool good;

	nsc_map_skip_blanks(text);
	good = nsc_map_take_digits(text, value);
	return good;
}

/* "NAME[ (entry of NAME)] <tab>[LIBRARY ]OBJECT" */
static bool split_names(struct nostd_str text, struct row *row)
{
	struct nostd_str name;
	size_t at;

	nsc_map_skip_blanks(&text);
	if (!nostd_str_split_once(text, '\t', &name, &row->object)) {
		return false;
	}
	name = nsc_map_trim_end(name);
	at = nostd_str_find(name, NOSTD_STR(" (entry of "));
	row->is_entry = at != NOSTD_NOT_FOUND;
	row->name = row->is_entry ? nostd_str_take(name, at) : name;
	return row->name.len != 0;
}

static bool split_row(const struct mwld *of, struct nostd_str text, struct row *row)
{
	struct nostd_str rest;
	uint64_t offset, align;

	if (!take_number(&text, &row->start) || !take_number(&text, &row->size) ||
	    !take_number(&text, &row->address)) {
		return false;
	}
	if (of->has_offset) {
		(void)take_number(&text, &offset); /* an entry has none */
	}
	nsc_map_skip_blanks(&text);
	rest = text;
	if (nsc_map_take_decimal(&rest, &align) && align <= 4096) {
		text = rest; /* nor this */
	}
	return split_names(text, row);
}

/* "UNUSED   0000c4 ........ NAME <tab>OBJECT" */
static bool unused_row(struct mwld *of, struct nostd_str text)
{
	struct row row = {0};

	if (!take_number(&text, &row.size)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	while (text.len != 0 && text.ptr[0] == '.') {
		struct nostd_str dots = nsc_map_take_word(&text);

		if (dots.len < 8) {
			return false;
		}
		nsc_map_skip_blanks(&text);
	}
	if (!split_names(text, &row)) {
		return false;
	}
	nsc_map_add_discarded(&of->reader, row.name, file_of(of, row.object), row.size);
	return true;
}

/* A row that reaches beyond the section above it, or has its name, is a section. */
static bool is_section(const struct mwld *of, const struct row *row)
{
	if (row->is_entry) {
		return false;
	}
	if (nostd_str_eq(row->name, of->layout) || of->reader.section == NSC_NO_ROW) {
		return true;
	}
	return row->start < of->start || row->start + row->size > of->start + of->size;
}

/*
 * A section's size is that before unused symbols were taken out of it: it ends where the
 * next one begins.
 */
static void end_section(struct mwld *of, uint64_t address)
{
	struct nsc_map_section *last;

	if (of->reader.section == NSC_NO_ROW) {
		return;
	}
	last = &of->reader.out->sections.ptr[of->reader.section];
	if (last->address <= address && last->address + last->size > address) {
		last->size_before = last->size;
		last->size = address - last->address;
	}
}

static void add_row(struct mwld *of, const struct row *row)
{
	struct nsc_map_output *output = &of->reader.out->outputs.ptr[of->reader.output];
	uint32_t file = file_of(of, row->object);

	if (output->size == 0) {
		output->address = row->address - row->start;
		output->load_address = output->address;
	}
	if (row->start + row->size > output->size) {
		output->size = row->start + row->size;
	}
	if (is_section(of, row)) {
		end_section(of, row->address);
		nsc_map_add_section(&of->reader,
				    file == NSC_NO_ROW ? NSC_PLACED_STUBS
						       : NSC_PLACED_INPUT,
				    row->name, file,
				    (struct nsc_map_extent){row->address, row->size});
		of->start = row->start;
		of->size = row->size;
	}
	if (!nostd_str_eq(row->name, of->layout)) {
		nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, row->name,
				   row->address, row->size);
	}
}

static bool layout_line(struct mwld *of, struct nostd_str text)
{
	struct row row = {0};

	nsc_map_skip_blanks(&text);
	if (nostd_str_starts_with(text, NOSTD_STR("Starting "))) {
		of->has_offset = nostd_str_contains(text, NOSTD_STR(" File"));
		return true;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("address ")) ||
	    nostd_str_starts_with(text, NOSTD_STR("-----"))) {
		return true;
	}
	if (nostd_str_strip_prefix(&text, NOSTD_STR("UNUSED "))) {
		return unused_row(of, text);
	}
	if (!split_row(of, text, &row)) {
		return false;
	}
	add_row(of, &row);
	return true;
}

/* -- the memory map, and the linker's own symbols ------------------------------------ */

static struct nsc_map_output *output_of(struct mwld *of, struct nostd_str name)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i;

	for (i = 0; i < outputs->len; i++) {
		if (nostd_str_eq(nsc_name_text(of->reader.run->names,
					       outputs->ptr[i].name),
				 name)) {
			return &outputs->ptr[i];
		}
	}
	return NULL;
}

/* "NAME  ADDRESS SIZE OFFSET"; debug information has no address, and six digits. */
static bool memory_line(struct mwld *of, struct nostd_str text)
{
	struct nsc_map_output *output;
	struct nostd_str name;
	uint64_t address, size;

	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	if (nostd_str_eq(name, NOSTD_STR("Starting")) ||
	    nostd_str_eq(name, NOSTD_STR("address"))) {
		return true;
	}
	if (text.len < 8 || nsc_map_blank(text.ptr[6])) {
		return nostd_str_starts_with(name, NOSTD_STR("."));
	}
	if (!take_number(&text, &address) || !take_number(&text, &size)) {
		return false;
	}
	output = output_of(of, name);
	if (output) {
		output->address = address;
		output->load_address = address;
		output->size = size;
	} else {
		nsc_map_add_output(&of->reader, name, address, size);
	}
	return true;
}

static bool generated_line(struct mwld *of, struct nostd_str text)
{
	struct nostd_str name;
	uint64_t address;

	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	if (!take_number(&text, &address)) {
		return false;
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_ASSIGNED, name, address, 0)
		->section = NSC_NO_ROW;
	return true;
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_heading(struct mwld *of, struct nostd_str line)
{
	struct nostd_str name = nsc_map_trim_end(line);

	if (nostd_str_starts_with(line, NOSTD_STR("Link map of "))) {
		of->part = PART_TREE;
		of->reader.out->knows |= NSC_MAP_PULLS;
		return true;
	}
	if (!nsc_map_blank(line.ptr[0]) &&
	    nostd_str_strip_suffix(&name, NOSTD_STR(" section layout"))) {
		of->part = PART_LAYOUT;
		of->layout = name;
		nsc_map_add_output(&of->reader, name, 0, 0);
		return true;
	}
	if (nostd_str_starts_with(line, NOSTD_STR("Memory map:"))) {
		of->part = PART_MEMORY;
		of->memory_seen = true;
		return true;
	}
	if (nostd_str_starts_with(line, NOSTD_STR("Linker generated symbols:"))) {
		of->part = PART_GENERATED;
		return true;
	}
	return false;
}

static bool text_line(struct mwld *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD:
		return false;
	case PART_TREE:
		return tree_line(of, line);
	case PART_LAYOUT:
		return layout_line(of, line);
	case PART_MEMORY:
		return memory_line(of, line);
	case PART_GENERATED:
		return generated_line(of, line);
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct mwld *of = nostd_bump_new(run->scratch, struct mwld);
	struct nostd_str line;
	size_t i;

	(void)err; /* it is read as far as it goes */
	nsc_map_reader_init(
		&of->reader, run, text, out,
		(struct nsc_map_kind){"CodeWarrior",
				      NSC_MAP_SECTIONS | NSC_MAP_PARTS | NSC_MAP_SYMBOLS |
					      NSC_MAP_SYMBOL_SIZES | NSC_MAP_BASE_NAMES});
	of->pulled = flag_vec_new_in(nsc_scratch(run));
	for (i = 0; i < DEPTH_MAX; i++) {
		of->parents[i] = NSC_NO_ROW;
	}
	while (nsc_map_reader_next(&of->reader, &line)) {
		if (!is_heading(of, line) && !text_line(of, line)) {
			nsc_map_unknown(&of->reader, line);
		}
	}
	nsc_map_reader_end(&of->reader, of->memory_seen ? NULL : "the memory map");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line, name;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nsc_map_all_blank(line)) {
			continue;
		}
		name = nsc_map_trim_end(line);
		return nostd_str_starts_with(line, NOSTD_STR("Link map of ")) ||
		       (!nsc_map_blank(line.ptr[0]) &&
			nostd_str_strip_suffix(&name, NOSTD_STR(" section layout")) &&
			nsc_map_lines_next(&lines, &line) &&
			nostd_str_starts_with(line, NOSTD_STR("  Starting ")));
	}
	return false;
}

const struct nsc_map_format nsc_map_format_mwld = {
	.name = "mwld",
	.title = "CodeWarrior (Metrowerks)",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
