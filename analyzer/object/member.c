/*
 * member.c - one object from its bytes to its rows. See member.h.
 *
 * Knows the order of the steps, what kind of file it is, and link-time optimisation.
 */
#include "analyzer/object/member.h"

#include <elf.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/ir.h"
#include "analyzer/object/reader.h"

static struct nsc_member *row_of(const struct nsc_member_reader *member)
{
	return &member->file->out->members.ptr[member->row];
}

static uint32_t push_row(struct nsc_object_reader *file, const struct nsc_found *found)
{
	struct nsc_object_facts *out = file->out;
	struct nsc_digest digest = nsc_digest(found->bytes);
	struct nsc_member row;

	memset(&row, 0, sizeof(row));
	row.name = found->name;
	row.offset = found->offset;
	row.size = found->bytes.size;
	row.digest_high = digest.high;
	row.digest_low = digest.low;
	row.section_first = (uint32_t)out->sections.len;
	row.symbol_first = (uint32_t)out->symbols.len;
	row.reloc_first = (uint32_t)out->relocs.len;
	row.segment_first = (uint32_t)out->segments.len;
	row.ir_symbol_first = (uint32_t)out->ir_symbols.len;
	if (!nsc_elf_is(found->bytes)) {
		row.flags = NSC_MEMBER_NOT_ELF;
		row.flags |= nsc_ir_is_bitcode(found->bytes) ? NSC_MEMBER_LTO_SLIM : 0;
	}
	nsc_member_vec_push(&out->members, row);
	return (uint32_t)out->members.len - 1;
}

static void read_header(const struct nsc_member_reader *member)
{
	const struct nsc_elf *elf = &member->elf;
	struct nsc_member *row = row_of(member);

	row->machine = elf->machine;
	row->elf_flags = elf->flags;
	row->roots = nsc_member_roots(elf);
	row->entry = elf->entry;
	row->flags |= elf->big_endian ? NSC_MEMBER_BIG_ENDIAN : 0;
	row->flags |= elf->is_64 ? NSC_MEMBER_64 : 0;
	switch (elf->type) {
	case ET_REL:
		row->type = NSC_ELF_RELOCATABLE;
		break;
	case ET_EXEC:
		row->type = NSC_ELF_EXECUTABLE;
		break;
	case ET_DYN:
		row->type = NSC_ELF_SHARED;
		break;
	default:
		row->type = NSC_ELF_OTHER;
		break;
	}
}

/*
 * The first section of gcc's IR says whether there is anything else (gcc 10 and later,
 * lto-streamer.h, struct lto_section: two 16-bit versions, then "slim_object").
 */
static bool says_slim(const struct nsc_member_reader *member, size_t section)
{
	enum { SLIM_AT = 4 };
	struct nostd_span bytes;

	return nsc_elf_content(&member->elf, section, &bytes) && bytes.size > SLIM_AT &&
	       bytes.ptr[SLIM_AT] == 1;
}

/*
 * Compiler IR: gcc's sections ".gnu.lto_*", slim by the header of ".gnu.lto_.lto.*" or,
 * before gcc 10, by the common symbol __gnu_lto_slim (still written by gcc 12); LLVM's
 * section ".llvm.lto" (clang -ffat-lto-objects). Then the symbols of the IR.
 */
static void find_lto(struct nsc_member_reader *member)
{
	const struct nsc_object_facts *out = member->file->out;
	const struct nsc_names *names = member->file->run->names;
	struct nsc_member *row = row_of(member);
	struct nsc_name marks[] = {
		nsc_name_find(names, NOSTD_STR("__gnu_lto_slim")),
		nsc_name_find(names, NOSTD_STR("___gnu_lto_slim")),
	};
	bool any = false, slim = false;
	uint32_t i;

	for (i = 0; i < row->section_count; i++) {
		struct nostd_str name = nsc_name_text(
			names, out->sections.ptr[row->section_first + i].name);

		any |= nostd_str_starts_with(name, NOSTD_STR(".gnu.lto_")) ||
		       nostd_str_eq(name, NOSTD_STR(".llvm.lto"));
		slim |= nostd_str_starts_with(name, NOSTD_STR(".gnu.lto_.lto.")) &&
			says_slim(member, i);
	}
	for (i = 0; any && i < row->symbol_count; i++) {
		struct nsc_name name = out->symbols.ptr[row->symbol_first + i].name;

		slim |= nsc_name_given(name) &&
			(nsc_name_eq(name, marks[0]) || nsc_name_eq(name, marks[1]));
	}
	if (any) {
		row->flags |= slim ? NSC_MEMBER_LTO_SLIM : NSC_MEMBER_LTO_FAT;
	}
	if (row->type == NSC_ELF_RELOCATABLE) {
		nsc_ir_of_elf(member, slim);
	}
}

static void read_parts(struct nsc_member_reader *member)
{
	read_header(member);
	nsc_member_sections(member);
	nsc_member_symbols(member);
	nsc_member_relocs(member);
	nsc_member_segments(member);
	find_lto(member);
	nsc_member_sites(member);
}

int nsc_member_read(struct nsc_object_reader *file, struct nsc_found found,
		    struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(file->run->scratch);
	struct nsc_member_reader member;
	int ret;

	memset(&member, 0, sizeof(member));
	member.file = file;
	member.name = found.name;
	member.row = push_row(file, &found);
	if (row_of(&member)->flags & NSC_MEMBER_NOT_ELF) {
		if (row_of(&member)->flags & NSC_MEMBER_LTO_SLIM) {
			nsc_ir_of_bitcode(&member, found.bytes);
		}
		return 0;
	}
	ret = nsc_elf_open(&member.elf, found.bytes, file->run->scratch, err);
	if (ret == 0) {
		read_parts(&member);
		nsc_elf_close(&member.elf);
	} else {
		row_of(&member)->flags |= NSC_MEMBER_DAMAGED;
	}
	nostd_bump_reset(file->run->scratch, mark);
	return ret;
}
