/*
 * request.h - what a worker is asked: one translation unit, ready for libclang.
 *
 * Made by analyzer/compdb from a command, carried by analyzer/pool, answered by
 * analyzer/clang with unit facts. Everything the answer depends on, but for the files
 * that are read, stands here: the digest of the encoded request is a cache key.
 */
#ifndef NSC_ANALYZER_FACT_REQUEST_H
#define NSC_ANALYZER_FACT_REQUEST_H

#include <stdint.h>

#include <nostd/span.h>

#include "analyzer/base/name_vec.h"

struct nostd_bump;

enum nsc_request_kind {
	NSC_REQUEST_PARSE,      /* C or C++: `arguments` are for libclang */
	NSC_REQUEST_PREPROCESS, /* .S: `arguments` are a command, [0] a program's path */
	NSC_REQUEST_SCAN,       /* .s: the file as it is */
	NSC_REQUEST_REFUSED,    /* cannot be analysed honestly: answered FAILED, `why` */
	NSC_REQUEST_SKIPPED /* a language nobody reads here: answered SKIPPED, `why` */
};

/* A file that is read as this text, whatever the disk has. Of PARSE only. */
struct nsc_unsaved {
	struct nsc_name path; /* absolute */
	struct nostd_span text;
};

#define NOSTD_NAME nsc_unsaved_vec
#define NOSTD_T    struct nsc_unsaved
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_unit_request {
	struct nsc_name source; /* main file, absolute */
	struct nsc_name folder; /* where the compiler would run, absolute */
	struct nsc_name triple; /* what libclang must have parsed for; empty: any */
	struct nsc_name why;    /* of REFUSED and SKIPPED: one sentence */
	uint8_t kind;           /* enum nsc_request_kind */
	uint8_t pointer_bits;   /* of the compiler's own target; 0: not known */
	struct nsc_name_vec arguments;
	/*
	 * More arguments that make libclang call itself the compiler, for sources that
	 * ask (#ifdef __clang__, #if __GNUC__ > 4). Errors are answered by a second try
	 * without them.
	 */
	struct nsc_name_vec guise;
	/*
	 * Folders of the compiler's own headers, as far as they are among the arguments.
	 * An error in one of them is answered by a second try with libclang's own.
	 */
	struct nsc_name_vec compiler_folders;
	/* Where the compiler looks by itself; empty: it was not asked. */
	struct nsc_name_vec hosted_folders;
	struct nsc_unsaved_vec unsaved; /* what `fix` tries; else none */
};

void nsc_unit_request_init(struct nsc_unit_request *request, struct nostd_bump *keep);

#endif
