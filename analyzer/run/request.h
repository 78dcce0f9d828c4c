/*
 * request.h - what a command was asked, in plain words: the options after they were read.
 */
#ifndef NSC_ANALYZER_RUN_REQUEST_H
#define NSC_ANALYZER_RUN_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_given_flag;

/* A list of texts that live as long as the program (argv). */
struct nsc_words {
	const struct nostd_str *ptr;
	size_t len;
};

/* Where a report goes besides standard output, and in which format. */
struct nsc_output {
	struct nostd_str format; /* "text", "json" */
	struct nostd_str path;   /* a file */
};

/* What `tree` shows (cargo-tree.md). */
struct nsc_tree_request {
	struct nsc_words invert; /* -i NAME: roots, with the edges turned round */
	bool duplicates;         /* roots: what is there twice */
	struct nsc_words prune;  /* names that are hidden with what hangs below them */
	bool has_depth;
	uint32_t depth; /* levels below the roots */
	bool own_only;  /* --depth own: stop at the boundary */
	bool no_dedupe;
	struct nostd_str prefix;  /* indent, depth, none */
	struct nostd_str charset; /* utf8, ascii; empty: by the locale */
	struct nostd_str
		nodes; /* component, object, section, symbol; empty: by the roots */
	struct nsc_words edges;       /* kinds; empty: all but libcall */
	struct nostd_str node_format; /* with {p} {m} ...; empty: the default */
};

/* What `size` adds up by. */
struct nsc_size_request {
	struct nsc_words by; /* enum nsc_group_size by name, in lists; none: component */
	struct nsc_words cuts; /* "FROM:TO": references to be priced */
	uint32_t limit;        /* rows of each table; 0: all */
};

/* What `diff` shows. */
struct nsc_diff_request {
	uint32_t limit; /* causes that text shows of each target; 0: all */
};

struct nsc_request {
	struct nostd_str command; /* "check" */
	/* Inputs. */
	struct nsc_words args;       /* told apart by content (decisions.md 10) */
	struct nsc_words maps, elfs; /* --map, --elf */
	struct nsc_words link_cmds;  /* --link-cmd: commands, or files with them */
	struct nsc_words targets;    /* --target: names or patterns; none: all */
	unsigned levels;             /* enum nsc_level; 0: all */
	bool objects_first;          /* `check`: need.h decides whose sources are read */
	/* Settings of the command line; configuration and environment come below. */
	const struct nsc_given_flag *flags;
	size_t flag_count;
	/* Output. */
	struct nostd_str format; /* of standard output; empty: text */
	const struct nsc_output *outputs;
	size_t output_count;
	bool quiet, verbose, all_sites;
	bool color;
	bool print_config;
	/* Of one command. */
	struct nsc_tree_request tree;
	struct nsc_size_request size;
	struct nsc_diff_request diff;
	struct nostd_str
		state; /* of `why`: referenced, extracted, live; empty: by target */
	bool all;      /* `why --all`: every cut edge; `hidden --all`: every symbol */
	bool taken;    /* `why --taken`: only how the linker came to take it */
	bool apply;    /* `fix --apply`: change files */
};

#endif
