/*
 * debug_image.c - a copy of an object whose debugging sections can be read. See
 * debug_image.h.
 *
 * Source: ELF gABI, "Compression Header"; for .zdebug_* the GNU binutils 2.40 manual,
 * --compress-debug-sections=zlib-gnu.
 */
#include "analyzer/object/debug_image.h"

#include <gelf.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/reader.h"
#include "analyzer/object/reloc.h"

static const struct nsc_object_section *section_row(const struct nsc_debug_image *image,
						    size_t index)
{
	const struct nsc_object_facts *out = image->member->file->out;

	return &out->sections
			.ptr[out->members.ptr[image->member->row].section_first + index];
}

static struct nostd_str section_name(const struct nsc_debug_image *image, size_t index)
{
	return nsc_name_text(image->member->file->run->names,
			     section_row(image, index)->name);
}

static bool is_packed_by_name(struct nostd_str name)
{
	return nostd_str_starts_with(name, NOSTD_STR(".zdebug_"));
}

static bool is_debug(const struct nsc_debug_image *image, size_t index)
{
	struct nostd_str name = section_name(image, index);

	return !(section_row(image, index)->flags & SHF_ALLOC) &&
	       (nostd_str_starts_with(name, NOSTD_STR(".debug_")) ||
		nostd_str_starts_with(name, NOSTD_STR(".stab")) ||
		is_packed_by_name(name));
}

/* -- unpacking ----------------------------------------------------------------------- */

/* "ZLIB" and a big-endian size stand in front of a .zdebug_* section that is packed. */
static bool gnu_size(const struct nsc_debug_image *image, size_t index, uint64_t *size)
{
	struct nostd_span bytes;
	struct nsc_cursor cursor;
	const unsigned char *mark;

	if (!nsc_elf_content(&image->member->elf, index, &bytes)) {
		return false;
	}
	cursor = nsc_cursor(bytes, true);
	mark = nsc_cursor_take(&cursor, 4);
	*size = nsc_cursor_uint(&cursor, 8);
	return !cursor.bad && memcmp(mark, "ZLIB", 4) == 0;
}

/* Unpack one section; false, and libelf knows why, when it cannot be done. */
static bool unpack(struct nsc_debug_image *image, size_t index, uint64_t *left)
{
	Elf_Scn *section = elf_getscn(image->elf, index);
	GElf_Chdr header;
	uint64_t size;

	if (section_row(image, index)->flags & SHF_COMPRESSED) {
		if (!gelf_getchdr(section, &header) || header.ch_size > *left) {
			return false;
		}
		*left -= header.ch_size;
		return elf_compress(section, 0, 0) >= 0;
	}
	if (is_packed_by_name(section_name(image, index)) &&
	    gnu_size(image, index, &size)) {
		if (size > *left) {
			return false;
		}
		*left -= size;
		return elf_compress_gnu(section, 0, 0) >= 0;
	}
	return true;
}

static void unpack_all(struct nsc_debug_image *image)
{
	const struct nsc_elf *elf = &image->member->elf;
	uint64_t left = (uint64_t)elf->bytes.size * NSC_LIMIT_UNPACK_FACTOR;
	size_t i;

	image->whole = true;
	for (i = 1; i < elf->section_count; i++) {
		if (is_debug(image, i) && !unpack(image, i, &left)) {
			image->whole = false;
			nsc_member_trouble(image->member, NSC_DIAG_WARNING,
					   elf->sections[i].offset,
					   "section {} cannot be unpacked, so the places "
					   "in the source are not known",
					   section_name(image, i));
		}
	}
}

/* -- patching ------------------------------------------------------------------------ */

/* A place in a section. */
struct spot {
	unsigned char *at;
	uint64_t left; /* bytes to the end of the section */
	bool big_endian;
};

static uint64_t read_spot(const struct spot *spot, unsigned size)
{
	struct nsc_cursor cursor =
		nsc_cursor(nostd_span_new(spot->at, size), spot->big_endian);

	return nsc_cursor_uint(&cursor, size);
}

/* A ULEB128 number changed in place: it keeps its size, and the value its low bits. */
static void patch_uleb(const struct spot *spot, enum nsc_patch_op op, uint64_t value)
{
	struct nsc_cursor cursor = nsc_cursor(
		nostd_span_new(spot->at, (size_t)spot->left), spot->big_endian);
	uint64_t old = nsc_cursor_uleb(&cursor);
	size_t size = (size_t)(cursor.at - spot->at);
	size_t i;

	if (cursor.bad) {
		return;
	}
	value = op == NSC_PATCH_SUB_ULEB ? old - value : value;
	for (i = 0; i < size; i++) {
		spot->at[i] = (unsigned char)((value & 0x7f) | (i + 1 < size ? 0x80 : 0));
		value >>= 7;
	}
}

static void patch(const struct spot *spot, const struct nsc_reloc_row *row,
		  uint64_t value)
{
	enum nsc_patch_op op = (enum nsc_patch_op)row->patch;
	uint64_t old;

	if (row->size > spot->left) {
		return;
	}
	old = read_spot(spot, row->size);
	switch (op) {
	case NSC_PATCH_NONE:
		return;
	case NSC_PATCH_SET:
		break;
	case NSC_PATCH_ADD:
		value = old + value;
		break;
	case NSC_PATCH_SUB:
		value = old - value;
		break;
	case NSC_PATCH_SET_6:
		value = (old & 0xc0) | (value & 0x3f);
		break;
	case NSC_PATCH_SUB_6:
		value = (old & 0xc0) | ((old - value) & 0x3f);
		break;
	case NSC_PATCH_SET_ULEB:
	case NSC_PATCH_SUB_ULEB:
		patch_uleb(spot, op, value);
		return;
	}
	nsc_cursor_put(spot->at, row->size, value, spot->big_endian);
}

