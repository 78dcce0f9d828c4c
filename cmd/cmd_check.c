/*
 * cmd_check.c - `nostd-check check`: the gate.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int run_check(struct nsc_run *run, const struct nsc_request *request,
		     struct nsc_err *err)
{
	return nsc_check(run, request, NSC_VERSION, err);
}

static const struct nsc_opt_group groups[] = {
	{"inputs", nsc_opts_input},  {"sources", nsc_opts_first},
	{"policy", nsc_opts_policy}, {"output", nsc_opts_output},
	{"common", nsc_opts_common}, {NULL, NULL},
};

const struct nsc_command_row nsc_cmd_check = {
	"check",
	"[BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE | SOURCE ...]",
	"judge freestanding targets; exit 1 when something leaks in",
	groups,
	run_check,
	NULL,
};
