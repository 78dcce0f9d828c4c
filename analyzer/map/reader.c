/*
 * reader.c - see reader.h.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/section.h"

enum {
	UNKNOWN_TOLD = 20, /* lines told with their text; the rest is a number */
	SNIPPET_SIZE = 60  /* bytes of a line that are shown */
};

/* -- what is told -------------------------------------------------------------------- */

/* At most SNIPPET_SIZE bytes, not cut inside a character. */
static struct nostd_str snippet(struct nostd_str line)
{
	struct nostd_str cut = nostd_str_take(line, SNIPPET_SIZE);

	while (cut.len < line.len && cut.len > 0 &&
	       ((unsigned char)line.ptr[cut.len] & 0xC0U) == 0x80U) {
		cut.len--;
	}
	return cut;
}

/*
 * A line that is not read may be the one that names the leak, so the run is not complete.
 */
void nsc_map_tell_unknown(struct nsc_run *run, struct nsc_map_facts *out,
			  const char *whose, uint32_t number, struct nostd_str line)
{
	if (out->lines_unknown < UNKNOWN_TOLD) {
		nsc_diag(run->diags, NSC_DIAG_NOT_ANALYSED,
			 nsc_place(out->path, number, 1),
			 "line not understood by the reader of {}'s maps: \"{}\"", whose,
			 snippet(line));
	}
	out->lines_unknown++;
}

void nsc_map_tell_end(struct nsc_run *run, struct nsc_map_facts *out, const char *whose,
		      uint32_t lines, const char *missing)
{
	out->lines = lines;
	if (missing) {
		out->truncated = true;
		nsc_diag(run->diags, NSC_DIAG_NOT_ANALYSED,
			 nsc_place(out->path, lines, 0),
			 "the map ends here, expected {}: the link was cut short, or the "
			 "copy is not whole",
			 missing);
	}
	if (out->lines_unknown > UNKNOWN_TOLD) {
		nsc_diag(run->diags, NSC_DIAG_NOT_ANALYSED, nsc_place(out->path, 0, 0),
			 "{} more lines not understood by the reader of {}'s maps",
			 out->lines_unknown - UNKNOWN_TOLD, whose);
	}
}

void nsc_map_unknown(struct nsc_map_reader *reader, struct nostd_str line)
{
	if (!reader->lines.ended) {
		reader->cut = true; /* the cut is told, not the line */
		return;
	}
	nsc_map_tell_unknown(reader->run, reader->out, reader->whose,
			     reader->lines.number, line);
}

void nsc_map_add_cref(struct nsc_map_reader *reader, struct nsc_name symbol,
		      uint32_t file, enum nsc_cref_role role)
{
	struct nsc_map_cref row = {symbol, file, (uint8_t)role};

	nsc_map_cref_vec_push(&reader->out->cref, row);
}

/* -- the walk ------------------------------------------------------------------------ */

/* Bytes of a map for a name that is new, in the maps we have seen. */
enum { BYTES_PER_NAME = 384, SAMPLE_SIZE = 64 * 1024, BYTES_PER_LINE_LEAST = 64 };

size_t nsc_map_guess_lines(struct nostd_str text)
{
	struct nostd_str sample = nostd_str_take(text, SAMPLE_SIZE);
	struct nsc_map_lines lines = nsc_map_lines(sample);
	size_t most = text.len / BYTES_PER_LINE_LEAST, guess;
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
	}
	guess = sample.len == 0 ? 0 : text.len / sample.len * (lines.number + 1);
	return guess < most ? guess : most;
}

void nsc_map_reader_init(struct nsc_map_reader *reader, struct nsc_run *run,
			 struct nostd_str text, struct nsc_map_facts *out,
			 struct nsc_map_kind kind)
{
	memset(reader, 0, sizeof(*reader));
	reader->run = run;
	reader->out = out;
	reader->lines = nsc_map_lines(text);
	reader->whose = kind.whose;
	reader->output = NSC_NO_ROW;
	reader->section = NSC_NO_ROW;
	reader->growing = NSC_NO_ROW;
	reader->mark = nostd_bump_mark(run->scratch);
	nsc_map_files_init(&reader->files, run->scratch, run->names, &out->files);
	nsc_names_reserve(run->names, (uint32_t)(text.len / BYTES_PER_NAME));
	reader->lines_guessed = nsc_map_guess_lines(text);
	nsc_map_section_vec_reserve(&out->sections, reader->lines_guessed);
	nsc_map_symbol_vec_reserve(&out->symbols, reader->lines_guessed);
	out->knows |= kind.knows;
}

bool nsc_map_reader_next(struct nsc_map_reader *reader, struct nostd_str *line)
{
	while (nsc_map_lines_next(&reader->lines, line)) {
		if (line->len > NSC_LIMIT_MAP_LINE) {
			nsc_map_unknown(reader, *line);
		} else if (!nsc_map_all_blank(*line)) {
			return true;
		}
	}
	return false;
}

