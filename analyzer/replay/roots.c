/*
 * roots.c - see roots.h and link-semantics.md 3.
 *
 * Sources: ld/ldlang.c and bfd/elflink.c, gold/object.cc and gold/script-sections.cc of
 * binutils 2.40; lld/ELF/MarkLive.cpp, 14 and 19; elf/gc-sections.cc of mold 1.10.
 */
#include "analyzer/replay/roots.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/pattern.h"
#include "analyzer/replay/replay.h"

/* ELF gABI, chapter 4, and the Arm supplement. */
enum {
	SHT_INIT_ARRAY = 14,
	SHT_FINI_ARRAY = 15,
	SHT_PREINIT_ARRAY = 16,
	SHT_ARM_EXIDX = 0x70000001
};

uint8_t nsc_mark_rules_of(uint8_t linker)
{
	switch ((enum nsc_linker)linker) {
	case NSC_LINKER_BFD:
		break;
	case NSC_LINKER_GOLD:
		return NSC_MARK_BOUNDS;
	case NSC_LINKER_LLD:
		return NSC_MARK_GROUPS | NSC_MARK_FOLLOWERS;
	case NSC_LINKER_MOLD:
		return NSC_MARK_BOUNDS;
	}
	return NSC_MARK_ALL;
}

/* A plan, and the file names that patterns of its script are matched against. */
struct roots {
	const struct nsc_plan *plan;
	const struct nsc_graph *graph;
	struct nsc_pattern_file file; /* of the newest node */
};

static struct nostd_str text_of(const struct roots *of, struct nsc_name name)
{
	return nsc_name_text(of->graph->names, name);
}

/* -- scripts ------------------------------------------------------------------------- */

static bool is_excluded(const struct roots *of, const struct nsc_script_pattern *pattern)
{
	const struct nsc_link_line *line = of->plan->line;
	uint32_t i;

	for (i = 0; i < pattern->exclude_count; i++) {
		struct nsc_name name = line->excluded.ptr[pattern->exclude_first + i];

		if (nsc_pattern_takes_file(line->linker, text_of(of, name), &of->file)) {
			return true;
		}
	}
	return false;
}

static bool takes_excluded_too(const struct roots *of,
			       const struct nsc_script_pattern *pattern,
			       const struct nsc_graph_node *node)
{
	return nsc_pattern_takes(text_of(of, pattern->section),
				 text_of(of, node->name)) &&
	       nsc_pattern_takes_file(of->plan->line->linker, text_of(of, pattern->file),
				      &of->file);
}

static bool takes(const struct roots *of, const struct nsc_script_pattern *pattern,
		  const struct nsc_graph_node *node)
{
	return takes_excluded_too(of, pattern, node) && !is_excluded(of, pattern);
}

/*
 * A member of a thin archive is a file like others to GNU ld; to gold and lld it is the
 * archive's.
 */
static void look_at_thin(struct roots *of, const struct nsc_graph_file *file)
{
	const struct nsc_object_facts *facts;

	if (of->plan->linker == NSC_LINKER_BFD || file->object == NSC_NO_ROW ||
	    file->basis != NSC_FROM_OBJECT) {
		return;
	}
	facts = of->graph->in.objects[file->object];
	if (facts->container == NSC_THIN_ARCHIVE) {
		of->file.archive = text_of(of, facts->path);
		if (nostd_str_strip_prefix(&of->file.name,
					   nsc_path_folder(of->file.archive))) {
			(void)nostd_str_strip_prefix(&of->file.name, NOSTD_STR("/"));
		}
	}
}

static void look_at(struct roots *of, const struct nsc_graph_node *node)
{
	const struct nsc_graph_file *file = &of->graph->files.ptr[node->file];

	of->file.archive = text_of(of, file->archive);
	of->file.name = text_of(of, file->name);
	of->file.folder = text_of(of, of->plan->line->folder);
	look_at_thin(of, file);
}

/* The first pattern that takes a node; NULL: none. */
static const struct nsc_script_pattern *first_pattern(struct roots *of,
						      const struct nsc_graph_node *node)
{
	const struct nsc_script_pattern_vec *all = &of->plan->line->patterns;
	size_t i;

	look_at(of, node);
	for (i = 0; i < all->len; i++) {
		if (takes(of, &all->ptr[i], node)) {
			return &all->ptr[i];
		}
	}
	return NULL;
}

/* GNU ld and lld keep for any KEEP that matches; gold for the pattern that takes it. */
static bool is_kept_by_script(struct roots *of, const struct nsc_graph_node *node)
{
	const struct nsc_script_pattern_vec *all = &of->plan->line->patterns;
	const struct nsc_script_pattern *first;
	size_t i;

	if (of->plan->linker == NSC_LINKER_GOLD) {
		first = first_pattern(of, node);
		return first && first->keep;
	}
	look_at(of, node);
	for (i = 0; i < all->len; i++) {
		/* lld does not look at EXCLUDE_FILE here (LinkerScript::shouldKeep). */
		if (all->ptr[i].keep &&
		    (of->plan->linker == NSC_LINKER_LLD
			     ? takes_excluded_too(of, &all->ptr[i], node)
			     : takes(of, &all->ptr[i], node))) {
			return true;
		}
	}
	return false;
}

