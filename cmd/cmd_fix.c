/*
 * cmd_fix.c - `nostd-check fix`: what takes findings away, tried before it is told.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int take_apply(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.apply = true;
	return 0;
}

static int take_all(struct nsc_options *options, struct nostd_str value,
		    struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.all_sites = true;
	return 0;
}

static int run_fix(struct nsc_run *run, const struct nsc_request *request,
		   struct nsc_err *err)
{
	return nsc_fix(run, request, NSC_VERSION, err);
}

static const struct nsc_opt fix_options[] = {
	{0, "apply", NULL,
	 "change the lines of the best remedies; print the build's line for the options",
	 take_apply},
	{0, "all", NULL, "other remedies too, and every name, not the first few",
	 take_all},
	{0, "format", "FORMAT", "text or json", nsc_opt_take_format},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"fix", fix_options},
	{"inputs", nsc_opts_input},
	{"policy", nsc_opts_terms},
	{"common", nsc_opts_common},
	{NULL, NULL},
};

const struct nsc_command_row nsc_cmd_fix = {
	"fix",
	"[BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE | SOURCE ...]",
	"options and edits that take findings away, each verified",
	groups,
	run_fix,
	"For each finding: the macros that decide about it, by the #if around the line "
	"and around\n"
	"the macros it comes out of; the configuration macros its library is known for; "
	"what a\n"
	"`deny` of the configuration says to use instead. Each is tried: every unit that "
	"it can\n"
	"reach is analysed again. Told is only what takes a finding away, brings no "
	"error "
	"and no\n"
	"new finding. First stands what switches least off besides.\n\n"
	"Sources are read from a compile database; files are changed only with "
	"--apply.\n\n"
	"exit: 0 there is a remedy for each finding, or no finding; 1 some have none; 2 "
	"wrong\n"
	"option or incomplete input\n",
};
