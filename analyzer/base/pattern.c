/*
 * pattern.c - see pattern.h.
 */
#include "analyzer/base/pattern.h"

#include <stddef.h>

bool nsc_pattern_match(struct nostd_str pattern, struct nostd_str name)
{
	size_t p = 0, n = 0;
	size_t star = NOSTD_NOT_FOUND, star_n = 0; /* last `*`, and how far it reaches */

	while (n < name.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			star_n = n;
		} else if (p < pattern.len &&
			   (pattern.ptr[p] == name.ptr[n] || pattern.ptr[p] == '?')) {
			p++;
			n++;
		} else if (star != NOSTD_NOT_FOUND) {
			p = star + 1;
			n = ++star_n;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*') {
		p++;
	}
	return p == pattern.len;
}

bool nsc_pattern_fits_end(struct nostd_str pattern, struct nostd_str path)
{
	size_t i;

	if (!nsc_pattern_is_wild(pattern)) {
		return nostd_str_ends_with(path, pattern) &&
		       (path.len == pattern.len ||
			path.ptr[path.len - pattern.len - 1] == '/');
	}
	if (nsc_pattern_match(pattern, path)) {
		return true;
	}
	for (i = 0; i < path.len; i++) {
		if (path.ptr[i] == '/' &&
		    nsc_pattern_match(pattern, nostd_str_skip(path, i + 1))) {
			return true;
		}
	}
	return false;
}
