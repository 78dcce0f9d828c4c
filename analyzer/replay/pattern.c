/*
 * pattern.c - see pattern.h.
 */
#include "analyzer/replay/pattern.h"

#include <nostd/string.h>

#include "analyzer/fact/link_line.h"

/* Behind "[set]" at `at`, and whether it has the byte; 0: the bracket is not closed. */
static size_t take_set(struct nostd_str pattern, size_t at, char byte, bool *has)
{
	bool turned = at + 1 < pattern.len &&
		      (pattern.ptr[at + 1] == '!' || pattern.ptr[at + 1] == '^');
	size_t i = at + 1 + turned, first = i;

	*has = false;
	for (; i < pattern.len && (pattern.ptr[i] != ']' || i == first); i++) {
		if (i + 2 < pattern.len && pattern.ptr[i + 1] == '-' &&
		    pattern.ptr[i + 2] != ']') {
			*has |= byte >= pattern.ptr[i] && byte <= pattern.ptr[i + 2];
			i += 2;
		} else {
			*has |= byte == pattern.ptr[i];
		}
	}
	*has ^= turned;
	return i < pattern.len ? i + 1 : 0;
}

/* Behind the piece of the pattern that takes one byte; 0: it does not take this one. */
static size_t take_byte(struct nostd_str pattern, size_t at, char byte)
{
	bool has;
	size_t after;

	if (at >= pattern.len) {
		return 0;
	}
	if (pattern.ptr[at] == '?') {
		return at + 1;
	}
	if (pattern.ptr[at] == '[') {
		after = take_set(pattern, at, byte, &has);
		if (after != 0) {
			return has ? after : 0;
		}
	}
	if (pattern.ptr[at] == '\\' && at + 1 < pattern.len) {
		at++;
	}
	return pattern.ptr[at] == byte ? at + 1 : 0;
}

bool nsc_pattern_takes(struct nostd_str pattern, struct nostd_str text)
{
	size_t p = 0, t = 0, after;
	size_t star = NOSTD_NOT_FOUND, star_t = 0; /* last `*`, and how far it reaches */

	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = ++p;
			star_t = t;
			continue;
		}
		after = take_byte(pattern, p, text.ptr[t]);
		if (after != 0) {
			p = after;
			t++;
		} else if (star != NOSTD_NOT_FOUND) {
			p = star;
			t = ++star_t;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*') {
		p++;
	}
	return p == pattern.len;
}

/* A path as it stands, or as seen from the folder of the link. */
static bool takes_path(struct nostd_str pattern, struct nostd_str path,
		       struct nostd_str folder)
{
	if (nsc_pattern_takes(pattern, path)) {
		return true;
	}
	return nostd_str_strip_prefix(&path, folder) &&
	       nostd_str_strip_prefix(&path, NOSTD_STR("/")) &&
	       nsc_pattern_takes(pattern, path);
}

static bool bfd_takes(struct nostd_str pattern, const struct nsc_pattern_file *file)
{
	struct nostd_str archive, member;

	if (nostd_str_split_once(pattern, ':', &archive, &member)) {
		if (archive.len == 0 || file->archive.len == 0) {
			return archive.len == 0 && file->archive.len == 0 &&
			       takes_path(member, file->name, file->folder);
		}
		return takes_path(archive, file->archive, file->folder) &&
		       (member.len == 0 || nsc_pattern_takes(member, file->name));
	}
	return (file->archive.len != 0 &&
		takes_path(pattern, file->archive, file->folder)) ||
	       takes_path(pattern, file->name, file->folder);
}

bool nsc_pattern_takes_file(uint8_t linker, struct nostd_str pattern,
			    const struct nsc_pattern_file *file)
{
	struct nostd_string text;
	bool good;

	if (nostd_str_eq(pattern, NOSTD_STR("*"))) {
		return true;
	}
	if (linker == NSC_LINKER_BFD) {
		return bfd_takes(pattern, file);
	}
	if (file->archive.len == 0) {
		return takes_path(pattern, file->name, file->folder);
	}
	text = nostd_string_new();
	nostd_format(&text, linker == NSC_LINKER_LLD ? "{}:{}" : "{}({})", file->archive,
		     file->name);
	good = takes_path(pattern, nostd_string_as_str(&text), file->folder);
	nostd_string_drop(&text);
	return good;
}
