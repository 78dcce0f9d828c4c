/*
 * driver.h - what a compiler says about itself: target, include folders, definitions.
 *
 * The answer to one question, `compiler FLAGS -E -dM -v -x LANGUAGE /dev/null`. It may be
 * stored: it holds for as long as the program's file is the same.
 */
#ifndef NSC_ANALYZER_FACT_DRIVER_H
#define NSC_ANALYZER_FACT_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/name_vec.h"

struct nostd_bump;

struct nsc_driver_facts {
	/* The question. */
	struct nsc_name program; /* absolute path, links followed */
	struct nsc_name called;  /* absolute path as it was called (argv[0] matters) */
	uint64_t program_size;
	int64_t program_mtime, program_ctime; /* ns since 1970 */
	bool cxx;                             /* asked with -x c++, else -x c */
	struct nsc_name_vec flags; /* machine, specs and sysroot options, in order */
	/* The answer. */
	struct nsc_name version;     /* "gcc version 12.2.1 20221205 (...)" */
	struct nsc_name triple;      /* "arm-none-eabi" */
	uint8_t pointer_bits;        /* 16, 32, 64 */
	struct nsc_name_vec folders; /* <...> search order, absolute, normalised */
	struct nsc_name_vec own; /* those of them that hold the compiler's own headers */
	struct nsc_name_vec defines; /* "NAME=VALUE": predefined, all, in order */
};

void nsc_driver_facts_init(struct nsc_driver_facts *facts, struct nostd_bump *keep);

#endif
