/*
 * words.c - closed lists of words: looked up, and told. See config.h.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/config/config.h"

/* A list of more words than this is not told whole. */
enum { WORDS_TOLD = 8, WORDS_SHOWN = 3 };

bool nsc_word_find(const struct nsc_word_list *list, struct nostd_str word,
		   uint32_t *index)
{
	size_t i;

	for (i = 0; list->word(i).len != 0; i++) {
		if (nostd_str_eq(word, list->word(i)) ||
		    (list->alias && nostd_str_eq_ignore_case(word, list->alias(i)))) {
			*index = (uint32_t)i;
			return true;
		}
	}
	return false;
}

struct nostd_str nsc_word_expected(struct nsc_run *run, const struct nsc_word_list *list,
				   const char *what, struct nostd_str found)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(run));
	struct nsc_near near;
	size_t count, shown, i;

	nsc_near_init(&near, found);
	for (count = 0; list->word(count).len != 0; count++) {
		nsc_near_offer(&near, list->word(count));
	}
	shown = count <= WORDS_TOLD ? count : WORDS_SHOWN;
	if (shown < count) {
		nostd_format(&text, "{} such as ", what);
	}
	for (i = 0; i < shown; i++) {
		nostd_format(&text, "{}{}",
			     i == 0 ? "" : (i + 1 == shown ? " or " : ", "),
			     list->word(i));
	}
	if (near.best.len != 0) {
		nostd_format(&text, " (did you mean {:?}?)", near.best);
	}
	return nostd_string_as_str(&text);
}
