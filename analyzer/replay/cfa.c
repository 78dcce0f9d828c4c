/*
 * cfa.c - see cfa.h.
 */
#include "analyzer/replay/cfa.h"

#include <stddef.h>

enum { WORD = 4, ENTRY = 2 * WORD }; /* a length, and what the entry is of */

/* A walk over bytes; `bad`: something did not fit. */
struct walk {
	const unsigned char *at, *end;
	bool bad;
};

static unsigned take(struct walk *walk)
{
	if (walk->at == walk->end) {
		walk->bad = true;
		return 0;
	}
	return *walk->at++;
}

static void skip(struct walk *walk, uint64_t count)
{
	if (count > (uint64_t)(walk->end - walk->at)) {
		walk->bad = true;
		walk->at = walk->end;
		return;
	}
	walk->at += count;
}

/* LEB128, signed or not: values above 2^56 are not told apart. */
static uint64_t take_leb(struct walk *walk)
{
	uint64_t value = 0;
	unsigned shift = 0, byte;

	do {
		byte = take(walk);
		value |= shift < 56 ? (uint64_t)(byte & 0x7f) << shift : 0;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

/* DW_EH_PE_*: bytes of a pointer; 0: not a fixed number. */
static unsigned width_of(unsigned encoding, bool is_64)
{
	switch (encoding & 7) {
	case 0:
		return is_64 ? 8 : 4;
	case 2:
		return 2;
	case 3:
		return 4;
	case 4:
		return 8;
	default:
		return 0;
	}
}

/* Operands of DW_CFA_*: how many LEB128 numbers, how many bytes, or a block. */
static void skip_operands(struct walk *walk, unsigned op, unsigned width)
{
	switch (op) {
	case 0x01: /* set_loc */
		skip(walk, width);
		return;
	case 0x02: /* advance_loc1 */
		skip(walk, 1);
		return;
	case 0x03: /* advance_loc2 */
		skip(walk, 2);
		return;
	case 0x04: /* advance_loc4 */
		skip(walk, 4);
		return;
	case 0x05: /* offset_extended */
	case 0x09: /* register */
	case 0x0c: /* def_cfa */
	case 0x11: /* offset_extended_sf */
	case 0x12: /* def_cfa_sf */
	case 0x14: /* val_offset */
	case 0x15: /* val_offset_sf */
	case 0x2f: /* GNU_negative_offset_extended */
		take_leb(walk);
		take_leb(walk);
		return;
	case 0x06: /* restore_extended */
	case 0x07: /* undefined */
	case 0x08: /* same_value */
	case 0x0d: /* def_cfa_register */
	case 0x0e: /* def_cfa_offset */
	case 0x13: /* def_cfa_offset_sf */
	case 0x2e: /* GNU_args_size */
		take_leb(walk);
		return;
	case 0x10: /* expression */
	case 0x16: /* val_expression */
		take_leb(walk);
		skip(walk, take_leb(walk));
		return;
	case 0x0f: /* def_cfa_expression */
		skip(walk, take_leb(walk));
		return;
	case 0x0a: /* remember_state */
	case 0x0b: /* restore_state */
	case 0x2d: /* GNU_window_save */
		return;
	default:
		walk->bad = true;
	}
}

/* The size of an entry with instructions, up to the last that is no DW_CFA_nop. */
static uint64_t trimmed(struct nostd_span entry, struct walk walk, unsigned width)
{
	const unsigned char *last = walk.at;
	uint64_t size;

	while (!walk.bad && walk.at != walk.end) {
		unsigned op = take(&walk);

		if (op == 0) {
			continue;
		}
		if ((op & 0xc0) == 0x80) { /* offset */
			take_leb(&walk);
		} else if ((op & 0xc0) == 0) {
			skip_operands(&walk, op, width);
		}
		last = walk.at;
	}
	size = (uint64_t)(last - entry.ptr);
	size = (size + WORD - 1) / WORD * WORD;
	return walk.bad || size > entry.size ? entry.size : size;
}

/* "zPLR": what the letters add to the CIE. */
static void read_augmentation(struct walk *walk, const unsigned char *letters, bool is_64,
			      struct nsc_cfa *cfa)
{
	uint64_t size = take_leb(walk);
	struct walk data = *walk;

	skip(walk, size);
	for (letters++; *letters != 0 && !data.bad; letters++) {
		unsigned width;

		switch (*letters) {
		case 'R':
			cfa->width = width_of(take(&data), is_64);
			break;
		case 'P':
			width = width_of(take(&data), is_64);
			skip(&data, width);
			cfa->known = cfa->known && width != 0;
			break;
		case 'L':
			take(&data);
			break;
		case 'S': /* of a signal handler */
		case 'B': /* AArch64: return addresses are signed */
			break;
		default:
			cfa->known = false;
		}
	}
	walk->bad |= data.bad;
}

uint64_t nsc_cfa_common_size(struct nostd_span entry, bool is_64, struct nsc_cfa *cfa)
{
	struct walk walk = {entry.ptr, entry.ptr + entry.size, false};
	const unsigned char *letters;
	unsigned version;

	*cfa = (struct nsc_cfa){true, false, is_64 ? 8 : 4};
	skip(&walk, ENTRY);
	version = take(&walk);
	letters = walk.at;
	while (take(&walk) != 0) {
	}
	take_leb(&walk);
	take_leb(&walk);
	if (version == 1) {
		take(&walk);
	} else {
		take_leb(&walk);
	}
	if (!walk.bad && *letters == 'z') {
		cfa->augmented = true;
		read_augmentation(&walk, letters, is_64, cfa);
	} else if (!walk.bad && *letters != 0) {
		cfa->known = false;
	}
	cfa->known = cfa->known && !walk.bad && cfa->width != 0;
	return cfa->known ? trimmed(entry, walk, cfa->width) : entry.size;
}

uint64_t nsc_cfa_row_size(struct nostd_span entry, const struct nsc_cfa *cfa)
{
	struct walk walk = {entry.ptr, entry.ptr + entry.size, false};

	if (!cfa->known) {
		return entry.size;
	}
	skip(&walk, ENTRY + 2 * (uint64_t)cfa->width);
	if (cfa->augmented) {
		skip(&walk, take_leb(&walk));
	}
	return walk.bad ? entry.size : trimmed(entry, walk, cfa->width);
}
