/*
 * cmd_why.c - `nostd-check why`: why a thing is there.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int take_state(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)err;
	options->request.state = value;
	return 0;
}

static int take_taken(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.taken = true;
	return 0;
}

static int run_why(struct nsc_run *run, const struct nsc_request *request,
		   struct nsc_err *err)
{
	if (request->taken) {
		return nsc_why_taken(run, request, err);
	}
	return nsc_why(run, request, NSC_VERSION, err);
}

static const struct nsc_opt why_options[] = {
	{0, "all", NULL, "every edge that can be cut, by symbol, dearest first",
	 nsc_opt_take_all},
	{0, "state", "STATE",
	 "how far it must have got for exit code 0: referenced, extracted, live "
	 "(default: "
	 "live in an image, else referenced)",
	 take_state},
	{0, "taken", NULL,
	 "only how the linker came to take it from an archive, by the reasons of one MAP",
	 take_taken},
	{0, "format", "FORMAT", "text or json", nsc_opt_take_format},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"why", why_options},
	{"inputs", nsc_opts_input},
	{"policy", nsc_opts_terms},
	{"common", nsc_opts_common},
	{NULL, NULL},
};

const struct nsc_command_row nsc_cmd_why = {
	"why",
	"NAME [BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE ...]",
	"why a symbol, object, archive(member), component, [tier] or header is there",
	groups,
	run_why,
	"The shortest chain: from what the linker keeps in any case (the entry, a vector "
	"table,\n"
	"-u, what a library exports) to the line that refers to hosted code, and from "
	"there down\n"
	"to NAME. `=>` is the step that can be cut; cost is what goes with it. A chain "
	"that a\n"
	"line of your own code begins comes before one that start files or the link line "
	"begin.\n\n"
	"What an archive provides was taken for an undefined symbol. How, is told too "
	"where that\n"
	"has nothing to do with what keeps it, or when nothing keeps it; -v: always. "
	"--taken\n"
	"tells nothing else, without looking at the rest of a large map; exit: 0 it was "
	"taken,\n"
	"1 no reason names it.\n\n"
	"Of a header: the chains of includes that lead to it, what own code needs of it, "
	"and "
	"which\n"
	"freestanding header would do.\n\n"
	"exit: 0 it is live in the image, or referenced where nothing is linked; 1 it is "
	"not, or\n"
	"no input has that name; 2 wrong option or incomplete input\n",
};
