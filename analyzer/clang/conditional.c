/*
 * conditional.c - lines that begin with '#'. See conditional.h.
 */
#include "analyzer/clang/conditional.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/clang/lex.h"
#include "analyzer/fact/unit.h"

/* What a header begins with when #ifndef keeps it from being read twice. */
enum guard_state {
	GUARD_NOTHING, /* only blanks and comments so far */
	GUARD_OPENED,  /* the first thing was #ifndef NAME or #if !defined(NAME) */
	GUARD_DEFINED, /* and the second #define NAME */
	GUARD_CLOSED,  /* its #endif was met */
	GUARD_NONE
};

struct scan {
	struct nostd_bump *arena;
	const struct nsc_conditionals_from *from;
	struct nostd_str text;
	size_t at;
	struct nsc_conditionals *out;
	uint32_t inside; /* innermost branch */
	enum guard_state guard;
	struct nostd_str guard_name;
};

/* -- phases 1 to 3 of translation ---------------------------------------------------- */

/*
 * A copy in which each trigraph is its character among blanks, so that offsets stay
 * (5.2.1.1). A backslash stands last, since it must touch the end of its line.
 */
static struct nostd_str without_trigraphs(struct nostd_bump *arena, struct nostd_str text)
{
	static const char from[] = "=/'()!<>-", to[] = "#\\^[]|{}~";
	char *copy;
	size_t i;

	if (nostd_str_find(text, NOSTD_STR("?\?")) == NOSTD_NOT_FOUND) {
		return text;
	}
	copy = nostd_bump_array(arena, char, text.len);
	memcpy(copy, text.ptr, text.len);
	for (i = 0; i + 2 < text.len; i++) {
		const char *known = copy[i] == '?' && copy[i + 1] == '?' && copy[i + 2]
					    ? strchr(from, copy[i + 2])
					    : NULL;

		if (known) {
			memcpy(copy + i, "   ", 3);
			copy[known[0] == '=' ? i : i + 2] = to[known - from];
			i += 2;
		}
	}
	return nostd_str_new(copy, text.len);
}

static char byte_at(const struct scan *scan, size_t at)
{
	return at < scan->text.len ? scan->text.ptr[at] : '\0';
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* The word that ends in front of `at`. */
static struct nostd_str word_before(const struct scan *scan, size_t at)
{
	size_t start = at;

	while (start > 0 && is_word_byte(scan->text.ptr[start - 1])) {
		start--;
	}
	return nostd_str_new(scan->text.ptr + start, at - start);
}

/* Is the quote at `at` that of a raw string? Prefixes: C++11 2.14.5. */
static bool is_raw(const struct scan *scan, size_t at)
{
	struct nostd_str word = word_before(scan, at);

	return scan->from->raw_strings && word.len != 0 && word.len <= 3 &&
	       word.ptr[word.len - 1] == 'R' &&
	       (word.len == 1 || nostd_str_eq(word, NOSTD_STR("LR")) ||
		nostd_str_eq(word, NOSTD_STR("uR")) ||
		nostd_str_eq(word, NOSTD_STR("UR")) ||
		nostd_str_eq(word, NOSTD_STR("u8R")));
}

/* Behind `"delimiter(...)delimiter"`; without its end, behind all. */
static size_t behind_raw_string(const struct scan *scan, size_t at)
{
	struct nostd_str rest = nostd_str_skip(scan->text, at + 1);
	size_t open = nostd_str_find_byte(rest, '('), size;
	struct nostd_string end;

	if (open == NOSTD_NOT_FOUND || open > 16) {
		return at + 1;
	}
	end = nostd_string_new_in(nostd_bump_in(scan->arena));
	nostd_format(&end, "){}\"", nostd_str_take(rest, open));
	size = nostd_str_find(rest, nostd_string_as_str(&end));
	return size == NOSTD_NOT_FOUND ? scan->text.len : at + 1 + size + end.len;
}

/* The apostrophe of 1'000 (C23 6.4.4.1, C++14). */
static bool is_separator(const struct scan *scan, size_t at)
{
	struct nostd_str word = word_before(scan, at);

	return word.len != 0 && word.ptr[0] >= '0' && word.ptr[0] <= '9' &&
	       is_word_byte(byte_at(scan, at + 1));
}

static size_t behind_quote(const struct scan *scan, size_t at)
{
	if (scan->text.ptr[at] == '"' && is_raw(scan, at)) {
		return behind_raw_string(scan, at);
	}
	if (scan->text.ptr[at] == '\'' && is_separator(scan, at)) {
		return at + 1;
	}
	return nsc_lex_behind_string(scan->text, at);
}

/* Bytes after which a line does not simply go on. */
static bool is_plain(char c)
{
	return c != '\n' && c != '/' && c != '"' && c != '\'' && c != '\\';
}

/* To the end of a logical line that is no directive. */
static void skip_line(struct scan *scan)
{
	struct nostd_str text = scan->text;
	size_t at = scan->at;

	for (;;) {
		while (at < text.len && is_plain(text.ptr[at])) {
			at++;
		}
		if (at >= text.len || text.ptr[at] == '\n') {
			break;
		}
		if (text.ptr[at] == '"' || text.ptr[at] == '\'') {
			at = behind_quote(scan, at);
		} else {
			size_t next = nsc_lex_behind_blank(text, at, true);

			at = next == at ? at + 1 : next;
		}
	}
	scan->at = at < text.len ? at + 1 : text.len;
}

struct nostd_str nsc_conditional_text(struct nostd_bump *arena,
				      const struct nsc_conditionals *conditionals,
				      uint32_t row)
{
	const struct nsc_conditional *one = &conditionals->all.ptr[row];
	struct nsc_lexer lexer = nsc_lexer(arena, conditionals->text, one->behind);
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(arena));
	struct nsc_token token;

	lexer.lines = true;
	while (one->directive != NSC_GUARD_ELSE && nsc_lex(&lexer, &token) &&
	       token.kind != NSC_TOKEN_LINE_END) {
		if (text.len != 0 && token.blank_before) {
			nostd_string_push_byte(&text, ' ');
		}
		nostd_string_push_str(&text, token.text);
	}
	return nostd_string_as_str(&text);
}

