/*
 * names.c - the intern table. See names.h.
 *
 * Texts stand in blocks that never move. The index is a set of their ids; an element has
 * 32 bits of the text's hash, so that a wrong one is seldom followed to its text, and
 * growing looks at no text at all.
 */
#include "analyzer/base/names.h"

#include <nostd/bump.h>
#include <nostd/hash.h>

#include "analyzer/base/bug.h"

enum {
	BLOCK_BITS = 12,
	BLOCK_COUNT = 1 << BLOCK_BITS, /* texts of one block */
	NAMES_FIRST = 1 << 9,          /* that there is room for from the beginning */
	TOGETHER = 32 /* texts whose way to memory is gone side by side */
};

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

struct entry {
	uint32_t hash;
	uint32_t id;
};

/* What the index is asked for. */
struct asked {
	const struct nsc_names *names; /* NULL: whatever has the hash */
	struct nostd_str text;
	uint32_t hash;
};

static bool is_asked(const struct entry *entry, const struct asked *asked);

/* All of a nostd_hash is made of it: its ends decide where an element stands. */
#define SPREAD(hash)          ((nostd_hash)((uint64_t)(hash) << 32 | (hash)))

#define NOSTD_NAME            index
#define NOSTD_T               struct entry
#define NOSTD_Q               struct asked
#define NOSTD_HASH(p, seed)   ((void)(seed), SPREAD((p)->hash))
#define NOSTD_HASH_Q(q, seed) ((void)(seed), SPREAD((q)->hash))
#define NOSTD_EQ(a, b)        ((a)->id == (b)->id)
#define NOSTD_EQ_Q(p, q)      is_asked(p, q)
#define NOSTD_IN
#include <nostd/hashset.h>

#define NOSTD_NAME blocks
#define NOSTD_T    struct nostd_str *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_names {
	struct nostd_bump *keep;
	struct blocks blocks;  /* texts by id */
	struct index index;    /* all texts but the empty one */
	uint32_t count;        /* of texts, the empty one included */
	struct nostd_str last; /* the text that was asked for last */
};

static struct nostd_str *text_at(const struct nsc_names *names, uint32_t id)
{
	return &names->blocks.ptr[id >> BLOCK_BITS][id & (BLOCK_COUNT - 1)];
}

static bool is_asked(const struct entry *entry, const struct asked *asked)
{
	return entry->hash == asked->hash &&
	       (!asked->names ||
		nostd_str_eq(*text_at(asked->names, entry->id), asked->text));
}

static uint32_t add_text(struct nsc_names *names, struct nostd_str text)
{
	uint32_t id = names->count;

	NSC_BUG_IF(id == UINT32_MAX);
	if (id % BLOCK_COUNT == 0) {
		blocks_push(&names->blocks,
			    nostd_bump_array(names->keep, struct nostd_str, BLOCK_COUNT));
	}
	*text_at(names, id) = text;
	names->count++;
	return id;
}

struct nsc_names *nsc_names_new(struct nostd_bump *keep)
{
	struct nsc_names *names = nostd_bump_new(keep, struct nsc_names);

	names->keep = keep;
	names->blocks = blocks_new_in(nostd_bump_in(keep));
	names->index = index_with_capacity_in(nostd_bump_in(keep), NAMES_FIRST);
	(void)add_text(names, NOSTD_STR(""));
	names->last = NOSTD_STR("");
	return names;
}

static uint32_t hash_text(struct nostd_str text)
{
	return (uint32_t)nostd_hash_bytes(text.ptr, text.len, 0);
}

/* The id of a text whose hash is known; 0: it has none. */
static uint32_t id_of(const struct nsc_names *names, struct nostd_str text, uint32_t hash)
{
	const struct asked asked = {names, text, hash};
	const struct entry *entry = index_get(&names->index, asked);

	return entry ? entry->id : 0;
}

void nsc_names_reserve(struct nsc_names *names, uint32_t more)
{
	index_reserve(&names->index, more);
}

