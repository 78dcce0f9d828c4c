/*
 * gen_symbols.c - symbols.tsv, patterns.tsv and unknown.tsv as constant tables.
 *
 * In:   gen_symbols SYMBOLS PATTERNS UNKNOWN OUTPUT.
 * Out:  the arrays that table.h declares for symbols; status 1 and no output if any row
 *       is at fault. Plain hosted C, run on the build host.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/str.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"
#include "rules/symbol.h"
#include "rules/table.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	NAME,
	TIER,
	STRICT,
	CAPABILITY,
	ORIGIN,
	TRAITS,
	PROVIDERS,
	USE_INSTEAD,
	NOTE,
};
static const char *const symbol_columns[] = {
	"name",   "tier",       "strict",      "capability", "origin",
	"traits", "defined by", "use instead", "note",
};

enum { PATTERN, BASE, BASES, KIND, ADDS, DROPS };
static const char *const pattern_columns[] = {
	"pattern", "base", "base may be", "kind", "adds", "drops",
};

enum { UNKNOWN_NAME, REASON };
static const char *const unknown_columns[] = {"name", "reason"};

static const struct gen_word tiers[] = {
#define TIER(id, spelling, meaning) {spelling, "NSC_TIER_" #id},
#include "rules/tiers.def"
};

static const struct gen_word editions[] = {
#define EDITION(id, spelling, language, c) {spelling, "NSC_EDITION_" #id},
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

static const struct gen_word traits[] = {
#define TRAIT(id, spelling, meaning) {spelling, NULL},
#include "rules/traits.def"
};

static const struct gen_word providers[] = {
#define PROVIDER(id, spelling, kind, source) {spelling, NULL},
#include "rules/providers.def"
};

static const struct gen_word kinds[] = {{"same", "true"}, {"variant", "false"}};

/* One name with its alternatives written out. */
struct name {
	char *text;
	size_t row;
};

struct names {
	struct name *list;
	size_t count;
};

struct tables {
	struct gen_table symbols;
	struct gen_table patterns;
	struct gen_table unknown;
	struct names names; /* of symbols, in byte order */
	struct names unknown_names;
	struct gen_pool pool;
};

/* `head_len` bytes of `head`, `word_len` of `word`, then `tail`; the caller's to free. */
static char *join(const char *head, size_t head_len, const char *word, size_t word_len,
		  const char *tail)
{
	size_t tail_size = strlen(tail) + 1;
	char *text = gen_grow(NULL, head_len + word_len + tail_size);

	memcpy(text, head, head_len);
	memcpy(text + head_len, word, word_len);
	memcpy(text + head_len + word_len, tail, tail_size);
	return text;
}

/* Add a name, which takes the text over. */
static void add_name(struct names *names, size_t row, char *text)
{
	names->list = gen_grow(names->list, (names->count + 1) * sizeof(*names->list));
	names->list[names->count++] = (struct name){text, row};
}

static void release_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->list[i].text);
	}
	free(names->list);
}

/* Add one name for each number of "{first..last}"; false: the braces hold no range. */
static bool write_out_range(struct names *names, struct name whole, const char *open,
			    const char *close)
{
	const char *dots = strstr(open, "..");
	uint32_t first;
	uint32_t last;

	if (!dots || dots > close ||
	    !nostd_str_to_u32(nostd_str_new(open + 1, (size_t)(dots - open - 1)), 10,
			      &first) ||
	    !nostd_str_to_u32(nostd_str_new(dots + 2, (size_t)(close - dots - 2)), 10,
			      &last) ||
	    last < first) {
		return false;
	}
	for (uint32_t number = first; number <= last; number++) {
		char digits[16];
		int len = snprintf(digits, sizeof(digits), "%" PRIu32, number);

		add_name(names, whole.row,
			 join(whole.text, (size_t)(open - whole.text), digits,
			      (size_t)len, close + 1));
	}
	return true;
}

/* Add one name for each word of "{a,b,}"; a word may be empty. */
static void write_out_words(struct names *names, struct name whole, const char *open,
			    const char *close)
{
	const char *word = open + 1;

	while (word <= close) {
		size_t len = strcspn(word, ",}");

		add_name(names, whole.row,
			 join(whole.text, (size_t)(open - whole.text), word, len,
			      close + 1));
		word += len + 1;
	}
}

/*
 * Add a row's names: {a,b} and {0..12} are alternatives, any number of them, not nested.
 */
