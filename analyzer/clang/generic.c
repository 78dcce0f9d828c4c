/*
 * generic.c - C11 6.5.1.1 from outside. See generic.h.
 */
#include "analyzer/clang/generic.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/base/words.h"
#include "analyzer/clang/context.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"

enum { PARTS_MAX = 64 };
#define NO_PART SIZE_MAX

/* The expressions of a _Generic in order. */
struct parts {
	CXCursor control;
	CXCursor part[PARTS_MAX];
	size_t count;
	bool any; /* the controlling expression was met */
};

static enum CXChildVisitResult visit_part(CXCursor cursor, CXCursor parent,
					  CXClientData data)
{
	struct parts *parts = data;

	(void)parent;
	if (!clang_isExpression(clang_getCursorKind(cursor))) {
		return CXChildVisit_Continue;
	}
	if (!parts->any) {
		parts->any = true;
		parts->control = cursor;
	} else if (parts->count < PARTS_MAX) {
		parts->part[parts->count++] = cursor;
	}
	return CXChildVisit_Continue;
}

static bool same_type(CXType a, CXType b)
{
	return clang_equalTypes(clang_getCanonicalType(a), clang_getCanonicalType(b));
}

/* -- types as texts ------------------------------------------------------------------ */

/*
 * Builtin types have several spellings (6.7.2p2): counted words make one of them. False
 * for names we do not know.
 */
struct spelled {
	unsigned words[8]; /* in the order of `type_words` */
	unsigned stars;
	struct nostd_string tagged; /* "struct s" */
	bool pointee_const;
	bool unknown;
};

enum { SIGNED, UNSIGNED, SHORT, LONG, INT, CHAR, FLOAT, DOUBLE };

static const struct nostd_str type_words[] = {
	NOSTD_STR_INIT("signed"), NOSTD_STR_INIT("unsigned"), NOSTD_STR_INIT("short"),
	NOSTD_STR_INIT("long"),   NOSTD_STR_INIT("int"),      NOSTD_STR_INIT("char"),
	NOSTD_STR_INIT("float"),  NOSTD_STR_INIT("double"),
};

static const struct nostd_str other_words[] = {
	NOSTD_STR_INIT("void"),   NOSTD_STR_INIT("_Bool"), NOSTD_STR_INIT("bool"),
	NOSTD_STR_INIT("struct"), NOSTD_STR_INIT("union"), NOSTD_STR_INIT("enum"),
};

static void add_name(struct spelled *out, struct nostd_str word, bool *tag)
{
	size_t i;

	for (i = 0; i < 8; i++) {
		if (nostd_str_eq(type_words[i], word)) {
			out->words[i]++;
			return;
		}
	}
	if (nostd_str_eq(word, NOSTD_STR("const"))) {
		out->pointee_const = out->pointee_const || out->stars == 0;
	} else if (*tag || NSC_IS_AMONG(word, other_words)) {
		*tag = nostd_str_eq(word, NOSTD_STR("struct")) ||
		       nostd_str_eq(word, NOSTD_STR("union")) ||
		       nostd_str_eq(word, NOSTD_STR("enum"));
		nostd_format(&out->tagged, "{} ",
			     nostd_str_eq(word, NOSTD_STR("bool")) ? NOSTD_STR("_Bool")
								   : word);
	} else if (!nostd_str_eq(word, NOSTD_STR("volatile")) &&
		   !nostd_str_eq(word, NOSTD_STR("restrict"))) {
		out->unknown = true;
	}
}

static void add_token(struct spelled *out, const struct nsc_token *token, bool *tag)
{
	if (token->kind == NSC_TOKEN_NAME) {
		add_name(out, token->text, tag);
	} else if (nsc_token_is(token, '*')) {
		out->stars++;
	} else {
		out->unknown = true;
	}
}

static void finish(struct spelled *out)
{
	bool narrow = out->words[SHORT] || out->words[LONG] || out->words[UNSIGNED] ||
		      out->words[SIGNED];

	if (narrow && !out->words[CHAR] && !out->words[DOUBLE]) {
		out->words[INT] = 1;
	}
	if (!out->words[CHAR]) {
		out->words[SIGNED] = 0;
	}
	if (out->stars == 0) {
		out->pointee_const = false; /* a value has no qualifiers (6.3.2.1p2) */
	}
}

static bool spelled_equal(const struct spelled *a, const struct spelled *b)
{
	size_t i;

	for (i = 0; i < 8; i++) {
		if (a->words[i] != b->words[i]) {
			return false;
		}
	}
	return !a->unknown && !b->unknown && a->stars == b->stars &&
	       a->pointee_const == b->pointee_const &&
	       nostd_string_eq(&a->tagged, &b->tagged);
}

static struct spelled new_spelled(struct nsc_parse *parse)
{
	struct spelled out = {.stars = 0};

	out.tagged = nostd_string_new_in(nsc_scratch(parse->run));
	return out;
}

/* The type of a value, after arrays have become pointers. */
static struct spelled spell_type(struct nsc_parse *parse, CXType type)
{
	struct spelled out = new_spelled(parse);
	struct nsc_lexer lexer;
	struct nsc_token token;
	CXString text;
	bool tag = false;

