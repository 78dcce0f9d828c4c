/*
 * test_json.c - analyzer/base/json_in and json_out: what is taken, where it is refused,
 * and what is written.
 *
 * The grammar is RFC 8259; what it leaves open (duplicate keys, lone surrogates, depth)
 * is refused. test_json_oracle.py compares both with Python's json on random texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/json_in.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nsc_run run;
static struct nsc_err err;

static int set_up(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
	nsc_run_init(&run);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nsc_run_release(&run);
	return 0;
}

/* -- reading ------------------------------------------------------------------------- */

/* Parse from a block of exactly this size, so that a sanitizer sees a read behind it. */
static int parse_bytes(const char *text, size_t size, cJSON **out)
{
	char *exact = malloc(size + (size == 0));
	int ret;

	memcpy(exact, text, size);
	ret = nsc_json_parse(NOSTD_STR("t"), nostd_span_new(exact, size), run.scratch,
			     out, &err);
	free(exact);
	return ret;
}

static const char *const valid[] = {
	"0",
	"-0",
	"12",
	"-12",
	"1.5",
	"1e5",
	"1E+5",
	"1e-5",
	"0.0",
	"0e0",
	"-0.5e-10",
	"123456789012345678901234567890",
	"1e999",
	"\"\"",
	"\"a\"",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	"\"\\u0041\\u00e9\\u20AC\"",
	"\"\\ud83d\\ude00\"",
	"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"",
	"\"\x7f\"",
	"true",
	"false",
	"null",
	"[]",
	"{}",
	" [ ] ",
	"\t\r\n{\n}\n",
	"[1]",
	"[1,2]",
	"[[],[[]],{}]",
	"{\"a\":1}",
	"{\"a\":1,\"b\":2}",
	"{\"\":0}",
	"{\"a\":{\"a\":{\"a\":1}}}",
	"[{\"a\":1},{\"a\":1}]",
	"{\"a\":1,\"A\":2}",
	"\xef\xbb\xbf[]",
};

static void every_text_of_the_grammar_is_taken(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(valid); i++) {
		cJSON *value = NULL;

		if (parse_bytes(valid[i], strlen(valid[i]), &value) < 0) {
			fail_msg("%s: %s", valid[i], err.text);
		}
		assert_non_null(value);
		cJSON_Delete(value);
	}
}

