/*
 * site.c - where in the source each relocation comes from. See member.h.
 *
 * In:  sections, symbols and relocations of one object; its debugging sections.
 * Out: sites: function by symbol, function by inlining, place by line table.
 *
 * All three questions are about addresses. In a relocatable object every section begins
 * at 0, so each allocated one is given an address of its own first.
 */
#include <elf.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/clone.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/debug.h"
#include "analyzer/object/debug_image.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/literal.h"
#include "analyzer/object/member.h"
#include "analyzer/object/range.h"
#include "analyzer/object/reader.h"

/* A relocation by the address of the code that it belongs to. */
struct target {
	uint64_t address; /* its own, or that of an instruction that loads it */
	uint32_t reloc;   /* row */
	bool literal;     /* data among code; it has a target for each load */
	bool loaded;      /* it is the load that `address` names */
};
#define NOSTD_NAME targets
#define NOSTD_T    struct target
#define NOSTD_IN
#include <nostd/vec.h>

static int compare(const struct target *a, const struct target *b)
{
	if (a->address != b->address) {
		return a->address < b->address ? -1 : 1;
	}
	return a->reloc < b->reloc ? -1 : a->reloc > b->reloc;
}
#define NOSTD_NAME      by_address
#define NOSTD_T         struct target
#define NOSTD_CMP(a, b) compare((a), (b))
#include <nostd/sort.h>

/* The three sweeps over the targets. */
struct attribution {
	struct nsc_member_reader *member;
	struct nsc_debug *debug; /* NULL: none */
	const uint64_t *addresses;
	struct nsc_sweep functions, bodies, lines;
	bool shares; /* the last site may serve the next relocation as well */
};

static struct nsc_member *row_of(const struct nsc_member_reader *member)
{
	return &member->file->out->members.ptr[member->row];
}

/* -- addresses ----------------------------------------------------------------------- */

/*
 * One section behind the other, in few bytes: code for AVR has 16-bit addresses. Not at
 * 0, which stands for "no address" in range lists. What a section has no bytes for has no
 * code either.
 */
static void lay_out(const struct nsc_elf *elf, uint64_t *addresses)
{
	enum { FIRST = 0x100, GAP = 1 };
	uint64_t most = elf->is_64 ? UINT64_MAX >> 1 : UINT32_MAX;
	uint64_t next = FIRST;
	size_t i;

	for (i = 0; i < elf->section_count; i++) {
		const struct nsc_elf_section *section = &elf->sections[i];

		addresses[i] = NSC_NO_ADDRESS;
		if (!(section->flags & SHF_ALLOC) || section->type == SHT_NOBITS ||
		    section->size > most - next) {
			continue;
		}
		addresses[i] = next;
		next += section->size;
		next += next < most - GAP ? GAP : 0;
	}
}

static const uint64_t *addresses_of(const struct nsc_member_reader *member)
{
	const struct nsc_elf *elf = &member->elf;
	uint64_t *addresses = nostd_bump_array(member->file->run->scratch, uint64_t,
					       elf->section_count);
	size_t i;

	if (elf->type == ET_REL) {
		lay_out(elf, addresses);
		return addresses;
	}
	for (i = 0; i < elf->section_count; i++) {
		addresses[i] = elf->sections[i].flags & SHF_ALLOC
				       ? elf->sections[i].address
				       : NSC_NO_ADDRESS;
	}
	return addresses;
}

/* -- functions by symbol ------------------------------------------------------------- */

/* Of names for the same code: global before weak before local, then the first. */
static uint32_t preference(const struct nsc_object_symbol *symbol, uint32_t index)
{
	uint32_t rank = symbol->binding == NSC_BIND_GLOBAL ? 2
			: symbol->binding == NSC_BIND_WEAK ? 1
							   : 0;

	return (rank << 30) + ((1U << 30) - 1 - (index & ((1U << 30) - 1)));
}

static bool is_function(const struct nsc_object_symbol *symbol)
{
	return symbol->section != NSC_NO_ROW &&
	       (symbol->type == NSC_SYMBOL_FUNCTION || symbol->type == NSC_SYMBOL_IFUNC);
}

