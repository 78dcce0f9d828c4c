/*
 * names.h - every text that outlives its file, kept once.
 *
 * Symbols, paths, section names: equality is a compare of two numbers. Ids are dense and
 * in order of first use; nothing that is printed may depend on them (sort by text
 * instead).
 */
#ifndef NSC_ANALYZER_BASE_NAMES_H
#define NSC_ANALYZER_BASE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

struct nostd_bump;
struct nsc_names;

/* An interned text. All zero is the empty text. */
struct nsc_name {
	uint32_t ix;
};

/* A table whose texts and entries live in `keep`, which must outlive it. */
struct nsc_names *nsc_names_new(struct nostd_bump *keep);

/*
 * Room for so many more texts, for who knows that they come: growing step by step costs
 * time, and memory that an arena does not get back.
 */
void nsc_names_reserve(struct nsc_names *names, uint32_t more);

/*
 * The name of `text`; its bytes are copied when new. Texts are bytes, not checked as
 * UTF-8.
 */
struct nsc_name nsc_name(struct nsc_names *names, struct nostd_str text);
struct nsc_name nsc_name_c(struct nsc_names *names, const char *text);

/*
 * out[i] = the name of texts[i], in order: the same as one by one, but faster where many
 * texts come at once.
 */
void nsc_name_all(struct nsc_names *names, const struct nostd_str *texts, size_t count,
		  struct nsc_name *out);

/*
 * The name of `text` if it was ever interned; the empty name if not (or if `text` is
 * empty).
 */
struct nsc_name nsc_name_find(const struct nsc_names *names, struct nostd_str text);

/* The text; NUL-terminated behind its last byte; lives as long as the table. */
struct nostd_str nsc_name_text(const struct nsc_names *names, struct nsc_name name);
const char *nsc_name_chars(const struct nsc_names *names, struct nsc_name name);

/* How many names there are, the empty one included: ids are 0 .. count - 1. */
uint32_t nsc_names_count(const struct nsc_names *names);

/* By text, in byte order: < 0, 0, > 0. The order of everything that is printed. */
int nsc_name_cmp(const struct nsc_names *names, struct nsc_name a, struct nsc_name b);

/*
 * The position of every name among all texts in byte order, by id, in `arena`: for
 * sorting by text without looking at it again. Valid until a name is added.
 */
const uint32_t *nsc_names_ranks(const struct nsc_names *names, struct nostd_bump *arena);

static inline bool nsc_name_eq(struct nsc_name a, struct nsc_name b)
{
	return a.ix == b.ix;
}

static inline bool nsc_name_given(struct nsc_name name)
{
	return name.ix != 0;
}

#endif
