/*
 * header_text.c - one pass over the bytes, a closer look at names that matter. See
 * header_text.h.
 */
#include "analyzer/clang/header_text.h"

#include <string.h>

#include "analyzer/base/words.h"
#include "analyzer/clang/lex.h"

/* FNV-1a */
#define HASH_START UINT32_C(0x811c9dc5)
#define HASH_STEP  UINT32_C(0x01000193)

uint32_t nsc_header_hash(struct nostd_str name)
{
	uint32_t hash = HASH_START;
	size_t i;

	for (i = 0; i < name.len; i++) {
		hash = (hash ^ (unsigned char)name.ptr[i]) * HASH_STEP;
	}
	return hash;
}

/* -- bytes --------------------------------------------------------------------------- */

enum byte_kind { BYTE_OTHER, BYTE_NAME, BYTE_DIGIT, BYTE_QUOTE, BYTE_SLASH, BYTE_LINE };

/* A digit for each byte: its enum byte_kind. */
static const char byte_kinds[] = "00000000005000000000000000000000"
				 "00301003000000042222222222000000"
				 "01111111111111111111111111100001"
				 "01111111111111111111111111100000"
				 "11111111111111111111111111111111"
				 "11111111111111111111111111111111"
				 "11111111111111111111111111111111"
				 "11111111111111111111111111111111";

static inline enum byte_kind kind_of(char c)
{
	return (enum byte_kind)(byte_kinds[(unsigned char)c] - '0');
}

