/*
 * dump_object.c - object facts as JSON and as text. See dump_object.h.
 */
#include "analyzer/report/dump_object.h"

#include <elf.h>

#include <nostd/fmt.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/names.h"
#include "analyzer/base/path.h"
#include "analyzer/fact/object.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A relocation and the symbol it names, both rows. */
struct use {
	uint32_t symbol, reloc;
};
#define NOSTD_NAME uses
#define NOSTD_T    struct use
#include <nostd/vec.h>

static int compare(const struct use *a, const struct use *b)
{
	if (a->symbol != b->symbol) {
		return a->symbol < b->symbol ? -1 : 1;
	}
	return a->reloc < b->reloc ? -1 : a->reloc > b->reloc;
}
#define NOSTD_NAME      by_symbol
#define NOSTD_T         struct use
#define NOSTD_CMP(a, b) compare((a), (b))
#include <nostd/sort.h>

/* -- names of numbers ---------------------------------------------------------------- */

struct number_name {
	uint32_t number;
	const char *name;
};

/* ELF e_machine. */
static const struct number_name machines[] = {
	{EM_386, "i386"},
	{EM_68K, "m68k"},
	{EM_AARCH64, "aarch64"},
	{EM_ARC_COMPACT, "arc"},
	{EM_ARCV2, "arcv2"},
	{EM_ARM, "arm"},
	{EM_AVR, "avr"},
	{EM_AVR32, "avr32"},
	{EM_BPF, "bpf"},
	{EM_CSKY, "csky"},
	{EM_V850, "v850"},
	{EM_QDSP6, "hexagon"},
	{258, "loongarch"},
	{EM_LATTICEMICO32, "lm32"},
	{EM_MICROBLAZE, "microblaze"},
	{EM_MIPS, "mips"},
	{EM_MSP430, "msp430"},
	{EM_ALTERA_NIOS2, "nios2"},
	{EM_OPENRISC, "openrisc"},
	{EM_PPC, "powerpc"},
	{EM_PPC64, "powerpc64"},
	{EM_RISCV, "riscv"},
	{EM_RL78, "rl78"},
	{EM_RX, "rx"},
	{EM_S390, "s390"},
	{EM_SH, "sh"},
	{EM_SPARC, "sparc"},
	{EM_SPARCV9, "sparc64"},
	{EM_TRICORE, "tricore"},
	{EM_X86_64, "x86-64"},
	{EM_XTENSA, "xtensa"},
};

/* ELF sh_type. */
static const struct number_name section_types[] = {
	{SHT_NULL, "null"},
	{SHT_PROGBITS, "progbits"},
	{SHT_SYMTAB, "symtab"},
	{SHT_STRTAB, "strtab"},
	{SHT_RELA, "rela"},
	{SHT_NOTE, "note"},
	{SHT_NOBITS, "nobits"},
	{SHT_REL, "rel"},
	{SHT_DYNSYM, "dynsym"},
	{SHT_DYNAMIC, "dynamic"},
	{SHT_HASH, "hash"},
	{SHT_INIT_ARRAY, "init_array"},
	{SHT_FINI_ARRAY, "fini_array"},
	{SHT_PREINIT_ARRAY, "preinit_array"},
	{SHT_GROUP, "group"},
	{SHT_SYMTAB_SHNDX, "symtab_shndx"},
};

