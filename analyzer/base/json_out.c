/*
 * json_out.c - the streaming writer. See json_out.h. Source: RFC 8259.
 */
#include "analyzer/base/json_out.h"

#include "analyzer/base/bug.h"

enum { HAS_ELEMENT = 1, ONE_LINE = 2, IS_ARRAY = 4, AFTER_KEY = 8 };

#define NUMBER_MAX ((uint64_t)1 << 53) /* what every JSON reader keeps exactly */

static void put(struct nsc_json *json, struct nostd_str text)
{
	if (!json->failed && text.len != 0 && !json->out.write(json->out.self, text)) {
		json->failed = true;
	}
}

static void new_line(struct nsc_json *json)
{
	unsigned i;

	put(json, NOSTD_STR("\n"));
	for (i = 0; i < json->depth; i++) {
		put(json, NOSTD_STR("  "));
	}
}

/*
 * What stands before a key or an element: a comma, a line end, or nothing behind a key.
 */
static void separate(struct nsc_json *json)
{
	unsigned char *state;

	if (json->depth == 0) {
		return;
	}
	state = &json->state[json->depth - 1];
	if (*state & AFTER_KEY) {
		*state &= (unsigned char)~AFTER_KEY;
		return;
	}
	if (*state & HAS_ELEMENT) {
		put(json, NOSTD_STR(","));
	}
	if (!(*state & ONE_LINE)) {
		new_line(json);
	} else if (*state & HAS_ELEMENT) {
		put(json, NOSTD_STR(" "));
	}
	*state |= HAS_ELEMENT;
}

static void open_container(struct nsc_json *json, unsigned char state,
			   struct nostd_str bracket)
{
	separate(json);
	put(json, bracket);
	NSC_BUG_IF(json->depth >= NSC_JSON_DEPTH_MAX);
	if (json->depth > 0) {
		state |= json->state[json->depth - 1] & ONE_LINE;
	}
	json->state[json->depth++] = state;
}

void nsc_json_init(struct nsc_json *json, struct nostd_sink out)
{
	json->out = out;
	json->depth = 0;
	json->failed = false;
}

void nsc_json_object(struct nsc_json *json)
{
	open_container(json, 0, NOSTD_STR("{"));
}

void nsc_json_object_line(struct nsc_json *json)
{
	open_container(json, ONE_LINE, NOSTD_STR("{"));
}

void nsc_json_array(struct nsc_json *json)
{
	open_container(json, IS_ARRAY, NOSTD_STR("["));
}

void nsc_json_array_line(struct nsc_json *json)
{
	open_container(json, IS_ARRAY | ONE_LINE, NOSTD_STR("["));
}

void nsc_json_end(struct nsc_json *json)
{
	unsigned char state;

	NSC_BUG_IF(json->depth == 0);
	state = json->state[--json->depth];
	if ((state & HAS_ELEMENT) && !(state & ONE_LINE)) {
		new_line(json);
	}
	put(json, state & IS_ARRAY ? NOSTD_STR("]") : NOSTD_STR("}"));
	if (json->depth == 0) {
		put(json, NOSTD_STR("\n"));
	}
}

/* Bytes at the start of `text` that need no escape. */
static size_t plain_size(struct nostd_str text)
{
	size_t i = 0;

	while (i < text.len && (unsigned char)text.ptr[i] >= 0x20 && text.ptr[i] != '"' &&
	       text.ptr[i] != '\\' && text.ptr[i] != 0x7f) {
		i++;
	}
	return i;
}

static void put_escape(struct nsc_json *json, unsigned char c)
{
	char text[8];
	size_t size;

	switch (c) {
	case '"':
		put(json, NOSTD_STR("\\\""));
		return;
	case '\\':
		put(json, NOSTD_STR("\\\\"));
		return;
	case '\n':
		put(json, NOSTD_STR("\\n"));
		return;
	case '\r':
		put(json, NOSTD_STR("\\r"));
		return;
	case '\t':
		put(json, NOSTD_STR("\\t"));
		return;
	}
	size = nostd_format_to(text, sizeof(text), "\\u{:04x}", c);
	put(json, nostd_str_new(text, size));
}

static void put_valid(struct nsc_json *json, struct nostd_str text)
{
	while (text.len != 0) {
		size_t plain = plain_size(text);

		put(json, nostd_str_take(text, plain));
		if (plain < text.len) {
			put_escape(json, (unsigned char)text.ptr[plain++]);
		}
		text = nostd_str_skip(text, plain);
	}
}

static void put_string(struct nsc_json *json, struct nostd_str text)
{
	put(json, NOSTD_STR("\""));
	while (text.len != 0) {
		size_t valid = nostd_str_valid_up_to(text);

		put_valid(json, nostd_str_take(text, valid));
		text = nostd_str_skip(text, valid);
		if (text.len != 0) {
			put(json, NOSTD_STR("\xef\xbf\xbd"));
			text = nostd_str_skip(text, 1);
		}
	}
	put(json, NOSTD_STR("\""));
}

void nsc_json_key(struct nsc_json *json, const char *key)
{
	nsc_json_key_str(json, nostd_str_from_c(key));
}

void nsc_json_key_str(struct nsc_json *json, struct nostd_str key)
{
	NSC_BUG_IF(json->depth == 0 || (json->state[json->depth - 1] & IS_ARRAY));
	separate(json);
	put_string(json, key);
	put(json, NOSTD_STR(": "));
	json->state[json->depth - 1] |= AFTER_KEY;
}

void nsc_json_str(struct nsc_json *json, struct nostd_str text)
{
	separate(json);
	put_string(json, text);
}

void nsc_json_uint(struct nsc_json *json, uint64_t value)
{
	char text[24];

	NSC_BUG_IF(value > NUMBER_MAX);
	separate(json);
	put(json, nostd_str_new(text, nostd_format_to(text, sizeof(text), "{}", value)));
}

void nsc_json_int(struct nsc_json *json, int64_t value)
{
	char text[24];

	NSC_BUG_IF(value > (int64_t)NUMBER_MAX || value < -(int64_t)NUMBER_MAX);
	separate(json);
	put(json, nostd_str_new(text, nostd_format_to(text, sizeof(text), "{}", value)));
}

void nsc_json_bool(struct nsc_json *json, bool value)
{
	separate(json);
	put(json, value ? NOSTD_STR("true") : NOSTD_STR("false"));
}

void nsc_json_null(struct nsc_json *json)
{
	separate(json);
	put(json, NOSTD_STR("null"));
}

void nsc_json_hex(struct nsc_json *json, uint64_t value)
{
	char text[24];

	nsc_json_str(json, nostd_str_new(text, nostd_format_to(text, sizeof(text),
							       "0x{:08x}", value)));
}

void nsc_json_kstr(struct nsc_json *json, const char *key, struct nostd_str text)
{
	nsc_json_key(json, key);
	nsc_json_str(json, text);
}

void nsc_json_kuint(struct nsc_json *json, const char *key, uint64_t value)
{
	nsc_json_key(json, key);
	nsc_json_uint(json, value);
}

void nsc_json_kbool(struct nsc_json *json, const char *key, bool value)
{
	nsc_json_key(json, key);
	nsc_json_bool(json, value);
}
