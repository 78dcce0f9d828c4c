/*
 * asm_value.c - see asm_value.h.
 */
#include "analyzer/clang/asm_value.h"

#include <nostd/bump.h>

#include "analyzer/base/limits.h"
#include "analyzer/clang/asm_source.h"

struct known {
	int64_t value;
	bool has_value;
	bool surely; /* defined whatever an unknown condition is */
};

#define NOSTD_NAME          nsc_asm_known
#define NOSTD_K             struct nostd_str
#define NOSTD_V             struct known
#define NOSTD_HASH(k, seed) nostd_hash_bytes((k)->ptr, (k)->len, (seed))
#define NOSTD_EQ(a, b)      nostd_str_eq(*(a), *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_asm_values {
	struct nsc_asm_known known;
};

struct nsc_asm_values *nsc_asm_values_new(struct nostd_bump *arena)
{
	struct nsc_asm_values *values = nostd_bump_new(arena, struct nsc_asm_values);

	values->known = nsc_asm_known_new_in(nostd_bump_in(arena));
	return values;
}

void nsc_asm_define(struct nsc_asm_values *values, struct nostd_str name, bool surely)
{
	const struct known *old = nsc_asm_known_get(&values->known, name);
	struct known known = {0, false, surely || (old && old->surely)};

	nsc_asm_known_insert(&values->known, name, known);
}

void nsc_asm_set(struct nsc_asm_values *values, struct nostd_str name, int64_t value)
{
	struct known known = {value, true, true};

	nsc_asm_known_insert(&values->known, name, known);
}

enum nsc_asm_truth nsc_asm_defined(const struct nsc_asm_values *values,
				   struct nostd_str name)
{
	const struct known *known = nsc_asm_known_get(&values->known, name);

	if (!known) {
		return NSC_ASM_FALSE;
	}
	return known->surely ? NSC_ASM_TRUE : NSC_ASM_UNKNOWN;
}

/* -- expressions --------------------------------------------------------------------- */

enum operator{
	OR_ELSE,
	AND_ALSO,
	EQUAL,
	UNEQUAL,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	ADD,
	SUBTRACT,
	OR,
	OR_NOT,
	XOR,
	AND,
	MULTIPLY,
	DIVIDE,
	REMAINDER,
	LEFT,
	RIGHT
};

struct operator_row {
	struct nostd_str spelling;
	enum operator operator;
	int rank;
};

static const struct operator_row exclusive_or = {NOSTD_STR_INIT("^"), XOR, 5};
/* Longer spellings first. The ranks are those of 6.2.4, but + and - stand above ==. */
static const struct operator_row operators[] = {
	{NOSTD_STR_INIT("||"), OR_ELSE, 1},
	{NOSTD_STR_INIT("&&"), AND_ALSO, 2},
	{NOSTD_STR_INIT("=="), EQUAL, 3},
	{NOSTD_STR_INIT("!="), UNEQUAL, 3},
	{NOSTD_STR_INIT("<>"), UNEQUAL, 3},
	{NOSTD_STR_INIT("<<"), LEFT, 6},
	{NOSTD_STR_INIT(">>"), RIGHT, 6},
	{NOSTD_STR_INIT("<="), LESS_EQUAL, 3},
	{NOSTD_STR_INIT(">="), GREATER_EQUAL, 3},
	{NOSTD_STR_INIT("<"), LESS, 3},
	{NOSTD_STR_INIT(">"), GREATER, 3},
	{NOSTD_STR_INIT("+"), ADD, 4},
	{NOSTD_STR_INIT("-"), SUBTRACT, 4},
	{NOSTD_STR_INIT("|"), OR, 5},
	{NOSTD_STR_INIT("!"), OR_NOT, 5},
	{NOSTD_STR_INIT("^"), XOR, 5},
	{NOSTD_STR_INIT("&"), AND, 5},
	{NOSTD_STR_INIT("*"), MULTIPLY, 6},
	{NOSTD_STR_INIT("/"), DIVIDE, 6},
	{NOSTD_STR_INIT("%"), REMAINDER, 6},
};

enum { LOWEST_RANK = 1 };

struct expression {
	const struct nsc_asm_values *values;
	struct nostd_str rest;
	unsigned depth;
};

static bool take_sum(struct expression *expression, int lowest, int64_t *value);

static bool take_text(struct expression *expression, struct nostd_str text)
{
	expression->rest = nostd_str_trim_start(expression->rest);
	return nostd_str_strip_prefix(&expression->rest, text);
}

/* What a comparison gives; && and || give 1. */
static int64_t truth(bool holds)
{
	return holds ? -1 : 0;
}

