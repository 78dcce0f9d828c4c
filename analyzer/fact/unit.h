/*
 * unit.h - what the sources of one translation unit say.
 *
 * Filled by the worker program (analyzer/clang), which is the only one that knows
 * libclang; here stand only rows. Symbols are link names: an asm label, or the C++
 * mangling, is applied.
 */
#ifndef NSC_ANALYZER_FACT_UNIT_H
#define NSC_ANALYZER_FACT_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/base/row.h"

struct nostd_bump;
struct nsc_diags;

enum nsc_unit_status {
	NSC_UNIT_OK,
	NSC_UNIT_PARTIAL, /* errors in the source; what was understood is here */
	NSC_UNIT_FAILED,  /* nothing is known; `diagnostics` say why */
	NSC_UNIT_SKIPPED  /* not asked for: a host tool, or a language we do not read */
};

/*
 * A definition at file level: what a linker would call a section under
 * -ffunction-sections.
 */
enum nsc_entity_kind { NSC_ENTITY_FUNCTION, NSC_ENTITY_VARIABLE };

enum nsc_entity_flag {
	NSC_ENTITY_STATIC = 1 << 0, /* internal linkage */
	NSC_ENTITY_INLINE = 1 << 1, /* may be emitted only where it is used */
	NSC_ENTITY_WEAK = 1 << 2,
	NSC_ENTITY_USED = 1 << 3, /* attribute used, constructor ...: kept unreferenced */
	NSC_ENTITY_ALIAS = 1 << 4,     /* attribute alias or ifunc */
	NSC_ENTITY_TENTATIVE = 1 << 5, /* `int x;`: may become COMMON */
	/*
	 * Static or inline, and nothing that is emitted mentions it: what it uses does
	 * not count (decisions.md 23). Functions of headers for which that is so are left
	 * out with their uses, and so are variables of headers that name nothing.
	 */
	NSC_ENTITY_UNUSED = 1 << 6
};

struct nsc_entity {
	struct nsc_name symbol; /* link name */
	struct nsc_name name;   /* as written */
	uint8_t kind;           /* enum nsc_entity_kind */
	uint8_t flags;          /* enum nsc_entity_flag */
	struct nsc_place at;    /* of its name */
	uint32_t line_end;      /* last line of its extent, in the same file */
};

enum nsc_use_kind {
	NSC_USE_CALL,
	NSC_USE_ADDRESS, /* function or object mentioned without being called */
	NSC_USE_ASM,     /* named in inline assembly or an assembly source */
	NSC_USE_TRAP /* a system call instruction in assembly: `name` is its mnemonic, */
		     /* `symbol` is empty */
};

enum nsc_use_flag {
	NSC_USE_UNEVALUATED = 1 << 0, /* in sizeof, typeof, an unchosen _Generic part */
	NSC_USE_DEAD = 1 << 1,        /* under a condition that is constant and false */
	NSC_USE_BUILTIN = 1 << 2,     /* written as __builtin_X */
	NSC_USE_WEAK = 1 << 3,        /* the declaration is weak */
	NSC_USE_IMPLICIT = 1 << 4     /* C89 call without a declaration */
};

/* A use of a name that this unit does not keep to itself: external, or defined here. */
struct nsc_use {
	struct nsc_name symbol; /* link name */
	struct nsc_name name;   /* as written ("errno" stays with its macro stack) */
	uint8_t kind;           /* enum nsc_use_kind */
	uint8_t flags;          /* enum nsc_use_flag */
	uint32_t entity;        /* row: what it stands in; NSC_NO_ROW: none */
	/* Presumed; of the outermost macro expansion, or of the macro's own argument. */
	struct nsc_place at;
	struct nsc_place physical;         /* the same without #line */
	uint32_t width;                    /* bytes of the word there; 0: it is none */
	struct nsc_name declared_in;       /* file of the declaration; empty: none */
	uint32_t macro_first, macro_count; /* rows of macros, outermost first */
	uint32_t guard_first, guard_count; /* rows of guards, outermost first */
};

/* One macro of the stack around a use. */
struct nsc_macro {
	struct nsc_name name;
	struct nsc_place defined; /* its #define; line 0: built in, or not known */
	uint32_t guard_first, guard_count; /* rows of guards around that #define */
};

enum nsc_guard_directive {
#define GUARD(id, spelling) NSC_GUARD_##id,
#include "analyzer/fact/guard.def"
#undef GUARD
};

/*
 * A conditional directive that decides whether a use or an include is compiled: around
 * it in its own file, or around an #include through which the file came in. Of a group
 * the branches in front of the one that was taken stand there as well. What keeps a
 * header from being read twice is left out.
 */
