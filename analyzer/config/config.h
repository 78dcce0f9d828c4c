/*
 * config.h - what a `.nostd-check.yaml` says.
 *
 * In:   a YAML file, and the words that other folders know (tiers, capabilities, rules
 *       ...).
 * Out:  plain rows in the `keep` arena, each value with its place; or every fault of the
 *       file as `path:line:col: what was found, what was expected`.
 * Knows nothing of what a tier or a rule means, of sources, images or findings.
 *
 * The keys are the tables of keys.c: a new key is a row there, a field here, and a line
 * of the JSON Schema in schema/.
 *
 * The YAML is a subset of YAML 1.2: block and flow collections, all scalar styles,
 * comments. Anchors, aliases, tags, merge keys, duplicate keys, complex keys, tabs as
 * indentation and more than one document are faults. Plain scalars have the types of the
 * core schema (YAML 1.2.2, 10.3.2): `2027` is a number, and a fault where a text is
 * expected; `yes` is a text.
 */
#ifndef NSC_ANALYZER_CONFIG_CONFIG_H
#define NSC_ANALYZER_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>
#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/config/said.h"

struct nsc_err;
struct nsc_run;

#define NSC_CONFIG_FILE ".nostd-check.yaml"

/* What a file without faults has in `version`. */
enum { NSC_CONFIG_VERSION = 1 };

/* Faults told of one file; what is beyond is counted. */
enum { NSC_CONFIG_FAULTS_MAX = 20 };

/*
 * A closed list of words that the caller knows. Values in the rows below are positions in
 * it, so the caller numbers the words as its enum does. word(i) is empty behind the last.
 */
struct nsc_word_list {
	struct nostd_str (*word)(size_t index);
	/*
	 * Another spelling of word(i), told by no hint; letters in either case. May be
	 * NULL.
	 */
	struct nostd_str (*alias)(size_t index);
};

struct nsc_config_words {
	struct nsc_word_list tiers;        /* core, alloc, std */
	struct nsc_word_list profiles;     /* practical, strict */
	struct nsc_word_list editions;     /* c89 .. c23, c++98 .. */
	struct nsc_word_list capabilities; /* heap, io ... */
	struct nsc_word_list rules;        /* slugs; aliases are the ids (NSC101) */
	struct nsc_word_list levels; /* deny, warn ...; aliases error, warning ... */
};

/* --fail-on: the least severity that makes the exit code 1. */
enum nsc_fail_on {
	NSC_FAIL_ON_NEVER,
	NSC_FAIL_ON_NOTE,
	NSC_FAIL_ON_WARNING,
	NSC_FAIL_ON_ERROR
};

/* What an entry of `allow` or `deny` is about. */
enum nsc_policy_subject {
	NSC_POLICY_SYMBOL, /* `symbol` is a pattern (nsc_pattern_match) of link names */
	NSC_POLICY_HEADER, /* `header` is a pattern of headers as they are included */
	NSC_POLICY_CAPABILITY, /* `capability` */
	NSC_POLICY_FORMAT      /* `format` is an entry of analyzer/base/conversion.h */
};

/* An entry of `allow` or `deny`. */
struct nsc_policy {
	struct nsc_place at; /* of the entry */
	/* Exactly one of these four is said. */
	struct nsc_said_text symbol;
	struct nsc_said_text header;
	struct nsc_said_word capability;
	struct nsc_said_text format;
	struct nsc_glob_vec only_from;    /* allow: source files; empty: from anywhere */
	struct nsc_said_text reason;      /* always said in `allow` */
	struct nsc_said_date expires;     /* allow: the last day it holds */
	struct nsc_said_word_vec drags;   /* allow: capabilities that may come with it */
	struct nsc_said_text use_instead; /* deny: what to write */
};

static inline enum nsc_policy_subject nsc_policy_subject(const struct nsc_policy *policy)
{
	if (nsc_place_given(policy->symbol.at)) {
		return NSC_POLICY_SYMBOL;
	}
	if (nsc_place_given(policy->header.at)) {
		return NSC_POLICY_HEADER;
	}
	return nsc_place_given(policy->format.at) ? NSC_POLICY_FORMAT
						  : NSC_POLICY_CAPABILITY;
}

/* An entry of `budgets`: at most so many bytes. At least one of the two sizes is said. */
struct nsc_budget {
	struct nsc_place at;
	/* At most one is said; none: all that is hosted. */
	struct nsc_said_word tier;
	struct nsc_said_word capability;
	struct nsc_said_text component;
	struct nsc_said_number flash; /* bytes */
	struct nsc_said_number ram;   /* bytes */
};

#define NOSTD_NAME nsc_policy_vec
#define NOSTD_T    struct nsc_policy
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_budget_vec
#define NOSTD_T    struct nsc_budget
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_config_target {
	struct nsc_said_text name; /* its key under `targets` */
	struct nsc_said_word tier; /* always said */
	struct nsc_said_word profile;
	struct nsc_said_word edition;
	struct nsc_said_text image; /* path of a link map, or of an ELF file */
	struct nsc_said_text elf;   /* path, where it does not stand beside the map */
	struct nsc_said_text_vec compile_commands; /* paths of databases */
	struct nsc_glob_vec units;                 /* sources that belong to it */
	struct nsc_glob_vec ignore; /* sources that do not, whatever `units` says */
	struct nsc_glob_vec objects;
	struct nsc_glob_vec archives;
	struct nsc_said_text allocator; /* symbol or component that is the heap */
	struct nsc_said_text panic;     /* symbol that a failure ends in */
	struct nsc_policy_vec allow;
	struct nsc_policy_vec deny;
	/*
	 * Patterns of platform hooks that this target is known to give (NSC106, NSC108).
	 */
	struct nsc_said_text_vec hooks;
	/* Patterns of names that somebody outside defines: callbacks, a ROM (NSC904). */
	struct nsc_said_text_vec provides;
	struct nsc_said_text_vec
		entry; /* symbols that are roots besides the usual ones */
	struct nsc_budget_vec budgets;
};

