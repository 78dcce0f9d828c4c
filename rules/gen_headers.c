/*
 * gen_headers.c - headers.tsv as a constant table.
 *
 * In:   gen_headers HEADERS OUTPUT.
 * Out:  the arrays that table.h declares for headers; status 1 and no output if any row
 *       is at fault. Plain hosted C, run on the build host.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	HEADER,
	TIER,
	STRICT,
	CAPABILITY,
	ORIGIN,
	MIXED,
	SHIPPED_BY,
	USE_INSTEAD,
	NOTE,
};
static const char *const columns[] = {
	"header", "tier",       "strict",      "capability", "origin",
	"mixed",  "shipped by", "use instead", "note",
};

static const struct gen_word tiers[] = {
	{"core", "NSC_TIER_CORE"},
	{"alloc", "NSC_TIER_ALLOC"},
	{"std", "NSC_TIER_STD"},
};

static const struct gen_word strict_tiers[] = {
	{"core", "NSC_TIER_CORE"},
	{"alloc", "NSC_TIER_ALLOC"},
	{"std", "NSC_TIER_STD"},
#define EDITION(id, spelling, language, c) \
	{spelling, "NSC_STRICT_SINCE + NSC_EDITION_" #id},
#include "rules/editions.def"
};

static const struct gen_word capabilities[] = {
#define CAPABILITY(id, spelling, drags, meaning) {spelling, "NSC_CAP_" #id},
#include "rules/capabilities.def"
};

static const struct gen_word origins[] = {
#define ORIGIN(id, spelling) {spelling, "NSC_ORIGIN_" #id},
#include "rules/origins.def"
};

static const struct gen_word providers[] = {
#define PROVIDER(id, spelling, kind, source) {spelling, NULL},
#include "rules/providers.def"
};

static const struct gen_word mixed[] = {{"-", "false"}, {"mixed", "true"}};

/*
 * A name is "a.h", "dir/a.h", a C++ name without suffix, or a folder "dir/" and an
 * asterisk.
 */
static void check_name(const struct gen_table *table, const struct gen_row *row)
{
	const char *name = row->field[HEADER];
	const char *star = strchr(name, '*');

	if (star && (star == name || star[-1] != '/' || star[1] != '\0')) {
		gen_fault(table, row, "an asterisk stands at the end, behind a slash",
			  name);
	}
}

static void write_row(FILE *out, struct gen_pool *pool, const struct gen_table *table,
		      const struct gen_row *row)
{
	size_t tier = gen_pick(table, row, TIER, tiers, COUNT(tiers));
	size_t strict = gen_pick(table, row, STRICT, strict_tiers, COUNT(strict_tiers));
	size_t capability =
		gen_pick(table, row, CAPABILITY, capabilities, COUNT(capabilities));
	size_t origin = gen_pick(table, row, ORIGIN, origins, COUNT(origins));
	size_t is_mixed = gen_pick(table, row, MIXED, mixed, COUNT(mixed));
	uint64_t shippers = gen_bits(table, row, SHIPPED_BY, providers, COUNT(providers));

	check_name(table, row);
	fputs("\t{", out);
	gen_write_text(out, pool, row->field[HEADER]);
	fputs(", ", out);
	gen_write_text(out, pool, row->field[USE_INSTEAD]);
	fputs(", ", out);
	gen_write_text(out, pool, row->field[NOTE]);
	fprintf(out, ", 0x%llx, %s, %s, %s, %s, %s},\n", (unsigned long long)shippers,
		tiers[tier].code, strict_tiers[strict].code,
		capabilities[capability].code, origins[origin].code,
		mixed[is_mixed].code);
}

int main(int argc, char **argv)
{
	struct gen_table table;
	struct gen_pool pool = {0};
	FILE *out;

	if (argc != 3) {
		fprintf(stderr, "usage: gen_headers HEADERS OUTPUT\n");
		return 1;
	}
	gen_read(&table, argv[1], columns, COUNT(columns), 1);
	out = gen_open(argv[2], "headers.tsv");
	fputs("#include \"rules/table.h\"\n\n", out);
	fputs("const struct nsc_header_row nsc_header_rows[] = {\n", out);
	for (size_t i = 0; i < table.rows.len; i++) {
		write_row(out, &pool, &table, &table.rows.ptr[i]);
	}
	fprintf(out, "};\n\nconst size_t nsc_header_row_count = %zu;\n\n",
		table.rows.len);
	gen_pool_write(out, &pool, "nsc_header_text");
	gen_release(&table);
	gen_pool_release(&pool);
	return gen_close(out, argv[2]);
}
