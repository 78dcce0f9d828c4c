/*
 * build_objects.c - objects and archive members as files, sections as nodes, relocations
 * as references.
 *
 * Where there is a map, only what the map's link was given takes part: its objects, and
 * every member of its archives, for a replay must know what else could have come in.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/section.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* ELF gABI, chapter 4, and the Arm and GNU supplements. */
enum { SHT_NOTE = 7, SHT_NOBITS = 8, SHT_ARM_EXIDX = 0x70000001 };
enum {
	SHF_WRITE = 1 << 0,
	SHF_ALLOC = 1 << 1,
	SHF_EXECINSTR = 1 << 2,
	SHF_MERGE = 1 << 4,
	SHF_STRINGS = 1 << 5,
	SHF_LINK_ORDER = 1 << 7,
	SHF_GNU_RETAIN = 1 << 21
};

/* A file under construction: which node each of its sections became. */
struct object_file {
	struct nsc_builder *builder;
	const struct nsc_object_facts *facts;
	const struct nsc_member *member;
	uint32_t file;
	uint32_t *node_of; /* by section of the member */
	uint32_t common;   /* node, or NSC_NO_ROW */
};

static uint16_t node_flags(const struct nsc_object_section *section)
{
	uint64_t flags = section->flags;
	unsigned all = flags & SHF_ALLOC ? NSC_NODE_ALLOC : 0;

	all |= flags & SHF_EXECINSTR ? NSC_NODE_CODE : 0;
	all |= flags & SHF_WRITE ? NSC_NODE_WRITE : 0;
	all |= flags & SHF_MERGE ? NSC_NODE_MERGE : 0;
	all |= (flags & SHF_MERGE) && (flags & SHF_STRINGS) ? NSC_NODE_STRINGS : 0;
	all |= flags & SHF_GNU_RETAIN ? NSC_NODE_RETAIN : 0;
	all |= section->type == SHT_NOBITS ? NSC_NODE_NOBITS : 0;
	all |= section->type == SHT_NOTE && !nsc_name_given(section->group)
		       ? NSC_NODE_RETAIN
		       : 0;
	all |= section->type == SHT_ARM_EXIDX ? NSC_NODE_UNWIND : 0;
	return (uint16_t)all;
}

static bool is_eh_frame(const struct object_file *of, struct nsc_name name)
{
	return nostd_str_eq(nsc_name_text(of->builder->graph->names, name),
			    NOSTD_STR(".eh_frame"));
}

/* What groups were before there were groups (gcc before 4; still made by hand). */
static bool is_linkonce(const struct object_file *of, struct nsc_name name)
{
	return nostd_str_starts_with(nsc_name_text(of->builder->graph->names, name),
				     NOSTD_STR(".gnu.linkonce."));
}

static void add_section(struct object_file *of, uint32_t row)
{
	const struct nsc_object_section *section = &of->facts->sections.ptr[row];
	struct nsc_graph_node node = {0};

	if (!nsc_section_may_be_loaded(nsc_name_text(of->builder->graph->names,
						     section->name),
				       section->type, section->flags)) {
		return;
	}
	node.file = of->file;
	node.kind = NSC_NODE_SECTION;
	node.flags = node_flags(section);
	if (is_eh_frame(of, section->name)) {
		node.flags |= NSC_NODE_EH_FRAME;
	}
	node.name = section->name;
	node.group = section->group;
	if (section->group_is_comdat) {
		node.flags |= NSC_NODE_COMDAT;
	}
	if (is_linkonce(of, section->name)) {
		node.flags |= NSC_NODE_COMDAT;
		node.group = section->name;
	}
	node.section = row;
	node.placed = NSC_NO_ROW;
	node.discarded = NSC_NO_ROW;
	node.companion = NSC_NO_ROW;
	node.size = section->size;
	node.align = section->align == 0 ? 1 : section->align;
	of->node_of[row - of->member->section_first] = nsc_build_node(of->builder, &node);
}