struct nsc_name nsc_script_output(const struct nsc_plan *plan,
				  const struct nsc_graph *graph, uint32_t node)
{
	struct roots of = {plan, graph, {{NULL, 0}, {NULL, 0}, {NULL, 0}}};
	const struct nsc_script_pattern *first =
		first_pattern(&of, &graph->nodes.ptr[node]);

	return first ? first->output : (struct nsc_name){0};
}

/* -- types and names ----------------------------------------------------------------- */

static uint32_t type_of(const struct nsc_graph *graph, const struct nsc_graph_node *node)
{
	const struct nsc_graph_file *file = &graph->files.ptr[node->file];

	return file->basis == NSC_FROM_OBJECT && node->section != NSC_NO_ROW
		       ? graph->in.objects[file->object]->sections.ptr[node->section].type
		       : 0;
}

static bool is_array(uint32_t type)
{
	return type == SHT_INIT_ARRAY || type == SHT_FINI_ARRAY ||
	       type == SHT_PREINIT_ARRAY;
}

static bool begins_with(struct nostd_str name, const char *const *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_starts_with(name, nostd_str_from_c(all[i]))) {
			return true;
		}
	}
	return false;
}

#define BEGINS_WITH(name, all) begins_with((name), (all), sizeof(all) / sizeof((all)[0]))

static bool is_c_identifier(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < name.len; i++) {
		char byte = name.ptr[i];
		bool letter = (byte >= 'a' && byte <= 'z') ||
			      (byte >= 'A' && byte <= 'Z') || byte == '_';

		if (!letter && !(byte >= '0' && byte <= '9' && i > 0)) {
			return false;
		}
	}
	return name.len != 0;
}

/* gold/object.cc, is_section_name_included(). */
static bool gold_keeps(struct nostd_str name)
{
	static const char *const kept[] = {".ctors", ".dtors",        ".note",
					   ".init",  ".fini",         ".gcc_except_table",
					   ".jcr",   ".preinit_array"};

	return BEGINS_WITH(name, kept);
}

/* lld/ELF/MarkLive.cpp, isReserved(). */
static bool lld_keeps(struct nostd_str name)
{
	static const char *const kept[] = {".init_array", ".ctors", ".dtors"};

	return BEGINS_WITH(name, kept) || nostd_str_eq(name, NOSTD_STR(".init")) ||
	       nostd_str_eq(name, NOSTD_STR(".fini")) ||
	       nostd_str_eq(name, NOSTD_STR(".jcr"));
}

/* elf/gc-sections.cc, should_keep(). */
static bool mold_keeps(struct nostd_str name)
{
	static const char *const kept[] = {".ctors", ".dtors", ".init", ".fini"};

	return BEGINS_WITH(name, kept) || is_c_identifier(name);
}

static bool is_kept_by_linker(const struct roots *of, const struct nsc_graph_node *node)
{
	uint32_t type = type_of(of->graph, node);
	struct nostd_str name = text_of(of, node->name);

	switch ((enum nsc_linker)of->plan->linker) {
	case NSC_LINKER_BFD:
		return false;
	case NSC_LINKER_GOLD:
		return is_array(type) || gold_keeps(name);
	case NSC_LINKER_LLD:
		return is_array(type) || lld_keeps(name);
	case NSC_LINKER_MOLD:
		return is_array(type) || type == SHT_ARM_EXIDX || mold_keeps(name);
	}
	return false;
}

/* -- marking ------------------------------------------------------------------------- */

static bool is_loaded(const struct nsc_link *link, uint32_t node)
{
	return link->loaded[link->graph->nodes.ptr[node].file] != NSC_NOT_LOADED;
}

/* -shared, -E: what the outside may refer to. */
static void set_roots_of_exports(const struct roots *of, struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; of->plan->line->shared && i < of->graph->symbols.len; i++) {
		uint32_t row = nsc_link_def(link, i);
		const struct nsc_graph_def *def =
			row == NSC_NO_ROW ? NULL : &of->graph->defs.ptr[row];

		if (def && def->exported && def->node != NSC_NO_ROW &&
		    link->root[def->node] == NSC_ROOT_NONE) {
			link->root[def->node] = NSC_ROOT_EXPORTED;
		}
	}
}

static void set_roots(struct roots *of, struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; i < of->graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &of->graph->nodes.ptr[i];

		if (link->root[i] != NSC_ROOT_NONE || !is_loaded(link, i)) {
			continue;
		}
		if (node->flags & NSC_NODE_RETAIN) {
			link->root[i] = NSC_ROOT_RETAIN;
		} else if (is_kept_by_linker(of, node) || is_kept_by_script(of, node)) {
			link->root[i] = NSC_ROOT_KEEP;
		}
	}
}

