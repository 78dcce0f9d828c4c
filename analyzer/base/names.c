/*
 * names.c - the intern table. See names.h.
 */
#include "analyzer/base/names.h"

#include <string.h>
#include <xxhash.h>

#include <nostd/bump.h>

static size_t hash_text(const struct nostd_str *text, size_t seed)
{
	return (size_t)XXH3_64bits_withSeed(text->ptr, text->len, seed);
}

#define NOSTD_NAME          ids
#define NOSTD_K             struct nostd_str
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) hash_text((k), (seed))
#define NOSTD_EQ(a, b)      nostd_str_eq(*(a), *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME texts
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_names {
	struct nostd_bump *keep;
	struct ids ids;
	struct texts texts; /* by id */
};

struct nsc_names *nsc_names_new(struct nostd_bump *keep)
{
	struct nsc_names *names = nostd_bump_new(keep, struct nsc_names);

	names->keep = keep;
	names->ids = ids_new_in(nostd_bump_in(keep));
	names->texts = texts_new_in(nostd_bump_in(keep));
	texts_push(&names->texts, NOSTD_STR(""));
	return names;
}

struct nsc_name nsc_name_find(const struct nsc_names *names, struct nostd_str text)
{
	const uint32_t *known = text.len == 0 ? NULL : ids_get(&names->ids, text);
	struct nsc_name name = {known ? *known : 0};

	return name;
}

struct nsc_name nsc_name(struct nsc_names *names, struct nostd_str text)
{
	struct nsc_name name = nsc_name_find(names, text);
	struct nostd_str kept;

	if (name.ix != 0 || text.len == 0) {
		return name;
	}
	kept = nostd_bump_str(names->keep, text);
	name.ix = (uint32_t)names->texts.len;
	texts_push(&names->texts, kept);
	ids_insert(&names->ids, kept, name.ix);
	return name;
}

struct nsc_name nsc_name_c(struct nsc_names *names, const char *text)
{
	return nsc_name(names, nostd_str_from_c(text));
}

struct nostd_str nsc_name_text(const struct nsc_names *names, struct nsc_name name)
{
	return names->texts.ptr[name.ix];
}

const char *nsc_name_chars(const struct nsc_names *names, struct nsc_name name)
{
	return names->texts.ptr[name.ix].ptr;
}

uint32_t nsc_names_count(const struct nsc_names *names)
{
	return (uint32_t)names->texts.len;
}

int nsc_name_cmp(const struct nsc_names *names, struct nsc_name a, struct nsc_name b)
{
	return a.ix == b.ix
		       ? 0
		       : nostd_str_cmp(nsc_name_text(names, a), nsc_name_text(names, b));
}

/* A text and its id, for sorting. */
struct ranked {
	struct nostd_str text;
	uint32_t id;
};

#define NOSTD_NAME      by_text
#define NOSTD_T         struct ranked
#define NOSTD_CMP(a, b) nostd_str_cmp((a)->text, (b)->text)
#include <nostd/sort.h>

const uint32_t *nsc_names_ranks(const struct nsc_names *names, struct nostd_bump *arena)
{
	uint32_t count = nsc_names_count(names), i;
	uint32_t *ranks = nostd_bump_array(arena, uint32_t, count);
	struct nostd_bump_mark mark = nostd_bump_mark(arena);
	struct ranked *all = nostd_bump_array(arena, struct ranked, count);

	for (i = 0; i < count; i++) {
		all[i].text = names->texts.ptr[i];
		all[i].id = i;
	}
	by_text_sort_unstable(all, count);
	for (i = 0; i < count; i++) {
		ranks[all[i].id] = i;
	}
	nostd_bump_reset(arena, mark);
	return ranks;
}