/* Sections that follow another one: .ARM.exidx and whatever else has SHF_LINK_ORDER. */
static void link_companions(struct object_file *of)
{
	uint32_t first = of->member->section_first, i;

	for (i = 0; i < of->member->section_count; i++) {
		const struct nsc_object_section *section =
			&of->facts->sections.ptr[first + i];
		bool ordered =
			section->type == SHT_ARM_EXIDX || section->flags & SHF_LINK_ORDER;

		if (of->node_of[i] != NSC_NO_ROW && ordered &&
		    section->link != NSC_NO_ROW) {
			of->builder->graph->nodes.ptr[of->node_of[i]].companion =
				of->node_of[section->link - first];
		}
	}
}

static uint32_t node_of_section(const struct object_file *of, uint32_t section)
{
	return section == NSC_NO_ROW ? NSC_NO_ROW
				     : of->node_of[section - of->member->section_first];
}

static uint32_t common_node(struct object_file *of)
{
	struct nsc_graph_node node = {0};

	if (of->common == NSC_NO_ROW) {
		node.file = of->file;
		node.kind = NSC_NODE_COMMON;
		node.flags = NSC_NODE_ALLOC | NSC_NODE_WRITE | NSC_NODE_NOBITS;
		node.name = nsc_name_c(of->builder->graph->names, "COMMON");
		node.section = NSC_NO_ROW;
		node.placed = NSC_NO_ROW;
		node.discarded = NSC_NO_ROW;
		node.companion = NSC_NO_ROW;
		node.align = 1;
		of->common = nsc_build_node(of->builder, &node);
	}
	return of->common;
}

static void add_common(struct object_file *of, const struct nsc_object_symbol *symbol,
		       struct nsc_graph_def *def)
{
	struct nsc_graph_node *node;

	def->kind = NSC_DEF_COMMON;
	def->node = common_node(of);
	node = &of->builder->graph->nodes.ptr[def->node];
	node->size += symbol->size;
	if (symbol->value > node->align) {
		node->align = symbol->value;
	}
}

static void push_def(struct object_file *of, struct nsc_graph_def def)
{
	struct nsc_graph *graph = of->builder->graph;

	nsc_graph_def_vec_push(&graph->defs, def);
	graph->files.ptr[of->file].def_count++;
}

/*
 * Linkers give "x@@V" (.symver; GNU as, "Symver") the names x and "x@V" as well
 * (_bfd_elf_add_default_symbol; binutils 2.40, lld, mold); "x@V" is only itself.
 */
static void add_def(struct object_file *of, const struct nsc_object_symbol *symbol)
{
	struct nsc_graph *graph = of->builder->graph;
	struct nsc_graph_def def = {0};
	struct nsc_name also[2];
	size_t i;

	def.symbol = nsc_build_symbol(of->builder, symbol->name);
	def.file = of->file;
	def.node = node_of_section(of, symbol->section);
	def.value = symbol->value;
	def.size = symbol->size;
	def.kind = def.node == NSC_NO_ROW ? NSC_DEF_ABSOLUTE : NSC_DEF_PLACED;
	def.weak = symbol->binding == NSC_BIND_WEAK;
	def.exported = symbol->visibility == NSC_VISIBLE_DEFAULT ||
		       symbol->visibility == NSC_VISIBLE_PROTECTED;
	def.function =
		symbol->type == NSC_SYMBOL_FUNCTION || symbol->type == NSC_SYMBOL_IFUNC;
	if (symbol->where == NSC_WHERE_COMMON) {
		add_common(of, symbol, &def);
	}
	push_def(of, def);
	if (nsc_graph_is_default(graph->names, symbol->name, also)) {
		graph->versioned = true;
		for (i = 0; i < 2; i++) {
			def.symbol = nsc_build_symbol(of->builder, also[i]);
			push_def(of, def);
		}
	}
}

static void add_symbols(struct object_file *of)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t first = of->member->symbol_first, i;

	for (i = first; i < first + of->member->symbol_count; i++) {
		const struct nsc_object_symbol *symbol = &of->facts->symbols.ptr[i];
		struct nsc_graph_mention mention = {0};

		if (symbol->binding == NSC_BIND_LOCAL || !nsc_name_given(symbol->name)) {
			continue;
		}
		if (symbol->where != NSC_WHERE_UNDEFINED) {
			add_def(of, symbol);
			continue;
		}
		mention.symbol = nsc_build_symbol(of->builder, symbol->name);
		mention.weak = symbol->binding == NSC_BIND_WEAK;
		mention.ref_count = 0;
		nsc_graph_mention_vec_push(&graph->mentions, mention);
		graph->files.ptr[of->file].mention_count++;
		of->builder->mention_of.ptr[mention.symbol] =
			(uint32_t)graph->mentions.len;
	}
}