void nsc_map_reader_end(struct nsc_map_reader *reader, const char *missing)
{
	if (!missing && reader->cut) {
		missing = "the end of the line";
	}
	nsc_map_name_now(reader);
	nsc_map_tell_end(reader->run, reader->out, reader->whose, reader->lines.number,
			 missing);
	nostd_bump_reset(reader->run->scratch, reader->mark);
}

/* -- rows ---------------------------------------------------------------------------- */

void nsc_map_name_now(struct nsc_map_reader *reader)
{
	struct nsc_map_waiting *waiting = &reader->waiting;
	struct nsc_map_facts *out = reader->out;
	struct nsc_name names[NSC_MAP_WAITING];
	size_t i;

	nsc_name_all(reader->run->names, waiting->texts, waiting->count, names);
	for (i = 0; i < waiting->count; i++) {
		uint32_t row = waiting->rows[i].row;

		switch (waiting->rows[i].kind) {
		case NSC_MAP_ROW_SECTION:
			out->sections.ptr[row].name = names[i];
			break;
		case NSC_MAP_ROW_DISCARDED:
			out->discarded.ptr[row].name = names[i];
			break;
		case NSC_MAP_ROW_SYMBOL:
			out->symbols.ptr[row].name = names[i];
			break;
		}
	}
	waiting->count = 0;
}

static void name_later(struct nsc_map_reader *reader, enum nsc_map_row kind, size_t row,
		       struct nostd_str text)
{
	struct nsc_map_waiting *waiting = &reader->waiting;

	if (waiting->count == NSC_MAP_WAITING) {
		nsc_map_name_now(reader);
	}
	waiting->texts[waiting->count] = text;
	waiting->rows[waiting->count].kind = kind;
	waiting->rows[waiting->count].row = (uint32_t)row;
	waiting->count++;
}

struct nsc_map_output *nsc_map_add_output(struct nsc_map_reader *reader,
					  struct nostd_str name, uint64_t address,
					  uint64_t size)
{
	struct nsc_map_output output = {0};

	output.name = nsc_name(reader->run->names, name);
	output.address = address;
	output.load_address = address;
	output.size = size;
	output.allocated = !nsc_section_is_for_tools(name);
	output.line = reader->lines.number;
	reader->output = (uint32_t)reader->out->outputs.len;
	reader->section = NSC_NO_ROW;
	nsc_map_output_vec_push(&reader->out->outputs, output);
	return nsc_map_output_vec_last(&reader->out->outputs);
}

struct nsc_map_section *nsc_map_add_section(struct nsc_map_reader *reader,
					    enum nsc_placement_kind kind,
					    struct nostd_str name, uint32_t file,
					    struct nsc_map_extent extent)
{
	struct nsc_map_section section = {0};

	section.output = reader->output;
	section.kind = (uint8_t)kind;
	section.file = file;
	section.address = extent.address;
	section.size = extent.size;
	section.line = reader->lines.number;
	if (kind != NSC_PLACED_FILL) {
		reader->section = (uint32_t)reader->out->sections.len;
	}
	name_later(reader, NSC_MAP_ROW_SECTION, reader->out->sections.len, name);
	nsc_map_section_vec_push(&reader->out->sections, section);
	return nsc_map_section_vec_last(&reader->out->sections);
}

void nsc_map_add_discarded(struct nsc_map_reader *reader, struct nostd_str name,
			   uint32_t file, uint64_t size)
{
	struct nsc_map_section section = {0};

	section.output = NSC_NO_ROW;
	section.kind = NSC_PLACED_INPUT;
	section.file = file;
	section.size = size;
	section.line = reader->lines.number;
	name_later(reader, NSC_MAP_ROW_DISCARDED, reader->out->discarded.len, name);
	nsc_map_section_vec_push(&reader->out->discarded, section);
}

struct nsc_map_symbol *nsc_map_add_symbol(struct nsc_map_reader *reader,
					  enum nsc_map_symbol_kind kind,
					  struct nostd_str name, uint64_t address,
					  uint64_t size)
{
	struct nsc_map_symbol symbol = {0};

	symbol.kind = (uint8_t)kind;
	symbol.address = address;
	symbol.size = size;
	symbol.section = reader->section;
	symbol.line = reader->lines.number;
	name_later(reader, NSC_MAP_ROW_SYMBOL, reader->out->symbols.len, name);
	nsc_map_symbol_vec_push(&reader->out->symbols, symbol);
	return nsc_map_symbol_vec_last(&reader->out->symbols);
}

/* A piece with bytes, by where it begins. */
struct extent {
	uint64_t address, size;
	uint32_t row;
};

#define NOSTD_NAME extent_vec
#define NOSTD_T    struct extent
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME extents
#define NOSTD_T    struct extent
#define NOSTD_CMP(a, b)                                                        \
	((a)->address != (b)->address ? ((a)->address > (b)->address ? 1 : -1) \
				      : ((a)->row > (b)->row) - ((a)->row < (b)->row))
