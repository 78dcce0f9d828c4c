/*
 * test_config.c - analyzer/config: values with their places, every fault, where it is
 * found.
 *
 * Expected places were counted by hand in the texts below. What the schema can say is
 * compared by test_config_schema.py.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "tests/unit/test_config_words.h"
#include "tests/unit/tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nsc_run run;
static struct nsc_config config;
static struct nsc_err err;

static int set_up(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
	nsc_run_init(&run);
	nsc_config_init(&config, &run);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nsc_run_release(&run);
	return 0;
}

static int set_up_tree(void **state)
{
	set_up(state);
	return tree_make(run.keep);
}

static int tear_down_tree(void **state)
{
	int ret = tree_remove();

	return tear_down(state) + ret;
}

static int parse_bytes(const void *bytes, size_t size)
{
	struct nsc_config_source source = {nsc_name_c(run.names, "/r/.nostd-check.yaml"),
					   nostd_span_new(bytes, size)};

	return nsc_config_parse(&run, &source, &test_words, &config, &err);
}

static int parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static const char *chars(struct nsc_name name)
{
	return nsc_name_chars(run.names, name);
}

static void assert_at(struct nsc_place at, uint32_t line, uint32_t column)
{
	assert_string_equal(chars(at.file), "/r/.nostd-check.yaml");
	assert_int_equal(at.line, line);
	assert_int_equal(at.column, column);
}

/* -- values -------------------------------------------------------------------------- */

static const char example[] = "version: 1\n"
			      "targets:\n"
			      "  kernel:\n"
			      "    tier: alloc\n"
			      "    profile: strict\n"
			      "    edition: c++23\n"
			      "    image: build/kernel.map\n"
			      "    elf: ../out/kernel.elf\n"
			      "    compile_commands: build/compile_commands.json\n"
			      "    units: [\"kernel/**\", lib/*.c]\n"
			      "    ignore: kernel/test\n"
			      "    allocator: kernel_heap\n"
			      "    allow:\n"
			      "      - capability: math\n"
			      "        reason: pure\n"
			      "      - {symbol: snprintf, only_from: [kernel/debug/**],\n"
			      "         reason: \"debug builds\", expires: 2027-01-01,\n"
			      "         drags: [heap, io]}\n"
			      "    deny:\n"
			      "      - symbol: strcpy\n"
			      "        use_instead: strlcpy\n"
			      "      - format: \"%lf\"\n"
			      "    hooks: [_write, _sbrk]\n"
			      "    budgets:\n"
			      "      - component: mbedtls\n"
			      "        flash: 60 KiB\n"
			      "components:\n"
			      "  mbedtls: {paths: third_party/mbedtls, kind: own}\n"
			      "severity: {soft-float: deny, nsc102: error}\n"
			      "packs: [rules/a.tsv]\n"
			      "baseline: ci/base.json\n"
			      "fail_on: warning\n";

static void every_value_is_read_with_its_place(void **state)
{
	const struct nsc_config_target *kernel;

	(void)state;
	assert_int_equal(parse(example), 0);
	assert_string_equal(chars(config.folder), "/r");
	assert_int_equal(config.version.value, 1);
	assert_at(config.version.at, 1, 10);
	assert_int_equal(config.targets.len, 1);
	kernel = &config.targets.ptr[0];
	assert_string_equal(chars(kernel->name.text), "kernel");
	assert_at(kernel->name.at, 3, 3);
	assert_int_equal(kernel->tier.index, 1);
	assert_at(kernel->tier.at, 4, 11);
	assert_int_equal(kernel->profile.index, 1);
	assert_int_equal(kernel->edition.index, 7);
	assert_string_equal(chars(kernel->image.text), "/r/build/kernel.map");
	assert_at(kernel->image.at, 7, 12);
	assert_string_equal(chars(kernel->elf.text), "/out/kernel.elf");
	assert_int_equal(kernel->compile_commands.len, 1);
	assert_string_equal(chars(kernel->compile_commands.ptr[0].text),
			    "/r/build/compile_commands.json");
	assert_int_equal(kernel->units.len, 2);
	assert_at(kernel->units.ptr[1].at, 10, 26);
	assert_string_equal(chars(kernel->units.ptr[0].folder), "/r/kernel");
	assert_string_equal(chars(kernel->units.ptr[0].pattern), "**");
	assert_int_equal(kernel->ignore.len, 1);
	assert_string_equal(chars(kernel->allocator.text), "kernel_heap");
	assert_false(nsc_place_given(kernel->panic.at));
	assert_int_equal(kernel->hooks.len, 2);
	assert_int_equal(kernel->budgets.ptr[0].flash.value, 60 * 1024);
	assert_string_equal(chars(kernel->budgets.ptr[0].component.text), "mbedtls");
}

