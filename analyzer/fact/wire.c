/*
 * wire.c - encode and decode by field tables. See wire.h for the format.
 */
#include "analyzer/fact/wire.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/names.h"
#include "analyzer/fact/object.h"

static const char magic[4] = {'n', 's', 'c', 'f'};

#define NOSTD_NAME numbers
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* -- writing ------------------------------------------------------------------------- */

/* The texts of a record: their number by name, and the names in order. */
struct writer {
	const struct nsc_names *names;
	struct numbers number_of; /* by name id: position + 1, 0: not used */
	struct numbers used;      /* name ids in order */
	struct nostd_string *out;
};

static void put_varint(struct nostd_string *out, uint64_t value)
{
	while (value >= 0x80) {
		nostd_string_push_byte(out, (char)(unsigned char)(value | 0x80));
		value >>= 7;
	}
	nostd_string_push_byte(out, (char)(unsigned char)value);
}

static uint64_t zigzag(int64_t value)
{
	return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
}

static uint32_t text_number(struct writer *writer, struct nsc_name name)
{
	uint32_t *number = &writer->number_of.ptr[name.ix];

	if (*number == 0) {
		numbers_push(&writer->used, name.ix);
		*number = (uint32_t)writer->used.len;
	}
	return *number - 1;
}

#define LOAD(type, from, var) \
	type var;             \
	memcpy(&var, (from), sizeof(var))

static void put_field(struct writer *writer, const struct nsc_field *field,
		      const char *row)
{
	const char *from = row + field->offset;

	switch (field->kind) {
	case NSC_FIELD_U8:
	case NSC_FIELD_ENUM:
	case NSC_FIELD_BOOL:
		put_varint(writer->out, (unsigned char)*from);
		return;
	case NSC_FIELD_U16: {
		LOAD(uint16_t, from, value);
		put_varint(writer->out, value);
		return;
	}
	case NSC_FIELD_U32:
	case NSC_FIELD_ROW:
	case NSC_FIELD_FIRST: {
		LOAD(uint32_t, from, value);
		/* "none" is frequent, and would take five bytes. */
		put_varint(writer->out, (uint64_t)(uint32_t)(value + 1));
		return;
	}
	case NSC_FIELD_U64: {
		LOAD(uint64_t, from, value);
		put_varint(writer->out, value);
		return;
	}
	case NSC_FIELD_I64: {
		LOAD(int64_t, from, value);
		put_varint(writer->out, zigzag(value));
		return;
	}
	case NSC_FIELD_NAME: {
		LOAD(struct nsc_name, from, value);
		put_varint(writer->out, text_number(writer, value));
		return;
	}
	case NSC_FIELD_SPAN: {
		LOAD(struct nostd_span, from, value);
		put_varint(writer->out, value.size);
		nostd_string_push_str(writer->out,
				      nostd_str_new((const char *)value.ptr, value.size));
		return;
	}
	}
}

static void put_fields(struct writer *writer, const struct nsc_field *fields,
		       size_t count, const char *row)
{
	size_t i;

	for (i = 0; i < count; i++) {
		put_field(writer, &fields[i], row);
	}
}

static void put_body(struct writer *writer, const struct nsc_schema *schema,
		     const void *facts)
{
	size_t t, i, count;

	put_fields(writer, schema->header, schema->header_count, facts);
	for (t = 0; t < schema->table_count; t++) {
		const struct nsc_table *table = &schema->tables[t];
		const char *rows = table->rows(facts, &count);

		put_varint(writer->out, count);
		for (i = 0; i < count; i++) {
			put_fields(writer, table->fields, table->field_count,
				   rows + i * table->row_size);
		}
	}
}

static void put_texts(const struct writer *writer, struct nostd_string *out)
{
	size_t i;

	put_varint(out, writer->used.len);
	for (i = 0; i < writer->used.len; i++) {
		struct nsc_name name = {writer->used.ptr[i]};
		struct nostd_str text = nsc_name_text(writer->names, name);

		put_varint(out, text.len);
		nostd_string_push_str(out, text);
	}
}

