/*
 * ir_llvm.c - LLVM's table of the symbols of its IR, out of bitcode. See ir.h.
 */
#include <elf.h>
#include <string.h>

#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/ir.h"

/* -- a stream of bits ---------------------------------------------------------------- */

/* From the lowest bit of each byte on. Behind the end all bits are 0, and `bad`. */
struct bits {
	struct nostd_span bytes;
	uint64_t at, end; /* bits from the start of `bytes` */
	bool bad;
};

static struct bits bits_of(struct nostd_span bytes)
{
	struct bits bits = {bytes, 0, (uint64_t)bytes.size * 8, false};

	return bits;
}

static uint64_t read_bits(struct bits *bits, unsigned count)
{
	uint64_t value = 0;
	unsigned i;

	if (count > bits->end - bits->at) {
		bits->bad = true;
		bits->at = bits->end;
		return 0;
	}
	for (i = 0; i < count; i++, bits->at++) {
		uint64_t bit = bits->bytes.ptr[bits->at / 8] >> bits->at % 8 & 1;

		value |= bit << i;
	}
	return value;
}

/* Pieces of `width` bits, the highest of which says that more follow. */
static uint64_t read_vbr(struct bits *bits, unsigned width)
{
	uint64_t more = (uint64_t)1 << (width - 1), value = 0, piece;
	unsigned shift = 0;

	do {
		piece = read_bits(bits, width);
		if (shift < 64) {
			value |= (piece & (more - 1)) << shift;
		}
		shift += width - 1;
	} while (piece & more);
	return value;
}

static void align_to_word(struct bits *bits)
{
	uint64_t at = (bits->at + 31) / 32 * 32;

	bits->bad |= at > bits->end;
	bits->at = at > bits->end ? bits->end : at;
}

/* `size` bytes where the stream stands, which is at a word. */
static struct nostd_span take_bytes(struct bits *bits, uint64_t size)
{
	struct nostd_span none = {NULL, 0};
	uint64_t from = bits->at / 8;

	if (size > (bits->end - bits->at) / 8) {
		bits->bad = true;
		bits->at = bits->end;
		return none;
	}
	bits->at += size * 8;
	return size == 0 ? none : nostd_span_new(bits->bytes.ptr + from, (size_t)size);
}

/* -- blocks and records -------------------------------------------------------------- */

enum { END_BLOCK = 0, ENTER_SUBBLOCK = 1, DEFINE_ABBREV = 2, UNABBREV_RECORD = 3 };

/* A block whose head was read. */
struct block {
	uint64_t id;
	unsigned width; /* of the ids in it */
	struct bits bits;
};

static struct block enter_block(struct bits *bits)
{
	struct block block;

	memset(&block, 0, sizeof(block));
	block.id = read_vbr(bits, 8);
	block.width = (unsigned)read_vbr(bits, 4);
	align_to_word(bits);
	block.bits = bits_of(take_bytes(bits, read_bits(bits, 32) * 4));
	return block;
}

/* How an operand of a record is written. */
enum encoding { LITERAL = 0, FIXED = 1, VBR = 2, ARRAY = 3, CHAR6 = 4, BLOB = 5 };

struct operand {
	uint8_t encoding;
	uint64_t value; /* of a literal; else the width in bits */
};

/* The blocks we look into have one abbreviation each: a literal and a blob. */
enum { ABBREVS_MAX = 8, OPERANDS_MAX = 8 };

struct abbrev {
	struct operand operands[OPERANDS_MAX];
	size_t count;
};

struct abbrevs {
	struct abbrev all[ABBREVS_MAX];
	size_t count;
};

static bool read_operand(struct bits *bits, struct operand *operand)
{
	if (read_bits(bits, 1)) {
		operand->encoding = LITERAL;
		operand->value = read_vbr(bits, 8);
		return true;
	}
	operand->encoding = (uint8_t)read_bits(bits, 3);
	operand->value = operand->encoding == CHAR6 ? 6 : 0;
	if (operand->encoding == FIXED || operand->encoding == VBR) {
		operand->value = read_vbr(bits, 5);
		return operand->value >= (operand->encoding == VBR ? 2u : 1u) &&
		       operand->value <= 64;
	}
	return operand->encoding >= FIXED && operand->encoding <= BLOB;
}

