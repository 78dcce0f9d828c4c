/*
 * words.h - a word, looked for in a short list.
 */
#ifndef NSC_ANALYZER_BASE_WORDS_H
#define NSC_ANALYZER_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

static inline bool nsc_is_among(struct nostd_str word, const struct nostd_str *words,
				size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_eq(words[i], word)) {
			return true;
		}
	}
	return false;
}

/* The same of an array. */
#define NSC_IS_AMONG(word, words) \
	nsc_is_among((word), (words), sizeof(words) / sizeof(*(words)))

#endif