void nsc_wire_encode(const struct nsc_schema *schema, const void *facts,
		     const struct nsc_names *names, struct nostd_string *out)
{
	struct nostd_string body = nostd_string_new();
	struct nostd_bump arena;
	struct writer writer;

	nostd_bump_init(&arena, body.in, 0);
	writer.names = names;
	writer.out = &body;
	writer.used = numbers_new_in(nostd_bump_in(&arena));
	writer.number_of = numbers_new_in(nostd_bump_in(&arena));
	numbers_resize(&writer.number_of, nsc_names_count(names), 0);
	put_body(&writer, schema, facts);
	nostd_string_push_str(out, nostd_str_new(magic, sizeof(magic)));
	put_varint(out, NSC_WIRE_VERSION);
	put_varint(out, schema->id);
	put_texts(&writer, out);
	nostd_string_push_str(out, nostd_string_as_str(&body));
	nostd_bump_release(&arena);
	nostd_string_drop(&body);
}

/* -- reading ------------------------------------------------------------------------- */

struct reader {
	const unsigned char *at, *end;
	const struct nsc_wire_target *target;
	struct nsc_name *texts;
	uint64_t text_count;
	bool damaged;
};

static uint64_t get_varint(struct reader *reader)
{
	uint64_t value = 0;
	unsigned shift;

	for (shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
		unsigned char byte = *reader->at++;

		if (shift == 63 && byte > 1) {
			break;
		}
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			return value;
		}
	}
	reader->damaged = true;
	return 0;
}

/*
 * A number of things of at least one byte each, so it cannot be more than what is left.
 */
static uint64_t get_count(struct reader *reader)
{
	uint64_t count = get_varint(reader);

	if (count > (uint64_t)(reader->end - reader->at)) {
		reader->damaged = true;
		return 0;
	}
	return count;
}

static uint64_t get_below(struct reader *reader, uint64_t limit)
{
	uint64_t value = get_varint(reader);

	if (value > limit) {
		reader->damaged = true;
		return 0;
	}
	return value;
}

static struct nostd_str get_bytes(struct reader *reader)
{
	uint64_t size = get_count(reader);
	struct nostd_str text = nostd_str_new((const char *)reader->at, (size_t)size);

	reader->at += size;
	return text;
}

static struct nsc_name get_name(struct reader *reader)
{
	uint64_t number = get_varint(reader);
	struct nsc_name none = {0};

	if (number >= reader->text_count) {
		reader->damaged = true;
		return none;
	}
	return reader->texts[number];
}

static void get_span(struct reader *reader, char *to)
{
	struct nostd_str bytes = get_bytes(reader);
	struct nostd_str kept = nostd_bump_str(reader->target->keep, bytes);
	struct nostd_span span = {(const unsigned char *)kept.ptr, kept.len};

	memcpy(to, &span, sizeof(span));
}

#define STORE(type, to, value)                         \
	do {                                           \
		type stored = (type)(value);           \
		memcpy((to), &stored, sizeof(stored)); \
	} while (0)

static void get_field(struct reader *reader, const struct nsc_field *field, char *row)
{
	char *to = row + field->offset;

	switch (field->kind) {
	case NSC_FIELD_U8:
		STORE(uint8_t, to, get_below(reader, UINT8_MAX));
		return;
	case NSC_FIELD_ENUM:
		STORE(uint8_t, to, get_below(reader, field->limit));
		return;
	case NSC_FIELD_BOOL:
		STORE(bool, to, get_below(reader, 1) != 0);
		return;
	case NSC_FIELD_U16:
		STORE(uint16_t, to, get_below(reader, UINT16_MAX));
		return;
	case NSC_FIELD_U32:
	case NSC_FIELD_ROW:
	case NSC_FIELD_FIRST:
		STORE(uint32_t, to, get_below(reader, UINT32_MAX) - 1);
		return;
	case NSC_FIELD_U64:
		STORE(uint64_t, to, get_varint(reader));
		return;
	case NSC_FIELD_I64: {
		uint64_t raw = get_varint(reader);

		STORE(int64_t, to, (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1));
		return;
	}
	case NSC_FIELD_NAME: {
		struct nsc_name name = get_name(reader);

		memcpy(to, &name, sizeof(name));
		return;
	}
	case NSC_FIELD_SPAN:
		get_span(reader, to);
		return;
	}
}

static void get_fields(struct reader *reader, const struct nsc_field *fields,
		       size_t count, char *row)
{
	size_t i;

	for (i = 0; i < count && !reader->damaged; i++) {
		get_field(reader, &fields[i], row);
	}
}

