/*
 * map.h - link maps as facts.
 *
 * In:   the text of one map file, from a linker that has a row in nsc_map_formats.
 * Out:  struct nsc_map_facts (fact/map.h): who pulled each archive member and for which
 *       symbol, what was placed where, what was discarded, who mentions what.
 * Knows nothing of rules, of the graph, or of printing. A map is told by its content,
 * never by its name: source maps, image maps, version scripts and symbol lists end in
 * .map too.
 */
#ifndef NSC_ANALYZER_MAP_MAP_H
#define NSC_ANALYZER_MAP_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/base/names.h"

struct nsc_err;
struct nsc_map_facts;
struct nsc_run;

/* What a reader was held against. */
enum nsc_map_grade {
	NSC_MAP_PROVED,  /* links made for it, and what their linkers say of them */
	NSC_MAP_SEEN,    /* maps of the linker; it was not asked what is in them */
	NSC_MAP_WRITTEN, /* what is written about the format; no map was at hand */
	NSC_MAP_GRADES
};

/* One linker's map format. */
struct nsc_map_format {
	const char *name;  /* in facts and messages: "gnu-ld" */
	const char *title; /* whose it is, for people: "GNU ld" */
	uint8_t grade;     /* enum nsc_map_grade */
	bool side;         /* no map: what is said beside one (side.h) */
	/* Mine? Looks at the beginning only, but for the maps that need more. */
	bool (*probe)(struct nostd_str text);
	/* out->path and out->format are set, the rest of *out is empty. */
	int (*parse)(struct nsc_run *run, struct nostd_str text,
		     struct nsc_map_facts *out, struct nsc_err *err);
	/* The same of its reasons alone, `pulls` and `files`; NULL: it reads all. */
	int (*parse_pulls)(struct nsc_run *run, struct nostd_str text,
			   struct nsc_map_facts *out, struct nsc_err *err);
};

/* Every format, most specific first; NULL ends. */
extern const struct nsc_map_format *const nsc_map_formats[];

/* A grade in words: "proved against the linker". */
const char *nsc_map_grade_text(enum nsc_map_grade grade);

/* Would a reader here claim it? */
bool nsc_map_is(struct nostd_str text);

/*
 * Is it, or was it once, a link map that no reader here claims: another linker's, or a
 * piece of one? nsc_map_parse() refuses it by name.
 */
bool nsc_map_is_foreign(struct nostd_str text);

/*
 * Read one map with the first format that claims it. *out is fresh from
 * nsc_map_facts_init(); what it holds lives in run->keep, and none of it points into
 * `text`. Equal texts and paths give equal facts.
 *
 * Lines that nobody understands become diagnostics (the first few with their text, the
 * rest as a count) and are counted in out->lines_unknown. A map that was cut keeps what
 * was read, sets out->truncated, and says so in a diagnostic. Both make the run
 * incomplete.
 *
 * Fails with NSC_ERR_INPUT and one sentence for an empty or binary text, another linker's
 * map, a piece of a map, or what is no link map at all.
 */
int nsc_map_parse(struct nsc_run *run, struct nsc_name path, struct nostd_span text,
		  struct nsc_map_facts *out, struct nsc_err *err);

/*
 * The same, but only why members were taken: `pulls` are those of the whole map, unless
 * it tells a reason behind its other tables, which no linker's does; what else is in *out
 * need not be all. Of GNU ld's and gold's maps the rest is not looked at.
 */
int nsc_map_parse_pulls(struct nsc_run *run, struct nsc_name path, struct nostd_span text,
			struct nsc_map_facts *out, struct nsc_err *err);

#endif
