/*
 * macro.c - definitions by name and order. See macro.h.
 */
#include "analyzer/clang/macro.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/row.h"

static size_t hash_site(const struct nsc_macro_site *site, size_t seed)
{
	uint64_t bits = (uint64_t)(uintptr_t)site->file ^ (uint64_t)site->offset << 20;

	/* The product's low half knows the file alone, so the high one is folded in. */
	bits = (bits ^ seed) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(bits ^ bits >> 32);
}

#define NOSTD_NAME          sites
#define NOSTD_K             struct nsc_macro_site
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) hash_site((k), (seed))
#define NOSTD_EQ(a, b)      ((a)->file == (b)->file && (a)->offset == (b)->offset)
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME          latest
#define NOSTD_K             uint32_t
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) ((size_t) * (k) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME defs
#define NOSTD_T    struct nsc_macro_def
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME texts
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME tokens
#define NOSTD_T    struct nsc_token
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_macros {
	struct nostd_bump *arena;
	struct nsc_names *names;
	struct defs defs;     /* in order */
	struct latest latest; /* by name: index of the newest definition */
	struct sites sites;   /* expansions: how many definitions came before */
};

struct nsc_macros *nsc_macros_new(struct nostd_bump *arena, struct nsc_names *names)
{
	struct nsc_macros *macros = nostd_bump_new(arena, struct nsc_macros);

	macros->arena = arena;
	macros->names = names;
	macros->defs = defs_new_in(nostd_bump_in(arena));
	macros->latest = latest_new_in(nostd_bump_in(arena));
	macros->sites = sites_new_in(nostd_bump_in(arena));
	return macros;
}

void nsc_macros_define(struct nsc_macros *macros, struct nsc_name name,
		       struct nsc_place at, struct nostd_str text)
{
	const uint32_t *before = latest_get(&macros->latest, name.ix);
	struct nsc_macro_def def = {.name = name,
				    .at = at,
				    .text = text,
				    .before = before ? *before : NSC_NO_ROW};

	latest_insert(&macros->latest, name.ix, (uint32_t)macros->defs.len);
	defs_push(&macros->defs, def);
}

/* GCC manual, "Preprocessor Options", -D: without '=' the body is 1. */
void nsc_macros_define_option(struct nsc_macros *macros, struct nostd_str option)
{
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(macros->arena));
	struct nostd_str head = option, body = NOSTD_STR("1");
	struct nsc_place nowhere = {{0}, 0, 0};

	nostd_str_split_once(option, '=', &head, &body);
	nostd_format(&text, "{} {}", head, body);
	nsc_macros_define(macros, nsc_name(macros->names, nsc_lex_name_at(head, 0)),
			  nowhere, nostd_string_as_str(&text));
}

void nsc_macros_undefine_option(struct nsc_macros *macros, struct nostd_str option)
{
	struct nsc_place nowhere = {{0}, 0, 0};

	nsc_macros_define(macros, nsc_name(macros->names, option), nowhere,
			  NOSTD_STR(""));
	macros->defs.ptr[macros->defs.len - 1].undefined = true;
}

void nsc_macros_expanded(struct nsc_macros *macros, struct nsc_macro_site site)
{
	sites_insert(&macros->sites, site, (uint32_t)macros->defs.len);
}

bool nsc_macros_site(const struct nsc_macros *macros, struct nsc_macro_site site,
		     uint32_t *limit)
{
	const uint32_t *found = sites_get(&macros->sites, site);

	if (found) {
		*limit = *found;
	}
	return found != NULL;
}

uint32_t nsc_macros_count(const struct nsc_macros *macros)
{
	return (uint32_t)macros->defs.len;
}

/* The last row of a name among the first `limit`; NSC_NO_ROW: there is none. */
static uint32_t find_row(const struct nsc_macros *macros, struct nostd_str name,
			 uint32_t limit)
{
	struct nsc_name known = nsc_name_find(macros->names, name);
	const uint32_t *newest =
		known.ix == 0 ? NULL : latest_get(&macros->latest, known.ix);
	uint32_t index = newest ? *newest : NSC_NO_ROW;

	while (index != NSC_NO_ROW && index >= limit) {
		index = macros->defs.ptr[index].before;
	}
	return index;
}

struct nsc_macro_def *nsc_macros_find(struct nsc_macros *macros, struct nostd_str name,
				      uint32_t limit)
{
	uint32_t index = find_row(macros, name, limit);

	return index == NSC_NO_ROW || macros->defs.ptr[index].undefined
		       ? NULL
		       : &macros->defs.ptr[index];
}

bool nsc_macros_is_undefined(const struct nsc_macros *macros, struct nostd_str name,
			     uint32_t limit)
{
	uint32_t index = find_row(macros, name, limit);

	return index != NSC_NO_ROW && macros->defs.ptr[index].undefined;
}

uint32_t nsc_macros_index(const struct nsc_macros *macros,
			  const struct nsc_macro_def *def)
{
	return (uint32_t)(def - macros->defs.ptr);
}

const struct nsc_macro_def *nsc_macros_get(const struct nsc_macros *macros,
					   uint32_t index)
{
	return &macros->defs.ptr[index];
}

/* "(a, b, ...)", the lexer behind the '(': names up to ')'. "..." is __VA_ARGS__. */
static void parse_params(struct nsc_macros *macros, struct nsc_lexer *lexer,
			 struct nsc_macro_def *def)
{
	struct texts params = texts_new_in(nostd_bump_in(macros->arena));
	struct nsc_token token;
	bool named = false;

	while (nsc_lex(lexer, &token) && !nsc_token_is(&token, ')')) {
		if (token.kind == NSC_TOKEN_NAME) {
			texts_push(&params, token.text);
			named = true;
		} else if (nsc_token_is(&token, ',')) {
			named = false;
		} else if (nsc_token_is(&token, '.') && !def->variadic) {
			def->variadic = true; /* "args..." is GNU's spelling */
			if (!named) {
				texts_push(&params, NOSTD_STR("__VA_ARGS__"));
			}
		}
	}
	def->params = params.ptr;
	def->param_count = params.len;
}

void nsc_macros_parse(struct nsc_macros *macros, struct nsc_macro_def *def)
{
	struct nsc_lexer lexer = nsc_lexer(macros->arena, def->text, 0);
	struct tokens body = tokens_new_in(nostd_bump_in(macros->arena));
	struct nsc_token token;

	if (def->parsed) {
		return;
	}
	def->parsed = true;
	nsc_lex(&lexer, &token); /* the name */
	def->function_like = lexer.at < def->text.len && def->text.ptr[lexer.at] == '(';
	if (def->function_like) {
		lexer.at++;
		parse_params(macros, &lexer, def);
	}
	while (nsc_lex(&lexer, &token)) {
		tokens_push(&body, token);
	}
	def->body = body.ptr;
	def->body_count = body.len;
}
