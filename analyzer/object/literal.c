/*
 * literal.c - see literal.h.
 *
 * In:  mapping symbols and code of a relocatable Arm object.
 * Out:  pairs of a load and the word that it loads. Code is decoded just far enough to
 *       know
 *      how long an instruction is and whether it is a load relative to the pc.
 */
#include "analyzer/object/literal.h"

#include <elf.h>

#include <nostd/bump.h>
#include <nostd/span.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/reader.h"

static int compare_mappings(const struct nsc_mapping *a, const struct nsc_mapping *b)
{
	if (a->section != b->section) {
		return a->section < b->section ? -1 : 1;
	}
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}
#define NOSTD_NAME      mappings_by_place
#define NOSTD_T         struct nsc_mapping
#define NOSTD_CMP(a, b) compare_mappings((a), (b))
#include <nostd/sort.h>

static int compare_loads(const struct nsc_literal_load *a,
			 const struct nsc_literal_load *b)
{
	if (a->literal != b->literal) {
		return a->literal < b->literal ? -1 : 1;
	}
	return a->load < b->load ? -1 : a->load > b->load;
}
#define NOSTD_NAME      loads_by_literal
#define NOSTD_T         struct nsc_literal_load
#define NOSTD_CMP(a, b) compare_loads((a), (b))
#include <nostd/sort.h>

/* -- mapping symbols ----------------------------------------------------------------- */

/* "$t" or "$t.anything"; 0: no mapping symbol. */
static char mapping_of(struct nostd_str name)
{
	if (name.len < 2 || name.ptr[0] != '$' || (name.len > 2 && name.ptr[2] != '.')) {
		return 0;
	}
	return name.ptr[1] == 'a' || name.ptr[1] == 't' || name.ptr[1] == 'd'
		       ? name.ptr[1]
		       : 0;
}

void nsc_literals_init(const struct nsc_member_reader *member,
		       struct nsc_literals *literals)
{
	const struct nsc_object_facts *out = member->file->out;
	const struct nsc_member *row = &out->members.ptr[member->row];
	struct nsc_run *run = member->file->run;
	uint32_t i;

	literals->member = member;
	literals->mappings = nsc_mapping_vec_new_in(nsc_scratch(run));
	literals->loads = nsc_literal_load_vec_new_in(nsc_scratch(run));
	literals->section = 0;
	if (row->machine != EM_ARM || row->type != NSC_ELF_RELOCATABLE) {
		return;
	}
	for (i = 0; i < row->symbol_count; i++) {
		const struct nsc_object_symbol *symbol =
			&out->symbols.ptr[row->symbol_first + i];
		struct nsc_mapping mapping = {0, symbol->value, 0};

		if (symbol->binding != NSC_BIND_LOCAL ||
		    symbol->type != NSC_SYMBOL_NOTYPE || symbol->section == NSC_NO_ROW) {
			continue;
		}
		mapping.holds = mapping_of(nsc_name_text(run->names, symbol->name));
		mapping.section = symbol->section - row->section_first;
		if (mapping.holds != 0) {
			nsc_mapping_vec_push(&literals->mappings, mapping);
		}
	}
	mappings_by_place_sort_stable_in(literals->mappings.ptr, literals->mappings.len,
					 nsc_scratch(run));
}

