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

/* Strings behind the '(', up to a ':' or the closing parenthesis. */
static void take_template(const struct nsc_expanded_vec *tokens, size_t at,
			  struct nostd_string *text, bool *extended)
{
	for (at++; at < tokens->len; at++) {
		const struct nsc_token *token = &tokens->ptr[at].token;

		if (token->kind == NSC_TOKEN_STRING) {
			nsc_lex_string_value(token->text, text);
		} else if (nsc_token_is(token, ':')) {
			*extended = true;
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
	take_template(&expansion.tokens, open, &text, &out->extended);
	out->text = nostd_string_as_str(&text);
	return open < expansion.tokens.len;
}