/*
 * A slim object: the linker resolves by its IR, and beside that its own table has but a
 * mark. Nothing says what the code that comes of it will refer to.
 */
static void add_ir_symbols(struct object_file *of)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t first = of->member->ir_symbol_first, i;

	for (i = first; i < first + of->member->ir_symbol_count; i++) {
		const struct nsc_ir_symbol *symbol = &of->facts->ir_symbols.ptr[i];
		struct nsc_graph_mention mention = {0};
		struct nsc_graph_def def = {0};

		if (symbol->binding == NSC_BIND_LOCAL) {
			continue;
		}
		def.symbol = nsc_build_symbol(of->builder, symbol->name);
		if (symbol->where == NSC_IR_UNDEFINED) {
			mention.symbol = def.symbol;
			mention.weak = symbol->binding == NSC_BIND_WEAK;
			nsc_graph_mention_vec_push(&graph->mentions, mention);
			graph->files.ptr[of->file].mention_count++;
			continue;
		}
		def.file = of->file;
		def.node = NSC_NO_ROW;
		def.kind = symbol->where == NSC_IR_COMMON ? NSC_DEF_COMMON
							  : NSC_DEF_ABSOLUTE;
		def.weak = symbol->binding == NSC_BIND_WEAK;
		def.function = symbol->type == NSC_SYMBOL_FUNCTION;
		def.ir = true;
		nsc_graph_def_vec_push(&graph->defs, def);
		graph->files.ptr[of->file].def_count++;
	}
}

/* Does the linker take a file's IR, and not the code beside it? */
static bool is_claimed(const struct object_file *of)
{
	const struct nsc_link_line *line = of->builder->graph->in.line;

	return line && line->claims_fat && of->member->ir != NSC_IR_NONE &&
	       of->member->flags & NSC_MEMBER_LTO_FAT;
}

/* Which of the undefined symbols of a fat object its IR has, and which it has alone. */
static void compare_mentions(struct object_file *of)
{
	struct nsc_graph *graph = of->builder->graph;
	struct nsc_graph_file *file = &graph->files.ptr[of->file];
	uint32_t end = file->mention_first + file->mention_count, i;

	for (i = file->mention_first; i < end; i++) {
		graph->mentions.ptr[i].when = NSC_MENTION_OF_CODE;
	}
	for (i = of->member->ir_symbol_first;
	     i < of->member->ir_symbol_first + of->member->ir_symbol_count; i++) {
		const struct nsc_ir_symbol *symbol = &of->facts->ir_symbols.ptr[i];
		struct nsc_graph_mention mention = {0};
		uint32_t *known;

		if (symbol->where != NSC_IR_UNDEFINED) {
			continue;
		}
		mention.symbol = nsc_build_symbol(of->builder, symbol->name);
		mention.weak = symbol->binding == NSC_BIND_WEAK;
		mention.when = NSC_MENTION_OF_IR;
		known = &of->builder->mention_of.ptr[mention.symbol];
		if (*known != 0) {
			graph->mentions.ptr[*known - 1].when = NSC_MENTION_ALWAYS;
			continue;
		}
		nsc_graph_mention_vec_push(&graph->mentions, mention);
		file->mention_count++;
		*known = (uint32_t)graph->mentions.len;
	}
}

static uint8_t ref_kind(const struct nsc_object_reloc *reloc,
			const struct nsc_object_symbol *symbol)
{
	if (symbol->where == NSC_WHERE_UNDEFINED && symbol->binding == NSC_BIND_WEAK) {
		return NSC_REF_WEAK;
	}
	return reloc->kind == NSC_RELOC_CALL ? NSC_REF_CALL : NSC_REF_ADDRESS;
}

static void count_ref(struct object_file *of, const struct nsc_graph_ref *ref)
{
	uint32_t mention = ref->local ? 0 : of->builder->mention_of.ptr[ref->to];

	if (mention != 0) {
		of->builder->graph->mentions.ptr[mention - 1].ref_count++;
	}
}

