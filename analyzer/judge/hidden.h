/*
 * hidden.h - where the undefined symbols of own objects come from: a name in the source,
 * a call that the compiler made of another one, or a construct that names nothing.
 *
 * In:   a labelled target, objects and units read.
 * Out:  one row for each symbol, function and line of an object.
 *
 * The object says that there is a call, in which function, and with DWARF at which line;
 * the source says what stands there; rules/constructs.tsv says what may become what. A
 * line that holds nothing of the kind is said to hold nothing: no nearest guess. But if
 * the function holds constructs of the kind, it is one of them: optimisers move calls to
 * other lines, but not to other functions.
 */
#ifndef NSC_ANALYZER_JUDGE_HIDDEN_H
#define NSC_ANALYZER_JUDGE_HIDDEN_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_construct;
struct nsc_emitter;
struct nsc_rewrite;
struct nsc_target;
struct nsc_unit_facts;

enum nsc_want_kind {
	NSC_WANT_WRITTEN,   /* the source names it */
	NSC_WANT_REWRITTEN, /* the source names what the compiler made it of */
	NSC_WANT_CONSTRUCT, /* `construct` */
	NSC_WANT_FLAG,      /* a flag or the target's convention, in `emitter` */
	NSC_WANT_UNKNOWN    /* `reason` says why */
};

enum nsc_want_reason {
	NSC_REASON_NONE,
	NSC_REASON_NO_SOURCE,    /* no unit of the target is compiled into it */
	NSC_REASON_NOT_ANALYSED, /* its unit could not be read */
	NSC_REASON_PARTIAL,      /* its unit was understood in part only */
	NSC_REASON_NO_TABLE,     /* no table says what emits it */
	NSC_REASON_LINE,         /* no construct found at this line */
	NSC_REASON_FUNCTION,     /* without lines: no construct found in this function */
	NSC_REASON_NO_RELOCATION /* listed as undefined, and nothing refers to it */
};

/* How a construct was found. */
enum nsc_want_by {
	NSC_WANT_BY_NONE,
	NSC_WANT_BY_LINE,
	NSC_WANT_BY_FUNCTION,   /* the object knows no line, or one that holds none */
	NSC_WANT_BY_RULING_OUT, /* nothing at the line, and one alone in the function */
	NSC_WANT_BY_UNIT        /* anywhere: nothing in the object places it */
};

/* Why a function of an object wants a symbol. */
struct nsc_want {
	uint32_t file;            /* of the graph */
	uint32_t symbol;          /* of the graph */
	uint32_t ref;             /* the first of its references; NSC_NO_ROW: none */
	struct nsc_name function; /* as the object has it; may be empty */
	struct nsc_place line;    /* by DWARF, without a column; may be empty */
	uint8_t kind;             /* enum nsc_want_kind */
	uint8_t reason;           /* enum nsc_want_reason */
	/* Of the name or the construct; may be empty. Of one of several: `line`. */
	struct nsc_place at;
	struct nsc_name written;               /* of WRITTEN and REWRITTEN */
	const struct nsc_construct *construct; /* the first of several; or NULL */
	const struct nsc_emitter *emitter;     /* of CONSTRUCT and FLAG; else NULL */
	const struct nsc_rewrite *rewrite;     /* of REWRITTEN; else NULL */
	uint8_t by;                            /* enum nsc_want_by */
	uint32_t others; /* constructs that fit as well, in the same line or function */
};

#define NOSTD_NAME nsc_want_vec
#define NOSTD_T    struct nsc_want
#define NOSTD_IN
#include <nostd/vec.h>

/* A construct of a unit without an object, and the first row of what it may become. */
struct nsc_forecast {
	const struct nsc_unit_facts *unit;
	const struct nsc_construct *construct;
	const struct nsc_emitter *emitter;
	struct nsc_name emits; /* names and globs that fit the target, blanks between */
};

#define NOSTD_NAME nsc_forecast_vec
#define NOSTD_T    struct nsc_forecast
#define NOSTD_IN
#include <nostd/vec.h>

/* Undefined symbols of the own objects, each counted once for its object. */
struct nsc_want_counts {
	uint32_t objects, symbols;
	uint32_t by_kind[NSC_WANT_UNKNOWN + 1]; /* by the best of a symbol's rows */
};

struct nsc_wants {
	struct nsc_want_vec all; /* by file, then as its references stand */
	struct nsc_forecast_vec forecast;
	struct nsc_want_counts counts;
};

/* Of every own object of the target. In run->keep. */
void nsc_wants_find(const struct nsc_target *target, struct nsc_wants *out);

/*
 * The same for one reference of the graph to a global name, at one of the places that its
 * object knows of (any of `line` and `function` may be empty).
 */
struct nsc_want nsc_want_of(const struct nsc_target *target, uint32_t ref,
			    struct nsc_name function, struct nsc_place line);

/* Is it a name that compilers are known to put in, for whatever reason? */
bool nsc_want_is_in_tables(struct nostd_str symbol);

/* "line", "function" ...; NULL: by nothing. */
const char *nsc_want_by_name(uint8_t by);
/* "written", "construct" ...; "no construct found at this line" ... */
const char *nsc_want_kind_name(uint8_t kind);
const char *nsc_want_reason_text(uint8_t reason);

/*
 * "an integer division of 8 bytes", "a floating-point multiplication, double for 1.1":
 * what a construct is called. Interned.
 */
struct nsc_name nsc_construct_text(const struct nsc_target *target,
				   const struct nsc_construct *construct);

/* "gcc" or "clang", as the object or the command says; empty: neither does. */
const char *nsc_want_compiler(const struct nsc_target *target, uint32_t file);

#endif
