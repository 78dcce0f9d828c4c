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
#include <string.h>

#include <nostd/str.h>
#include <nostd/string.h>

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
	struct nostd_string text;
	size_t row;
};

#define NOSTD_NAME    names
#define NOSTD_T       struct name
#define NOSTD_DROP(p) nostd_string_drop(&(p)->text)
#include <nostd/vec.h>

#define NOSTD_NAME        by_text
#define NOSTD_T           struct name
#define NOSTD_CMP(a, b)   strcmp((a)->text.ptr, (b)->text.ptr)
#define NOSTD_Q           char
#define NOSTD_CMP_Q(a, q) strcmp((a)->text.ptr, q)
#include <nostd/sort.h>

#define NOSTD_NAME slots
#define NOSTD_T    uint16_t
#include <nostd/vec.h>

struct tables {
	struct gen_table symbols;
	struct gen_table patterns;
	struct gen_table unknown;
	struct names names; /* of symbols, in byte order */
	struct names unknown_names;
	struct gen_pool pool;
};

/* `head_len` bytes of `head`, `word_len` of `word`, then `tail`; the caller's to drop. */
static struct nostd_string join(const char *head, size_t head_len, const char *word,
				size_t word_len, const char *tail)
{
	struct nostd_string text = nostd_string_from_str(nostd_str_new(head, head_len));

	nostd_string_push_str(&text, nostd_str_new(word, word_len));
	nostd_string_push_str(&text, nostd_str_new(tail, strlen(tail)));
	return text;
}

/* Add a name, which takes the text over. */
static void add_name(struct names *names, size_t row, struct nostd_string text)
{
	names_push(names, (struct name){text, row});
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
			 join(whole.text.ptr, (size_t)(open - whole.text.ptr), digits,
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
			 join(whole.text.ptr, (size_t)(open - whole.text.ptr), word, len,
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

	add_name(&pending, row, join("", 0, "", 0, table->rows.ptr[row].field[NAME]));
	for (size_t i = 0; i < pending.len; i++) {
		struct name whole = pending.ptr[i];
		const char *open = strchr(whole.text.ptr, '{');
		const char *close = open ? strchr(open, '}') : NULL;

		if (!open && !strchr(whole.text.ptr, '}')) {
			add_name(names, row, join("", 0, "", 0, whole.text.ptr));
			continue;
		}
		if (!close || memchr(open + 1, '{', (size_t)(close - open - 1))) {
			gen_fault(table, &table->rows.ptr[row], "braces do not match",
				  whole.text.ptr);
			break;
		}
		if (!write_out_range(&pending, whole, open, close)) {
			write_out_words(&pending, whole, open, close);
		}
	}
	names_drop(&pending);
}

/* All names of a table in byte order; a name that two rows give is a fault. */
static void collect_names(struct names *names, const struct gen_table *table)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		write_out(names, table, i);
	}
	by_text_sort_stable(names->ptr, names->len, NULL, 0);
	for (size_t i = 1; i < names->len; i++) {
		if (strcmp(names->ptr[i - 1].text.ptr, names->ptr[i].text.ptr) == 0) {
			gen_fault(table, &table->rows.ptr[names->ptr[i].row],
				  "another row gives this name too",
				  names->ptr[i].text.ptr);
		}
	}
}

static const struct name *find_name(const struct names *names, const char *text)
{
	size_t at = by_text_binary_search(names->ptr, names->len, text);

	return at == NOSTD_NOT_FOUND ? NULL : &names->ptr[at];
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
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct gen_row *row = &table->rows.ptr[i];
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
	for (size_t i = 0; i < names->len; i++) {
		const char *text = names->ptr[i].text.ptr;

		fprintf(out, "\t{%zu, %zu, %zu},\n", gen_pool_append(&tables->pool, text),
			names->ptr[i].row, strlen(text));
	}
	fprintf(out, "};\n\nconst size_t nsc_symbol_name_count = %zu;\n\n", names->len);
}

