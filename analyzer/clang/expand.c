/*
 * expand.c - the machine behind expand.h.
 *
 * After D. Prosser's algorithm (X3J11/86-196): a token carries the set of macros it came
 * out of, here in order, as a chain of links, so that the set is its history as well.
 */
#include "analyzer/clang/expand.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/clang/macro.h"

/* A call of a function-like macro whose arguments are being expanded. */
struct call {
	struct nsc_macro_def *def;
	struct nsc_expanded name;
	struct nsc_expanded_vec *raw; /* arguments as written, one for each parameter */
	struct nsc_expanded_vec *expanded; /* the same, expanded */
	size_t at;                         /* argument that is being expanded */
	bool has_rest;                     /* something was given for the variadic one */
};

/* One text that is being expanded: the file's, or an argument of the level below. */
struct level {
	struct nsc_expanded_vec pending; /* next token last */
	struct nsc_expanded_vec out;
	struct call *call; /* whose argument it is; NULL: the lowest level */
};

#define NOSTD_NAME levels
#define NOSTD_T    struct level
#define NOSTD_IN
#include <nostd/vec.h>

struct machine {
	struct nostd_bump *arena;
	const struct nostd_allocator *in;
	const struct nsc_expand_from *from;
	struct nsc_lexer source;
	struct levels levels;
	struct nsc_expansion *result;
	size_t tokens_left;
};

static struct level *top(struct machine *machine)
{
	return &machine->levels.ptr[machine->levels.len - 1];
}

/* -- histories ----------------------------------------------------------------------- */

static bool went_through(const struct machine *machine, uint32_t through, uint32_t def)
{
	const struct nsc_through *links = machine->result->through.ptr;

	while (through != 0 && links[through].def != def) {
		through = links[through].outer;
	}
	return through != 0;
}

/* The link (outer, def); made when the last one made is not it. 0 when too deep. */
static uint32_t link(struct machine *machine, uint32_t outer, uint32_t def)
{
	struct nsc_through_vec *links = &machine->result->through;
	struct nsc_through *last = &links->ptr[links->len - 1];
	struct nsc_through new = {def, outer, links->ptr[outer].depth + 1};

	if (links->len > 1 && last->def == def && last->outer == outer) {
		return (uint32_t)links->len - 1;
	}
	if (new.depth > NSC_LIMIT_MACRO_DEPTH) {
		machine->result->cut = true;
		return outer;
	}
	nsc_through_vec_push(links, new);
	return (uint32_t)links->len - 1;
}

/*
 * The history of an argument's token after it was put into a macro's body: the call's,
 * the macro, then what the token had by itself beyond the call.
 */
static uint32_t relink(struct machine *machine, uint32_t through, uint32_t around,
		       uint32_t inside)
{
	uint32_t own[NSC_LIMIT_MACRO_DEPTH];
	size_t count = 0;
	uint32_t at;

	for (at = through; at != 0 && count < NSC_LIMIT_MACRO_DEPTH;
	     at = machine->result->through.ptr[at].outer) {
		if (at == around) {
			break;
		}
		own[count++] = machine->result->through.ptr[at].def;
	}
	while (count > 0) {
		inside = link(machine, inside, own[--count]);
	}
	return inside;
}

/* -- tokens in and out --------------------------------------------------------------- */

/* The next token of the top level; the lowest goes on in the file. */
static bool next(struct machine *machine, struct nsc_expanded *token)
{
	struct level *level = top(machine);

	if (nsc_expanded_vec_pop(&level->pending, token)) {
		return true;
	}
	token->through = 0;
	return !level->call && nsc_lex(&machine->source, &token->token);
}

static void put(struct machine *machine, const struct nsc_expanded *token)
{
	if (machine->tokens_left == 0) {
		machine->result->cut = true;
		return;
	}
	machine->tokens_left--;
	nsc_expanded_vec_push(&top(machine)->out, *token);
}

static void push_back(struct machine *machine, const struct nsc_expanded_vec *tokens)
{
	size_t i;

	if (tokens->len > machine->tokens_left) {
		machine->result->cut = true;
		return;
	}
	machine->tokens_left -= tokens->len;
	for (i = tokens->len; i > 0; i--) {
		nsc_expanded_vec_push(&top(machine)->pending, tokens->ptr[i - 1]);
	}
}