static const char *const containers[] = {
	[NSC_OBJECT] = "object",
	[NSC_ARCHIVE] = "archive",
	[NSC_THIN_ARCHIVE] = "thin-archive",
};
static const char *const elf_types[] = {
	[NSC_ELF_RELOCATABLE] = "relocatable",
	[NSC_ELF_EXECUTABLE] = "executable",
	[NSC_ELF_SHARED] = "shared",
	[NSC_ELF_OTHER] = "other",
};
static const char *const bindings[] = {
	[NSC_BIND_LOCAL] = "local",
	[NSC_BIND_GLOBAL] = "global",
	[NSC_BIND_WEAK] = "weak",
};
static const char *const symbol_types[] = {
	[NSC_SYMBOL_NOTYPE] = "notype",     [NSC_SYMBOL_OBJECT] = "object",
	[NSC_SYMBOL_FUNCTION] = "function", [NSC_SYMBOL_SECTION] = "section",
	[NSC_SYMBOL_FILE] = "file",         [NSC_SYMBOL_TLS] = "tls",
	[NSC_SYMBOL_IFUNC] = "ifunc",
};
static const char *const reloc_kinds[] = {
	[NSC_RELOC_ADDRESS] = "address",
	[NSC_RELOC_CALL] = "call",
	[NSC_RELOC_NONE] = "none",
	[NSC_RELOC_RELAX] = "relax",
};

/* As readelf has them. */
static const struct {
	uint64_t flag;
	char letter;
} section_flags[] = {
	{SHF_WRITE, 'W'},      {SHF_ALLOC, 'A'},   {SHF_EXECINSTR, 'X'},
	{SHF_MERGE, 'M'},      {SHF_STRINGS, 'S'}, {SHF_INFO_LINK, 'I'},
	{SHF_LINK_ORDER, 'L'}, {SHF_GROUP, 'G'},   {SHF_TLS, 'T'},
	{SHF_COMPRESSED, 'C'},
};

/* Texts made on the way. */
struct buffer {
	char text[NSC_DIGEST_HEX_SIZE];
};

static const char *name_of(const struct number_name *table, size_t count, uint32_t number,
			   struct buffer *buffer)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (table[i].number == number) {
			return table[i].name;
		}
	}
	nostd_format_to(buffer->text, sizeof(buffer->text), "{:#x}", number);
	return buffer->text;
}

static const char *flag_letters(uint64_t flags, struct buffer *buffer)
{
	size_t i, size = 0;

	for (i = 0; i < COUNT(section_flags); i++) {
		if (flags & section_flags[i].flag) {
			buffer->text[size++] = section_flags[i].letter;
		}
	}
	buffer->text[size] = 0;
	return buffer->text;
}

static const char *lto_of(const struct nsc_member *member)
{
	return member->flags & NSC_MEMBER_LTO_SLIM  ? "slim"
	       : member->flags & NSC_MEMBER_LTO_FAT ? "fat"
						    : "none";
}

static const char *format_of(const struct nsc_member *member)
{
	return member->flags & NSC_MEMBER_DAMAGED      ? "damaged"
	       : !(member->flags & NSC_MEMBER_NOT_ELF) ? "elf"
	       : member->flags & NSC_MEMBER_LTO_SLIM   ? "llvm-bitcode"
						       : "unknown";
}

static const char *const ir_tables[] = {
	[NSC_IR_NONE] = "none",
	[NSC_IR_GCC] = "gcc",
	[NSC_IR_LLVM] = "llvm",
	[NSC_IR_UNREAD] = "unreadable",
};
static const char *const ir_wheres[] = {
	[NSC_IR_UNDEFINED] = "undefined",
	[NSC_IR_DEFINED] = "defined",
	[NSC_IR_COMMON] = "common",
};
static const char *const visibilities[] = {
	[STV_DEFAULT] = "default",
	[STV_INTERNAL] = "internal",
	[STV_HIDDEN] = "hidden",
	[STV_PROTECTED] = "protected",
};

/* What such a table cannot say, where it is shown. */
static const char ir_note[] = "functions that the code generator calls (memcpy, "
			      "__aeabi_*) and, for gcc, built-in ones are not listed";

/* -- rows of one member -------------------------------------------------------------- */

/* What both forms walk over. */
struct view {
	const struct nsc_mounts *mounts;
	const struct nsc_object_facts *facts;
	const struct nsc_member *member;
	struct uses uses; /* of the member, by symbol */
};