static void get_texts(struct reader *reader, struct nostd_bump *arena)
{
	uint64_t i, count = get_count(reader);

	reader->texts = nostd_bump_array(arena, struct nsc_name, (size_t)count);
	reader->text_count = count;
	for (i = 0; i < count && !reader->damaged; i++) {
		reader->texts[i] = nsc_name(reader->target->names, get_bytes(reader));
	}
}

static void get_table(struct reader *reader, const struct nsc_table *table)
{
	uint64_t i, count = get_count(reader);
	char *rows = table->extend(reader->target->facts, (size_t)count);

	for (i = 0; i < count && !reader->damaged; i++) {
		get_fields(reader, table->fields, table->field_count,
			   rows + i * table->row_size);
	}
}

static bool get_head(struct reader *reader, const struct nsc_schema *schema)
{
	if ((size_t)(reader->end - reader->at) < sizeof(magic) ||
	    memcmp(reader->at, magic, sizeof(magic)) != 0) {
		return false;
	}
	reader->at += sizeof(magic);
	return get_varint(reader) == NSC_WIRE_VERSION && get_varint(reader) == schema->id;
}

static void get_body(struct reader *reader, const struct nsc_schema *schema)
{
	size_t t;

	get_fields(reader, schema->header, schema->header_count, reader->target->facts);
	for (t = 0; t < schema->table_count && !reader->damaged; t++) {
		get_table(reader, &schema->tables[t]);
	}
}

/* -- what rows say of each other -------------------------------------------------- */

static size_t row_count(const struct nsc_schema *schema, const void *facts, size_t table)
{
	size_t count;

	schema->tables[table].rows(facts, &count);
	return count;
}

/* Does a field of a row lead to rows that are there? `limit` rows are. */
static bool is_bound(const struct nsc_field *field, const char *row, size_t limit)
{
	LOAD(uint32_t, row + field->offset, first);

	if (field->kind == NSC_FIELD_FIRST) {
		LOAD(uint32_t, row + field[1].offset, count);
		return count == 0 || (uint64_t)first + count <= limit;
	}
	return first == NSC_NO_ROW || first < limit;
}

static bool are_bound(const struct nsc_schema *schema, const void *facts,
		      const struct nsc_table *table)
{
	size_t count, f, i;
	const char *rows = table->rows(facts, &count);

	for (f = 0; f < table->field_count; f++) {
		const struct nsc_field *field = &table->fields[f];
		size_t limit;

		if (field->kind != NSC_FIELD_ROW && field->kind != NSC_FIELD_FIRST) {
			continue;
		}
		limit = row_count(schema, facts, field->limit);
		for (i = 0; i < count; i++) {
			if (!is_bound(field, rows + i * table->row_size, limit)) {
				return false;
			}
		}
	}
	return true;
}

static bool all_are_bound(const struct nsc_schema *schema, const void *facts)
{
	size_t t;

	for (t = 0; t < schema->table_count; t++) {
		if (!are_bound(schema, facts, &schema->tables[t])) {
			return false;
		}
	}
	return true;
}

int nsc_wire_decode(const struct nsc_schema *schema, struct nostd_span record,
		    const struct nsc_wire_target *target, struct nsc_err *err)
{
	struct reader reader = {record.ptr, record.ptr + record.size, target, NULL, 0,
				false};
	struct nostd_bump arena;

	if (!get_head(&reader, schema)) {
		return nsc_fail(err, NSC_ERR_INTERNAL, "found no {} record of version {}",
				schema->name, (int)NSC_WIRE_VERSION);
	}
	nostd_bump_init(&arena, target->keep->from, 0);
	get_texts(&reader, &arena);
	get_body(&reader, schema);
	nostd_bump_release(&arena);
	if (reader.damaged || reader.at != reader.end) {
		return nsc_fail(err, NSC_ERR_INTERNAL,
				"a {} record is damaged at byte {}", schema->name,
				(size_t)(reader.at - record.ptr));
	}
	if (!all_are_bound(schema, target->facts)) {
		return nsc_fail(
			err, NSC_ERR_INTERNAL,
			"a {} record is damaged: a row names one that is not there",
			schema->name);
	}
	return 0;
}
