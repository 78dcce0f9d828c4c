/*
 * option.c - the longest row that fits a word. See option.h.
 */
#include "analyzer/compdb/option.h"

const struct nsc_option nsc_options[] = {
#define OPTION(name, form, action, ask, means, as)                     \
	{NOSTD_STR_INIT(name), NSC_FORM_##form,   NSC_ACTION_##action, \
	 NSC_ASK_##ask,        NSC_MEANS_##means, NOSTD_STR_INIT(as)},
#include "analyzer/compdb/option.def"
#undef OPTION
};

const size_t nsc_option_count = sizeof(nsc_options) / sizeof(nsc_options[0]);

static bool fits(const struct nsc_option *option, struct nostd_str word)
{
	switch (option->form) {
	case NSC_FORM_ALONE:
	case NSC_FORM_SEPARATE:
		return nostd_str_eq(option->name, word);
	case NSC_FORM_JOINED:
	case NSC_FORM_EITHER:
		return nostd_str_starts_with(word, option->name);
	}
	return false;
}

/* Index of the first row that is not before the first two bytes of `word`. */
static size_t first_row(struct nostd_str word)
{
	struct nostd_str start = nostd_str_take(word, 2);
	size_t low = 0, high = nsc_option_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (nostd_str_cmp(nsc_options[middle].name, start) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* Every name has at least two bytes, so all candidates stand together. */
static const struct nsc_option *row_of(struct nostd_str word)
{
	struct nostd_str start = nostd_str_take(word, 2);
	const struct nsc_option *best = NULL;
	size_t i;

	for (i = first_row(word);
	     i < nsc_option_count && nostd_str_starts_with(nsc_options[i].name, start);
	     i++) {
		if (fits(&nsc_options[i], word)) {
			best = &nsc_options[i]; /* a longer name comes later */
		}
	}
	return best;
}

/* For words with '-' that no row knows. */
static const struct nsc_option unknown = {{NULL, 0},  NSC_FORM_JOINED,   NSC_ACTION_DROP,
					  NSC_ASK_NO, NSC_MEANS_NOTHING, {NULL, 0}};

struct nsc_argument nsc_option_read(const struct nostd_str *words, size_t count)
{
	struct nsc_argument out = {NULL, words[0], {NULL, 0}, 1, false};

	if (words[0].len < 2 || words[0].ptr[0] != '-') {
		return out;
	}
	out.option = row_of(words[0]);
	if (!out.option) {
		out.option = &unknown;
		return out;
	}
	if (out.option->form == NSC_FORM_JOINED || out.option->form == NSC_FORM_EITHER) {
		out.value = nostd_str_skip(words[0], out.option->name.len);
	}
	if (out.option->form == NSC_FORM_SEPARATE ||
	    (out.option->form == NSC_FORM_EITHER && out.value.len == 0)) {
		out.value_apart = count > 1;
		out.value = count > 1 ? words[1] : NOSTD_STR("");
		out.words = count > 1 ? 2 : 1;
	}
	return out;
}