/* Where a symbol is: in a debugging section, bytes from its start. */
static uint64_t symbol_address(const struct nsc_debug_image *image, uint32_t index)
{
	const struct nsc_object_facts *out = image->member->file->out;
	const struct nsc_member *member = &out->members.ptr[image->member->row];
	const struct nsc_object_symbol *symbol;
	uint64_t address;

	if (index >= member->symbol_count) {
		return 0;
	}
	symbol = &out->symbols.ptr[member->symbol_first + index];
	if (symbol->where == NSC_WHERE_ABSOLUTE) {
		return symbol->value;
	}
	if (symbol->where != NSC_WHERE_SECTION) {
		return 0;
	}
	address = image->addresses[symbol->section - member->section_first];
	return symbol->value + (address == NSC_NO_ADDRESS ? 0 : address);
}

/* The section that is patched, and by what. */
struct patcher {
	struct nsc_debug_image *image;
	const struct nsc_reloc_table *kinds;
	Elf_Data *data;
	bool explicit_addend;
};

static void apply(const struct patcher *patcher, const struct nsc_elf_rel *rel)
{
	const struct nsc_reloc_row *row = nsc_reloc_row(patcher->kinds, rel->type);
	struct spot spot;
	uint64_t value;

	if (row->patch == NSC_PATCH_NONE || rel->offset >= patcher->data->d_size) {
		return;
	}
	spot.at = (unsigned char *)patcher->data->d_buf + rel->offset;
	spot.left = patcher->data->d_size - rel->offset;
	spot.big_endian = patcher->image->member->elf.big_endian;
	value = symbol_address(patcher->image, rel->symbol) + (uint64_t)rel->addend;
	/* REL: the addend stands where the value will. */
	if (!patcher->explicit_addend && row->patch == NSC_PATCH_SET &&
	    row->size <= spot.left) {
		value += read_spot(&spot, row->size);
	}
	patch(&spot, row, value);
}

static void apply_table(struct nsc_debug_image *image, size_t table)
{
	struct nsc_elf *elf = &image->member->elf;
	struct patcher patcher = {image, nsc_reloc_table(elf->machine), NULL, false};
	const char *problem = NULL;
	struct nsc_elf_rels rels;
	size_t i;

	if (!nsc_elf_rels_open(elf, table, &rels, &problem)) {
		nsc_member_trouble(image->member, NSC_DIAG_WARNING,
				   elf->sections[table].offset, "section {}: {}",
				   section_name(image, table), problem);
		return;
	}
	patcher.explicit_addend = rels.explicit_addend;
	patcher.data =
		elf_getdata(elf_getscn(image->elf, elf->sections[table].info), NULL);
	if (!patcher.data || !patcher.data->d_buf) {
		return;
	}
	for (i = 0; i < rels.count; i++) {
		struct nsc_elf_rel rel = nsc_elf_rel(&rels, i);

		apply(&patcher, &rel);
	}
}

static void apply_all(struct nsc_debug_image *image)
{
	const struct nsc_elf *elf = &image->member->elf;
	size_t i;

	for (i = 1; i < elf->section_count; i++) {
		if (nsc_elf_is_rels(elf, i) && elf->sections[i].info != 0 &&
		    elf->sections[i].info < elf->section_count &&
		    elf->sections[i].link == image->member->symbols &&
		    is_debug(image, elf->sections[i].info)) {
			apply_table(image, i);
		}
	}
}

/* -- the image ----------------------------------------------------------------------- */

bool nsc_debug_image_open(struct nsc_debug_image *image, struct nsc_member_reader *member,
			  const uint64_t *addresses)
{
	struct nostd_span bytes = member->elf.bytes;
	struct nostd_layout layout = {bytes.size, _Alignof(max_align_t)};
	char *copy = nostd_bump_alloc(member->file->run->scratch, layout);

	memcpy(copy, bytes.ptr, bytes.size);
	image->member = member;
	image->addresses = addresses;
	image->elf = elf_memory(copy, bytes.size);
	if (!image->elf) {
		return false;
	}
	unpack_all(image);
	if (member->elf.type == ET_REL) {
		apply_all(image);
	}
	return true;
}

void nsc_debug_image_close(struct nsc_debug_image *image)
{
	elf_end(image->elf);
	image->elf = NULL;
}

struct nostd_span nsc_debug_image_section(const struct nsc_debug_image *image,
					  const char *name)
{
	struct nostd_str wanted = nostd_str_from_c(name);
	struct nostd_str suffix =
		nostd_str_skip(wanted, 1); /* "debug_x" of ".zdebug_x" */
	size_t i;

	for (i = 1; i < image->member->elf.section_count; i++) {
		const struct nsc_object_section *row = section_row(image, i);
		struct nostd_str found = section_name(image, i);
		Elf_Data *data;

		if ((row->flags & SHF_GROUP) || row->type == SHT_NOBITS ||
		    (!nostd_str_eq(found, wanted) &&
		     !(is_packed_by_name(found) && nostd_str_ends_with(found, suffix)))) {
			continue;
		}
		data = elf_getdata(elf_getscn(image->elf, i), NULL);
		if (data && data->d_buf) {
			return nostd_span_new(data->d_buf, data->d_size);
		}
	}
	return nostd_span_new(NULL, 0);
}
