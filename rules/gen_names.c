/*
 * gen_names.c - rewrites.tsv, aliases.tsv and constructs.tsv as constant tables.
 *
 * In:   gen_names REWRITES ALIASES CONSTRUCTS OUTPUT.
 * Out:  nsc_rewrites, nsc_aliases and nsc_emitters; status 1 and no output if any row is
 *       at fault.
 * Plain hosted C, run on the build host.
 */
#include <stdio.h>
#include <string.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const rewrite_columns[] = {
	"emitted", "written", "compilers", "when", "stopped by",
};
static const char *const alias_columns[] = {"link name", "source name", "libraries"};
static const char *const construct_columns[] = {
	"construct", "emitted", "bytes", "gcc", "clang", "instead",
};

static const struct gen_word compilers[] = {{"gcc", NULL}, {"clang", NULL}};

static const struct gen_word providers[] = {
#define PROVIDER(id, spelling, kind, source) {spelling, NULL},
#include "rules/providers.def"
};

/* The columns of each row, in order, as one initialiser of strings. */
static void write_table(FILE *out, const struct gen_table *table, const char *type,
			const char *name)
{
	fprintf(out, "const struct %s %s[] = {\n", type, name);
	for (size_t i = 0; i < table->rows.len; i++) {
		fputs("\t{", out);
		for (size_t column = 0; column < table->column_count; column++) {
			fputs(column > 0 ? ", " : "", out);
			gen_write_str(out, table->rows.ptr[i].field[column]);
		}
		fputs("},\n", out);
	}
	fprintf(out, "};\n\nconst size_t %s_count = %zu;\n\n", name, table->rows.len);
}

static void check_rewrites(const struct gen_table *table)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct gen_row *row = &table->rows.ptr[i];

		if (gen_bits(table, row, 2, compilers, COUNT(compilers)) == 0) {
			gen_fault(table, row, "no compiler is named", row->field[0]);
		}
		if (strcmp(row->field[0], row->field[1]) == 0) {
			gen_fault(table, row, "a name is not rewritten into itself",
				  row->field[0]);
		}
	}
}

static void check_aliases(const struct gen_table *table)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct gen_row *row = &table->rows.ptr[i];

		if (gen_bits(table, row, 2, providers, COUNT(providers)) == 0) {
			gen_fault(table, row, "no library is named", row->field[0]);
		}
	}
}

static void check_constructs(const struct gen_table *table)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct gen_row *row = &table->rows.ptr[i];

		if (gen_is_empty(row->field[1])) {
			gen_fault(table, row, "no name is emitted", row->field[0]);
		}
		if (!gen_is_empty(row->field[2]) &&
		    row->field[2][strspn(row->field[2], "0123456789 ")] != '\0') {
			gen_fault(table, row, "sizes are numbers", row->field[2]);
		}
	}
}

int main(int argc, char **argv)
{
	struct gen_table rewrites;
	struct gen_table aliases;
	struct gen_table constructs;
	FILE *out;

	if (argc != 5) {
		fprintf(stderr, "usage: gen_names REWRITES ALIASES CONSTRUCTS OUTPUT\n");
		return 1;
	}
	gen_read(&rewrites, argv[1], rewrite_columns, COUNT(rewrite_columns), 2);
	gen_read(&aliases, argv[2], alias_columns, COUNT(alias_columns), 2);
	gen_read(&constructs, argv[3], construct_columns, COUNT(construct_columns), 2);
	check_rewrites(&rewrites);
	check_aliases(&aliases);
	check_constructs(&constructs);
	out = gen_open(argv[4], "rewrites.tsv, aliases.tsv, constructs.tsv");
	fputs("#include \"rules/table.h\"\n\n", out);
	write_table(out, &rewrites, "nsc_rewrite", "nsc_rewrites");
	write_table(out, &aliases, "nsc_alias", "nsc_aliases");
	write_table(out, &constructs, "nsc_emitter", "nsc_emitters");
	gen_release(&rewrites);
	gen_release(&aliases);
	gen_release(&constructs);
	return gen_close(out, argv[4]);
}