static inline bool is_name_byte(char c)
{
	enum byte_kind kind = kind_of(c);

	return kind == BYTE_NAME || kind == BYTE_DIGIT;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* -- state --------------------------------------------------------------------------- */

enum directive {
	DIRECTIVE_NONE,
	DIRECTIVE_DEFINE,
	DIRECTIVE_CONDITION, /* and #include */
	DIRECTIVE_OTHER      /* whose names say nothing: #undef, #pragma, #error ... */
};

struct reader {
	const struct nsc_header_text *of;
	struct nostd_str text;
	size_t at;
	size_t skipped; /* row of the next skipped part */
	enum directive directive;
	struct nostd_str params; /* between the parentheses of the #define at hand */
	bool line_start;         /* nothing but blanks in front on this line */
};

static char byte_at(const struct reader *reader, size_t at)
{
	return at < reader->text.len ? reader->text.ptr[at] : '\0';
}

static struct nostd_str name_at(const struct reader *reader, size_t at)
{
	return nsc_lex_name_at(reader->text, at);
}

/* -- around a name ------------------------------------------------------------------- */

/* One past the last byte in front of `at` that is no blank, line end or splice. */
static size_t before(const struct reader *reader, size_t at)
{
	while (at > 0 &&
	       (is_blank(reader->text.ptr[at - 1]) || reader->text.ptr[at - 1] == '\n' ||
		(reader->text.ptr[at - 1] == '\\' &&
		 (byte_at(reader, at) == '\n' || byte_at(reader, at) == '\r')))) {
		at--;
	}
	return at;
}

static struct nostd_str name_before(const struct reader *reader, size_t end)
{
	size_t first = end;

	while (first > 0 && is_name_byte(reader->text.ptr[first - 1])) {
		first--;
	}
	return nostd_str_slice(reader->text, first, end);
}

/* Words that an expression may follow. */
static const struct nostd_str openers[] = {
	NOSTD_STR_INIT("return"),     NOSTD_STR_INIT("else"),   NOSTD_STR_INIT("do"),
	NOSTD_STR_INIT("case"),       NOSTD_STR_INIT("sizeof"), NOSTD_STR_INIT("typeof"),
	NOSTD_STR_INIT("__typeof__"),
};

static const struct nostd_str tags[] = {NOSTD_STR_INIT("struct"), NOSTD_STR_INIT("union"),
					NOSTD_STR_INIT("enum")};

static bool has_param(const struct reader *reader, struct nostd_str name)
{
	struct nsc_lexer lexer = nsc_lexer(NULL, reader->params, 0);
	struct nsc_token token;

	while (reader->params.len != 0 && nsc_lex(&lexer, &token)) {
		if (nostd_str_eq(token.text, name)) {
			return true;
		}
	}
	return false;
}

static unsigned around(const struct reader *reader, struct nostd_str name, size_t offset)
{
	size_t front = before(reader, offset);
	size_t behind = nsc_lex_behind_blank(reader->text, offset + name.len, false);
	char left = front > 0 ? reader->text.ptr[front - 1] : '\0';
	char right = byte_at(reader, behind);
	struct nostd_str word = name_before(reader, front);
	unsigned flags = 0;

	if ((left == '.' && !(front > 1 && reader->text.ptr[front - 2] == '.')) ||
	    (left == '>' && front > 1 && reader->text.ptr[front - 2] == '-')) {
		flags |= NSC_WORD_MEMBER;
	}
	if (NSC_IS_AMONG(word, tags)) {
		flags |= NSC_WORD_TAG;
	}
	if (right == '(' && (word.len == 0 || NSC_IS_AMONG(word, openers))) {
		flags |= NSC_WORD_CALL;
	}
	flags |= right == '(' ? NSC_WORD_PAREN : 0U;
	if ((left == '(' || left == ',' || left == '=' || left == '{' || left == '?' ||
	     left == ':' || left == '&' || NSC_IS_AMONG(word, openers)) &&
	    (right == ',' || right == ')' || right == ';' || right == '}' ||
	     right == ':')) {
		flags |= NSC_WORD_PASSED;
	}
	flags |= reader->directive == DIRECTIVE_DEFINE ? NSC_WORD_MACRO : 0U;
	flags |= reader->directive == DIRECTIVE_CONDITION ? NSC_WORD_CONDITION : 0U;
	return flags;
}

/* -- tokens -------------------------------------------------------------------------- */

/* A part of another name. */
static bool is_pasted(const struct reader *reader, size_t first)
{
	size_t front = before(reader, first);
	size_t behind = nsc_lex_behind_blank(reader->text, reader->at, true);

	return (front > 1 && reader->text.ptr[front - 1] == '#' &&
		reader->text.ptr[front - 2] == '#') ||
	       (byte_at(reader, behind) == '#' && byte_at(reader, behind + 1) == '#');
}

static void read_name(struct reader *reader)
{
	size_t first = reader->at;
	uint32_t hash = HASH_START;
	struct nsc_header_word word = {.offset = first};

	while (reader->at < reader->text.len &&
	       is_name_byte(reader->text.ptr[reader->at])) {
		hash = (hash ^ (unsigned char)reader->text.ptr[reader->at++]) * HASH_STEP;
	}
	word.text = nostd_str_slice(reader->text, first, reader->at);
	if (reader->directive == DIRECTIVE_OTHER ||
	    !reader->of->wanted(reader->of->self, hash, word.text) ||
	    (reader->directive == DIRECTIVE_DEFINE && has_param(reader, word.text))) {
		return;
	}
	if (reader->directive == DIRECTIVE_DEFINE && is_pasted(reader, first)) {
		return;
	}
	word.flags = around(reader, word.text, first);
	reader->of->found(reader->of->self, &word);
}

/* Is it a name that is written into the body, and no parameter? */
static bool is_part(const struct reader *reader, struct nostd_str word)
{
	return word.len != 0 && !has_param(reader, word);
}

static void read_paste(struct reader *reader)
{
	size_t front = before(reader, reader->at);
	size_t behind = nsc_lex_behind_blank(reader->text, reader->at + 2, true);
	struct nostd_str left = name_before(reader, front),
			 right = name_at(reader, behind);
	struct nsc_header_paste paste = {.offset = reader->at};
	size_t next;

	reader->at += 2;
	if (left.len == 0 || right.len == 0 ||
	    nostd_str_starts_with(right, NOSTD_STR("__VA_"))) {
		return; /* GNU's ", ## __VA_ARGS__", and numbers */
	}
	if (is_part(reader, left)) {
		paste.head = left;
	}
	if (is_part(reader, right)) {
		paste.tail = right;
	} else {
		next = nsc_lex_behind_blank(reader->text, behind + right.len, true);
		if (byte_at(reader, next) == '#' && byte_at(reader, next + 1) == '#') {
			reader->at = next + 2;
			next = nsc_lex_behind_blank(reader->text, next + 2, true);
			paste.tail = name_at(reader, next);
			if (!is_part(reader, paste.tail)) {
				paste.tail = NOSTD_STR("");
			}
		}
	}
	reader->of->pasted(reader->of->self, &paste);
}

static void read_define(struct reader *reader)
{
	struct nostd_str name;
	size_t end;

	reader->at = nsc_lex_behind_blank(reader->text, reader->at, true);
	name = name_at(reader, reader->at);
	reader->at += name.len; /* it is defined here, whatever else it is */
	reader->params = NOSTD_STR("");
	if (byte_at(reader, reader->at) == '(') {
		end = nostd_str_find_byte(nostd_str_skip(reader->text, reader->at), ')');
		end = end == NOSTD_NOT_FOUND ? reader->text.len : reader->at + end;
		reader->params = nostd_str_slice(reader->text, reader->at + 1, end);
		reader->at = end;
	}
}

/* Behind "#define", or at what a condition is about; else at the end of the line. */
static void read_directive(struct reader *reader)
{
	static const struct nostd_str conditions[] = {
		NOSTD_STR_INIT("if"),      NOSTD_STR_INIT("ifdef"),
		NOSTD_STR_INIT("ifndef"),  NOSTD_STR_INIT("elif"),
		NOSTD_STR_INIT("elifdef"), NOSTD_STR_INIT("elifndef"),
		NOSTD_STR_INIT("include"), NOSTD_STR_INIT("include_next")};
	size_t at = nsc_lex_behind_blank(reader->text, reader->at + 1, true);
	struct nostd_str word = name_at(reader, at);

	reader->at = at + word.len;
	if (nostd_str_eq(word, NOSTD_STR("define"))) {
		reader->directive = DIRECTIVE_DEFINE;
		read_define(reader);
	} else if (NSC_IS_AMONG(word, conditions)) {
		reader->directive = DIRECTIVE_CONDITION;
		at = nsc_lex_behind_blank(reader->text, reader->at, true);
		if (nostd_str_starts_with(word, NOSTD_STR("include")) &&
		    (byte_at(reader, at) == '<' || byte_at(reader, at) == '"')) {
			reader->directive = DIRECTIVE_OTHER;
		}
	} else {
		reader->directive = DIRECTIVE_OTHER;
	}
	reader->line_start = false;
}

/* Digits, and letters behind them: "0x10UL", "1.e+5". */
static void read_number(struct reader *reader)
{
	while (reader->at < reader->text.len &&
	       (is_name_byte(reader->text.ptr[reader->at]) ||
		reader->text.ptr[reader->at] == '.')) {
		reader->at++;
	}
}

static void read_line_end(struct reader *reader)
{
	size_t at = reader->at++;

	if (at > 0 && reader->text.ptr[at - 1] == '\r') {
		at--;
	}
	if (at > 0 && reader->text.ptr[at - 1] == '\\') {
		return; /* a splice */
	}
	reader->directive = DIRECTIVE_NONE;
	reader->line_start = true;
}

/* A comment is a blank; what is in a string is no name. */
static void read_slash(struct reader *reader)
{
	char next = byte_at(reader, reader->at + 1);
	size_t end;

	if (next == '*') {
		end = nostd_str_find(nostd_str_skip(reader->text, reader->at + 2),
				     NOSTD_STR("*/"));
		reader->at = end == NOSTD_NOT_FOUND ? reader->text.len
						    : reader->at + 2 + end + 2;
	} else if (next == '/') {
		while (reader->at < reader->text.len &&
		       (reader->text.ptr[reader->at] != '\n' ||
			reader->text.ptr[reader->at - 1] == '\\')) {
			reader->at++;
		}
	} else {
		reader->at++;
		reader->line_start = false;
	}
}

static void read_other(struct reader *reader)
{
	char c = reader->text.ptr[reader->at];

	if (c == '#' && reader->line_start) {
		read_directive(reader);
	} else if (c == '#' && byte_at(reader, reader->at + 1) == '#' &&
		   reader->directive == DIRECTIVE_DEFINE) {
		read_paste(reader);
	} else {
		reader->line_start = reader->line_start && is_blank(c);
		reader->at++;
	}
}

/*
 * Past what was skipped. The directive that begins it was looked at: its condition may
 * name a macro of a header, as that of an #elif that ends it.
 */
static void leave_skipped(struct reader *reader)
{
	const struct nsc_skipped *skipped = &reader->of->skipped[reader->skipped];

	if (reader->at < skipped->first) {
		return;
	}
	if (reader->at <= skipped->first || !reader->line_start) {
		return; /* the line of the directive */
	}
	if (reader->at < skipped->end) {
		reader->at = skipped->end;
		reader->line_start = false;
		reader->directive = DIRECTIVE_CONDITION; /* behind its name */
	}
	reader->skipped++;
}

void nsc_header_text_read(const struct nsc_header_text *of)
{
	struct reader reader = {.of = of, .text = of->text, .line_start = true};

	while (reader.at < reader.text.len) {
		if (reader.skipped < of->skipped_count) {
			leave_skipped(&reader);
			if (reader.at >= reader.text.len) {
				return;
			}
		}
		switch (kind_of(reader.text.ptr[reader.at])) {
		case BYTE_NAME:
			read_name(&reader);
			reader.line_start = false;
			break;
		case BYTE_DIGIT:
			read_number(&reader);
			reader.line_start = false;
			break;
		case BYTE_QUOTE:
			reader.at = nsc_lex_behind_string(reader.text, reader.at);
			reader.line_start = false;
			break;
		case BYTE_SLASH:
			read_slash(&reader);
			break;
		case BYTE_LINE:
			read_line_end(&reader);
			break;
		case BYTE_OTHER:
			read_other(&reader);
			break;
		}
	}
}

bool nsc_header_text_words(struct nostd_str text,
			   void (*word)(void *self, uint32_t hash, bool pair), void *self)
{
	struct reader reader = {.text = text};
	uint32_t last = HASH_START;
	bool comma = false, pastes = false;

	while (reader.at < text.len) {
		enum byte_kind kind = kind_of(text.ptr[reader.at]);
		size_t first = reader.at;
		uint32_t hash = HASH_START, pair = last;

		if (kind == BYTE_SLASH) {
			read_slash(&reader);
		} else if (kind == BYTE_NAME || kind == BYTE_DIGIT) {
			do {
				unsigned char byte = (unsigned char)text.ptr[reader.at++];

				hash = (hash ^ byte) * HASH_STEP;
				pair = (pair ^ byte) * HASH_STEP;
			} while (reader.at < text.len &&
				 is_name_byte(text.ptr[reader.at]));
			if (comma) {
				word(self, pair, true);
			}
			word(self, hash, false);
			last = hash;
			comma = false;
		} else {
			comma = text.ptr[first] == ',' ||
				(comma &&
				 (kind == BYTE_LINE || is_blank(text.ptr[first])));
			pastes |= text.ptr[first] == '#' && first > 0 &&
				  text.ptr[first - 1] == '#';
			reader.at++;
		}
	}
	return pastes;
}
