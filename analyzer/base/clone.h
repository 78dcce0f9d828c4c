/*
 * clone.h - the source function behind a symbol the compiler made of it.
 */
#ifndef NSC_ANALYZER_BASE_CLONE_H
#define NSC_ANALYZER_BASE_CLONE_H

#include <nostd/str.h>

/*
 * `symbol` without clone suffixes: "f.isra.0.part.1" -> "f". A view into `symbol`, never
 * empty unless `symbol` is.
 */
struct nostd_str nsc_clone_origin(struct nostd_str symbol);

#endif
