/*
 * test_json_driver.c - analyzer/base/json_in on the command line, for test_json_oracle.py.
 *
 *	test_json_driver FILE..   per file a line: "refused" or the value, written again
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_in.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/run.h"

static void print_text(const char *text)
{
	struct nostd_string out = nostd_string_new();
	struct nsc_json json;

	nsc_json_init(&json, nostd_string_sink(&out));
	nsc_json_array_line(&json);
	nsc_json_str(&json, nostd_str_from_c(text));
	nsc_json_end(&json);
	/* without the brackets and the line end */
	printf("%.*s", (int)out.len - 3, out.ptr + 1);
	nostd_string_drop(&out);
}

static void print_number(double number)
{
	if (isinf(number)) {
		printf("%s", number < 0 ? "-1e999" : "1e999");
	} else {
		printf("%.17g", number);
	}
}

/* Recursion as deep as the reader's limit of 48. */
static void print_value(const cJSON *value)
{
	const cJSON *child;

	if (cJSON_IsString(value)) {
		print_text(value->valuestring);
	} else if (cJSON_IsNumber(value)) {
		print_number(value->valuedouble);
	} else if (cJSON_IsArray(value) || cJSON_IsObject(value)) {
		printf("%c", cJSON_IsArray(value) ? '[' : '{');
		cJSON_ArrayForEach(child, value)
		{
			printf("%s", child == value->child ? "" : ",");
			if (cJSON_IsObject(value)) {
				print_text(child->string);
				printf(":");
			}
			print_value(child);
		}
		printf("%c", cJSON_IsArray(value) ? ']' : '}');
	} else {
		printf("%s", cJSON_IsTrue(value)    ? "true"
			     : cJSON_IsFalse(value) ? "false"
						    : "null");
	}
}

static void read_file(const char *path)
{
	struct nsc_file_bytes file;
	struct nsc_err err = {0};
	cJSON *value = NULL;
	struct nsc_run run;

	nsc_run_init(&run);
	if (nsc_host_open(path, &file, &err) == 0) {
		if (nsc_json_parse(nostd_str_from_c(path), file.bytes, run.scratch,
				   &value, &err) == 0) {
			print_value(value);
			cJSON_Delete(value);
		} else {
			printf("refused");
		}
		nsc_host_close(&file);
	}
	printf("\n");
	nsc_run_release(&run);
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		read_file(argv[i]);
	}
	return 0;
}