static bool define_abbrev(struct bits *bits, struct abbrevs *abbrevs)
{
	uint64_t count = read_vbr(bits, 5), i;
	struct abbrev *abbrev = &abbrevs->all[abbrevs->count];

	if (abbrevs->count == ABBREVS_MAX || count == 0 || count > OPERANDS_MAX) {
		return false;
	}
	for (i = 0; i < count; i++) {
		if (!read_operand(bits, &abbrev->operands[i])) {
			return false;
		}
	}
	abbrev->count = (size_t)count;
	abbrevs->count++;
	return true;
}

static uint64_t read_scalar(struct bits *bits, const struct operand *operand)
{
	switch ((enum encoding)operand->encoding) {
	case LITERAL:
		return operand->value;
	case VBR:
		return read_vbr(bits, (unsigned)operand->value);
	case FIXED:
	case CHAR6:
		return read_bits(bits, (unsigned)operand->value);
	case ARRAY:
	case BLOB:
		break;
	}
	bits->bad = true;
	return 0;
}

/* A record by its abbreviation: its code, and its blob if it has one. */
static uint64_t read_record(struct bits *bits, const struct abbrev *abbrev,
			    struct nostd_span *blob)
{
	uint64_t code = read_scalar(bits, &abbrev->operands[0]), left;
	size_t i;

	for (i = 1; i < abbrev->count && !bits->bad; i++) {
		const struct operand *operand = &abbrev->operands[i];

		if (operand->encoding == BLOB) {
			left = read_vbr(bits, 6);
			align_to_word(bits);
			*blob = take_bytes(bits, left);
			align_to_word(bits);
		} else if (operand->encoding != ARRAY) {
			read_scalar(bits, operand);
		} else if (++i < abbrev->count &&
			   abbrev->operands[i].encoding != LITERAL) {
			for (left = read_vbr(bits, 6); left != 0 && !bits->bad; left--) {
				read_scalar(bits, &abbrev->operands[i]);
			}
		} else {
			bits->bad = true;
		}
	}
	return code;
}

static void skip_record(struct bits *bits)
{
	uint64_t count;

	read_vbr(bits, 6);
	for (count = read_vbr(bits, 6); count != 0 && !bits->bad; count--) {
		read_vbr(bits, 6);
	}
}

/* The blob of the record 1: both SYMTAB_BLOB and STRTAB_BLOB. False: there is none. */
static bool find_blob(struct block block, struct nostd_span *blob)
{
	struct bits *bits = &block.bits;
	struct abbrevs abbrevs;
	uint64_t id;

	abbrevs.count = 0;
	if (block.width < 2 || block.width > 32) {
		return false;
	}
	while (!bits->bad && bits->at < bits->end) {
		id = read_bits(bits, block.width);
		if (id == END_BLOCK) {
			return false;
		} else if (id == ENTER_SUBBLOCK) {
			enter_block(bits);
		} else if (id == DEFINE_ABBREV) {
			if (!define_abbrev(bits, &abbrevs)) {
				return false;
			}
		} else if (id == UNABBREV_RECORD) {
			skip_record(bits);
		} else if (id - UNABBREV_RECORD - 1 < abbrevs.count) {
			struct nostd_span found = {NULL, 0};

			if (read_record(bits, &abbrevs.all[id - UNABBREV_RECORD - 1],
					&found) == 1 &&
			    !bits->bad) {
				*blob = found;
				return true;
			}
		} else {
			return false;
		}
	}
	return false;
}

/* -- the file ------------------------------------------------------------------------ */

/* Blocks at the top (llvm/Bitcode/LLVMBitCodes.h). */
enum { MODULE_BLOCK = 8, STRTAB_BLOCK = 23, SYMTAB_BLOCK = 25 };

struct bitcode {
	uint64_t modules;
	bool has_symbols, has_texts;
	struct nostd_span symbols,
		texts; /* blobs; `texts` of the block behind `symbols` */
};

/* Darwin's wrapper: its magic, a version, offset, size, processor. */
static struct nostd_span unwrap(struct nostd_span bytes)
{
	struct nsc_cursor cursor = nsc_cursor(bytes, false);
	uint64_t offset, size;

	if (nsc_cursor_uint(&cursor, 4) != 0x0b17c0de) {
		return bytes;
	}
	nsc_cursor_uint(&cursor, 4);
	offset = nsc_cursor_uint(&cursor, 4);
	size = nsc_cursor_uint(&cursor, 4);
	if (cursor.bad || offset > bytes.size || size > bytes.size - offset) {
		return nostd_span_new(NULL, 0);
	}
	return nostd_span_new(bytes.ptr + offset, (size_t)size);
}

