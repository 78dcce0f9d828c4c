/*
 * ir.c - where an object keeps the symbols of its IR. See ir.h.
 */
#include "analyzer/object/ir.h"

#include <string.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/reader.h"

bool nsc_ir_is_bitcode(struct nostd_span bytes)
{
	static const unsigned char bare[] = {'B', 'C', 0xc0, 0xde};
	static const unsigned char wrapped[] = {0xde, 0xc0, 0x17, 0x0b};

	return bytes.size >= sizeof(bare) &&
	       (memcmp(bytes.ptr, bare, sizeof(bare)) == 0 ||
		memcmp(bytes.ptr, wrapped, sizeof(wrapped)) == 0);
}

static struct nsc_member *row_of(const struct nsc_member_reader *member)
{
	return &member->file->out->members.ptr[member->row];
}

void nsc_ir_push(struct nsc_ir_reader *reader, struct nsc_ir_symbol *row,
		 struct nostd_str name, struct nostd_str comdat)
{
	struct nsc_object_reader *file = reader->member->file;

	row->name = nsc_name(file->run->names, name);
	if (comdat.len != 0) {
		row->comdat = nsc_name(file->run->names, comdat);
	}
	nsc_ir_symbol_vec_push(&file->out->ir_symbols, *row);
	row_of(reader->member)->ir_symbol_count++;
}

static struct nostd_str name_of(const struct nsc_member_reader *member, size_t section)
{
	const struct nsc_object_facts *out = member->file->out;

	return nsc_name_text(
		member->file->run->names,
		out->sections.ptr[row_of(member)->section_first + section].name);
}

/* A table that is lost takes something away, unless machine code says the same. */
static void tell(struct nsc_member_reader *member, bool slim, uint64_t offset,
		 const char *problem)
{
	nsc_member_trouble(member, slim ? NSC_DIAG_NOT_ANALYSED : NSC_DIAG_WARNING,
			   offset, "symbols of the IR: {}", problem);
	row_of(member)->ir = NSC_IR_UNREAD;
}

/* -- gcc ----------------------------------------------------------------------------- */

/*
 * Extensions stand in the order of their tables (lto-plugin counts on that); *at is where
 * the search for the next one begins. Empty: the table `id` has none.
 */
static struct nostd_span next_extension(const struct nsc_member_reader *member,
					struct nostd_str id, size_t *at)
{
	struct nostd_span bytes = {NULL, 0};

	for (; *at < member->elf.section_count; (*at)++) {
		struct nostd_str name = name_of(member, *at);

		if (!nostd_str_strip_prefix(&name, NOSTD_STR(".gnu.lto_.ext_symtab."))) {
			continue;
		}
		if (nostd_str_eq(name, id)) {
			nsc_elf_content(&member->elf, (*at)++, &bytes);
		}
		break;
	}
	return bytes;
}

/* Every table of gcc; false: there is none. */
static bool read_gcc(struct nsc_ir_reader *reader, bool slim)
{
	struct nsc_member_reader *member = reader->member;
	size_t extension = 1, i;

	for (i = 1; i < member->elf.section_count; i++) {
		struct nostd_str name = name_of(member, i);
		const char *problem = "they lie outside the object";
		struct nostd_span table;

		if (!nostd_str_strip_prefix(&name, NOSTD_STR(".gnu.lto_.symtab."))) {
			continue;
		}
		row_of(member)->ir = NSC_IR_GCC;
		if (nsc_elf_content(&member->elf, i, &table)) {
			problem = nsc_ir_read_gcc(
				reader, table, next_extension(member, name, &extension));
		}
		if (problem) {
			tell(member, slim, member->elf.sections[i].offset, problem);
			break;
		}
	}
	return row_of(member)->ir != NSC_IR_NONE;
}

/* -- LLVM ---------------------------------------------------------------------------- */

static bool is_bitcode_name(struct nostd_str name)
{
	return nostd_str_eq(name, NOSTD_STR(".llvm.lto")) ||
	       nostd_str_eq(name, NOSTD_STR(".llvmbc"));
}

static void read_llvm(struct nsc_ir_reader *reader, struct nostd_span bitcode, bool slim,
		      uint64_t offset)
{
	const char *problem;

	row_of(reader->member)->ir = NSC_IR_LLVM;
	problem = nsc_ir_read_llvm(reader, bitcode);
	if (problem) {
		tell(reader->member, slim, offset, problem);
	}
}

/* -- an object ----------------------------------------------------------------------- */

static struct nsc_ir_reader reader_of(struct nsc_member_reader *member, size_t size)
{
	struct nsc_ir_reader reader = {member, (uint64_t)size * NSC_LIMIT_NAMES_FACTOR};

	return reader;
}

void nsc_ir_of_bitcode(struct nsc_member_reader *member, struct nostd_span bytes)
{
	struct nsc_ir_reader reader = reader_of(member, bytes.size);

	read_llvm(&reader, bytes, true, 0);
}

void nsc_ir_of_elf(struct nsc_member_reader *member, bool slim)
{
	struct nsc_ir_reader reader = reader_of(member, member->elf.bytes.size);
	struct nostd_span bytes;
	size_t i;

	if (read_gcc(&reader, slim)) {
		return;
	}
	for (i = 1; i < member->elf.section_count; i++) {
		if (is_bitcode_name(name_of(member, i)) &&
		    nsc_elf_content(&member->elf, i, &bytes) &&
		    nsc_ir_is_bitcode(bytes)) {
			read_llvm(&reader, bytes, slim, member->elf.sections[i].offset);
			return;
		}
	}
	if (slim) {
		tell(member, slim, 0, "the object has no table of them");
	}
}