static void policies_know_their_subject_and_stand_where_they_begin(void **state)
{
	const struct nsc_config_target *kernel;
	const struct nsc_policy *allow;

	(void)state;
	assert_int_equal(parse(example), 0);
	kernel = &config.targets.ptr[0];
	allow = kernel->allow.ptr;
	assert_int_equal(kernel->allow.len, 2);
	assert_int_equal(nsc_policy_subject(&allow[0]), NSC_POLICY_CAPABILITY);
	assert_string_equal(capability_words[allow[0].capability.index], "math");
	assert_at(allow[0].at, 14, 9);
	assert_int_equal(nsc_policy_subject(&allow[1]), NSC_POLICY_SYMBOL);
	assert_string_equal(chars(allow[1].symbol.text), "snprintf");
	assert_at(allow[1].at, 16, 9);
	assert_at(allow[1].expires.at, 17, 43);
	/* date -u -d 2027-01-01 +%s, divided by 86400 */
	assert_int_equal(allow[1].expires.days, 20819);
	assert_int_equal(allow[1].drags.len, 2);
	assert_string_equal(chars(allow[1].reason.text), "debug builds");
	assert_int_equal(kernel->deny.len, 2);
	assert_int_equal(nsc_policy_subject(&kernel->deny.ptr[1]), NSC_POLICY_FORMAT);
	assert_string_equal(chars(kernel->deny.ptr[1].format.text), "%lf");
	assert_string_equal(chars(kernel->deny.ptr[0].use_instead.text), "strlcpy");
}

static void the_rest_of_the_file_is_read(void **state)
{
	(void)state;
	assert_int_equal(parse(example), 0);
	assert_int_equal(config.components.len, 1);
	assert_string_equal(chars(config.components.ptr[0].paths.ptr[0].folder),
			    "/r/third_party/mbedtls");
	assert_int_equal(config.components.ptr[0].kind.index, NSC_COMPONENT_OWN);
	assert_int_equal(config.severity.len, 2);
	assert_int_equal(config.severity.ptr[0].rule.index, 3);
	assert_int_equal(config.severity.ptr[0].level.index, 3);
	assert_int_equal(config.severity.ptr[1].rule.index, 1);
	assert_at(config.severity.ptr[1].rule.at, 29, 30);
	assert_at(config.severity.ptr[1].level.at, 29, 38);
	assert_string_equal(chars(config.packs.ptr[0].text), "/r/rules/a.tsv");
	assert_string_equal(chars(config.baseline.text), "/r/ci/base.json");
	assert_int_equal(config.fail_on.index, NSC_FAIL_ON_WARNING);
}

static void crlf_line_ends_a_byte_order_mark_and_comments_change_nothing(void **state)
{
	(void)state;
	assert_int_equal(parse("\xef\xbb\xbf# c\r\nversion: 1\r\n# x\r\ntargets:\r\n"
			       "  a: {tier: core}\r\n"),
			 0);
	assert_int_equal(config.targets.len, 1);
	assert_at(config.targets.ptr[0].tier.at, 5, 13);
}

static void a_column_counts_bytes_and_a_line_is_an_editors_line(void **state)
{
	(void)state;
	/* U+2028 ends a line for libyaml, U+00FC has two bytes. */
	assert_int_equal(
		parse("version: 1\ntargets:\n  \"\xc3\xbc\": {panic: "
		      "\"\xe2\x80\xa8\xc3\xbc\", tier: core}\n  b: {tier: std}\n"),
		0);
	assert_at(config.targets.ptr[0].tier.at, 3, 32);
	assert_at(config.targets.ptr[1].tier.at, 4, 13);
}

