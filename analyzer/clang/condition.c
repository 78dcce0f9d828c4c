/*
 * condition.c - `defined`, macros, then operators by precedence. See condition.h.
 */
#include "analyzer/clang/condition.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/macro.h"
#include "analyzer/fact/unit.h"

enum {
	PREDEFINED_DEPTH_MAX = 8, /* predefined macros that name each other */
	BODY_SIZE_MAX = 200       /* of a macro's body to be told */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- macros -------------------------------------------------------------------------- */

/* Made by the preprocessor as it goes; they are defined nowhere. */
static const struct nostd_str magic[] = {
	NOSTD_STR_INIT("__FILE__"),      NOSTD_STR_INIT("__LINE__"),
	NOSTD_STR_INIT("__DATE__"),      NOSTD_STR_INIT("__TIME__"),
	NOSTD_STR_INIT("__COUNTER__"),   NOSTD_STR_INIT("__INCLUDE_LEVEL__"),
	NOSTD_STR_INIT("__TIMESTAMP__"), NOSTD_STR_INIT("__BASE_FILE__"),
	NOSTD_STR_INIT("__FILE_NAME__"),
};

/* Operators of the preprocessor that look like macros. */
static bool is_operator(struct nostd_str name)
{
	return nostd_str_starts_with(name, NOSTD_STR("__has_")) ||
	       nostd_str_starts_with(name, NOSTD_STR("__is_identifier")) ||
	       nostd_str_starts_with(name, NOSTD_STR("__is_target_"));
}

static bool is_magic(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < COUNT(magic); i++) {
		if (nostd_str_eq(magic[i], name)) {
			return true;
		}
	}
	return false;
}

static enum nsc_truth is_defined(const struct nsc_condition *condition,
				 struct nostd_str name)
{
	struct nostd_str body;

	if (is_operator(name)) {
		return NSC_UNKNOWN;
	}
	if (nsc_macros_is_undefined(condition->macros, name, condition->limit)) {
		return NSC_FALSE;
	}
	return nsc_macros_find(condition->macros, name, condition->limit) ||
			       is_magic(name) ||
			       condition->predefined(condition->of, name, &body)
		       ? NSC_TRUE
		       : NSC_FALSE;
}

/* What stands behind `defined`: NAME or (NAME). Empty: neither. */
static struct nostd_str defined_operand(struct nsc_lexer *lexer)
{
	struct nsc_token token, end;

	if (!nsc_lex(lexer, &token)) {
		return NOSTD_STR("");
	}
	if (nsc_token_is(&token, '(') &&
	    (!nsc_lex(lexer, &token) || !nsc_lex(lexer, &end))) {
		return NOSTD_STR("");
	}
	return token.kind == NSC_TOKEN_NAME ? token.text : NOSTD_STR("");
}

/* 6.10.1p4: `defined` goes before macros are replaced. What is not known gets a name. */
static struct nostd_str without_defined(struct nostd_bump *arena,
					const struct nsc_condition *condition)
{
	static const char *const values[] = {" 0 ", " 1 ", " __has_unknown "};
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(arena));
	struct nsc_lexer lexer = nsc_lexer(arena, condition->text, 0);
	struct nsc_token token;

	while (nsc_lex(&lexer, &token)) {
		if (nostd_str_eq(token.text, NOSTD_STR("defined"))) {
			struct nostd_str name = defined_operand(&lexer);

			nostd_format(&text, "{}", values[is_defined(condition, name)]);
		} else {
			nostd_format(&text, "{}{}", token.blank_before ? " " : "",
				     token.text);
		}
	}
	return nostd_string_as_str(&text);
}

/* -- values -------------------------------------------------------------------------- */

struct value {
	bool known;
	bool is_unsigned;
	uint64_t bits; /* intmax_t has 64 bits in every target here (6.10.1p4) */
};

static struct value known(uint64_t bits, bool is_unsigned)
{
	struct value value = {true, is_unsigned, bits};

