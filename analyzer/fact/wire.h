/*
 * wire.h - facts as bytes: the one format of worker pipes, store and fact files.
 *
 * A record is self-contained: a head, the texts it uses, then the tables of its schema,
 * each a count and its rows. Every number is a LEB128 varint (signed ones zigzag), so
 * records are the same on every machine; a name is the position of its text in the
 * record. Texts stand in order of first use, so equal facts give equal bytes.
 *
 *	record  = "nscf" version schema texts header table*
 *	texts   = count { size byte* }
 *	table   = count { row }                     row and header = field*
 *
 * A reader checks every size against what is left; a record that is damaged, or of
 * another version, is refused whole.
 */
#ifndef NSC_ANALYZER_FACT_WIRE_H
#define NSC_ANALYZER_FACT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/span.h>

struct nostd_bump;
struct nostd_string;
struct nsc_err;
struct nsc_names;

/* Raised whenever a schema changes; part of every cache key. */
enum { NSC_WIRE_VERSION = 8 };

enum nsc_field_kind {
	NSC_FIELD_U8,
	NSC_FIELD_U16,
	NSC_FIELD_U32,
	NSC_FIELD_U64,
	NSC_FIELD_I64,
	NSC_FIELD_BOOL,
	NSC_FIELD_NAME,
	NSC_FIELD_SPAN, /* bytes, kept with the facts */
	NSC_FIELD_ENUM, /* uint8_t, at most `limit` */
	NSC_FIELD_ROW,  /* uint32_t: row of table `limit`, or NSC_NO_ROW */
	/*
	 * uint32_t: first of the rows of table `limit` whose number is in the next field,
	 * a U32. Of no rows it may be anything.
	 */
	NSC_FIELD_FIRST
};

struct nsc_field {
	enum nsc_field_kind kind;
	uint16_t offset; /* in its struct */
	uint16_t limit;  /* ENUM: greatest value; ROW, FIRST: position of a table */
};

/* Rows of one kind in a facts struct, reached without knowing their type. */
struct nsc_table {
	const struct nsc_field *fields;
	size_t field_count;
	size_t row_size;
	const void *(*rows)(const void *facts, size_t *count);
	void *(*extend)(void *facts, size_t count); /* room for `count` rows, zeroed */
};

/* A kind of facts. Adding a field is adding a row to its table in schema.c. */
struct nsc_schema {
	uint8_t id;
	const char *name;
	const struct nsc_field *header; /* fields of the facts struct itself */
	size_t header_count;
	const struct nsc_table *tables;
	size_t table_count;
};

extern const struct nsc_schema nsc_schema_object;
extern const struct nsc_schema nsc_schema_map;
extern const struct nsc_schema nsc_schema_unit;
extern const struct nsc_schema nsc_schema_compdb;
extern const struct nsc_schema nsc_schema_request; /* struct nsc_unit_request */
extern const struct nsc_schema nsc_schema_driver;
extern const struct nsc_schema nsc_schema_exemption;

/* Append the record of `facts` (a struct of that schema) to `out`. */
void nsc_wire_encode(const struct nsc_schema *schema, const void *facts,
		     const struct nsc_names *names, struct nostd_string *out);

/* Where decoded facts go. */
struct nsc_wire_target {
	struct nsc_names *names;
	struct nostd_bump *keep; /* holds what spans point at */
	void *facts;             /* initialised and empty */
};

/*
 * Fill target->facts from one record; < 0 when the record is not whole and valid.
 * Afterwards every row number leads to a row and every enumerator is one: a record may
 * come from a worker whose parser was led astray.
 */
int nsc_wire_decode(const struct nsc_schema *schema, struct nostd_span record,
		    const struct nsc_wire_target *target, struct nsc_err *err);

#endif
