/*
 * quote.h - a command line as one text, cut into its words.
 *
 * No word is ever expanded: no variables, no globs, no operators. Only quoting is undone.
 */
#ifndef NSC_ANALYZER_COMPDB_QUOTE_H
#define NSC_ANALYZER_COMPDB_QUOTE_H

#include <stdbool.h>

#include <nostd/str.h>

struct nostd_bump;

enum nsc_quoting {
	NSC_QUOTING_POSIX,    /* POSIX.1-2017, Shell Command Language, 2.2 */
	NSC_QUOTING_GCC,      /* response files: GCC manual, "Overall Options", @file */
	NSC_QUOTING_MICROSOFT /* "Parsing C command-line arguments", Microsoft C docs */
};

/* Make one with nsc_quote_words(), then call nsc_quote_next() until it is false. */
struct nsc_quote {
	struct nostd_str
		word; /* valid after _next was true; in the arena, NUL-terminated */
	bool open;    /* the text ended inside quotes; the word is what was there */
	struct nostd_str rest;
	enum nsc_quoting quoting;
	bool first; /* Microsoft: the program's name has rules of its own */
	struct nostd_bump *arena;
};

struct nsc_quote nsc_quote_words(struct nostd_bump *arena, enum nsc_quoting quoting,
				 struct nostd_str text);
bool nsc_quote_next(struct nsc_quote *it);

/*
 * Is this command written for Windows: is its folder or its program a path with a drive,
 * or is the program an .exe? Forward slashes alone decide nothing.
 */
bool nsc_quote_is_windows(struct nostd_str folder, struct nostd_str command);

#endif
