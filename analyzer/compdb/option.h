/*
 * option.h - what the options of gcc and clang mean to us: a look-up in option.def.
 */
#ifndef NSC_ANALYZER_COMPDB_OPTION_H
#define NSC_ANALYZER_COMPDB_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

/* How an option takes its value. */
enum nsc_option_form {
	NSC_FORM_ALONE,    /* none: the word is exactly the name */
	NSC_FORM_JOINED,   /* the rest of the word, which may be empty */
	NSC_FORM_SEPARATE, /* the next word */
	NSC_FORM_EITHER    /* the rest of the word, or the next one if there is no rest */
};

/* What libclang is given. */
enum nsc_option_action {
	NSC_ACTION_KEEP,     /* the same; refused ones are left out by the worker */
	NSC_ACTION_DROP,     /* nothing: it changes neither names nor headers */
	NSC_ACTION_STANDARD, /* -std=: names that are newer than libclang 14 */
	NSC_ACTION_ISA,      /* -march=: RISC-V extensions that have no meaning here go */
	NSC_ACTION_DEVICE,   /* -mmcu=: a device, or for AVR its family */
	NSC_ACTION_SPLIT,    /* -Wp,A,B: A and B as options of their own */
	NSC_ACTION_REPLACE,  /* another spelling: `as` */
	NSC_ACTION_REFUSE    /* the unit cannot be parsed honestly */
};

/* What it tells nsc_invocation_read() and the driver. */
enum nsc_option_means {
	NSC_MEANS_NOTHING,
	NSC_MEANS_LANGUAGE,
	NSC_MEANS_OUTPUT,
	NSC_MEANS_NO_OBJECT, /* -E, -S, -M, -fsyntax-only */
	NSC_MEANS_FOLDER,
	NSC_MEANS_DEFINE,
	NSC_MEANS_UNDEFINE,
	NSC_MEANS_FORCED,
	NSC_MEANS_TARGET,
	NSC_MEANS_FREESTANDING,
	NSC_MEANS_HOSTED,
	NSC_MEANS_NO_BUILTIN,
	NSC_MEANS_BUILTIN,
	NSC_MEANS_NOSTDINC,
	NSC_MEANS_NOSTDLIB
};

/* What the compiler is told of it when it is asked about itself (driver.h). */
enum nsc_option_ask {
	NSC_ASK_NO,
	NSC_ASK_YES,
	NSC_ASK_CLANG,      /* only a clang, which has it */
	NSC_ASK_PATH,       /* the value is a path, and is made absolute */
	NSC_ASK_CLANG_PATH, /* both */
	NSC_ASK_PLAIN, /* the value is a plain name, which the compiler looks up in its */
	/* folders, or a path the caller trusts; else the unit is refused */
	NSC_ASK_TRUSTED /* only if the value is a path the caller trusts */
};

struct nsc_option {
	struct nostd_str name;
	enum nsc_option_form form;
	enum nsc_option_action action;
	enum nsc_option_ask ask;
	enum nsc_option_means means;
	struct nostd_str as; /* of NSC_ACTION_REPLACE */
};

/* One argument, or two, understood. */
struct nsc_argument {
	const struct nsc_option *option; /* NULL: not an option (a file, an object) */
	struct nostd_str word;           /* the first word as it is */
	struct nostd_str value;          /* empty when there is none */
	size_t words;                    /* 1, or 2 with a value of its own */
	bool value_apart;                /* the value was the next word */
};

/*
 * Understand the word at `words` (count > 0, the words that are left). A word with '-'
 * that no row knows gets the row of its family: "-f" and "-m" have one, everything else
 * is dropped.
 */
struct nsc_argument nsc_option_read(const struct nostd_str *words, size_t count);

/* All rows, for tests: in byte order of their names. */
extern const struct nsc_option nsc_options[];
extern const size_t nsc_option_count;

#endif