/* Arithmetic wraps; false: a division that has no value. */
static bool apply(enum operator operator, int64_t left, int64_t right, int64_t *value)
{
	uint64_t a = (uint64_t)left, b = (uint64_t)right;

	switch (operator) {
	case OR_ELSE:
		*value = a || b;
		return true;
	case AND_ALSO:
		*value = a && b;
		return true;
	case EQUAL:
		*value = truth(a == b);
		return true;
	case UNEQUAL:
		*value = truth(a != b);
		return true;
	case LESS:
		*value = truth(left < right);
		return true;
	case LESS_EQUAL:
		*value = truth(left <= right);
		return true;
	case GREATER:
		*value = truth(left > right);
		return true;
	case GREATER_EQUAL:
		*value = truth(left >= right);
		return true;
	case ADD:
		*value = (int64_t)(a + b);
		return true;
	case SUBTRACT:
		*value = (int64_t)(a - b);
		return true;
	case OR:
		*value = (int64_t)(a | b);
		return true;
	case OR_NOT:
		*value = (int64_t)(a | ~b);
		return true;
	case XOR:
		*value = (int64_t)(a ^ b);
		return true;
	case AND:
		*value = (int64_t)(a & b);
		return true;
	case MULTIPLY:
		*value = (int64_t)(a * b);
		return true;
	case DIVIDE:
	case REMAINDER:
		if (right == 0 || (left == INT64_MIN && right == -1)) {
			return false;
		}
		*value = operator== DIVIDE ? left / right : left % right;
		return true;
	case LEFT:
		*value = b < 64 ? (int64_t)(a << b) : 0;
		return b < 64;
	case RIGHT:
		*value = b < 64 ? (int64_t)(a >> b) : 0;
		return b < 64;
	}
	return false;
}

/* 6.1.1 "Integers" */
static bool take_number(struct nostd_str word, int64_t *value)
{
	uint64_t number;
	unsigned base = 10;

	if (word.len > 1 && word.ptr[0] == '0') {
		char kind = word.ptr[1];

		base = kind == 'x' || kind == 'X'   ? 16
		       : kind == 'b' || kind == 'B' ? 2
						    : 8;
		word = nostd_str_skip(word, base == 8 ? 1 : 2);
	}
	if (!nostd_str_to_u64(word, base, &number)) {
		return false;
	}
	*value = (int64_t)number;
	return true;
}

/* 'c or 'c' */
static bool take_character(struct expression *expression, int64_t *value)
{
	struct nostd_str text = nostd_str_skip(expression->rest, 1);

	if (text.len == 0 || text.ptr[0] == '\\' || (unsigned char)text.ptr[0] >= 0x80) {
		return false;
	}
	*value = text.ptr[0];
	expression->rest = nostd_str_skip(text, 1);
	nostd_str_strip_prefix(&expression->rest, NOSTD_STR("'"));
	return true;
}

static bool take_word(struct expression *expression, int64_t *value)
{
	const struct known *known;
	size_t size = nsc_asm_name_size(expression->rest);
	struct nostd_str word;

	word = nostd_str_take(expression->rest, size);
	expression->rest = nostd_str_skip(expression->rest, size);
	if (size != 0 && word.ptr[0] >= '0' && word.ptr[0] <= '9') {
		return take_number(word, value);
	}
	known = nsc_asm_known_get(&expression->values->known, word);
	if (!known || !known->has_value) {
		return false;
	}
	*value = known->value;
	return true;
}

/* A word or a parenthesis, with the prefixes of 6.2.3 in front. */
static bool take_operand(struct expression *expression, int64_t *value)
{
	if (++expression->depth > NSC_LIMIT_ASM_EXPRESSION) {
		return false;
	}
	if (take_text(expression, NOSTD_STR("("))) {
		if (!take_sum(expression, LOWEST_RANK, value) ||
		    !take_text(expression, NOSTD_STR(")"))) {
			return false;
		}
	} else if (take_text(expression, NOSTD_STR("-"))) {
		if (!take_operand(expression, value)) {
			return false;
		}
		*value = (int64_t)(0 - (uint64_t)*value);
	} else if (take_text(expression, NOSTD_STR("~"))) {
		if (!take_operand(expression, value)) {
			return false;
		}
		*value = ~*value;
	} else if (take_text(expression, NOSTD_STR("!"))) {
		if (!take_operand(expression, value)) {
			return false;
		}
		*value = *value == 0;
	} else if (take_text(expression, NOSTD_STR("+"))) {
		if (!take_operand(expression, value)) {
			return false;
		}
	} else if (expression->rest.len != 0 && expression->rest.ptr[0] == '\'') {
		if (!take_character(expression, value)) {
			return false;
		}
	} else if (!take_word(expression, value)) {
		return false;
	}
	expression->depth--;
	return true;
}

/* An operator of at least this rank; NULL: none stands there. */
static const struct operator_row *take_operator(struct expression *expression, int lowest)
{
	struct nostd_str before = expression->rest;
	size_t i;

	for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (!take_text(expression, operators[i].spelling)) {
			continue;
		}
		if (operators[i].rank < lowest) {
			expression->rest = before;
			return NULL;
		}
		/* `!!` is `^` as in MRI's assembler, blanks between them or not. */
		if (operators[i].operator== OR_NOT &&
		    take_text(expression, NOSTD_STR("!"))) {
			return &exclusive_or;
		}
		return &operators[i];
	}
	return NULL;
}

/* Operands joined by operators of at least this rank. */
static bool take_sum(struct expression *expression, int lowest, int64_t *value)
{
	const struct operator_row *row;
	int64_t right;

	if (!take_operand(expression, value)) {
		return false;
	}
	while ((row = take_operator(expression, lowest)) != NULL) {
		if (!take_sum(expression, row->rank + 1, &right) ||
		    !apply(row->operator, * value, right, value)) {
			return false;
		}
	}
	return true;
}

bool nsc_asm_evaluate(const struct nsc_asm_values *values, struct nostd_str text,
		      int64_t *value)
{
	struct expression expression = {values, text, 0};

	return take_sum(&expression, LOWEST_RANK, value) &&
	       nostd_str_trim(expression.rest).len == 0;
}