static void block_texts_and_document_marks_are_yaml_too(void **state)
{
	(void)state;
	assert_int_equal(
		parse("%YAML 1.2\n---\nversion: 1\ntargets:\n  a:\n    tier: core\n"
		      "    allow:\n    - symbol: x\n      reason: |\n        one\n"
		      "        two\n...\n"),
		0);
	assert_string_equal(chars(config.targets.ptr[0].allow.ptr[0].reason.text),
			    "one\ntwo");
}

static void a_configuration_without_targets_is_none_the_worse(void **state)
{
	(void)state;
	assert_int_equal(parse("version: 1\ntargets: {}\n"), 0);
	assert_int_equal(config.targets.len, 0);
}

/* -- faults -------------------------------------------------------------------------- */

#define T "version: 1\ntargets:\n  a:\n    tier: core\n"

#define NESTED                                                                    \
	"found a second `: ` in one value, expected a key on a line of its own, " \
	"indented "                                                               \
	"like its neighbours; texts with `: ` go in quotes\n"

/* A text and all that is said of it, one fault per line. */
static const struct {
	const char *text, *faults;
} wrong[] = {
	{"", "0:0: found an empty file, expected `version: 1`\n"},
	{"# only this\n", "0:0: found an empty file, expected `version: 1`\n"},
	{"---\n", "2:1: found nothing, expected the keys of the configuration\n"},
	{"- a\n", "1:1: found a list, expected the keys of the configuration\n"},
	{"version\n", "1:1: found \"version\", expected the keys of the configuration\n"},
	{"targets: {}\n", "1:1: found the configuration without `version`, expected that "
			  "key: version of this format: 1\n"},
	{"version: 2\n", "1:10: found version 2, expected 1\n"},
	{"version: \"1\"\n", "1:10: found \"1\", expected a number\n"},
	{"version: 1.0\n", "1:10: found the number 1.0, expected a number\n"},
	{"version: 99999999999999999999\n",
	 "1:10: found the number 99999999999999999999, expected a number\n"},
	{"version:\n", "1:9: found nothing, expected a number\n"},
	{"version: 1\nversion: 1\n", "2:1: found the key `version` again, expected it "
				     "once: the first is in line 1\n"},
	{"version: 1\nverson: 1\n",
	 "2:1: found an unknown key `verson`, expected a key of "
	 "the configuration (did you mean `version`?)\n"},
	{"version: 1\nqqq: 1\n", "2:1: found an unknown key `qqq`, expected a key of the "
				 "configuration\n"},
	{"version: 1\ntier: core\n",
	 "2:1: found the key `tier` in the configuration, expected it in a target\n"},
	{"version: 1\ntargets: [a]\n", "2:10: found a list, expected a map of names\n"},
	{"version: 1\ntargets:\n  a:\n",
	 "3:5: found nothing, expected the keys of a target\n"},
	{"version: 1\ntargets:\n  a: {}\n",
	 "3:6: found a target without `tier`, expected "
	 "that key: what the target may use\n"},
	{"version: 1\ntargets:\n  \"\": {tier: core}\n",
	 "3:3: found \"\" as the name of a target, expected a text on one line\n"},
	{"version: 1\ntargets:\n  a: {tier: coar}\n",
	 "3:13: found \"coar\", expected core, alloc or std (did you mean \"core\"?)\n"},
	{"version: 1\ntargets:\n  a: {tier: [core]}\n",
	 "3:13: found a list, expected a word\n"},
	{T "    panic: 12\n",
	 "5:12: found the number 12, expected a text on one line: put it "
	 "in quotes if it is one\n"},
	{T "    panic: true\n",
	 "5:12: found `true`, expected a text on one line: put it in "
	 "quotes if it is one\n"},
	{T "    panic: ~\n", "5:12: found nothing, expected a text on one line\n"},
	{T "    panic: \"a\\nb\"\n",
	 "5:12: found \"a\\nb\", expected a text on one line\n"},
	{T "    panic: \"a\\0b\"\n", "5:12: found a NUL in a text\n"},
	{T "    image: {a: b}\n", "5:12: found a map, expected a path\n"},
	{T "    units: []\n", "5:12: found an empty list, expected at least one value\n"},
	{T "    units: [a, [b]]\n", "5:16: found a list, expected a text on one line\n"},
	{T "    units: {a: b}\n",
	 "5:12: found a map, expected a path pattern, or a list of them\n"},
	{T "    allow: {symbol: x}\n", "5:12: found a map, expected a list of maps\n"},
	{T "    allow: [x]\n",
	 "5:13: found \"x\", expected the keys of an entry of `allow`\n"},
	{T "    allow:\n      - symbol: x\n",
	 "6:9: found an entry of `allow` without `reason`, expected that key: why it is "
	 "allowed\n"},
	{T "    allow:\n      - symbol: x\n        reason: \" \"\n",
	 "7:17: found \" \", expected a text that is not blank\n"},
	{T "    allow:\n      - reason: y\n",
	 "6:9: found an entry of `allow` without any of "
	 "`symbol`, `header`, `capability` or `format`\n"},
	{T "    allow:\n      - {symbol: x, header: y, reason: z}\n",
	 "6:9: found an entry of `allow` with 2 of `symbol`, `header`, `capability` or "
	 "`format`, expected 1\n"},
	{T "    deny:\n      - format: \"%5.2f\"\n",
	 "6:17: found \"%5.2f\", expected a conversion such as \"%f\" or \"%lld\", any, "
	 "float, long-long, wide or positional (did you mean \"%f\"?)\n"},
	{T "    deny:\n      - format: lld\n",
	 "6:17: found \"lld\", expected a conversion such as \"%f\" or \"%lld\", any, "
	 "float, long-long, wide or positional (did you mean \"%lld\"?)\n"},
	{T "    deny:\n      - format: floats\n",
	 "6:17: found \"floats\", expected a conversion such as \"%f\" or \"%lld\", any, "
	 "float, long-long, wide or positional (did you mean \"float\"?)\n"},
	{T "    deny:\n      - format: [\"%f\"]\n",
	 "6:17: found a list, expected a conversion\n"},
	{T "    allow:\n      - {capability: iO, reason: z}\n",
	 "6:22: found \"iO\", expected a capability such as heap, io or fs (did you mean "
	 "\"io\"?)\n"},
	{T "    allow:\n      - {symbol: x, reason: z, expires: 2027-02-29}\n",
	 "6:41: found \"2027-02-29\", expected a date as YYYY-MM-DD\n"},
	{T "    allow:\n      - {symbol: x, reason: z, expires: 2027}\n",
	 "6:41: found the number 2027, expected a date as YYYY-MM-DD\n"},
	{T "    allow:\n      - {symbol: x, reason: z, drags: heep}\n",
	 "6:39: found \"heep\", expected a capability such as heap, io or fs (did you "
	 "mean "
	 "\"heap\"?)\n"},
	{T "    budgets:\n      - {tier: std}\n",
	 "6:9: found an entry of `budgets` without any of `flash` or `ram`\n"},
	{T "    budgets:\n      - {flash: 4 KB}\n",
	 "6:17: found \"4 KB\", expected a size in "
	 "bytes, such as 4096 or 12 KiB\n"},
	{T "    budgets:\n      - {flash: -4}\n",
	 "6:17: found the number -4, expected a size "
	 "in bytes, such as 4096 or 12 KiB\n"},
	{T "    edition: 11\n",
	 "5:14: found the number 11, expected c89, c95, c99, c11, c17, c23, c++11 or "
	 "c++23 (did you mean \"c11\"?)\n"},
	{"version: 1\nseverity: {hosted-symbl: deny}\n",
	 "2:12: found \"hosted-symbl\", expected hosted-symbol, hosted-header, "
	 "heap-in-core or soft-float (did you mean \"hosted-symbol\"?)\n"},
	{"version: 1\nseverity: {NSC101: den}\n",
	 "2:20: found \"den\", expected allow, note, "
	 "warn or deny (did you mean \"deny\"?)\n"},
	{"version: 1\nseverity: {NSC101: deny,\n  hosted-symbol: warn}\n",
	 "3:3: found the rule \"hosted-symbol\" again, expected it once: the first is in "
	 "line 2\n"},
	{"version: 1\nfail_on: always\n",
	 "2:10: found \"always\", expected never, note, warning or error\n"},
	/* what the subset leaves out */
	{"version: &v 1\n",
	 "1:10: found an anchor `&v`, expected a plain value: write it out\n"},
	{"version: 1\nbaseline: *v\n",
	 "2:11: found an alias `*v`, expected a plain value: write it out\n"},
	{"version: !!int 1\n",
	 "1:10: found a tag `tag:yaml.org,2002:int`, expected a value "
	 "without one\n"},
	{"version: !x 1\n", "1:10: found a tag `!x`, expected a value without one\n"},
	{"version: 1\n<<: {a: b}\n",
	 "2:1: found a merge key `<<`, expected the keys themselves\n"},
	{"version: 1\n? [a]\n: b\n", "2:3: found a list as a key, expected a word\n"},
	{"version: 1\n? {a: b}\n: b\n", "2:3: found a map as a key, expected a word\n"},
	{"version: 1\n---\nversion: 1\n", "2:1: found a second document, expected one\n"},
	/* what is no YAML */
	{"version: 1\ntargets:\n\ta: b\n",
	 "3:1: found a tab, expected spaces: YAML is indented by spaces\n"},
	{"version: 1\npacks: [a\n",
	 "3:1: found no `]` to the `[` before, expected `,` or `]`\n"},
	{"version: 1\nseverity: {NSC101: deny\n",
	 "3:1: found no `}` to the `{` before, expected `,` or `}`\n"},
	{"version: 1\nbaseline: \"a\n", "3:1: found the end of the file inside a text in "
					"quotes, expected the closing quote\n"},
	{"version: 1\nbaseline: a: b\n", "2:12: " NESTED},
	{"version: 1\nnonsense\n",
	 "3:1: found a line without a key, expected `key: value`\n"},
	{"version: 1\n  targets: {}\n",
	 "1:10: found \"1 targets\", expected a number\n2:10: " NESTED},
	{"version: 1\nbaseline: @x\n", "2:11: found a character that can begin no value, "
				       "expected it in quotes\n"},
	{"version: 1\nbaseline: \"\\q\"\n",
	 "2:12: found an escape that YAML does not know; a text with "
	 "backslashes goes in "
	 "single quotes\n"},
	{"version: 1\nbaseline: \x01\n",
	 "2:11: found a control character, expected a text file\n"},
	{"version: 1\nbaseline: \xff\n", "2:11: found bytes that are not UTF-8, "
					 "expected a text file in UTF-8\n"},
	{"\xff\xfev\n",
	 "1:1: found bytes that are not UTF-8, expected a text file in UTF-8\n"},
	{"\x7f"
	 "ELF\x02\x01\x01",
	 "1:1: found a control character, expected a text file\n"},
	/* a fault does not hide another, nor is one made up where the text ends */
	{"verson: 1\ntargets:\n  a: {tier: x}\n",
	 "1:1: found an unknown key `verson`, expected a key of the configuration (did "
	 "you "
	 "mean `version`?)\n"
	 "1:1: found the configuration without `version`, expected that key: version of "
	 "this format: 1\n"
	 "3:13: found \"x\", expected core, alloc or std\n"},
	{"versoin: 1\ntargets:\n  a: {panic: 5, \"\n",
	 "1:1: found an unknown key `versoin`, expected a key of the "
	 "configuration (did "
	 "you "
	 "mean `version`?)\n"
	 "3:14: found the number 5, expected a text on one line: put it in "
	 "quotes if it "
	 "is "
	 "one\n"
	 "4:1: found the end of the file inside a text in quotes, expected the "
	 "closing "
	 "quote\n"},
};

