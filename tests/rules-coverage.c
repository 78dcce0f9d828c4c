/*
 * rules-coverage.c - the look-ups of rules/ as a filter, for tests/rules-coverage.
 *
 * In:   link-level names on stdin, one a line.
 * Out:  one line each: name, found|reason|unknown, tier, tier under strict, capability,
 *       traits, base, pattern, "api" or "-", source-level spellings, libraries that
 *       define it; separated by tabs.
 *       With the argument "libraries": paths on stdin, and the role of each or "-".
 *       With the argument "headers": nothing on stdin; each row of headers.tsv and the
 *       libraries that ship it.
 * It knows no expectations: those are the script's.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rules/header.h"
#include "rules/library.h"
#include "rules/rewrite.h"
#include "rules/symbol.h"

static void put(struct nostd_str text)
{
	printf("\t%.*s", (int)text.len, text.ptr);
}

static void put_traits(uint32_t traits)
{
	const char *between = "\t";

	if (traits == 0) {
		printf("\t-");
	}
	for (size_t i = 0; i < NSC_TRAIT_COUNT; i++) {
		if (traits >> i & 1) {
			struct nostd_str name = nsc_trait_name((enum nsc_trait)i);

			printf("%s%.*s", between, (int)name.len, name.ptr);
			between = " ";
		}
	}
}

static void put_providers(uint32_t providers)
{
	const char *between = "\t";

	if (providers == 0) {
		printf("\t-");
	}
	for (size_t i = 0; i < NSC_PROVIDER_COUNT; i++) {
		if (providers >> i & 1) {
			struct nostd_str name = nsc_provider_name((enum nsc_provider)i);

			printf("%s%.*s", between, (int)name.len, name.ptr);
			between = " ";
		}
	}
}

static void put_aliases(struct nostd_str name)
{
	const struct nsc_alias *alias = NULL;
	size_t count = nsc_aliases_of(name, &alias);
	const char *between = "\t";

	if (count == 0) {
		printf("\t-");
	}
	for (size_t i = 0; i < count; i++) {
		printf("%s%.*s", between, (int)alias[i].source.len, alias[i].source.ptr);
		between = " ";
	}
}

static void look_up(struct nostd_str name)
{
	const struct nsc_profile practical = NSC_PROFILE_DEFAULT;
	const struct nsc_profile strict = {true, NSC_EDITION_C23};
	struct nsc_symbol_meaning meaning;
	struct nsc_symbol_meaning letter;
	struct nostd_str reason;

	printf("%.*s", (int)name.len, name.ptr);
	if (!nsc_symbol_find(&practical, name, &meaning) ||
	    !nsc_symbol_find(&strict, name, &letter)) {
		bool known = nsc_symbol_unknown_reason(name, &reason);

		printf("\t%s\t-\t-\t-\t-\t-\t-\t-\t-\t-\n", known ? "reason" : "unknown");
		return;
	}
	printf("\tfound");
	put(nsc_tier_name(meaning.tier));
	put(nsc_tier_name(letter.tier));
	put(nsc_capability_name(meaning.capability));
	put_traits(meaning.traits);
	put(meaning.base);
	put(meaning.pattern);
	printf("\t%s", nsc_symbol_is_libc_api(name) ? "api" : "-");
	put_aliases(name);
	put_providers(meaning.providers);
	putchar('\n');
}

static void look_up_library(struct nostd_str path)
{
	const struct nsc_library *library = nsc_library_find(path);

	printf("%.*s", (int)path.len, path.ptr);
	put(library ? nsc_role_name(library->role) : NOSTD_STR("-"));
	putchar('\n');
}

static void list_headers(void)
{
	const struct nsc_profile practical = NSC_PROFILE_DEFAULT;
	struct nsc_header_meaning meaning;

	for (size_t i = 0; i < nsc_header_count(); i++) {
		nsc_header_at(&practical, i, &meaning);
		printf("%.*s", (int)meaning.name.len, meaning.name.ptr);
		put_providers(meaning.providers);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	bool libraries = argc > 1 && strcmp(argv[1], "libraries") == 0;
	char line[4096];

	if (argc > 1 && strcmp(argv[1], "headers") == 0) {
		list_headers();
		return fflush(stdout) != 0;
	}
	while (fgets(line, sizeof(line), stdin)) {
		struct nostd_str name = nostd_str_new(line, strcspn(line, "\n"));

		if (libraries) {
			look_up_library(name);
		} else {
			look_up(name);
		}
	}
	return ferror(stdin) || fflush(stdout) != 0;
}
