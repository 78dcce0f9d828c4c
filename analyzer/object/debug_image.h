/*
 * debug_image.h - the debugging sections of an object, unpacked and relocated.
 *
 * Works on a copy, so the object's bytes stay as they are (libelf would write into them:
 * elf_compress() changes the section header in place). In a relocatable object all
 * sections begin at 0; here each allocated section has an address of its own, and the
 * debugging sections are patched as if a linker had put them there. The patches are ours
 * and not libdwfl's, which needs a backend for the machine: elfutils 0.188 has none for
 * AVR, MIPS, Xtensa, MSP430 and LoongArch, and does not know the ULEB128 relocations of
 * RISC-V that clang 19 writes.
 */
#ifndef NSC_ANALYZER_OBJECT_DEBUG_IMAGE_H
#define NSC_ANALYZER_OBJECT_DEBUG_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>

struct Elf;
struct nsc_member_reader;

#define NSC_NO_ADDRESS UINT64_MAX

struct nsc_debug_image {
	struct nsc_member_reader *member;
	const uint64_t *addresses; /* of the sections, by index */
	struct Elf *elf;           /* of the copy */
	bool whole;                /* every debugging section could be unpacked */
};

/*
 * False: libelf cannot open the copy. What cannot be unpacked becomes a diagnostic. The
 * copy lives in the scratch arena.
 */
bool nsc_debug_image_open(struct nsc_debug_image *image, struct nsc_member_reader *member,
			  const uint64_t *addresses);
void nsc_debug_image_close(struct nsc_debug_image *image);

/* The first section of that name; empty when there is none. */
struct nostd_span nsc_debug_image_section(const struct nsc_debug_image *image,
					  const char *name);

#endif
