/*
 * gen_libraries.c - libraries.tsv as a constant table.
 *
 * In:   gen_libraries LIBRARIES OUTPUT.
 * Out:  nsc_libraries, most literal text first, so that `libc++*.a` is tried before
 *       `libc*.a`; status 1 and no output if any row is at fault. Plain hosted C, run on
 *       the build host.
 */
#include <stdio.h>
#include <string.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { GLOB, ROLE_COLUMN, NOTE };
static const char *const columns[] = {"base name", "role", "note"};

static const struct gen_word roles[] = {
#define ROLE(id, spelling, side, meaning) {spelling, "NSC_ROLE_" #id},
#include "rules/roles.def"
};

static size_t literal_length(const char *glob)
{
	size_t length = 0;

	for (; *glob; glob++) {
		length += *glob != '*';
	}
	return length;
}

static int compare_globs(const struct gen_row *a, const struct gen_row *b)
{
	const char *glob_a = a->field[GLOB];
	const char *glob_b = b->field[GLOB];
	size_t length_a = literal_length(glob_a);
	size_t length_b = literal_length(glob_b);

	if (length_a != length_b) {
		return (length_a < length_b) - (length_a > length_b);
	}
	return strcmp(glob_a, glob_b);
}

#define NOSTD_NAME      globs
#define NOSTD_T         struct gen_row
#define NOSTD_CMP(a, b) compare_globs(a, b)
#include <nostd/sort.h>

int main(int argc, char **argv)
{
	struct gen_table table;
	FILE *out;

	if (argc != 3) {
		fprintf(stderr, "usage: gen_libraries LIBRARIES OUTPUT\n");
		return 1;
	}
	gen_read(&table, argv[1], columns, COUNT(columns), 1);
	globs_sort_unstable(table.rows.ptr, table.rows.len);
	out = gen_open(argv[2], "libraries.tsv");
	fputs("#include \"rules/table.h\"\n\n", out);
	fputs("const struct nsc_library nsc_libraries[] = {\n", out);
	for (size_t i = 0; i < table.rows.len; i++) {
		const struct gen_row *row = &table.rows.ptr[i];
		size_t role = gen_pick(&table, row, ROLE_COLUMN, roles, COUNT(roles));

		fputs("\t{", out);
		gen_write_str(out, row->field[GLOB]);
		fprintf(out, ", %s, ", roles[role].code);
		gen_write_str(out, row->field[NOTE]);
		fputs("},\n", out);
	}
	fprintf(out, "};\n\nconst size_t nsc_libraries_count = %zu;\n", table.rows.len);
	gen_release(&table);
	return gen_close(out, argv[2]);
}
