/*
 * clang.h - libclang itself: its version, its index, its own headers.
 */
#ifndef NSC_ANALYZER_CLANG_CLANG_H
#define NSC_ANALYZER_CLANG_CLANG_H

#include <clang-c/Index.h>
#include <stdbool.h>

#include <nostd/string_type.h>

struct nsc_run;

struct nsc_clang {
	CXIndex index;
	struct nostd_string version; /* "libclang 19.1.7" */
	struct nostd_string
		headers; /* folder of its own headers; empty: not looked for */
	bool headers_known;
};

/*
 * Where libclang keeps stddef.h and its like, found by asking it to include one; empty
 * when they are not installed.
 */
struct nostd_str nsc_clang_headers(struct nsc_clang *clang);

#endif
