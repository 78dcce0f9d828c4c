/*
 * cmd_diff.c - `nostd-check diff`: what changed from one build to the next.
 */
#include "analyzer/base/err.h"
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int take_limit(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	if (!nostd_str_to_u32(value, 10, &options->request.diff.limit)) {
		return nsc_fail(err, NSC_ERR_USAGE, "--limit {:?}: expected a number",
				value);
	}
	return 0;
}

static int run_diff(struct nsc_run *run, const struct nsc_request *request,
		    struct nsc_err *err)
{
	return nsc_diff(run, request, NSC_VERSION, err);
}

static const struct nsc_opt diff_options[] = {
	{'n', "limit", "N", "causes that text shows of each target; 0: all (default)",
	 take_limit},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"diff", diff_options},       {"output", nsc_opts_view},
	{"inputs", nsc_opts_compare}, {"policy", nsc_opts_gate},
	{"common", nsc_opts_common},  {NULL, NULL},
};

const struct nsc_command_row nsc_cmd_diff = {
	"diff",
	"BEFORE AFTER",
	"what is new, gone or changed between two builds, and which bytes by what",
	groups,
	run_diff,
	"BEFORE and AFTER are told by their content: a JSON report of `check`, a link "
	"map, an\n"
	"ELF file, an object or archive, a compile database, a build folder; or a\n"
	"configuration (.yaml) that names its targets.\n\n"
	"Findings are matched as baselines do, by rule, symbol, function and file: a "
	"line that\n"
	"moved is no change, a new caller is a new finding.\n\n"
	"Bytes are told by cause: the new references by which what came is reached, the "
	"ones\n"
	"that are gone for what went. `for more than one` needs all of them gone to "
	"leave\n"
	"again. The rows add up to the whole difference. That takes symbols, which a "
	"report\n"
	"does not have: of reports the components are compared.\n\n"
	"exit: 0 no worse; 1 a finding is new, or worse than before, at or above "
	"--fail-on;\n"
	"2 wrong option, unusable or incomplete input; 3 internal or I/O fault\n",
};