/* -- substitution -------------------------------------------------------------------- */

/* Putting a macro's body together. */
struct body {
	struct machine *machine;
	const struct nsc_macro_def *def;
	const struct call *call; /* NULL: object-like */
	uint32_t around, inside; /* history of the name, and of what comes out */
	struct nsc_expanded_vec out;
	bool pasting;    /* "##" was met */
	bool left_empty; /* what stands left of it is nothing */
};

static bool is_paste(const struct nsc_macro_def *def, size_t i)
{
	return i < def->body_count && def->body[i].kind == NSC_TOKEN_PUNCT &&
	       def->body[i].text.len == 2;
}

/* Index of a parameter; SIZE_MAX: it is none. */
static size_t param_of(const struct nsc_macro_def *def, const struct nsc_token *token)
{
	size_t i;

	for (i = 0; token->kind == NSC_TOKEN_NAME && i < def->param_count; i++) {
		if (nostd_str_eq(def->params[i], token->text)) {
			return i;
		}
	}
	return SIZE_MAX;
}

/* Two tokens become one (6.10.3.3); its kind follows from its first byte. */
static void paste(struct body *body, const struct nsc_token *right)
{
	struct nsc_expanded *left = &body->out.ptr[body->out.len - 1];
	struct nostd_string text = nostd_string_new_in(body->machine->in);
	struct nsc_lexer lexer;

	nostd_format(&text, "{}{}", left->token.text, right->text);
	lexer = nsc_lexer(body->machine->arena, nostd_string_as_str(&text), 0);
	nsc_lex(&lexer, &left->token);
	left->token.text = nostd_string_as_str(&text);
	left->through = body->inside;
}

/* Add tokens; the first is pasted to what is there if "##" stood between. */
static void add(struct body *body, const struct nsc_expanded *tokens, size_t count,
		bool argument)
{
	size_t i = 0;

	if (body->pasting && count > 0 && !body->left_empty && body->out.len > 0) {
		paste(body, &tokens[i++].token);
	}
	for (; i < count; i++) {
		struct nsc_expanded token = tokens[i];

		token.through = argument ? relink(body->machine, token.through,
						  body->around, body->inside)
					 : body->inside;
		nsc_expanded_vec_push(&body->out, token);
	}
	body->left_empty = count == 0 && (body->left_empty || !body->pasting);
	body->pasting = false;
}

/* "#param": the argument's spelling as a string literal (6.10.3.2). */
static void add_string(struct body *body, const struct nsc_expanded_vec *argument)
{
	struct nostd_string text = nostd_string_new_in(body->machine->in);
	struct nsc_expanded token = {{NSC_TOKEN_STRING, {NULL, 0}, false}, 0};
	size_t i, j;

	nostd_string_push_byte(&text, '"');
	for (i = 0; i < argument->len; i++) {
		const struct nsc_token *one = &argument->ptr[i].token;

		if (i > 0 && one->blank_before) {
			nostd_string_push_byte(&text, ' ');
		}
		for (j = 0; j < one->text.len; j++) {
			char c = one->text.ptr[j];

			if (one->kind == NSC_TOKEN_STRING && (c == '"' || c == '\\')) {
				nostd_string_push_byte(&text, '\\');
			}
			nostd_string_push_byte(&text, c);
		}
	}
	nostd_string_push_byte(&text, '"');
	token.token.text = nostd_string_as_str(&text);
	add(body, &token, 1, false);
}

/* ", ## __VA_ARGS__" of GNU C: no paste, and no comma when nothing was given. */
static bool is_gnu_comma(const struct body *body, size_t i)
{
	const struct nsc_macro_def *def = body->def;

	return def->variadic && nsc_token_is(&def->body[i], ',') &&
	       is_paste(def, i + 1) && i + 2 < def->body_count &&
	       param_of(def, &def->body[i + 2]) == def->param_count - 1;
}

/* Behind a "__VA_OPT__(...)" that vanishes. */
static size_t behind_group(const struct nsc_macro_def *def, size_t i)
{
	size_t depth = 0;

	for (; i < def->body_count; i++) {
		depth += nsc_token_is(&def->body[i], '(');
		if (nsc_token_is(&def->body[i], ')') && --depth == 0) {
			return i + 1;
		}
	}
	return i;
}

