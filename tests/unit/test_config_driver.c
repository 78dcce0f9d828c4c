/*
 * test_config_driver.c - analyzer/config on the command line, for tests that compare it
 * with other programs (test_config_schema.py).
 *
 *	test_config_driver keys          the tables: section, key, type, required ...
 *	test_config_driver check FILE..  per file: "ok", or one line for each fault
 *	test_config_driver print FILE    what --print-config says of a file
 *	test_config_driver words         the words the other commands know
 */
#include <stdio.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/config/keys.h"
#include "analyzer/config/settings.h"
#include "tests/unit/test_config_words.h"

static const char *type_name(enum nsc_key_type type)
{
	static const char *const names[] = {"text",  "prose", "path", "format", "number",
					    "size",  "date",  "word", "texts",  "paths",
					    "globs", "words", "rows", "named",  "levels"};

	return names[type];
}

static int list_keys(void)
{
	size_t s, k;

	for (s = 0; nsc_sections[s]; s++) {
		for (k = 0; k < nsc_sections[s]->key_count; k++) {
			const struct nsc_key *key = &nsc_sections[s]->keys[k];

			printf("%s\t%s\t%s\t%d\t%s\t%s\t%s\n", nsc_sections[s]->what,
			       key->name, type_name(key->type), key->required,
			       key->words ? key->words->what : "-",
			       key->section ? key->section->what : "-", key->help);
		}
	}
	return 0;
}

static void list_words(const char *what, const struct nsc_word_list *list)
{
	size_t i;

	for (i = 0; list->word(i).len != 0; i++) {
		printf("%s\t%.*s\t%.*s\n", what, (int)list->word(i).len,
		       list->word(i).ptr, list->alias ? (int)list->alias(i).len : 1,
		       list->alias ? list->alias(i).ptr : "-");
	}
}

static int all_words(void)
{
	list_words("a tier", &test_words.tiers);
	list_words("a profile", &test_words.profiles);
	list_words("an edition", &test_words.editions);
	list_words("a capability", &test_words.capabilities);
	list_words("a rule", &test_words.rules);
	list_words("a level", &test_words.levels);
	list_words("a severity", &nsc_fail_on_words);
	list_words("a kind", &nsc_component_kind_words);
	return 0;
}

static int load(struct nsc_run *run, const char *path, struct nsc_config *config)
{
	struct nsc_err err = {0};
	struct nostd_str full;
	int ret;

	nsc_config_init(config, run);
	full = nsc_host_real(run->keep, path);
	ret = nsc_config_load(run, nsc_name(run->names, full), &test_words, config, &err);
	if (ret < 0 && config->faults.len == 0) {
		printf("%s\n", err.text);
	}
	return ret;
}

static void check(const char *path)
{
	struct nsc_config config;
	struct nsc_run run;
	size_t i;

	nsc_run_init(&run);
	if (load(&run, path, &config) == 0) {
		printf("ok");
	}
	for (i = 0; i < config.faults.len; i++) {
		const struct nsc_config_fault *fault = &config.faults.ptr[i];

		printf("%s%u:%u: %s", i == 0 ? "" : "\t", fault->line, fault->column,
		       nsc_name_chars(run.names, fault->text));
	}
	printf("\n");
	nsc_run_release(&run);
}

static bool to_stdout(void *self, struct nostd_str text)
{
	(void)self;
	return fwrite(text.ptr, 1, text.len, stdout) == text.len;
}

static int print(const char *path)
{
	struct nsc_settings_in in = {NULL, 0, NOSTD_STR("/"), NULL, &test_words};
	struct nostd_sink sink = {to_stdout, NULL};
	struct nsc_settings settings;
	struct nsc_config config;
	struct nsc_err err = {0};
	struct nsc_run run;
	int ret;

	nsc_run_init(&run);
	ret = load(&run, path, &config);
	in.config = &config;
	if (ret == 0) {
		ret = nsc_settings_resolve(&run, &in, &settings, &err);
	}
	if (ret == 0 && !nsc_settings_print(&run, &settings, &in, sink)) {
		ret = -1;
	}
	nsc_run_release(&run);
	return ret == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	int i;

	if (argc >= 2 && strcmp(argv[1], "keys") == 0) {
		return list_keys();
	}
	if (argc >= 2 && strcmp(argv[1], "words") == 0) {
		return all_words();
	}
	if (argc == 3 && strcmp(argv[1], "print") == 0) {
		return print(argv[2]);
	}
	for (i = 2; i < argc; i++) {
		check(argv[i]);
	}
	return argc > 2 ? 0 : 2;
}
