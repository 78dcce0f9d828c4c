/*
 * cmd_size.c - `nostd-check size`: what takes how many bytes, and keeps how many.
 */
#include "analyzer/base/err.h"
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int take_by(struct nsc_options *options, struct nostd_str value,
		   struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->by, value);
	return 0;
}

static int take_cut(struct nsc_options *options, struct nostd_str value,
		    struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->cuts, value);
	return 0;
}

static int take_limit(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	if (!nostd_str_to_u32(value, 10, &options->request.size.limit)) {
		return nsc_fail(err, NSC_ERR_USAGE, "--limit {:?}: expected a number",
				value);
	}
	return 0;
}

static int run_size(struct nsc_run *run, const struct nsc_request *request,
		    struct nsc_err *err)
{
	return nsc_size(run, request, NSC_VERSION, err);
}

static const struct nsc_opt size_options[] = {
	{0, "by", "LIST",
	 "component, object, archive, member, section, symbol, tier, capability, region "
	 "(default: component)",
	 take_by},
	{'n', "limit", "N", "rows of each table; 0: all (default)", take_limit},
	{0, "what-if-cut", "FROM:TO",
	 "also the bytes that leave if nothing in FROM refers to TO: symbols, objects, "
	 "archive(member)s, components, parts, [tier]s; * and ? stand for any text",
	 take_cut},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"size", size_options},      {"output", nsc_opts_view},
	{"inputs", nsc_opts_input},  {"policy", nsc_opts_terms},
	{"common", nsc_opts_common}, {NULL, NULL},
};

const struct nsc_command_row nsc_cmd_size = {
	"size",
	"[BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE ...]",
	"what takes how many bytes, and what goes with it",
	groups,
	run_size,
	"First the totals as `size -B` prints them, and how full each memory region is, "
	"as the\n"
	"linker's --print-memory-usage counts.\n\n"
	"flash is what has a load address, the image of .data too; RAM is what can be "
	"written at\n"
	"run time. Own bytes are those of the thing itself; with the lines below them, "
	"which\n"
	"belong to nobody, they are all there is. Retained bytes leave when nothing else "
	"refers\n"
	"to it any more: the link is done again without these references. That takes a "
	"link map\n"
	"and all objects; it is never estimated. Retained bytes of two rows may be the "
	"same ones.\n\n"
	"`[std] fmt` is what a libc has of that tier and capability; names that no table "
	"knows\n"
	"count to the nearest part that needs them.\n\n"
	"exit: 0; 2 unknown name, wrong option or incomplete input; 3 internal or I/O "
	"fault\n",
};