/* The first mapping behind (section, offset). */
static size_t mapping_behind(const struct nsc_literals *literals, uint32_t section,
			     uint64_t offset)
{
	struct nsc_mapping place = {section, offset, 0};
	size_t low = 0, high = literals->mappings.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_mappings(&literals->mappings.ptr[middle], &place) <= 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

bool nsc_literals_is_data(const struct nsc_literals *literals, uint32_t section,
			  uint64_t offset)
{
	size_t next = mapping_behind(literals, section, offset);

	return next != 0 && literals->mappings.ptr[next - 1].section == section &&
	       literals->mappings.ptr[next - 1].holds == 'd';
}

/* -- loads --------------------------------------------------------------------------- */

/* The code of one section. */
struct code {
	struct nostd_span bytes;
	bool big_endian;
	struct nsc_literal_load_vec *loads;
};

static uint32_t half_at(const struct code *code, uint64_t at)
{
	const uint8_t *byte = (const uint8_t *)code->bytes.ptr + at;

	return code->big_endian ? (uint32_t)byte[0] << 8 | byte[1]
				: (uint32_t)byte[1] << 8 | byte[0];
}

static uint32_t word_at(const struct code *code, uint64_t at)
{
	uint32_t first = half_at(code, at), second = half_at(code, at + 2);

	return code->big_endian ? first << 16 | second : second << 16 | first;
}

/* `pc` is what the instruction reads of it; the offset is added or taken off. */
static void push_load(const struct code *code, uint64_t load, uint64_t pc, bool add,
		      uint32_t distance)
{
	struct nsc_literal_load row = {add ? pc + distance : pc - distance, load};

	if (row.literal < code->bytes.size) {
		nsc_literal_load_vec_push(code->loads, row);
	}
}

/* A32: LDR Rt, [pc, #imm12], any condition; the pc is two instructions ahead. */
static void scan_a32(const struct code *code, uint64_t from, uint64_t to)
{
	uint64_t at;

	for (at = from; at < to && to - at >= 4; at += 4) {
		uint32_t word = word_at(code, at);

		if ((word & 0x0f7f0000) == 0x051f0000) {
			push_load(code, at, at + 8, word & 1U << 23, word & 0xfff);
		}
	}
}

/* T32: encodings T1 (8 bits of words) and T2 (12 bits of bytes); the pc is aligned. */
static void scan_t32(const struct code *code, uint64_t from, uint64_t to)
{
	uint64_t at = from, size;

	for (; at < to && to - at >= 2; at += size) {
		uint32_t half = half_at(code, at);
		uint64_t pc = (at + 4) & ~(uint64_t)3;

		size = half >= 0xe800 ? 4 : 2; /* the top five bits: 0b11101 or more */
		if ((half & 0xf800) == 0x4800) {
			push_load(code, at, pc, true, (half & 0xff) * 4);
		} else if ((half & 0xff7f) == 0xf85f && to - at >= 4) {
			push_load(code, at, pc, half & 0x80,
				  half_at(code, at + 2) & 0xfff);
		}
	}
}

static void scan_section(struct nsc_literals *literals, const struct code *code,
			 uint32_t section)
{
	size_t i = mapping_behind(literals, section, 0);

	/* Back to what stands at offset 0 itself. */
	while (i != 0 && literals->mappings.ptr[i - 1].section == section) {
		i--;
	}
	for (; i < literals->mappings.len && literals->mappings.ptr[i].section == section;
	     i++) {
		const struct nsc_mapping *mapping = &literals->mappings.ptr[i];
		bool last =
			i + 1 == literals->mappings.len || mapping[1].section != section;
		uint64_t to = last ? code->bytes.size : mapping[1].offset;

		to = to < code->bytes.size ? to : code->bytes.size;
		if (mapping->holds == 'a') {
			scan_a32(code, mapping->offset, to);
		} else if (mapping->holds == 't') {
			scan_t32(code, mapping->offset, to);
		}
	}
}

static void find_loads(struct nsc_literals *literals, uint32_t section)
{
	const struct nsc_elf *elf = &literals->member->elf;
	struct code code = {{NULL, 0}, elf->big_endian, &literals->loads};

	literals->section = section;
	nsc_literal_load_vec_clear(&literals->loads);
	if (!nsc_elf_content(elf, section, &code.bytes)) {
		return;
	}
	scan_section(literals, &code, section);
	loads_by_literal_sort_stable_in(literals->loads.ptr, literals->loads.len,
					nsc_scratch(literals->member->file->run));
}

const struct nsc_literal_load *nsc_literals_of(struct nsc_literals *literals,
					       uint32_t section, uint64_t offset,
					       size_t *count)
{
	size_t low = 0, high;

	if (literals->section != section) {
		find_loads(literals, section);
	}
	high = literals->loads.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (literals->loads.ptr[middle].literal < offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	*count = 0;
	while (low + *count < literals->loads.len &&
	       literals->loads.ptr[low + *count].literal == offset) {
		(*count)++;
	}
	return *count != 0 ? literals->loads.ptr + low : NULL;
}
