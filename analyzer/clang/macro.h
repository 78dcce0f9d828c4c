/*
 * macro.h - the macros of one unit: what each was defined as, and when.
 *
 * In:   macro definitions and expansions in the order in which the preprocessor met them
 *	 (libclang's preprocessing record), and -D options.
 * Out:  the definition that is in force at an expansion; its parameters and body.
 *
 * libclang records only the outermost of nested expansions, and says where a name was
 * spelled only from 19 on, and then only the innermost macro (seen in 14.0.6 and 19.1.7).
 * So expansions are carried out again where one is asked for: see expand.h. #undef is not
 * recorded; a name that was undefined and not defined again is still followed.
 */
#ifndef NSC_ANALYZER_CLANG_MACRO_H
#define NSC_ANALYZER_CLANG_MACRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/clang/lex.h"

struct nostd_bump;
struct nsc_macros;

/* One #define. */
struct nsc_macro_def {
	struct nsc_name name;
	struct nsc_place at;   /* of the name; file empty: the command line or built in */
	struct nostd_str text; /* "NAME(a, b) body"; empty: not known */
	uint32_t before; /* the definition of this name before this one; NSC_NO_ROW */
	bool undefined;  /* -U: there is none from here on */
	/* Filled by nsc_macros_parse(). */
	bool parsed;
	bool function_like;
	bool variadic; /* the last parameter takes the rest */
	struct nostd_str *params;
	size_t param_count;
	struct nsc_token *body;
	size_t body_count;
};

/* Where an outermost expansion begins: a file (a pointer that stands for it), a byte. */
struct nsc_macro_site {
	const void *file;
	size_t offset;
};

struct nsc_macros *nsc_macros_new(struct nostd_bump *arena, struct nsc_names *names);

/* The next definition in order. */
void nsc_macros_define(struct nsc_macros *macros, struct nsc_name name,
		       struct nsc_place at, struct nostd_str text);
/* An option -DNAME, -DNAME=BODY or -DNAME(A)=BODY, without its -D. */
void nsc_macros_define_option(struct nsc_macros *macros, struct nostd_str option);

/* An option -UNAME, without its -U. */
void nsc_macros_undefine_option(struct nsc_macros *macros, struct nostd_str option);

/* An expansion that begins here, in order with the definitions. */
void nsc_macros_expanded(struct nsc_macros *macros, struct nsc_macro_site site);

/*
 * How many definitions were met before the expansion at `site` (the last, if the file is
 * included several times). False: nothing is expanded there.
 */
bool nsc_macros_site(const struct nsc_macros *macros, struct nsc_macro_site site,
		     uint32_t *limit);

/* The last definition of `name` among the first `limit`; NULL when there is none. */
struct nsc_macro_def *nsc_macros_find(struct nsc_macros *macros, struct nostd_str name,
				      uint32_t limit);
/* Is its last row among the first `limit` one of -U? */
bool nsc_macros_is_undefined(const struct nsc_macros *macros, struct nostd_str name,
			     uint32_t limit);
uint32_t nsc_macros_count(const struct nsc_macros *macros);
uint32_t nsc_macros_index(const struct nsc_macros *macros,
			  const struct nsc_macro_def *def);
const struct nsc_macro_def *nsc_macros_get(const struct nsc_macros *macros,
					   uint32_t index);
/* Parameters and body; done once. */
void nsc_macros_parse(struct nsc_macros *macros, struct nsc_macro_def *def);

#endif