/* [low, high) of a function; one without a size goes on to the next, or to the end. */
static void push_function(const struct attribution *all, struct nsc_range_vec *ranges,
			  uint32_t symbol)
{
	const struct nsc_object_facts *out = all->member->file->out;
	const struct nsc_member *member = row_of(all->member);
	const struct nsc_object_symbol *from = &out->symbols.ptr[symbol];
	const struct nsc_object_section *section = &out->sections.ptr[from->section];
	uint64_t start = all->addresses[from->section - member->section_first];
	uint64_t offset = from->value;
	struct nsc_range range = {0, 0, 0, 0, symbol};

	offset -= member->type == NSC_ELF_RELOCATABLE ? 0 : section->address;
	if (start == NSC_NO_ADDRESS || offset >= section->size) {
		return;
	}
	range.low = start + offset;
	range.high = from->size == 0 || from->size > section->size - offset
			     ? start + section->size
			     : range.low + from->size;
	range.depth = from->size != 0; /* a real size is better evidence */
	range.order = preference(from, symbol - member->symbol_first);
	nsc_range_vec_push(ranges, range);
}

static void sweep_functions(struct attribution *all)
{
	const struct nsc_object_facts *out = all->member->file->out;
	const struct nsc_member *member = row_of(all->member);
	struct nsc_run *run = all->member->file->run;
	struct nsc_range_vec ranges = nsc_range_vec_new_in(nsc_scratch(run));
	uint32_t i;

	for (i = 0; i < member->symbol_count; i++) {
		if (is_function(&out->symbols.ptr[member->symbol_first + i])) {
			push_function(all, &ranges, member->symbol_first + i);
		}
	}
	nsc_sweep_init(&all->functions, &ranges, run->scratch);
}

/* -- sites --------------------------------------------------------------------------- */

static struct nsc_name without_suffixes(const struct attribution *all,
					struct nsc_name symbol)
{
	struct nsc_names *names = all->member->file->run->names;
	struct nostd_str text = nsc_name_text(names, symbol);
	struct nostd_str origin = nsc_clone_origin(text);

	return origin.len == text.len ? symbol : nsc_name(names, origin);
}

/* An inlined function is the better answer; any other, if no symbol says more. */
static void name_body(struct attribution *all, uint64_t address,
		      struct nsc_object_site *site)
{
	const struct nsc_range *range = nsc_sweep_at(&all->bodies, address);
	struct nsc_name function;

	if (range && (!nsc_name_given(site->function) ||
		      nsc_debug_is_inlined(all->debug, range->what))) {
		function = nsc_debug_function(all->debug, range->what);
		site->function = nsc_name_given(function) ? function : site->function;
	}
}

/* The line table speaks of instructions: of data among them only the symbol is known. */
static struct nsc_object_site site_at(struct attribution *all,
				      const struct target *target)
{
	uint64_t address = target->address;
	const struct nsc_object_facts *out = all->member->file->out;
	const struct nsc_range *range = nsc_sweep_at(&all->functions, address);
	struct nsc_object_site site;

	memset(&site, 0, sizeof(site));
	site.next = NSC_NO_ROW;
	if (range) {
		site.symbol_function = out->symbols.ptr[range->what].name;
		site.function = without_suffixes(all, site.symbol_function);
	}
	if (!all->debug || (target->literal && !target->loaded)) {
		return site;
	}
	name_body(all, address, &site);
	range = nsc_sweep_at(&all->lines, address);
	if (range) {
		site.at = nsc_debug_place(all->debug, range->what);
	}
	return site;
}

static bool is_empty(const struct nsc_object_site *site)
{
	return !nsc_name_given(site->symbol_function) &&
	       !nsc_name_given(site->function) && !nsc_place_given(site->at) &&
	       site->at.line == 0;
}

static bool is_same(const struct nsc_object_site *a, const struct nsc_object_site *b)
{
	return nsc_name_eq(a->symbol_function, b->symbol_function) &&
	       nsc_name_eq(a->function, b->function) &&
	       nsc_name_eq(a->at.file, b->at.file) && a->at.line == b->at.line &&
	       a->at.column == b->at.column;
}

/* The row of a site; neighbours share one, but not with a literal's (it has a next). */
static uint32_t push_site(struct attribution *all, const struct nsc_object_site *site,
			  bool literal, size_t first)
{
	struct nsc_object_site_vec *sites = &all->member->file->out->sites;

	if (is_empty(site)) {
		return NSC_NO_ROW;
	}
	if (sites->len == first || literal || !all->shares ||
	    !is_same(&sites->ptr[sites->len - 1], site)) {
		nsc_object_site_vec_push(sites, *site);
		all->shares = !literal;
	}
	return (uint32_t)sites->len - 1;
}

