/*
 * exempt.c - see exempt.h. A lexer that knows just enough to tell comments from the rest:
 * C11 5.1.1.2 (line splices), 6.4.4.4, 6.4.5, 6.4.8 (a digit separator is no character
 * constant, C23), 6.4.9; C++11 [lex.string] for raw strings; the gas manual, 3.3
 * (comments by machine) and 3.6.1 (strings and 'a).
 */
#include "analyzer/config/exempt.h"

#include <stdbool.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"

#define MARKER "nostd-check"

struct scan {
	struct nsc_run *run;
	struct nsc_name path;
	struct nsc_exemption_vec *out;
	struct nostd_str text;
	size_t at;
	size_t line_start;
	uint32_t line;
	bool assembly;
	bool code;        /* there is code on this line, before `at` */
	size_t unsettled; /* rows of `out` from here on may still wait for code */
};

/* A comment without its signs. */
struct comment {
	struct nostd_str body;
	struct nsc_place at; /* of the body's first byte */
	bool code;           /* code stands in front of it */
};

static int peek(const struct scan *scan, size_t ahead)
{
	size_t at = scan->at + ahead;

	return at < scan->text.len ? (unsigned char)scan->text.ptr[at] : -1;
}

/* One byte on; lines are counted here and nowhere else. */
static void step(struct scan *scan)
{
	if (scan->text.ptr[scan->at++] == '\n') {
		scan->line++;
		scan->line_start = scan->at;
		scan->code = false;
	}
}

static void steps(struct scan *scan, size_t count)
{
	while (count > 0 && scan->at < scan->text.len) {
		step(scan);
		count--;
	}
}

/* Bytes of a backslash with the line end behind it; 0: none here. */
static size_t splice_size(const struct scan *scan)
{
	if (peek(scan, 0) != '\\') {
		return 0;
	}
	if (peek(scan, 1) == '\n') {
		return 2;
	}
	return peek(scan, 1) == '\r' && peek(scan, 2) == '\n' ? 3 : 0;
}

/* Code on this line: whoever waits for it covers down to here. */
static void settle(struct scan *scan)
{
	for (; scan->unsettled < scan->out->len; scan->unsettled++) {
		struct nsc_exemption *row = &scan->out->ptr[scan->unsettled];

		if (row->line_last == 0) {
			row->line_last = scan->line;
		}
	}
	scan->code = true;
}

/* -- what a comment says ------------------------------------------------------------- */

/*
 * The reason behind the parenthesis, on one line: a line end, with the blanks and the
 * star around it, becomes one blank; a colon or dash in front goes.
 */
static struct nsc_name reason_of(struct nsc_run *run, struct nostd_str text)
{
	struct nostd_string out = nostd_string_new();
	struct nostd_str_lines it = nostd_str_lines(text);
	struct nostd_str reason;
	struct nsc_name name;

	while (nostd_str_lines_next(&it)) {
		struct nostd_str line = nostd_str_trim(it.line);

		if (it.number > 1) {
			nostd_str_strip_prefix(&line, NOSTD_STR("*"));
			nostd_str_strip_prefix(&line, NOSTD_STR("//"));
			line = nostd_str_trim(line);
		}
		nostd_str_strip_suffix(&line, NOSTD_STR("\\"));
		line = nostd_str_trim(line);
		if (line.len != 0 && out.len != 0) {
			nostd_string_push_byte(&out, ' ');
		}
		nostd_string_push_str(&out, line);
	}
	reason = nostd_string_as_str(&out);
	while (nostd_str_strip_prefix(&reason, NOSTD_STR(":")) ||
	       nostd_str_strip_prefix(&reason, NOSTD_STR("-"))) {
		reason = nostd_str_trim_start(reason);
	}
	name = nsc_name(run->names, reason);
	nostd_string_drop(&out);
	return name;
}

/* Bytes up to the `)` that closes; names of C++ have some of their own. */
static size_t closing(struct nostd_str text)
{
	size_t depth = 0, i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '(') {
			depth++;
		} else if (text.ptr[i] == ')' && depth-- == 0) {
			return i;
		}
	}
	return NOSTD_NOT_FOUND;
}