	type = clang_getCanonicalType(type);
	if (type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray) {
		type = clang_getArrayElementType(type);
		out.stars = 1;
	}
	text = clang_getTypeSpelling(type);
	lexer = nsc_lexer(parse->run->scratch,
			  nostd_bump_str(parse->run->scratch,
					 nostd_str_from_c(clang_getCString(text))),
			  0);
	clang_disposeString(text);
	while (nsc_lex(&lexer, &token)) {
		add_token(&out, &token, &tag);
	}
	finish(&out);
	return out;
}

/* -- the parts' types, read from the source ------------------------------------------ */

struct reading {
	const struct nsc_expanded_vec *tokens;
	size_t at;
};

static const struct nsc_token *peek(const struct reading *reading)
{
	return reading->at < reading->tokens->len
		       ? &reading->tokens->ptr[reading->at].token
		       : NULL;
}

/* Behind the next `stop` that is in no parentheses; false at the end of the _Generic. */
static bool skip_to(struct reading *reading, char stop)
{
	const struct nsc_token *token;
	int depth = 0;

	while ((token = peek(reading)) != NULL) {
		reading->at++;
		depth += nsc_token_is(token, '(') || nsc_token_is(token, '[') ||
			 nsc_token_is(token, '{');
		depth -= nsc_token_is(token, ')') || nsc_token_is(token, ']') ||
			 nsc_token_is(token, '}');
		if (depth < 0) {
			return false;
		}
		if (depth == 0 && nsc_token_is(token, stop)) {
			return true;
		}
	}
	return false;
}

/* The type in front of a ':'. *is_default when it is `default`. */
static struct spelled read_type(struct nsc_parse *parse, struct reading *reading,
				bool *is_default)
{
	struct spelled out = new_spelled(parse);
	const struct nsc_token *token;
	bool tag = false;

	*is_default = false;
	while ((token = peek(reading)) != NULL && !nsc_token_is(token, ':')) {
		if (nostd_str_eq(token->text, NOSTD_STR("default"))) {
			*is_default = true;
		} else {
			add_token(&out, token, &tag);
		}
		reading->at++;
	}
	reading->at++;
	finish(&out);
	return out;
}

/* Tokens from where the _Generic begins, macros expanded. */
static struct nsc_expansion expand_from(struct nsc_parse *parse, CXCursor generic)
{
	struct nsc_where where = nsc_where_expanded(clang_getCursorLocation(generic));
	struct nsc_macro_site site = {where.file, where.offset};
	struct nsc_expand_from from = {.macros = parse->macros, .until_closed = true};

	from.text = nsc_parse_text(parse, where.file);
	from.offset = where.offset;
	from.limit = nsc_macros_count(parse->macros);
	nsc_macros_site(parse->macros, site, &from.limit);
	return nsc_expand(parse->run->scratch, &from);
}

/*
 * Which part has exactly the controlling expression's type by its spelling, or else is
 * the default; NO_PART when a type cannot be read.
 */
static size_t part_by_text(struct nsc_parse *parse, CXCursor generic,
			   const struct parts *parts)
{
	struct nsc_expansion expansion = expand_from(parse, generic);
	struct reading reading = {&expansion.tokens, 0};
	struct spelled wanted = spell_type(parse, clang_getCursorType(parts->control));
	size_t i, fallback = NO_PART;
	bool unknown = wanted.unknown || expansion.cut;

	while (peek(&reading) &&
	       !nostd_str_eq(peek(&reading)->text, NOSTD_STR("_Generic"))) {
		reading.at++;
	}
	reading.at += 2; /* _Generic ( */
	if (!skip_to(&reading, ',')) {
		return NO_PART;
	}
	for (i = 0; i < parts->count; i++) {
		bool is_default;
		struct spelled type = read_type(parse, &reading, &is_default);

		if (is_default) {
			fallback = i;
		} else if (!unknown && spelled_equal(&type, &wanted)) {
			return i;
		}
		unknown = unknown || (!is_default && type.unknown);
		if (!skip_to(&reading, ',')) {
			break;
		}
	}
	return unknown || i + 1 < parts->count ? NO_PART : fallback;
}

bool nsc_generic_is_chosen(struct nsc_parse *parse, CXCursor generic, CXCursor child)
{
	struct nostd_bump_mark mark = nostd_bump_mark(parse->run->scratch);
	CXType type = clang_getCursorType(generic);
	struct parts parts = {.count = 0};
	size_t i, matches = 0, chosen, own = NO_PART;

	clang_visitChildren(generic, visit_part, &parts);
	for (i = 0; i < parts.count; i++) {
		matches += same_type(clang_getCursorType(parts.part[i]), type);
		if (nsc_same_statement(parts.part[i], child)) {
			own = i;
		}
	}
	if (parts.count == PARTS_MAX) {
		return !nsc_same_statement(parts.control, child);
	}
	if (own == NO_PART) {
		return false; /* the controlling expression */
	}
	if (matches > 0 && !same_type(clang_getCursorType(child), type)) {
		return false;
	}
	if (matches <= 1) {
		return true;
	}
	chosen = part_by_text(parse, generic, &parts);
	nostd_bump_reset(parse->run->scratch, mark);
	return chosen == NO_PART || chosen == own;
}
