/*
 * roots.c - has the processor that an object is for an instruction for square roots? See
 * member.h.
 *
 * x86: FSQRT of the x87, SQRTSS and SQRTSD of SSE2, which x86-64 always has (System V
 * ABI, AMD64 supplement, 3.1). AArch64: FSQRT (Arm ARM for A-profile, C7.2). RISC-V:
 * extensions F and D, which a floating-point calling convention needs (RISC-V ELF psABI,
 * "File Header"). Arm: VSQRT, with any VFP (Arm ARM, A8.8.401), single precision alone
 * where Tag_ABI_HardFP_use says so (Addenda to the ABI for the Arm Architecture, 3.3).
 */
#include <elf.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/member.h"
#include "analyzer/object/reader.h"

enum { BOTH = NSC_ROOT_OF_FLOAT | NSC_ROOT_OF_DOUBLE, ALL = BOTH | NSC_ROOT_OF_EXTENDED };

/* -- Arm ----------------------------------------------------------------------------- */

/* Addenda, 3.2 and 3.3: what the attributes of a whole file are, by tag. */
enum {
	ARM_FORMAT = 'A',
	ARM_OF_FILE = 1,
	ARM_CPU_RAW_NAME = 4,
	ARM_CPU_NAME = 5,
	ARM_FP_ARCH = 6,
	ARM_HARD_FP_USE = 27,
	ARM_COMPATIBILITY = 32,
	ARM_SINGLE_ONLY = 1
};

/* The value of a tag; 0 for texts, which are skipped. */
static uint64_t arm_value(struct nsc_cursor *cursor, uint64_t tag)
{
	uint64_t value = 0;
	bool is_text = tag == ARM_CPU_RAW_NAME || tag == ARM_CPU_NAME ||
		       (tag > ARM_COMPATIBILITY && tag % 2 == 1);

	if (!is_text) {
		value = nsc_cursor_uleb(cursor);
	}
	if (is_text || tag == ARM_COMPATIBILITY) {
		nsc_cursor_text(cursor);
	}
	return value;
}

static uint8_t arm_roots_of_file(struct nsc_cursor *cursor)
{
	bool has_fp = false, single = false;

	while (!cursor->bad && nsc_cursor_left(cursor) != 0) {
		uint64_t tag = nsc_cursor_uleb(cursor);
		uint64_t value = arm_value(cursor, tag);

		has_fp |= tag == ARM_FP_ARCH && value != 0;
		single |= tag == ARM_HARD_FP_USE && value == ARM_SINGLE_ONLY;
	}
	if (cursor->bad || !has_fp) {
		return 0;
	}
	return single ? NSC_ROOT_OF_FLOAT : BOTH;
}

/* The part of `cursor` that its next `size` bytes are, of which `used` are behind it. */
static struct nsc_cursor part_of(struct nsc_cursor *cursor, uint64_t size, uint64_t used)
{
	struct nostd_span bytes = {NULL, 0};
	const unsigned char *at =
		size >= used ? nsc_cursor_take(cursor, size - used) : NULL;

	if (at) {
		bytes = nostd_span_new(at, (size_t)(size - used));
	} else {
		cursor->bad = true;
	}
	return nsc_cursor(bytes, cursor->big_endian);
}

/*
 * Addenda, 3.2: format, then by vendor: size, name, parts; a part: tag, size, attributes.
 */
static uint8_t arm_roots(struct nostd_span bytes, bool big_endian)
{
	enum { SIZE = 4, TAG_AND_SIZE = 5 };
	struct nsc_cursor all = nsc_cursor(bytes, big_endian);

	if (nsc_cursor_uint(&all, 1) != ARM_FORMAT) {
		return 0;
	}
	while (!all.bad && nsc_cursor_left(&all) != 0) {
		struct nsc_cursor vendor =
			part_of(&all, nsc_cursor_uint(&all, SIZE), SIZE);
		bool is_public =
			nostd_str_eq(nsc_cursor_text(&vendor), NOSTD_STR("aeabi"));

		while (is_public && !vendor.bad && nsc_cursor_left(&vendor) != 0) {
			uint64_t tag = nsc_cursor_uint(&vendor, 1);
			struct nsc_cursor part = part_of(
				&vendor, nsc_cursor_uint(&vendor, SIZE), TAG_AND_SIZE);

			if (tag == ARM_OF_FILE) {
				return arm_roots_of_file(&part);
			}
		}
	}
	return 0;
}

static uint8_t roots_by_attributes(const struct nsc_elf *elf)
{
	struct nostd_span bytes;
	size_t i;

	for (i = 0; i < elf->section_count; i++) {
		if (elf->sections[i].type == SHT_ARM_ATTRIBUTES &&
		    nsc_elf_content(elf, i, &bytes)) {
			return arm_roots(bytes, elf->big_endian);
		}
	}
	return 0;
}

/* -- the others ---------------------------------------------------------------------- */

static uint8_t riscv_roots(uint32_t flags)
{
	switch (flags & EF_RISCV_FLOAT_ABI) {
	case EF_RISCV_FLOAT_ABI_SINGLE:
		return NSC_ROOT_OF_FLOAT;
	case EF_RISCV_FLOAT_ABI_DOUBLE:
	case EF_RISCV_FLOAT_ABI_QUAD:
		return BOTH;
	default:
		return 0;
	}
}

uint8_t nsc_member_roots(const struct nsc_elf *elf)
{
	switch (elf->machine) {
	case EM_X86_64:
	case EM_386:
		return ALL;
	case EM_AARCH64:
		return BOTH;
	case EM_RISCV:
		return riscv_roots(elf->flags);
	case EM_ARM:
		return roots_by_attributes(elf);
	default:
		return 0;
	}
}
