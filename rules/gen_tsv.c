/*
 * gen_tsv.c - reading the tables on the build host.
 *
 * In:   a tab-separated file.
 * Out:  see gen_tsv.h.
 */
#include "rules/gen_tsv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t faults;

static void fault_at(const char *path, unsigned line, const char *sentence,
		     const char *word)
{
	faults++;
	if (word) {
		fprintf(stderr, "%s:%u: %s: \"%s\"\n", path, line, sentence, word);
	} else {
		fprintf(stderr, "%s:%u: %s\n", path, line, sentence);
	}
}

void gen_fault(const struct gen_table *table, const struct gen_row *row,
	       const char *sentence, const char *word)
{
	fault_at(table->path, row->line, sentence, word);
}

size_t gen_faults(void)
{
	return faults;
}

bool gen_is_empty(const char *field)
{
	return strcmp(field, "-") == 0;
}

static struct gen_bytes read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct gen_bytes text = {0};
	char part[8192];
	size_t got;

	if (!file) {
		perror(path);
		exit(1);
	}
	do {
		got = fread(part, 1, sizeof(part), file);
		gen_bytes_extend_from_slice(&text, part, got);
	} while (got > 0);
	if (ferror(file)) {
		perror(path);
		exit(1);
	}
	fclose(file);
	gen_bytes_push(&text, '\0');
	if (strlen(text.ptr) != text.len - 1) {
		fault_at(path, 1, "the file holds a NUL byte", NULL);
	}
	return text;
}

/* Cut a line at its tabs; returns how many fields there are, which may be too many. */
static size_t split(char *line, char **field)
{
	size_t count = 0;

	for (;;) {
		if (count < GEN_COLUMNS_MAX) {
			field[count] = line;
		}
		count++;
		line = strchr(line, '\t');
		if (!line) {
			return count;
		}
		*line++ = '\0';
	}
}

static void check_bytes(const char *path, unsigned line, const char *text)
{
	size_t len = strlen(text);

	if (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
		fault_at(path, line, "the line ends in blanks", NULL);
	}
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c < ' ' && c != '\t') || c > '~') {
			fault_at(path, line, "only printable ASCII and tabs are allowed",
				 NULL);
			return;
		}
	}
}

/* An empty field goes on as if it were written as it should be. */
static void check_fields(const struct gen_table *table, struct gen_row *row)
{
	static char dash[] = "-";

	for (size_t i = 0; i < table->column_count; i++) {
		const char *field = row->field[i];

		if (field[0] == '\0') {
			gen_fault(table, row, "an empty field is written as -",
				  table->columns[i]);
			row->field[i] = dash;
		} else if (field[0] == ' ' || field[strlen(field) - 1] == ' ') {
			gen_fault(table, row, "a field begins or ends with a blank",
				  field);
		}
	}
}

static int compare_rows(const struct gen_row *a, const struct gen_row *b, size_t keys)
{
	int order = strcmp(a->field[0], b->field[0]);

	return order != 0 || keys == 1 ? order : strcmp(a->field[1], b->field[1]);
}

static void check_order(const struct gen_table *table, const struct gen_row *row,
			size_t keys)
{
	int order;

	if (table->rows.len == 0) {
		return;
	}
	order = compare_rows(&table->rows.ptr[table->rows.len - 1], row, keys);
	if (order == 0) {
		gen_fault(table, row, "a second row for the same name", row->field[0]);
	} else if (order > 0) {
		gen_fault(table, row, "not in byte order", row->field[0]);
	}
}

static void check_header(const struct gen_table *table, unsigned line, char *text)
{
	struct gen_row row = {.line = line};
	size_t count = split(text, row.field);

	if (count != table->column_count) {
		gen_fault(table, &row, "the header line has the wrong number of columns",
			  NULL);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (strcmp(row.field[i], table->columns[i]) != 0) {
			gen_fault(table, &row, "this column should be called otherwise",
				  table->columns[i]);
		}
	}
}

static void add_row(struct gen_table *table, unsigned line, char *text, size_t keys)
{
	struct gen_row row = {.line = line};

	if (split(text, row.field) != table->column_count) {
		gen_fault(table, &row, "the row has the wrong number of columns",
			  row.field[0]);
		return;
	}
	check_fields(table, &row);
	check_order(table, &row, keys);
	gen_rows_push(&table->rows, row);
}

void gen_read(struct gen_table *table, const char *path, const char *const *columns,
	      size_t column_count, size_t keys)
{
	bool header_seen = false;
	unsigned line = 0;
	char *next;

	*table = (struct gen_table){
		.path = path, .columns = columns, .column_count = column_count};
	table->text = read_file(path);
	for (char *text = table->text.ptr; *text; text = next) {
		char *end = strchr(text, '\n');

		line++;
		if (!end) {
			fault_at(path, line, "the last line has no newline", NULL);
			break;
		}
		*end = '\0';
		next = end + 1;
		check_bytes(path, line, text);
		if (text[0] == '#' || text[0] == '\0') {
			continue;
		}
		if (header_seen) {
			add_row(table, line, text, keys);
		} else {
			check_header(table, line, text);
			header_seen = true;
		}
	}
}

void gen_release(struct gen_table *table)
{
	gen_bytes_drop(&table->text);
	gen_rows_drop(&table->rows);
}

/* Number of the word of `len` bytes, or `count`. */
static size_t find_word(const struct gen_word *words, size_t count, const char *word,
			size_t len)
{
	size_t i = 0;

	while (i < count &&
	       (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)) {
		i++;
	}
	return i;
}

static void fault_word(const struct gen_table *table, const struct gen_row *row,
		       size_t column, const char *word)
{
	char sentence[80];

	snprintf(sentence, sizeof(sentence), "column \"%s\" has no such word",
		 table->columns[column]);
	gen_fault(table, row, sentence, word);
}

size_t gen_pick(const struct gen_table *table, const struct gen_row *row, size_t column,
		const struct gen_word *words, size_t count)
{
	const char *field = row->field[column];
	size_t found = find_word(words, count, field, strlen(field));

	if (found == count) {
		fault_word(table, row, column, field);
		return 0;
	}
	return found;
}

uint64_t gen_bits(const struct gen_table *table, const struct gen_row *row, size_t column,
		  const struct gen_word *words, size_t count)
{
	const char *field = row->field[column];
	uint64_t bits = 0;

	if (gen_is_empty(field)) {
		return 0;
	}
	while (*field) {
		size_t len = strcspn(field, " ");
		size_t found = find_word(words, count, field, len);

		if (found == count) {
			fault_word(table, row, column, field);
			return 0;
		}
		bits |= UINT64_C(1) << found;
		field += len + (field[len] == ' ');
	}
	return bits;
}