static void write_out(struct names *names, const struct gen_table *table, size_t row)
{
	struct names pending = {0};

	add_name(&pending, row, join("", 0, "", 0, table->rows[row].field[NAME]));
	for (size_t i = 0; i < pending.count; i++) {
		struct name whole = pending.list[i];
		const char *open = strchr(whole.text, '{');
		const char *close = open ? strchr(open, '}') : NULL;

		if (!open && !strchr(whole.text, '}')) {
			add_name(names, row, join("", 0, "", 0, whole.text));
			continue;
		}
		if (!close || memchr(open + 1, '{', (size_t)(close - open - 1))) {
			gen_fault(table, &table->rows[row], "braces do not match",
				  whole.text);
			break;
		}
		if (!write_out_range(&pending, whole, open, close)) {
			write_out_words(&pending, whole, open, close);
		}
	}
	release_names(&pending);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

/* All names of a table in byte order; a name that two rows give is a fault. */
static void collect_names(struct names *names, const struct gen_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		write_out(names, table, i);
	}
	gen_sort(names->list, names->count, sizeof(*names->list), compare_names);
	for (size_t i = 1; i < names->count; i++) {
		if (compare_names(&names->list[i - 1], &names->list[i]) == 0) {
			gen_fault(table, &table->rows[names->list[i].row],
				  "another row gives this name too", names->list[i].text);
		}
	}
}

static const struct name *find_name(const struct names *names, const char *text)
{
	struct name key = {(char *)text, 0};

	if (names->count == 0) {
		return NULL;
	}
	return bsearch(&key, names->list, names->count, sizeof(key), compare_names);
}

/* A tier that is not "unknown", as C; for `strict` an edition will do as well. */
static void write_tier(FILE *out, const struct gen_table *table,
		       const struct gen_row *row, size_t column, bool editions_too)
{
	const char *field = row->field[column];

	for (size_t i = 0; editions_too && i < COUNT(editions); i++) {
		if (strcmp(field, editions[i].word) == 0) {
			fprintf(out, "NSC_STRICT_SINCE + %s", editions[i].code);
			return;
		}
	}
	fputs(tiers[gen_pick(table, row, column, tiers, COUNT(tiers) - 1)].code, out);
}

/* What the columns must say about each other. */
static void check_symbol(const struct gen_table *table, const struct gen_row *row,
			 uint64_t trait_bits)
{
	const char *tier = row->field[TIER];
	const char *strict = row->field[STRICT];
	bool heap = trait_bits & UINT64_C(1) << NSC_TRAIT_INDEX_HEAP;

	if (strcmp(tier, "core") != 0 && strcmp(strict, tier) != 0) {
		gen_fault(table, row,
			  "a name that is not core has one tier in both profiles",
			  row->field[NAME]);
	}
	if (strcmp(tier, "core") == 0 && strcmp(strict, "alloc") == 0) {
		gen_fault(table, row, "strict is core, std or an edition", strict);
	}
	if (heap && strcmp(tier, "alloc") != 0) {
		gen_fault(table, row, "a heap entry is alloc", row->field[NAME]);
	}
}

static void write_rows(FILE *out, struct tables *tables)
{
	const struct gen_table *table = &tables->symbols;

	fputs("const struct nsc_symbol_row nsc_symbol_rows[] = {\n", out);
	for (size_t i = 0; i < table->count; i++) {
		const struct gen_row *row = &table->rows[i];
		uint64_t trait_bits = gen_bits(table, row, TRAITS, traits, COUNT(traits));
		uint64_t provider_bits =
			gen_bits(table, row, PROVIDERS, providers, COUNT(providers));
		size_t capability = gen_pick(table, row, CAPABILITY, capabilities,
					     COUNT(capabilities));
		size_t origin = gen_pick(table, row, ORIGIN, origins, COUNT(origins));

		check_symbol(table, row, trait_bits);
		fputs("\t{", out);
		gen_write_text(out, &tables->pool, row->field[USE_INSTEAD]);
		fputs(", ", out);
		gen_write_text(out, &tables->pool, row->field[NOTE]);
		fprintf(out, ", 0x%llx, 0x%llx, ", (unsigned long long)trait_bits,
			(unsigned long long)provider_bits);
		write_tier(out, table, row, TIER, false);
		fputs(", ", out);
		write_tier(out, table, row, STRICT, true);
		fprintf(out, ", %s, %s},\n", capabilities[capability].code,
			origins[origin].code);
	}
	fputs("};\n\n", out);
}

static void write_names(FILE *out, struct tables *tables)
{
	const struct names *names = &tables->names;

	fputs("const struct nsc_symbol_name nsc_symbol_names[] = {\n", out);
	for (size_t i = 0; i < names->count; i++) {
		const char *text = names->list[i].text;

		fprintf(out, "\t{%zu, %zu, %zu},\n", gen_pool_append(&tables->pool, text),
			names->list[i].row, strlen(text));
	}
	fprintf(out, "};\n\nconst size_t nsc_symbol_name_count = %zu;\n\n", names->count);
}