/* -- header guards ------------------------------------------------------------------- */

/* The NAME of `NAME` or `!defined(NAME)`; empty: it is neither. */
static struct nostd_str guard_name_of(const struct scan *scan, uint32_t index)
{
	const struct nsc_conditional *row = &scan->out->all.ptr[index];
	struct nostd_str text = nsc_conditional_text(scan->arena, scan->out, index), name;

	if (row->directive == NSC_GUARD_IF) {
		if (!nostd_str_strip_prefix(&text, NOSTD_STR("!"))) {
			return NOSTD_STR("");
		}
		text = nostd_str_trim_start(text);
		if (!nostd_str_strip_prefix(&text, NOSTD_STR("defined"))) {
			return NOSTD_STR("");
		}
		text = nostd_str_trim_start(text);
		if (nostd_str_strip_prefix(&text, NOSTD_STR("("))) {
			nostd_str_strip_suffix(&text, NOSTD_STR(")"));
		}
		text = nostd_str_trim(text);
	} else if (row->directive != NSC_GUARD_IFNDEF) {
		return NOSTD_STR("");
	}
	name = nsc_lex_name_at(text, 0);
	return name.len == text.len ? name : NOSTD_STR("");
}

/* Something that is not blank stands on a line that is no directive. */
static void see_text(struct scan *scan)
{
	if (scan->guard != GUARD_DEFINED) {
		scan->guard = GUARD_NONE;
	}
}

static void see_opening(struct scan *scan, uint32_t row)
{
	if (scan->guard == GUARD_NOTHING) {
		scan->guard_name = guard_name_of(scan, row);
		scan->guard = scan->guard_name.len != 0 ? GUARD_OPENED : GUARD_NONE;
	} else if (scan->guard != GUARD_DEFINED) {
		scan->guard = GUARD_NONE;
	}
}

/* A branch besides the first of the group that may be the guard's. */
static void see_other_branch(struct scan *scan, uint32_t before)
{
	if (before == 0 || scan->guard != GUARD_DEFINED) {
		scan->guard = GUARD_NONE;
	}
}

static void see_define(struct scan *scan, struct nostd_str name)
{
	if (scan->guard == GUARD_OPENED && nostd_str_eq(scan->guard_name, name)) {
		scan->guard = GUARD_DEFINED;
	} else if (scan->guard != GUARD_DEFINED) {
		scan->guard = GUARD_NONE;
	}
}

static void see_end(struct scan *scan, uint32_t row)
{
	if (row == 0 && scan->guard == GUARD_DEFINED) {
		scan->guard = GUARD_CLOSED;
	} else if (scan->guard != GUARD_DEFINED) {
		scan->guard = GUARD_NONE;
	}
}

/* -- directives ---------------------------------------------------------------------- */

static const struct {
	struct nostd_str name;
	uint8_t directive;
} names[] = {
#define GUARD(id, spelling) {NOSTD_STR_INIT(spelling), NSC_GUARD_##id},
#include "analyzer/fact/guard.def"
#undef GUARD
};

/* True when the word opens a branch. */
static bool find_directive(struct nostd_str word, uint8_t *directive)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (nostd_str_eq(names[i].name, word)) {
			*directive = names[i].directive;
			return true;
		}
	}
	return false;
}

static bool opens_group(uint8_t directive)
{
	return directive == NSC_GUARD_IF || directive == NSC_GUARD_IFDEF ||
	       directive == NSC_GUARD_IFNDEF;
}

static void change(struct scan *scan, size_t offset, uint32_t inside)
{
	struct nsc_branch_change row = {offset, inside};

	scan->inside = inside;
	nsc_branch_change_vec_push(&scan->out->changes, row);
}