static struct nostd_str text_of(const struct view *view, struct nsc_name name)
{
	return nsc_name_text(view->mounts->names, name);
}

static struct nostd_str path_of(const struct view *view, struct nsc_name path)
{
	return nsc_name_given(path) ? text_of(view, nsc_mounts_show(view->mounts, path))
				    : NOSTD_STR("");
}

/* A member of a thin archive is a file of its own. */
static struct nostd_str member_name(const struct view *view,
				    const struct nsc_member *member)
{
	return view->facts->container == NSC_THIN_ARCHIVE ? path_of(view, member->name)
							  : text_of(view, member->name);
}

static void collect_uses(struct view *view)
{
	uint32_t i;

	uses_clear(&view->uses);
	for (i = 0; i < view->member->reloc_count; i++) {
		uint32_t row = view->member->reloc_first + i;
		struct use use = {view->facts->relocs.ptr[row].symbol, row};

		if (use.symbol != NSC_NO_ROW) {
			uses_push(&view->uses, use);
		}
	}
	by_symbol_sort_unstable(view->uses.ptr, view->uses.len);
}

/* Position of the first use of a symbol; those of others follow. */
static size_t first_use(const struct view *view, uint32_t symbol)
{
	struct use key = {symbol, 0};

	return by_symbol_lower_bound(view->uses.ptr, view->uses.len, &key);
}

static const struct nsc_object_reloc *use_at(const struct view *view, size_t at,
					     uint32_t symbol)
{
	return at < view->uses.len && view->uses.ptr[at].symbol == symbol
		       ? &view->facts->relocs.ptr[view->uses.ptr[at].reloc]
		       : NULL;
}

static bool is_shown(const struct nsc_object_symbol *symbol)
{
	return symbol->type != NSC_SYMBOL_SECTION && symbol->type != NSC_SYMBOL_FILE &&
	       nsc_name_given(symbol->name);
}

static struct nostd_str place_of(const struct view *view,
				 const struct nsc_object_symbol *symbol)
{
	switch ((enum nsc_symbol_where)symbol->where) {
	case NSC_WHERE_UNDEFINED:
		return NOSTD_STR("undefined");
	case NSC_WHERE_SECTION:
		return text_of(view, view->facts->sections.ptr[symbol->section].name);
	case NSC_WHERE_ABSOLUTE:
		return NOSTD_STR("absolute");
	case NSC_WHERE_COMMON:
		return NOSTD_STR("common");
	}
	return NOSTD_STR("");
}

/* -- JSON ---------------------------------------------------------------------------- */

/* Sizes are numbers; what a damaged file says may be too large for that. */
static void put_size(struct nsc_json *json, const char *key, uint64_t size)
{
	nsc_json_key(json, key);
	if (size >> 53) {
		nsc_json_hex(json, size);
	} else {
		nsc_json_uint(json, size);
	}
}

static void put_hex(struct nsc_json *json, const char *key, uint64_t value)
{
	nsc_json_key(json, key);
	nsc_json_hex(json, value);
}

static void put_c(struct nsc_json *json, const char *key, const char *text)
{
	nsc_json_kstr(json, key, nostd_str_from_c(text));
}

/* A text that may be missing. */
static void put_name(struct nsc_json *json, const struct view *view, const char *key,
		     struct nsc_name name)
{
	if (nsc_name_given(name)) {
		nsc_json_kstr(json, key, text_of(view, name));
	}
}

static void put_path(struct nsc_json *json, const struct view *view, const char *key,
		     struct nsc_name path)
{
	if (nsc_name_given(path)) {
		nsc_json_kstr(json, key, path_of(view, path));
	}
}

