/*
 * gen_knobs.c - knobs.tsv as a constant table.
 *
 * In:   gen_knobs KNOBS OUTPUT.
 * Out:  nsc_knobs, by library, then macro; status 1 and no output if any row is at fault.
 *       Plain hosted C, run on the build host.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { LIBRARY, MACRO, SET_TO, HEADER, REMOVES, WITH, SOURCE, NOTE };
static const char *const columns[] = {"library", "macro", "set to", "header",
				      "removes", "with",  "source", "note"};

static const struct gen_word actions[] = {
	{"defined", "NSC_KNOB_DEFINE"},
	{"undefined", "NSC_KNOB_UNDEFINE"},
	{"replace", "NSC_KNOB_REPLACE"},
};

static int is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_') {
		return 0;
	}
	for (; *text; text++) {
		if (!isalnum((unsigned char)*text) && *text != '_') {
			return 0;
		}
	}
	return 1;
}

static int is_value(const char *text)
{
	return is_name(text) || strspn(text, "0123456789") == strlen(text);
}

static void check_row(const struct gen_table *table, const struct gen_row *row)
{
	static const int required[] = {LIBRARY, MACRO, SET_TO, HEADER, REMOVES, SOURCE};

	for (size_t i = 0; i < COUNT(required); i++) {
		if (gen_is_empty(row->field[required[i]])) {
			gen_fault(table, row,
				  "this column may not be empty:", columns[required[i]]);
		}
	}
	if (!is_name(row->field[MACRO])) {
		gen_fault(table, row, "expected the name of a macro, got",
			  row->field[MACRO]);
	}
	if (!is_value(row->field[SET_TO])) {
		gen_fault(table, row,
			  "expected defined, undefined, replace or a value, got",
			  row->field[SET_TO]);
	}
}

/* The enumerator of `set to`; a value is defined to. */
static const char *action_of(const char *set_to, const char **value)
{
	*value = "-";
	for (size_t i = 0; i < COUNT(actions); i++) {
		if (strcmp(actions[i].word, set_to) == 0) {
			return actions[i].code;
		}
	}
	*value = set_to;
	return actions[0].code;
}

static void write_row(FILE *out, const struct gen_row *row)
{
	static const int rest[] = {HEADER, REMOVES, WITH, SOURCE, NOTE};
	const char *value;
	const char *action = action_of(row->field[SET_TO], &value);

	fputs("\t{", out);
	gen_write_str(out, row->field[LIBRARY]);
	fputs(", ", out);
	gen_write_str(out, row->field[MACRO]);
	fprintf(out, ", %s, ", action);
	gen_write_str(out, value);
	for (size_t i = 0; i < COUNT(rest); i++) {
		fputs(", ", out);
		gen_write_str(out, row->field[rest[i]]);
	}
	fputs("},\n", out);
}

int main(int argc, char **argv)
{
	struct gen_table table;
	FILE *out;

	if (argc != 3) {
		fprintf(stderr, "usage: gen_knobs KNOBS OUTPUT\n");
		return 1;
	}
	gen_read(&table, argv[1], columns, COUNT(columns), 2);
	out = gen_open(argv[2], "knobs.tsv");
	fputs("#include \"rules/table.h\"\n\n", out);
	fputs("const struct nsc_knob nsc_knobs[] = {\n", out);
	for (size_t i = 0; i < table.rows.len; i++) {
		check_row(&table, &table.rows.ptr[i]);
		write_row(out, &table.rows.ptr[i]);
	}
	fprintf(out, "};\n\nconst size_t nsc_knobs_count = %zu;\n", table.rows.len);
	gen_release(&table);
	return gen_close(out, argv[2]);
}