static struct nostd_str all_faults(void)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));
	size_t i;

	for (i = 0; i < config.faults.len; i++) {
		nostd_format(&text, "{}:{}: {}\n", config.faults.ptr[i].line,
			     config.faults.ptr[i].column,
			     chars(config.faults.ptr[i].text));
	}
	return nostd_string_as_str(&text);
}

static void every_fault_is_told_where_it_is_with_what_was_expected(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(wrong); i++) {
		assert_int_equal(parse(wrong[i].text), -1);
		assert_int_equal(err.kind, NSC_ERR_CONFIG);
		assert_string_equal(all_faults().ptr, wrong[i].faults);
		tear_down(state);
		set_up(state);
	}
}

static void a_nul_makes_it_no_text_file(void **state)
{
	(void)state;
	assert_int_equal(parse_bytes("version: 1\n\0", 12), -1);
	assert_string_equal(all_faults().ptr, "2:1: found a NUL, expected a text file\n");
}

static void the_failure_names_the_first_fault_and_counts_the_rest(void **state)
{
	(void)state;
	assert_int_equal(parse("version: 2\nfail_on: x\nq: 1\n"), -1);
	assert_string_equal(err.text,
			    ".nostd-check.yaml:1:10: found version 2, expected 1 "
			    "(and 2 more)");
	assert_int_equal(nsc_err_exit_code(err.kind), 2);
}

