/*
 * response.h - arguments with the response files among them (@FILE) read in.
 */
#ifndef NSC_ANALYZER_COMPDB_RESPONSE_H
#define NSC_ANALYZER_COMPDB_RESPONSE_H

#include <stddef.h>

#include <nostd/str.h>

#include "analyzer/base/place.h"
#include "analyzer/compdb/quote.h"

struct nsc_name_vec;
struct nsc_run;

/* Where a command stands, and how its response files are read. */
struct nsc_response {
	struct nostd_str folder; /* relative names are looked up here, nested ones too */
	enum nsc_quoting quoting;
	struct nsc_place at; /* of the entry, for diagnostics */
};

/*
 * Append `count` words to `out`, each "@file" replaced by the words of that file, at any
 * depth. A file that cannot be read, or too many words (limits.h), is a diagnostic, and
 * the word is kept as it is, as GCC does: whoever sees an argument that begins with '@'
 * knows that the command is not complete.
 */
void nsc_response_expand(struct nsc_run *run, const struct nsc_response *response,
			 const struct nostd_str *words, size_t count,
			 struct nsc_name_vec *out);

#endif
