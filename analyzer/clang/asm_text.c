/*
 * asm_text.c - `asm volatile ("..." "..." : ...)`. See asm_text.h.
 */
#include "analyzer/clang/asm_text.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"

static bool is_asm(const struct nsc_token *token)
{
	return token->kind == NSC_TOKEN_NAME &&
	       (nostd_str_eq(token->text, NOSTD_STR("asm")) ||
		nostd_str_eq(token->text, NOSTD_STR("__asm")) ||
		nostd_str_eq(token->text, NOSTD_STR("__asm__")));
}

/* Index of the '(' of the which-th asm; tokens->len when there is none. */
static size_t find_open(const struct nsc_expanded_vec *tokens, size_t which)
{
	size_t i, seen = 0;

	for (i = 0; i < tokens->len; i++) {
		if (is_asm(&tokens->ptr[i].token) && seen++ == which) {
			break;
		}
	}
	while (i < tokens->len && !nsc_token_is(&tokens->ptr[i].token, '(')) {
		i++;
	}
	return i;
}

/* Does nothing but blanks stand on the last line? */
static bool is_line_open(const struct nostd_string *text)
{
	size_t i = text->len;

	while (i > 0 && (text->ptr[i - 1] == ' ' || text->ptr[i - 1] == '\t')) {
		i--;
	}
	return i == 0 || text->ptr[i - 1] == '\n';
}

/*
 * A literal of the file or of a macro; the lines that begin in it are noted. "\n\t" at
 * the end of one leaves the line to the next.
 */
static void take_literal(struct nostd_str file, const struct nsc_expanded *literal,
			 struct nostd_string *text, struct nsc_asm_lines *lines)
{
	const char *from = literal->token.text.ptr;
	bool written =
		literal->through == 0 && from >= file.ptr && from < file.ptr + file.len;
	size_t offset = written ? (size_t)(from - file.ptr) : NOSTD_NOT_FOUND;
	size_t i = text->len;

	if (lines->len == 0) {
		nsc_asm_lines_push(lines, offset);
	} else if (is_line_open(text)) {
		lines->ptr[lines->len - 1] = offset;
	}
	nsc_lex_string_value(literal->token.text, text);
	for (; i < text->len; i++) {
		if (text->ptr[i] == '\n') {
			nsc_asm_lines_push(lines, offset);
		}
	}
}

/* Strings behind the '(', up to a ':' or the closing parenthesis. */
static void take_template(struct nostd_str file, const struct nsc_expanded_vec *tokens,
			  size_t at, struct nostd_string *text, struct nsc_asm_text *out)
{
	for (at++; at < tokens->len; at++) {
		const struct nsc_token *token = &tokens->ptr[at].token;

		if (token->kind == NSC_TOKEN_STRING) {
			take_literal(file, &tokens->ptr[at], text, &out->lines);
		} else if (nsc_token_is(token, ':')) {
			out->extended = true;
			return;
		} else if (nsc_token_is(token, ')')) {
			return;
		}
	}
}

bool nsc_asm_text_of(struct nsc_parse *parse, CXCursor cursor, size_t which,
		     struct nsc_asm_text *out)
{
	struct nsc_where where = nsc_where_expanded(clang_getCursorLocation(cursor));
	struct nsc_macro_site site = {where.file, where.offset};
	struct nsc_expand_from from = {.macros = parse->macros, .until_closed = true};
	struct nostd_string text = nostd_string_new_in(nsc_scratch(parse->run));
	struct nsc_expansion expansion;
	size_t open;

	from.text = nsc_parse_text(parse, where.file);
	from.offset = where.offset;
	from.limit = nsc_macros_count(parse->macros);
	nsc_macros_site(parse->macros, site, &from.limit);
	expansion = nsc_expand(parse->run->scratch, &from);
	open = find_open(&expansion.tokens, which);
	out->extended = false;
	out->lines = nsc_asm_lines_new_in(nsc_scratch(parse->run));
	take_template(from.text, &expansion.tokens, open, &text, out);
	out->text = nostd_string_as_str(&text);
	return open < expansion.tokens.len;
}

CXSourceLocation nsc_asm_location(struct nsc_parse *parse, CXCursor cursor,
				  const struct nsc_asm_text *text, uint32_t line)
{
	CXSourceLocation whole = clang_getCursorLocation(cursor), part;
	struct nsc_where where = nsc_where_expanded(whole);
	size_t offset = line != 0 && line <= text->lines.len ? text->lines.ptr[line - 1]
							     : NOSTD_NOT_FOUND;

	if (!where.file || offset == NOSTD_NOT_FOUND) {
		return whole;
	}
	part = clang_getLocationForOffset(parse->tu, where.file, (unsigned)offset);
	return nsc_where_expanded(part).line == where.line ? whole : part;
}
