/*
 * link.h - what one link makes of a graph: who is loaded, which definition each name is
 * bound to, what section garbage collection keeps.
 *
 * analyzer/replay fills `loaded` and `bound` (or they are taken from a map); liveness is
 * computed here. The real link and every "what if" are values of this type.
 */
#ifndef NSC_ANALYZER_GRAPH_LINK_H
#define NSC_ANALYZER_GRAPH_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzer/base/names.h"

struct nostd_bump;
struct nsc_graph;
struct nsc_run;

/* How a file came into the link. */
enum nsc_loaded {
	NSC_NOT_LOADED,
	NSC_LOADED_GIVEN,    /* on the command line, or --whole-archive */
	NSC_LOADED_EXTRACTED /* from an archive, for a symbol */
};

enum nsc_bound {
	NSC_BOUND_NONE,   /* nobody defines it */
	NSC_BOUND_DEF,    /* to `bound_def` */
	NSC_BOUND_SCRIPT, /* the linker script or --defsym */
	NSC_BOUND_LINKER  /* __start_X, __stop_X: all sections X */
};

/* Is it in the image? */
enum nsc_live {
	NSC_LIVE_UNKNOWN,   /* nobody can know: no link */
	NSC_LIVE_DROPPED,   /* a duplicate of another file's group: never a candidate */
	NSC_LIVE_DISCARDED, /* by the script, though something live refers to it */
	NSC_LIVE_NO,
	NSC_LIVE_YES
};

/* Why a node is kept though nothing live refers to it. */
enum nsc_root {
	NSC_ROOT_NONE,
	NSC_ROOT_ENTRY,     /* the image's entry point */
	NSC_ROOT_UNDEFINED, /* -u, EXTERN */
	NSC_ROOT_KEEP,      /* KEEP, a kept type, or as nothing else explains it */
	NSC_ROOT_RETAIN,    /* SHF_GNU_RETAIN, notes */
	NSC_ROOT_EXPORTED,  /* a library's external definition */
	NSC_ROOT_NO_GC      /* the link collects nothing: every loaded section stays */
};

/* How far a linker's marking goes; each is a bit. */
enum nsc_mark_rule {
	NSC_MARK_GROUPS = 1 << 0,    /* one section keeps all of its section group */
	NSC_MARK_FOLLOWERS = 1 << 1, /* what describes a section lives with it */
	NSC_MARK_BOUNDS = 1 << 2,    /* a live __start_X keeps every section X */
	NSC_MARK_DROPPED = 1 << 3,   /* KEEP counts for duplicates that were dropped */
	NSC_MARK_DISCARDED = 1 << 4, /* what was discarded keeps what it refers to */
	NSC_MARK_UNFLAGGED = 1 << 5  /* so does what has no SHF_ALLOC (section.h) */
};

/* GNU ld's; also where nobody knows the linker. */
#define NSC_MARK_ALL                                                                 \
	(NSC_MARK_GROUPS | NSC_MARK_FOLLOWERS | NSC_MARK_BOUNDS | NSC_MARK_DROPPED | \
	 NSC_MARK_UNFLAGGED)

struct nsc_link {
	const struct nsc_graph *graph;
	/* By file. */
	uint8_t *loaded;     /* enum nsc_loaded */
	uint32_t *pulled_by; /* file that left `pulled_for` undefined; NSC_NO_ROW: none */
	uint32_t *pulled_for; /* symbol; NSC_NO_ROW: none */
	uint32_t *order;      /* files in the order they were loaded */
	uint32_t order_count;
	/* By symbol. */
	uint8_t *bound;      /* enum nsc_bound */
	uint32_t *bound_def; /* row of defs, or NSC_NO_ROW */
	uint8_t *mentioned;  /* 0: by no loaded file; 1: weakly only; 2: strongly */
	/* By node. */
	uint8_t *live; /* enum nsc_live */
	uint8_t *root; /* enum nsc_root */
	bool image;    /* of an image: states mean something */
	bool collects; /* with --gc-sections */
	uint8_t rules; /* enum nsc_mark_rule */
};

/* References that are not there, sorted; and -u options that are not given. */
struct nsc_cut {
	const uint32_t *refs; /* rows of the graph's refs, ascending */
	size_t ref_count;
	const uint32_t *undefined; /* symbols whose -u is dropped */
	size_t undefined_count;
};

/* An empty link of a graph: nothing loaded, nothing bound; arrays in `arena`. */
void nsc_link_init(struct nsc_link *link, const struct nsc_graph *graph,
		   struct nostd_bump *arena);

/*
 * Where a reference leads in this link: a node, or NSC_NO_ROW (nowhere, script,
 * absolute).
 */
uint32_t nsc_link_target(const struct nsc_link *link, uint32_t ref);

/* The same for every symbol, by row: the node it leads to; in `arena`. */
uint32_t *nsc_link_targets(const struct nsc_link *link, struct nostd_bump *arena);

/* The symbol itself, or what the script says that it is ("x = y;"). */
uint32_t nsc_link_meant(const struct nsc_link *link, uint32_t symbol);

/* The definition a symbol is bound to, or NSC_NO_ROW. */
uint32_t nsc_link_def(const struct nsc_link *link, uint32_t symbol);

/* "X" of __start_X or __stop_X; the empty name for any other symbol. */
struct nsc_name nsc_link_bounded_section(const struct nsc_graph *graph, uint32_t symbol);

/* Is this reference cut? `cut` may be NULL. */
bool nsc_cut_has(const struct nsc_cut *cut, uint32_t ref);

/*
 * Mark what garbage collection keeps: from the nodes whose `root` is set, along
 * references of loaded files that are not cut, by the rules of the link
 * (link-semantics.md 3). .eh_frame keeps nothing alive. What the script discards in
 * `base`, a link that a map told of (NULL: none), is discarded here too.
 */
void nsc_link_mark(struct nsc_run *run, struct nsc_link *link,
		   const struct nsc_link *base, const struct nsc_cut *cut);

/* Does a section keep what it refers to, once it is live? */
bool nsc_link_refers(const struct nsc_link *link, uint32_t node);

/*
 * The map lists what is in the image and not what was dropped: is this section, which
 * would have a row, without one? Strings and unwind data that the linker merges, and
 * COMMON symbols, need not have one.
 */
bool nsc_link_is_absent(const struct nsc_graph *graph, uint32_t node);

/*
 * Take the map's word for what is live, then find the roots: entry, -u, sections that GNU
 * ld's scripts KEEP by name, retained ones, and, one by one in map order, live sections
 * that nothing live refers to (a KEEP that the map does not show).
 */
void nsc_link_roots_from_map(struct nsc_run *run, struct nsc_link *link);

/*
 * No link is known: every definition that others can see is a root, and so is what a unit
 * must keep. Nothing is said about what is live.
 */
void nsc_link_roots_exported(struct nsc_link *link);

#endif
