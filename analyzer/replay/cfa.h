/*
 * cfa.h - how long an entry of .eh_frame is without what pads it.
 *
 * Private to analyzer/replay. GNU ld takes trailing DW_CFA_nop away, up to a word (bfd,
 * elf-eh-frame.c, behaviour measured). Encodings: LSB Core, "DWARF Extensions"; DWARF 5,
 * 6.4.2.
 */
#ifndef NSC_ANALYZER_REPLAY_CFA_H
#define NSC_ANALYZER_REPLAY_CFA_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>

/* What a CIE says of its rows. */
struct nsc_cfa {
	bool known;     /* false: its augmentation is not one that is known here */
	bool augmented; /* rows have a length of augmentation data, and that data */
	unsigned width; /* bytes of an address */
};

/* Bytes of a CIE, from its length on, without padding; fills `cfa`. */
uint64_t nsc_cfa_common_size(struct nostd_span entry, bool is_64, struct nsc_cfa *cfa);
/* The same of an FDE of that CIE. */
uint64_t nsc_cfa_row_size(struct nostd_span entry, const struct nsc_cfa *cfa);

#endif