static const char *read_blocks(struct nostd_span bytes, struct bitcode *out)
{
	struct bits bits = bits_of(bytes);
	struct block block;

	/* Some archivers pad: what is too small for a module is not looked at. */
	for (read_bits(&bits, 32); bits.end - bits.at >= 64;) {
		if (read_bits(&bits, 2) != ENTER_SUBBLOCK) {
			return "no block where one was expected";
		}
		block = enter_block(&bits);
		if (bits.bad) {
			return "a block that is larger than the bitcode";
		}
		if (block.id == MODULE_BLOCK) {
			out->modules++;
		} else if (block.id == SYMTAB_BLOCK && !out->has_symbols) {
			out->has_symbols = find_blob(block, &out->symbols);
		} else if (block.id == STRTAB_BLOCK && out->has_symbols &&
			   !out->has_texts) {
			out->has_texts = find_blob(block, &out->texts);
		}
	}
	return NULL;
}

/* -- the table ----------------------------------------------------------------------- */

/* Sizes and offsets of llvm/Object/IRSymtab.h, namespace storage. */
enum { COMDAT_SIZE = 12, SYMBOL_SIZE = 24 };
enum {
	FLAG_UNCOMMON = 1 << 2,
	FLAG_UNDEFINED = 1 << 3,
	FLAG_WEAK = 1 << 4,
	FLAG_COMMON = 1 << 5,
	FLAG_TLS = 1 << 8,
	FLAG_GLOBAL = 1 << 10,
	FLAG_FORMAT_SPECIFIC = 1 << 11, /* llvm.*: no symbol of any object */
	FLAG_EXECUTABLE = 1 << 13
};

struct range {
	uint64_t offset, count;
};

struct table {
	struct nsc_ir_reader *reader;
	struct nostd_span bytes, texts;
	struct range modules, comdats, symbols, uncommons;
	unsigned uncommon_size; /* bytes, by the version of the table */
	unsigned size_bytes;    /* bytes of a common's size in it */
};

static struct range read_range(struct nsc_cursor *cursor)
{
	struct range range;

	range.offset = nsc_cursor_uint(cursor, 4);
	range.count = nsc_cursor_uint(cursor, 4);
	return range;
}

static bool is_inside(const struct table *table, const struct range *range, uint64_t size)
{
	return range->offset <= table->bytes.size &&
	       range->count <= (table->bytes.size - range->offset) / size;
}

/* Where a row stands; the ranges were checked. */
static struct nsc_cursor row_at(const struct table *table, const struct range *range,
				uint64_t size, uint64_t index)
{
	return nsc_cursor(nostd_span_new(table->bytes.ptr + range->offset + index * size,
					 (size_t)size),
			  false);
}

/* False: outside the texts, or names that overlap so much that they are far larger. */
static bool read_text(const struct table *table, struct nsc_cursor *cursor,
		      struct nostd_str *out)
{
	uint64_t offset = nsc_cursor_uint(cursor, 4), size = nsc_cursor_uint(cursor, 4);

	if (offset > table->texts.size || size > table->texts.size - offset ||
	    size > table->reader->text_left) {
		return false;
	}
	table->reader->text_left -= size;
	*out = size == 0 ? nostd_str_new("", 0)
			 : nostd_str_new((const char *)table->texts.ptr + offset,
					 (size_t)size);
	return true;
}

static const char *open_table(struct table *table)
{
	struct nsc_cursor cursor = nsc_cursor(table->bytes, false);
	uint64_t version = nsc_cursor_uint(&cursor, 4);

	nsc_cursor_uint(&cursor, 8); /* the producer */
	table->modules = read_range(&cursor);
	table->comdats = read_range(&cursor);
	table->symbols = read_range(&cursor);
	table->uncommons = read_range(&cursor);
	if (version != 3 && version != 4) {
		return "a table of a version that is not known here (3 and 4 are: LLVM "
		       "13 and later)";
	}
	/* Size, alignment, two texts; version 4 has the size in 64 bits. */
	table->size_bytes = version == 3 ? 4 : 8;
	table->uncommon_size = table->size_bytes + 4 + 8 + 8;
	if (cursor.bad || !is_inside(table, &table->comdats, COMDAT_SIZE) ||
	    !is_inside(table, &table->symbols, SYMBOL_SIZE) ||
	    !is_inside(table, &table->uncommons, table->uncommon_size)) {
		return "rows that lie outside the table";
	}
	return NULL;
}

