/*
 * foreign.c - maps of other linkers, and what else is called a map, each known by a sign.
 * See foreign.h.
 *
 * A linker that gets a reader leaves this table.
 */
#include "analyzer/map/foreign.h"

#include "analyzer/map/line.h"
#include "analyzer/map/reader.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { LOOK_SIZE = 64 * 1024 }; /* bytes from the beginning that are looked at */

/* Where a sign must stand. */
enum where {
	FIRST_WORDS, /* the words of the first line that is not blank are these */
	LINE_START,  /* some line begins with it */
	ANYWHERE     /* it stands somewhere */
};

struct sign {
	enum where where;
	struct nostd_str text;
};

struct kind {
	const char *what;
	bool is_link_map;
	struct sign signs[2]; /* all that have a text */
};

#define SIGN(where, text)                   \
	{                                   \
		where, NOSTD_STR_INIT(text) \
	}

static const struct kind kinds[] = {
	{"a JavaScript source map",
	 false,
	 {SIGN(LINE_START, "{"), SIGN(ANYWHERE, "\"mappings\"")}},
	{"an HTML image map, as Doxygen and Graphviz write it",
	 false,
	 {SIGN(ANYWHERE, "<area ")}},
	{"an HTML image map, as Doxygen and Graphviz write it",
	 false,
	 {SIGN(LINE_START, "<map ")}},
	{"a linker version script",
	 false,
	 {SIGN(ANYWHERE, "{"), SIGN(ANYWHERE, "global:")}},
	{"a linker version script",
	 false,
	 {SIGN(ANYWHERE, "{"), SIGN(ANYWHERE, "local:")}},
	{"XML of TI's linker", true, {SIGN(LINE_START, "<link_info")}},
	{"a YAML map of eld",
	 true,
	 {SIGN(LINE_START, "OutputSections:"), SIGN(LINE_START, "CommandLine:")}},
};

static bool has_sign(struct nostd_str line, const struct sign *sign, bool is_first)
{
	switch (sign->where) {
	case FIRST_WORDS:
		return is_first && nsc_map_same_words(line, sign->text);
	case LINE_START:
		return nostd_str_starts_with(line, sign->text);
	case ANYWHERE:
		return nostd_str_contains(line, sign->text);
	}
	return false;
}

/* The line of the first place that has the sign; 0: none. */
static uint32_t find_sign(struct nostd_str text, const struct sign *sign)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;
	bool is_first = true;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nsc_map_all_blank(line)) {
			continue;
		}
		if (has_sign(line, sign, is_first)) {
			return lines.number;
		}
		is_first = false;
	}
	return 0;
}

/* "08000000 T main", as nm and a kernel's System.map have it. */
static bool is_symbol_list(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line = NOSTD_STR("");
	struct nostd_str_words words;
	uint64_t value;

	while (nsc_map_all_blank(line)) {
		if (!nsc_map_lines_next(&lines, &line)) {
			return false;
		}
	}
	words = nostd_str_words(line);
	return nostd_str_words_next(&words) && words.word.len >= 8 &&
	       nostd_str_to_u64(words.word, 16, &value) && nostd_str_words_next(&words) &&
	       words.word.len == 1 && nostd_str_words_next(&words);
}

static bool is_kind(struct nostd_str text, const struct kind *kind, uint32_t *line)
{
	size_t i;

	*line = find_sign(text, &kind->signs[0]);
	for (i = 1; i < COUNT(kind->signs); i++) {
		if (kind->signs[i].text.len != 0 &&
		    find_sign(text, &kind->signs[i]) == 0) {
			return false;
		}
	}
	return *line != 0;
}

bool nsc_map_foreign(struct nostd_str text, struct nsc_map_foreign *out)
{
	struct nostd_str look = nostd_str_take(text, LOOK_SIZE);
	size_t i;

	for (i = 0; i < COUNT(kinds); i++) {
		if (is_kind(look, &kinds[i], &out->line)) {
			out->what = kinds[i].what;
			out->is_link_map = kinds[i].is_link_map;
			return true;
		}
	}
	out->line = 1;
	if (is_symbol_list(look)) {
		out->what = "a list of symbols, as nm writes it";
		out->is_link_map = false;
		return true;
	}
	return false;
}

/* "[NAME] 0xADDRESS 0xSIZE FILE", or "0xADDRESS  SYMBOL" with 8 or 16 digits. */
static bool is_row(struct nostd_str line)
{
	struct nostd_str text = line;
	uint64_t value;
	size_t digits;

	if (nsc_map_skip_blanks(&text) == 0) {
		return false;
	}
	if (!nsc_map_at_hex(text)) {
		(void)nsc_map_take_word(&text);
		nsc_map_skip_blanks(&text);
	}
	digits = text.len;
	if (!nsc_map_take_hex(&text, &value)) {
		return false;
	}
	digits -= text.len + 2;
	return (digits == 8 || digits == 16) && nsc_map_skip_blanks(&text) != 0 &&
	       text.len != 0;
}

bool nsc_map_is_fragment(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;
	uint32_t texts = 0, rows = 0;

	while (nsc_map_lines_next(&lines, &line)) {
		texts += !nsc_map_all_blank(line);
		rows += is_row(line);
	}
	return rows >= 2 && rows >= texts / 4;
}
