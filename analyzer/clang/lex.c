/*
 * lex.c - tokens, one look ahead. See lex.h.
 */
#include "analyzer/clang/lex.h"

#include <nostd/bump.h>
#include <nostd/string.h>

struct nsc_lexer nsc_lexer(struct nostd_bump *arena, struct nostd_str text, size_t at)
{
	struct nsc_lexer lexer = {text, at, false, arena};

	return lexer;
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char byte_at(struct nostd_str text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

/* Bytes of a line splice at `at`; 0: none (C11 5.1.1.2p1, phase 2). */
static size_t splice_at(struct nostd_str text, size_t at)
{
	if (byte_at(text, at) != '\\') {
		return 0;
	}
	if (byte_at(text, at + 1) == '\n') {
		return 2;
	}
	return byte_at(text, at + 1) == '\r' && byte_at(text, at + 2) == '\n' ? 3 : 0;
}

static size_t find_from(struct nostd_str text, size_t at, struct nostd_str what)
{
	size_t found = nostd_str_find(nostd_str_skip(text, at), what);

	return found == NOSTD_NOT_FOUND ? text.len : at + found;
}

/* Behind a comment at `at`; `at` itself when there is none. */
static size_t behind_comment(struct nostd_str text, size_t at)
{
	if (byte_at(text, at) != '/') {
		return at;
	}
	if (byte_at(text, at + 1) == '*') {
		size_t end = find_from(text, at + 2, NOSTD_STR("*/"));

		return end == text.len ? end : end + 2;
	}
	if (byte_at(text, at + 1) != '/') {
		return at;
	}
	while (at < text.len && text.ptr[at] != '\n') {
		at += splice_at(text, at) + (splice_at(text, at) == 0);
	}
	return at;
}

size_t nsc_lex_behind_blank(struct nostd_str text, size_t at, bool lines)
{
	size_t from;

	do {
		from = at;
		if (at < text.len && nostd_is_blank(text.ptr[at]) &&
		    !(lines && text.ptr[at] == '\n')) {
			at++;
		} else {
			at += splice_at(text, at);
			at = behind_comment(text, at);
		}
	} while (at != from);
	return at;
}

/* Text without splices: a view when there are none, else a copy. */
static struct nostd_str without_splices(struct nsc_lexer *lexer, struct nostd_str text)
{
	struct nostd_string out;
	size_t i;

	if (nostd_str_find_byte(text, '\\') == NOSTD_NOT_FOUND ||
	    (nostd_str_find(text, NOSTD_STR("\\\n")) == NOSTD_NOT_FOUND &&
	     nostd_str_find(text, NOSTD_STR("\\\r\n")) == NOSTD_NOT_FOUND)) {
		return text;
	}
	out = nostd_string_new_in(nostd_bump_in(lexer->arena));
	for (i = 0; i < text.len;) {
		size_t splice = splice_at(text, i);

		if (splice == 0) {
			nostd_string_push_byte(&out, text.ptr[i]);
		}
		i += splice + (splice == 0);
	}
	return nostd_string_as_str(&out);
}

static size_t end_of_name(struct nostd_str text, size_t at)
{
	while (at < text.len && (is_name_start(text.ptr[at]) || is_digit(text.ptr[at]) ||
				 splice_at(text, at) != 0)) {
		at += splice_at(text, at) + (splice_at(text, at) == 0);
	}
	return at;
}

/* pp-number: digits, letters, '.', and a sign behind e, E, p, P (6.4.8). */
static size_t end_of_number(struct nostd_str text, size_t at)
{
	for (;; at++) {
		char c = byte_at(text, at);
		char before = at == 0 ? '\0' : text.ptr[at - 1] | 0x20;
		bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'p');

		if (at >= text.len ||
		    !(is_name_start(c) || is_digit(c) || c == '.' || sign)) {
			return at;
		}
	}
}

size_t nsc_lex_behind_string(struct nostd_str text, size_t at)
{
	char quote = text.ptr[at++];

	while (at < text.len && text.ptr[at] != quote && text.ptr[at] != '\n') {
		size_t splice = splice_at(text, at);

		at += splice != 0 ? splice : text.ptr[at] == '\\' ? 2 : 1;
	}
	if (at > text.len) {
		return text.len;
	}
	return at + (at < text.len && text.ptr[at] == quote);
}

static size_t end_of_token(struct nostd_str text, size_t at, enum nsc_token_kind *kind)
{
	char c = text.ptr[at];

	if (is_name_start(c)) {
		*kind = NSC_TOKEN_NAME;
		return end_of_name(text, at);
	}
	if (is_digit(c) || (c == '.' && is_digit(byte_at(text, at + 1)))) {
		*kind = NSC_TOKEN_NUMBER;
		return end_of_number(text, at);
	}
	if (c == '"' || c == '\'') {
		*kind = NSC_TOKEN_STRING;
		return nsc_lex_behind_string(text, at);
	}
	*kind = c == '\n' ? NSC_TOKEN_LINE_END : NSC_TOKEN_PUNCT;
	return at + (c == '#' && byte_at(text, at + 1) == '#' ? 2 : 1);
}

bool nsc_lex(struct nsc_lexer *lexer, struct nsc_token *token)
{
	size_t from;

	from = nsc_lex_behind_blank(lexer->text, lexer->at, lexer->lines);
	token->blank_before = from != lexer->at;
	lexer->at = from;
	if (from >= lexer->text.len) {
		return false;
	}
	lexer->at = end_of_token(lexer->text, from, &token->kind);
	token->text = without_splices(lexer, nostd_str_new(lexer->text.ptr + from,
							   lexer->at - from));
	return true;
}

struct nostd_str nsc_lex_name_at(struct nostd_str text, size_t at)
{
	size_t end = at;