	return value;
}

static struct value unknown(void)
{
	struct value value = {false, false, 0};

	return value;
}

/* 6.4.4.1: digits, then u, l, ll in any order. */
static struct value number(struct nostd_str text)
{
	unsigned base = 10;
	size_t digits = 0, i;
	bool is_unsigned = false;
	uint64_t bits;

	if (nostd_str_strip_prefix(&text, NOSTD_STR("0x")) ||
	    nostd_str_strip_prefix(&text, NOSTD_STR("0X"))) {
		base = 16;
	} else if (nostd_str_strip_prefix(&text, NOSTD_STR("0b")) ||
		   nostd_str_strip_prefix(&text, NOSTD_STR("0B"))) {
		base = 2;
	} else if (text.ptr[0] == '0') {
		base = 8;
	}
	while (digits < text.len &&
	       nostd_str_to_u64(nostd_str_slice(text, digits, digits + 1), base, &bits)) {
		digits++;
	}
	for (i = digits; i < text.len; i++) {
		char c = text.ptr[i] | 0x20;

		if (c != 'u' && c != 'l') {
			return unknown();
		}
		is_unsigned = is_unsigned || c == 'u';
	}
	if (!nostd_str_to_u64(nostd_str_take(text, digits), base, &bits)) {
		return unknown();
	}
	return known(bits, is_unsigned || bits > (uint64_t)INT64_MAX);
}

static struct value character(struct nostd_bump *arena, struct nostd_str text)
{
	struct nostd_string bytes = nostd_string_new_in(nostd_bump_in(arena));

	if (text.ptr[0] != '\'') {
		return unknown();
	}
	nsc_lex_string_value(text, &bytes);
	/* Above 127 the sign of char decides. */
	return bytes.len == 1 && (unsigned char)bytes.ptr[0] < 128
		       ? known((unsigned char)bytes.ptr[0], false)
		       : unknown();
}

/* -- operators ----------------------------------------------------------------------- */

enum operation {
	END,
	OPEN,
	CLOSE,
#define OPERATOR(id, spelling, strength, operands) id,
#include "analyzer/clang/condition.def"
#undef OPERATOR
};

static const struct {
	struct nostd_str spelling;
	uint8_t strength; /* binds tighter; 6.5 from assignment on */
	uint8_t operands;
} operators[] = {
	{NOSTD_STR_INIT(""), 0, 0},
	{NOSTD_STR_INIT("("), 0, 0},
	{NOSTD_STR_INIT(")"), 0, 0},
#define OPERATOR(id, spelling, strength, operands) \
	{NOSTD_STR_INIT(spelling), strength, operands},
#include "analyzer/clang/condition.def"
#undef OPERATOR
};

/* An expression on its way: operators and operands that wait. */
struct evaluation {
	struct nostd_bump *arena;
	const struct nsc_condition *condition;
	const struct nsc_expanded *tokens;
	size_t count, at;
	uint8_t waiting[NSC_LIMIT_CONDITION_DEPTH]; /* enum operation */
	struct value values[NSC_LIMIT_CONDITION_DEPTH];
	size_t waiting_count, value_count;
	bool failed; /* it is no expression that we understand */
};

static void push_value(struct evaluation *e, struct value value)
{
	if (e->value_count == NSC_LIMIT_CONDITION_DEPTH) {
		e->failed = true;
		return;
	}
	e->values[e->value_count++] = value;
}

static struct value pop_value(struct evaluation *e)
{
	if (e->value_count == 0) {
		e->failed = true;
		return unknown();
	}
	return e->values[--e->value_count];
}

static struct value shift(struct value a, uint64_t by, bool left)
{
	if (by >= 64) {
		return unknown();
	}
	if (left) {
		return known(a.bits << by, a.is_unsigned);
	}
	if (!a.is_unsigned && a.bits >> 63 && by != 0) {
		return known(a.bits >> by | UINT64_MAX << (64 - by), false);
	}
	return known(a.bits >> by, a.is_unsigned);
}