static void all_faults_are_printed_a_line_each(void **state)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));

	(void)state;
	assert_int_equal(parse("version: 2\nq: 1\n"), -1);
	config.faults_more = 3;
	assert_true(nsc_config_tell(&run, &config, nostd_string_sink(&text)));
	assert_string_equal(
		nostd_string_c_str(&text),
		".nostd-check.yaml:1:10: found version 2, expected 1\n"
		".nostd-check.yaml:2:1: found an unknown key `q`, expected a key "
		"of the configuration\n"
		".nostd-check.yaml: and 3 more\n");
}

static void twenty_faults_are_told_and_the_others_counted(void **state)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));
	unsigned i;

	(void)state;
	nostd_format(&text, "version: 1\n");
	for (i = 0; i < 3000; i++) {
		nostd_format(&text, "k{}: 1\n", i);
	}
	assert_int_equal(parse_bytes(text.ptr, text.len), -1);
	assert_int_equal(config.faults.len, NSC_CONFIG_FAULTS_MAX);
	assert_int_equal(config.faults_more, 3000 - NSC_CONFIG_FAULTS_MAX);
	assert_int_equal(config.faults.ptr[0].line, 2);
	assert_int_equal(config.faults.ptr[19].line, 21);
}

static void deep_nesting_ends_in_one_fault(void **state)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));
	unsigned i;

	(void)state;
	nostd_format(&text, "a: ");
	for (i = 0; i < 100000; i++) {
		nostd_string_push_byte(&text, '[');
	}
	assert_int_equal(parse_bytes(text.ptr, text.len), -1);
	assert_non_null(strstr(all_faults().ptr,
			       "found more than 48 levels of nesting, expected at most "
			       "that\n"));
}

