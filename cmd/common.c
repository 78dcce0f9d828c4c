/*
 * common.c - the options that commands have in common.
 */
#include <string.h>

#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/policy.h"
#include "cmd/opt.h"

static int take_setting(struct nsc_options *options, enum nsc_setting setting,
			struct nostd_str value)
{
	struct nsc_given_flag flag = {setting, value, NULL};

	opt_flags_push(&options->flags, flag);
	return 0;
}

#define SETTING_OPTION(function, id)                                             \
	static int function(struct nsc_options *options, struct nostd_str value, \
			    struct nsc_err *err)                                 \
	{                                                                        \
		(void)err;                                                       \
		return take_setting(options, NSC_SETTING_##id, value);           \
	}

SETTING_OPTION(take_build_dir, BUILD_DIRS)
SETTING_OPTION(take_config, CONFIG)
SETTING_OPTION(take_fail_on, FAIL_ON)
SETTING_OPTION(take_tier, TIER)
SETTING_OPTION(take_jobs, JOBS)
SETTING_OPTION(take_db, DB)
SETTING_OPTION(take_query_driver, QUERY_DRIVER)
SETTING_OPTION(take_worker, WORKER)
SETTING_OPTION(take_severity, SEVERITY)

/* --deny soft-float is --severity soft-float=deny. */
static int take_level(struct nsc_options *options, struct nostd_str rule,
		      const char *option)
{
	struct nsc_given_flag flag = {NSC_SETTING_SEVERITY, {0}, option};
	struct nostd_string text = nostd_string_new_in(nsc_keep(options->run));

	nostd_format(&text, "{}={}", rule, option + strlen("--"));
	flag.text = nostd_string_as_str(&text);
	opt_flags_push(&options->flags, flag);
	return 0;
}

static int take_deny(struct nsc_options *options, struct nostd_str value,
		     struct nsc_err *err)
{
	(void)err;
	return take_level(options, value, "--deny");
}

static int take_warn(struct nsc_options *options, struct nostd_str value,
		     struct nsc_err *err)
{
	(void)err;
	return take_level(options, value, "--warn");
}

static int take_allow(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)err;
	return take_level(options, value, "--allow");
}

static int take_map(struct nsc_options *options, struct nostd_str value,
		    struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->maps, value);
	return 0;
}

static int take_elf(struct nsc_options *options, struct nostd_str value,
		    struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->elfs, value);
	return 0;
}

static int take_link_cmd(struct nsc_options *options, struct nostd_str value,
			 struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->link_cmds, value);
	return 0;
}

static int take_target(struct nsc_options *options, struct nostd_str value,
		       struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->targets, value);
	return 0;
}

static int take_levels(struct nsc_options *options, struct nostd_str value,
		       struct nsc_err *err)
{
	static const struct {
		struct nostd_str name;
		unsigned level;
	} levels[] = {
		{NOSTD_STR_INIT("source"), NSC_LEVEL_SOURCE},
		{NOSTD_STR_INIT("object"), NSC_LEVEL_OBJECT},
		{NOSTD_STR_INIT("link"), NSC_LEVEL_LINK},
	};
	struct nostd_str_split it = nostd_str_split(value, ',');

	while (nostd_str_split_next(&it)) {
		unsigned found = 0;
		size_t i;

		for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
			if (nostd_str_eq(levels[i].name, it.part)) {
				found = levels[i].level;
			}
		}
		if (found == 0) {
			return nsc_fail(err, NSC_ERR_USAGE,
					"--level {:?}: expected source, object or link",
					it.part);
		}
		options->request.levels |= found;
	}
	return 0;
}

int nsc_opt_take_format(struct nsc_options *options, struct nostd_str value,
			struct nsc_err *err)
{
	(void)err;
	/* With a '{' it is a node template of `tree` (decisions.md 42). */
	if (nostd_str_find_byte(value, '{') != NOSTD_NOT_FOUND) {
		options->request.tree.node_format = value;
	} else {
		options->request.format = value;
	}
	return 0;
}

int nsc_opt_take_all(struct nsc_options *options, struct nostd_str value,
		     struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.all = true;
	return 0;
}

static int take_output(struct nsc_options *options, struct nostd_str value,
		       struct nsc_err *err)
{
	struct nsc_output output;

	if (!nostd_str_split_once(value, ':', &output.format, &output.path) ||
	    output.path.len == 0) {
		return nsc_fail(err, NSC_ERR_USAGE, "--output {:?}: expected FORMAT:FILE",
				value);
	}
	opt_outputs_push(&options->outputs, output);
	return 0;
}

#define FLAG_OPTION(function, member)                                            \
	static int function(struct nsc_options *options, struct nostd_str value, \
			    struct nsc_err *err)                                 \
	{                                                                        \
		(void)value;                                                     \
		(void)err;                                                       \
		options->member = true;                                          \
		return 0;                                                        \
	}