/* One element of the body at `i`; the index behind it. */
static size_t add_element(struct body *body, size_t i)
{
	const struct nsc_macro_def *def = body->def;
	const struct nsc_token *token = &def->body[i];
	struct nsc_expanded plain = {*token, 0};
	size_t param = body->call ? param_of(def, token) : SIZE_MAX;

	if (body->call && nsc_token_is(token, '#') && i + 1 < def->body_count &&
	    param_of(def, &def->body[i + 1]) != SIZE_MAX) {
		add_string(body, &body->call->raw[param_of(def, &def->body[i + 1])]);
		return i + 2;
	}
	if (body->call && is_gnu_comma(body, i)) {
		if (body->call->has_rest) {
			add(body, &plain, 1, false);
			add(body, body->call->raw[def->param_count - 1].ptr,
			    body->call->raw[def->param_count - 1].len, true);
		}
		return i + 3;
	}
	if (body->call && def->variadic && !body->call->has_rest &&
	    nostd_str_eq(token->text, NOSTD_STR("__VA_OPT__"))) {
		return behind_group(def, i);
	}
	if (param == SIZE_MAX) {
		add(body, &plain, 1, false);
	} else {
		bool raw = body->pasting || is_paste(def, i + 1);
		const struct nsc_expanded_vec *argument =
			raw ? &body->call->raw[param] : &body->call->expanded[param];

		add(body, argument->ptr, argument->len, true);
	}
	return i + 1;
}

/* The body with everything put in goes back to be looked at again (6.10.3.4). */
static void substitute(struct machine *machine, const struct nsc_macro_def *def,
		       const struct nsc_expanded *name, const struct call *call)
{
	struct body body = {.machine = machine, .def = def, .call = call};
	size_t i;

	body.around = name->through;
	body.inside = link(machine, name->through,
			   nsc_macros_index(machine->from->macros, def));
	body.out = nsc_expanded_vec_new_in(machine->in);
	for (i = 0; i < def->body_count;) {
		if (is_paste(def, i) && i > 0) {
			body.pasting = true;
			i++;
		} else {
			i = add_element(&body, i);
		}
	}
	push_back(machine, &body.out);
}

/* -- calls --------------------------------------------------------------------------- */

static struct call *new_call(struct machine *machine, struct nsc_macro_def *def,
			     const struct nsc_expanded *name)
{
	struct call *call = nostd_bump_new(machine->arena, struct call);
	size_t count = def->param_count + 1, i; /* one more for "()" and for too many */

	call->def = def;
	call->name = *name;
	call->raw = nostd_bump_array(machine->arena, struct nsc_expanded_vec, count);
	call->expanded = nostd_bump_array(machine->arena, struct nsc_expanded_vec, count);
	for (i = 0; i < count; i++) {
		call->raw[i] = nsc_expanded_vec_new_in(machine->in);
		call->expanded[i] = nsc_expanded_vec_new_in(machine->in);
	}
	return call;
}

/* Arguments up to the ')' that closes the call; false when the text ends before it. */
static bool collect(struct machine *machine, struct call *call)
{
	const struct nsc_macro_def *def = call->def;
	size_t argument = 0, depth = 0, count = 0;
	struct nsc_expanded token;

	while (next(machine, &token) && count++ < NSC_LIMIT_MACRO_TOKENS) {
		bool rest = def->variadic && argument + 1 == def->param_count;

		if (depth == 0 && nsc_token_is(&token.token, ')')) {
			return true;
		}
		if (depth == 0 && nsc_token_is(&token.token, ',') && !rest) {
			argument += argument < def->param_count;
			call->has_rest =
				call->has_rest ||
				(def->variadic && argument + 1 == def->param_count);
			continue;
		}
		depth += nsc_token_is(&token.token, '(');
		depth -= nsc_token_is(&token.token, ')');
		call->has_rest = call->has_rest || rest;
		nsc_expanded_vec_push(&call->raw[argument], token);
	}
	return false;
}

/* Expand the next argument on its own level; after the last, the call is replaced. */
static void go_on(struct machine *machine, struct call *call)
{
	struct level level = {.call = call};
	const struct nsc_expanded_vec *raw = &call->raw[call->at];

	if (call->at == call->def->param_count) {
		substitute(machine, call->def, &call->name, call);
		return;
	}
	level.pending = nsc_expanded_vec_new_in(machine->in);
	level.out = nsc_expanded_vec_new_in(machine->in);
	levels_push(&machine->levels, level);
	push_back(machine, raw);
}

