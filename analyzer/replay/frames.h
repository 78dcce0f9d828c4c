/*
 * frames.h - .eh_frame as a linker writes it.
 *
 * Private to analyzer/replay. Rows about functions that are not in the image go (FDE);
 * what many rows have in common exists once (CIE), and goes with the last of them (LSB
 * Core, "DWARF Extensions"; GNU ld 2.40, bfd/elf-eh-frame.c, behaviour measured).
 */
#ifndef NSC_ANALYZER_REPLAY_FRAMES_H
#define NSC_ANALYZER_REPLAY_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

struct nsc_layout;
struct nsc_priced;

/*
 * Read the .eh_frame sections of the image; in run->keep. Sizes of an output are believed
 * when they add up to what the map says of the base link.
 */
void nsc_frames_read(struct nsc_priced *priced);
/* Is it a row of the map's sections whose size is known here? */
bool nsc_frames_has(const struct nsc_priced *priced, uint32_t row);
/* Bytes of all such rows of an output. */
uint64_t nsc_frames_size(const struct nsc_layout *layout, uint32_t output);
/* The output that has rows about a node, or NSC_NO_ROW. */
uint32_t nsc_frames_output(const struct nsc_priced *priced, uint32_t node);

#endif
