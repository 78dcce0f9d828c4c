/*
 * names.c - the intern table. See names.h.
 *
 * Texts stand in blocks that never move. The index is a table with open addressing and
 * linear steps, at most three quarters full; a slot has 32 bits of the text's hash, so
 * that a wrong slot is seldom followed to its text, and growing looks at no text at all.
 */
#include "analyzer/base/names.h"

#include <nostd/bump.h>
#include <nostd/hash.h>

#include "analyzer/base/bug.h"

enum {
	BLOCK_BITS = 12,
	BLOCK_COUNT = 1 << BLOCK_BITS, /* texts of one block */
	SLOTS_FIRST = 1 << 10,
	TOGETHER = 32 /* texts whose way to memory is gone side by side */
};

#if defined(__GNUC__)
#define PREFETCH(at) __builtin_prefetch(at)
#else
#define PREFETCH(at) ((void)(at))
#endif

struct slot {
	uint32_t hash;
	uint32_t id; /* 0: free */
};

#define NOSTD_NAME blocks
#define NOSTD_T    struct nostd_str *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_names {
	struct nostd_bump *keep;
	struct blocks blocks; /* texts by id */
	struct slot *slots;
	uint32_t mask;         /* of the slots' indices */
	uint32_t count;        /* of texts, the empty one included */
	uint32_t room;         /* texts that can be added before the index must grow */
	struct nostd_str last; /* the text that was asked for last */
};

static void set_slots(struct nsc_names *names, uint32_t count)
{
	names->slots = nostd_bump_array(names->keep, struct slot, count);
	names->mask = count - 1;
	names->room = count - count / 4;
}

static struct nostd_str *text_at(const struct nsc_names *names, uint32_t id)
{
	return &names->blocks.ptr[id >> BLOCK_BITS][id & (BLOCK_COUNT - 1)];
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
	set_slots(names, SLOTS_FIRST);
	(void)add_text(names, NOSTD_STR(""));
	names->last = NOSTD_STR("");
	return names;
}

static uint32_t hash_text(struct nostd_str text)
{
	return (uint32_t)nostd_hash_bytes(text.ptr, text.len, 0);
}

/* The slot of `text`, or the free one where it belongs. */
static struct slot *slot_of(const struct nsc_names *names, struct nostd_str text,
			    uint32_t hash)
{
	uint32_t at = hash & names->mask;

	while (names->slots[at].id != 0 &&
	       (names->slots[at].hash != hash ||
		!nostd_str_eq(*text_at(names, names->slots[at].id), text))) {
		at = (at + 1) & names->mask;
	}
	return &names->slots[at];
}

/* An index of `count` slots, a power of two, with all that is in the old one. */
static void resize(struct nsc_names *names, uint32_t count)
{
	const struct slot *old = names->slots;
	uint32_t old_count = names->mask + 1;
	uint32_t i, at;

	set_slots(names, count);
	for (i = 0; i < old_count; i++) {
		if (old[i].id == 0) {
			continue;
		}
		at = old[i].hash & names->mask;
		while (names->slots[at].id != 0) {
			at = (at + 1) & names->mask;
		}
		names->slots[at] = old[i];
		names->room--;
	}
}

void nsc_names_reserve(struct nsc_names *names, uint32_t more)
{
	uint32_t count = names->mask + 1;
	uint64_t used = (uint64_t)(count - count / 4) - names->room;

	while (count - count / 4 < used + more && count < (uint32_t)1 << 31) {
		count *= 2;
	}
	if (count > names->mask + 1) {
		resize(names, count);
	}
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
		name.ix = slot_of(names, text, hash_text(text))->id;
	}
	return name;
}

/* The name of a text that is not empty, and whose hash is known. */
static struct nsc_name put(struct nsc_names *names, struct nostd_str text, uint32_t hash)
{
	struct slot *slot = slot_of(names, text, hash);
	struct nsc_name name;

	if (slot->id != 0) {
		name.ix = slot->id;
		names->last = *text_at(names, name.ix);
		return name;
	}
	text = keep_text(names, text);
	name.ix = add_text(names, text);
	slot->hash = hash;
	slot->id = name.ix;
	names->last = text;
	if (--names->room == 0) {
		resize(names, (names->mask + 1) * 2);
	}
	return name;
}

struct nsc_name nsc_name(struct nsc_names *names, struct nostd_str text)
{
	struct nsc_name none = {0};

	return text.len == 0 ? none : put(names, text, hash_text(text));
}

/*
 * A text is three steps away, slot, block, bytes, and each is a cache miss in a large
 * table. Asked for together, the misses overlap: three to four times as fast.
 */
static void put_together(struct nsc_names *names, const struct nostd_str *texts,
			 size_t count, struct nsc_name *out)
{
	uint32_t hashes[TOGETHER];
	uint32_t id;
	size_t i;

	for (i = 0; i < count; i++) {
		hashes[i] = hash_text(texts[i]);
		PREFETCH(&names->slots[hashes[i] & names->mask]);
	}
	for (i = 0; i < count; i++) {
		id = names->slots[hashes[i] & names->mask].id;
		PREFETCH(text_at(names, id));
	}
	for (i = 0; i < count; i++) {
		id = names->slots[hashes[i] & names->mask].id;
		PREFETCH(text_at(names, id)->ptr);
	}
	for (i = 0; i < count; i++) {
		out[i].ix = 0;
		if (texts[i].len != 0) {
			out[i] = put(names, texts[i], hashes[i]);
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
