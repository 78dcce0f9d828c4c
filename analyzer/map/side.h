/*
 * side.h - what linkers say of a link beside its map: --why-extract, -why_load, /verbose,
 * --trace. Read like maps, they have pulls or files, and no sections.
 */
#ifndef NSC_ANALYZER_MAP_SIDE_H
#define NSC_ANALYZER_MAP_SIDE_H

#include <stdbool.h>

#include <nostd/str.h>

struct nsc_map_facts;
struct nsc_names;
struct nsc_run;

/* Would a reader here claim it, as something beside a map? */
bool nsc_map_is_side(struct nostd_str text);

/* Are they such facts? */
bool nsc_map_tells_side(const struct nsc_names *names, const struct nsc_map_facts *facts);

/*
 * *out becomes the map, with the pulls of `side` where that knows who pulled and the map
 * does not; both stay unchanged, *out lives in run->keep. When the map places a member
 * that was not taken by `side`, a diagnostic says that they are of two links, and the
 * pulls are not taken over. False: they have no member in common; *out is not set.
 */
bool nsc_map_join(struct nsc_run *run, const struct nsc_map_facts *map,
		  const struct nsc_map_facts *side, struct nsc_map_facts *out);

#endif
