/*
 * scalar.c - see scalar.h.
 */
#include "analyzer/config/scalar.h"

#include <stddef.h>

#define COUNT(array)     (sizeof(array) / sizeof((array)[0]))
#define NUMBER_MAX       ((uint64_t)1 << 53) /* what JSON keeps exactly */
#define IS_DIGIT(c)      ((c) >= '0' && (c) <= '9')
#define IS_OCTAL(c)      ((c) >= '0' && (c) <= '7')
#define IS_HEX_LETTER(c) (((c) | 0x20) >= 'a' && ((c) | 0x20) <= 'f')

/* Words with a meaning of their own, in the spellings of the schema. */
static const struct {
	struct nostd_str text;
	enum nsc_scalar_kind kind;
} words[] = {
	{NOSTD_STR_INIT(""), NSC_SCALAR_NULL},
	{NOSTD_STR_INIT("~"), NSC_SCALAR_NULL},
	{NOSTD_STR_INIT("null"), NSC_SCALAR_NULL},
	{NOSTD_STR_INIT("Null"), NSC_SCALAR_NULL},
	{NOSTD_STR_INIT("NULL"), NSC_SCALAR_NULL},
	{NOSTD_STR_INIT("true"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT("True"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT("TRUE"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT("false"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT("False"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT("FALSE"), NSC_SCALAR_BOOL},
	{NOSTD_STR_INIT(".inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT(".Inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT(".INF"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("+.inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("+.Inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("+.INF"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("-.inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("-.Inf"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT("-.INF"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT(".nan"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT(".NaN"), NSC_SCALAR_FLOAT},
	{NOSTD_STR_INIT(".NAN"), NSC_SCALAR_FLOAT},
};

static const struct {
	struct nostd_str name;
	unsigned shift;
} units[] = {
	{NOSTD_STR_INIT("KiB"), 10},
	{NOSTD_STR_INIT("MiB"), 20},
	{NOSTD_STR_INIT("GiB"), 30},
	{NOSTD_STR_INIT("B"), 0}, /* last: the others end in it */
};

static size_t skip_digits(struct nostd_str text, size_t at)
{
	while (at < text.len && IS_DIGIT(text.ptr[at])) {
		at++;
	}
	return at;
}

static size_t skip_sign(struct nostd_str text, size_t at)
{
	return at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+') ? at + 1
									     : at;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_float(struct nostd_str text)
{
	size_t whole = skip_sign(text, 0);
	size_t at = skip_digits(text, whole);
	size_t digits = at - whole;

	if (at < text.len && text.ptr[at] == '.') {
		size_t fraction = skip_digits(text, at + 1);

		digits += fraction - (at + 1);
		at = fraction;
	}
	if (digits == 0) {
		return false;
	}
	if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
		size_t exponent = skip_sign(text, at + 1);

		at = skip_digits(text, exponent);
		if (at == exponent) {
			return false;
		}
	}
	return at == text.len;
}

/* 0o [0-7]+ | 0x [0-9a-fA-F]+ */
static bool is_based(struct nostd_str text)
{
	size_t i;

	if (text.len < 3 || text.ptr[0] != '0' ||
	    (text.ptr[1] != 'o' && text.ptr[1] != 'x')) {
		return false;
	}
	for (i = 2; i < text.len; i++) {
		char c = text.ptr[i];

		if (!(text.ptr[1] == 'o' ? IS_OCTAL(c)
					 : IS_DIGIT(c) || IS_HEX_LETTER(c))) {
			return false;
		}
	}
	return true;
}

/* [-+]? [0-9]+ */
static bool is_decimal(struct nostd_str text)
{
	size_t digits = skip_sign(text, 0);

	return digits < text.len && skip_digits(text, digits) == text.len;
}

enum nsc_scalar_kind nsc_scalar_kind(struct nostd_str text)
{
	size_t i;

	for (i = 0; i < COUNT(words); i++) {
		if (nostd_str_eq(text, words[i].text)) {
			return words[i].kind;
		}
	}
	if (is_decimal(text) || is_based(text)) {
		return NSC_SCALAR_INTEGER;
	}
	return is_float(text) ? NSC_SCALAR_FLOAT : NSC_SCALAR_TEXT;
}

bool nsc_scalar_number(struct nostd_str text, uint64_t *out)
{
	uint64_t value;
	bool valid;

	if (is_based(text)) {
		valid = nostd_str_to_u64(nostd_str_skip(text, 2),
					 text.ptr[1] == 'x' ? 16 : 8, &value);
	} else {
		nostd_str_strip_prefix(&text, NOSTD_STR("+"));
		valid = nostd_str_to_u64(text, 10, &value);
	}
	if (!valid || value > NUMBER_MAX) {
		return false;
	}
	*out = value;
	return true;
}

bool nsc_scalar_size(struct nostd_str text, uint64_t *out)
{
	uint64_t value;
	size_t i;

	for (i = 0; i < COUNT(units); i++) {
		if (nostd_str_strip_suffix(&text, units[i].name)) {
			nostd_str_strip_suffix(&text, NOSTD_STR(" "));
			if (skip_digits(text, 0) != text.len ||
			    !nsc_scalar_number(text, &value) ||
			    value > NUMBER_MAX >> units[i].shift) {
				return false;
			}
			*out = value << units[i].shift;
			return true;
		}
	}
	return nsc_scalar_number(text, out);
}

bool nsc_scalar_one_line(struct nostd_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < 0x20 || c == 0x7f) {
			return false;
		}
	}
	return text.len != 0;
}