static void add_reloc(struct object_file *of, uint32_t row)
{
	const struct nsc_object_reloc *reloc = &of->facts->relocs.ptr[row];
	const struct nsc_object_symbol *symbol;
	struct nsc_graph_ref ref = {0};
	uint32_t from;

	if (reloc->symbol == NSC_NO_ROW || reloc->kind == NSC_RELOC_RELAX) {
		return;
	}
	symbol = &of->facts->symbols.ptr[reloc->symbol];
	from = node_of_section(of, reloc->section);
	ref.evidence = row;
	ref.kind = ref_kind(reloc, symbol);
	ref.local = symbol->binding == NSC_BIND_LOCAL;
	if (ref.local) {
		ref.to = node_of_section(of, symbol->section);
	} else if (nsc_name_given(symbol->name)) {
		ref.to = nsc_build_symbol(of->builder, symbol->name);
	} else {
		return;
	}
	if (from != NSC_NO_ROW && ref.to != NSC_NO_ROW) {
		ref.from = from;
		nsc_build_ref(of->builder, &ref);
		count_ref(of, &ref);
	}
}

/* Symbols belong to more than one file: forget which mentions were this file's. */
static void forget_mentions(struct object_file *of)
{
	struct nsc_graph *graph = of->builder->graph;
	const struct nsc_graph_file *file = &graph->files.ptr[of->file];
	uint32_t i;

	for (i = file->mention_first; i < file->mention_first + file->mention_count;
	     i++) {
		of->builder->mention_of.ptr[graph->mentions.ptr[i].symbol] = 0;
	}
}

static void add_member(struct nsc_builder *builder, uint32_t object, uint32_t member_row,
		       bool given)
{
	const struct nsc_object_facts *facts = builder->graph->in.objects[object];
	const struct nsc_member *member = &facts->members.ptr[member_row];
	struct nostd_bump_mark mark = nostd_bump_mark(builder->run->scratch);
	struct object_file of = {builder, facts, member, 0, NULL, NSC_NO_ROW};
	struct nsc_graph_file file = {0};
	uint32_t i;

	file.archive =
		facts->container == NSC_ARCHIVE ? facts->path : (struct nsc_name){0};
	file.name = nsc_name_given(member->name) ? member->name : facts->path;
	file.basis = NSC_FROM_OBJECT;
	file.given = given;
	file.object = object;
	file.member = member_row;
	file.unit = NSC_NO_ROW;
	file.map_file = NSC_NO_ROW;
	file.replaced_by = NSC_NO_ROW;
	file.replaces = NSC_NO_ROW;
	of.file = nsc_build_file(builder, &file);
	of.node_of = nsc_no_rows(builder->run->scratch, member->section_count);
	for (i = 1; i < member->section_count; i++) {
		add_section(&of, member->section_first + i);
	}
	link_companions(&of);
	if (member->flags & NSC_MEMBER_LTO_SLIM) {
		add_ir_symbols(&of);
	} else {
		add_symbols(&of);
	}
	if (is_claimed(&of)) {
		compare_mentions(&of);
	}
	for (i = 0; i < member->reloc_count; i++) {
		add_reloc(&of, member->reloc_first + i);
	}
	forget_mentions(&of);
	nostd_bump_reset(builder->run->scratch, mark);
}

bool nsc_graph_is_slim(const struct nsc_graph *graph, uint32_t file)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];

	return row->basis == NSC_FROM_OBJECT &&
	       graph->in.objects[row->object]->members.ptr[row->member].flags &
		       NSC_MEMBER_LTO_SLIM;
}

void nsc_build_objects(struct nsc_builder *builder)
{
	const struct nsc_graph_input *in = &builder->graph->in;
	uint32_t o, m;

	for (o = 0; o < in->object_count; o++) {
		const struct nsc_object_facts *facts = in->objects[o];

		for (m = 0; m < facts->members.len; m++) {
			if (facts->members.ptr[m].type == NSC_ELF_RELOCATABLE) {
				add_member(builder, o, m, facts->container == NSC_OBJECT);
			}
		}
	}
}