/* Text, and the place and sentence it is refused with. */
static const char *const invalid[][2] = {
	{"", "1:1: the text ends where a value must follow"},
	{" ", "1:2: the text ends where a value must follow"},
	{"\n\n", "3:1: the text ends where a value must follow"},
	{"x", "1:1: expected a JSON value"},
	{"'a'", "1:1: expected a JSON value"},
	{"True", "1:1: expected a JSON value"},
	{"tru", "1:1: expected a JSON value"},
	{"truex", "1:5: found text behind the JSON value"},
	{"nan", "1:1: expected a JSON value"},
	{"NaN", "1:1: expected a JSON value"},
	{"Infinity", "1:1: expected a JSON value"},
	{"-Infinity", "1:2: expected a digit"},
	{"+1", "1:1: expected a JSON value"},
	{".5", "1:1: expected a JSON value"},
	{"-", "1:2: expected a digit"},
	{"-a", "1:2: expected a digit"},
	{"01", "1:2: found text behind the JSON value"},
	{"-01", "1:3: found text behind the JSON value"},
	{"1.", "1:3: expected a digit behind the decimal point"},
	{"1.e5", "1:3: expected a digit behind the decimal point"},
	{"1e", "1:3: expected a digit in the exponent"},
	{"1e+", "1:4: expected a digit in the exponent"},
	{"1.5.5", "1:4: found text behind the JSON value"},
	{"0x10", "1:2: found text behind the JSON value"},
	{"1 2", "1:3: found text behind the JSON value"},
	{"[] []", "1:4: found text behind the JSON value"},
	{"\"", "1:2: the text ends inside a string"},
	{"\"a", "1:3: the text ends inside a string"},
	{"\"a\n\"", "1:3: found a control character in a string"},
	{"\"\t\"", "1:2: found a control character in a string"},
	{"\"\x1f\"", "1:2: found a control character in a string"},
	{"\"\\", "1:3: expected an escape of JSON behind the backslash"},
	{"\"\\x41\"", "1:3: expected an escape of JSON behind the backslash"},
	{"\"\\'\"", "1:3: expected an escape of JSON behind the backslash"},
	{"\"\\u", "1:3: expected four hexadecimal digits behind \\u"},
	{"\"\\u12\"", "1:3: expected four hexadecimal digits behind \\u"},
	{"\"\\u12g4\"", "1:3: expected four hexadecimal digits behind \\u"},
	{"\"\\u+123\"", "1:3: expected four hexadecimal digits behind \\u"},
	{"\"\\u0000\"", "1:3: found a NUL (\\u0000) in a string"},
	{"\"\\ud800\"", "1:8: found half of a surrogate pair"},
	{"\"\\udc00\"", "1:8: found half of a surrogate pair"},
	{"\"\\ud800a\"", "1:8: found half of a surrogate pair"},
	{"\"\\ud800\\n\"", "1:10: found half of a surrogate pair"},
	{"\"\\ud800\\ud800\"", "1:14: found half of a surrogate pair"},
	{"\"\xff\"", "1:2: found bytes that are not UTF-8"},
	{"\"ab\xc3\"", "1:4: found bytes that are not UTF-8"},
	{"\"\xc0\x80\"", "1:2: found bytes that are not UTF-8"},
	{"\"\xed\xa0\x80\"", "1:2: found bytes that are not UTF-8"},
	{"\"\xf4\x90\x80\x80\"", "1:2: found bytes that are not UTF-8"},
	{"[", "1:2: the text ends where a value must follow"},
	{"[1", "1:3: expected ',' or ']' in an array"},
	{"[1 2]", "1:4: expected ',' or ']' in an array"},
	{"[1,]", "1:4: expected a JSON value"},
	{"[,1]", "1:2: expected a JSON value"},
	{"[1}", "1:3: expected ',' or ']' in an array"},
	{"]", "1:1: expected a JSON value"},
	{"{", "1:2: expected a key in double quotes"},
	{"{a:1}", "1:2: expected a key in double quotes"},
	{"{1:1}", "1:2: expected a key in double quotes"},
	{"{\"a\"}", "1:5: expected ':' behind a key"},
	{"{\"a\":}", "1:6: expected a JSON value"},
	{"{\"a\":1", "1:7: expected ',' or '}' in an object"},
	{"{\"a\":1]", "1:7: expected ',' or '}' in an object"},
	{"{\"a\":1,}", "1:8: expected a key in double quotes"},
	{"{\"a\":1,,\"b\":1}", "1:8: expected a key in double quotes"},
	{"{\"a\":1 \"b\":1}", "1:8: expected ',' or '}' in an object"},
	{"{\"a\":1,\n \"a\":2}", "2:2: found the same key twice in one object"},
	{"{\"a\":1,\"\\u0061\":2}", "1:8: found the same key twice in one object"},
	{"[{\"a\":{\"b\":1,\"b\":2}}]", "1:14: found the same key twice in one object"},
	{"// c\n1", "1:1: expected a JSON value"},
	{"/* c */1", "1:1: expected a JSON value"},
	{"[1] // c", "1:5: found text behind the JSON value"},
	{"\xef\xbb\xbf", "1:1: the text ends where a value must follow"},
	{"\xef\xbb[]", "1:1: expected a JSON value"},
	{"\xfe\xff\x00[", "1:1: expected a JSON value"},
	{"\v1", "1:1: expected a JSON value"},
	{"\xc2\xa0[]", "1:1: expected a JSON value"},
	{"[1,\n2,\n  x]", "3:3: expected a JSON value"},
	{"[1,\r\n  x]", "2:3: expected a JSON value"},
};

