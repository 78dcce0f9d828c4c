/*
 * asm_condition.c - see asm_condition.h.
 */
#include "analyzer/clang/asm_condition.h"

#include <nostd/bump.h>

#include "analyzer/clang/asm_source.h"
#include "analyzer/clang/asm_value.h"

/* What becomes of a side of a condition. */
enum side { SIDE_OUT, SIDE_IN, SIDE_MAY_BE };

struct level {
	enum side side;
	bool settled;   /* a side before was in for sure, or all of it is out */
	bool uncertain; /* a side before may have been in */
};

#define NOSTD_NAME levels
#define NOSTD_T    struct level
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_asm_conditions {
	struct levels levels; /* the innermost last */
	const struct nsc_asm_values *values;
	bool operands;
};

struct nsc_asm_conditions *nsc_asm_conditions_new(struct nostd_bump *arena,
						  const struct nsc_asm_values *values,
						  bool operands)
{
	struct nsc_asm_conditions *conditions =
		nostd_bump_new(arena, struct nsc_asm_conditions);

	conditions->levels = levels_new_in(nostd_bump_in(arena));
	conditions->values = values;
	conditions->operands = operands;
	return conditions;
}

/* -- what a condition says ----------------------------------------------------------- */

/* What a condition asks of its text. */
enum kind { IF, POSITIVE, NEGATIVE, DEFINED, BLANK, SAME_TEXT, SAME_STRING };

static const struct {
	struct nostd_str word;
	enum kind kind;
	bool negated;
} kinds[] = {
	{NOSTD_STR_INIT(".if"), IF, false},
	{NOSTD_STR_INIT(".ifne"), IF, false},
	{NOSTD_STR_INIT(".ifeq"), IF, true},
	{NOSTD_STR_INIT(".ifgt"), POSITIVE, false},
	{NOSTD_STR_INIT(".ifle"), POSITIVE, true},
	{NOSTD_STR_INIT(".iflt"), NEGATIVE, false},
	{NOSTD_STR_INIT(".ifge"), NEGATIVE, true},
	{NOSTD_STR_INIT(".ifdef"), DEFINED, false},
	{NOSTD_STR_INIT(".ifndef"), DEFINED, true},
	{NOSTD_STR_INIT(".ifnotdef"), DEFINED, true},
	{NOSTD_STR_INIT(".ifb"), BLANK, false},
	{NOSTD_STR_INIT(".ifnb"), BLANK, true},
	{NOSTD_STR_INIT(".ifc"), SAME_TEXT, false},
	{NOSTD_STR_INIT(".ifnc"), SAME_TEXT, true},
	{NOSTD_STR_INIT(".ifeqs"), SAME_STRING, false},
	{NOSTD_STR_INIT(".ifnes"), SAME_STRING, true},
};

static enum nsc_asm_truth truth_of(bool holds)
{
	return holds ? NSC_ASM_TRUE : NSC_ASM_FALSE;
}

/* .ifc: texts with a comma between them. Quotes mean different things to different as. */
static enum nsc_asm_truth texts_are_same(struct nostd_str text)
{
	struct nostd_str left = text, right = NOSTD_STR("");

	if (nostd_str_find_byte(text, '"') != NOSTD_NOT_FOUND ||
	    nostd_str_find_byte(text, '\'') != NOSTD_NOT_FOUND) {
		return NSC_ASM_UNKNOWN;
	}
	nostd_str_split_once(text, ',', &left, &right);
	return truth_of(nostd_str_eq(nostd_str_trim(left), nostd_str_trim(right)));
}

/* .ifeqs: two strings in double quotes, with a comma between them. */
static enum nsc_asm_truth strings_are_same(struct nostd_str text)
{
	struct nostd_str left, right;

	text = nostd_str_trim(text);
	if (nostd_str_find_byte(text, '\\') != NOSTD_NOT_FOUND ||
	    !nostd_str_strip_prefix(&text, NOSTD_STR("\"")) ||
	    !nostd_str_split_once(text, '"', &left, &text)) {
		return NSC_ASM_UNKNOWN;
	}
	text = nostd_str_trim_start(text);
	nostd_str_strip_prefix(&text, NOSTD_STR(","));
	text = nostd_str_trim_start(text);
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("\"")) ||
	    !nostd_str_split_once(text, '"', &right, &text)) {
		return NSC_ASM_UNKNOWN;
	}
	return truth_of(nostd_str_eq(left, right));
}

static enum nsc_asm_truth value_holds(const struct nsc_asm_conditions *conditions,
				      enum kind kind, struct nostd_str text)
{
	int64_t value;

