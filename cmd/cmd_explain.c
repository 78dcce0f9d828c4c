/*
 * cmd_explain.c - `nostd-check explain`: what a name means.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static const struct nsc_opt_group groups[] = {
	{"output", nsc_opts_view},
	{"common", nsc_opts_common},
	{NULL, NULL},
};

const struct nsc_command_row nsc_cmd_explain = {
	"explain",
	"NAME ...",
	"what a rule, symbol or header is, and what to do about it",
	groups,
	nsc_explain_names,
	"NAME is a rule (NSC101, hosted-symbol), a symbol as it stands in the source or "
	"in "
	"an\n"
	"object (errno, __errno, _malloc_r), a header (stdio.h), an archive or start "
	"file\n"
	"(libnosys.a), a tier (alloc), a capability (io), or a page (tiers, "
	"memory-functions).\n"
	"Nothing is read: the tables are part of the program. What an image makes of a "
	"name, `why`\n"
	"and `tree -i` tell.\n\n"
	"JSON: one document for each name that is known, one behind the other.\n\n"
	"exit: 0; 1 nothing knows one of the names\n",
};