/* Open addressing, at most half full, so that a search ends after a step or two. */
static void write_slots(FILE *out, const struct names *names)
{
	size_t size = 1;
	uint16_t *slots;

	while (size < 2 * names->count) {
		size *= 2;
	}
	slots = gen_grow(NULL, size * sizeof(*slots));
	memset(slots, 0xff, size * sizeof(*slots));
	for (size_t i = 0; i < names->count; i++) {
		const char *text = names->list[i].text;
		size_t slot = nsc_symbol_hash(text, strlen(text)) & (size - 1);

		while (slots[slot] != NSC_NO_NAME) {
			slot = (slot + 1) & (size - 1);
		}
		slots[slot] = (uint16_t)i;
	}
	fputs("const uint16_t nsc_symbol_slots[] = {", out);
	for (size_t i = 0; i < size; i++) {
		fprintf(out, "%s%u,", i % 12 == 0 ? "\n\t" : " ", slots[i]);
	}
	fprintf(out, "\n};\n\nconst uint32_t nsc_symbol_slot_mask = %zu;\n\n", size - 1);
	free(slots);
}

/* The bases of a pattern: "any", or capabilities. */
static uint64_t bases_of(const struct gen_table *table, const struct gen_row *row)
{
	if (strcmp(row->field[BASES], "any") == 0) {
		return UINT64_MAX;
	}
	return gen_bits(table, row, BASES, capabilities, COUNT(capabilities));
}

/*
 * The number of the fixed base, or NSC_NO_NAME if the base is what the asterisk stands
 * for.
 */
static size_t base_of(const struct tables *tables, const struct gen_row *row)
{
	const char *base = row->field[BASE];
	const struct name *name;

	if (strcmp(base, "*") == 0) {
		return NSC_NO_NAME;
	}
	name = find_name(&tables->names, base);
	if (!name) {
		gen_fault(&tables->patterns, row, "the base has no row in symbols.tsv",
			  base);
		return 0;
	}
	return (size_t)(name - tables->names.list);
}

static void write_part(FILE *out, struct gen_pool *pool, const char *part, size_t len)
{
	char *copy = gen_grow(NULL, len + 1);

	memcpy(copy, part, len);
	copy[len] = '\0';
	if (len == 0) {
		fputs("{0, 0}", out);
	} else {
		gen_write_text(out, pool, copy);
	}
	free(copy);
}

/* The parts of "prefix*suffix" or "prefix*suffix*", and what rejects a name quickly. */
static void write_parts(FILE *out, struct tables *tables, const struct gen_row *row)
{
	const char *text = row->field[PATTERN];
	const char *star = strchr(text, '*');
	const char *end = star ? strchr(star + 1, '*') : NULL;
	size_t prefix;
	size_t suffix;

	if (!star || (end && (end[1] != '\0' || end == star + 1))) {
		gen_fault(&tables->patterns, row,
			  "a pattern has one asterisk, or a second one at its end behind "
			  "text",
			  text);
		return;
	}
	prefix = (size_t)(star - text);
	suffix = end ? (size_t)(end - star - 1) : strlen(star + 1);
	gen_write_text(out, &tables->pool, text);
	fputs(", ", out);
	write_part(out, &tables->pool, text, prefix);
	fputs(", ", out);
	write_part(out, &tables->pool, star + 1, suffix);
	fprintf(out, ", 0x%" PRIx64 ", 0x%" PRIx64, nsc_symbol_head(text, prefix),
		nsc_symbol_mask(prefix));
	if (end) {
		suffix = 0; /* it may stand anywhere */
	}
	fprintf(out, ", 0x%" PRIx64 ", 0x%" PRIx64, nsc_symbol_tail(star + 1, suffix),
		nsc_symbol_mask(suffix));
}

/* Is it "prefix*suffix*": may anything follow the suffix? */
static bool is_open_ended(const char *pattern)
{
	const char *star = strchr(pattern, '*');

	return star && strchr(star + 1, '*');
}

/*
 * Patterns with the same two first bytes are one group, those with fewer bytes before the
 * asterisk the last one: a name looks at its own group and at the last.
 */
static bool is_short(const char *pattern)
{
	return pattern[0] == '*' || pattern[1] == '*';
}

static bool same_group(const char *a, const char *b)
{
	return is_short(a) ? is_short(b) : !is_short(b) && strncmp(a, b, 2) == 0;
}