/* Open addressing, at most half full, so that a search ends after a step or two. */
static void write_slots(FILE *out, const struct names *names)
{
	size_t size = 1;
	struct slots slots = {0};

	while (size < 2 * names->len) {
		size *= 2;
	}
	slots_resize(&slots, size, NSC_NO_NAME);
	for (size_t i = 0; i < names->len; i++) {
		const char *text = names->ptr[i].text.ptr;
		size_t slot = nsc_symbol_hash(text, strlen(text)) & (size - 1);

		while (slots.ptr[slot] != NSC_NO_NAME) {
			slot = (slot + 1) & (size - 1);
		}
		slots.ptr[slot] = (uint16_t)i;
	}
	fputs("const uint16_t nsc_symbol_slots[] = {", out);
	for (size_t i = 0; i < size; i++) {
		fprintf(out, "%s%u,", i % 12 == 0 ? "\n\t" : " ", slots.ptr[i]);
	}
	fprintf(out, "\n};\n\nconst uint32_t nsc_symbol_slot_mask = %zu;\n\n", size - 1);
	slots_drop(&slots);
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
	return (size_t)(name - tables->names.ptr);
}

static void write_part(FILE *out, struct gen_pool *pool, const char *part, size_t len)
{
	struct nostd_string copy = nostd_string_from_str(nostd_str_new(part, len));

	if (len == 0) {
		fputs("{0, 0}", out);
	} else {
		gen_write_text(out, pool, copy.ptr);
	}
	nostd_string_drop(&copy);
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
static int compare_patterns(const struct gen_row *a, const struct gen_row *b)
{
	const char *text_a = a->field[PATTERN];
	const char *text_b = b->field[PATTERN];
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

#define NOSTD_NAME      by_pattern
#define NOSTD_T         struct gen_row
#define NOSTD_CMP(a, b) compare_patterns(a, b)
#include <nostd/sort.h>

/* Number of the first pattern behind the group of the one with number `i`. */
static size_t group_end(const struct gen_table *table, size_t i)
{
	size_t end = i + 1;

	while (end < table->rows.len && same_group(table->rows.ptr[i].field[PATTERN],
						   table->rows.ptr[end].field[PATTERN])) {
		end++;
	}
	return end;
}

static void write_patterns(FILE *out, struct tables *tables)
{
	struct gen_table *table = &tables->patterns;

	by_pattern_sort_unstable(table->rows.ptr, table->rows.len);
	fputs("const struct nsc_symbol_pattern nsc_symbol_patterns[] = {\n", out);
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct gen_row *row = &table->rows.ptr[i];
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
		table->rows.len);
}

static void write_unknown(FILE *out, struct tables *tables)
{
	const struct names *names = &tables->unknown_names;

	fputs("const struct nsc_unknown_name nsc_unknown_names[] = {\n", out);
	for (size_t i = 0; i < names->len; i++) {
		const struct gen_row *row = &tables->unknown.rows.ptr[names->ptr[i].row];

		if (find_name(&tables->names, names->ptr[i].text.ptr)) {
			gen_fault(&tables->unknown, row, "symbols.tsv has a row for it",
				  names->ptr[i].text.ptr);
		}
		fputs("\t{", out);
		gen_write_text(out, &tables->pool, names->ptr[i].text.ptr);
		fputs(", ", out);
		gen_write_text(out, &tables->pool, row->field[REASON]);
		fputs("},\n", out);
	}
	fprintf(out, "};\n\nconst size_t nsc_unknown_name_count = %zu;\n\n", names->len);
}

/* The limits of the packed rows in table.h. */
static void check_sizes(const struct tables *tables)
{
	if (tables->names.len >= NSC_NO_NAME || tables->symbols.rows.len >= NSC_NO_NAME) {
		gen_fault(&tables->symbols, &tables->symbols.rows.ptr[0],
			  "more names than 16 bits can number", NULL);
	}
}

static void release(struct tables *tables)
{
	names_drop(&tables->names);
	names_drop(&tables->unknown_names);
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
