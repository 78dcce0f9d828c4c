/*
 * conversion.c - see conversion.h.
 */
#include "analyzer/base/conversion.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Lengths, the longer before those they begin with (C11 7.21.6.1p7; C23 7.23.6.1: wN,
 * wfN; "q": 4.4BSD; "I32", "I64": Microsoft's <stdio.h>).
 */
static const struct nostd_str lengths[] = {
	NOSTD_STR_INIT("hh"),   NOSTD_STR_INIT("h"),    NOSTD_STR_INIT("ll"),
	NOSTD_STR_INIT("l"),    NOSTD_STR_INIT("j"),    NOSTD_STR_INIT("z"),
	NOSTD_STR_INIT("t"),    NOSTD_STR_INIT("L"),    NOSTD_STR_INIT("q"),
	NOSTD_STR_INIT("wf16"), NOSTD_STR_INIT("wf32"), NOSTD_STR_INIT("wf64"),
	NOSTD_STR_INIT("wf8"),  NOSTD_STR_INIT("w16"),  NOSTD_STR_INIT("w32"),
	NOSTD_STR_INIT("w64"),  NOSTD_STR_INIT("w8"),   NOSTD_STR_INIT("I32"),
	NOSTD_STR_INIT("I64"),
};

static const struct nostd_str words[] = {
#define CONVERSION_CLASS(id, word) NOSTD_STR_INIT(word),
#include "analyzer/base/conversion.def"
#undef CONVERSION_CLASS
};