static void every_other_text_is_refused_at_its_place(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(invalid); i++) {
		cJSON *value = NULL;

		assert_int_equal(
			parse_bytes(invalid[i][0], strlen(invalid[i][0]), &value), -1);
		assert_int_equal(err.kind, NSC_ERR_INPUT);
		assert_true(strncmp(err.text, "t:", 2) == 0);
		if (strcmp(err.text + 2, invalid[i][1]) != 0) {
			fail_msg("%s\nfound    %s\nexpected %s", invalid[i][0],
				 err.text + 2, invalid[i][1]);
		}
		tear_down(state);
		set_up(state);
	}
}

static void a_nul_is_no_blank(void **state)
{
	cJSON *value;

	(void)state;
	assert_int_equal(parse_bytes("1\0", 2, &value), -1);
	assert_string_equal(err.text, "t:1:2: found text behind the JSON value");
}

/* Every text above cut at every byte, and every text of it with one byte changed. */
static void damaged_texts_are_read_no_further_than_they_go(void **state)
{
	size_t i, at, c;

	for (i = 0; i < COUNT(valid); i++) {
		size_t size = strlen(valid[i]);
		char text[128];

		for (at = 0; at < size; at++) {
			cJSON *value = NULL;

			if (parse_bytes(valid[i], at, &value) == 0) {
				cJSON_Delete(value);
			}
			for (c = 0; c < 256; c += 1 + c % 7) {
				value = NULL;
				memcpy(text, valid[i], size);
				text[at] = (char)c;
				if (parse_bytes(text, size, &value) == 0) {
					cJSON_Delete(value);
				}
			}
		}
		tear_down(state);
		set_up(state);
	}
}

static void nesting_has_a_limit(void **state)
{
	char text[4 * NSC_LIMIT_NESTING + 8] = "", wanted[64];
	cJSON *value;

	memset(text, '[', NSC_LIMIT_NESTING);
	memset(text + NSC_LIMIT_NESTING, ']', NSC_LIMIT_NESTING);
	assert_int_equal(parse_bytes(text, strlen(text), &value), 0);
	cJSON_Delete(value);
	memmove(text + 1, text, strlen(text) + 1);
	strcat(text, "]");
	assert_int_equal(parse_bytes(text, strlen(text), &value), -1);
	nostd_format_to(wanted, sizeof(wanted), "t:1:{}: nested too deeply",
			NSC_LIMIT_NESTING + 1);
	assert_string_equal(err.text, wanted);
	tear_down(state);
	set_up(state);
	memset(text, '{', sizeof(text));
	assert_int_equal(parse_bytes(text, sizeof(text), &value), -1);
	assert_string_equal(err.text, "t:1:2: expected a key in double quotes");
}

static void a_number_of_more_digits_than_anybody_reads_is_refused(void **state)
{
	char text[256];
	cJSON *value;

	(void)state;
	memset(text, '1', sizeof(text));
	assert_int_equal(parse_bytes(text, 63, &value), 0);
	cJSON_Delete(value);
	assert_int_equal(parse_bytes(text, 64, &value), -1);
	assert_string_equal(err.text, "t:1:1: found a number of more than 63 characters");
}

static void values_come_out_as_they_are_written(void **state)
{
	static const char text[] =
		"{\"key\": \"a\\u00e9\\ud83d\\ude00\\n\", \"Key\": [1.5, -7, "
		"true, null], \"kEy\": {}}";
	cJSON *value;

	(void)state;
	assert_int_equal(parse_bytes(text, strlen(text), &value), 0);
	assert_string_equal(nsc_json_get_string(value, "key"),
			    "a\xc3\xa9\xf0\x9f\x98\x80\n");
	assert_null(nsc_json_get_string(value, "Key"));
	assert_null(nsc_json_get_string(value, "KEY"));
	assert_null(nsc_json_get(value, "KEY"));
	assert_int_equal(cJSON_GetArraySize(nsc_json_get(value, "Key")), 4);
	assert_true(cJSON_GetArrayItem(nsc_json_get(value, "Key"), 0)->valuedouble ==
		    1.5);
	assert_true(cJSON_IsObject(nsc_json_get(value, "kEy")));
	cJSON_Delete(value);
}

/* -- arrays, element by element --------------------------------------------------- */

