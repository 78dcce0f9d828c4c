/*
 * header_private.h - what the modules behind header.h share: header.c (what brought a
 * declaration), header_words.c (names that matter), header_own.c (their places).
 */
#ifndef NSC_ANALYZER_CLANG_HEADER_PRIVATE_H
#define NSC_ANALYZER_CLANG_HEADER_PRIVATE_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/names.h"
#include "analyzer/clang/header_text.h"
#include "analyzer/fact/unit.h"

struct nsc_parse;

/* Of `passed`: some thousand words, of which one in fifty is taken for another. */
enum { NSC_HEADERS_BITS = 18 };
enum { NSC_HEADERS_KINDS = NSC_HEADER_MACRO + 1 };

/* A directive that was met. */
struct nsc_headers_at {
	struct nsc_name within; /* file; empty: an option */
	size_t offset;
	uint32_t macros; /* definitions before it */
	uint32_t start;  /* of the file it stands in, as libclang counts; 0: none */
};

/* What is known of a file. */
struct nsc_headers_file {
	struct nsc_name name;
	CXFile file;        /* NULL: not met as one */
	uint32_t row_first; /* of includes: the first that opens it; NSC_NO_ROW: main */
	uint32_t row_count; /* how many do */
	bool hosted;
	bool guarded; /* read once, however often it is included */
};

/* A name that a hosted header declares. */
struct nsc_headers_word {
	struct nostd_str text;
	uint32_t hash;
	uint8_t kinds;                    /* a bit for each kind */
	bool needed[NSC_HEADERS_KINDS];   /* it stands in own code, and may be that */
	uint32_t rows[NSC_HEADERS_KINDS]; /* of includes: what brought the declaration */
	bool defined;                     /* a tag: rows has the definition's */
	bool function_like;               /* the macro */
	bool linked;                      /* `uses` has it, as a function or object */
	bool hidden;                      /* only through a macro of a header */
	bool expanded;    /* the same, and it is the macro that was written for it */
	uint32_t before;  /* rows of includes before its first place */
	uint32_t at_file; /* row of `read`, one more; 0: it was not met */
	size_t at_offset;
};

#define NOSTD_NAME nsc_headers_directives
#define NOSTD_T    struct nsc_headers_at
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_headers_words
#define NOSTD_T    struct nsc_headers_word
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_headers_pastes
#define NOSTD_T    struct nsc_header_paste
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_headers_cx_files
#define NOSTD_T    CXFile
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME          nsc_headers_files
#define NOSTD_K             uint32_t /* name id */
#define NOSTD_V             struct nsc_headers_file
#define NOSTD_HASH(k, seed) ((size_t) * (k) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_headers {
	struct nsc_parse *parse;
	struct nsc_name_vec folders; /* hosted ones */
	struct nsc_headers_files files;
	struct nsc_headers_directives directives; /* as the rows of includes */
	struct nsc_headers_words words;
	uint32_t *slots; /* of a table by hash: rows of words, one more */
	uint32_t slot_count;
	bool asked, wanted; /* whether own code includes a hosted header at all */
	struct nsc_headers_cx_files
		own; /* what was read of own code, the main file first */
	struct nsc_headers_pastes pastes; /* of all of it */
	uint8_t *passed;                  /* a bit for each hash of a word of own code */
	bool counts;                      /* libclang counts places as `start` expects */
};

/* What is known of a file; a new one when it is met first. */
struct nsc_headers_file *nsc_headers_file(struct nsc_headers *headers,
					  struct nsc_name name);
/* Was its text gone through once at most? */
bool nsc_headers_read_once(const struct nsc_headers *headers,
			   struct nsc_headers_file *file, CXFile handle);

/* For nsc_header_text_words(): a word of own code; `self` is the headers. */
void nsc_headers_take_word(void *self, uint32_t hash, bool pair);
/* Can a macro that pastes make that name of what own code hands to it? */
bool nsc_headers_make(const struct nsc_headers *headers,
		      const struct nsc_header_paste *paste, struct nostd_str name,
		      bool surely);
/* May own code have that name? */
bool nsc_headers_may_need(const struct nsc_headers *headers, struct nostd_str name,
			  uint32_t hash);
/* NULL: no header declares it that was looked at. */
struct nsc_headers_word *nsc_headers_find_word(const struct nsc_headers *headers,
					       uint32_t hash, struct nostd_str text);
/* NULL: own code cannot have that name. `copy`: the text does not live long enough. */
struct nsc_headers_word *nsc_headers_add_word(struct nsc_headers *headers,
					      struct nostd_str text, bool copy);

/* Mark the names that a file of own code needs, with their places. */
void nsc_headers_read_own(struct nsc_headers *headers,
			  const struct nsc_headers_cx_files *read, uint32_t file);

#endif