#include <nostd/sort.h>

static struct extent_vec extents_of(const struct nsc_map_reader *reader)
{
	const struct nsc_map_section_vec *sections = &reader->out->sections;
	struct extent_vec all = extent_vec_new_in(nsc_scratch(reader->run));
	uint32_t i;

	for (i = 0; i < sections->len; i++) {
		const struct nsc_map_section *row = &sections->ptr[i];
		struct extent one = {row->address, row->size, i};

		if (row->size != 0 && row->kind != NSC_PLACED_FILL) {
			extent_vec_push(&all, one);
		}
	}
	extents_sort_unstable(all.ptr, all.len);
	return all;
}

/* The piece with this address in it; NSC_NO_ROW: none. */
static uint32_t row_at(const struct extent_vec *all, uint64_t address)
{
	struct extent wanted = {address, 0, NSC_NO_ROW};
	size_t at = extents_lower_bound(all->ptr, all->len, &wanted);

	if (at == 0) {
		return NSC_NO_ROW;
	}
	at--;
	return address - all->ptr[at].address <= all->ptr[at].size ? all->ptr[at].row
								   : NSC_NO_ROW;
}

void nsc_map_place_symbols(struct nsc_map_reader *reader)
{
	struct nsc_map_symbol_vec *symbols = &reader->out->symbols;
	struct extent_vec all = extents_of(reader);
	size_t i;

	for (i = 0; i < symbols->len; i++) {
		struct nsc_map_symbol *symbol = &symbols->ptr[i];

		if (symbol->section != NSC_NO_ROW ||
		    (symbol->kind != NSC_MAP_SYMBOL_PLACED &&
		     symbol->kind != NSC_MAP_SYMBOL_LOCAL)) {
			continue;
		}
		symbol->section = row_at(&all, symbol->address);
		if (symbol->section == NSC_NO_ROW) {
			symbol->kind = NSC_MAP_SYMBOL_ASSIGNED;
		}
	}
}

#define NOSTD_NAME place_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* By output section, and one more: how many pieces come before its first. */
static struct place_vec places_of(struct nsc_map_reader *reader)
{
	const struct nsc_map_facts *out = reader->out;
	struct place_vec places = place_vec_new_in(nsc_scratch(reader->run));
	size_t i;

	for (i = 0; i < out->outputs.len + 1; i++) {
		place_vec_push(&places, 0);
	}
	for (i = 0; i < out->sections.len; i++) {
		places.ptr[out->sections.ptr[i].output + 1]++;
	}
	for (i = 1; i < out->outputs.len + 1; i++) {
		places.ptr[i] += places.ptr[i - 1];
	}
	return places;
}

void nsc_map_group_sections(struct nsc_map_reader *reader)
{
	struct nsc_map_facts *out = reader->out;
	struct nsc_map_section_vec old =
		nsc_map_section_vec_new_in(nsc_scratch(reader->run));
	struct place_vec places, row_of = place_vec_new_in(nsc_scratch(reader->run));
	size_t i;

	nsc_map_name_now(reader);
	places = places_of(reader);
	for (i = 0; i < out->sections.len; i++) {
		nsc_map_section_vec_push(&old, out->sections.ptr[i]);
	}
	for (i = 0; i < old.len; i++) {
		uint32_t row = places.ptr[old.ptr[i].output]++;

		out->sections.ptr[row] = old.ptr[i];
		place_vec_push(&row_of, row);
	}
	for (i = 0; i < out->symbols.len; i++) {
		uint32_t row = out->symbols.ptr[i].section;

		out->symbols.ptr[i].section = row == NSC_NO_ROW ? row : row_of.ptr[row];
	}
	reader->section = NSC_NO_ROW;
}

void nsc_map_add_region(struct nsc_map_reader *reader, struct nostd_str name,
			uint64_t origin, uint64_t length, struct nostd_str attributes)
{
	struct nsc_map_region region = {0};

	region.name = nsc_name(reader->run->names, name);
	region.origin = origin;
	region.length = length;
	region.attributes = nsc_name(reader->run->names, attributes);
	nsc_map_region_vec_push(&reader->out->regions, region);
}

/* -- names and words ----------------------------------------------------------------- */

bool nsc_map_same_words(struct nostd_str line, struct nostd_str words)
{
	struct nostd_str_words a = nostd_str_words(line);
	struct nostd_str_words b = nostd_str_words(words);
	bool more_a, more_b;

	do {
		more_a = nostd_str_words_next(&a);
		more_b = nostd_str_words_next(&b);
		if (more_a != more_b) {
			return false;
		}
	} while (more_a && nostd_str_eq(a.word, b.word));
	return !more_a;
}

bool nsc_map_first_words_are(struct nostd_str text, const char *words)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (!nsc_map_all_blank(line)) {
			return nsc_map_same_words(line, nostd_str_from_c(words));
		}
	}
	return false;
}
