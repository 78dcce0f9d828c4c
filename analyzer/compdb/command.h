/*
 * command.h - what a compile command says by itself, without asking anybody.
 *
 * In:   one row of a compile database.
 * Out:  compiler family, language, target as far as it is written, folders, definitions,
 *	 whether the unit is freestanding by its flags.
 * Runs nothing, opens nothing. What the options mean stands in option.def.
 */
#ifndef NSC_ANALYZER_COMPDB_COMMAND_H
#define NSC_ANALYZER_COMPDB_COMMAND_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/compdb/compiler.h"
#include "analyzer/fact/audit.h"

struct nostd_bump;
struct nsc_compdb_facts;
struct nsc_compile_command;
struct nsc_names;
struct nsc_run;

enum nsc_language {
	NSC_LANGUAGE_C,
	NSC_LANGUAGE_CXX,
	NSC_LANGUAGE_ASM,     /* .s */
	NSC_LANGUAGE_ASM_CPP, /* .S */
	NSC_LANGUAGE_OTHER    /* not read here: Objective-C, Fortran, D ... */
};

/* Which of two opposite flags came last. */
enum nsc_flag { NSC_FLAG_NONE, NSC_FLAG_ON, NSC_FLAG_OFF };

/* Lists live in the arena it was read into. */
struct nsc_invocation {
	enum nsc_compiler compiler;
	enum nsc_language language;
	struct nsc_name program; /* the compiler as written */
	struct nsc_name
		triple; /* from --target= or the program's prefix; empty: not said */
	enum nsc_flag freestanding; /* -ffreestanding, -fno-hosted against -fhosted ... */
	enum nsc_flag builtins;     /* -fbuiltin against -fno-builtin */
	bool nostdinc;              /* -nostdinc, -nostdinc++ alone does not count */
	struct nsc_audit audit;     /* what is said; audit.h fills in the rest */
	bool nostdlib; /* -nostdlib, -nostartfiles or -nodefaultlibs is here */
	struct nsc_name_vec
		folders; /* -I, -iquote, -isystem, -idirafter: absolute, in order */
	struct nsc_name_vec
		defines; /* "NAME", "NAME=VALUE", or "-NAME" for -U, in order */
	struct nsc_name_vec forced; /* -include and -imacros, as written */
};

/* Read one command of `facts`. Never fails: what is not there is not said. */
void nsc_invocation_read(struct nsc_names *names, const struct nsc_compdb_facts *facts,
			 const struct nsc_compile_command *command,
			 struct nostd_bump *arena, struct nsc_invocation *out);

/*
 * Does a triple name no operating system: "arm-none-eabi", "riscv64-unknown-elf", "avr"?
 * False for an empty one.
 */
bool nsc_triple_is_bare(struct nostd_str triple);

/*
 * Decisions.md 12 as far as a unit can say: the triple has no OS, or -ffreestanding is
 * on. `triple` is the compiler's own answer where there is one (nsc_driver_facts), else
 * empty and the command's is taken. (A link with -nostdlib makes a unit freestanding too;
 * that is seen in the image.)
 */
bool nsc_invocation_is_freestanding(const struct nsc_names *names,
				    const struct nsc_invocation *invocation,
				    struct nsc_name triple);

/* "C", "C++", "assembly", ... */
const char *nsc_language_name(enum nsc_language language);

#endif