static void json_header(struct nsc_json *json, const struct view *view)
{
	const struct nsc_member *member = view->member;
	struct buffer buffer;

	if (nsc_name_given(member->name)) {
		nsc_json_kstr(json, "name", member_name(view, member));
	}
	put_c(json, "format", format_of(member));
	put_size(json, "offset", member->offset);
	put_size(json, "size", member->size);
	nostd_format_to(buffer.text, sizeof(buffer.text), "{:016x}{:016x}",
			member->digest_high, member->digest_low);
	put_c(json, "digest", buffer.text);
	put_c(json, "lto", lto_of(member));
	if (member->flags & (NSC_MEMBER_NOT_ELF | NSC_MEMBER_DAMAGED)) {
		return;
	}
	put_c(json, "machine",
	      name_of(machines, COUNT(machines), member->machine, &buffer));
	nsc_json_kuint(json, "class", member->flags & NSC_MEMBER_64 ? 64 : 32);
	put_c(json, "byte_order",
	      member->flags & NSC_MEMBER_BIG_ENDIAN ? "big" : "little");
	put_c(json, "type", elf_types[member->type]);
	put_hex(json, "flags", member->elf_flags);
	if (member->type != NSC_ELF_RELOCATABLE) {
		put_hex(json, "entry", member->entry);
	}
	nsc_json_kbool(json, "lines", (member->flags & NSC_MEMBER_DWARF) != 0);
	nsc_json_kbool(json, "stripped", (member->flags & NSC_MEMBER_NO_SYMBOLS) != 0);
	put_path(json, view, "source", member->source);
	put_name(json, view, "producer", member->producer);
}

static void json_section(struct nsc_json *json, const struct view *view,
			 const struct nsc_object_section *section)
{
	struct buffer buffer;

	nsc_json_object_line(json);
	nsc_json_kstr(json, "name", text_of(view, section->name));
	put_c(json, "type",
	      name_of(section_types, COUNT(section_types), section->type, &buffer));
	put_c(json, "flags", flag_letters(section->flags, &buffer));
	if (view->member->type != NSC_ELF_RELOCATABLE) {
		put_hex(json, "address", section->address);
	}
	put_size(json, "size", section->size);
	put_size(json, "align", section->align);
	if (nsc_name_given(section->group)) {
		nsc_json_kstr(json, "group", text_of(view, section->group));
		nsc_json_kbool(json, "comdat", section->group_is_comdat);
	}
	nsc_json_end(json);
}

static void json_sections(struct nsc_json *json, const struct view *view)
{
	uint32_t i;

	nsc_json_key(json, "sections");
	nsc_json_array(json);
	for (i = 1; i < view->member->section_count; i++) {
		json_section(json, view,
			     &view->facts->sections.ptr[view->member->section_first + i]);
	}
	nsc_json_end(json);
}

