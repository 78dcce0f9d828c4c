/*
 * table.h - layout of the generated tables; private to rules/.
 *
 * In:   nothing.
 * Out:  what the generators write and the look-ups read. Text lies in one array of bytes
 *       per table; rows hold positions in it, so that no row needs a relocation.
 */
#ifndef NSC_RULES_TABLE_H
#define NSC_RULES_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/construct.h"
#include "rules/knob.h"
#include "rules/library.h"
#include "rules/rewrite.h"
#include "rules/tier.h"

/* A piece of a table's text. */
struct nsc_text {
	uint32_t at;  /* first byte */
	uint32_t len; /* bytes; 0: nothing */
};

/*
 * What the `strict` column holds: a tier, or NSC_STRICT_SINCE + the edition with which a
 * std name became part of the freestanding library.
 */
enum { NSC_STRICT_SINCE = 8 };

/* The tier of a row under a profile. */
enum nsc_tier nsc_tier_under(const struct nsc_profile *profile, uint8_t practical,
			     uint8_t strict);

enum nsc_origin {
#define ORIGIN(id, spelling) NSC_ORIGIN_##id,
#include "rules/origins.def"
};
struct nostd_str nsc_origin_name(enum nsc_origin origin);

/*
 * One name; alternatives of a row are written out, each with the number of the same row.
 */
struct nsc_symbol_name {
	uint32_t at;
	uint16_t row;
	uint16_t len;
};

struct nsc_symbol_row {
	struct nsc_text use_instead;
	struct nsc_text note;
	uint32_t traits;
	uint32_t providers;
	uint8_t tier;
	uint8_t strict;
	uint8_t capability;
	uint8_t origin;
};

/* What a row of patterns.tsv does to a name. */
struct nsc_symbol_pattern {
	struct nsc_text text;   /* as written: "__*_chk" */
	struct nsc_text prefix; /* before the asterisk */
	struct nsc_text suffix; /* after it */
	uint64_t head; /* nsc_symbol_head(name) & head_mask, if the prefix fits */
	uint64_t head_mask;
	uint64_t tail; /* nsc_symbol_tail(name) & tail_mask, if the suffix fits */
	uint64_t tail_mask;
	uint64_t bases; /* capabilities the base may have: 1 << NSC_CAP_... */
	uint32_t adds;  /* traits */
	uint32_t drops; /* traits of the base that the name does not have */
	uint16_t base;  /* number of a name; NSC_NO_NAME: what the asterisk stands for */
	uint16_t group_end; /* first pattern behind those with the same two first bytes */
	bool open_end;      /* anything may follow the suffix */
	bool same;          /* another spelling of the same function; else a sibling */
};

enum { NSC_NO_NAME = 0xffff };

struct nsc_unknown_name {
	struct nsc_text name;
	struct nsc_text reason;
};

/* The generated symbol tables (gen_symbols.c). */
extern const char nsc_symbol_text[];
extern const struct nsc_symbol_name nsc_symbol_names[]; /* in byte order */
extern const size_t nsc_symbol_name_count;
extern const struct nsc_symbol_row nsc_symbol_rows[];
extern const uint16_t nsc_symbol_slots[]; /* open addressing; NSC_NO_NAME: free */
extern const uint32_t nsc_symbol_slot_mask;
extern const struct nsc_symbol_pattern
	nsc_symbol_patterns[]; /* by groups, in a group most literal first */
extern const size_t nsc_symbol_pattern_count;
extern const struct nsc_unknown_name nsc_unknown_names[]; /* in byte order */
extern const size_t nsc_unknown_name_count;

/* FNV-1a (Fowler, Noll, Vo), 32 bits: where the search of nsc_symbol_slots begins. */
static inline uint32_t nsc_symbol_hash(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++) {
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	}
	return hash ^ hash >> 15;
}

/*
 * The first and the last eight bytes of a name as numbers, so that two comparisons reject
 * a pattern that does not fit. In both the outermost byte is the highest.
 */
static inline uint64_t nsc_symbol_head(const char *name, size_t len)
{
	uint64_t head = 0;

	for (size_t i = 0; i < 8; i++) {
		head = head << 8 | (i < len ? (unsigned char)name[i] : 0);
	}
	return head;
}

static inline uint64_t nsc_symbol_tail(const char *name, size_t len)
{
	uint64_t tail = 0;

	for (size_t i = 0; i < 8; i++) {
		tail = tail << 8 | (i < len ? (unsigned char)name[len - 1 - i] : 0);
	}
	return tail;
}

/* The bytes of a head or tail that a text of this length decides. */
static inline uint64_t nsc_symbol_mask(size_t len)
{
	return len >= 8 ? UINT64_MAX : ~(UINT64_MAX >> 8 * len);
}

struct nsc_header_row {
	struct nsc_text name;
	struct nsc_text use_instead;
	struct nsc_text note;
	uint32_t providers;
	uint8_t tier;
	uint8_t strict;
	uint8_t capability;
	uint8_t origin;
	bool mixed;
};

/* The generated header table (gen_headers.c), in byte order of the names. */
extern const char nsc_header_text[];
extern const struct nsc_header_row nsc_header_rows[];
extern const size_t nsc_header_row_count;

/* The generated tables of gen_names.c and gen_libraries.c. */
extern const struct nsc_rewrite nsc_rewrites[];
extern const size_t nsc_rewrites_count;
extern const struct nsc_alias nsc_aliases[];
extern const size_t nsc_aliases_count;
extern const struct nsc_emitter nsc_emitters[]; /* in byte order of constructs */
extern const size_t nsc_emitters_count;
extern const struct nsc_library nsc_libraries[]; /* most literal text first */
extern const size_t nsc_libraries_count;

/* The generated table of gen_knobs.c, by library, then macro. */
extern const struct nsc_knob nsc_knobs[];
extern const size_t nsc_knobs_count;

/* The generated pages (gen_pages.c), in byte order of the names. */
struct nsc_page {
	struct nostd_str name; /* "NSC101", "tiers" */
	struct nostd_str text;
};
extern const struct nsc_page nsc_pages[];
extern const size_t nsc_pages_count;

#endif