/* "line:column ..." of each element, then "end" or the failure. */
static const char *elements(const char *text)
{
	static char out[512];
	struct nsc_json_reader in;
	struct nsc_json_element element;
	size_t used = 0;
	int more;

	if (nsc_json_array_open(&in, NOSTD_STR("t"), nostd_span_new(text, strlen(text)),
				run.scratch, &err) < 0) {
		return err.text;
	}
	while ((more = nsc_json_array_next(&in, &element, &err)) > 0) {
		used += nostd_format_to(out + used, sizeof(out) - used, "{}:{} ",
					element.line, element.column);
		cJSON_Delete(element.value);
	}
	nostd_format_to(out + used, sizeof(out) - used, "{}",
			more == 0 ? "end" : (const char *)err.text);
	return out;
}

static void elements_of_an_array_come_with_their_places(void **state)
{
	(void)state;
	assert_string_equal(elements("[]"), "end");
	assert_string_equal(elements(" \n[\n]\n"), "end");
	assert_string_equal(elements("[1, {\"a\": [1,\n2]},\n  \"x\"]"),
			    "1:2 1:5 3:3 end");
	assert_string_equal(elements("\xef\xbb\xbf[1]"), "1:2 end");
}

static void an_array_that_is_none_says_where(void **state)
{
	static const char *const rows[][2] = {
		{"", "t:1:1: expected a JSON array, found nothing"},
		{"{}", "t:1:1: expected a JSON array"},
		{"\n 1", "t:2:2: expected a JSON array"},
		{"[", "t:1:2: the text ends where a value must follow"},
		{"[1", "1:2 t:1:3: the text ends inside an array"},
		{"[1 2]", "1:2 t:1:4: expected ',' or ']' in an array"},
		{"[1,]", "1:2 t:1:4: expected a JSON value"},
		{"[1]x", "1:2 t:1:4: found text behind the JSON value"},
		{"[1]\n[2]", "1:2 t:2:1: found text behind the JSON value"},
		{"[1,\n{\"a\":}]", "1:2 t:2:6: expected a JSON value"},
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		assert_string_equal(elements(rows[i][0]), rows[i][1]);
		tear_down(state);
		set_up(state);
	}
}

/* A database of 100,000 units must not take the memory of 100,000 units. */
static void the_scratch_memory_of_an_element_is_given_back(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_json_element element;
	struct nsc_json_reader in;
	size_t peak = 0, i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		nostd_format(&text, "{}{{\"file\": \"f{}.c\", \"n\": [1, 2, 3]}}",
			     i ? ", " : "[", i);
	}
	nostd_string_push_byte(&text, ']');
	assert_int_equal(nsc_json_array_open(&in, NOSTD_STR("t"),
					     nostd_span_new(text.ptr, text.len),
					     run.scratch, &err),
			 0);
	for (i = 0; nsc_json_array_next(&in, &element, &err) > 0; i++) {
		cJSON_Delete(element.value);
		if (i == 10) {
			peak = nostd_bump_peak(run.scratch);
		}
	}
	assert_int_equal(i, 5000);
	assert_true(nostd_bump_peak(run.scratch) <= peak);
	nostd_string_drop(&text);
}

/* -- writing ------------------------------------------------------------------------- */

static struct nostd_string written;

static struct nsc_json writer(void)
{
	struct nsc_json json;

	written = nostd_string_new_in(nsc_keep(&run));
	nsc_json_init(&json, nostd_string_sink(&written));
	return json;
}