static void json_segments(struct nsc_json *json, const struct view *view)
{
	uint32_t i;

	if (view->member->segment_count == 0) {
		return;
	}
	nsc_json_key(json, "segments");
	nsc_json_array(json);
	for (i = 0; i < view->member->segment_count; i++) {
		const struct nsc_object_segment *segment =
			&view->facts->segments.ptr[view->member->segment_first + i];

		nsc_json_object_line(json);
		put_hex(json, "type", segment->type);
		put_hex(json, "flags", segment->flags);
		put_hex(json, "address", segment->address);
		put_hex(json, "load_address", segment->load_address);
		put_size(json, "offset", segment->offset);
		put_size(json, "file_size", segment->file_size);
		put_size(json, "memory_size", segment->memory_size);
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

static void json_defined(struct nsc_json *json, const struct view *view)
{
	uint32_t i;

	nsc_json_key(json, "defined");
	nsc_json_array(json);
	for (i = 0; i < view->member->symbol_count; i++) {
		const struct nsc_object_symbol *symbol =
			&view->facts->symbols.ptr[view->member->symbol_first + i];

		if (!is_shown(symbol) || symbol->where == NSC_WHERE_UNDEFINED) {
			continue;
		}
		nsc_json_object_line(json);
		nsc_json_kstr(json, "symbol", text_of(view, symbol->name));
		put_c(json, "binding", bindings[symbol->binding]);
		put_c(json, "type", symbol_types[symbol->type]);
		nsc_json_kstr(json, "section", place_of(view, symbol));
		put_hex(json, "value", symbol->value);
		put_size(json, "size", symbol->size);
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

static void json_site(struct nsc_json *json, const struct view *view,
		      const struct nsc_object_reloc *reloc)
{
	nsc_json_object_line(json);
	nsc_json_kstr(json, "section",
		      text_of(view, view->facts->sections.ptr[reloc->section].name));
	put_hex(json, "offset", reloc->offset);
	put_c(json, "kind", reloc_kinds[reloc->kind]);
	if (reloc->site != NSC_NO_ROW) {
		const struct nsc_object_site *site = &view->facts->sites.ptr[reloc->site];

		put_name(json, view, "function", site->function);
		put_path(json, view, "file", site->at.file);
		if (site->at.line != 0) {
			nsc_json_kuint(json, "line", site->at.line);
		}
	}
	nsc_json_end(json);
}

static void json_undefined(struct nsc_json *json, const struct view *view)
{
	const struct nsc_object_reloc *reloc;
	uint32_t i;

	nsc_json_key(json, "undefined");
	nsc_json_array(json);
	for (i = 0; i < view->member->symbol_count; i++) {
		uint32_t row = view->member->symbol_first + i;
		const struct nsc_object_symbol *symbol = &view->facts->symbols.ptr[row];
		size_t at = first_use(view, row);

		if (!is_shown(symbol) || symbol->where != NSC_WHERE_UNDEFINED) {
			continue;
		}
		nsc_json_object(json);
		nsc_json_kstr(json, "symbol", text_of(view, symbol->name));
		nsc_json_kbool(json, "weak", symbol->binding == NSC_BIND_WEAK);
		nsc_json_key(json, "sites");
		nsc_json_array(json);
		while ((reloc = use_at(view, at++, row))) {
			json_site(json, view, reloc);
		}
		nsc_json_end(json);
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

static void json_ir_symbol(struct nsc_json *json, const struct view *view,
			   const struct nsc_ir_symbol *symbol)
{
	nsc_json_object_line(json);
	nsc_json_kstr(json, "symbol", text_of(view, symbol->name));
	put_c(json, "where", ir_wheres[symbol->where]);
	put_c(json, "binding", bindings[symbol->binding]);
	put_c(json, "type", symbol_types[symbol->type]);
	put_c(json, "visibility", visibilities[symbol->visibility & 3]);
	put_name(json, view, "comdat", symbol->comdat);
	if (symbol->where == NSC_IR_COMMON) {
		put_size(json, "size", symbol->size);
	}
	nsc_json_end(json);
}

static void json_ir(struct nsc_json *json, const struct view *view)
{
	const struct nsc_member *member = view->member;
	uint32_t i;

	if (member->ir == NSC_IR_NONE) {
		return;
	}
	nsc_json_key(json, "ir");
	nsc_json_object(json);
	put_c(json, "table", ir_tables[member->ir]);
	nsc_json_kbool(json, "machine_code", !(member->flags & NSC_MEMBER_LTO_SLIM));
	nsc_json_kstr(json, "note", nostd_str_from_c(ir_note));
	nsc_json_key(json, "symbols");
	nsc_json_array(json);
	for (i = 0; i < member->ir_symbol_count; i++) {
		json_ir_symbol(json, view,
			       &view->facts->ir_symbols.ptr[member->ir_symbol_first + i]);
	}
	nsc_json_end(json);
	nsc_json_end(json);
}

static void json_members(struct nsc_json *json, struct view *view)
{
	size_t i;

	nsc_json_key(json, "members");
	nsc_json_array(json);
	for (i = 0; i < view->facts->members.len; i++) {
		view->member = &view->facts->members.ptr[i];
		collect_uses(view);
		nsc_json_object(json);
		json_header(json, view);
		json_sections(json, view);
		json_segments(json, view);
		json_defined(json, view);
		json_undefined(json, view);
		json_ir(json, view);
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

static void json_index(struct nsc_json *json, const struct view *view)
{
	const struct nsc_object_facts *facts = view->facts;
	size_t i;

	if (facts->container == NSC_OBJECT) {
		return;
	}
	nsc_json_kbool(json, "index_missing", facts->index_missing);
	nsc_json_key(json, "index");
	nsc_json_array(json);
	for (i = 0; i < facts->index.len; i++) {
		const struct nsc_archive_entry *entry = &facts->index.ptr[i];

		nsc_json_object_line(json);
		nsc_json_kstr(json, "symbol", text_of(view, entry->symbol));
		nsc_json_kstr(json, "member",
			      member_name(view, &facts->members.ptr[entry->member]));
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

void nsc_dump_object_json(struct nsc_json *json, const struct nsc_mounts *mounts,
			  const struct nsc_object_facts *facts)
{
	struct view view = {mounts, facts, NULL, uses_new()};

	nsc_json_object(json);
	put_c(json, "kind", "object");
	nsc_json_kstr(json, "path", path_of(&view, facts->path));
	put_c(json, "container", containers[facts->container]);
	json_index(json, &view);
	json_members(json, &view);
	nsc_json_end(json);
	uses_drop(&view.uses);
}

/* -- text ---------------------------------------------------------------------------- */

/* Text on its way out. */
struct printer {
	struct nostd_sink sink;
	struct view view;
	bool failed;
};

#define print(printer, ...)                       \
	((printer)->failed = (printer)->failed || \
			     !nostd_try_format_sink((printer)->sink, __VA_ARGS__))

static void text_header(struct printer *printer)
{
	const struct view *view = &printer->view;
	const struct nsc_member *member = view->member;
	struct buffer buffer;

	if (nsc_name_given(member->name)) {
		print(printer, "\n{}\n", member_name(view, member));
	}
	print(printer, "  {} bytes at {:#x}, ", member->size, member->offset);
	if (member->flags & (NSC_MEMBER_NOT_ELF | NSC_MEMBER_DAMAGED)) {
		print(printer, "{}\n", format_of(member));
		return;
	}
	print(printer, "{} {}-bit {}-endian, {}, LTO {}\n",
	      name_of(machines, COUNT(machines), member->machine, &buffer),
	      member->flags & NSC_MEMBER_64 ? 64 : 32,
	      member->flags & NSC_MEMBER_BIG_ENDIAN ? "big" : "little",
	      elf_types[member->type], lto_of(member));
	if (nsc_name_given(member->source)) {
		print(printer, "  source    {}\n", path_of(view, member->source));
	}
	if (nsc_name_given(member->producer)) {
		print(printer, "  compiler  {}\n", text_of(view, member->producer));
	}
}

static void text_sections(struct printer *printer)
{
	const struct view *view = &printer->view;
	uint32_t i;

	for (i = 1; i < view->member->section_count; i++) {
		const struct nsc_object_section *section =
			&view->facts->sections.ptr[view->member->section_first + i];
		struct buffer buffer;

		if (!(section->flags & SHF_ALLOC)) {
			continue;
		}
		print(printer, "  section   {} {} bytes, {}{}{}\n",
		      text_of(view, section->name), section->size,
		      flag_letters(section->flags, &buffer),
		      nsc_name_given(section->group) ? ", group " : "",
		      text_of(view, section->group));
	}
}

static void text_defined(struct printer *printer)
{
	const struct view *view = &printer->view;
	uint32_t i;

	for (i = 0; i < view->member->symbol_count; i++) {
		const struct nsc_object_symbol *symbol =
			&view->facts->symbols.ptr[view->member->symbol_first + i];

		if (is_shown(symbol) && symbol->where != NSC_WHERE_UNDEFINED &&
		    symbol->binding != NSC_BIND_LOCAL) {
			print(printer, "  defines   {} ({} {}, {}+{:#x}, {} bytes)\n",
			      text_of(view, symbol->name), bindings[symbol->binding],
			      symbol_types[symbol->type], place_of(view, symbol),
			      symbol->value, symbol->size);
		}
	}
}

static void text_site(struct printer *printer, const struct nsc_object_reloc *reloc)
{
	const struct view *view = &printer->view;
	const struct nsc_object_site *site;

	print(printer, "              {} {}+{:#x}", reloc_kinds[reloc->kind],
	      text_of(view, view->facts->sections.ptr[reloc->section].name),
	      reloc->offset);
	if (reloc->site != NSC_NO_ROW) {
		site = &view->facts->sites.ptr[reloc->site];
		if (nsc_name_given(site->function)) {
			print(printer, " in {}", text_of(view, site->function));
		}
		if (nsc_place_given(site->at)) {
			print(printer, " at {}:{}", path_of(view, site->at.file),
			      site->at.line);
		}
	}
	print(printer, "\n");
}

static void text_undefined(struct printer *printer)
{
	const struct view *view = &printer->view;
	const struct nsc_object_reloc *reloc;
	uint32_t i;

	for (i = 0; i < view->member->symbol_count; i++) {
		uint32_t row = view->member->symbol_first + i;
		const struct nsc_object_symbol *symbol = &view->facts->symbols.ptr[row];
		size_t at = first_use(view, row);

		if (!is_shown(symbol) || symbol->where != NSC_WHERE_UNDEFINED) {
			continue;
		}
		print(printer, "  wants     {}{}\n", text_of(view, symbol->name),
		      symbol->binding == NSC_BIND_WEAK ? " (weak)" : "");
		while ((reloc = use_at(view, at++, row))) {
			text_site(printer, reloc);
		}
	}
}

static void text_ir(struct printer *printer)
{
	const struct view *view = &printer->view;
	const struct nsc_member *member = view->member;
	uint32_t i;

	if (member->ir == NSC_IR_NONE) {
		return;
	}
	print(printer, "  IR        {} symbols ({}){}\n            {}\n",
	      member->ir_symbol_count, ir_tables[member->ir],
	      member->flags & NSC_MEMBER_LTO_SLIM ? ", no machine code here" : "",
	      ir_note);
	for (i = 0; i < member->ir_symbol_count; i++) {
		const struct nsc_ir_symbol *symbol =
			&view->facts->ir_symbols.ptr[member->ir_symbol_first + i];

		print(printer, "  IR        {} {} ({} {}, {}{}{})\n",
		      symbol->where == NSC_IR_UNDEFINED ? "wants" : "defines",
		      text_of(view, symbol->name), bindings[symbol->binding],
		      symbol_types[symbol->type], ir_wheres[symbol->where],
		      nsc_name_given(symbol->comdat) ? ", group " : "",
		      text_of(view, symbol->comdat));
	}
}

bool nsc_dump_object_text(struct nostd_sink sink, const struct nsc_mounts *mounts,
			  const struct nsc_object_facts *facts)
{
	struct printer printer = {sink, {mounts, facts, NULL, uses_new()}, false};
	size_t i;

	print(&printer, "{}: {}", path_of(&printer.view, facts->path),
	      containers[facts->container]);
	if (facts->container != NSC_OBJECT) {
		print(&printer, ", {} members, {}{} index entries", facts->members.len,
		      facts->index_missing ? "no index, " : "", facts->index.len);
	}
	print(&printer, "\n");
	for (i = 0; i < facts->members.len; i++) {
		printer.view.member = &facts->members.ptr[i];
		collect_uses(&printer.view);
		text_header(&printer);
		text_sections(&printer);
		text_defined(&printer);
		text_undefined(&printer);
		text_ir(&printer);
	}
	uses_drop(&printer.view.uses);
	return !printer.failed;
}
