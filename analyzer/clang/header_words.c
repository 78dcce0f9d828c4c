/*
 * header_words.c - words of own code, names that headers declare. See header.h.
 */
#include "analyzer/clang/header_private.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/parse.h"

/* -- words of own code --------------------------------------------------------------- */

/* A pair is another word than one that is written so. */
static uint32_t bit_of(uint32_t hash, bool pair)
{
	hash ^= pair ? UINT32_C(0x5bd1e995) : 0;
	return (hash ^ hash >> NSC_HEADERS_BITS) &
	       ((UINT32_C(1) << NSC_HEADERS_BITS) - 1);
}

void nsc_headers_take_word(void *self, uint32_t hash, bool pair)
{
	struct nsc_headers *headers = self;
	uint32_t bit = bit_of(hash, pair);

	headers->passed[bit / 8] |= (uint8_t)(1U << bit % 8);
}

static bool is_passed(const struct nsc_headers *headers, uint32_t hash, bool pair)
{
	uint32_t bit = bit_of(hash, pair);

	return headers->passed[bit / 8] & 1U << bit % 8;
}

/* A hash that is looked for word by word. */
struct sought {
	uint32_t hash;
	bool pair, found;
};

static void compare_word(void *self, uint32_t hash, bool pair)
{
	struct sought *sought = self;

	sought->found |= hash == sought->hash && pair == sought->pair;
}

/* The same, for certain: every word of own code is looked at again. */
static bool is_surely_passed(const struct nsc_headers *headers, uint32_t hash, bool pair)
{
	struct sought sought = {hash, pair, false};
	size_t i;

	if (!is_passed(headers, hash, pair)) {
		return false;
	}
	for (i = 0; i < headers->own.len && !sought.found; i++) {
		nsc_header_text_words(nsc_parse_text(headers->parse, headers->own.ptr[i]),
				      compare_word, &sought);
	}
	return sought.found;
}

/* Can a macro that pastes make that name of what own code hands to it? */
bool nsc_headers_make(const struct nsc_headers *headers,
		      const struct nsc_header_paste *paste, struct nostd_str name,
		      bool surely)
{
	bool (*passed)(const struct nsc_headers *, uint32_t, bool) =
		surely ? is_surely_passed : is_passed;

	if (paste->head.len == 0 && paste->tail.len == 0) {
		return passed(headers, nsc_header_hash(name), true);
	}
	if (!nostd_str_strip_prefix(&name, paste->head) ||
	    !nostd_str_ends_with(name, paste->tail)) {
		return false;
	}
	name = nostd_str_take(name, name.len - paste->tail.len);
	return name.len == 0 || passed(headers, nsc_header_hash(name), false);
}

/* May own code have that name? */
bool nsc_headers_may_need(const struct nsc_headers *headers, struct nostd_str name,
			  uint32_t hash)
{
	size_t i;

	for (i = 0; i < headers->pastes.len; i++) {
		if (nsc_headers_make(headers, &headers->pastes.ptr[i], name, false)) {
			return true;
		}
	}
	return is_passed(headers, hash, false);
}

/* -- names --------------------------------------------------------------------------- */

struct nsc_headers_word *nsc_headers_find_word(const struct nsc_headers *headers,
					       uint32_t hash, struct nostd_str text)
{
	uint32_t slot;

	if (headers->slot_count == 0) {
		return NULL;
	}
	slot = hash & (headers->slot_count - 1);
	for (; headers->slots[slot] != 0; slot = (slot + 1) & (headers->slot_count - 1)) {
		struct nsc_headers_word *word =
			&headers->words.ptr[headers->slots[slot] - 1];

		if (word->hash == hash && nostd_str_eq(word->text, text)) {
			return word;
		}
	}
	return NULL;
}

static void put_slot(struct nsc_headers *headers, uint32_t row)
{
	uint32_t slot = headers->words.ptr[row].hash & (headers->slot_count - 1);

	while (headers->slots[slot] != 0) {
		slot = (slot + 1) & (headers->slot_count - 1);
	}
	headers->slots[slot] = row + 1;
}

/* At most half full. */
static void grow(struct nsc_headers *headers)
{
	uint32_t row;

	if (headers->words.len * 2 < headers->slot_count) {
		return;
	}
	headers->slot_count = headers->slot_count == 0 ? 256 : headers->slot_count * 2;
	headers->slots = nostd_bump_array(headers->parse->run->keep, uint32_t,
					  headers->slot_count);
	memset(headers->slots, 0, headers->slot_count * sizeof(*headers->slots));
	for (row = 0; row < headers->words.len; row++) {
		put_slot(headers, row);
	}
}

/* `text` lives as long as the request, or is put into its arena (`copy`). */
/* NULL: own code cannot have that name. */
struct nsc_headers_word *nsc_headers_add_word(struct nsc_headers *headers,
					      struct nostd_str text, bool copy)
{
	struct nsc_headers_word fresh = {.hash = nsc_header_hash(text)};
	struct nsc_headers_word *known;

	if (!nsc_headers_may_need(headers, text, fresh.hash)) {
		return NULL;
	}
	known = nsc_headers_find_word(headers, fresh.hash, text);
	if (known) {
		return known;
	}
	grow(headers);
	fresh.text = copy ? nostd_bump_str(headers->parse->run->keep, text) : text;
	nsc_headers_words_push(&headers->words, fresh);
	put_slot(headers, (uint32_t)headers->words.len - 1);
	return &headers->words.ptr[headers->words.len - 1];
}
