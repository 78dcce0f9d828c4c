/*
 * test_wire.c - analyzer/fact/wire and schema: facts as bytes and back, and what is
 * refused.
 *
 * Facts are made at random by the field tables; that these tables have every field is
 * checked against the compiler's own knowledge of which bytes of a struct are padding.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { TABLES_MAX = 11, FACTS_SIZE_MAX = 1024 };

#ifdef __has_builtin
#if __has_builtin(__builtin_clear_padding)
#define HAS_CLEAR_PADDING
#endif
#endif

/* The bytes of a struct that hold something: 0xff; padding: 0. */
typedef void mask_fn(unsigned char *bytes);

#ifdef HAS_CLEAR_PADDING
#define MASK(type)                                    \
	static void mask_##type(unsigned char *bytes) \
	{                                             \
		struct type value;                    \
                                                      \
		memset(&value, 0xff, sizeof(value));  \
		__builtin_clear_padding(&value);      \
		memcpy(bytes, &value, sizeof(value)); \
	}
#else
/* Without the builtin no byte is known to be padding; see is_gap(). */
#define MASK(type)                                        \
	static void mask_##type(unsigned char *bytes)     \
	{                                                 \
		memset(bytes, 0xff, sizeof(struct type)); \
	}
#endif

MASK(nsc_member)
MASK(nsc_object_section)
MASK(nsc_object_symbol)
MASK(nsc_object_reloc)
MASK(nsc_object_site)
MASK(nsc_object_segment)
MASK(nsc_ir_symbol)
MASK(nsc_archive_entry)
MASK(nsc_object_facts)
MASK(nsc_map_file)
MASK(nsc_map_pull)
MASK(nsc_map_load)
MASK(nsc_map_output)
MASK(nsc_map_section)
MASK(nsc_map_symbol)
MASK(nsc_map_common)
MASK(nsc_map_region)
MASK(nsc_map_cref)
MASK(nsc_map_facts)
MASK(nsc_entity)
MASK(nsc_use)
MASK(nsc_macro)
MASK(nsc_guard)
MASK(nsc_guard_macro)
MASK(nsc_include)
MASK(nsc_header_name)
MASK(nsc_unit_input)
MASK(nsc_unit_diag)
MASK(nsc_construct)
MASK(nsc_format)
MASK(nsc_unit_facts)
MASK(nsc_compile_command)
MASK(nsc_name)
MASK(nsc_compdb_facts)
MASK(nsc_unit_request)
MASK(nsc_unsaved)
MASK(nsc_driver_facts)

#define INIT(type)                                                    \
	static void init_##type(void *facts, struct nostd_bump *keep) \
	{                                                             \
		type##_init(facts, keep);                             \
	}

INIT(nsc_object_facts)
INIT(nsc_map_facts)
INIT(nsc_unit_facts)
INIT(nsc_compdb_facts)
INIT(nsc_unit_request)
INIT(nsc_driver_facts)

