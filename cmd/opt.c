/*
 * opt.c - see opt.h. getopt_long does the reading; the tables are ours.
 */
#include "cmd/opt.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"

enum {
	OPTIONS_MAX = 64, /* of one command */
	FIRST_LONG = 256, /* values of options without a letter begin here */
	HELP_COLUMN = 30, /* where an option's help begins */
	HELP_WIDTH = 90   /* where its lines end */
};

/* All options of a command in one list, and what getopt_long wants of them. */
struct table {
	const struct nsc_opt *rows[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX + 1];
	char shorts[2 * OPTIONS_MAX + 2];
	int count;
};

void nsc_options_init(struct nsc_options *options, struct nsc_run *run)
{
	const struct nostd_allocator *keep = nsc_keep(run);

	memset(options, 0, sizeof(*options));
	options->run = run;
	options->args = opt_words_new_in(keep);
	options->maps = opt_words_new_in(keep);
	options->elfs = opt_words_new_in(keep);
	options->link_cmds = opt_words_new_in(keep);
	options->targets = opt_words_new_in(keep);
	options->invert = opt_words_new_in(keep);
	options->prune = opt_words_new_in(keep);
	options->edges = opt_words_new_in(keep);
	options->by = opt_words_new_in(keep);
	options->cuts = opt_words_new_in(keep);
	options->flags = opt_flags_new_in(keep);
	options->outputs = opt_outputs_new_in(keep);
}

static void add_row(struct table *table, size_t *shorts, const struct nsc_opt *row)
{
	struct option *option = &table->longs[table->count];

	option->name = row->name;
	option->has_arg = row->value ? required_argument : no_argument;
	option->flag = NULL;
	option->val = FIRST_LONG + table->count;
	if (row->letter) {
		table->shorts[(*shorts)++] = row->letter;
		if (row->value) {
			table->shorts[(*shorts)++] = ':';
		}
	}
	table->rows[table->count++] = row;
}

/* ':' in front: a missing value is told apart from an unknown option. */
static void fill_table(struct table *table, const struct nsc_opt_group *groups)
{
	size_t shorts = 1;

	memset(table, 0, sizeof(*table));
	table->shorts[0] = ':';
	for (; groups->title; groups++) {
		const struct nsc_opt *row;

		for (row = groups->options; row->name; row++) {
			add_row(table, &shorts, row);
		}
	}
}

static const struct nsc_opt *row_of(const struct table *table, int value)
{
	int i;

	if (value >= FIRST_LONG) {
		return table->rows[value - FIRST_LONG];
	}
	for (i = 0; i < table->count; i++) {
		if (table->rows[i]->letter == value) {
			return table->rows[i];
		}
	}
	return NULL;
}

static int fail_unknown(const struct table *table, const char *word, struct nsc_err *err)
{
	struct nostd_str wanted = nostd_str_from_c(word), name, value;
	struct nsc_near near;
	int i;

	if (!nostd_str_split_once(wanted, '=', &name, &value)) {
		name = wanted;
	}
	nostd_str_strip_prefix(&name, NOSTD_STR("--"));
	nsc_near_init(&near, name);
	for (i = 0; i < table->count; i++) {
		nsc_near_offer(&near, nostd_str_from_c(table->rows[i]->name));
	}
	if (near.best.len != 0 && nostd_str_starts_with(wanted, NOSTD_STR("--"))) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"unknown option {}, did you mean --{}?", word, near.best);
	}
	return nsc_fail(err, NSC_ERR_USAGE, "unknown option {}; --help lists them", word);
}

static int take(struct nsc_options *options, const struct table *table, int value,
		char **argv, struct nsc_err *err)
{
	const struct nsc_opt *row;

	if (value == '?') {
		return fail_unknown(table, argv[optind - 1], err);
	}
	if (value == ':') {
		return nsc_fail(err, NSC_ERR_USAGE, "{}: a value is missing",
				argv[optind - 1]);
	}
	row = row_of(table, value);
	return row->take(options, nostd_str_from_c(row->value ? optarg : ""), err);
}

static struct nsc_words words_of(const struct opt_words *list)
{
	struct nsc_words words = {list->ptr, list->len};

	return words;
}

static void lend_lists(struct nsc_options *options)
{
	struct nsc_request *request = &options->request;

	request->args = words_of(&options->args);
	request->maps = words_of(&options->maps);
	request->elfs = words_of(&options->elfs);
	request->link_cmds = words_of(&options->link_cmds);
	request->targets = words_of(&options->targets);
	request->tree.invert = words_of(&options->invert);
	request->tree.prune = words_of(&options->prune);
	request->tree.edges = words_of(&options->edges);
	request->size.by = words_of(&options->by);
	request->size.cuts = words_of(&options->cuts);
	request->flags = options->flags.ptr;
	request->flag_count = options->flags.len;
	request->outputs = options->outputs.ptr;
	request->output_count = options->outputs.len;
}

int nsc_options_read(struct nsc_options *options, const struct nsc_command_row *command,
		     int argc, char **argv, struct nsc_err *err)
{
	struct table table;
	int value;

	fill_table(&table, command->groups);
	opterr = 0;
	while ((value = getopt_long(argc, argv, table.shorts, table.longs, NULL)) != -1) {
		if (take(options, &table, value, argv, err) < 0) {
			return -1;
		}
	}
	for (; optind < argc; optind++) {
		opt_words_push(&options->args, nostd_str_from_c(argv[optind]));
	}
	options->request.command = nostd_str_from_c(command->name);
	lend_lists(options);
	return 0;
}

/* -- help ---------------------------------------------------------------------------- */

/* Text from the help column on, in as many lines as it takes. */
static void print_words(const char *help)
{
	struct nostd_str_split it = nostd_str_split(nostd_str_from_c(help), ' ');
	size_t column = HELP_COLUMN;

	while (nostd_str_split_next(&it)) {
		if (column != HELP_COLUMN && column + 1 + it.part.len > HELP_WIDTH) {
			printf("\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		}
		printf("%s%.*s", column == HELP_COLUMN ? "" : " ", (int)it.part.len,
		       it.part.ptr);
		column += it.part.len + (column != HELP_COLUMN);
	}
	printf("\n");
}

static void print_option(const struct nsc_opt *row)
{
	char left[80];
	size_t size;

	if (row->letter) {
		size = nostd_format_to(left, sizeof(left), "  -{:c}, --{}", row->letter,
				       row->name);
	} else {
		size = nostd_format_to(left, sizeof(left), "      --{}", row->name);
	}
	if (row->value && size < sizeof(left)) {
		size += nostd_format_to(left + size, sizeof(left) - size, " {}",
					row->value);
	}
	if (size >= HELP_COLUMN) {
		printf("%s\n%*s", left, HELP_COLUMN, "");
	} else {
		printf("%-*s", HELP_COLUMN, left);
	}
	print_words(row->help);
}

void nsc_options_help(const struct nsc_command_row *command)
{
	const struct nsc_opt_group *group;
	const struct nsc_opt *row;

	printf("nostd-check %s: %s\n\nusage: nostd-check %s [options] %s\n",
	       command->name, command->help, command->name, command->arguments);
	for (group = command->groups; group->title; group++) {
		printf("\n%s:\n", group->title);
		for (row = group->options; row->name; row++) {
			print_option(row);
		}
	}
	if (command->more) {
		printf("\n%s", command->more);
	}
}