static void open_branch(struct scan *scan, size_t offset, uint8_t directive)
{
	struct nsc_conditional row = {.directive = directive,
				      .offset = offset,
				      .behind = scan->at,
				      .outer = scan->inside,
				      .before = NSC_NO_ROW};
	uint32_t index = (uint32_t)scan->out->all.len;

	if (!opens_group(directive)) {
		if (scan->inside == NSC_NO_ROW) {
			return; /* an error, and the compiler's to tell */
		}
		row.before = scan->inside;
		row.outer = scan->out->all.ptr[row.before].outer;
	}
	nsc_conditional_vec_push(&scan->out->all, row);
	if (opens_group(directive)) {
		see_opening(scan, index);
	} else {
		see_other_branch(scan, row.before);
	}
	change(scan, offset, index);
}

static void end_group(struct scan *scan, size_t offset)
{
	if (scan->inside != NSC_NO_ROW) {
		see_end(scan, scan->inside);
		change(scan, offset, scan->out->all.ptr[scan->inside].outer);
	}
}

/* A directive, the '#' at `offset`, its name from scan->at on. */
static void read_directive(struct scan *scan, size_t offset)
{
	struct nsc_lexer lexer = nsc_lexer(scan->arena, scan->text, scan->at);
	struct nsc_token token;
	uint8_t directive;

	lexer.lines = true;
	if (!nsc_lex(&lexer, &token) || token.kind == NSC_TOKEN_LINE_END) {
		scan->at = lexer.at; /* a lone '#' */
		return;
	}
	scan->at = lexer.at;
	if (token.kind == NSC_TOKEN_NAME && find_directive(token.text, &directive)) {
		open_branch(scan, offset, directive);
	} else if (nostd_str_eq(token.text, NOSTD_STR("endif"))) {
		end_group(scan, offset);
	} else if (nostd_str_eq(token.text, NOSTD_STR("define")) &&
		   nsc_lex(&lexer, &token)) {
		see_define(scan, token.text);
	} else if (!nostd_str_eq(token.text, NOSTD_STR("pragma"))) {
		see_text(scan);
	}
	skip_line(scan);
}

/* Bytes of what begins a directive; 0: this line is none (6.10p1; digraph: 6.4.6p3). */
static size_t hash_at(const struct scan *scan)
{
	char c = byte_at(scan, scan->at);

	if (c == '#') {
		return 1;
	}
	return c == '%' && byte_at(scan, scan->at + 1) == ':' ? 2 : 0;
}

static void scan_line(struct scan *scan)
{
	size_t offset, hash;

	scan->at = nsc_lex_behind_blank(scan->text, scan->at, true);
	offset = scan->at;
	hash = hash_at(scan);
	if (hash != 0) {
		scan->at += hash;
		read_directive(scan, offset);
		return;
	}
	if (byte_at(scan, offset) != '\n' && offset < scan->text.len) {
		see_text(scan);
	}
	skip_line(scan);
}

struct nsc_conditionals nsc_conditionals_scan(struct nostd_bump *arena,
					      const struct nsc_conditionals_from *from)
{
	const struct nostd_allocator *in = nostd_bump_in(arena);
	struct nsc_conditionals out = {from->text, nsc_conditional_vec_new_in(in),
				       nsc_branch_change_vec_new_in(in)};
	struct scan scan = {.arena = arena,
			    .from = from,
			    .text = from->text,
			    .out = &out,
			    .inside = NSC_NO_ROW};

	if (from->trigraphs) {
		scan.text = out.text = without_trigraphs(arena, from->text);
	}
	while (scan.at < scan.text.len) {
		scan_line(&scan);
	}
	if (scan.guard == GUARD_CLOSED) {
		out.all.ptr[0].include_guard = true;
	}
	return out;
}

uint32_t nsc_conditionals_at(const struct nsc_conditionals *conditionals, size_t offset)
{
	const struct nsc_branch_change_vec *changes = &conditionals->changes;
	size_t low = 0, high = changes->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (changes->ptr[middle].offset <= offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low == 0 ? NSC_NO_ROW : changes->ptr[low - 1].inside;
}

size_t nsc_conditionals_around(const struct nsc_conditionals *conditionals,
			       uint32_t inside, struct nsc_around *out)
{
	const struct nsc_conditional *all = conditionals->all.ptr;
	size_t count = 0, i;
	uint32_t row;

	for (; inside != NSC_NO_ROW; inside = all[inside].outer) {
		for (row = inside; row != NSC_NO_ROW && count < NSC_LIMIT_GUARDS &&
				   !all[row].include_guard;
		     row = all[row].before) {
			out[count].row = row;
			out[count++].taken = row == inside;
		}
	}
	for (i = 0; i < count / 2; i++) {
		struct nsc_around first = out[i];

		out[i] = out[count - 1 - i];
		out[count - 1 - i] = first;
	}
	return count;
}
