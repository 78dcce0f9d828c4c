/*
 * clone.c - clone suffixes of symbols. See clone.h.
 *
 * In:  a symbol as the object has it.
 * Out: the name its function has in the source.
 * Knows nothing of C++: a mangled name stays mangled, only what follows it goes.
 */
#include "analyzer/base/clone.h"

#include <stdbool.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Suffixes gcc puts behind a name (gcc 12, cgraph_node::create_virtual_clone and
 * clone_function_name; ".cold.N" with a number: gcc 8). A number follows all of them but
 * .cold, where it may.
 */
struct clone_suffix {
	struct nostd_str text;
	bool bare; /* also without a number */
};

static const struct clone_suffix suffixes[] = {
	{NOSTD_STR_INIT(".part"), false},      {NOSTD_STR_INIT(".isra"), false},
	{NOSTD_STR_INIT(".constprop"), false}, {NOSTD_STR_INIT(".cold"), true},
	{NOSTD_STR_INIT(".lto_priv"), false},
};

/* `text` without ".N" at its end; the whole text when there is none. */
static struct nostd_str without_number(struct nostd_str text)
{
	size_t len = text.len;

	while (len > 0 && text.ptr[len - 1] >= '0' && text.ptr[len - 1] <= '9') {
		len--;
	}
	return len < text.len && len > 0 && text.ptr[len - 1] == '.'
		       ? nostd_str_take(text, len - 1)
		       : text;
}

/* Takes one suffix off; false when there is none. */
static bool strip(struct nostd_str *symbol)
{
	struct nostd_str base = without_number(*symbol);
	size_t i;

	for (i = 0; i < COUNT(suffixes); i++) {
		const struct clone_suffix *suffix = &suffixes[i];

		if ((base.len < symbol->len || suffix->bare) &&
		    base.len > suffix->text.len &&
		    nostd_str_ends_with(base, suffix->text)) {
			*symbol = nostd_str_take(base, base.len - suffix->text.len);
			return true;
		}
	}
	return false;
}

struct nostd_str nsc_clone_origin(struct nostd_str symbol)
{
	while (strip(&symbol)) {
	}
	return symbol;
}