/* By groups; in a group most literal text first, byte order among equals. */
static int compare_patterns(const void *a, const void *b)
{
	const char *text_a = ((const struct gen_row *)a)->field[PATTERN];
	const char *text_b = ((const struct gen_row *)b)->field[PATTERN];
	size_t len_a = strlen(text_a);
	size_t len_b = strlen(text_b);

	if (is_short(text_a) != is_short(text_b)) {
		return is_short(text_a) - is_short(text_b);
	}
	if (!same_group(text_a, text_b) || len_a == len_b) {
		return strcmp(text_a, text_b);
	}
	return len_a < len_b ? 1 : -1;
}

/* Number of the first pattern behind the group of the one with number `i`. */
static size_t group_end(const struct gen_table *table, size_t i)
{
	size_t end = i + 1;

	while (end < table->count && same_group(table->rows[i].field[PATTERN],
						table->rows[end].field[PATTERN])) {
		end++;
	}
	return end;
}

static void write_patterns(FILE *out, struct tables *tables)
{
	struct gen_table *table = &tables->patterns;

	gen_sort(table->rows, table->count, sizeof(*table->rows), compare_patterns);
	fputs("const struct nsc_symbol_pattern nsc_symbol_patterns[] = {\n", out);
	for (size_t i = 0; i < table->count; i++) {
		const struct gen_row *row = &table->rows[i];
		size_t kind = gen_pick(table, row, KIND, kinds, COUNT(kinds));

		fputs("\t{", out);
		write_parts(out, tables, row);
		fprintf(out, ", 0x%llx, 0x%llx, 0x%llx, %zu, %zu, %s, %s},\n",
			(unsigned long long)bases_of(table, row),
			(unsigned long long)gen_bits(table, row, ADDS, traits,
						     COUNT(traits)),
			(unsigned long long)gen_bits(table, row, DROPS, traits,
						     COUNT(traits)),
			base_of(tables, row), group_end(table, i),
			is_open_ended(row->field[PATTERN]) ? "true" : "false",
			kinds[kind].code);
	}
	fprintf(out, "};\n\nconst size_t nsc_symbol_pattern_count = %zu;\n\n",
		table->count);
}

static void write_unknown(FILE *out, struct tables *tables)
{
	const struct names *names = &tables->unknown_names;

	fputs("const struct nsc_unknown_name nsc_unknown_names[] = {\n", out);
	for (size_t i = 0; i < names->count; i++) {
		const struct gen_row *row = &tables->unknown.rows[names->list[i].row];

		if (find_name(&tables->names, names->list[i].text)) {
			gen_fault(&tables->unknown, row, "symbols.tsv has a row for it",
				  names->list[i].text);
		}
		fputs("\t{", out);
		gen_write_text(out, &tables->pool, names->list[i].text);
		fputs(", ", out);
		gen_write_text(out, &tables->pool, row->field[REASON]);
		fputs("},\n", out);
	}
	fprintf(out, "};\n\nconst size_t nsc_unknown_name_count = %zu;\n\n",
		names->count);
}

/* The limits of the packed rows in table.h. */
static void check_sizes(const struct tables *tables)
{
	if (tables->names.count >= NSC_NO_NAME || tables->symbols.count >= NSC_NO_NAME) {
		gen_fault(&tables->symbols, &tables->symbols.rows[0],
			  "more names than 16 bits can number", NULL);
	}
}

static void release(struct tables *tables)
{
	release_names(&tables->names);
	release_names(&tables->unknown_names);
	gen_release(&tables->symbols);
	gen_release(&tables->patterns);
	gen_release(&tables->unknown);
	gen_pool_release(&tables->pool);
}

int main(int argc, char **argv)
{
	struct tables tables = {0};
	FILE *out;

	if (argc != 5) {
		fprintf(stderr, "usage: gen_symbols SYMBOLS PATTERNS UNKNOWN OUTPUT\n");
		return 1;
	}
	gen_read(&tables.symbols, argv[1], symbol_columns, COUNT(symbol_columns), 1);
	gen_read(&tables.patterns, argv[2], pattern_columns, COUNT(pattern_columns), 1);
	gen_read(&tables.unknown, argv[3], unknown_columns, COUNT(unknown_columns), 1);
	collect_names(&tables.names, &tables.symbols);
	collect_names(&tables.unknown_names, &tables.unknown);
	check_sizes(&tables);

	out = gen_open(argv[4], "symbols.tsv, patterns.tsv, unknown.tsv");
	fputs("#include \"rules/table.h\"\n\n", out);
	write_rows(out, &tables);
	write_names(out, &tables);
	write_slots(out, &tables.names);
	write_patterns(out, &tables);
	write_unknown(out, &tables);
	gen_pool_write(out, &tables.pool, "nsc_symbol_text");
	release(&tables);
	return gen_close(out, argv[4]);
}