	if (at < text.len && is_name_start(text.ptr[at])) {
		while (end < text.len &&
		       (is_name_start(text.ptr[end]) || is_digit(text.ptr[end]))) {
			end++;
		}
	}
	return at < text.len ? nostd_str_new(text.ptr + at, end - at) : NOSTD_STR("");
}

static unsigned digit_value(char c)
{
	return is_digit(c) ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
}

/* Digits of an octal or hexadecimal escape; how many there were. */
static size_t numeric_escape(struct nostd_str text, unsigned base, size_t count_max,
			     char *byte)
{
	unsigned value = 0;
	size_t i;

	for (i = 0; i < text.len && i < count_max; i++) {
		bool letter = (text.ptr[i] | 0x20) >= 'a' && (text.ptr[i] | 0x20) <= 'f';

		if ((!is_digit(text.ptr[i]) && !letter) ||
		    digit_value(text.ptr[i]) >= base) {
			break;
		}
		value = value * base + digit_value(text.ptr[i]);
	}
	*byte = (char)(unsigned char)value;
	return i;
}

/* One escape, text behind the backslash; how many bytes it took. */
static size_t escape(struct nostd_str text, char *byte)
{
	static const char names[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
	size_t i, size;

	for (i = 0; i + 1 < sizeof(names); i++) {
		if (names[i] == text.ptr[0]) {
			*byte = values[i];
			return 1;
		}
	}
	if (text.ptr[0] == 'x') {
		size = numeric_escape(nostd_str_skip(text, 1), 16, text.len, byte);
		return size + 1;
	}
	size = numeric_escape(text, 8, 3, byte);
	if (size == 0) {
		*byte = text.ptr[0];
	}
	return size == 0 ? 1 : size;
}

void nsc_lex_string_value(struct nostd_str literal, struct nostd_string *out)
{
	struct nostd_str text = nostd_str_skip(literal, 1);
	size_t i = 0;

	if (text.len != 0 && text.ptr[text.len - 1] == literal.ptr[0]) {
		text = nostd_str_take(text, text.len - 1);
	}
	while (i < text.len) {
		char byte = text.ptr[i++];

		if (byte == '\\' && i < text.len) {
			i += escape(nostd_str_skip(text, i), &byte);
		}
		nostd_string_push_byte(out, byte);
	}
}
