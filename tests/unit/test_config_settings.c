/*
 * test_config_settings.c - analyzer/config/settings: which layer wins, and who said it.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/config/settings.h"
#include "tests/unit/test_config_words.h"

static struct nsc_run run;
static struct nsc_config config;
static struct nsc_settings settings;
static struct nsc_settings_in in;
static struct nsc_given_flag flags[8];
static struct nsc_err err;

static void clear_environment(void)
{
	int i;

	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		unsetenv(nsc_setting_row((enum nsc_setting)i)->variable);
	}
	unsetenv("NOSTD_CHECK_FAILON");
}

static int set_up(void **state)
{
	(void)state;
	clear_environment();
	nsc_run_init(&run);
	nsc_config_init(&config, &run);
	memset(&err, 0, sizeof(err));
	memset(&in, 0, sizeof(in));
	in.flags = flags;
	in.cwd = NOSTD_STR("/w");
	in.words = &test_words;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	clear_environment();
	nsc_run_release(&run);
	return 0;
}

static void flag(enum nsc_setting setting, const char *text)
{
	flags[in.flag_count].setting = setting;
	flags[in.flag_count++].text = nostd_str_from_c(text);
}

static void file(const char *text)
{
	struct nsc_config_source source = {nsc_name_c(run.names, "/r/.nostd-check.yaml"),
					   nostd_span_new(text, strlen(text))};

	assert_int_equal(nsc_config_parse(&run, &source, &test_words, &config, &err), 0);
	in.config = &config;
}

static int resolve(void)
{
	return nsc_settings_resolve(&run, &in, &settings, &err);
}

/* All texts of a setting, joined by blanks, with their origin as a digit in front. */
static const char *values(enum nsc_setting setting)
{
	static char text[512];
	size_t i;

	text[0] = '\0';
	for (i = 0; i < settings.values[setting].len; i++) {
		const struct nsc_setting_value *one = &settings.values[setting].ptr[i];
		char digit[3] = {(char)('0' + one->origin), ':', '\0'};

		strcat(text, i ? " " : "");
		strcat(text, digit);
		strcat(text, nsc_name_chars(run.names, one->text));
	}
	return text;
}

static void flags_beat_the_environment_beats_the_file_beats_the_default(void **state)
{
	(void)state;
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_FAIL_ON), "0:error");
	file("version: 1\nfail_on: warning\n");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_FAIL_ON), "1:warning");
	assert_int_equal(settings.values[NSC_SETTING_FAIL_ON].ptr[0].at.line, 2);
	setenv("NOSTD_CHECK_FAIL_ON", "note", 1);
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_FAIL_ON), "2:note");
	flag(NSC_SETTING_FAIL_ON, "error");
	flag(NSC_SETTING_FAIL_ON, "never");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_FAIL_ON), "3:never");
	assert_int_equal(settings.values[NSC_SETTING_FAIL_ON].ptr[0].index,
			 NSC_FAIL_ON_NEVER);
}

static void a_list_of_a_stronger_layer_replaces_the_whole_list(void **state)
{
	(void)state;
	file("version: 1\nbuild_dirs: [a, b]\n");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_BUILD_DIRS), "1:/r/a 1:/r/b");
	setenv("NOSTD_CHECK_BUILD_DIRS", "c::/d", 1);
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_BUILD_DIRS), "2:/w/c 2:/d");
	flag(NSC_SETTING_BUILD_DIRS, "e");
	flag(NSC_SETTING_BUILD_DIRS, "f");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_BUILD_DIRS), "3:/w/e 3:/w/f");
}

static void an_empty_flag_takes_back_what_weaker_layers_say(void **state)
{
	(void)state;
	file("version: 1\nbaseline: x.json\n");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_BASELINE), "1:/r/x.json");
	flag(NSC_SETTING_BASELINE, "");
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_BASELINE), "");
	assert_int_equal(nsc_setting_text(&run, &settings, NSC_SETTING_BASELINE).len, 0);
}

static void an_empty_variable_says_nothing(void **state)
{
	(void)state;
	setenv("NOSTD_CHECK_FAIL_ON", "", 1);
	assert_int_equal(resolve(), 0);
	assert_string_equal(values(NSC_SETTING_FAIL_ON), "0:error");
}

static void levels_are_joined_rule_by_rule(void **state)
{
	uint32_t level;

	(void)state;
	file("version: 1\nseverity: {soft-float: deny, hosted-header: note}\n");
	setenv("NOSTD_CHECK_SEVERITY", "hosted-header=warn:NSC103=allow", 1);
	flag(NSC_SETTING_SEVERITY, "NSC103=deny");
	assert_int_equal(resolve(), 0);
	assert_int_equal(settings.levels.len, 3);
	assert_true(nsc_setting_level(&settings, 3, &level)); /* soft-float */
	assert_int_equal(level, 3);
	assert_true(nsc_setting_level(&settings, 1, &level)); /* hosted-header */
	assert_int_equal(level, 2);
	assert_true(nsc_setting_level(&settings, 2, &level)); /* heap-in-core */
	assert_int_equal(level, 3);
	assert_false(nsc_setting_level(&settings, 0, &level));
	assert_int_equal(settings.levels.ptr[0].origin, NSC_ORIGIN_ENVIRONMENT);
	assert_int_equal(settings.levels.ptr[1].origin, NSC_ORIGIN_FLAG);
	assert_int_equal(settings.levels.ptr[2].origin, NSC_ORIGIN_FILE);
}

