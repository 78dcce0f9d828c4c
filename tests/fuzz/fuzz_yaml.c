/*
 * fuzz_yaml.c - libFuzzer target: any bytes as a configuration.
 *
 * A text that is refused has faults with places in it. One that is taken is printed, and
 * the print must be taken, and print itself. Seeds: tests/fuzz/seeds/yaml.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_yaml -max_len=4096 CORPUS SEEDS...
 */
#include <stddef.h>
#include <stdint.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/config/settings.h"
#include "tests/unit/test_config_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint32_t line_count(struct nostd_str text)
{
	uint32_t count = 1;
	size_t i;

	for (i = 0; i < text.len; i++) {
		count += text.ptr[i] == '\n';
	}
	return count;
}

static void check_faults(const struct nsc_config *config, struct nostd_str text)
{
	size_t i;

	NSC_BUG_IF(config->faults.len == 0 || config->faults.len > NSC_CONFIG_FAULTS_MAX);
	for (i = 0; i < config->faults.len; i++) {
		const struct nsc_config_fault *fault = &config->faults.ptr[i];

		NSC_BUG_IF(fault->line > line_count(text));
		NSC_BUG_IF((fault->line == 0) != (fault->column == 0));
		NSC_BUG_IF(fault->column > text.len + 1);
		NSC_BUG_IF(!nsc_name_given(fault->text));
	}
}

/* What is printed of a text; false: it is refused. */
static bool print(struct nsc_run *run, struct nostd_str text, struct nostd_string *out)
{
	struct nsc_settings_in in = {NULL, 0, NOSTD_STR("/w"), NULL, &test_words};
	struct nsc_config_source source = {nsc_name_c(run->names, "/r/.nostd-check.yaml"),
					   nostd_span_new(text.ptr, text.len)};
	struct nsc_settings settings;
	struct nsc_config config;
	struct nsc_err err = {0};

	nsc_config_init(&config, run);
	if (nsc_config_parse(run, &source, &test_words, &config, &err) < 0) {
		NSC_BUG_IF(err.kind != NSC_ERR_CONFIG);
		check_faults(&config, text);
		return false;
	}
	NSC_BUG_IF(config.faults.len != 0);
	in.config = &config;
	NSC_BUG_IF(nsc_settings_resolve(run, &in, &settings, &err) < 0);
	NSC_BUG_IF(!nsc_settings_print(run, &settings, &in, nostd_string_sink(out)));
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct nostd_str text = nostd_str_new((const char *)bytes, size);
	struct nostd_string prints[3];
	struct nsc_run run;
	size_t i;

	nsc_run_init(&run);
	for (i = 0; i < 3; i++) {
		prints[i] = nostd_string_new_in(nsc_keep(&run));
		if (!print(&run, text, &prints[i])) {
			NSC_BUG_IF(i != 0);
			break;
		}
		text = nostd_string_as_str(&prints[i]);
	}
	/*
	 * Origins are places in the print before: those of the second are in the first.
	 */
	NSC_BUG_IF(i == 3 && !nostd_str_eq(nostd_string_as_str(&prints[1]),
					   nostd_string_as_str(&prints[2])));
	nsc_run_release(&run);
	return 0;
}