static struct value divide(struct value a, struct value b, bool rest)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;
	int64_t x, y;

	if (b.bits == 0) {
		return unknown();
	}
	if (is_unsigned) {
		return known(rest ? a.bits % b.bits : a.bits / b.bits, true);
	}
	memcpy(&x, &a.bits, sizeof(x));
	memcpy(&y, &b.bits, sizeof(y));
	if (y == -1) { /* INT64_MIN / -1 traps */
		return known(rest ? 0 : 0 - a.bits, false);
	}
	return known((uint64_t)(rest ? x % y : x / y), false);
}

/* a < b under the usual conversions. */
static bool is_less(struct value a, struct value b)
{
	uint64_t flip = a.is_unsigned || b.is_unsigned ? 0 : (uint64_t)1 << 63;

	return (a.bits ^ flip) < (b.bits ^ flip);
}

static struct value binary(enum operation op, struct value a, struct value b)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;

	switch ((unsigned)op) {
	case MULTIPLY:
		return known(a.bits * b.bits, is_unsigned);
	case DIVIDE:
	case MODULO:
		return divide(a, b, op == MODULO);
	case ADD:
		return known(a.bits + b.bits, is_unsigned);
	case SUBTRACT:
		return known(a.bits - b.bits, is_unsigned);
	case SHIFT_LEFT:
	case SHIFT_RIGHT:
		return shift(a, b.bits, op == SHIFT_LEFT);
	case LESS:
		return known(is_less(a, b), false);
	case GREATER:
		return known(is_less(b, a), false);
	case LESS_EQUAL:
		return known(!is_less(b, a), false);
	case GREATER_EQUAL:
		return known(!is_less(a, b), false);
	case EQUAL:
		return known(a.bits == b.bits, false);
	case NOT_EQUAL:
		return known(a.bits != b.bits, false);
	case AND:
		return known(a.bits & b.bits, is_unsigned);
	case XOR:
		return known(a.bits ^ b.bits, is_unsigned);
	case OR:
		return known(a.bits | b.bits, is_unsigned);
	}
	return unknown();
}

/* && and ||: one operand may decide alone. */
static struct value logical(enum operation op, struct value a, struct value b)
{
	bool deciding = op == OR_ELSE;

	if ((a.known && (a.bits != 0) == deciding) ||
	    (b.known && (b.bits != 0) == deciding)) {
		return known(deciding, false);
	}
	return a.known && b.known ? known(!deciding, false) : unknown();
}

static struct value unary(enum operation op, struct value a)
{
	if (!a.known) {
		return a;
	}
	switch ((unsigned)op) {
	case NOT:
		return known(a.bits == 0, false);
	case MINUS:
		return known(0 - a.bits, a.is_unsigned);
	case COMPLEMENT:
		return known(~a.bits, a.is_unsigned);
	}
	return a;
}

static struct value choose(struct value condition, struct value yes, struct value no)
{
	if (!condition.known) {
		return unknown();
	}
	yes = condition.bits != 0 ? yes : no;
	return yes;
}

/* The operator that waits on top, with its operands, becomes a value. */
static void reduce(struct evaluation *e)
{
	enum operation op = (enum operation)e->waiting[--e->waiting_count];
	struct value c = pop_value(e), b, a;

	if (operators[op].operands == 1) {
		push_value(e, unary(op, c));
		return;
	}
	b = pop_value(e);
	if (op == COLON) {
		a = pop_value(e);
		push_value(e, choose(a, b, c));
	} else if (op == AND_ALSO || op == OR_ELSE) {
		push_value(e, logical(op, b, c));
	} else if (op == QUESTION) {
		e->failed = true;
	} else {
		push_value(e, b.known && c.known ? binary(op, b, c) : unknown());
	}
}

