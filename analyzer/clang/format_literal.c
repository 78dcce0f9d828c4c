/*
 * format_literal.c - see format_literal.h.
 */
#include "analyzer/clang/format_literal.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/clang/stack.h"

/* Where the tokens of a literal are looked for. */
struct search {
	struct nsc_macros *macros;
	const struct nsc_expansion *expansion;
	bool in_macro; /* the literal, or its beginning, comes out of one */
	struct nostd_str file;
	struct nostd_str value;
};

/* libclang spells it as one literal: prefix, quotes, escapes (seen in 14 and 19). */
struct nostd_str nsc_literal_value(struct nsc_parse *parse, CXCursor literal)
{
	struct nostd_string value = nostd_string_new_in(nsc_scratch(parse->run));
	CXString spelling = clang_getCursorSpelling(literal);
	struct nostd_str text = nostd_str_from_c(clang_getCString(spelling));
	size_t quote = nostd_str_find_byte(text, '"');

	if (quote != NOSTD_NOT_FOUND) {
		nsc_lex_string_value(nostd_str_skip(text, quote), &value);
	}
	clang_disposeString(spelling);
	return nostd_string_as_str(&value);
}

/* "L", "u8" ... in front of a literal is a token of its own. */
static bool is_prefix(const struct nsc_token *token)
{
	return token->kind == NSC_TOKEN_NAME &&
	       (nostd_str_eq(token->text, NOSTD_STR("L")) ||
		nostd_str_eq(token->text, NOSTD_STR("u8")) ||
		nostd_str_eq(token->text, NOSTD_STR("u")) ||
		nostd_str_eq(token->text, NOSTD_STR("U")));
}

static bool is_string(const struct nsc_token *token)
{
	return token->kind == NSC_TOKEN_STRING && token->text.ptr[0] == '"';
}

static bool is_inside(struct nostd_str text, const char *at)
{
	return at >= text.ptr && at < text.ptr + text.len;
}

/* Does it stand in the file, and not in the body of a macro that it came out of? */
static bool is_written(const struct search *search, const struct nsc_expanded *token)
{
	const struct nsc_through *links = search->expansion->through.ptr;
	uint32_t through = token->through;

	for (; through != 0; through = links[through].outer) {
		if (is_inside(nsc_macros_get(search->macros, links[through].def)->text,
			      token->token.text.ptr)) {
			return false;
		}
	}
	return is_inside(search->file, token->token.text.ptr);
}

static void add_percents(const struct search *search, const struct nsc_expanded *token,
			 struct nsc_percents *out)
{
	struct nostd_str text = token->token.text;
	bool written = is_written(search, token);
	size_t i;

	for (i = 0; i < text.len; i++) {
		struct nsc_percent percent = {NOSTD_NOT_FOUND,
					      search->in_macro ? token->through : 0};

		if (text.ptr[i] == '%') {
			if (written) {
				percent.offset =
					(size_t)(text.ptr - search->file.ptr) + i;
			}
			nsc_percents_push(out, percent);
		}
	}
}

static size_t count_percents(struct nostd_str text)
{
	size_t count = 0, i;

	for (i = 0; i < text.len; i++) {
		count += text.ptr[i] == '%';
	}
	return count;
}

/* Are the literals from `at` on, up to *end, this one? Its percent signs, if they are. */
static bool match_run(struct nsc_parse *parse, const struct search *search, size_t at,
		      size_t *end, struct nsc_percents *out)
{
	const struct nsc_expanded_vec *tokens = &search->expansion->tokens;
	struct nostd_string value = nostd_string_new_in(nsc_scratch(parse->run));

	for (; at < tokens->len; at++) {
		const struct nsc_token *token = &tokens->ptr[at].token;

		if (is_string(token)) {
			nsc_lex_string_value(token->text, &value);
			add_percents(search, &tokens->ptr[at], out);
		} else if (!is_prefix(token)) {
			break;
		}
	}
	*end = at;
	/* As many signs: an escape may stand for one ("\x25"), or begin with one. */
	return nostd_str_eq(nostd_string_as_str(&value), search->value) &&
	       out->len == count_percents(search->value);
}

/* The tokens from the literal to the end of the call that it stands in. */
static struct nsc_expansion expand_here(struct nsc_parse *parse,
					const struct nsc_where *where)
{
	struct nsc_expand_from from = {.macros = parse->macros, .until_closed = true};

	from.limit = nsc_macros_count(parse->macros);
	from.text = nsc_parse_text(parse, where->file);
	from.offset = where->offset;
	return nsc_expand(parse->run->scratch, &from);
}

struct nsc_percents nsc_literal_percents(struct nsc_parse *parse,
					 struct nsc_stacks *stacks, CXCursor literal,
					 struct nostd_str value)
{
	CXSourceLocation location = clang_getCursorLocation(literal);
	struct nsc_where where = nsc_where_expanded(location);
	struct nsc_percents none = nsc_percents_new_in(nsc_scratch(parse->run)), out;
	struct search search = {.macros = parse->macros, .value = value};
	struct nsc_expansion here;
	size_t at, end = 0;

	search.file = nsc_parse_text(parse, where.file);
	search.expansion = nsc_stacks_expand(stacks, location);
	search.in_macro = search.expansion != NULL;
	if (!search.in_macro) {
		here = expand_here(parse, &where);
		search.expansion = &here;
	}
	for (at = 0; at < search.expansion->tokens.len; at = end + 1) {
		out = nsc_percents_new_in(nsc_scratch(parse->run));
		if (match_run(parse, &search, at, &end, &out)) {
			return out;
		}
		if (!search.in_macro) {
			break; /* it is the first */
		}
	}
	return none;
}
