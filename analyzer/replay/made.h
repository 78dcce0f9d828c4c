/*
 * made.h - tables that the linker makes for references: they go with the last of these.
 *
 * Private to analyzer/replay. A global offset table is there for relocations that ask for
 * a slot of it, the indirect one for functions that are chosen at start (IFUNC). How many
 * slots go with some of them is not told: the linker does without a slot where it can.
 */
#ifndef NSC_ANALYZER_REPLAY_MADE_H
#define NSC_ANALYZER_REPLAY_MADE_H

#include <stdbool.h>
#include <stdint.h>

struct nsc_layout;
struct nsc_priced;

enum nsc_made_kind { NSC_MADE_NONE, NSC_MADE_SLOTS, NSC_MADE_INDIRECT, NSC_MADE_COUNT };

/* Which rows of the map are such tables, and for whom; in run->keep. */
void nsc_made_find(struct nsc_priced *priced);
/* The table a row of the map's sections is part of. */
enum nsc_made_kind nsc_made_of(const struct nsc_priced *priced, uint32_t row);
/* Does a layout do without a table that the real link has? */
bool nsc_made_is_gone(const struct nsc_layout *layout, enum nsc_made_kind kind);

#endif
