/*
 * schema.c - which fields the facts have: the tables behind wire.h.
 *
 * One line per field, in the order of the struct. A field that is missing here would be
 * lost on its way through worker or store; tests/unit/test_wire.c checks that the fields
 * of each row cover its struct but for padding.
 */
#include <stddef.h>
#include <string.h>

#include "analyzer/base/conversion.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/exemption.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"

#include <nostd/bump.h>

#define COUNT(array)              (sizeof(array) / sizeof((array)[0]))
#define FIELD(kind, type, member) LIMITED(kind, type, member, 0)
#define LIMITED(kind, type, member, limit)                                       \
	{                                                                        \
		NSC_FIELD_##kind, (uint16_t)offsetof(struct type, member), limit \
	}
/* An enumerator, by its last one; the row of a table; `first` and `count` rows of it. */
#define ENUM(type, member, last) LIMITED(ENUM, type, member, last)
#define ROW(type, member, table) LIMITED(ROW, type, member, table)
#define RANGE(type, member, table) \
	LIMITED(FIRST, type, member##_first, table), FIELD(U32, type, member##_count)
#define PLACE(type, member)                                            \
	FIELD(NAME, type, member.file), FIELD(U32, type, member.line), \
		FIELD(U32, type, member.column)

/* The two functions through which wire.c reaches the rows of one vector. */
#define ROWS(of, member, vec)                                                           \
	static const void *of##_##member(const void *facts, size_t *count)              \
	{                                                                               \
		const struct nsc_##of##_facts *all = facts;                             \
                                                                                        \
		*count = all->member.len;                                               \
		return all->member.ptr;                                                 \
	}                                                                               \
	static void *of##_##member##_extend(void *facts, size_t count)                  \
	{                                                                               \
		struct nsc_##of##_facts *all = facts;                                   \
		size_t from = all->member.len;                                          \
                                                                                        \
		vec##_reserve(&all->member, count);                                     \
		all->member.len += count;                                               \
		return cleared(all->member.ptr, from, count, sizeof(*all->member.ptr)); \
	}
#define TABLE(of, member, row, fields)                                    \
	{                                                                 \
		fields, COUNT(fields), sizeof(struct row), of##_##member, \
			of##_##member##_extend                            \
	}

static void *cleared(void *rows, size_t from, size_t count, size_t row_size)
{
	char *first = count == 0 ? NULL : (char *)rows + from * row_size;

	if (first) {
		memset(first, 0, count * row_size);
	}
	return first;
}

/* Positions of the tables that rows name, in the arrays of tables below. */
enum {
	OBJECT_MEMBERS = 0,
	OBJECT_SECTIONS = 1,
	OBJECT_SYMBOLS = 2,
	OBJECT_RELOCS = 3,
	OBJECT_SITES = 4,
	OBJECT_SEGMENTS = 5,
	OBJECT_IR_SYMBOLS = 6,
	MAP_FILES = 0,
	MAP_OUTPUTS = 3,
	MAP_SECTIONS = 4,
	UNIT_ENTITIES = 0,
	UNIT_MACROS = 2,
	UNIT_GUARDS = 3,
	UNIT_GUARD_MACROS = 4,
	UNIT_INCLUDES = 5,
	COMPDB_ARGUMENTS = 1
};

/* -- objects and archives ------------------------------------------------------------ */

static const struct nsc_field object_header[] = {
	FIELD(NAME, nsc_object_facts, path),
	ENUM(nsc_object_facts, container, NSC_THIN_ARCHIVE),
	FIELD(BOOL, nsc_object_facts, index_missing),
};

static const struct nsc_field member_fields[] = {
	FIELD(NAME, nsc_member, name),
	FIELD(U64, nsc_member, offset),
	FIELD(U64, nsc_member, size),
	FIELD(U64, nsc_member, digest_high),
	FIELD(U64, nsc_member, digest_low),
	FIELD(U16, nsc_member, machine),
	ENUM(nsc_member, type, NSC_ELF_OTHER),
	FIELD(U8, nsc_member, flags),
	FIELD(U8, nsc_member, roots),
	ENUM(nsc_member, ir, NSC_IR_UNREAD),
	FIELD(U32, nsc_member, elf_flags),
	FIELD(U64, nsc_member, entry),
	FIELD(NAME, nsc_member, source),
	FIELD(NAME, nsc_member, producer),
	RANGE(nsc_member, section, OBJECT_SECTIONS),
	RANGE(nsc_member, symbol, OBJECT_SYMBOLS),
	RANGE(nsc_member, reloc, OBJECT_RELOCS),
	RANGE(nsc_member, segment, OBJECT_SEGMENTS),
	RANGE(nsc_member, ir_symbol, OBJECT_IR_SYMBOLS),
};

static const struct nsc_field object_section_fields[] = {
	FIELD(NAME, nsc_object_section, name),
	FIELD(U32, nsc_object_section, type),
	FIELD(U64, nsc_object_section, flags),
	FIELD(U64, nsc_object_section, address),
	FIELD(U64, nsc_object_section, size),
	FIELD(U64, nsc_object_section, align),
	FIELD(U32, nsc_object_section, entry_size),
	ROW(nsc_object_section, link, OBJECT_SECTIONS),
	FIELD(NAME, nsc_object_section, group),
	FIELD(U8, nsc_object_section, group_is_comdat),
	FIELD(SPAN, nsc_object_section, bytes),
};

static const struct nsc_field object_symbol_fields[] = {
	FIELD(NAME, nsc_object_symbol, name),
	ENUM(nsc_object_symbol, binding, NSC_BIND_WEAK),
	ENUM(nsc_object_symbol, type, NSC_SYMBOL_IFUNC),
	ENUM(nsc_object_symbol, where, NSC_WHERE_COMMON),
	FIELD(U8, nsc_object_symbol, visibility),
	ROW(nsc_object_symbol, section, OBJECT_SECTIONS),
	FIELD(U64, nsc_object_symbol, value),
	FIELD(U64, nsc_object_symbol, size),
	FIELD(U32, nsc_object_symbol, reloc_count),
};

static const struct nsc_field object_reloc_fields[] = {
	ROW(nsc_object_reloc, section, OBJECT_SECTIONS),
	ROW(nsc_object_reloc, symbol, OBJECT_SYMBOLS),
	FIELD(U64, nsc_object_reloc, offset),
	FIELD(I64, nsc_object_reloc, addend),
	FIELD(U16, nsc_object_reloc, type),
	ENUM(nsc_object_reloc, kind, NSC_RELOC_RELAX),
	ROW(nsc_object_reloc, site, OBJECT_SITES),
};

static const struct nsc_field object_site_fields[] = {
	FIELD(NAME, nsc_object_site, symbol_function),
	FIELD(NAME, nsc_object_site, function),
	PLACE(nsc_object_site, at),
	ROW(nsc_object_site, next, OBJECT_SITES),
};

static const struct nsc_field object_segment_fields[] = {
	FIELD(U32, nsc_object_segment, type),
	FIELD(U32, nsc_object_segment, flags),
	FIELD(U64, nsc_object_segment, offset),
	FIELD(U64, nsc_object_segment, address),
	FIELD(U64, nsc_object_segment, load_address),
	FIELD(U64, nsc_object_segment, file_size),
	FIELD(U64, nsc_object_segment, memory_size),
};

static const struct nsc_field ir_symbol_fields[] = {
	FIELD(NAME, nsc_ir_symbol, name),
	FIELD(NAME, nsc_ir_symbol, comdat),
	ENUM(nsc_ir_symbol, binding, NSC_BIND_WEAK),
	ENUM(nsc_ir_symbol, type, NSC_SYMBOL_IFUNC),
	ENUM(nsc_ir_symbol, where, NSC_IR_COMMON),
	FIELD(U8, nsc_ir_symbol, visibility),
	FIELD(U64, nsc_ir_symbol, size),
};

static const struct nsc_field archive_entry_fields[] = {
	FIELD(NAME, nsc_archive_entry, symbol),
	ROW(nsc_archive_entry, member, OBJECT_MEMBERS),
};

ROWS(object, members, nsc_member_vec)
ROWS(object, sections, nsc_object_section_vec)
ROWS(object, symbols, nsc_object_symbol_vec)
ROWS(object, relocs, nsc_object_reloc_vec)
ROWS(object, sites, nsc_object_site_vec)
ROWS(object, segments, nsc_object_segment_vec)
ROWS(object, ir_symbols, nsc_ir_symbol_vec)
ROWS(object, index, nsc_archive_entry_vec)

static const struct nsc_table object_tables[] = {
	TABLE(object, members, nsc_member, member_fields),
	TABLE(object, sections, nsc_object_section, object_section_fields),
	TABLE(object, symbols, nsc_object_symbol, object_symbol_fields),
	TABLE(object, relocs, nsc_object_reloc, object_reloc_fields),
	TABLE(object, sites, nsc_object_site, object_site_fields),
	TABLE(object, segments, nsc_object_segment, object_segment_fields),
	TABLE(object, ir_symbols, nsc_ir_symbol, ir_symbol_fields),
	TABLE(object, index, nsc_archive_entry, archive_entry_fields),
};

const struct nsc_schema nsc_schema_object = {
	1,
	"object",
	object_header,
	COUNT(object_header),
	object_tables,
	COUNT(object_tables),
};

/* -- link maps ----------------------------------------------------------------------- */

static const struct nsc_field map_header[] = {
	FIELD(NAME, nsc_map_facts, path),   FIELD(NAME, nsc_map_facts, format),
	FIELD(U32, nsc_map_facts, knows),   FIELD(NAME, nsc_map_facts, target),
	FIELD(NAME, nsc_map_facts, output), FIELD(BOOL, nsc_map_facts, truncated),
	FIELD(U32, nsc_map_facts, lines),   FIELD(U32, nsc_map_facts, lines_unknown),
};

static const struct nsc_field map_file_fields[] = {
	FIELD(NAME, nsc_map_file, archive),
	FIELD(NAME, nsc_map_file, name),
	FIELD(BOOL, nsc_map_file, from_plugin),
};

static const struct nsc_field map_pull_fields[] = {
	ROW(nsc_map_pull, file, MAP_FILES),
	ROW(nsc_map_pull, by, MAP_FILES),
	FIELD(NAME, nsc_map_pull, symbol),
	ENUM(nsc_map_pull, reason, NSC_PULL_AS_NEEDED),
	FIELD(U32, nsc_map_pull, line),
};

static const struct nsc_field map_load_fields[] = {
	ENUM(nsc_map_load, kind, NSC_LOAD_GROUP_END),
	FIELD(NAME, nsc_map_load, path),
	FIELD(U32, nsc_map_load, line),
};

static const struct nsc_field map_output_fields[] = {
	FIELD(NAME, nsc_map_output, name),
	FIELD(U64, nsc_map_output, address),
	FIELD(U64, nsc_map_output, size),
	FIELD(U64, nsc_map_output, load_address),
	FIELD(BOOL, nsc_map_output, has_load_address),
	FIELD(BOOL, nsc_map_output, allocated),
	ENUM(nsc_map_output, memory, NSC_MEMORY_ZERO),
	FIELD(U32, nsc_map_output, line),
};

static const struct nsc_field map_section_fields[] = {
	ROW(nsc_map_section, output, MAP_OUTPUTS),
	ENUM(nsc_map_section, kind, NSC_PLACED_STUBS),
	FIELD(NAME, nsc_map_section, name),
	ROW(nsc_map_section, file, MAP_FILES),
	FIELD(U64, nsc_map_section, address),
	FIELD(U64, nsc_map_section, size),
	FIELD(U64, nsc_map_section, size_before),
	FIELD(U32, nsc_map_section, line),
};

static const struct nsc_field map_symbol_fields[] = {
	FIELD(NAME, nsc_map_symbol, name),
	ENUM(nsc_map_symbol, kind, NSC_MAP_SYMBOL_UNRESOLVED),
	FIELD(U64, nsc_map_symbol, address),
	FIELD(U64, nsc_map_symbol, size),
	ROW(nsc_map_symbol, section, MAP_SECTIONS),
	FIELD(NAME, nsc_map_symbol, expression),
	FIELD(U32, nsc_map_symbol, line),
};

static const struct nsc_field map_common_fields[] = {
	FIELD(NAME, nsc_map_common, name),
	FIELD(U64, nsc_map_common, size),
	ROW(nsc_map_common, file, MAP_FILES),
};

static const struct nsc_field map_region_fields[] = {
	FIELD(NAME, nsc_map_region, name),
	FIELD(U64, nsc_map_region, origin),
	FIELD(U64, nsc_map_region, length),
	FIELD(NAME, nsc_map_region, attributes),
};

static const struct nsc_field map_cref_fields[] = {
	FIELD(NAME, nsc_map_cref, symbol),
	ROW(nsc_map_cref, file, MAP_FILES),
	ENUM(nsc_map_cref, role, NSC_CREF_EITHER),
};

ROWS(map, files, nsc_map_file_vec)
ROWS(map, pulls, nsc_map_pull_vec)
ROWS(map, loads, nsc_map_load_vec)
ROWS(map, outputs, nsc_map_output_vec)
ROWS(map, sections, nsc_map_section_vec)
ROWS(map, discarded, nsc_map_section_vec)
ROWS(map, symbols, nsc_map_symbol_vec)
ROWS(map, commons, nsc_map_common_vec)
ROWS(map, regions, nsc_map_region_vec)
ROWS(map, cref, nsc_map_cref_vec)

static const struct nsc_table map_tables[] = {
	TABLE(map, files, nsc_map_file, map_file_fields),
	TABLE(map, pulls, nsc_map_pull, map_pull_fields),
	TABLE(map, loads, nsc_map_load, map_load_fields),
	TABLE(map, outputs, nsc_map_output, map_output_fields),
	TABLE(map, sections, nsc_map_section, map_section_fields),
	TABLE(map, discarded, nsc_map_section, map_section_fields),
	TABLE(map, symbols, nsc_map_symbol, map_symbol_fields),
	TABLE(map, commons, nsc_map_common, map_common_fields),
	TABLE(map, regions, nsc_map_region, map_region_fields),
	TABLE(map, cref, nsc_map_cref, map_cref_fields),
};

const struct nsc_schema nsc_schema_map = {
	2, "map", map_header, COUNT(map_header), map_tables, COUNT(map_tables),
};

/* -- translation units --------------------------------------------------------------- */

static const struct nsc_field unit_header[] = {
	FIELD(NAME, nsc_unit_facts, source),
	FIELD(NAME, nsc_unit_facts, triple),
	FIELD(NAME, nsc_unit_facts, parser),
	ENUM(nsc_unit_facts, status, NSC_UNIT_SKIPPED),
	FIELD(BOOL, nsc_unit_facts, freestanding),
	FIELD(BOOL, nsc_unit_facts, header_names_known),
};

static const struct nsc_field entity_fields[] = {
	FIELD(NAME, nsc_entity, symbol),
	FIELD(NAME, nsc_entity, name),
	ENUM(nsc_entity, kind, NSC_ENTITY_VARIABLE),
	FIELD(U8, nsc_entity, flags),
	PLACE(nsc_entity, at),
	FIELD(U32, nsc_entity, line_end),
};

static const struct nsc_field use_fields[] = {
	FIELD(NAME, nsc_use, symbol),
	FIELD(NAME, nsc_use, name),
	ENUM(nsc_use, kind, NSC_USE_TRAP),
	FIELD(U8, nsc_use, flags),
	ROW(nsc_use, entity, UNIT_ENTITIES),
	PLACE(nsc_use, at),
	PLACE(nsc_use, physical),
	FIELD(U32, nsc_use, width),
	FIELD(NAME, nsc_use, declared_in),
	RANGE(nsc_use, macro, UNIT_MACROS),
	RANGE(nsc_use, guard, UNIT_GUARDS),
};

static const struct nsc_field macro_fields[] = {
	FIELD(NAME, nsc_macro, name),
	PLACE(nsc_macro, defined),
	RANGE(nsc_macro, guard, UNIT_GUARDS),
};

static const struct nsc_field guard_fields[] = {
	ENUM(nsc_guard, directive, NSC_GUARD_ELSE),
	FIELD(BOOL, nsc_guard, taken),
	FIELD(BOOL, nsc_guard, evaluated),
	FIELD(NAME, nsc_guard, condition),
	PLACE(nsc_guard, at),
	PLACE(nsc_guard, physical),
	RANGE(nsc_guard, macro, UNIT_GUARD_MACROS),
};

static const struct nsc_field guard_macro_fields[] = {
	FIELD(NAME, nsc_guard_macro, name),
	ENUM(nsc_guard_macro, state, NSC_GUARD_MACRO_DEFINED),
	FIELD(NAME, nsc_guard_macro, body),
	PLACE(nsc_guard_macro, at),
};

static const struct nsc_field include_fields[] = {
	FIELD(NAME, nsc_include, file),
	FIELD(NAME, nsc_include, spelled),
	PLACE(nsc_include, at),
	FIELD(BOOL, nsc_include, angled),
	FIELD(BOOL, nsc_include, system),
	ROW(nsc_include, from, UNIT_INCLUDES),
	RANGE(nsc_include, guard, UNIT_GUARDS),
};

static const struct nsc_field header_name_fields[] = {
	FIELD(NAME, nsc_header_name, name),
	ENUM(nsc_header_name, kind, NSC_HEADER_MACRO),
	FIELD(U8, nsc_header_name, flags),
	ROW(nsc_header_name, directive, UNIT_INCLUDES),
	FIELD(U32, nsc_header_name, before),
	PLACE(nsc_header_name, at),
};

static const struct nsc_field unit_input_fields[] = {
	FIELD(NAME, nsc_unit_input, path),
	FIELD(U64, nsc_unit_input, digest_high),
	FIELD(U64, nsc_unit_input, digest_low),
};

static const struct nsc_field unit_diag_fields[] = {
	ENUM(nsc_unit_diag, kind, NSC_UNIT_FATAL),
	PLACE(nsc_unit_diag, at),
	FIELD(NAME, nsc_unit_diag, text),
};

static const struct nsc_field construct_fields[] = {
	ENUM(nsc_construct, kind, NSC_CONSTRUCT_UNIT),
	FIELD(U8, nsc_construct, flags),
	ROW(nsc_construct, entity, UNIT_ENTITIES),
	FIELD(U32, nsc_construct, size),
	FIELD(NAME, nsc_construct, name),
	PLACE(nsc_construct, at),
	FIELD(U32, nsc_construct, line_first),
	FIELD(U32, nsc_construct, line_last),
};

static const struct nsc_field format_fields[] = {
	ENUM(nsc_format, family, NSC_FORMAT_SCANF),
	ROW(nsc_format, entity, UNIT_ENTITIES),
	FIELD(NAME, nsc_format, function),
	FIELD(NAME, nsc_format, text),
	PLACE(nsc_format, at),
	PLACE(nsc_format, physical),
	FIELD(U32, nsc_format, width),
	RANGE(nsc_format, macro, UNIT_MACROS),
	RANGE(nsc_format, guard, UNIT_GUARDS),
};

ROWS(unit, entities, nsc_entity_vec)
ROWS(unit, uses, nsc_use_vec)
ROWS(unit, macros, nsc_macro_vec)
ROWS(unit, guards, nsc_guard_vec)
ROWS(unit, guard_macros, nsc_guard_macro_vec)
ROWS(unit, includes, nsc_include_vec)
ROWS(unit, inputs, nsc_unit_input_vec)
ROWS(unit, diags, nsc_unit_diag_vec)
ROWS(unit, constructs, nsc_construct_vec)
ROWS(unit, formats, nsc_format_vec)
ROWS(unit, header_names, nsc_header_name_vec)

static const struct nsc_table unit_tables[] = {
	TABLE(unit, entities, nsc_entity, entity_fields),
	TABLE(unit, uses, nsc_use, use_fields),
	TABLE(unit, macros, nsc_macro, macro_fields),
	TABLE(unit, guards, nsc_guard, guard_fields),
	TABLE(unit, guard_macros, nsc_guard_macro, guard_macro_fields),
	TABLE(unit, includes, nsc_include, include_fields),
	TABLE(unit, inputs, nsc_unit_input, unit_input_fields),
	TABLE(unit, diags, nsc_unit_diag, unit_diag_fields),
	TABLE(unit, constructs, nsc_construct, construct_fields),
	TABLE(unit, formats, nsc_format, format_fields),
	TABLE(unit, header_names, nsc_header_name, header_name_fields),
};

const struct nsc_schema nsc_schema_unit = {
	3, "unit", unit_header, COUNT(unit_header), unit_tables, COUNT(unit_tables),
};

/* -- compile databases --------------------------------------------------------------- */

static const struct nsc_field compdb_header[] = {
	FIELD(NAME, nsc_compdb_facts, path),
	FIELD(U32, nsc_compdb_facts, repeated),
};

static const struct nsc_field command_fields[] = {
	FIELD(NAME, nsc_compile_command, folder),
	FIELD(NAME, nsc_compile_command, file),
	FIELD(NAME, nsc_compile_command, object),
	RANGE(nsc_compile_command, argument, COMPDB_ARGUMENTS),
	PLACE(nsc_compile_command, at),
	FIELD(BOOL, nsc_compile_command, gone),
};

static const struct nsc_field argument_fields[] = {
	{NSC_FIELD_NAME, 0, 0},
};

ROWS(compdb, commands, nsc_compile_command_vec)
ROWS(compdb, arguments, nsc_name_vec)

static const struct nsc_table compdb_tables[] = {
	TABLE(compdb, commands, nsc_compile_command, command_fields),
	TABLE(compdb, arguments, nsc_name, argument_fields),
};

const struct nsc_schema nsc_schema_compdb = {
	4,
	"compdb",
	compdb_header,
	COUNT(compdb_header),
	compdb_tables,
	COUNT(compdb_tables),
};

/* -- requests and what compilers said ------------------------------------------------ */

/* The facts struct of these two is the thing itself. */
#define nsc_request_facts nsc_unit_request

static const struct nsc_field request_header[] = {
	FIELD(NAME, nsc_unit_request, source),
	FIELD(NAME, nsc_unit_request, folder),
	FIELD(NAME, nsc_unit_request, triple),
	FIELD(NAME, nsc_unit_request, why),
	ENUM(nsc_unit_request, kind, NSC_REQUEST_SKIPPED),
	FIELD(U8, nsc_unit_request, pointer_bits),
};

ROWS(request, arguments, nsc_name_vec)
ROWS(request, guise, nsc_name_vec)
ROWS(request, compiler_folders, nsc_name_vec)
ROWS(request, hosted_folders, nsc_name_vec)
ROWS(request, unsaved, nsc_unsaved_vec)

static const struct nsc_field unsaved_fields[] = {
	FIELD(NAME, nsc_unsaved, path),
	FIELD(SPAN, nsc_unsaved, text),
};

static const struct nsc_table request_tables[] = {
	TABLE(request, arguments, nsc_name, argument_fields),
	TABLE(request, guise, nsc_name, argument_fields),
	TABLE(request, compiler_folders, nsc_name, argument_fields),
	TABLE(request, hosted_folders, nsc_name, argument_fields),
	TABLE(request, unsaved, nsc_unsaved, unsaved_fields),
};

const struct nsc_schema nsc_schema_request = {
	5,
	"request",
	request_header,
	COUNT(request_header),
	request_tables,
	COUNT(request_tables),
};

static const struct nsc_field driver_header[] = {
	FIELD(NAME, nsc_driver_facts, program),
	FIELD(NAME, nsc_driver_facts, called),
	FIELD(U64, nsc_driver_facts, program_size),
	FIELD(I64, nsc_driver_facts, program_mtime),
	FIELD(I64, nsc_driver_facts, program_ctime),
	FIELD(BOOL, nsc_driver_facts, cxx),
	FIELD(NAME, nsc_driver_facts, version),
	FIELD(NAME, nsc_driver_facts, triple),
	FIELD(U8, nsc_driver_facts, pointer_bits),
};

ROWS(driver, flags, nsc_name_vec)
ROWS(driver, folders, nsc_name_vec)
ROWS(driver, own, nsc_name_vec)
ROWS(driver, defines, nsc_name_vec)

static const struct nsc_table driver_tables[] = {
	TABLE(driver, flags, nsc_name, argument_fields),
	TABLE(driver, folders, nsc_name, argument_fields),
	TABLE(driver, own, nsc_name, argument_fields),
	TABLE(driver, defines, nsc_name, argument_fields),
};

const struct nsc_schema nsc_schema_driver = {
	6,
	"driver",
	driver_header,
	COUNT(driver_header),
	driver_tables,
	COUNT(driver_tables),
};

/* -- exemption comments -------------------------------------------------------------- */

static const struct nsc_field exemption_fields[] = {
	PLACE(nsc_exemption, at),
	FIELD(U8, nsc_exemption, state),
	FIELD(U32, nsc_exemption, line_first),
	FIELD(U32, nsc_exemption, line_last),
	FIELD(NAME, nsc_exemption, rule),
	FIELD(NAME, nsc_exemption, symbol),
	FIELD(NAME, nsc_exemption, reason),
	FIELD(NAME, nsc_exemption, fault),
};

ROWS(exemption, all, nsc_exemption_vec)

static const struct nsc_table exemption_tables[] = {
	TABLE(exemption, all, nsc_exemption, exemption_fields),
};

const struct nsc_schema nsc_schema_exemption = {
	7, "exemption", NULL, 0, exemption_tables, COUNT(exemption_tables),
};
