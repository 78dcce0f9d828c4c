/*
 * cmd_dump.c - `nostd-check dump`: what one input says.
 */
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int run_dump(struct nsc_run *run, const struct nsc_request *request,
		    struct nsc_err *err)
{
	return nsc_dump(run, request, NSC_VERSION, err);
}

static const struct nsc_opt_group groups[] = {
	{"output", nsc_opts_view},
	{"sources", nsc_opts_units},
	{"links", nsc_opts_link},
	{"common", nsc_opts_common},
	{NULL, NULL},
};

const struct nsc_command_row nsc_cmd_dump = {
	"dump",
	"[FILE ...]",
	"what one input says, before anything is joined or judged",
	groups,
	run_dump,
	"FILE is told by its content:\n"
	"  a link map               members pulled in and why, memory map, symbols, what "
	"was\n"
	"                           discarded, cross references\n"
	"  an object or archive,    members with sections, what they define, what they "
	"want\n"
	"  a linked ELF file        and from where\n"
	"  compile_commands.json,   each unit: file, folder, object, compiler, target, "
	"and "
	"whether\n"
	"  or a build folder        it is freestanding or a host tool, and why\n"
	"  a source                 what its units refer to, define and include; -p "
	"names "
	"the\n"
	"                           build folder, else the nearest database is asked\n"
	"  --link-cmd               the map that the linker would write, by a replay of "
	"the\n"
	"                           command alone\n\n"
	"JSON: one document for each of them, in this order, one behind the other (as jq "
	"reads\n"
	"them); a source that is compiled in several ways has one for each.\n\n"
	"exit: 0; 2 a file that cannot be read, or not whole: what was understood is "
	"printed,\n"
	"and standard error says what is missing\n",
};
