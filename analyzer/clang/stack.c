/*
 * stack.c - histories out of repeated expansions. See stack.h.
 */
#include "analyzer/clang/stack.h"

#include <nostd/bump.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/guard.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/unit.h"

/* How often a name was asked for at the site that is open. */
struct asked {
	struct nostd_str name;
	size_t count;
};

#define NOSTD_NAME askeds
#define NOSTD_T    struct asked
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_stacks {
	struct nsc_parse *parse;
	/* The last expansion: uses of one come together. */
	struct nostd_bump arena;
	struct nsc_macro_site site;
	uint32_t limit;
	struct nsc_expansion expansion;
	struct askeds asked;
};

struct nsc_stacks *nsc_stacks_new(struct nsc_parse *parse)
{
	struct nsc_stacks *stacks = nostd_bump_new(parse->run->keep, struct nsc_stacks);

	stacks->parse = parse;
	nostd_bump_init(&stacks->arena, &nsc_host_heap, 0);
	return stacks;
}

void nsc_stacks_release(struct nsc_stacks *stacks)
{
	nostd_bump_release(&stacks->arena);
}

static void open_site(struct nsc_stacks *stacks, struct nsc_macro_site site,
		      const struct nsc_where *where)
{
	struct nsc_expand_from from = {.macros = stacks->parse->macros,
				       .limit = stacks->limit};

	nostd_bump_clear(&stacks->arena);
	stacks->site = site;
	from.text = nsc_parse_text(stacks->parse, where->file);
	from.offset = where->offset;
	stacks->expansion = nsc_expand(&stacks->arena, &from);
	stacks->asked = askeds_new_in(nostd_bump_in(&stacks->arena));
}

/* Which occurrence of the name is meant, from 0. */
static size_t count_asked(struct nsc_stacks *stacks, struct nostd_str name)
{
	struct asked new = {nostd_bump_str(&stacks->arena, name), 1};
	size_t i;

	for (i = 0; i < stacks->asked.len; i++) {
		if (nostd_str_eq(stacks->asked.ptr[i].name, name)) {
			return stacks->asked.ptr[i].count++;
		}
	}
	askeds_push(&stacks->asked, new);
	return 0;
}

/* The first string literal that holds the name: assembly. */
static uint32_t find_string(const struct nsc_expansion *expansion, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < expansion->tokens.len; i++) {
		const struct nsc_expanded *token = &expansion->tokens.ptr[i];

		if (token->token.kind == NSC_TOKEN_STRING &&
		    nostd_str_contains(token->token.text, name)) {
			return token->through;
		}
	}
	return 0;
}

/*
 * The history of the which-th token with this text, else of the last one; 0: none.
 */
static uint32_t find_token(const struct nsc_expansion *expansion, struct nostd_str name,
			   size_t which)
{
	uint32_t found = 0;
	size_t i, seen = 0;

	for (i = 0; i < expansion->tokens.len && seen <= which; i++) {
		const struct nsc_expanded *token = &expansion->tokens.ptr[i];

		if (nostd_str_eq(token->token.text, name)) {
			found = token->through;
			seen++;
		}
	}
	return seen > 0 ? found : find_string(expansion, name);
}

static void add_macro(struct nsc_stacks *stacks, uint32_t index)
{
	const struct nsc_macro_def *def = nsc_macros_get(stacks->parse->macros, index);
	struct nsc_macro row = {.name = def->name, .defined = def->at};

	nsc_guards_find_place(stacks->parse->guards, def->at, &row.guard_first,
			      &row.guard_count);
	nsc_macro_vec_push(&stacks->parse->out->macros, row);
}

void nsc_stacks_add(struct nsc_stacks *stacks, uint32_t through, uint32_t *first,
		    uint32_t *count)
{
	const struct nsc_through *links = stacks->expansion.through.ptr;
	uint32_t own[NSC_LIMIT_MACRO_DEPTH];
	uint32_t depth = 0;

	*first = (uint32_t)stacks->parse->out->macros.len;
	for (; through != 0 && depth < NSC_LIMIT_MACRO_DEPTH;
	     through = links[through].outer) {
		own[depth++] = links[through].def;
	}
	*count = depth;
	while (depth > 0) {
		add_macro(stacks, own[--depth]);
	}
}

/* What libclang itself knows: the outermost macro. */
static void add_outermost(struct nsc_stacks *stacks, const struct nsc_where *where,
			  struct nsc_use *use)
{
	struct nostd_str name = nsc_lex_name_at(
		nsc_parse_text(stacks->parse, where->file), where->offset);
	const struct nsc_macro_def *def =
		nsc_macros_find(stacks->parse->macros, name, stacks->limit);

	if (def) {
		add_macro(stacks, nsc_macros_index(stacks->parse->macros, def));
		use->macro_count = 1;
	}
}

const struct nsc_expansion *nsc_stacks_expand(struct nsc_stacks *stacks,
					      CXSourceLocation location)
{
	struct nsc_where where = nsc_where_expanded(location);
	struct nsc_macro_site site = {where.file, where.offset};
	uint32_t limit;

	if (!where.file || !nsc_macros_site(stacks->parse->macros, site, &limit)) {
		return NULL;
	}
	if (stacks->site.file != site.file || stacks->site.offset != site.offset) {
		stacks->limit = limit;
		open_site(stacks, site, &where);
	}
	return &stacks->expansion;
}

void nsc_stacks_find(struct nsc_stacks *stacks, CXSourceLocation location,
		     struct nostd_str written, struct nsc_use *use)
{
	struct nsc_where where = nsc_where_expanded(location);
	uint32_t through;

	use->macro_first = (uint32_t)stacks->parse->out->macros.len;
	use->macro_count = 0;
	if (!nsc_stacks_expand(stacks, location)) {
		return;
	}
	through = find_token(&stacks->expansion, written, count_asked(stacks, written));
	if (through != 0) {
		nsc_stacks_add(stacks, through, &use->macro_first, &use->macro_count);
	} else {
		add_outermost(stacks, &where, use);
	}
}