/* One more load of the same literal; two on one line are one place. */
static void chain_site(struct attribution *all, uint32_t row,
		       const struct nsc_object_site *site, size_t first)
{
	struct nsc_object_site_vec *sites = &all->member->file->out->sites;
	uint32_t added;

	while (!is_same(&sites->ptr[row], site)) {
		if (sites->ptr[row].next == NSC_NO_ROW) {
			added = push_site(all, site, true, first);
			sites->ptr[row].next = added;
			return;
		}
		row = sites->ptr[row].next;
	}
}

/* A jump table: its words lead back into the section, behind the jump. */
static bool leads_home(const struct nsc_object_facts *out,
		       const struct nsc_object_reloc *reloc)
{
	return reloc->symbol != NSC_NO_ROW &&
	       out->symbols.ptr[reloc->symbol].section == reloc->section;
}

static void push_target(const struct attribution *all, struct nsc_literals *literals,
			uint32_t row, struct targets *targets)
{
	const struct nsc_object_facts *out = all->member->file->out;
	const struct nsc_object_reloc *reloc = &out->relocs.ptr[row];
	uint32_t section = reloc->section - row_of(all->member)->section_first;
	uint64_t start = all->addresses[section];
	struct target target = {start + reloc->offset, row, false, false};
	const struct nsc_literal_load *loads;
	size_t count, i;

	if (start == NSC_NO_ADDRESS ||
	    reloc->offset > out->sections.ptr[reloc->section].size) {
		return;
	}
	if (out->sections.ptr[reloc->section].flags & SHF_EXECINSTR &&
	    nsc_literals_is_data(literals, section, reloc->offset)) {
		target.literal = true;
		loads = nsc_literals_of(literals, section, reloc->offset, &count);
		for (i = 0; i < count; i++) {
			target.loaded = true;
			target.address = start + loads[i].load;
			targets_push(targets, target);
		}
	}
	if (!target.loaded) {
		target.literal = target.literal && !leads_home(out, reloc);
		targets_push(targets, target);
	}
}

static struct targets targets_of(const struct attribution *all)
{
	const struct nsc_member *member = row_of(all->member);
	struct targets targets = targets_with_capacity_in(
		nsc_scratch(all->member->file->run), member->reloc_count);
	struct nsc_literals literals;
	uint32_t i;

	nsc_literals_init(all->member, &literals);
	for (i = 0; i < member->reloc_count; i++) {
		push_target(all, &literals, member->reloc_first + i, &targets);
	}
	by_address_sort_unstable(targets.ptr, targets.len);
	return targets;
}

static void attribute(struct attribution *all, const struct targets *targets)
{
	struct nsc_object_facts *out = all->member->file->out;
	size_t first = out->sites.len;
	size_t i;

	for (i = 0; i < targets->len; i++) {
		const struct target *target = &targets->ptr[i];
		struct nsc_object_site site = site_at(all, target);
		uint32_t *row = &out->relocs.ptr[target->reloc].site;

		if (*row == NSC_NO_ROW) {
			*row = push_site(all, &site, target->literal, first);
		} else {
			chain_site(all, *row, &site, first);
		}
	}
}

static void open_debug(struct attribution *all, bool any_target)
{
	struct nsc_run *run = all->member->file->run;
	struct nsc_member *row = row_of(all->member);

	if (!all->member->has_debug || !all->member->file->places) {
		return;
	}
	all->debug = nsc_debug_open(all->member, all->addresses, any_target);
	row->source = nsc_debug_source(all->debug);
	row->producer = nsc_debug_producer(all->debug);
	nsc_sweep_init(&all->bodies, nsc_debug_bodies(all->debug), run->scratch);
	nsc_sweep_init(&all->lines, nsc_debug_lines(all->debug), run->scratch);
}

void nsc_member_sites(struct nsc_member_reader *member)
{
	struct attribution all;
	struct targets targets;

	memset(&all, 0, sizeof(all));
	all.member = member;
	all.addresses = addresses_of(member);
	targets = targets_of(&all);
	sweep_functions(&all);
	open_debug(&all, targets.len != 0);
	attribute(&all, &targets);
	if (all.debug) {
		nsc_debug_close(all.debug);
	}
}