/* Every schema, its structs in the order of their tables. */
static const struct kind {
	const struct nsc_schema *schema;
	size_t size;
	void (*init)(void *facts, struct nostd_bump *keep);
	mask_fn *header;
	mask_fn *rows[TABLES_MAX];
} kinds[] = {
	{&nsc_schema_object,
	 sizeof(struct nsc_object_facts),
	 init_nsc_object_facts,
	 mask_nsc_object_facts,
	 {mask_nsc_member, mask_nsc_object_section, mask_nsc_object_symbol,
	  mask_nsc_object_reloc, mask_nsc_object_site, mask_nsc_object_segment,
	  mask_nsc_ir_symbol, mask_nsc_archive_entry}},
	{&nsc_schema_map,
	 sizeof(struct nsc_map_facts),
	 init_nsc_map_facts,
	 mask_nsc_map_facts,
	 {mask_nsc_map_file, mask_nsc_map_pull, mask_nsc_map_load, mask_nsc_map_output,
	  mask_nsc_map_section, mask_nsc_map_section, mask_nsc_map_symbol,
	  mask_nsc_map_common, mask_nsc_map_region, mask_nsc_map_cref}},
	{&nsc_schema_unit,
	 sizeof(struct nsc_unit_facts),
	 init_nsc_unit_facts,
	 mask_nsc_unit_facts,
	 {mask_nsc_entity, mask_nsc_use, mask_nsc_macro, mask_nsc_guard,
	  mask_nsc_guard_macro, mask_nsc_include, mask_nsc_unit_input, mask_nsc_unit_diag,
	  mask_nsc_construct, mask_nsc_format, mask_nsc_header_name}},
	{&nsc_schema_compdb,
	 sizeof(struct nsc_compdb_facts),
	 init_nsc_compdb_facts,
	 mask_nsc_compdb_facts,
	 {mask_nsc_compile_command, mask_nsc_name}},
	{&nsc_schema_request,
	 sizeof(struct nsc_unit_request),
	 init_nsc_unit_request,
	 mask_nsc_unit_request,
	 {mask_nsc_name, mask_nsc_name, mask_nsc_name, mask_nsc_name, mask_nsc_unsaved}},
	{&nsc_schema_driver,
	 sizeof(struct nsc_driver_facts),
	 init_nsc_driver_facts,
	 mask_nsc_driver_facts,
	 {mask_nsc_name, mask_nsc_name, mask_nsc_name, mask_nsc_name}},
};

static struct nsc_run run;
static struct nsc_err err;

static int set_up(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
	nsc_run_init(&run);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nsc_run_release(&run);
	return 0;
}

static size_t field_size(enum nsc_field_kind kind)
{
	switch (kind) {
	case NSC_FIELD_U8:
	case NSC_FIELD_BOOL:
	case NSC_FIELD_ENUM:
		return 1;
	case NSC_FIELD_U16:
		return 2;
	case NSC_FIELD_U32:
	case NSC_FIELD_NAME:
	case NSC_FIELD_ROW:
	case NSC_FIELD_FIRST:
		return 4;
	case NSC_FIELD_U64:
	case NSC_FIELD_I64:
		return 8;
	case NSC_FIELD_SPAN:
		return sizeof(struct nostd_span);
	}
	return 0;
}

/* -- every field --------------------------------------------------------------------- */

/* Mark the bytes of fields; none may be in two, or outside. */
static void cover(unsigned char *covered, size_t size, const struct nsc_field *fields,
		  size_t count)
{
	size_t i, b;

	for (i = 0; i < count; i++) {
		for (b = 0; b < field_size(fields[i].kind); b++) {
			size_t at = fields[i].offset + b;

			assert_true(at < size);
			assert_int_equal(covered[at], 0);
			covered[at] = 0xff;
		}
	}
}

/*
 * Without the compiler's help: up to seven bytes in front of an aligned field are a gap.
 */
static bool is_gap(const unsigned char *covered, size_t size, size_t at)
{
#ifdef HAS_CLEAR_PADDING
	(void)covered;
	(void)size;
	(void)at;
	return false;
#else
	size_t end = at;

	while (end < size && !covered[end]) {
		end++;
	}
	return end - at < 8 && end % 4 == 0;
#endif
}

static void assert_covers(const char *what, size_t table, mask_fn *mask,
			  const unsigned char *covered, size_t size)
{
	unsigned char expected[FACTS_SIZE_MAX];
	size_t i;

	mask(expected);
	for (i = 0; i < size; i++) {
		if (covered[i] != expected[i] && !is_gap(covered, size, i)) {
			fail_msg("%s, table %zu: byte %zu of the struct is %s", what,
				 table, i,
				 expected[i] ? "in no field" : "in a field, and padding");
		}
	}
}

