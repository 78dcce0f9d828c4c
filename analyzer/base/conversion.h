/*
 * conversion.h - conversions of format strings, and which of them a policy names.
 *
 * In:   the bytes of a format string of the printf or the scanf family; the text of a
 *       policy's entry.
 * Out:  its conversions (C11 7.21.6.1, 7.21.6.2, 7.29.2; C23's lengths; the extensions of
 *       glibc 2.36, newlib 3.3 and the Microsoft lengths I32 and I64) with their places.
 * Knows nothing of calls, sources or targets.
 */
#ifndef NSC_ANALYZER_BASE_CONVERSION_H
#define NSC_ANALYZER_BASE_CONVERSION_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

enum nsc_format_family { NSC_FORMAT_PRINTF, NSC_FORMAT_SCANF };

/* "%-5.2lf"; borrows from the format string. */
struct nsc_conversion {
	struct nostd_str text; /* from the '%' on */
	size_t offset;         /* of the '%' in the format string */
	/* "hh", "ll" ...; empty: none, or one that changes nothing ("%lf" in printf). */
	struct nostd_str length;
	bool allocates;  /* "%ms": scanf takes the memory itself */
	bool positional; /* "%1$d", "%*2$d" */
	char letter;     /* 'd', 'f', '[' ... */
};

/*
 * The first conversion at or behind *at, which moves behind it. "%%" is none, and so is a
 * '%' that the end of the string cuts off. A NUL ends the string. False: there is none.
 */
bool nsc_conversion_next(struct nostd_str format, enum nsc_format_family family,
			 size_t *at, struct nsc_conversion *out);

/* What an entry names. */
enum nsc_conversion_class {
#define CONVERSION_CLASS(id, word) NSC_CONVERSION_##id,
#include "analyzer/base/conversion.def"
#undef CONVERSION_CLASS
	NSC_CONVERSION_ONE /* a single one: `length`, `allocates`, `letter` */
};

struct nsc_conversion_entry {
	enum nsc_conversion_class class;
	struct nostd_str length; /* borrows from the text it was read from */
	bool allocates;
	char letter;
};

/* A class' word, or "%", perhaps a length, and a letter. False: it is neither. */
bool nsc_conversion_entry_read(struct nostd_str text, struct nsc_conversion_entry *out);

/*
 * Does the entry name the conversion? Without a length it names those of any length, and
 * without 'm' those with it; `exact`: only its own. "%f" and "%F" are one conversion, as
 * 7.21.6.1 has it, and so are "%e" and "%E", "%g" and "%G", "%a" and "%A".
 */
bool nsc_conversion_entry_names(const struct nsc_conversion_entry *entry,
				const struct nsc_conversion *conversion, bool exact);

/* The words of the classes; empty behind the last. */
struct nostd_str nsc_conversion_word(size_t index);

#endif