/* _init and _fini, or what -init and -fini name. */
static void set_root_of(const struct roots *of, struct nsc_link *link,
			struct nsc_name name)
{
	uint32_t symbol = nsc_graph_symbol_row(of->graph, name);
	uint32_t def =
		symbol == NSC_NO_ROW
			? NSC_NO_ROW
			: nsc_link_def(link, nsc_replay_meant(of->plan, link, symbol));
	uint32_t node = def == NSC_NO_ROW ? NSC_NO_ROW : of->graph->defs.ptr[def].node;

	if (node != NSC_NO_ROW && link->root[node] == NSC_ROOT_NONE) {
		link->root[node] = NSC_ROOT_KEEP;
	}
}

static void set_root_of_use(const struct roots *of, struct nsc_link *link,
			    struct nsc_name name)
{
	if (of->plan->linker != NSC_LINKER_GOLD ||
	    !nsc_assign_hides(of->graph, nsc_graph_symbol_row(of->graph, name))) {
		set_root_of(of, link, name);
	}
}

/* Does an assignment keep what its expression names? GNU ld and mold have none such. */
static bool keeps_uses(const struct roots *of, const struct nsc_link *link,
		       const struct nsc_assignment *row)
{
	uint32_t symbol = nsc_graph_symbol_row(of->graph, row->symbol);

	return of->plan->linker != NSC_LINKER_LLD || row->kind != NSC_ASSIGN_PROVIDE ||
	       !nsc_lld_weighs_provide(of->plan->line) ||
	       (link->bound[symbol] != NSC_BOUND_DEF &&
		(link->mentioned[symbol] != NSC_MENTION_NONE ||
		 of->graph->symbols.ptr[symbol].def_count != 0));
}

/* gold and lld keep what expressions name. */
static void set_roots_of_uses(const struct roots *of, struct nsc_link *link)
{
	const struct nsc_link_line *line = of->plan->line;
	uint32_t i, k;

	if (of->plan->linker != NSC_LINKER_GOLD && of->plan->linker != NSC_LINKER_LLD) {
		return;
	}
	for (i = 0; i < line->assignments.len; i++) {
		const struct nsc_assignment *row = &line->assignments.ptr[i];

		for (k = row->use_first;
		     k < row->use_first + row->use_count && keeps_uses(of, link, row);
		     k++) {
			set_root_of_use(of, link, line->uses.ptr[k]);
		}
	}
}

/*
 * What the code of a slim object will refer to is not known: all that its IR names, for
 * the compiler drops references, and adds none but those that no table has.
 */
static void set_roots_of_ir(const struct roots *of, struct nsc_link *link)
{
	uint32_t i, m;

	for (i = 0; i < of->graph->files.len; i++) {
		const struct nsc_graph_file *file = &of->graph->files.ptr[i];

		if (!nsc_graph_is_slim(of->graph, i) ||
		    link->loaded[i] == NSC_NOT_LOADED) {
			continue;
		}
		for (m = file->mention_first;
		     m < file->mention_first + file->mention_count; m++) {
			uint32_t symbol = of->graph->mentions.ptr[m].symbol;

			set_root_of(of, link, of->graph->symbols.ptr[symbol].name);
		}
	}
}

/* All linkers discard after they mark: what a kept section refers to stays (measured). */
static void discard(struct roots *of, struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; i < of->graph->nodes.len; i++) {
		const struct nsc_script_pattern *first;

		if (!is_loaded(link, i) || link->live[i] != NSC_LIVE_YES) {
			continue;
		}
		first = first_pattern(of, &of->graph->nodes.ptr[i]);
		if (first &&
		    nostd_str_eq(text_of(of, first->output), NOSTD_STR("/DISCARD/"))) {
			link->live[i] = NSC_LIVE_DISCARDED;
		}
	}
}

void nsc_mark_by_rules(struct nsc_run *run, const struct nsc_plan *plan,
		       const struct nsc_cut *cut, struct nsc_link *link)
{
	struct roots of = {plan, link->graph, {{NULL, 0}, {NULL, 0}, {NULL, 0}}};

	link->collects = plan->line->gc;
	link->rules = nsc_mark_rules_of(plan->linker);
	if (!plan->line->start_stop_gc) {
		link->rules |= NSC_MARK_BOUNDS;
	} else {
		link->rules &= (uint8_t)~NSC_MARK_BOUNDS;
	}
	set_roots(&of, link);
	set_root_of(&of, link, plan->line->init);
	set_root_of(&of, link, plan->line->fini);
	set_roots_of_uses(&of, link);
	set_roots_of_exports(&of, link);
	set_roots_of_ir(&of, link);
	nsc_link_mark(run, link, NULL, cut);
	link->rules |= NSC_MARK_DISCARDED;
	discard(&of, link);
}