	if (!nsc_asm_evaluate(conditions->values, text, &value)) {
		return NSC_ASM_UNKNOWN;
	}
	return truth_of(kind == POSITIVE   ? value > 0
			: kind == NEGATIVE ? value < 0
					   : value != 0);
}

static enum nsc_asm_truth holds(const struct nsc_asm_conditions *conditions,
				enum kind kind, struct nostd_str text)
{
	if (conditions->operands && nostd_str_find_byte(text, '%') != NOSTD_NOT_FOUND) {
		return NSC_ASM_UNKNOWN;
	}
	switch (kind) {
	case IF:
	case POSITIVE:
	case NEGATIVE:
		return value_holds(conditions, kind, text);
	case DEFINED:
		return nsc_asm_defined(conditions->values, nostd_str_trim(text));
	case BLANK:
		return truth_of(nostd_str_trim(text).len == 0);
	case SAME_TEXT:
		return texts_are_same(text);
	case SAME_STRING:
		return strings_are_same(text);
	}
	return NSC_ASM_UNKNOWN;
}

static enum nsc_asm_truth negated(enum nsc_asm_truth truth)
{
	return truth == NSC_ASM_UNKNOWN ? truth : truth_of(truth == NSC_ASM_FALSE);
}

/* -- the stack ----------------------------------------------------------------------- */

static struct level *innermost(const struct nsc_asm_conditions *conditions)
{
	size_t open = conditions->levels.len;

	return open == 0 ? NULL : &conditions->levels.ptr[open - 1];
}

/* The next side of a condition, none of whose sides before was in for sure. */
static void turn(struct level *level, enum nsc_asm_truth truth)
{
	switch (truth) {
	case NSC_ASM_TRUE:
		level->side = level->uncertain ? SIDE_MAY_BE : SIDE_IN;
		level->settled = true;
		break;
	case NSC_ASM_FALSE:
		level->side = SIDE_OUT;
		break;
	case NSC_ASM_UNKNOWN:
		level->side = SIDE_MAY_BE;
		level->uncertain = true;
		break;
	}
}

static void open_level(struct nsc_asm_conditions *conditions, size_t kind,
		       struct nostd_str text)
{
	struct level level = {SIDE_OUT, true, false};

	if (!nsc_asm_conditions_skip(conditions)) {
		enum nsc_asm_truth truth = holds(conditions, kinds[kind].kind, text);

		level.settled = false;
		turn(&level, kinds[kind].negated ? negated(truth) : truth);
	}
	levels_push(&conditions->levels, level);
}

static void turn_level(struct nsc_asm_conditions *conditions, bool is_else,
		       struct nostd_str text)
{
	struct level *level = innermost(conditions);

	if (!level) {
		return;
	}
	if (level->settled) {
		level->side = SIDE_OUT;
	} else {
		turn(level, is_else ? NSC_ASM_TRUE : holds(conditions, IF, text));
	}
}

bool nsc_asm_conditions_take(struct nsc_asm_conditions *conditions,
			     struct nostd_str statement)
{
	size_t i, size = nsc_asm_name_size(statement);
	struct nostd_str word = nostd_str_take(statement, size);
	struct nostd_str text = nostd_str_skip(statement, size);

	if (size == 0 || word.ptr[0] != '.') {
		return false;
	}
	if (nostd_str_eq_ignore_case(word, NOSTD_STR(".endif"))) {
		nsc_asm_conditions_close(
			conditions,
			conditions->levels.len == 0 ? 0 : conditions->levels.len - 1);
		return true;
	}
	if (nostd_str_eq_ignore_case(word, NOSTD_STR(".else")) ||
	    nostd_str_eq_ignore_case(word, NOSTD_STR(".elseif"))) {
		turn_level(conditions, word.len == 5, text);
		return true;
	}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (nostd_str_eq_ignore_case(word, kinds[i].word)) {
			open_level(conditions, i, text);
			return true;
		}
	}
	return false;
}

bool nsc_asm_conditions_skip(const struct nsc_asm_conditions *conditions)
{
	const struct level *level = innermost(conditions);

	return level && level->side == SIDE_OUT;
}

bool nsc_asm_conditions_sure(const struct nsc_asm_conditions *conditions)
{
	size_t i;

	for (i = 0; i < conditions->levels.len; i++) {
		if (conditions->levels.ptr[i].side != SIDE_IN) {
			return false;
		}
	}
	return true;
}

size_t nsc_asm_conditions_open(const struct nsc_asm_conditions *conditions)
{
	return conditions->levels.len;
}

void nsc_asm_conditions_close(struct nsc_asm_conditions *conditions, size_t open)
{
	while (conditions->levels.len > open) {
		conditions->levels.len--;
	}
}
