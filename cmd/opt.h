/*
 * opt.h - command lines read by tables; help is made from the same tables.
 */
#ifndef NSC_CMD_OPT_H
#define NSC_CMD_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzer/config/settings.h"
#include "analyzer/run/request.h"

struct nsc_err;
struct nsc_run;

#define NOSTD_NAME opt_words
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME opt_flags
#define NOSTD_T    struct nsc_given_flag
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME opt_outputs
#define NOSTD_T    struct nsc_output
#define NOSTD_IN
#include <nostd/vec.h>

/* A request under construction: lists grow here and are lent to it at the end. */
struct nsc_options {
	struct nsc_run *run;
	struct nsc_request request;
	struct opt_words args, maps, elfs, link_cmds, targets, invert, prune, edges, by,
		cuts;
	struct opt_flags flags;
	struct opt_outputs outputs;
	struct nostd_str folder; /* -C: change there first; empty: stay */
	bool help;
};

/* One option. */
struct nsc_opt {
	char letter;       /* 0: none */
	const char *name;  /* long name without dashes */
	const char *value; /* what its value is called in help; NULL: it takes none */
	const char *help;  /* one line */
	/* Take it; `value` is empty for options without one. */
	int (*take)(struct nsc_options *options, struct nostd_str value,
		    struct nsc_err *err);
};

/* A table of options, ended by one without a name, and what they are about. */
struct nsc_opt_group {
	const char *title;
	const struct nsc_opt *options;
};

/* A command of the program. */
struct nsc_command_row {
	const char *name;
	const char *arguments;              /* for the usage line */
	const char *help;                   /* one line */
	const struct nsc_opt_group *groups; /* ended by one without a title */
	int (*run)(struct nsc_run *run, const struct nsc_request *request,
		   struct nsc_err *err);
	const char *more; /* what else is to be said in its help; NULL: nothing */
};

/* Options that several commands know; common.c. */
extern const struct nsc_opt nsc_opts_output[]; /* of reports */
extern const struct nsc_opt nsc_opts_view[];   /* of what is printed once */
extern const struct nsc_opt nsc_opts_input[];
extern const struct nsc_opt nsc_opts_link[];    /* a link command alone */
extern const struct nsc_opt nsc_opts_compare[]; /* of each of two sides */
extern const struct nsc_opt nsc_opts_first[];   /* which sources are read at all */
extern const struct nsc_opt nsc_opts_units[];   /* how sources are found and read */
extern const struct nsc_opt nsc_opts_policy[];  /* what breaks a rule, and how badly */
extern const struct nsc_opt nsc_opts_gate[];    /* what makes the exit code 1 */
extern const struct nsc_opt nsc_opts_terms[];   /* what a target promises */
extern const struct nsc_opt nsc_opts_common[];

/* --format, for commands that say in their own words what it can be. */
int nsc_opt_take_format(struct nsc_options *options, struct nostd_str value,
			struct nsc_err *err);

/* --all, of commands that show a part otherwise. */
int nsc_opt_take_all(struct nsc_options *options, struct nostd_str value,
		     struct nsc_err *err);

void nsc_options_init(struct nsc_options *options, struct nsc_run *run);

/* Read argv[1 ..]; < 0: a wrong option or value, with what was meant. */
int nsc_options_read(struct nsc_options *options, const struct nsc_command_row *command,
		     int argc, char **argv, struct nsc_err *err);

/* Print what a command takes. */
void nsc_options_help(const struct nsc_command_row *command);

#endif