static const struct {
	enum nsc_setting setting;
	const char *text, *says;
} wrong[] = {
	{NSC_SETTING_FAIL_ON, "eror",
	 "--fail-on: found \"eror\", expected never, note, warning or error (did you "
	 "mean "
	 "\"error\"?)"},
	{NSC_SETTING_TIER, "os", "--tier: found \"os\", expected core, alloc or std"},
	{NSC_SETTING_JOBS, "0", "--jobs: found \"0\", expected a number from 1 to 4096"},
	{NSC_SETTING_JOBS, "4097",
	 "--jobs: found \"4097\", expected a number from 1 to 4096"},
	{NSC_SETTING_JOBS, "x", "--jobs: found \"x\", expected a number from 1 to 4096"},
	{NSC_SETTING_SEVERITY, "NSC101",
	 "--severity: found \"NSC101\", expected rule=level"},
	{NSC_SETTING_SEVERITY, "NSC1=deny",
	 "--severity: found \"NSC1\", expected hosted-symbol, hosted-header, "
	 "heap-in-core or "
	 "soft-float"},
	{NSC_SETTING_SEVERITY, "NSC101=dany",
	 "--severity: found \"dany\", expected allow, note, warn or deny (did you mean "
	 "\"deny\"?)"},
};

static void a_value_that_cannot_be_is_a_usage_failure(void **state)
{
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		flag(wrong[i].setting, wrong[i].text);
		assert_int_equal(resolve(), -1);
		assert_string_equal(err.text, wrong[i].says);
		assert_int_equal(err.kind, NSC_ERR_USAGE);
		tear_down(state);
		set_up(state);
	}
	setenv("NOSTD_CHECK_JOBS", "many", 1);
	assert_int_equal(resolve(), -1);
	assert_string_equal(err.text,
			    "NOSTD_CHECK_JOBS: found \"many\", expected a number "
			    "from 1 to 4096");
}

static void a_variable_of_ours_that_nothing_knows_is_told(void **state)
{
	(void)state;
	setenv("NOSTD_CHECK_FAILON", "note", 1);
	assert_int_equal(resolve(), 0);
	assert_int_equal(run.diags->all.len, 1);
	assert_string_equal(
		nsc_name_chars(run.names, run.diags->all.ptr[0].text),
		"found the variable NOSTD_CHECK_FAILON, which nothing knows (did "
		"you mean NOSTD_CHECK_FAIL_ON?)");
}

static void every_value_is_printed_with_its_origin(void **state)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(&run));

	(void)state;
	file("version: 1\ntargets:\n  a: {tier: core, panic: \"say \\\"x\\\"\"}\n"
	     "components: {b: {}}\nseverity: {soft-float: error}\npacks: p.tsv\n");
	setenv("NOSTD_CHECK_JOBS", "3", 1);
	flag(NSC_SETTING_BUILD_DIRS, "/r/out");
	flag(NSC_SETTING_BUILD_DIRS, "/elsewhere");
	assert_int_equal(resolve(), 0);
	assert_true(nsc_settings_print(&run, &settings, &in, nostd_string_sink(&text)));
	assert_string_equal(text.ptr,
			    "version: 1\n"
			    "# config:  # default\n"
			    "build_dirs:\n"
			    "  - \"out\"  # --build-dir\n"
			    "  - /elsewhere  # --build-dir\n"
			    "# baseline:  # default\n"
			    "fail_on: error  # default\n"
			    "packs:\n"
			    "  - p.tsv  # .nostd-check.yaml:6:8\n"
			    "severity:\n"
			    "  soft-float: deny  # .nostd-check.yaml:5:24\n"
			    "# tier:  # default\n"
			    "# jobs: \"3\"  # NOSTD_CHECK_JOBS\n"
			    "# db:  # default\n"
			    "# query_driver:  # default\n"
			    "# worker:  # default\n"
			    "targets:\n"
			    "  \"a\":  # .nostd-check.yaml:3:3\n"
			    "    tier: core  # .nostd-check.yaml:3:13\n"
			    "    panic: \"say \\\"x\\\"\"  # .nostd-check.yaml:3:26\n"
			    "components:\n"
			    "  \"b\": {}  # .nostd-check.yaml:4:14\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(flags_beat_the_environment_beats_the_file_beats_the_default),
		CASE(a_list_of_a_stronger_layer_replaces_the_whole_list),
		CASE(an_empty_flag_takes_back_what_weaker_layers_say),
		CASE(an_empty_variable_says_nothing),
		CASE(levels_are_joined_rule_by_rule),
		CASE(a_value_that_cannot_be_is_a_usage_failure),
		CASE(a_variable_of_ours_that_nothing_knows_is_told),
		CASE(every_value_is_printed_with_its_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