static void a_file_over_the_limit_is_not_read(void **state)
{
	size_t size = NSC_LIMIT_CONFIG_SIZE + 1;
	char *text = malloc(size);

	(void)state;
	memset(text, '#', size);
	assert_int_equal(parse_bytes(text, size), -1);
	assert_string_equal(all_faults().ptr,
			    "0:0: found 16777217 bytes, expected at most 16777216\n");
	free(text);
}

static void a_long_key_is_cut_in_the_message(void **state)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));
	unsigned i;

	(void)state;
	nostd_format(&text, "version: 1\n\"");
	for (i = 0; i < 5000; i++) {
		nostd_string_push_byte(&text, 'k');
	}
	nostd_format(&text, "\": 1\n");
	assert_int_equal(parse_bytes(text.ptr, text.len), -1);
	assert_true(all_faults().len < 200);
}

/* -- where it is --------------------------------------------------------------------- */

static const char *find(struct nostd_str given, const char *cwd, const char *sources)
{
	struct nsc_config_search search = {given, tree_path(cwd), NOSTD_STR("")};
	struct nsc_name path;

	if (sources) {
		search.sources = tree_path(sources);
	}
	if (nsc_config_find(&run, &search, &path, &err) < 0) {
		return "failed";
	}
	return chars(path);
}

static void it_is_found_upward_from_the_working_folder(void **state)
{
	(void)state;
	tree_folder("repo/.git");
	tree_folder("repo/a/b/c");
	tree_file("repo/" NSC_CONFIG_FILE, "version: 1\n");
	assert_string_equal(find(NOSTD_STR(""), "repo/a/b/c", NULL),
			    tree_path("repo/" NSC_CONFIG_FILE).ptr);
	tree_file("repo/a/" NSC_CONFIG_FILE, "version: 1\n");
	assert_string_equal(find(NOSTD_STR(""), "repo/a/b/c", NULL),
			    tree_path("repo/a/" NSC_CONFIG_FILE).ptr);
}

static void the_search_ends_at_the_top_of_the_repository(void **state)
{
	(void)state;
	tree_folder("repo/a");
	tree_file("repo/.git", "gitdir: elsewhere\n"); /* a work tree has a file there */
	tree_file(NSC_CONFIG_FILE, "version: 1\n");
	assert_string_equal(find(NOSTD_STR(""), "repo/a", NULL), "");
}

