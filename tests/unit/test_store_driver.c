/*
 * test_store_driver.c - analyzer/store on the command line, for test_store_file.py.
 *
 *	test_store_driver write DB ID COUNT FILE..
 *	      COUNT runs, each in a connection of its own: a record and a unit per FILE,
 *	      and (number of the run % 7 + 1) findings; the revision, ID/NUMBER, is told
 *	      after the commit
 *	test_store_driver digest DB FILE..    the digest of each, as the store tells it
 *	test_store_driver get DB FILE..       "hit" or "miss": the record, then the unit
 *	test_store_driver look DB             opens and closes
 *	test_store_driver image DB            puts an image of 20,000 references
 * Options in front: --own (the place is our choice), --limit BYTES. Diagnostics go to
 * standard output, one per line, with "diag: " in front.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/store/store.h"

enum { KIND = 1, RECORD_SIZE = 2000, REFERENCES = 20000 };

static struct nsc_store_options options;
static struct nsc_run run;

static struct nsc_store *open_store(const char *db)
{
	nsc_run_init(&run);
	options.path = nostd_str_from_c(db);
	options.version = NOSTD_STR("test");
	return nsc_store_open(&run, &options);
}

static void close_store(struct nsc_store *store)
{
	size_t i;

	nsc_store_close(store);
	for (i = 0; i < run.diags->all.len; i++) {
		printf("diag: %s\n",
		       nsc_name_chars(run.names, run.diags->all.ptr[i].text));
	}
	fflush(stdout);
	nsc_run_release(&run);
}

static struct nsc_name name(const char *text)
{
	return nsc_name_c(run.names, text);
}

static struct nsc_digest unit_key(const char *file)
{
	return nsc_digest(nostd_span_new(file, strlen(file)));
}

/* A record that tells what it was made of. */
static struct nostd_span record_of(const char *file)
{
	char *text = nostd_bump_array(run.keep, char, RECORD_SIZE);

	memset(text, '.', RECORD_SIZE);
	memcpy(text, file, strlen(file) < RECORD_SIZE ? strlen(file) : RECORD_SIZE);
	return nostd_span_new(text, RECORD_SIZE);
}

static void put(struct nsc_store *store, const char *file)
{
	struct nsc_store_input input = {name(file), {0, 0}};
	struct nsc_name folder = name("/"), spelled = name("no/such.h");
	struct nsc_store_unit unit = {unit_key(file), &input, 1, &folder, 1, &spelled, 1};
	struct nsc_store_file one = {KIND, name(file), NULL, {NULL, 0}};
	struct nsc_file_bytes bytes;
	struct nsc_err err = {0};

	if (nsc_host_open(file, &bytes, &err) < 0) {
		printf("%s\n", err.text);
		exit(1);
	}
	nsc_store_digest(store, input.path, &input.digest);
	one.id = &bytes.id;
	one.bytes = bytes.bytes;
	nsc_store_put_file(store, &one, record_of(file));
	nsc_store_put_unit(store, &unit, record_of(file));
	nsc_host_close(&bytes);
}

static bool commit_run(struct nsc_store *store, const char *id, int number)
{
	struct nsc_store_step steps[2] = {
		{name("main"), name("call"), nsc_place(name("main.c"), 3, 5)},
		{name("printf"), name(""), nsc_place(name(""), 0, 0)}};
	struct nsc_store_size size = {
		name("boot"), name("component"), name("libc"), 1, 2, 3, -1};
	struct nsc_store_target target = {0};
	struct nsc_store_finding findings[7];
	struct nsc_store_history history = {0};
	char revision[64];
	size_t i;

	snprintf(revision, sizeof(revision), "%s/%d", id, number);
	memset(findings, 0, sizeof(findings));
	target.name = name("boot");
	target.units = 12;
	target.bss = NSC_STORE_NOT_KNOWN;
	for (i = 0; i < 7; i++) {
		findings[i].id = nsc_digest(nostd_span_new(&i, sizeof(i)));
		findings[i].target = name("boot");
		findings[i].rule = name("NSC101");
		findings[i].symbol = name(i % 2 ? "printf" : "malloc");
		findings[i].message = name(revision);
		findings[i].at = nsc_place(name("main.c"), 3, 5);
		findings[i].state = NSC_STORE_LIVE;
		findings[i].ram = NSC_STORE_NOT_KNOWN;
		findings[i].why = steps;
		findings[i].why_count = i % 2 ? 2 : 0;
	}
	history.run.version = NOSTD_STR("1.0");
	history.run.revision = nostd_str_from_c(revision);
	history.run.command = NOSTD_STR("check");
	history.run.verdict = NOSTD_STR("findings");
	history.run.exit_code = 1;
	history.run.full = true;
	history.targets = &target;
	history.target_count = 1;
	history.findings = findings;
	history.finding_count = (size_t)(number % 7 + 1);
	history.sizes = &size;
	history.size_count = 1;
	if (!nsc_store_commit(store, &history)) {
		return false;
	}
	printf("%s\n", revision);
	fflush(stdout);
	return true;
}

