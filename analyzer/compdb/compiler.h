/*
 * compiler.h - compilers by name, and the wrappers in front of them.
 *
 * Only names are looked at; what they say is in compiler.def and wrapper.def.
 */
#ifndef NSC_ANALYZER_COMPDB_COMPILER_H
#define NSC_ANALYZER_COMPDB_COMPILER_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

enum nsc_compiler {
	NSC_COMPILER_UNKNOWN, /* no base name we know; it is never run */
	NSC_COMPILER_GCC, /* gcc, g++, cc, c++, and with a prefix: arm-none-eabi-gcc */
	NSC_COMPILER_CLANG,
	NSC_COMPILER_VENDOR /* armcc, iccarm, cl ...: options and headers of their own */
};

/* A compiler's base name, taken apart. The parts are views into it. */
struct nsc_compiler_name {
	enum nsc_compiler family;
	bool cxx;                /* g++, c++, clang++: C sources are read as C++ */
	struct nostd_str target; /* what stands in front: "arm-none-eabi"; may be empty */
};

/* `program` is a path or a name; both separators are understood. */
struct nsc_compiler_name nsc_compiler_name(struct nostd_str program);

/*
 * How many words in front of the compiler are wrappers, their options and settings. A
 * program we do not know counts as a wrapper when a compiler we know follows it directly.
 * 0 when there is none, or when nothing would be left.
 */
size_t nsc_compiler_skip_wrappers(const struct nostd_str *words, size_t count);

#endif
