/*
 * build_wraps.c - --wrap, as the link line has it, or seen by its effect: a map does not
 * tell the option.
 *
 * With --wrap=X an undefined X is __wrap_X, and an undefined __real_X is X (GNU ld
 * manual, 2.1, "--wrap"). It was given when some file of the link defines __wrap_X and
 * one of these holds, for without the option the link would look otherwise or fail:
 * - __real_X is asked for, and nobody defines it;
 * - X is asked for, and nobody defines it;
 * - the cross references list a user of __wrap_X, and no object names it.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* What the files of the link do with a symbol. */
enum seen { SEEN_DEFINED = 1, SEEN_MENTIONED = 2, SEEN_IN_CREF = 4 };

struct wraps {
	struct nsc_builder *builder;
	uint8_t *seen;      /* by symbol: enum seen */
	uint32_t *meant_by; /* by symbol: what it is when undefined, + 1; 0: itself */
	bool after_binding; /* lld: wrapped when all is taken, in the defining file too */
};

static void see_files(struct wraps *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	size_t i;
	uint32_t k;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (!file->in_map || file->basis != NSC_FROM_OBJECT) {
			continue;
		}
		for (k = file->def_first; k < file->def_first + file->def_count; k++) {
			of->seen[graph->defs.ptr[k].symbol] |= SEEN_DEFINED;
		}
		for (k = file->mention_first;
		     k < file->mention_first + file->mention_count; k++) {
			of->seen[graph->mentions.ptr[k].symbol] |= SEEN_MENTIONED;
		}
	}
}

/* What the script or --defsym defines, and who is listed as a user. */
static void see_map(struct wraps *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	const struct nsc_map_facts *map = graph->in.map;
	size_t i;

	for (i = 0; i < graph->symbols.len; i++) {
		if (graph->symbols.ptr[i].assigned) {
			of->seen[i] |= SEEN_DEFINED;
		}
	}
	for (i = 0; i < map->cref.len; i++) {
		uint32_t symbol = nsc_graph_symbol_row(graph, map->cref.ptr[i].symbol);

		if (symbol != NSC_NO_ROW && map->cref.ptr[i].role == NSC_CREF_MENTIONS) {
			of->seen[symbol] |= SEEN_IN_CREF;
		}
	}
}

/* The symbol "PREFIXname" without its prefix, or name with another one. */
static uint32_t renamed(const struct wraps *of, const char *prefix, struct nostd_str name)
{
	const struct nsc_graph *graph = of->builder->graph;
	struct nostd_string text = nostd_string_new();
	uint32_t row;

	nostd_format(&text, "{}{}", prefix, name);
	row = nsc_graph_symbol_row(graph, nsc_name_find(graph->names,
							nostd_string_as_str(&text)));
	nostd_string_drop(&text);
	return row;
}

static bool is_asked_in_vain(const struct wraps *of, uint32_t symbol)
{
	return symbol != NSC_NO_ROW &&
	       (of->seen[symbol] & (SEEN_DEFINED | SEEN_MENTIONED)) == SEEN_MENTIONED;
}

static void take_wrapper(struct wraps *of, uint32_t wrapper)
{
	const struct nsc_graph *graph = of->builder->graph;
	struct nostd_str name =
		nsc_name_text(graph->names, graph->symbols.ptr[wrapper].name);
	uint32_t plain, real;

	if (!(of->seen[wrapper] & SEEN_DEFINED) ||
	    !nostd_str_strip_prefix(&name, NOSTD_STR("__wrap_"))) {
		return;
	}
	plain = renamed(of, "", name);
	real = renamed(of, "__real_", name);
	if (plain == NSC_NO_ROW ||
	    (!is_asked_in_vain(of, real) && !is_asked_in_vain(of, plain) &&
	     (of->seen[wrapper] & (SEEN_IN_CREF | SEEN_MENTIONED)) != SEEN_IN_CREF)) {
		return;
	}
	of->meant_by[plain] = wrapper + 1;
	if (is_asked_in_vain(of, real)) {
		of->meant_by[real] = plain + 1;
	}
}

