/*
 * header_text.h - names in the text of a source or header, and what each may be there.
 *
 * In:   a file's text, the parts that were skipped, a table of names that matter.
 * Out:  each place of such a name, in order, with what it can stand for.
 *
 * Comments, strings and splices between tokens are understood; a name with a splice
 * inside is not found. Every byte is looked at once.
 */
#ifndef NSC_ANALYZER_CLANG_HEADER_TEXT_H
#define NSC_ANALYZER_CLANG_HEADER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

/* What stands around a name. */
enum nsc_header_word_flag {
	NSC_WORD_MEMBER = 1 << 0, /* behind '.' or '->' */
	NSC_WORD_TAG = 1 << 1,    /* behind struct, union or enum */
	NSC_WORD_CALL = 1 << 2,   /* '(' follows, and no type stands in front */
	NSC_WORD_PASSED = 1 << 3, /* an operand, or assigned: it is not declared here */
	NSC_WORD_MACRO = 1 << 4,  /* in the body of a macro, not one of its parameters */
	NSC_WORD_CONDITION = 1 << 5, /* in #if and the like, or an #include of a macro */
	NSC_WORD_PAREN = 1 << 6      /* '(' follows */
};

struct nsc_header_word {
	struct nostd_str text;
	size_t offset;
	unsigned flags; /* enum nsc_header_word_flag */
};

/*
 * Names that '##' makes in the body of a macro: a parameter between two parts that are
 * written, or one of them. Both are empty where two parameters are pasted.
 */
struct nsc_header_paste {
	struct nostd_str head, tail;
	size_t offset;
};

/* Bytes [first, end) that the preprocessor skipped; ascending, apart. */
struct nsc_skipped {
	size_t first, end;
};

struct nsc_header_text {
	struct nostd_str text;
	const struct nsc_skipped *skipped;
	size_t skipped_count;
	/* Does a name matter? `hash` is nsc_header_hash() of it. */
	bool (*wanted)(void *self, uint32_t hash, struct nostd_str name);
	void (*found)(void *self, const struct nsc_header_word *word);
	void (*pasted)(void *self, const struct nsc_header_paste *paste);
	void *self;
};

uint32_t nsc_header_hash(struct nostd_str name);

void nsc_header_text_read(const struct nsc_header_text *text);

/*
 * What may be pasted: every name and number of a text, by hash; and every two of them
 * with a comma between, as one word (`pair`). Does it have a '##'?
 */
bool nsc_header_text_words(struct nostd_str text,
			   void (*word)(void *self, uint32_t hash, bool pair),
			   void *self);

#endif