/* Operators that bind at least as tight; `?:` and those in front group from the right. */
static void reduce_above(struct evaluation *e, enum operation op)
{
	uint8_t strength = operators[op].strength;

	while (!e->failed && e->waiting_count > 0) {
		enum operation top = (enum operation)e->waiting[e->waiting_count - 1];
		bool from_right = operators[op].operands != 2;

		if (top == OPEN || operators[top].strength < strength ||
		    (operators[top].strength == strength && from_right)) {
			return;
		}
		reduce(e);
	}
}

static void push_operator(struct evaluation *e, enum operation op)
{
	if (e->waiting_count == NSC_LIMIT_CONDITION_DEPTH) {
		e->failed = true;
		return;
	}
	e->waiting[e->waiting_count++] = (uint8_t)op;
}

/* ':' takes the place of its '?'. */
static void meet_colon(struct evaluation *e)
{
	while (!e->failed && e->waiting_count > 0 &&
	       e->waiting[e->waiting_count - 1] != QUESTION &&
	       e->waiting[e->waiting_count - 1] != OPEN) {
		reduce(e);
	}
	if (e->waiting_count == 0 || e->waiting[e->waiting_count - 1] != QUESTION) {
		e->failed = true;
		return;
	}
	e->waiting[e->waiting_count - 1] = COLON;
}

static void meet_close(struct evaluation *e)
{
	reduce_above(e, CLOSE);
	if (e->waiting_count == 0 || e->waiting[e->waiting_count - 1] != OPEN) {
		e->failed = true;
		return;
	}
	e->waiting_count--;
}

/* -- tokens -------------------------------------------------------------------------- */

static const struct nsc_token *token_at(const struct evaluation *e, size_t at)
{
	static const struct nsc_token none = {NSC_TOKEN_LINE_END, {"", 0}, false};

	return at < e->count ? &e->tokens[at].token : &none;
}

/*
 * The operator at hand, the longest first; END when it is none. `prefix`: no operand
 * stands in front of it.
 */
static enum operation next_operator(struct evaluation *e, bool prefix)
{
	char text[2];
	size_t size, i;

	if (token_at(e, e->at)->kind != NSC_TOKEN_PUNCT) {
		return END;
	}
	text[0] = token_at(e, e->at)->text.ptr[0];
	text[1] = token_at(e, e->at + 1)->kind == NSC_TOKEN_PUNCT
			  ? token_at(e, e->at + 1)->text.ptr[0]
			  : '\0';
	for (size = prefix || text[1] == '\0' ? 1 : 2; size > 0; size--) {
		for (i = OPEN; i < COUNT(operators); i++) {
			if (nostd_str_eq(operators[i].spelling,
					 nostd_str_new(text, size)) &&
			    (i < QUESTION || prefix == (operators[i].operands == 1))) {
				e->at += size;
				return (enum operation)i;
			}
		}
	}
	return END;
}

/* Behind the parentheses that follow: operators of the preprocessor. */
static void skip_group(struct evaluation *e)
{
	size_t depth = 0;

	if (!nsc_token_is(token_at(e, e->at), '(')) {
		return;
	}
	do {
		depth += nsc_token_is(token_at(e, e->at), '(');
		depth -= nsc_token_is(token_at(e, e->at), ')');
		e->at++;
	} while (depth > 0 && e->at < e->count);
}

/* What a predefined macro stands for: a number, a name, nothing simpler. */
static struct value predefined(struct evaluation *e, struct nostd_str name)
{
	struct nsc_token token = {NSC_TOKEN_NAME, name, false};
	int depth;

	for (depth = 0; depth < PREDEFINED_DEPTH_MAX; depth++) {
		struct nostd_str body;
		struct nsc_lexer lexer;

		if (nsc_macros_is_undefined(e->condition->macros, token.text,
					    e->condition->limit) ||
		    !e->condition->predefined(e->condition->of, token.text, &body)) {
			return is_magic(token.text) ? unknown() : known(0, false);
		}
		lexer = nsc_lexer(e->arena, body, 0);
		if (!nsc_lex(&lexer, &token) ||
		    nsc_lex_behind_blank(body, lexer.at, false) < body.len) {
			return unknown();
		}
		if (token.kind == NSC_TOKEN_NUMBER) {
			return number(token.text);
		}
		if (token.kind != NSC_TOKEN_NAME) {
			return unknown();
		}
	}
	return unknown();
}

