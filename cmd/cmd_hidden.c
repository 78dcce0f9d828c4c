/*
 * cmd_hidden.c - `nostd-check hidden`: calls that nobody wrote.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int run_hidden(struct nsc_run *run, const struct nsc_request *request,
		      struct nsc_err *err)
{
	return nsc_hidden(run, request, NSC_VERSION, err);
}

static const struct nsc_opt hidden_options[] = {
	{0, "all", NULL, "every undefined symbol, also where the source names it",
	 nsc_opt_take_all},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"hidden", hidden_options},  {"output", nsc_opts_view},
	{"inputs", nsc_opts_input},  {"policy", nsc_opts_terms},
	{"common", nsc_opts_common}, {NULL, NULL},
};

const struct nsc_command_row nsc_cmd_hidden = {
	"hidden",
	"[BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE ...]",
	"calls that the compiler puts in: which construct, at which line, what stops it",
	groups,
	run_hidden,
	"Of each undefined symbol of an own object: the source names it (--all), or\n"
	"names what the compiler made it of, or holds a construct that becomes such\n"
	"a call - a struct that is copied, a 64-bit division, a loop that fills\n"
	"memory - or a flag puts it in. The object says that there is a call and,\n"
	"with -g, at which line; what stands at that line is the construct. Without\n"
	"-g it is looked for in the function. Where nothing of the kind stands\n"
	"there, that is said, and nothing is guessed.\n\n"
	"Of sources without an object: what may be emitted. None of that is certain,\n"
	"and no gate fails for it.\n\n"
	"exit: 0; 2 wrong option or incomplete input; 3 internal or I/O fault\n",
};