static uint8_t type_of(uint64_t flags)
{
	if (flags & FLAG_TLS) {
		return NSC_SYMBOL_TLS;
	}
	if (flags & FLAG_UNDEFINED) {
		return NSC_SYMBOL_NOTYPE;
	}
	return flags & FLAG_EXECUTABLE ? NSC_SYMBOL_FUNCTION : NSC_SYMBOL_OBJECT;
}

static void fill_row(uint64_t flags, struct nsc_ir_symbol *row)
{
	static const uint8_t visibilities[] = {STV_DEFAULT, STV_HIDDEN, STV_PROTECTED,
					       STV_DEFAULT};

	row->binding = !(flags & FLAG_GLOBAL) ? NSC_BIND_LOCAL
		       : flags & FLAG_WEAK    ? NSC_BIND_WEAK
					      : NSC_BIND_GLOBAL;
	row->where = flags & FLAG_UNDEFINED ? NSC_IR_UNDEFINED
		     : flags & FLAG_COMMON  ? NSC_IR_COMMON
					    : NSC_IR_DEFINED;
	row->type = type_of(flags);
	row->visibility = visibilities[flags & 3];
}

/* The row `index`; *uncommon is how many rows of Uncommon those before it had. */
static const char *read_symbol(const struct table *table, uint64_t index,
			       uint64_t *uncommon)
{
	struct nsc_cursor cursor = row_at(table, &table->symbols, SYMBOL_SIZE, index);
	struct nostd_str name, comdat = nostd_str_new("", 0);
	struct nsc_ir_symbol row;
	uint64_t group, flags;

	memset(&row, 0, sizeof(row));
	if (!read_text(table, &cursor, &name)) {
		return "a name that lies outside the texts";
	}
	nsc_cursor_uint(&cursor, 8); /* the name before mangling */
	group = nsc_cursor_uint(&cursor, 4);
	flags = nsc_cursor_uint(&cursor, 4);
	fill_row(flags, &row);
	if (group != UINT32_MAX) {
		struct nsc_cursor at;

		if (group >= table->comdats.count) {
			return "a group that does not exist";
		}
		at = row_at(table, &table->comdats, COMDAT_SIZE, group);
		if (!read_text(table, &at, &comdat)) {
			return "the name of a group lies outside the texts";
		}
	}
	if (flags & FLAG_UNCOMMON) {
		struct nsc_cursor at;

		if (*uncommon >= table->uncommons.count) {
			return "a row of rare fields that does not exist";
		}
		at = row_at(table, &table->uncommons, table->uncommon_size,
			    (*uncommon)++);
		row.size = row.where == NSC_IR_COMMON
				   ? nsc_cursor_uint(&at, table->size_bytes)
				   : 0;
	}
	if (!(flags & FLAG_FORMAT_SPECIFIC) && name.len != 0) {
		nsc_ir_push(table->reader, &row, name, comdat);
	}
	return NULL;
}

const char *nsc_ir_read_llvm(struct nsc_ir_reader *reader, struct nostd_span bytes)
{
	struct bitcode bitcode;
	struct table table;
	const char *problem;
	uint64_t uncommon = 0, i;

	memset(&bitcode, 0, sizeof(bitcode));
	memset(&table, 0, sizeof(table));
	bytes = unwrap(bytes);
	if (bytes.size == 0) {
		return "the wrapper names bytes outside the object";
	}
	problem = read_blocks(bytes, &bitcode);
	if (problem) {
		return problem;
	}
	if (!bitcode.has_symbols || !bitcode.has_texts) {
		return "the bitcode has no table of them (LLVM 5 and later write one)";
	}
	table.reader = reader;
	table.bytes = bitcode.symbols;
	table.texts = bitcode.texts;
	problem = open_table(&table);
	if (!problem && table.modules.count != bitcode.modules) {
		problem = "the table is not of all modules of the bitcode";
	}
	for (i = 0; !problem && i < table.symbols.count; i++) {
		problem = read_symbol(&table, i, &uncommon);
	}
	return problem;
}