/* Who a component is. */
enum nsc_component_kind {
	NSC_COMPONENT_OWN, /* the default */
	NSC_COMPONENT_LIBC,
	NSC_COMPONENT_OS,
	NSC_COMPONENT_STUB,
	NSC_COMPONENT_RUNTIME
};

struct nsc_config_component {
	struct nsc_said_text name; /* its key under `components` */
	struct nsc_said_word kind; /* enum nsc_component_kind */
	struct nsc_glob_vec paths; /* sources */
	struct nsc_glob_vec objects;
	struct nsc_glob_vec archives;
};

/* An entry of `severity`. */
struct nsc_config_level {
	struct nsc_said_word rule;  /* at: of the key */
	struct nsc_said_word level; /* at: of the value */
};

/* A sentence about the file, and where. */
struct nsc_config_fault {
	uint32_t line, column; /* 0: about the whole file */
	struct nsc_name text;
};

#define NOSTD_NAME nsc_config_target_vec
#define NOSTD_T    struct nsc_config_target
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_config_component_vec
#define NOSTD_T    struct nsc_config_component
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_config_level_vec
#define NOSTD_T    struct nsc_config_level
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_config_fault_vec
#define NOSTD_T    struct nsc_config_fault
#define NOSTD_IN
#include <nostd/vec.h>

/* The whole file. In a configuration without a file nothing is said and all is empty. */
struct nsc_config {
	struct nsc_name path;   /* absolute; empty: there is none */
	struct nsc_name folder; /* its folder: what its paths are relative to */
	struct nsc_said_number version;
	struct nsc_config_target_vec targets; /* in the order of the file */
	struct nsc_config_component_vec components;
	struct nsc_config_level_vec severity;
	struct nsc_said_text_vec packs;      /* paths of rule packs */
	struct nsc_said_text_vec build_dirs; /* paths */
	struct nsc_said_text baseline;       /* path */
	struct nsc_said_word fail_on;        /* enum nsc_fail_on */
	struct nsc_config_fault_vec faults;  /* by line and column; at most the limit */
	uint32_t faults_more;                /* beyond it */
};

/* No file, nothing said. Rows will live in run->keep. */
void nsc_config_init(struct nsc_config *config, struct nsc_run *run);

/* Where a configuration is looked for, in this order. */
struct nsc_config_search {
	struct nostd_str given; /* a path that was named; empty: none, look for one */
	struct nostd_str cwd;   /* absolute: upward from here */
	struct nostd_str
		sources; /* absolute, the folder common to all sources; may be empty */
};

/*
 * Find the file: its absolute path in *path, empty when there is none (which is no
 * failure). The walk upward ends at a repository's top (a folder with `.git`), or at "/".
 * A `.yml` of that name, where no `.yaml` is, becomes a diagnostic. < 0: `given` is not
 * there.
 */
int nsc_config_find(struct nsc_run *run, const struct nsc_config_search *search,
		    struct nsc_name *path, struct nsc_err *err);

/*
 * Read a file into an initialised `config`. < 0 when it has a fault (or cannot be read):
 * `err` holds the first one and their number, config->faults all of them, and the rest of
 * `config` must not be used. `path` is absolute; texts are in run->names.
 */
int nsc_config_load(struct nsc_run *run, struct nsc_name path,
		    const struct nsc_config_words *words, struct nsc_config *config,
		    struct nsc_err *err);

/* Bytes, and the file they are said to stand in. */
struct nsc_config_source {
	struct nsc_name path; /* absolute */
	struct nostd_span text;
};

/* The same from bytes. */
int nsc_config_parse(struct nsc_run *run, const struct nsc_config_source *source,
		     const struct nsc_config_words *words, struct nsc_config *config,
		     struct nsc_err *err);

/*
 * Every fault as `file:line:col: text`, a line each, and how many there are beyond.
 * False: the sink refused.
 */
bool nsc_config_tell(const struct nsc_run *run, const struct nsc_config *config,
		     struct nostd_sink out);

/*
 * The root that printed paths are relative to: the configuration's folder, else the top
 * of the repository that `cwd` and `sources` are in, or `sources` alone, else `sources`,
 * else `cwd`. Absolute.
 */
struct nsc_name nsc_config_root(struct nsc_run *run, const struct nsc_config *config,
				const struct nsc_config_search *search);

/* The position of a word in a list, by word or alias; false: it is not there. */
bool nsc_word_find(const struct nsc_word_list *list, struct nostd_str word,
		   uint32_t *index);

/*
 * What to say of a word that is not in it: "core, alloc or std (did you mean \"core\"?)".
 * Of a long list the first ones, behind `what` ("a capability"). In run->scratch.
 */
struct nostd_str nsc_word_expected(struct nsc_run *run, const struct nsc_word_list *list,
				   const char *what, struct nostd_str found);

/* The words of enum nsc_fail_on and enum nsc_component_kind. */
extern const struct nsc_word_list nsc_fail_on_words;
extern const struct nsc_word_list nsc_component_kind_words;

#endif
