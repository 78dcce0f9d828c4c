/*
 * attribute.c - the words at an attribute's place. See attribute.h.
 */
#include "analyzer/clang/attribute.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"

static const struct {
	struct nostd_str name;
	unsigned flag;
} attributes[] = {
#define ATTRIBUTE(name, flag) {NOSTD_STR_INIT(name), NSC_ATTRIBUTE_##flag},
#include "analyzer/clang/attribute.def"
#undef ATTRIBUTE
};

/* "__weak__" is "weak". */
static unsigned flag_of(struct nostd_str word)
{
	size_t i;

	if (word.len > 4 && nostd_str_starts_with(word, NOSTD_STR("__")) &&
	    nostd_str_ends_with(word, NOSTD_STR("__"))) {
		word = nostd_str_slice(word, 2, word.len - 2);
	}
	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		if (nostd_str_eq(attributes[i].name, word)) {
			return attributes[i].flag;
		}
	}
	return 0;
}

/* The argument of `alias("f")` or `cleanup(f)`, from its tokens behind the name. */
static struct nostd_str argument_of(struct nsc_parse *parse,
				    const struct nsc_token *tokens, size_t count)
{
	struct nostd_string value = nostd_string_new_in(nsc_keep(parse->run));

	if (count < 2 || !nsc_token_is(&tokens[0], '(')) {
		return NOSTD_STR("");
	}
	if (tokens[1].kind != NSC_TOKEN_STRING) {
		return tokens[1].text;
	}
	nsc_lex_string_value(tokens[1].text, &value);
	return nostd_string_as_str(&value);
}

/* One word and the two tokens behind it. */
static bool add_word(struct nsc_parse *parse, const struct nsc_token *tokens,
		     size_t count, struct nsc_attributes *out)
{
	unsigned flag = tokens[0].kind == NSC_TOKEN_NAME ? flag_of(tokens[0].text) : 0;
	struct nostd_str argument;

	if (flag == 0) {
		return false;
	}
	out->flags |= flag;
	argument = argument_of(parse, tokens + 1, count - 1);
	if (argument.len != 0) {
		out->target = argument;
	}
	return true;
}

static bool add_written(struct nsc_parse *parse, struct nostd_str text, size_t at,
			struct nsc_attributes *out)
{
	struct nsc_lexer lexer = nsc_lexer(parse->run->keep, text, at);
	struct nsc_token tokens[3];
	size_t count = 0;

	while (count < 3 && nsc_lex(&lexer, &tokens[count])) {
		count++;
	}
	return count > 0 && add_word(parse, tokens, count, out);
}

/* Every attribute that the macro at this place puts there. */
static void add_expanded(struct nsc_parse *parse, const struct nsc_expansion *expansion,
			 struct nsc_attributes *out)
{
	const struct nsc_expanded_vec *all = &expansion->tokens;
	size_t i, j;

	for (i = 0; i < all->len; i++) {
		struct nsc_token tokens[3];

		for (j = 0; j < 3 && i + j < all->len; j++) {
			tokens[j] = all->ptr[i + j].token;
		}
		add_word(parse, tokens, j, out);
	}
}

/* `#pragma weak f` in front of f's declaration: libclang points at f there. */
static bool is_pragma_weak(struct nostd_str text, size_t at)
{
	struct nostd_str line = nostd_str_take(text, at);
	size_t start = nostd_str_rfind_byte(line, '\n');

	line = nostd_str_skip(line, start == NOSTD_NOT_FOUND ? 0 : start + 1);
	return nostd_str_contains(line, NOSTD_STR("pragma")) &&
	       nostd_str_contains(line, NOSTD_STR("weak"));
}

void nsc_attributes_add(struct nsc_parse *parse, CXCursor attribute,
			struct nsc_attributes *out)
{
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(attribute));
	struct nsc_expand_from from = {.macros = parse->macros};
	struct nsc_macro_site site = {where.file, where.offset};

	from.text = nsc_parse_text(parse, where.file);
	from.offset = where.offset;
	if (add_written(parse, from.text, from.offset, out)) {
		return;
	}
	if (nsc_macros_site(parse->macros, site, &from.limit)) {
		struct nostd_bump_mark mark = nostd_bump_mark(parse->run->scratch);
		struct nsc_expansion expansion = nsc_expand(parse->run->scratch, &from);

		add_expanded(parse, &expansion, out);
		out->target = nostd_bump_str(parse->run->keep, out->target);
		nostd_bump_reset(parse->run->scratch, mark);
	} else if (is_pragma_weak(from.text, from.offset)) {
		out->flags |= NSC_ATTRIBUTE_WEAK;
	}
}

struct visit {
	struct nsc_parse *parse;
	struct nsc_attributes *out;
};

/* Attributes come before everything else of a declaration. */
static enum CXChildVisitResult visit_attribute(CXCursor cursor, CXCursor parent,
					       CXClientData data)
{
	struct visit *visit = data;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(cursor))) {
		return CXChildVisit_Break;
	}
	if (clang_getCursorKind(cursor) == CXCursor_UnexposedAttr) {
		nsc_attributes_add(visit->parse, cursor, visit->out);
	}
	return CXChildVisit_Continue;
}

struct nsc_attributes nsc_attributes_of(struct nsc_parse *parse, CXCursor declaration)
{
	struct nsc_attributes out = {0, {NULL, 0}};
	struct visit visit = {parse, &out};

	clang_visitChildren(declaration, visit_attribute, &visit);
	return out;
}
