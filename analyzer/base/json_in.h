/*
 * json_in.h - JSON read strictly, element by element.
 *
 * cJSON has no positions, folds the case of keys, lets the last of two equal keys hide
 * the first, cuts texts at a NUL, and would need gigabytes for a database of 100,000
 * units (decisions.md 7). So our scanner walks the text once, checks the grammar of RFC
 * 8259, nesting, UTF-8, duplicate keys and NULs, finds where each element of the
 * outermost array stands, and hands cJSON one element at a time. Every failure says line
 * and column.
 */
#ifndef NSC_ANALYZER_BASE_JSON_IN_H
#define NSC_ANALYZER_BASE_JSON_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

struct cJSON;
struct nostd_bump;
struct nsc_err;

/* A walk over the elements of one array. Storage is the caller's; the text must stay. */
struct nsc_json_reader {
	struct nostd_str path; /* for messages */
	struct nostd_str text;
	struct nostd_bump *scratch;
	size_t at;         /* offset of the next byte to look at */
	size_t line_start; /* offset of the line it stands in */
	uint32_t line;     /* from 1 */
	bool any;          /* an element was read */
};

/* One element: its value as a cJSON tree (the caller's to delete) and where it begins. */
struct nsc_json_element {
	struct cJSON *value;
	uint32_t line, column;
};

/*
 * Start; fails unless the text begins with an array. A UTF-8 byte order mark is passed
 * over.
 */
int nsc_json_array_open(struct nsc_json_reader *reader, struct nostd_str path,
			struct nostd_span text, struct nostd_bump *scratch,
			struct nsc_err *err);
/* 1: *out is filled; 0: the array has ended, and so has the text; -1: failed. */
int nsc_json_array_next(struct nsc_json_reader *reader, struct nsc_json_element *out,
			struct nsc_err *err);

/* A whole text as one value; *out is the caller's to delete. */
int nsc_json_parse(struct nostd_str path, struct nostd_span text,
		   struct nostd_bump *scratch, struct cJSON **out, struct nsc_err *err);

/* A member by exact name; NULL when absent. */
struct cJSON *nsc_json_get(const struct cJSON *object, const char *key);
/* A member that must be a string; NULL when absent or of another type. */
const char *nsc_json_get_string(const struct cJSON *object, const char *key);

#endif