/*
 * A copy of the text with a NUL behind it. One that ends the text asked for before needs
 * none: maps have the section .text.main just above its symbol main.
 */
static struct nostd_str keep_text(struct nsc_names *names, struct nostd_str text)
{
	if (nostd_str_ends_with(names->last, text)) {
		return nostd_str_skip(names->last, names->last.len - text.len);
	}
	return nostd_bump_str(names->keep, text);
}

struct nsc_name nsc_name_find(const struct nsc_names *names, struct nostd_str text)
{
	struct nsc_name name = {0};

	if (text.len != 0) {
		name.ix = id_of(names, text, hash_text(text));
	}
	return name;
}

/* The name of a text that is not empty, and whose hash is known. */
static struct nsc_name put(struct nsc_names *names, struct nostd_str text, uint32_t hash)
{
	struct nsc_name name = {id_of(names, text, hash)};
	struct entry entry;

	if (name.ix != 0) {
		names->last = *text_at(names, name.ix);
		return name;
	}
	text = keep_text(names, text);
	name.ix = add_text(names, text);
	names->last = text;
	entry.hash = hash;
	entry.id = name.ix;
	(void)index_insert(&names->index, entry);
	return name;
}

struct nsc_name nsc_name(struct nsc_names *names, struct nostd_str text)
{
	struct nsc_name none = {0};

	return text.len == 0 ? none : put(names, text, hash_text(text));
}

/*
 * A text is four steps away, control byte, element, block, bytes, and each is a cache
 * miss in a large table. Asked for together, the misses overlap.
 */
static void put_together(struct nsc_names *names, const struct nostd_str *texts,
			 size_t count, struct nsc_name *out)
{
	const struct nostd_table *table = &names->index.table;
	const struct entry *entries = (const void *)table->ctrl; /* the last one first */
	struct asked asked = {NULL, {NULL, 0}, 0};
	const struct entry *found;
	uint32_t hashes[TOGETHER];
	size_t i;

	for (i = 0; i < count; i++) {
		hashes[i] = hash_text(texts[i]);
		PREFETCH(table->ctrl + (hashes[i] & table->mask));
		PREFETCH(entries - 1 - (hashes[i] & table->mask));
	}
	for (i = 0; i < count; i++) {
		asked.hash = hashes[i];
		found = index_get(&names->index, asked);
		out[i].ix = found ? found->id : 0;
		PREFETCH(text_at(names, out[i].ix));
	}
	for (i = 0; i < count; i++) {
		PREFETCH(text_at(names, out[i].ix)->ptr);
	}
	for (i = 0; i < count; i++) {
		if (out[i].ix != 0 &&
		    nostd_str_eq(*text_at(names, out[i].ix), texts[i])) {
			names->last = *text_at(names, out[i].ix);
		} else {
			out[i].ix = 0;
			if (texts[i].len != 0) {
				out[i] = put(names, texts[i], hashes[i]);
			}
		}
	}
}

void nsc_name_all(struct nsc_names *names, const struct nostd_str *texts, size_t count,
		  struct nsc_name *out)
{
	size_t done, part;

	for (done = 0; done < count; done += part) {
		part = count - done < TOGETHER ? count - done : TOGETHER;
		put_together(names, texts + done, part, out + done);
	}
}

struct nsc_name nsc_name_c(struct nsc_names *names, const char *text)
{
	return nsc_name(names, nostd_str_from_c(text));
}

struct nostd_str nsc_name_text(const struct nsc_names *names, struct nsc_name name)
{
	return *text_at(names, name.ix);
}

const char *nsc_name_chars(const struct nsc_names *names, struct nsc_name name)
{
	return text_at(names, name.ix)->ptr;
}

uint32_t nsc_names_count(const struct nsc_names *names)
{
	return names->count;
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
		all[i].text = *text_at(names, i);
		all[i].id = i;
	}
	by_text_sort_unstable(all, count);
	for (i = 0; i < count; i++) {
		ranks[all[i].id] = i;
	}
	nostd_bump_reset(arena, mark);
	return ranks;
}