static int write_runs(int argc, char **argv)
{
	int number, i, count = atoi(argv[2]);

	for (number = 0; number < count; number++) {
		struct nsc_store *store = open_store(argv[0]);

		for (i = 3; i < argc; i++) {
			put(store, argv[i]);
		}
		commit_run(store, argv[1], number);
		close_store(store);
	}
	return 0;
}

static int print_digests(int argc, char **argv)
{
	struct nsc_store *store = open_store(argv[0]);
	char hex[NSC_DIGEST_HEX_SIZE] = "none";
	struct nsc_digest digest;
	int i;

	for (i = 1; i < argc; i++) {
		if (nsc_store_digest(store, name(argv[i]), &digest)) {
			nsc_digest_hex(digest, hex);
		}
		printf("%s\n", hex);
	}
	nsc_store_commit(store, NULL);
	close_store(store);
	return 0;
}

static int print_hits(int argc, char **argv)
{
	struct nsc_store *store = open_store(argv[0]);
	struct nostd_span record;
	int i;

	for (i = 1; i < argc; i++) {
		bool hit = nsc_store_get_file(store, KIND, name(argv[i]), &record) &&
			   record.size == RECORD_SIZE;

		printf("%s", hit ? "hit" : "miss");
		hit = nsc_store_get_unit(store, unit_key(argv[i]), &record) &&
		      record.size == RECORD_SIZE;
		printf(" %s\n", hit ? "hit" : "miss");
	}
	nsc_store_commit(store, NULL);
	close_store(store);
	return 0;
}

static int look(int argc, char **argv)
{
	struct nsc_store *store = open_store(argv[0]);

	(void)argc;
	printf("%s\n", nsc_store_usable(store) ? "usable" : "off");
	close_store(store);
	return 0;
}

static int put_image(int argc, char **argv)
{
	struct nsc_store *store = open_store(argv[0]);
	struct nsc_store_reference *rows =
		nostd_bump_array(run.keep, struct nsc_store_reference, REFERENCES);
	char text[32];
	int i;

	(void)argc;
	for (i = 0; i < REFERENCES; i++) {
		snprintf(text, sizeof(text), "f%d", i);
		rows[i].file = name("main.c");
		rows[i].function = name(text);
		rows[i].symbol = name(i % 3 ? "printf" : "malloc");
		rows[i].state = (uint8_t)(i % 3 + 1);
	}
	nsc_store_put_image(store, name("boot"), rows, REFERENCES);
	nsc_store_commit(store, NULL);
	close_store(store);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	int least;
} commands[] = {
	{"write", write_runs, 3}, {"digest", print_digests, 1}, {"get", print_hits, 1},
	{"look", look, 1},        {"image", put_image, 1},
};

int main(int argc, char **argv)
{
	size_t i;

	argc--;
	argv++;
	if (argc > 0 && strcmp(argv[0], "--own") == 0) {
		options.own_place = true;
		argc--;
		argv++;
	}
	if (argc > 1 && strcmp(argv[0], "--limit") == 0) {
		options.size_max = (uint64_t)atoll(argv[1]);
		argc -= 2;
		argv += 2;
	}
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (argc > commands[i].least && strcmp(argv[0], commands[i].name) == 0) {
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	return 2;
}