static uint32_t meant(const struct wraps *of, uint32_t symbol)
{
	return of->meant_by[symbol] != 0 ? of->meant_by[symbol] - 1 : symbol;
}

/* Only what the object leaves undefined is wrapped. */
static bool is_undefined(const struct nsc_graph *graph, const struct nsc_graph_ref *ref)
{
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[ref->from].file];
	const struct nsc_object_facts *facts;
	const struct nsc_object_reloc *reloc;

	if (ref->local || file->basis != NSC_FROM_OBJECT) {
		return false;
	}
	facts = graph->in.objects[file->object];
	reloc = &facts->relocs.ptr[ref->evidence];
	return facts->symbols.ptr[reloc->symbol].where == NSC_WHERE_UNDEFINED;
}

static void rename_uses(struct wraps *of)
{
	struct nsc_graph *graph = of->builder->graph;
	size_t i;

	for (i = 0; i < graph->mentions.len && !of->after_binding; i++) {
		graph->mentions.ptr[i].symbol = meant(of, graph->mentions.ptr[i].symbol);
	}
	for (i = 0; i < graph->refs.len; i++) {
		if (!graph->refs.ptr[i].local &&
		    (of->after_binding || is_undefined(graph, &graph->refs.ptr[i]))) {
			graph->refs.ptr[i].to = meant(of, graph->refs.ptr[i].to);
		}
	}
}

/* "PREFIXname", a symbol from now on. */
static uint32_t made(struct nsc_builder *builder, const char *prefix,
		     struct nsc_name name)
{
	struct nsc_names *names = builder->graph->names;
	struct nostd_string text = nostd_string_new();
	uint32_t row;

	nostd_format(&text, "{}{}", prefix, nsc_name_text(names, name));
	row = nsc_build_symbol(builder, nsc_name(names, nostd_string_as_str(&text)));
	nostd_string_drop(&text);
	return row;
}

static void take_options(struct wraps *of)
{
	const struct nsc_link_line *line = of->builder->graph->in.line;
	uint32_t *rows = nostd_bump_array(of->builder->run->scratch, uint32_t,
					  3 * line->wraps.len);
	size_t i;

	for (i = 0; i < line->wraps.len; i++) {
		rows[3 * i] = made(of->builder, "", line->wraps.ptr[i]);
		rows[3 * i + 1] = made(of->builder, "__wrap_", line->wraps.ptr[i]);
		rows[3 * i + 2] = made(of->builder, "__real_", line->wraps.ptr[i]);
	}
	of->meant_by = nostd_bump_array(of->builder->run->scratch, uint32_t,
					of->builder->graph->symbols.len);
	for (i = 0; i < line->wraps.len; i++) {
		of->meant_by[rows[3 * i]] = rows[3 * i + 1] + 1;
		of->meant_by[rows[3 * i + 2]] = rows[3 * i] + 1;
	}
}

void nsc_build_wraps(struct nsc_builder *builder)
{
	struct nsc_graph *graph = builder->graph;
	struct nostd_bump_mark mark = nostd_bump_mark(builder->run->scratch);
	struct wraps of = {builder, NULL, NULL, false};
	size_t count = graph->symbols.len;
	uint32_t i;

	if (graph->in.line) {
		take_options(&of);
		of.after_binding = graph->in.line->linker == NSC_LINKER_LLD;
		rename_uses(&of);
		nostd_bump_reset(builder->run->scratch, mark);
		return;
	}
	if (!graph->in.map) {
		return;
	}
	of.seen = nostd_bump_array(builder->run->scratch, uint8_t, count);
	of.meant_by = nostd_bump_array(builder->run->scratch, uint32_t, count);
	see_files(&of);
	see_map(&of);
	for (i = 0; i < count; i++) {
		take_wrapper(&of, i);
	}
	rename_uses(&of);
	nostd_bump_reset(builder->run->scratch, mark);
}