/* `defined` that came out of a macro: GCC and clang work it out all the same. */
static struct value late_defined(struct evaluation *e)
{
	bool open = nsc_token_is(token_at(e, e->at), '(');
	const struct nsc_token *token = token_at(e, e->at + open);
	enum nsc_truth truth;

	if (token->kind != NSC_TOKEN_NAME) {
		return unknown(); /* the name was replaced, so it is defined; by what? */
	}
	e->at += open ? 3 : 1;
	truth = is_defined(e->condition, token->text);
	return truth == NSC_UNKNOWN ? unknown() : known(truth == NSC_TRUE, false);
}

static struct value name(struct evaluation *e, struct nostd_str text)
{
	if (nostd_str_eq(text, NOSTD_STR("defined"))) {
		return late_defined(e);
	}
	if (is_operator(text)) {
		skip_group(e);
		return unknown();
	}
	if (nostd_str_eq(text, NOSTD_STR("true"))) { /* C++; C23 */
		return e->condition->cxx ? known(1, false) : unknown();
	}
	return predefined(e, text);
}

/* An operand at hand; false: there is none. */
static bool read_operand(struct evaluation *e)
{
	const struct nsc_token *token = token_at(e, e->at);

	if (token->kind == NSC_TOKEN_PUNCT || token->kind == NSC_TOKEN_LINE_END) {
		return false;
	}
	e->at++;
	if (token->kind == NSC_TOKEN_NUMBER) {
		push_value(e, number(token->text));
	} else if (token->kind == NSC_TOKEN_NAME) {
		push_value(e, name(e, token->text));
	} else {
		push_value(e, character(e->arena, token->text));
	}
	return true;
}

/* One operator or operand; `wanted`: an operand is next. */
static void read_one(struct evaluation *e, bool *wanted)
{
	enum operation op;

	if (*wanted && read_operand(e)) {
		*wanted = false;
		return;
	}
	op = next_operator(e, *wanted);
	if (op == END || (op == OPEN) != (*wanted && op == OPEN) ||
	    (op == CLOSE && *wanted)) {
		e->failed = true;
	} else if (op == CLOSE) {
		meet_close(e);
	} else if (op == COLON) {
		meet_colon(e);
		*wanted = true;
	} else {
		if (op != OPEN && !*wanted) {
			reduce_above(e, op);
		}
		push_operator(e, op);
		*wanted = true;
	}
}

static enum nsc_truth evaluate(struct evaluation *e)
{
	bool wanted = true;
	struct value value;

	while (!e->failed && e->at < e->count) {
		read_one(e, &wanted);
	}
	if (e->failed || wanted) {
		return NSC_UNKNOWN;
	}
	reduce_above(e, END);
	value = pop_value(e);
	if (e->failed || e->waiting_count != 0 || e->value_count != 0 || !value.known) {
		return NSC_UNKNOWN;
	}
	return value.bits != 0 ? NSC_TRUE : NSC_FALSE;
}

static enum nsc_truth evaluate_expression(struct nostd_bump *arena,
					  const struct nsc_condition *condition)
{
	struct nsc_expand_from from = {
		.macros = condition->macros, .limit = condition->limit, .all = true};
	struct evaluation *e = nostd_bump_new(arena, struct evaluation);
	struct nsc_expansion expansion;

	from.text = without_defined(arena, condition);
	expansion = nsc_expand(arena, &from);
	if (expansion.cut) {
		return NSC_UNKNOWN;
	}
	e->arena = arena;
	e->condition = condition;
	e->tokens = expansion.tokens.ptr;
	e->count = expansion.tokens.len;
	return evaluate(e);
}

