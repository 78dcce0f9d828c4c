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

/* What of an attribute is looked at: `format ( printf , 1`. */
enum { WORDS = 5 };

/* "__weak__" is "weak". */
static struct nostd_str without_underscores(struct nostd_str word)
{
	bool both = word.len > 4 && nostd_str_starts_with(word, NOSTD_STR("__")) &&
		    nostd_str_ends_with(word, NOSTD_STR("__"));

	return both ? nostd_str_slice(word, 2, word.len - 2) : word;
}

static unsigned flag_of(struct nostd_str word)
{
	size_t i;

	word = without_underscores(word);
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

/* `(printf, 1, 2)` behind `format`. */
static bool add_format(struct nsc_parse *parse, const struct nsc_token *tokens,
		       size_t count, struct nsc_attributes *out)
{
	uint32_t argument;

	if (count < 4 || !nsc_token_is(&tokens[0], '(') ||
	    tokens[1].kind != NSC_TOKEN_NAME || !nsc_token_is(&tokens[2], ',') ||
	    !nostd_str_to_u32(tokens[3].text, 10, &argument)) {
		return false;
	}
	out->flags |= NSC_ATTRIBUTE_FORMAT;
	out->archetype =
		nostd_bump_str(parse->run->keep, without_underscores(tokens[1].text));
	out->argument = argument;
	return true;
}

/* One word and the tokens behind it. */
static bool add_word(struct nsc_parse *parse, const struct nsc_token *tokens,
		     size_t count, struct nsc_attributes *out)
{
	unsigned flag = tokens[0].kind == NSC_TOKEN_NAME ? flag_of(tokens[0].text) : 0;
	struct nostd_str argument;

	if (flag == 0) {
		return false;
	}
	if (flag == NSC_ATTRIBUTE_FORMAT) {
		return add_format(parse, tokens + 1, count - 1, out);
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
	struct nsc_token tokens[WORDS + 3];
	size_t count = 0, skip;

	while (count < WORDS + 3 && nsc_lex(&lexer, &tokens[count])) {
		count++;
	}
	/* `[[gnu::format(printf, 1, 2)]]`: libclang points at the scope. */
	skip = count > 3 && nsc_token_is(&tokens[1], ':') && nsc_token_is(&tokens[2], ':')
		       ? 3
		       : 0;
	return count > skip && add_word(parse, tokens + skip, count - skip, out);
}

/* Every attribute that the macro at this place puts there. */
static void add_expanded(struct nsc_parse *parse, const struct nsc_expansion *expansion,
			 struct nsc_attributes *out)
{
	const struct nsc_expanded_vec *all = &expansion->tokens;
	size_t i, j;

	for (i = 0; i < all->len; i++) {
		struct nsc_token tokens[WORDS];

		for (j = 0; j < WORDS && i + j < all->len; j++) {
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
	/* `format(ARCHETYPE, 1, 2)`: the words inside may be macros. */
	from.limit = nsc_macros_count(parse->macros);
	from.until_closed =
		flag_of(nsc_lex_name_at(from.text, from.offset)) == NSC_ATTRIBUTE_FORMAT;
	if (nsc_macros_site(parse->macros, site, &from.limit) || from.until_closed) {
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
	struct nsc_attributes out = {.flags = 0};
	struct visit visit = {parse, &out};

	clang_visitChildren(declaration, visit_attribute, &visit);
	return out;
}