static char byte_at(struct nostd_str text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static bool is_one_of(char c, const char *letters)
{
	return c != '\0' &&
	       nostd_str_find_byte(nostd_str_from_c(letters), c) != NOSTD_NOT_FOUND;
}

static bool is_float(char letter)
{
	return is_one_of(letter, "aAeEfFgG");
}

/* -- one conversion ------------------------------------------------------------------ */

static size_t behind_digits(struct nostd_str text, size_t at)
{
	while (byte_at(text, at) >= '0' && byte_at(text, at) <= '9') {
		at++;
	}
	return at;
}

/* "12$" names an argument (POSIX.1-2017, fprintf). */
static size_t behind_position(struct nostd_str text, size_t at, bool *positional)
{
	size_t end = behind_digits(text, at);

	if (end == at || byte_at(text, end) != '$') {
		return at;
	}
	*positional = true;
	return end + 1;
}

/* "5", "*", "*2$". */
static size_t behind_number(struct nostd_str text, size_t at, bool *positional)
{
	if (byte_at(text, at) == '*') {
		return behind_position(text, at + 1, positional);
	}
	return behind_digits(text, at);
}

static size_t behind_length(struct nostd_str text, size_t at, struct nostd_str *length)
{
	size_t i;

	*length = NOSTD_STR("");
	for (i = 0; i < COUNT(lengths); i++) {
		if (nostd_str_starts_with(nostd_str_skip(text, at), lengths[i])) {
			*length = nostd_str_slice(text, at, at + lengths[i].len);
			return at + lengths[i].len;
		}
	}
	return at;
}

/* "-08.*" of printf. A negative number as precision is glibc's "none". */
static size_t behind_printf_part(struct nostd_str text, size_t at,
				 struct nsc_conversion *out)
{
	at = behind_position(text, at, &out->positional);
	while (is_one_of(byte_at(text, at), "-+ #0'I") &&
	       !nostd_str_starts_with(nostd_str_skip(text, at), NOSTD_STR("I64")) &&
	       !nostd_str_starts_with(nostd_str_skip(text, at), NOSTD_STR("I32"))) {
		at++;
	}
	at = behind_number(text, at, &out->positional);
	if (byte_at(text, at) == '.') {
		at += byte_at(text, at + 1) == '-' ? 2 : 1;
		at = behind_number(text, at, &out->positional);
	}
	return behind_length(text, at, &out->length);
}

/* "*5" of scanf; glibc takes 'm' in front of the width and behind it. */
static size_t behind_scanf_part(struct nostd_str text, size_t at,
				struct nsc_conversion *out)
{
	at = behind_position(text, at, &out->positional);
	while (is_one_of(byte_at(text, at), "*'m")) {
		out->allocates = out->allocates || text.ptr[at] == 'm';
		at++;
	}
	at = behind_digits(text, at);
	if (byte_at(text, at) == 'm') {
		out->allocates = true;
		at++;
	}
	return behind_length(text, at, &out->length);
}

/* Behind the ']' of "[^]x]": one that comes first is a member of the set. */
static size_t behind_set(struct nostd_str text, size_t at)
{
	at += byte_at(text, at) == '^';
	at += byte_at(text, at) == ']';
	while (at < text.len && text.ptr[at] != ']') {
		at++;
	}
	return at < text.len ? at + 1 : at;
}

/* The conversion whose '%' is at `from`; its letter is '\0' if the string ends first. */
static size_t read_one(struct nostd_str format, size_t from,
		       enum nsc_format_family family, struct nsc_conversion *out)
{
	size_t at = from + 1;

	*out = (struct nsc_conversion){.offset = from};
	at = family == NSC_FORMAT_PRINTF ? behind_printf_part(format, at, out)
					 : behind_scanf_part(format, at, out);
	out->letter = byte_at(format, at);
	at += out->letter != '\0';
	if (out->letter == '[' && family == NSC_FORMAT_SCANF) {
		at = behind_set(format, at);
	}
	if (family == NSC_FORMAT_PRINTF && is_float(out->letter) &&
	    nostd_str_eq(out->length, NOSTD_STR("l"))) {
		out->length = NOSTD_STR(""); /* 7.21.6.1p7: no effect */
	}
	out->text = nostd_str_slice(format, from, at);
	return at;
}

bool nsc_conversion_next(struct nostd_str format, enum nsc_format_family family,
			 size_t *at, struct nsc_conversion *out)
{
	size_t end = nostd_str_find_byte(format, '\0'), from;

	format = end == NOSTD_NOT_FOUND ? format : nostd_str_take(format, end);
	while (*at < format.len) {
		from = nostd_str_find_byte(nostd_str_skip(format, *at), '%');
		if (from == NOSTD_NOT_FOUND) {
			break;
		}
		*at = read_one(format, *at + from, family, out);
		if (out->letter != '\0' && out->letter != '%') {
			return true;
		}
	}
	*at = format.len;
	return false;
}

/* -- entries ------------------------------------------------------------------------- */

struct nostd_str nsc_conversion_word(size_t index)
{
	return index < COUNT(words) ? words[index] : NOSTD_STR("");
}

bool nsc_conversion_entry_read(struct nostd_str text, struct nsc_conversion_entry *out)
{
	size_t i, at = 1;

	*out = (struct nsc_conversion_entry){.class = NSC_CONVERSION_ONE};
	for (i = 0; i < COUNT(words); i++) {
		if (nostd_str_eq(words[i], text)) {
			out->class = (enum nsc_conversion_class)i;
			return true;
		}
	}
	if (byte_at(text, 0) != '%') {
		return false;
	}
	if (byte_at(text, 1) == 'm' && text.len > 2) {
		out->allocates = true;
		at++;
	}
	at = behind_length(text, at, &out->length);
	out->letter = byte_at(text, at);
	return at + 1 == text.len && is_one_of(out->letter, "diouxXbBaAeEfFgGcsCSpnm[");
}

static bool is_long_long(const struct nsc_conversion *conversion)
{
	static const struct nostd_str wide[] = {
		NOSTD_STR_INIT("ll"),  NOSTD_STR_INIT("q"),    NOSTD_STR_INIT("L"),
		NOSTD_STR_INIT("w64"), NOSTD_STR_INIT("wf64"), NOSTD_STR_INIT("I64"),
	};
	size_t i;

	for (i = 0; i < COUNT(wide); i++) {
		if (nostd_str_eq(conversion->length, wide[i])) {
			return is_one_of(conversion->letter, "diouxXbBn");
		}
	}
	return false;
}

static bool is_wide(const struct nsc_conversion *conversion)
{
	return is_one_of(conversion->letter, "CS") ||
	       (nostd_str_eq(conversion->length, NOSTD_STR("l")) &&
		is_one_of(conversion->letter, "cs["));
}

static char in_one_case(char letter)
{
	return is_float(letter) ? (char)(letter | 0x20) : letter;
}

static bool is_that_one(const struct nsc_conversion_entry *entry,
			const struct nsc_conversion *conversion, bool exact)
{
	bool any_length = !exact && entry->length.len == 0;
	bool any_memory = !exact && !entry->allocates;

	return in_one_case(entry->letter) == in_one_case(conversion->letter) &&
	       (any_length || nostd_str_eq(entry->length, conversion->length)) &&
	       (any_memory || entry->allocates == conversion->allocates);
}

bool nsc_conversion_entry_names(const struct nsc_conversion_entry *entry,
				const struct nsc_conversion *conversion, bool exact)
{
	switch (entry->class) {
	case NSC_CONVERSION_ANY:
		return true;
	case NSC_CONVERSION_FLOAT:
		return is_float(conversion->letter);
	case NSC_CONVERSION_LONG_LONG:
		return is_long_long(conversion);
	case NSC_CONVERSION_WIDE:
		return is_wide(conversion);
	case NSC_CONVERSION_POSITIONAL:
		return conversion->positional;
	case NSC_CONVERSION_ONE:
		return is_that_one(entry, conversion, exact);
	}
	return false;
}
