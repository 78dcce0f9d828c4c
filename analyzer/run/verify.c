/*
 * verify.c - see verify.h.
 */
#include "analyzer/run/verify.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- NSC903 -------------------------------------------------------------------------- */

/* Is what the compiler made of the slim objects in the map? */
static bool shows_lto(const struct nsc_session *session, const struct nsc_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map &&
		    nsc_graph_is_lto_output(text_of(session, graph->files.ptr[i].name))) {
			return true;
		}
	}
	return false;
}

static void find_slim(struct nsc_session *session, const struct nsc_run_target *target)
{
	const struct nsc_graph *graph = &target->graph;
	bool shown = target->has_image && shows_lto(session, graph);
	uint32_t i;

	for (i = 0; i < graph->files.len && !shown; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (!nsc_graph_is_slim(graph, i) || file->replaced_by != NSC_NO_ROW ||
		    !nsc_side_is_own(target->target.side[i]) ||
		    target->link.loaded[i] == NSC_NOT_LOADED) {
			continue;
		}
		nsc_diag(session->run->diags, NSC_DIAG_LTO,
			 nsc_place(graph->in.objects[file->object]->path, 0, 0),
			 "slim LTO object{}{}: it holds no machine code, and no link map "
			 "shows what becomes of it",
			 nsc_name_given(file->archive) ? " " : "",
			 nsc_name_given(file->archive) ? text_of(session, file->name)
						       : NOSTD_STR(""));
	}
}

/* -- names of the configuration ------------------------------------------------------ */

static bool is_component(const struct nsc_target *target, struct nsc_name name)
{
	size_t i;

	for (i = 0; i < target->components.len; i++) {
		if (nsc_name_eq(target->components.ptr[i].name, name)) {
			return true;
		}
	}
	return false;
}

static bool is_there(const struct nsc_target *target, struct nsc_name name)
{
	uint32_t symbol = nsc_graph_symbol_row(target->graph, name);

	return is_component(target, name) ||
	       (symbol != NSC_NO_ROW &&
		target->link->bound[symbol] != (uint8_t)NSC_BOUND_NONE);
}

static int require(const struct nsc_session *session, const struct nsc_run_target *target,
		   const struct nsc_said_text *said, struct nsc_err *err)
{
	if (!nsc_place_given(said->at) || is_there(&target->target, said->text)) {
		return 0;
	}
	return nsc_fail(
		err, NSC_ERR_CONFIG,
		"{}:{}:{}: found {:?}, expected a symbol or component of target {}: "
		"nothing of that name is in it",
		nsc_path_base(text_of(session, said->at.file)), said->at.line,
		said->at.column, text_of(session, said->text),
		text_of(session, target->name));
}

int nsc_target_verify(struct nsc_session *session, const struct nsc_run_target *target,
		      struct nsc_err *err)
{
	size_t i;

	find_slim(session, target);
	if (!target->said) {
		return 0;
	}
	if (require(session, target, &target->said->allocator, err) < 0) {
		return -1;
	}
	for (i = 0; i < target->said->budgets.len; i++) {
		if (require(session, target, &target->said->budgets.ptr[i].component,
			    err) < 0) {
			return -1;
		}
	}
	return require(session, target, &target->said->panic, err);
}