struct nsc_guard {
	uint8_t directive; /* enum nsc_guard_directive */
	bool taken;        /* false: a branch in front, whose condition did not hold */
	/*
	 * The macros of the unit say the same as what was compiled. False: what decides
	 * is not known here (__has_include, a macro that was undefined again, assembly).
	 */
	bool evaluated;
	struct nsc_name condition; /* blanks made one, without comments; empty: #else */
	struct nsc_place at, physical; /* of the '#' */
	uint32_t macro_first,
		macro_count; /* rows of guard_macros: names of the condition */
};

enum nsc_guard_macro_state { NSC_GUARD_MACRO_UNDEFINED, NSC_GUARD_MACRO_DEFINED };

/* A macro that a condition names, as it was there. */
struct nsc_guard_macro {
	struct nsc_name name;
	uint8_t state;        /* enum nsc_guard_macro_state */
	struct nsc_name body; /* empty: nothing, or function-like, or long */
	struct nsc_place at;  /* of its #define; file empty: an option, or predefined */
};

/* An #include directive, in the order the preprocessor met it. */
struct nsc_include {
	struct nsc_name file;    /* what it opened; absolute */
	struct nsc_name spelled; /* between the quotes or brackets; empty: -include */
	struct nsc_place at;     /* of the directive; `file` empty for -include */
	bool angled;
	bool system; /* found in a system folder (-isystem, the compiler's own) */
	/*
	 * Row of the include that opened the file it stands in, which is in front of it;
	 * else (NSC_NO_ROW): it stands in the main file, or on the command line.
	 */
	uint32_t from;
	/*
	 * Rows of guards. Known of those that lead from an own file to a system folder or
	 * to a use; others have none.
	 */
	uint32_t guard_first, guard_count;
};

enum nsc_header_name_kind {
	NSC_HEADER_FUNCTION,
	NSC_HEADER_OBJECT,
	NSC_HEADER_TYPE,     /* a typedef */
	NSC_HEADER_TAG,      /* of a struct, union or enum */
	NSC_HEADER_CONSTANT, /* an enumerator */
	NSC_HEADER_MACRO
};

enum nsc_header_name_flag {
	/*
	 * It stands in own code: in what is compiled, in a condition, or in the body of a
	 * macro, whether that is expanded or not.
	 */
	NSC_HEADER_WRITTEN = 1 << 0,
	/* A row of `uses` is of it, perhaps through a macro of a header (errno). */
	NSC_HEADER_LINKED = 1 << 1
};

/*
 * A name that a hosted header declares and own code needs. Files of the folders that the
 * compiler looks into by itself are hosted, all others are own code.
 */
struct nsc_header_name {
	struct nsc_name name;
	uint8_t kind;        /* enum nsc_header_name_kind */
	uint8_t flags;       /* enum nsc_header_name_flag */
	uint32_t directive;  /* row of includes: the one in own code that brought it */
	uint32_t before;     /* how many rows of includes were met before its first use */
	struct nsc_place at; /* presumed: the first in the main file, else in the next */
};

enum nsc_construct_kind {
#define CONSTRUCT(id, slug, phrase) NSC_CONSTRUCT_##id,
#include "analyzer/fact/construct.def"
#undef CONSTRUCT
	NSC_CONSTRUCT_COUNT
};

enum nsc_construct_flag {
	/* A literal without a suffix makes the others double: `name` is that literal. */
	NSC_CONSTRUCT_PROMOTED = 1 << 0,
	NSC_CONSTRUCT_SIGNED = 1 << 1 /* arithmetic of integers that may be negative */
};

/*
 * A place where compilers may put a call in that nobody wrote. Only objects tell whether
 * they did (source-level facts alone predict nothing): it depends on processor, flags and
 * compiler. Arithmetic that the processor of the unit surely has is left out.
 */
struct nsc_construct {
	uint8_t kind;         /* enum nsc_construct_kind, but for FUNCTION and UNIT */
	uint8_t flags;        /* enum nsc_construct_flag */
	uint32_t entity;      /* row: what it stands in; NSC_NO_ROW: none */
	uint32_t size;        /* bytes of the operand or object; 0: not known */
	struct nsc_name name; /* variable, builtin or literal; may be empty */
	struct nsc_place at;  /* presumed, as of a use */
	/* What line tables may say of it: lines of its extent, in the file of `at`. */
	uint32_t line_first, line_last;
};

/*
 * A conversion of a format string that a call hands to a function of the printf or scanf
 * family, or to one that is declared with attribute `format`; or such a call whose format
 * is no literal. What a target may use is no matter here, so all stand here that may run.
 */