/* A vector in a facts struct is what changes when rows are added to it. */
static void cover_vectors(const struct kind *kind, unsigned char *covered)
{
	char *facts = nostd_bump_array(run.keep, char, kind->size);
	size_t t, i;

	kind->init(facts, run.keep);
	for (t = 0; t < kind->schema->table_count; t++) {
		kind->schema->tables[t].extend(facts, 1);
	}
	for (i = 0; i + 8 <= kind->size; i += 8) {
		uint64_t word;

		memcpy(&word, facts + i, sizeof(word));
		if (word != 0) {
			memset(covered + i, 0xff, 8);
		}
	}
}

static void the_tables_have_every_field_of_every_struct(void **state)
{
	unsigned char covered[FACTS_SIZE_MAX];
	size_t k, t;

	(void)state;
	for (k = 0; k < COUNT(kinds); k++) {
		const struct nsc_schema *schema = kinds[k].schema;

		memset(covered, 0, sizeof(covered));
		cover(covered, kinds[k].size, schema->header, schema->header_count);
		cover_vectors(&kinds[k], covered);
		assert_covers(schema->name, 99, kinds[k].header, covered, kinds[k].size);
		assert_true(schema->table_count <= TABLES_MAX);
		for (t = 0; t < schema->table_count; t++) {
			const struct nsc_table *table = &schema->tables[t];

			assert_non_null(kinds[k].rows[t]);
			memset(covered, 0, sizeof(covered));
			cover(covered, table->row_size, table->fields,
			      table->field_count);
			assert_covers(schema->name, t, kinds[k].rows[t], covered,
				      table->row_size);
		}
	}
}

static void schemas_have_numbers_of_their_own(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT(kinds); i++) {
		for (j = 0; j < i; j++) {
			assert_int_not_equal(kinds[i].schema->id, kinds[j].schema->id);
		}
	}
}

/* Which struct a row number leads to, by hand. */
static const struct {
	const struct nsc_schema *schema;
	size_t row_size, offset, leads_to;
} leads[] = {
#define LEADS(of, type, member, to)                                                   \
	{                                                                             \
		&nsc_schema_##of, sizeof(struct type), offsetof(struct type, member), \
			sizeof(struct to)                                             \
	}
	LEADS(object, nsc_member, section_first, nsc_object_section),
	LEADS(object, nsc_member, symbol_first, nsc_object_symbol),
	LEADS(object, nsc_member, reloc_first, nsc_object_reloc),
	LEADS(object, nsc_member, segment_first, nsc_object_segment),
	LEADS(object, nsc_member, ir_symbol_first, nsc_ir_symbol),
	LEADS(object, nsc_object_section, link, nsc_object_section),
	LEADS(object, nsc_object_symbol, section, nsc_object_section),
	LEADS(object, nsc_object_reloc, section, nsc_object_section),
	LEADS(object, nsc_object_reloc, symbol, nsc_object_symbol),
	LEADS(object, nsc_object_reloc, site, nsc_object_site),
	LEADS(object, nsc_object_site, next, nsc_object_site),
	LEADS(object, nsc_archive_entry, member, nsc_member),
	LEADS(map, nsc_map_pull, file, nsc_map_file),
	LEADS(map, nsc_map_pull, by, nsc_map_file),
	LEADS(map, nsc_map_section, output, nsc_map_output),
	LEADS(map, nsc_map_section, file, nsc_map_file),
	LEADS(map, nsc_map_symbol, section, nsc_map_section),
	LEADS(map, nsc_map_common, file, nsc_map_file),
	LEADS(map, nsc_map_cref, file, nsc_map_file),
	LEADS(unit, nsc_use, entity, nsc_entity),
	LEADS(unit, nsc_use, macro_first, nsc_macro),
	LEADS(unit, nsc_use, guard_first, nsc_guard),
	LEADS(unit, nsc_macro, guard_first, nsc_guard),
	LEADS(unit, nsc_guard, macro_first, nsc_guard_macro),
	LEADS(unit, nsc_include, from, nsc_include),
	LEADS(unit, nsc_include, guard_first, nsc_guard),
	LEADS(unit, nsc_header_name, directive, nsc_include),
	LEADS(unit, nsc_construct, entity, nsc_entity),
	LEADS(unit, nsc_format, entity, nsc_entity),
	LEADS(unit, nsc_format, macro_first, nsc_macro),
	LEADS(unit, nsc_format, guard_first, nsc_guard),
	LEADS(compdb, nsc_compile_command, argument_first, nsc_name),
};