/* The top level's text has ended: it was an argument. */
static void end_level(struct machine *machine)
{
	struct level level = *top(machine);

	levels_truncate(&machine->levels, machine->levels.len - 1);
	level.call->expanded[level.call->at++] = level.out;
	go_on(machine, level.call);
}

/* A name of a macro: replace it, or put it out when it is not called. */
static void expand_name(struct machine *machine, const struct nsc_expanded *name,
			struct nsc_macro_def *def)
{
	struct nsc_expanded token;
	struct call *call;

	nsc_macros_parse(machine->from->macros, def);
	if (!def->function_like) {
		substitute(machine, def, name, NULL);
		return;
	}
	if (!next(machine, &token)) {
		put(machine, name);
		return;
	}
	if (!nsc_token_is(&token.token, '(')) {
		put(machine, name);
		nsc_expanded_vec_push(&top(machine)->pending, token);
		return;
	}
	call = new_call(machine, def, name);
	if (!collect(machine, call) || machine->levels.len >= NSC_LIMIT_MACRO_DEPTH) {
		machine->result->cut = true;
		return;
	}
	go_on(machine, call);
}

static void step(struct machine *machine, const struct nsc_expanded *token)
{
	struct nsc_macro_def *def = NULL;

	if (token->token.kind == NSC_TOKEN_NAME) {
		def = nsc_macros_find(machine->from->macros, token->token.text,
				      machine->from->limit);
	}
	if (!def || def->text.len == 0 ||
	    went_through(machine, token->through,
			 nsc_macros_index(machine->from->macros, def))) {
		put(machine, token);
	} else {
		expand_name(machine, token, def);
	}
}

/* Were parentheses opened, and all of them closed? Counts what is new since `*seen`. */
static bool is_closed(const struct nsc_expanded_vec *tokens, size_t *seen, int *depth,
		      bool *opened)
{
	for (; *seen < tokens->len; ++*seen) {
		const struct nsc_token *token = &tokens->ptr[*seen].token;

		if (nsc_token_is(token, '(')) {
			++*depth;
			*opened = true;
		} else if (nsc_token_is(token, ')')) {
			--*depth;
		} else if (nsc_token_is(token, ';') && *depth <= 0) {
			*opened = true;
		}
	}
	return *opened && *depth <= 0;
}

static void run(struct machine *machine)
{
	size_t seen = 0;
	bool opened = false;
	int depth = 0;
	struct nsc_expanded token;

	while (!machine->result->cut && next(machine, &token)) {
		struct level *lowest = &machine->levels.ptr[0];

		step(machine, &token);
		while (machine->levels.len > 1 && top(machine)->pending.len == 0 &&
		       !machine->result->cut) {
			end_level(machine);
		}
		lowest = &machine->levels.ptr[0];
		if (machine->levels.len == 1 && lowest->pending.len == 0 &&
		    !machine->from->all &&
		    (!machine->from->until_closed ||
		     is_closed(&lowest->out, &seen, &depth, &opened))) {
			return;
		}
	}
}

struct nsc_expansion nsc_expand(struct nostd_bump *arena,
				const struct nsc_expand_from *from)
{
	const struct nostd_allocator *in = nostd_bump_in(arena);
	struct nsc_expansion result = {nsc_expanded_vec_new_in(in),
				       nsc_through_vec_new_in(in), false};
	struct machine machine = {.arena = arena,
				  .in = in,
				  .from = from,
				  .levels = levels_new_in(in),
				  .result = &result,
				  .tokens_left = NSC_LIMIT_MACRO_TOKENS};
	struct level lowest = {.call = NULL};
	struct nsc_through nothing = {0, 0, 0};

	machine.source = nsc_lexer(arena, from->text, from->offset);
	lowest.pending = nsc_expanded_vec_new_in(in);
	lowest.out = nsc_expanded_vec_new_in(in);
	nsc_through_vec_push(&result.through, nothing);
	levels_push(&machine.levels, lowest);
	run(&machine);
	result.tokens = machine.levels.ptr[0].out;
	return result;
}