struct nsc_format {
	uint8_t family;           /* enum nsc_format_family of base/conversion.h */
	uint32_t entity;          /* row: what it stands in; NSC_NO_ROW: none */
	struct nsc_name function; /* what is called, as written */
	/* As written, "%-5.2f"; empty: the format is no literal, and they are unknown. */
	struct nsc_name text;
	/*
	 * Presumed: of its '%', where the literal is written in a file; else as of a use.
	 * Without a literal, of the call.
	 */
	struct nsc_place at;
	struct nsc_place physical; /* the same without #line */
	uint32_t width;            /* bytes of it there; 0: it does not stand there */
	uint32_t macro_first, macro_count; /* rows of macros, outermost first */
	uint32_t guard_first, guard_count; /* rows of guards, outermost first */
};

/* A file that was read: what a cached answer depends on. */
struct nsc_unit_input {
	struct nsc_name path;             /* absolute */
	uint64_t digest_high, digest_low; /* of its bytes */
};

enum nsc_unit_diag_kind {
	NSC_UNIT_NOTE,
	NSC_UNIT_WARNING,
	NSC_UNIT_ERROR,
	NSC_UNIT_FATAL
};

struct nsc_unit_diag {
	uint8_t kind; /* enum nsc_unit_diag_kind */
	struct nsc_place at;
	struct nsc_name text;
};

#define NOSTD_NAME nsc_entity_vec
#define NOSTD_T    struct nsc_entity
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_use_vec
#define NOSTD_T    struct nsc_use
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_macro_vec
#define NOSTD_T    struct nsc_macro
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_guard_vec
#define NOSTD_T    struct nsc_guard
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_guard_macro_vec
#define NOSTD_T    struct nsc_guard_macro
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_include_vec
#define NOSTD_T    struct nsc_include
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_header_name_vec
#define NOSTD_T    struct nsc_header_name
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_construct_vec
#define NOSTD_T    struct nsc_construct
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_format_vec
#define NOSTD_T    struct nsc_format
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_unit_input_vec
#define NOSTD_T    struct nsc_unit_input
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_unit_diag_vec
#define NOSTD_T    struct nsc_unit_diag
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_unit_facts {
	struct nsc_name source; /* main file, absolute */
	struct nsc_name triple; /* what libclang really parsed for */
	struct nsc_name parser; /* "libclang 19.1.7" */
	uint8_t status;         /* enum nsc_unit_status */
	bool freestanding;      /* __STDC_HOSTED__ was 0 */
	/*
	 * What is used of hosted headers stands in header_names. False: C++, assembly, or
	 * errors in the source.
	 */
	bool header_names_known;
	struct nsc_entity_vec entities;
	struct nsc_use_vec uses; /* in order of entity, then place */
	struct nsc_macro_vec macros;
	struct nsc_guard_vec guards;
	struct nsc_guard_macro_vec guard_macros;
	struct nsc_include_vec includes;
	struct nsc_unit_input_vec inputs; /* main file first */
	struct nsc_unit_diag_vec diags;
	struct nsc_construct_vec constructs; /* in order of entity, then place */
	struct nsc_format_vec formats; /* in order of entity, then as they were met */
	struct nsc_header_name_vec header_names; /* in order of name, then kind */
};

/*
 * Does a header belong to every freestanding implementation (C11 4p6, and C23's)? A
 * directive's name: "stdint.h".
 */
bool nsc_header_is_freestanding(struct nostd_str name);

/*
 * Fill in `from` of all rows: `within` has for each row the file in which its directive
 * stands (empty: none), `main_file` is that of the unit.
 */
void nsc_includes_link(struct nsc_include_vec *includes, const struct nsc_name *within,
		       struct nsc_name main_file);

/* `from` of a row, but NSC_NO_ROW for one that is not in front of it. */
uint32_t nsc_include_from(const struct nsc_include_vec *includes, uint32_t row);

/* "#ifndef", "#else" ... */
const char *nsc_guard_directive_name(uint8_t directive);

/* "struct-copy"; "a struct that is copied". */
const char *nsc_construct_slug(uint8_t kind);
const char *nsc_construct_phrase(uint8_t kind);
/* The phrase by the slug; NULL: there is none. */
const char *nsc_construct_phrase_of(struct nostd_str slug);

void nsc_unit_facts_init(struct nsc_unit_facts *facts, struct nostd_bump *keep);

/*
 * Tell the run what is missing: one NSC901 for a unit that failed or was understood in
 * part, with its first error and how many follow. To be called for every unit that is
 * judged, whether its facts are new or were stored.
 */
void nsc_unit_diagnose(struct nsc_diags *diags, const struct nsc_unit_facts *facts);

#endif