static void it_is_then_found_upward_from_the_sources(void **state)
{
	(void)state;
	tree_folder("build/.git");
	tree_folder("src/.git");
	tree_folder("src/lib");
	tree_file("src/" NSC_CONFIG_FILE, "version: 1\n");
	assert_string_equal(find(NOSTD_STR(""), "build", "src/lib"),
			    tree_path("src/" NSC_CONFIG_FILE).ptr);
}

static void a_path_that_is_given_is_taken_relative_to_the_working_folder(void **state)
{
	(void)state;
	tree_folder("ci");
	tree_file("ci/x.yaml", "version: 1\n");
	assert_string_equal(find(NOSTD_STR("ci/x.yaml"), "", NULL),
			    tree_path("ci/x.yaml").ptr);
	assert_string_equal(find(NOSTD_STR("ci/y.yaml"), "", NULL), "failed");
	assert_string_equal(err.text,
			    "ci/y.yaml: expected a configuration file, found nothing");
	assert_int_equal(err.kind, NSC_ERR_CONFIG);
}

static void a_file_of_the_other_suffix_is_told(void **state)
{
	(void)state;
	tree_folder("repo/.git");
	tree_file("repo/.nostd-check.yml", "version: 1\n");
	assert_string_equal(find(NOSTD_STR(""), "repo", NULL), "");
	assert_int_equal(run.diags->all.len, 1);
	assert_string_equal(
		chars(run.diags->all.ptr[0].text),
		"found this file, expected .nostd-check.yaml: it is not read");
}

static void the_root_is_the_files_folder_or_the_repository_or_the_sources(void **state)
{
	struct nsc_config_search search = {NOSTD_STR(""), {0}, {0}};

	(void)state;
	tree_folder("repo/.git");
	tree_folder("repo/a");
	tree_folder("plain/src");
	search.cwd = tree_path("repo/a");
	assert_string_equal(chars(nsc_config_root(&run, &config, &search)),
			    tree_path("repo").ptr);
	search.cwd = tree_path("plain");
	search.sources = tree_path("plain/src");
	assert_string_equal(chars(nsc_config_root(&run, &config, &search)),
			    tree_path("plain/src").ptr);
	assert_int_equal(parse(example), 0);
	assert_string_equal(chars(nsc_config_root(&run, &config, &search)), "/r");
}

static void a_file_that_is_a_folder_is_a_failure(void **state)
{
	(void)state;
	tree_folder(NSC_CONFIG_FILE);
	assert_int_equal(nsc_config_load(&run,
					 nsc_name(run.names, tree_path(NSC_CONFIG_FILE)),
					 &test_words, &config, &err),
			 -1);
	assert_int_equal(nsc_err_exit_code(err.kind), 2);
}

#define CASE(name)    cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define ON_DISK(name) cmocka_unit_test_setup_teardown(name, set_up_tree, tear_down_tree)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_value_is_read_with_its_place),
		CASE(policies_know_their_subject_and_stand_where_they_begin),
		CASE(the_rest_of_the_file_is_read),
		CASE(crlf_line_ends_a_byte_order_mark_and_comments_change_nothing),
		CASE(a_column_counts_bytes_and_a_line_is_an_editors_line),
		CASE(block_texts_and_document_marks_are_yaml_too),
		CASE(a_configuration_without_targets_is_none_the_worse),
		CASE(every_fault_is_told_where_it_is_with_what_was_expected),
		CASE(a_nul_makes_it_no_text_file),
		CASE(the_failure_names_the_first_fault_and_counts_the_rest),
		CASE(all_faults_are_printed_a_line_each),
		CASE(twenty_faults_are_told_and_the_others_counted),
		CASE(deep_nesting_ends_in_one_fault),
		CASE(a_file_over_the_limit_is_not_read),
		CASE(a_long_key_is_cut_in_the_message),
		ON_DISK(it_is_found_upward_from_the_working_folder),
		ON_DISK(the_search_ends_at_the_top_of_the_repository),
		ON_DISK(it_is_then_found_upward_from_the_sources),
		ON_DISK(a_path_that_is_given_is_taken_relative_to_the_working_folder),
		ON_DISK(a_file_of_the_other_suffix_is_told),
		ON_DISK(the_root_is_the_files_folder_or_the_repository_or_the_sources),
		ON_DISK(a_file_that_is_a_folder_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
