/*
 * cmd_tree.c - `nostd-check tree`: who refers to whom.
 */
#include "analyzer/base/err.h"
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

static int take_invert(struct nsc_options *options, struct nostd_str value,
		       struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->invert, value);
	return 0;
}

static int take_prune(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->prune, value);
	return 0;
}

static int take_edges(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	(void)err;
	opt_words_push(&options->edges, value);
	return 0;
}

static int take_depth(struct nsc_options *options, struct nostd_str value,
		      struct nsc_err *err)
{
	struct nsc_tree_request *tree = &options->request.tree;

	if (nostd_str_eq(value, NOSTD_STR("own"))) {
		tree->own_only = true;
		return 0;
	}
	if (!nostd_str_to_u32(value, 10, &tree->depth)) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--depth {:?}: expected a number or own", value);
	}
	tree->has_depth = true;
	return 0;
}

static int take_no_dedupe(struct nsc_options *options, struct nostd_str value,
			  struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.tree.no_dedupe = true;
	return 0;
}

static int take_duplicates(struct nsc_options *options, struct nostd_str value,
			   struct nsc_err *err)
{
	(void)value;
	(void)err;
	options->request.tree.duplicates = true;
	return 0;
}

#define WORD_OPTION(function, member)                                            \
	static int function(struct nsc_options *options, struct nostd_str value, \
			    struct nsc_err *err)                                 \
	{                                                                        \
		(void)err;                                                       \
		options->request.tree.member = value;                            \
		return 0;                                                        \
	}

WORD_OPTION(take_nodes, nodes)
WORD_OPTION(take_prefix, prefix)
WORD_OPTION(take_charset, charset)

static int run_tree(struct nsc_run *run, const struct nsc_request *request,
		    struct nsc_err *err)
{
	return nsc_tree(run, request, NSC_VERSION, err);
}

static const struct nsc_opt tree_options[] = {
	{'i', "invert", "NAME",
	 "who needs NAME: a symbol, object, archive(member), component, part or [tier] "
	 "(* and ? stand for any text), or who includes a header",
	 take_invert},
	{'d', "duplicates", NULL,
	 "who needs what is there twice: one name from two places, two printf families",
	 take_duplicates},
	{0, "nodes", "SIZE", "component, object, section, symbol (default: by the roots)",
	 take_nodes},
	{0, "depth", "N", "levels below the roots; own: leave hosted code out",
	 take_depth},
	{0, "prune", "NAME", "hide NAME and what hangs below it", take_prune},
	{'e', "edges", "KINDS",
	 "call, addr, weak, startup, mention, shares, libcall, stub, unknown, all, or "
	 "no-KIND (default: all but libcall); include: what units include",
	 take_edges},
	{0, "no-dedupe", NULL, "expand again what was expanded before", take_no_dedupe},
	{0, "prefix", "KIND", "indent, depth, none", take_prefix},
	{0, "charset", "SET", "utf8, ascii (default: by the locale)", take_charset},
	{'f', "format", "FORMAT",
	 "text, json, dot, mermaid, or what a line says: {p} name, {m} member, {a} "
	 "archive or object, "
	 "{loc} place of the reference, {tier}, {cap}, {state}, {size}, {retained}; {{ "
	 "and }} "
	 "are braces",
	 nsc_opt_take_format},
	{0, NULL, NULL, NULL, NULL},
};

static const struct nsc_opt_group groups[] = {
	{"tree", tree_options},
	{"inputs", nsc_opts_input},
	{"policy", nsc_opts_terms},
	{"common", nsc_opts_common},
	{NULL, NULL},
};

const struct nsc_command_row nsc_cmd_tree = {
	"tree",
	"[BUILD_DIR | MAP | ELF | OBJECT | ARCHIVE ...]",
	"who refers to whom, as `cargo tree` shows crates",
	groups,
	run_tree,
	"Without --invert: the target, its own components, and the components and parts "
	"of the\n"
	"libc that they reach. `[std] fmt` is what a libc has of that tier and "
	"capability; names\n"
	"that no table knows count to the nearest part that needs them.\n\n"
	"With --invert, edges lead from NAME to those who need it. The way up ends where "
	"own\n"
	"code refers to hosted code: there it can be cut. The line has the place. With "
	"--depth\n"
	"it goes on above that; from own code to own code it always does.\n\n"
	"In an image only what is live is shown; if NAME itself is not, everything that "
	"refers\n"
	"to it is, with its state. (*): its children were shown before. `shares .text "
	"with`:\n"
	"inside a section the linker knows no calls; whoever enters it keeps all of it.\n"
	"libcall is what compilers call by themselves and what stays core. startup is "
	"what start\n"
	"files refer to, mention is all that a map without objects can tell. unknown is "
	"who\n"
	"calls a function by an address that was taken: `?` stands for it.\n\n"
	"--duplicates: nodes are symbols. Two functions of one name are two copies in "
	"the "
	"image;\n"
	"two engines of one family (vfprintf for files and for strings, or a small "
	"printf "
	"of\n"
	"your own beside the libc's) do the same job twice.\n\n"
	"exit: 0; 1 nothing to print; 2 unknown name, wrong option or incomplete input\n",
};
