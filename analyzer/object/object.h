/*
 * object.h - objects, archives and linked files as facts.
 *
 * In:   the bytes of an ELF file of any machine, class and byte order, of an archive of
 *       such files (System V, GNU, BSD, thin, 64-bit index), or of LLVM bitcode.
 * Out:  struct nsc_object_facts: members, sections, symbols, relocations and where in the
 *       source these come from; the symbols of IR for link-time optimisation.
 * Knows nothing of rules, of other files, or of what a linker makes of it.
 */
#ifndef NSC_ANALYZER_OBJECT_OBJECT_H
#define NSC_ANALYZER_OBJECT_OBJECT_H

#include <stdbool.h>

#include <nostd/span.h>

#include "analyzer/base/names.h"

struct nsc_err;
struct nsc_object_facts;
struct nsc_run;

/* Is it ours, by its first bytes? */
bool nsc_object_is(struct nostd_span bytes);

/*
 * Fill `out`, which need not be initialised. `path` is absolute and normalised; only a
 * thin archive makes us read other files: its members, relative to its folder. Rows live
 * in run->keep and none points into `bytes`.
 *
 * Damage is said once per member and kind, with its offset, and the rest is used: what
 * takes something away from the verdict is NSC_DIAG_NOT_ANALYSED, lost places in the
 * source are NSC_DIAG_WARNING. Fails, with `out` empty, when nothing can be used.
 *
 * Cost: linear in the bytes, but for sorting; memory a small multiple of them, whatever
 * they are. Most of the time goes into debugging sections.
 */
int nsc_object_parse(struct nsc_run *run, struct nsc_name path, struct nostd_span bytes,
		     struct nsc_object_facts *out, struct nsc_err *err);

/*
 * The same without a look at debugging sections: sites have their functions by symbol
 * only, members neither source nor producer. For what nobody wants to see the lines of.
 */
int nsc_object_parse_symbols(struct nsc_run *run, struct nsc_name path,
			     struct nostd_span bytes, struct nsc_object_facts *out,
			     struct nsc_err *err);

#endif
