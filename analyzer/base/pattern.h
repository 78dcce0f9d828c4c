/*
 * pattern.h - names with wildcards, as on the command line and in policies.
 */
#ifndef NSC_ANALYZER_BASE_PATTERN_H
#define NSC_ANALYZER_BASE_PATTERN_H

#include <stdbool.h>

#include <nostd/str.h>

/*
 * `*` is any run of bytes, also an empty one or one with '/', and `?` any one byte. All
 * else is itself, so C++ names work ("operator new*").
 */
bool nsc_pattern_match(struct nostd_str pattern, struct nostd_str name);

/* Is it the whole of `path`, or what stands behind a '/'? */
bool nsc_pattern_fits_end(struct nostd_str pattern, struct nostd_str path);

/* Does it have a wildcard? */
static inline bool nsc_pattern_is_wild(struct nostd_str text)
{
	return nostd_str_find_byte(text, '*') != NOSTD_NOT_FOUND ||
	       nostd_str_find_byte(text, '?') != NOSTD_NOT_FOUND;
}

#endif