enum nsc_truth nsc_condition_evaluate(struct nostd_bump *arena,
				      const struct nsc_condition *condition)
{
	enum nsc_truth truth = NSC_UNKNOWN;
	bool negated = condition->directive == NSC_GUARD_IFNDEF ||
		       condition->directive == NSC_GUARD_ELIFNDEF;

	switch ((enum nsc_guard_directive)condition->directive) {
	case NSC_GUARD_IF:
	case NSC_GUARD_ELIF:
		return evaluate_expression(arena, condition);
	case NSC_GUARD_IFDEF:
	case NSC_GUARD_IFNDEF:
	case NSC_GUARD_ELIFDEF:
	case NSC_GUARD_ELIFNDEF:
		truth = is_defined(condition, nsc_lex_name_at(condition->text, 0));
		break;
	case NSC_GUARD_ELSE:
		break;
	}
	if (truth == NSC_UNKNOWN) {
		return truth;
	}
	return (truth == NSC_TRUE) != negated ? NSC_TRUE : NSC_FALSE;
}

/* -- names --------------------------------------------------------------------------- */

static bool is_listed(const struct nsc_condition_name_vec *names, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < names->len; i++) {
		if (nostd_str_eq(names->ptr[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* "3" of "LEVEL 3"; of a function-like macro, or when it is long, nothing. */
static struct nostd_str body_of(struct nostd_bump *arena, struct nostd_str text,
				size_t name_size)
{
	struct nostd_string out = nostd_string_new_in(nostd_bump_in(arena));
	struct nsc_lexer lexer = nsc_lexer(arena, text, name_size);
	struct nsc_token token;

	if (name_size < text.len && text.ptr[name_size] == '(') {
		return NOSTD_STR("");
	}
	while (nsc_lex(&lexer, &token) && out.len <= BODY_SIZE_MAX) {
		nostd_format(&out, "{}{}", out.len != 0 && token.blank_before ? " " : "",
			     token.text);
	}
	return out.len <= BODY_SIZE_MAX ? nostd_string_as_str(&out) : NOSTD_STR("");
}

static struct nsc_condition_name look_up(struct nostd_bump *arena,
					 const struct nsc_condition *condition,
					 struct nostd_str name)
{
	struct nsc_condition_name row = {.name = name, .state = NSC_GUARD_MACRO_DEFINED};
	const struct nsc_macro_def *def =
		nsc_macros_find(condition->macros, name, condition->limit);

	if (is_defined(condition, name) == NSC_FALSE) {
		row.state = NSC_GUARD_MACRO_UNDEFINED;
	} else if (def) {
		row.at = def->at;
		row.body = body_of(arena, def->text, name.len);
	} else if (!is_magic(name)) {
		condition->predefined(condition->of, name, &row.body);
		row.body = body_of(arena, row.body, 0);
	}
	return row;
}

struct nsc_condition_name_vec nsc_condition_names(struct nostd_bump *arena,
						  const struct nsc_condition *condition)
{
	struct nsc_condition_name_vec names =
		nsc_condition_name_vec_new_in(nostd_bump_in(arena));
	struct nsc_lexer lexer = nsc_lexer(arena, condition->text, 0);
	struct nsc_token token;

	while (nsc_lex(&lexer, &token)) {
		if (is_operator(token.text)) {
			break; /* <names of headers> follow */
		}
		if (token.kind == NSC_TOKEN_NAME && !is_listed(&names, token.text) &&
		    !nostd_str_eq(token.text, NOSTD_STR("defined")) &&
		    !nostd_str_eq(token.text, NOSTD_STR("true")) &&
		    !nostd_str_eq(token.text, NOSTD_STR("false"))) {
			nsc_condition_name_vec_push(&names, look_up(arena, condition,
								    token.text));
		}
	}
	return names;
}