static bool is_listed(const struct nsc_schema *schema, const struct nsc_table *table,
		      const struct nsc_field *field)
{
	size_t i;

	for (i = 0; i < COUNT(leads); i++) {
		if (leads[i].schema == schema && leads[i].row_size == table->row_size &&
		    leads[i].offset == field->offset &&
		    leads[i].leads_to == schema->tables[field->limit].row_size) {
			return true;
		}
	}
	return false;
}

static void row_numbers_lead_to_the_right_tables(void **state)
{
	size_t k, t, f, found = 0;

	(void)state;
	for (k = 0; k < COUNT(kinds); k++) {
		const struct nsc_schema *schema = kinds[k].schema;

		for (t = 0; t < schema->table_count; t++) {
			const struct nsc_table *table = &schema->tables[t];

			for (f = 0; f < table->field_count; f++) {
				const struct nsc_field *field = &table->fields[f];

				if (field->kind == NSC_FIELD_ROW ||
				    field->kind == NSC_FIELD_FIRST) {
					assert_true(field->limit < schema->table_count);
					assert_true(is_listed(schema, table, field));
					found++;
				}
			}
		}
	}
	/* `discarded` has the two fields of `sections` once more */
	assert_int_equal(found, COUNT(leads) + 2);
}

/* -- there and back ------------------------------------------------------------------ */

static uint64_t random_state;