FLAG_OPTION(take_quiet, request.quiet)
FLAG_OPTION(take_verbose, request.verbose)
FLAG_OPTION(take_objects_first, request.objects_first)
FLAG_OPTION(take_all_sites, request.all_sites)
FLAG_OPTION(take_print_config, request.print_config)
FLAG_OPTION(take_help, help)

static int take_color(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	if (nostd_str_eq(value, NOSTD_STR("always"))) {
		options->request.color = true;
	} else if (nostd_str_eq(value, NOSTD_STR("never"))) {
		options->request.color = false;
	} else if (!nostd_str_eq(value, NOSTD_STR("auto"))) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--color {:?}: expected auto, always or never", value);
	}
	return 0;
}

static int take_folder(struct nsc_options *options, struct nostd_str value,
		       struct nsc_err *err)
{
	(void)err;
	options->folder = value;
	return 0;
}

/* How inputs are read, whichever they are. */
#define READING_OPTIONS                                                                  \
	{0, "target", "NAME", "only targets of this name or pattern; all: every one",    \
	 take_target},                                                                   \
		{0, "level", "LIST", "evidence to use: source, object, link (all)",      \
		 take_levels},                                                           \
		{0, "query-driver", "GLOB", "a compiler outside PATH that may be asked", \
		 take_query_driver},                                                     \
		{'j', "jobs", "N", "worker processes that read sources", take_jobs},     \
		{0, "worker", "FILE", "the program that reads sources", take_worker},    \
	{                                                                                \
		0, "db", "FILE", "where facts and history are kept", take_db             \
	}

#define NSC_LINK_CMD_OPTION                                                            \
	{                                                                              \
		0, "link-cmd", "FILE|COMMAND",                                         \
			"how an image is linked: the command, or a build log with it", \
			take_link_cmd                                                  \
	}

const struct nsc_opt nsc_opts_input[] = {
	{'p', "build-dir", "DIR", "build folder: its database, maps and archives",
	 take_build_dir},
	{0, "map", "FILE", "link map of an image", take_map},
	{0, "elf", "FILE", "linked ELF file of an image", take_elf},
	NSC_LINK_CMD_OPTION,
	READING_OPTIONS,
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_first[] = {
	{0, "objects-first", NULL, "read no source whose object explains itself",
	 take_objects_first},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_compare[] = {
	READING_OPTIONS,
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_units[] = {
	{'p', "build-dir", "DIR", "build folder with the compile database",
	 take_build_dir},
	{0, "config", "FILE", "configuration (default: .nostd-check.yaml, upward)",
	 take_config},
	{0, "query-driver", "GLOB", "a compiler outside PATH that may be asked",
	 take_query_driver},
	{'j', "jobs", "N", "worker processes that read sources", take_jobs},
	{0, "worker", "FILE", "the program that reads sources", take_worker},
	{0, "db", "FILE", "where facts and history are kept", take_db},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_link[] = {
	NSC_LINK_CMD_OPTION,
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_policy[] = {
	{0, "config", "FILE", "configuration (default: .nostd-check.yaml, upward)",
	 take_config},
	{0, "tier", "TIER", "core, alloc or std, for targets without a configuration",
	 take_tier},
	{'D', "deny", "RULE", "report this rule as an error", take_deny},
	{'W', "warn", "RULE", "report this rule as a warning", take_warn},
	{'A', "allow", "RULE", "do not report this rule", take_allow},
	{0, "severity", "RULE=LEVEL", "the same in one: deny, warn, note, allow",
	 take_severity},
	{0, "fail-on", "LEVEL", "exit 1 from here on: error, warning, note, never",
	 take_fail_on},
	{0, "print-config", NULL, "print each setting with its origin, and stop",
	 take_print_config},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_output[] = {
	{0, "format", "FORMAT", "text or json, on standard output", nsc_opt_take_format},
	{0, "output", "FORMAT:FILE", "a report in a file as well", take_output},
	{0, "all-sites", NULL, "every place of a finding, not the first few",
	 take_all_sites},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_gate[] = {
	{0, "config", "FILE", "configuration (default: .nostd-check.yaml, upward)",
	 take_config},
	{0, "tier", "TIER", "core, alloc or std, for targets without a configuration",
	 take_tier},
	{0, "fail-on", "LEVEL", "exit 1 from here on: error, warning, note, never",
	 take_fail_on},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_terms[] = {
	{0, "config", "FILE", "configuration (default: .nostd-check.yaml, upward)",
	 take_config},
	{0, "tier", "TIER", "core, alloc or std, for targets without a configuration",
	 take_tier},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_view[] = {
	{0, "format", "FORMAT", "text or json", nsc_opt_take_format},
	{0, NULL, NULL, NULL, NULL},
};

const struct nsc_opt nsc_opts_common[] = {
	{'C', "directory", "DIR", "go there first", take_folder},
	{'q', "quiet", NULL,
	 "check and diff: the last line only; tree: no remarks about it", take_quiet},
	{'v', "verbose", NULL, "more about what was done", take_verbose},
	{0, "color", "WHEN", "auto, always or never", take_color},
	{'h', "help", NULL, "print this", take_help},
	{0, NULL, NULL, NULL, NULL},
};