static void containers_are_indented_or_on_one_line(void **state)
{
	struct nsc_json json = writer();

	(void)state;
	nsc_json_object(&json);
	nsc_json_kstr(&json, "name", NOSTD_STR("x"));
	nsc_json_key(&json, "list");
	nsc_json_array(&json);
	nsc_json_uint(&json, 1);
	nsc_json_int(&json, -2);
	nsc_json_object_line(&json);
	nsc_json_kuint(&json, "a", 1);
	nsc_json_key(&json, "b");
	nsc_json_array(&json); /* on one line, being inside of one */
	nsc_json_bool(&json, true);
	nsc_json_null(&json);
	nsc_json_end(&json);
	nsc_json_end(&json);
	nsc_json_end(&json);
	nsc_json_key(&json, "none");
	nsc_json_object(&json);
	nsc_json_end(&json);
	nsc_json_key(&json, "empty");
	nsc_json_array_line(&json);
	nsc_json_end(&json);
	nsc_json_kbool(&json, "flag", false);
	nsc_json_key(&json, "address");
	nsc_json_hex(&json, 0x8000123);
	nsc_json_end(&json);
	assert_false(json.failed);
	assert_string_equal(nostd_string_c_str(&written),
			    "{\n"
			    "  \"name\": \"x\",\n"
			    "  \"list\": [\n"
			    "    1,\n"
			    "    -2,\n"
			    "    {\"a\": 1, \"b\": [true, null]}\n"
			    "  ],\n"
			    "  \"none\": {},\n"
			    "  \"empty\": [],\n"
			    "  \"flag\": false,\n"
			    "  \"address\": \"0x08000123\"\n"
			    "}\n");
}

static const char *one_text(struct nostd_str text)
{
	struct nsc_json json = writer();

	nsc_json_array_line(&json);
	nsc_json_str(&json, text);
	nsc_json_end(&json);
	return nostd_string_c_str(&written);
}

static void text_is_escaped_and_made_valid(void **state)
{
	(void)state;
	assert_string_equal(one_text(NOSTD_STR("a\"b\\c/\n\r\t\x01\x1f\x7f")),
			    "[\"a\\\"b\\\\c/\\n\\r\\t\\u0001\\u001f\\u007f\"]\n");
	assert_string_equal(one_text(NOSTD_STR("\xc3\xa9\xf0\x9f\x98\x80")),
			    "[\"\xc3\xa9\xf0\x9f\x98\x80\"]\n");
	assert_string_equal(one_text(nostd_str_new("a\0b", 3)), "[\"a\\u0000b\"]\n");
	assert_string_equal(one_text(NOSTD_STR("a\xff\xfe"
					       "b\xc3")),
			    "[\"a\xef\xbf\xbd\xef\xbf\xbd"
			    "b\xef\xbf\xbd\"]\n");
}

static void the_greatest_numbers_are_whole(void **state)
{
	struct nsc_json json = writer();

	(void)state;
	nsc_json_array_line(&json);
	nsc_json_uint(&json, (uint64_t)1 << 53);
	nsc_json_int(&json, -((int64_t)1 << 53));
	nsc_json_hex(&json, UINT64_MAX);
	nsc_json_end(&json);
	assert_string_equal(
		nostd_string_c_str(&written),
		"[9007199254740992, -9007199254740992, \"0xffffffffffffffff\"]\n");
}

static bool refuse_after(void *self, struct nostd_str text)
{
	size_t *left = self;

	if (text.len > *left) {
		return false;
	}
	*left -= text.len;
	return true;
}

static void a_sink_that_refuses_is_asked_no_more(void **state)
{
	struct nostd_sink sink;
	struct nsc_json json;
	size_t left = 10;
	int i;

	(void)state;
	sink.write = refuse_after;
	sink.self = &left;
	nsc_json_init(&json, sink);
	nsc_json_array(&json);
	for (i = 0; i < 100; i++) {
		nsc_json_uint(&json, 123456);
		if (json.failed) {
			left = 1000;
		}
	}
	nsc_json_end(&json);
	assert_true(json.failed);
	assert_int_equal(left, 1000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_text_of_the_grammar_is_taken),
		CASE(every_other_text_is_refused_at_its_place),
		CASE(a_nul_is_no_blank),
		CASE(damaged_texts_are_read_no_further_than_they_go),
		CASE(nesting_has_a_limit),
		CASE(a_number_of_more_digits_than_anybody_reads_is_refused),
		CASE(values_come_out_as_they_are_written),
		CASE(elements_of_an_array_come_with_their_places),
		CASE(an_array_that_is_none_says_where),
		CASE(the_scratch_memory_of_an_element_is_given_back),
		CASE(containers_are_indented_or_on_one_line),
		CASE(text_is_escaped_and_made_valid),
		CASE(the_greatest_numbers_are_whole),
		CASE(a_sink_that_refuses_is_asked_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
