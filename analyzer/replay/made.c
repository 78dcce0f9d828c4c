/*
 * made.c - see made.h.
 */
#include "analyzer/replay/made.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/layout.h"

struct nsc_made {
	uint8_t *of_row;             /* by row of the map's sections */
	struct nsc_row_vec slots;    /* references that ask for a slot */
	struct nsc_row_vec indirect; /* nodes that define an IFUNC */
};

/* Relocations that ask for a slot of the table, by machine (processor supplements). */
static const struct {
	uint16_t machine, first, last;
} asking[] = {
	{62, 3, 3},      /* x86-64: GOT32 */
	{62, 9, 9},      /* GOTPCREL */
	{62, 22, 22},    /* GOTTPOFF */
	{62, 27, 28},    /* GOT64, GOTPCREL64 */
	{62, 41, 42},    /* GOTPCRELX, REX_GOTPCRELX */
	{40, 26, 26},    /* Arm: GOT_BREL */
	{40, 96, 96},    /* GOT_PREL */
	{40, 104, 105},  /* TLS_GD32, TLS_LDM32 */
	{40, 107, 107},  /* TLS_IE32 */
	{243, 20, 22},   /* RISC-V: GOT_HI20, TLS_GOT_HI20, TLS_GD_HI20 */
	{183, 300, 312}, /* AArch64: GOT */
	{183, 512, 573}, /* AArch64: TLS */
};

static bool asks(const struct nsc_graph *graph, const struct nsc_graph_ref *ref)
{
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[ref->from].file];
	const struct nsc_object_facts *object;
	const struct nsc_object_reloc *reloc;
	uint16_t machine;
	size_t i;

	if (file->basis != NSC_FROM_OBJECT || file->object == NSC_NO_ROW ||
	    ref->evidence == NSC_NO_ROW) {
		return false;
	}
	object = graph->in.objects[file->object];
	reloc = &object->relocs.ptr[ref->evidence];
	machine = object->members.ptr[file->member].machine;
	for (i = 0; i < sizeof(asking) / sizeof(asking[0]); i++) {
		if (machine == asking[i].machine && reloc->type >= asking[i].first &&
		    reloc->type <= asking[i].last) {
			return true;
		}
	}
	return false;
}

static uint8_t kind_of_name(struct nostd_str name)
{
	static const char *const slots[] = {".got", ".got.plt", ".rela.got", ".rel.got"};
	static const char *const indirect[] = {".iplt", ".igot", ".igot.plt",
					       ".rela.iplt", ".rel.iplt"};
	size_t i;

	for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		if (nostd_str_eq(name, nostd_str_from_c(slots[i]))) {
			return NSC_MADE_SLOTS;
		}
	}
	for (i = 0; i < sizeof(indirect) / sizeof(indirect[0]); i++) {
		if (nostd_str_eq(name, nostd_str_from_c(indirect[i]))) {
			return NSC_MADE_INDIRECT;
		}
	}
	return NSC_MADE_NONE;
}

/* Rows of the map that no file has; false: there is none. */
static bool find_rows(const struct nsc_priced *priced, struct nsc_made *made)
{
	const struct nsc_graph *graph = priced->graph;
	const struct nsc_map_section_vec *rows = &graph->in.map->sections;
	bool any = false;
	uint32_t i;

	for (i = 0; i < rows->len; i++) {
		if (priced->node_of[i] == NSC_NO_ROW && rows->ptr[i].size != 0) {
			made->of_row[i] = kind_of_name(
				nsc_name_text(graph->names, rows->ptr[i].name));
			any = any || made->of_row[i] != NSC_MADE_NONE;
		}
	}
	return any;
}

static void find_indirect(const struct nsc_graph *graph, struct nsc_made *made)
{
	uint32_t i, s;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		const struct nsc_graph_file *file = &graph->files.ptr[node->file];
		const struct nsc_object_facts *object;
		const struct nsc_member *member;

		if (!(node->flags & NSC_NODE_CODE) || file->object == NSC_NO_ROW ||
		    node->section == NSC_NO_ROW || node->kind != NSC_NODE_SECTION) {
			continue;
		}
		object = graph->in.objects[file->object];
		member = &object->members.ptr[file->member];
		for (s = member->symbol_first;
		     s < member->symbol_first + member->symbol_count; s++) {
			if (object->symbols.ptr[s].type == NSC_SYMBOL_IFUNC &&
			    object->symbols.ptr[s].section == node->section) {
				nsc_row_vec_push(&made->indirect, i);
				break;
			}
		}
	}
}

void nsc_made_find(struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	struct nostd_bump *keep = priced->run->keep;
	struct nsc_made *made = nostd_bump_new(keep, struct nsc_made);
	uint32_t i;

	made->of_row = nostd_bump_array(keep, uint8_t, graph->in.map->sections.len);
	made->slots = nsc_row_vec_new_in(nostd_bump_in(keep));
	made->indirect = nsc_row_vec_new_in(nostd_bump_in(keep));
	if (!find_rows(priced, made)) {
		return;
	}
	for (i = 0; i < graph->refs.len; i++) {
		if (asks(graph, &graph->refs.ptr[i])) {
			nsc_row_vec_push(&made->slots, i);
		}
	}
	find_indirect(graph, made);
	priced->made = made;
}

enum nsc_made_kind nsc_made_of(const struct nsc_priced *priced, uint32_t row)
{
	return priced->made ? (enum nsc_made_kind)priced->made->of_row[row]
			    : NSC_MADE_NONE;
}

static bool asked_for(const struct nsc_layout *layout, enum nsc_made_kind kind)
{
	const struct nsc_made *made = layout->priced->made;
	uint32_t i;

	for (i = 0; kind == NSC_MADE_SLOTS && i < made->slots.len; i++) {
		uint32_t ref = made->slots.ptr[i];

		if (nsc_layout_has(layout, layout->priced->graph->refs.ptr[ref].from) &&
		    !nsc_cut_has(layout->cut, ref)) {
			return true;
		}
	}
	for (i = 0; kind == NSC_MADE_INDIRECT && i < made->indirect.len; i++) {
		if (nsc_layout_has(layout, made->indirect.ptr[i])) {
			return true;
		}
	}
	return false;
}

bool nsc_made_is_gone(const struct nsc_layout *layout, enum nsc_made_kind kind)
{
	struct nsc_layout base = {.priced = layout->priced, .link = layout->priced->base};

	return layout->priced->made && kind != NSC_MADE_NONE &&
	       !asked_for(layout, kind) && asked_for(&base, kind);
}