static void malformed(struct scan *scan, struct nsc_exemption *row, const char *found)
{
	struct nostd_string text = nostd_string_new();

	nostd_format(&text,
		     "found {}, expected `" MARKER ": allow(RULE) reason` or "
		     "`allow(RULE, SYMBOL) reason`",
		     found);
	row->state = NSC_EXEMPTION_MALFORMED;
	row->fault = nsc_name(scan->run->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

/* RULE or RULE, SYMBOL between the parentheses, and the reason behind. */
static void read_allow(struct scan *scan, struct nsc_exemption *row,
		       struct nostd_str text)
{
	struct nsc_names *names = scan->run->names;
	size_t close = closing(text);
	struct nostd_str inside = nostd_str_take(text, close);
	struct nostd_str rule = inside, symbol = {NULL, 0};

	if (close == NOSTD_NOT_FOUND) {
		malformed(scan, row, "no closing parenthesis");
		return;
	}
	nostd_str_split_once(inside, ',', &rule, &symbol);
	rule = nostd_str_trim(rule);
	if (rule.len == 0) {
		malformed(scan, row, "no rule between the parentheses");
		return;
	}
	row->rule = nsc_name(names, rule);
	row->symbol = nsc_name(names, nostd_str_trim(symbol));
	row->reason = reason_of(scan->run, nostd_str_skip(text, close + 1));
	row->state =
		nsc_name_given(row->reason) ? NSC_EXEMPTION_OK : NSC_EXEMPTION_NO_REASON;
}

/* A comment that begins with the marker becomes a row. */
static void read_comment(struct scan *scan, const struct comment *comment)
{
	struct nsc_exemption row = {0};
	struct nostd_str rest = comment->body;
	bool colon;

	if (!nostd_str_strip_prefix(&rest, NOSTD_STR(MARKER))) {
		return;
	}
	rest = nostd_str_trim_start(rest);
	colon = nostd_str_strip_prefix(&rest, NOSTD_STR(":"));
	rest = nostd_str_trim_start(rest);
	if (!colon && !nostd_str_starts_with(rest, NOSTD_STR("allow"))) {
		return; /* prose that begins with our name */
	}
	row.at = comment->at;
	row.line_first = comment->at.line;
	row.line_last = comment->code ? scan->line : 0;
	if (!colon) {
		malformed(scan, &row, "no colon behind the marker");
	} else if (!nostd_str_strip_prefix(&rest, NOSTD_STR("allow"))) {
		malformed(scan, &row, "something else than `allow`");
	} else {
		rest = nostd_str_trim_start(rest);
		if (nostd_str_strip_prefix(&rest, NOSTD_STR("("))) {
			read_allow(scan, &row, rest);
		} else {
			malformed(scan, &row, "no parenthesis behind `allow`");
		}
	}
	nsc_exemption_vec_push(scan->out, row);
}

/* -- comments ------------------------------------------------------------------------ */

/* Past the blanks and ornaments of documentation comments in front of the text. */
static void begin_comment(struct scan *scan, struct comment *comment, bool block)
{
	comment->code = scan->code;
	while (peek(scan, 0) == '*' || peek(scan, 0) == '/' || peek(scan, 0) == '!' ||
	       peek(scan, 0) == '<') {
		if (peek(scan, 0) == '*' && peek(scan, 1) == '/') {
			break;
		}
		step(scan);
	}
	while (peek(scan, 0) >= 0 && nostd_is_blank((char)peek(scan, 0)) &&
	       (block || peek(scan, 0) != '\n')) {
		step(scan);
	}
	comment->at = nsc_place(scan->path, scan->line,
				(uint32_t)(scan->at - scan->line_start + 1));
}

static void block_comment(struct scan *scan)
{
	struct comment comment;
	size_t from;

	steps(scan, 2);
	begin_comment(scan, &comment, true);
	from = scan->at;
	while (scan->at < scan->text.len &&
	       !(peek(scan, 0) == '*' && peek(scan, 1) == '/')) {
		step(scan);
	}
	comment.body = nostd_str_new(scan->text.ptr + from, scan->at - from);
	read_comment(scan, &comment);
	steps(scan, 2);
}

static void line_comment(struct scan *scan, size_t sign_size)
{
	struct comment comment;
	size_t from;

	steps(scan, sign_size);
	begin_comment(scan, &comment, false);
	from = scan->at;
	while (scan->at < scan->text.len && peek(scan, 0) != '\n') {
		size_t splice = splice_size(scan);

		steps(scan, splice != 0 ? splice : 1);
	}
	comment.body = nostd_str_new(scan->text.ptr + from, scan->at - from);
	read_comment(scan, &comment);
}

/* -- what is no comment -------------------------------------------------------------- */

/* "..." or '...' with its escapes; one that is not closed ends with its line. */
static void quoted(struct scan *scan)
{
	int quote = peek(scan, 0);

	step(scan);
	while (scan->at < scan->text.len && peek(scan, 0) != '\n') {
		size_t splice = splice_size(scan);

		if (peek(scan, 0) == quote) {
			step(scan);
			return;
		}
		steps(scan, splice != 0 ? splice : (peek(scan, 0) == '\\' ? 2 : 1));
	}
}

/* R"delimiter( ... )delimiter", from its quote on. */
static void raw_string(struct scan *scan)
{
	struct nostd_str rest = nostd_str_skip(scan->text, scan->at + 1);
	size_t open = nostd_str_find_byte(nostd_str_take(rest, 17), '(');
	char end[20]; /* 16 bytes of delimiter at most, [lex.string] */
	size_t size, close;

	if (open == NOSTD_NOT_FOUND) {
		quoted(scan);
		return;
	}
	size = nostd_format_to(end, sizeof(end), "){}\"", nostd_str_take(rest, open));
	close = nostd_str_find(nostd_str_skip(rest, open), nostd_str_new(end, size));
	steps(scan, close == NOSTD_NOT_FOUND ? rest.len + 1 : 1 + open + close + size);
}

static bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 0x80;
}

static bool is_raw_prefix(struct nostd_str word)
{
	return nostd_str_eq(word, NOSTD_STR("R")) ||
	       nostd_str_eq(word, NOSTD_STR("LR")) ||
	       nostd_str_eq(word, NOSTD_STR("uR")) ||
	       nostd_str_eq(word, NOSTD_STR("UR")) ||
	       nostd_str_eq(word, NOSTD_STR("u8R"));
}

/* An identifier, or a number with its separators, and the raw string it may begin. */
static void word(struct scan *scan)
{
	size_t from = scan->at;
	bool number = peek(scan, 0) >= '0' && peek(scan, 0) <= '9';

	while (is_word(peek(scan, 0)) ||
	       (number && peek(scan, 0) == '\'' && is_word(peek(scan, 1)))) {
		step(scan);
	}
	if (peek(scan, 0) == '"' &&
	    is_raw_prefix(nostd_str_new(scan->text.ptr + from, scan->at - from))) {
		raw_string(scan);
	}
}

/* -- assembly ------------------------------------------------------------------------ */

static bool is_comment_sign(int c)
{
	return c == '#' || c == ';' || c == '@' || c == '!' || c == '|';
}

/* Is this `#` a line of the preprocessor? Then it is code: #include has findings. */
static bool is_directive(const struct scan *scan)
{
	static const struct nostd_str names[] = {
		NOSTD_STR_INIT("include"), NOSTD_STR_INIT("define"),
		NOSTD_STR_INIT("if"),      NOSTD_STR_INIT("el"),
		NOSTD_STR_INIT("endif"),   NOSTD_STR_INIT("undef"),
		NOSTD_STR_INIT("pragma"),  NOSTD_STR_INIT("error"),
		NOSTD_STR_INIT("line"),
	};
	struct nostd_str rest =
		nostd_str_trim_start(nostd_str_skip(scan->text, scan->at + 1));
	size_t i;

	for (i = 0; peek(scan, 0) == '#' && i < sizeof(names) / sizeof(names[0]); i++) {
		if (nostd_str_starts_with(rest, names[i])) {
			return true;
		}
	}
	return false;
}

/*
 * A comment sign of some machine: a comment if our marker follows, or a line begins so.
 */
static bool assembly_comment(struct scan *scan)
{
	struct nostd_str rest =
		nostd_str_trim_start(nostd_str_skip(scan->text, scan->at + 1));

	if (!is_comment_sign(peek(scan, 0))) {
		return false;
	}
	if (nostd_str_starts_with(rest, NOSTD_STR(MARKER))) {
		line_comment(scan, 1);
		return true;
	}
	if (scan->code || is_directive(scan)) {
		return false;
	}
	while (scan->at < scan->text.len && peek(scan, 0) != '\n' &&
	       !(peek(scan, 0) == '/' && peek(scan, 1) == '*')) {
		step(scan);
	}
	return true;
}

/* 'a, which need not be closed. */
static void assembly_character(struct scan *scan)
{
	steps(scan, peek(scan, 1) == '\\' ? 3 : 2);
	if (peek(scan, 0) == '\'') {
		step(scan);
	}
}

/* -- the file ------------------------------------------------------------------------ */

static void code(struct scan *scan)
{
	int c = peek(scan, 0);

	settle(scan);
	if (c == '"') {
		quoted(scan);
	} else if (c == '\'' && scan->assembly) {
		assembly_character(scan);
	} else if (c == '\'') {
		quoted(scan);
	} else if (is_word(c)) {
		word(scan);
	} else {
		step(scan);
	}
}

static void next(struct scan *scan)
{
	size_t splice = splice_size(scan);
	int c = peek(scan, 0);

	if (splice != 0) {
		steps(scan, splice);
	} else if (nostd_is_blank((char)c)) {
		step(scan);
	} else if (c == '/' && peek(scan, 1) == '*') {
		block_comment(scan);
	} else if (c == '/' && peek(scan, 1) == '/') {
		line_comment(scan, 2);
	} else if (!scan->assembly || !assembly_comment(scan)) {
		code(scan);
	}
}

void nsc_exemptions_scan(struct nsc_run *run, struct nsc_name path, struct nostd_str text,
			 struct nsc_exemption_vec *out)
{
	struct scan scan = {0};
	size_t first = out->len, i;

	if (!nostd_str_contains(text, NOSTD_STR(MARKER))) {
		return;
	}
	scan.run = run;
	scan.path = path;
	scan.out = out;
	scan.text = text;
	scan.line = 1;
	scan.assembly = nsc_path_is_assembly(nsc_name_text(run->names, path));
	scan.unsettled = first;
	while (scan.at < text.len) {
		next(&scan);
	}
	for (i = first; i < out->len; i++) {
		if (out->ptr[i].line_last == 0) {
			out->ptr[i].line_last = out->ptr[i].line_first;
		}
	}
}
