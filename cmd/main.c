/*
 * main.c - which command, its options, one call, the exit code. The only place that
 * prints failures, and (but for memory running out) the only one that ends the process.
 */
#include <stdio.h>
#include <string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/run/commands.h"
#include "cmd/cmd.h"

/* The first is what runs when no command is named. */
static const struct nsc_command_row *const commands[] = {
	&nsc_cmd_check, &nsc_cmd_tree,   &nsc_cmd_why,     &nsc_cmd_size, &nsc_cmd_diff,
	&nsc_cmd_fix,   &nsc_cmd_hidden, &nsc_cmd_explain, &nsc_cmd_dump,
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static const struct nsc_command_row *find_command(const char *word)
{
	size_t i;

	for (i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i]->name, word) == 0) {
			return commands[i];
		}
	}
	return NULL;
}

static void print_help(void)
{
	size_t i;

	printf("nostd-check: where libc and the OS leak into code that must live without "
	       "them\n\n"
	       "usage: nostd-check [command] [options] [inputs]\n\n");
	for (i = 0; i < COMMAND_COUNT; i++) {
		printf("  %-12s%s\n", commands[i]->name, commands[i]->help);
	}
	printf("\n`check` is the command when none is named; `nostd-check COMMAND "
	       "--help` lists its "
	       "options.\n"
	       "`nostd-check --version --verbose` lists whose link maps are read.\n"
	       "exit: 0 clean, 1 findings, 2 could not be done as asked, 3 internal or "
	       "I/O "
	       "fault\n");
}

/* NO_COLOR and CLICOLOR_FORCE: no-color.org, bixense.com/clicolors. */
static bool wants_color(void)
{
	const char *no = nsc_host_env("NO_COLOR"),
		   *force = nsc_host_env("CLICOLOR_FORCE");

	if (no && *no) {
		return false;
	}
	return (force && *force && strcmp(force, "0") != 0) || nsc_host_is_terminal(1);
}

static int print_failure(const struct nsc_err *err)
{
	fprintf(stderr, "nostd-check: %s\n", err->text);
	return nsc_err_exit_code(err->kind);
}

/* What printf() could not write is lost to whoever reads it. */
static int finish_printing(void)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};

	if (fflush(stdout) == 0 && !ferror(stdout)) {
		return 0;
	}
	nsc_fail(&err, NSC_ERR_HOST, "standard output: cannot be written");
	return print_failure(&err);
}

static int run_command(struct nsc_run *run, const struct nsc_command_row *command,
		       int argc, char **argv)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_options options;
	int ret;

	nsc_options_init(&options, run);
	options.request.color = wants_color();
	if (nsc_options_read(&options, command, argc, argv, &err) < 0) {
		return print_failure(&err);
	}
	if (options.help) {
		nsc_options_help(command);
		return finish_printing();
	}
	if (options.folder.len != 0 && !nsc_host_enter(options.folder.ptr)) {
		nsc_fail(&err, NSC_ERR_USAGE, "-C {}: no such folder", options.folder);
		return print_failure(&err);
	}
	ret = command->run(run, &options.request, &err);
	return err.kind != NSC_ERR_NONE ? print_failure(&err) : ret;
}

static bool is_verbose(const char *word)
{
	return strcmp(word, "--verbose") == 0 || strcmp(word, "-v") == 0;
}

/* With --verbose: whose link maps are read, and what each reader was held against. */
static void print_version(bool verbose)
{
	struct nsc_reader_row row;
	size_t i;

	printf("nostd-check %s\n", NSC_VERSION);
	for (i = 0; verbose && nsc_reader_at(i, &row); i++) {
		printf("%s%-12s  %-27s  %s\n", i == 0 ? "\nlink maps:\n" : "", row.name,
		       row.grade, row.title);
	}
}

int main(int argc, char **argv)
{
	const struct nsc_command_row *command = argc > 1 ? find_command(argv[1]) : NULL;
	struct nsc_run run;
	int ret;

	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
			 strcmp(argv[1], "help") == 0)) {
		print_help();
		return finish_printing();
	}
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		print_version(argc > 2 && is_verbose(argv[2]));
		return finish_printing();
	}
	if (command) {
		argv++;
		argc--;
	} else {
		command = commands[0];
	}
	nsc_run_init(&run);
	ret = run_command(&run, command, argc, argv);
	nsc_run_release(&run);
	return ret;
}
