/*
 * cursor.h - a walk over foreign bytes, in the byte order of their file.
 *
 * Every read checks what is left. A read beyond the end gives 0, sets `bad`, and moves
 * the cursor to the end, so a caller may read a whole header and look at `bad` once.
 */
#ifndef NSC_ANALYZER_OBJECT_CURSOR_H
#define NSC_ANALYZER_OBJECT_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <nostd/span.h>
#include <nostd/str.h>

struct nsc_cursor {
	const unsigned char *at, *end;
	bool big_endian;
	bool bad; /* something did not fit */
};

static inline struct nsc_cursor nsc_cursor(struct nostd_span bytes, bool big_endian)
{
	struct nsc_cursor cursor = {bytes.ptr, bytes.ptr, big_endian, false};

	if (bytes.size != 0) {
		cursor.end += bytes.size;
	}
	return cursor;
}

static inline size_t nsc_cursor_left(const struct nsc_cursor *cursor)
{
	return (size_t)(cursor->end - cursor->at);
}

/* `size` bytes, and the cursor behind them; NULL when there are fewer. */
static inline const unsigned char *nsc_cursor_take(struct nsc_cursor *cursor,
						   uint64_t size)
{
	const unsigned char *taken = cursor->at;

	if (size > nsc_cursor_left(cursor)) {
		cursor->bad = true;
		cursor->at = cursor->end;
		return NULL;
	}
	if (size != 0) {
		cursor->at += size;
	}
	return taken;
}

/* An unsigned number of 1 to 8 bytes. */
static inline uint64_t nsc_cursor_uint(struct nsc_cursor *cursor, unsigned size)
{
	const unsigned char *bytes = nsc_cursor_take(cursor, size);
	uint64_t value = 0;
	unsigned i;

	for (i = 0; bytes && i < size; i++) {
		value = value << 8 | bytes[cursor->big_endian ? i : size - 1 - i];
	}
	return value;
}

/* Write `size` bytes of a number where a cursor of this byte order would read them. */
static inline void nsc_cursor_put(unsigned char *to, unsigned size, uint64_t value,
				  bool big_endian)
{
	unsigned i;

	for (i = 0; i < size; i++) {
		to[big_endian ? size - 1 - i : i] = (unsigned char)(value >> (8 * i));
	}
}

/* ULEB128 (DWARF 5, 7.6). Bits beyond 64 are dropped. */
static inline uint64_t nsc_cursor_uleb(struct nsc_cursor *cursor)
{
	uint64_t value = 0;
	unsigned shift = 0;
	const unsigned char *byte;

	do {
		byte = nsc_cursor_take(cursor, 1);
		if (!byte) {
			return 0;
		}
		if (shift < 64) {
			value |= (uint64_t)(*byte & 0x7f) << shift;
		}
		shift += 7;
	} while (*byte & 0x80);
	return value;
}

/* SLEB128, as its two's complement. */
static inline uint64_t nsc_cursor_sleb(struct nsc_cursor *cursor)
{
	uint64_t value = 0;
	unsigned shift = 0;
	const unsigned char *byte;

	do {
		byte = nsc_cursor_take(cursor, 1);
		if (!byte) {
			return 0;
		}
		if (shift < 64) {
			value |= (uint64_t)(*byte & 0x7f) << shift;
		}
		shift += 7;
	} while (*byte & 0x80);
	if (shift < 64 && (*byte & 0x40)) {
		value |= ~(uint64_t)0 << shift;
	}
	return value;
}

/* Bytes before the first NUL, `most` when there is none among them. */
static inline size_t nsc_text_len(const void *text, size_t most)
{
	const unsigned char *end = most == 0 ? NULL : memchr(text, 0, most);

	return end ? (size_t)(end - (const unsigned char *)text) : most;
}

/* Text up to a NUL, which is passed over; bad when there is none. */
static inline struct nostd_str nsc_cursor_text(struct nsc_cursor *cursor)
{
	const unsigned char *start = cursor->at;
	const unsigned char *end = nsc_cursor_left(cursor) == 0
					   ? NULL
					   : memchr(start, 0, nsc_cursor_left(cursor));

	if (!end) {
		cursor->bad = true;
		cursor->at = cursor->end;
		return nostd_str_new("", 0);
	}
	cursor->at = end + 1;
	return nostd_str_new((const char *)start, (size_t)(end - start));
}

#endif
