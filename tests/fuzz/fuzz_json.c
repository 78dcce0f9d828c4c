/*
 * fuzz_json.c - libFuzzer target: any bytes as JSON, whole and element by element.
 *
 * Both readers must agree: an array that is taken whole has elements that are taken one
 * by one, and the other way round. Seeds: tests/fuzz/seeds/json.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_json -max_len=4096 CORPUS SEEDS...
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/err.h"
#include "analyzer/base/json_in.h"
#include "analyzer/base/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* How many elements an array has; -1: it is none, or has a fault. */
static long read_elements(struct nsc_run *run, struct nostd_span text)
{
	struct nsc_json_element element;
	struct nsc_json_reader in;
	struct nsc_err err = {0};
	long count = 0;
	int more;

	if (nsc_json_array_open(&in, NOSTD_STR("t"), text, run->scratch, &err) < 0) {
		NSC_BUG_IF(err.kind != NSC_ERR_INPUT);
		return -1;
	}
	while ((more = nsc_json_array_next(&in, &element, &err)) > 0) {
		NSC_BUG_IF(!element.value || element.line == 0 || element.column == 0);
		cJSON_Delete(element.value);
		count++;
	}
	return more < 0 ? -1 : count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct nostd_span text = nostd_span_new(bytes, size);
	struct nsc_err err = {0};
	cJSON *value = NULL;
	struct nsc_run run;
	long count;

	nsc_run_init(&run);
	count = read_elements(&run, text);
	if (nsc_json_parse(NOSTD_STR("t"), text, run.scratch, &value, &err) == 0) {
		NSC_BUG_IF(cJSON_IsArray(value) ? cJSON_GetArraySize(value) != count
						: count != -1);
		cJSON_Delete(value);
	} else {
		/* An element may be nested one level deeper than within its array. */
		NSC_BUG_IF(count >= 0 && !strstr(err.text, "nested too deeply"));
		NSC_BUG_IF(strncmp(err.text, "t:", 2) != 0);
	}
	nsc_run_release(&run);
	return 0;
}