static uint64_t random_number(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

/* Small ones, large ones, and those at the ends. */
static uint64_t random_value(void)
{
	uint64_t number = random_number();

	switch (number % 5) {
	case 0:
		return 0;
	case 1:
		return UINT64_MAX;
	case 2:
		return number >> 8 & 0x7f;
	case 3:
		return (uint64_t)1 << (number >> 8 & 63);
	}
	return number;
}

static struct nsc_name random_name(void)
{
	char text[40];
	size_t size = random_number() % (random_number() % 4 ? 6 : sizeof(text)), i;

	for (i = 0; i < size; i++) {
		text[i] = (char)random_number();
	}
	return nsc_name(run.names, nostd_str_new(text, size));
}

#define STORE(type, to, value)                           \
	do {                                             \
		type stored_ = (type)(value);            \
		memcpy((to), &stored_, sizeof(stored_)); \
	} while (0)

static size_t rows_of(const struct nsc_schema *schema, const void *facts, size_t table)
{
	size_t count;

	schema->tables[table].rows(facts, &count);
	return count;
}

static void random_field(const struct nsc_schema *schema, const void *facts,
			 const struct nsc_field *field, char *row)
{
	char *to = row + field->offset;
	uint64_t value = random_value();
	size_t limit;

	switch (field->kind) {
	case NSC_FIELD_U8:
		STORE(uint8_t, to, value);
		return;
	case NSC_FIELD_ENUM:
		STORE(uint8_t, to, value % (field->limit + 1U));
		return;
	case NSC_FIELD_BOOL:
		STORE(bool, to, value & 1);
		return;
	case NSC_FIELD_U16:
		STORE(uint16_t, to, value);
		return;
	case NSC_FIELD_U32:
		STORE(uint32_t, to, value);
		return;
	case NSC_FIELD_U64:
		STORE(uint64_t, to, value);
		return;
	case NSC_FIELD_I64:
		STORE(int64_t, to, (int64_t)value);
		return;
	case NSC_FIELD_NAME: {
		struct nsc_name name = random_name();

		memcpy(to, &name, sizeof(name));
		return;
	}
	case NSC_FIELD_SPAN: {
		struct nostd_str text = nsc_name_text(run.names, random_name());
		struct nostd_span span = nostd_span_new(text.ptr, text.len);

		memcpy(to, &span, sizeof(span));
		return;
	}
	case NSC_FIELD_ROW:
		limit = rows_of(schema, facts, field->limit);
		STORE(uint32_t, to,
		      limit == 0 || value % 4 == 0 ? NSC_NO_ROW : value % limit);
		return;
	case NSC_FIELD_FIRST:
		STORE(uint32_t, to, value);
		return;
	}
}

/* The number of rows of a range, behind its first: made to fit. */
static void fit_range(const struct nsc_schema *schema, const void *facts,
		      const struct nsc_field *field, char *row)
{
	size_t limit = rows_of(schema, facts, field->limit);
	uint32_t first = (uint32_t)(limit == 0 ? 0 : random_number() % (limit + 1));

	if (random_number() % 4 == 0) {
		STORE(uint32_t, row + field[1].offset, 0);
		return;
	}
	STORE(uint32_t, row + field->offset, first);
	STORE(uint32_t, row + field[1].offset, random_number() % (limit - first + 1));
}

static void random_fields(const struct nsc_schema *schema, const void *facts,
			  const struct nsc_field *fields, size_t count, char *row)
{
	size_t i;

	for (i = 0; i < count; i++) {
		random_field(schema, facts, &fields[i], row);
	}
	for (i = 0; i < count; i++) {
		if (fields[i].kind == NSC_FIELD_FIRST) {
			fit_range(schema, facts, &fields[i], row);
		}
	}
}

static void *random_facts(const struct kind *kind, size_t rows_max)
{
	const struct nsc_schema *schema = kind->schema;
	char *facts = nostd_bump_array(run.keep, char, kind->size);
	char *rows[TABLES_MAX];
	size_t counts[TABLES_MAX], t, i;

	kind->init(facts, run.keep);
	for (t = 0; t < schema->table_count; t++) {
		counts[t] = random_number() % (rows_max + 1);
		rows[t] = schema->tables[t].extend(facts, counts[t]);
	}
	random_fields(schema, facts, schema->header, schema->header_count, facts);
	for (t = 0; t < schema->table_count; t++) {
		const struct nsc_table *table = &schema->tables[t];

		for (i = 0; i < counts[t]; i++) {
			random_fields(schema, facts, table->fields, table->field_count,
				      rows[t] + i * table->row_size);
		}
	}
	return facts;
}

static struct nostd_string encoded(const struct kind *kind, const void *facts,
				   const struct nsc_names *names)
{
	struct nostd_string out = nostd_string_new();

	nsc_wire_encode(kind->schema, facts, names, &out);
	return out;
}

/* Decode from a block of exactly this size, so that a sanitizer sees a read behind it. */
static int decode(const struct kind *kind, const char *bytes, size_t size, void **facts,
		  struct nsc_run *into)
{
	struct nsc_wire_target target = {into->names, into->keep, NULL};
	char *exact = malloc(size + (size == 0));
	int ret;

	*facts = nostd_bump_array(into->keep, char, kind->size);
	kind->init(*facts, into->keep);
	target.facts = *facts;
	memcpy(exact, bytes, size);
	memset(&err, 0, sizeof(err));
	ret = nsc_wire_decode(kind->schema, nostd_span_new(exact, size), &target, &err);
	free(exact);
	return ret;
}

static void assert_same_field(const struct nsc_field *field, const char *a, const char *b,
			      const struct nsc_names *names_b)
{
	struct nsc_name name_a, name_b;
	struct nostd_span span_a, span_b;

	a += field->offset;
	b += field->offset;
	if (field->kind == NSC_FIELD_NAME) {
		memcpy(&name_a, a, sizeof(name_a));
		memcpy(&name_b, b, sizeof(name_b));
		assert_true(nostd_str_eq(nsc_name_text(run.names, name_a),
					 nsc_name_text(names_b, name_b)));
	} else if (field->kind == NSC_FIELD_SPAN) {
		memcpy(&span_a, a, sizeof(span_a));
		memcpy(&span_b, b, sizeof(span_b));
		assert_int_equal(span_a.size, span_b.size);
		assert_true(nostd_mem_cmp(span_a.ptr, span_b.ptr, span_a.size) == 0);
	} else {
		assert_memory_equal(a, b, field_size(field->kind));
	}
}

static void assert_same_facts(const struct kind *kind, const void *a, const void *b,
			      const struct nsc_names *names_b)
{
	const struct nsc_schema *schema = kind->schema;
	size_t t, i, f;

	for (f = 0; f < schema->header_count; f++) {
		assert_same_field(&schema->header[f], a, b, names_b);
	}
	for (t = 0; t < schema->table_count; t++) {
		const struct nsc_table *table = &schema->tables[t];
		size_t count_a, count_b;
		const char *rows_a = table->rows(a, &count_a);
		const char *rows_b = table->rows(b, &count_b);

		assert_int_equal(count_a, count_b);
		for (i = 0; i < count_a; i++) {
			for (f = 0; f < table->field_count; f++) {
				assert_same_field(&table->fields[f],
						  rows_a + i * table->row_size,
						  rows_b + i * table->row_size, names_b);
			}
		}
	}
}

/* In a run with other names: their numbers differ, the bytes must not. */
static void random_facts_come_back_the_same_and_give_the_same_bytes(void **state)
{
	size_t k, round;

	for (round = 0; round < 60; round++) {
		for (k = 0; k < COUNT(kinds); k++) {
			const struct kind *kind = &kinds[k];
			struct nostd_string first, second;
			struct nsc_run other;
			void *facts, *back;

			random_state = 0x9e3779b97f4a7c15 + round * 1000 + k;
			facts = random_facts(kind, round % 3 ? 12 : 300);
			first = encoded(kind, facts, run.names);
			nsc_run_init(&other);
			nsc_name_c(other.names,
				   "a name that shifts the numbers of all others");
			if (decode(kind, first.ptr, first.len, &back, &other) < 0) {
				fail_msg("%s: %s", kind->schema->name, err.text);
			}
			assert_same_facts(kind, facts, back, other.names);
			second = encoded(kind, back, other.names);
			assert_int_equal(first.len, second.len);
			assert_memory_equal(first.ptr, second.ptr, first.len);
			nostd_string_drop(&first);
			nostd_string_drop(&second);
			nsc_run_release(&other);
		}
		tear_down(state);
		set_up(state);
	}
}

/* -- damage -------------------------------------------------------------------------- */

static void try_damaged(const struct kind *kind, const char *bytes, size_t size,
			size_t *refused)
{
	struct nsc_run other;
	void *back;

	nsc_run_init(&other);
	if (decode(kind, bytes, size, &back, &other) < 0) {
		assert_int_equal(err.kind, NSC_ERR_INTERNAL);
		assert_true(strlen(err.text) > 10);
		++*refused;
	} else {
		/* What was taken is whole: it can be written again. */
		struct nostd_string again = encoded(kind, back, other.names);

		nostd_string_drop(&again);
	}
	nsc_run_release(&other);
}

static void every_truncation_is_refused(void **state)
{
	size_t k, size;

	(void)state;
	for (k = 0; k < COUNT(kinds); k++) {
		struct nostd_string record;
		size_t refused = 0;

		random_state = 4711 + k;
		record = encoded(&kinds[k], random_facts(&kinds[k], 4), run.names);
		for (size = 0; size < record.len; size++) {
			try_damaged(&kinds[k], record.ptr, size, &refused);
		}
		assert_int_equal(refused, record.len);
		nostd_string_push_byte(&record, '\0');
		refused = 0;
		try_damaged(&kinds[k], record.ptr, record.len, &refused);
		assert_int_equal(refused, 1); /* a byte too many */
		nostd_string_drop(&record);
	}
}

static void every_flipped_byte_is_refused_or_decodes_without_fault(void **state)
{
	static const unsigned char flips[] = {0x01, 0x02, 0x10, 0x40, 0x80, 0xff};
	size_t k, at, f;

	(void)state;
	for (k = 0; k < COUNT(kinds); k++) {
		struct nostd_string record;
		size_t refused = 0;

		random_state = 815 + k;
		record = encoded(&kinds[k], random_facts(&kinds[k], 3), run.names);
		for (at = 0; at < record.len; at++) {
			for (f = 0; f < COUNT(flips); f++) {
				record.ptr[at] ^= (char)flips[f];
				try_damaged(&kinds[k], record.ptr, record.len, &refused);
				record.ptr[at] ^= (char)flips[f];
			}
		}
		assert_true(refused > record.len);
		nostd_string_drop(&record);
	}
}

static void a_record_of_another_kind_or_version_is_refused(void **state)
{
	struct nostd_string record;
	char wanted[64];
	size_t k, refused = 0;

	(void)state;
	random_state = 1;
	record = encoded(&kinds[0], random_facts(&kinds[0], 2), run.names);
	for (k = 1; k < COUNT(kinds); k++) {
		try_damaged(&kinds[k], record.ptr, record.len, &refused);
	}
	assert_int_equal(refused, COUNT(kinds) - 1);
	assert_int_equal(record.ptr[4], NSC_WIRE_VERSION);
	record.ptr[4]++;
	try_damaged(&kinds[0], record.ptr, record.len, &refused);
	assert_int_equal(refused, COUNT(kinds));
	nostd_format_to(wanted, sizeof(wanted), "found no object record of version {}",
			NSC_WIRE_VERSION);
	assert_string_equal(err.text, wanted);
	nostd_string_drop(&record);
}

static void a_row_that_leads_nowhere_is_refused(void **state)
{
	struct nsc_map_facts facts;
	struct nsc_map_pull pull = {0};
	struct nostd_string record;
	size_t refused = 0;

	(void)state;
	nsc_map_facts_init(&facts, run.keep);
	pull.by = NSC_NO_ROW;
	nsc_map_pull_vec_push(&facts.pulls, pull); /* file 0, and there is none */
	record = encoded(&kinds[1], &facts, run.names);
	try_damaged(&kinds[1], record.ptr, record.len, &refused);
	assert_int_equal(refused, 1);
	assert_string_equal(err.text,
			    "a map record is damaged: a row names one that is not there");
	nostd_string_drop(&record);
}

/* A count of rows that a few bytes cannot hold must not ask for the memory of them. */
static void a_count_is_no_greater_than_the_bytes_that_are_left(void **state)
{
	char bytes[] = "nscf\x01\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
	size_t refused = 0;

	(void)state;
	try_damaged(&kinds[1], bytes, sizeof(bytes) - 1, &refused);
	assert_int_equal(refused, 1);
	bytes[6] = '\x05';
	try_damaged(&kinds[1], bytes, 7, &refused);
	assert_int_equal(refused, 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_tables_have_every_field_of_every_struct),
		CASE(schemas_have_numbers_of_their_own),
		CASE(row_numbers_lead_to_the_right_tables),
		CASE(random_facts_come_back_the_same_and_give_the_same_bytes),
		CASE(every_truncation_is_refused),
		CASE(every_flipped_byte_is_refused_or_decodes_without_fault),
		CASE(a_record_of_another_kind_or_version_is_refused),
		CASE(a_row_that_leads_nowhere_is_refused),
		CASE(a_count_is_no_greater_than_the_bytes_that_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
