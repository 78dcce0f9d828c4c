/*
 * json_in.c - the strict scanner in front of cJSON. See json_in.h. Source: RFC 8259.
 */
#include "analyzer/base/json_in.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <xxhash.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/limits.h"

/*
 * A key of an object: which object, and a hash of the decoded text (64 bits: no
 * accidents).
 */
struct seen_key {
	uint64_t object, hash;
};

#define NOSTD_NAME seen
#define NOSTD_K    struct seen_key
#define NOSTD_V    char
#define NOSTD_HASH(k, seed) \
	((size_t)((k)->hash ^ (k)->object * 0x9e3779b97f4a7c15U ^ (seed)))
#define NOSTD_EQ(a, b) ((a)->hash == (b)->hash && (a)->object == (b)->object)
#define NOSTD_IN
#include <nostd/hashmap.h>

/* A walk over one value: the open containers, and the keys seen in them. */
struct walk {
	struct nsc_json_reader *in;
	struct nsc_err *err;
	struct seen keys;
	uint64_t objects;                 /* opened so far */
	uint64_t open[NSC_LIMIT_NESTING]; /* number of the object, 0 for an array */
	unsigned depth;
};

static int fail_at(struct nsc_json_reader *in, size_t at, struct nsc_err *err,
		   const char *what)
{
	return nsc_fail(err, NSC_ERR_INPUT, "{}:{}:{}: {}", in->path, in->line,
			at - in->line_start + 1, what);
}

static int fail(struct walk *walk, const char *what)
{
	return fail_at(walk->in, walk->in->at, walk->err, what);
}

static int peek(const struct nsc_json_reader *in)
{
	return in->at < in->text.len ? (unsigned char)in->text.ptr[in->at] : -1;
}

static void skip_blank(struct nsc_json_reader *in)
{
	for (;; in->at++) {
		int c = peek(in);

		if (c == '\n') {
			in->line++;
			in->line_start = in->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool skip_digits(struct nsc_json_reader *in)
{
	size_t from = in->at;

	while (is_digit(peek(in))) {
		in->at++;
	}
	return in->at > from;
}

/* [-] digits [. digits] [e digits] */
static int scan_digits(struct walk *walk)
{
	struct nsc_json_reader *in = walk->in;

	in->at += peek(in) == '-';
	if (peek(in) == '0') {
		in->at++;
	} else if (!skip_digits(in)) {
		return fail(walk, "expected a digit");
	}
	if (peek(in) == '.') {
		in->at++;
		if (!skip_digits(in)) {
			return fail(walk, "expected a digit behind the decimal point");
		}
	}
	if (peek(in) == 'e' || peek(in) == 'E') {
		in->at++;
		in->at += peek(in) == '+' || peek(in) == '-';
		if (!skip_digits(in)) {
			return fail(walk, "expected a digit in the exponent");
		}
	}
	return 0;
}

/* cJSON 1.7.15 copies a number to 64 bytes and goes on behind what did not fit. */
static int scan_number(struct walk *walk)
{
	size_t from = walk->in->at;

	if (scan_digits(walk) < 0) {
		return -1;
	}
	return walk->in->at - from <= 63
		       ? 0
		       : fail_at(walk->in, from, walk->err,
				 "found a number of more than 63 characters");
}

static int scan_word(struct walk *walk, struct nostd_str word)
{
	struct nsc_json_reader *in = walk->in;

	if (!nostd_str_starts_with(nostd_str_skip(in->text, in->at), word)) {
		return fail(walk, "expected a JSON value");
	}
	in->at += word.len;
	return 0;
}

/* An escape, in->at on the backslash. The code unit of \u goes to *unit, else 0. */
static int scan_escape(struct walk *walk, uint32_t *unit)
{
	struct nsc_json_reader *in = walk->in;
	int c;

	in->at++;
	c = peek(in);
	*unit = 0;
	if (c == 'u') {
		struct nostd_str digits =
			nostd_str_take(nostd_str_skip(in->text, in->at + 1), 4);

		if (digits.len != 4 || !nostd_str_to_u32(digits, 16, unit)) {
			return fail(walk, "expected four hexadecimal digits behind \\u");
		}
		if (*unit == 0) {
			return fail(walk, "found a NUL (\\u0000) in a string");
		}
		in->at += 5;
		return 0;
	}
	if (c < 0 || !strchr("\"\\/bfnrt", c)) {
		return fail(walk, "expected an escape of JSON behind the backslash");
	}
	in->at++;
	return 0;
}

/* A surrogate must be followed by its other half (RFC 8259, 7). */
static int scan_escapes(struct walk *walk)
{
	uint32_t unit, low;

	if (scan_escape(walk, &unit) < 0) {
		return -1;
	}
	if (unit < 0xd800 || unit > 0xdfff) {
		return 0;
	}
	if (unit > 0xdbff || peek(walk->in) != '\\' || scan_escape(walk, &low) < 0 ||
	    low < 0xdc00 || low > 0xdfff) {
		return fail(walk, "found half of a surrogate pair");
	}
	return 0;
}

/* A string, in->at on its quote; *raw gets what stands between the quotes. */
static int scan_string(struct walk *walk, struct nostd_str *raw)
{
	struct nsc_json_reader *in = walk->in;
	size_t from = ++in->at;

	for (;;) {
		int c = peek(in);

		if (c == '"') {
			break;
		}
		if (c < 0x20) {
			return fail(walk,
				    c < 0 ? "the text ends inside a string"
					  : "found a control character in a string");
		}
		if (c == '\\') {
			if (scan_escapes(walk) < 0) {
				return -1;
			}
			continue;
		}
		in->at++;
	}
	*raw = nostd_str_new(in->text.ptr + from, in->at - from);
	if (!nostd_str_is_utf8(*raw)) {
		in->at = from + nostd_str_valid_up_to(*raw);
		return fail(walk, "found bytes that are not UTF-8");
	}
	in->at++;
	return 0;
}

/* Equal decoded texts give equal hashes: escaped keys are decoded by cJSON itself. */
static uint64_t key_hash(struct nostd_str raw)
{
	uint64_t hash;
	cJSON *decoded;

	if (nostd_str_find_byte(raw, '\\') == NOSTD_NOT_FOUND) {
		return XXH3_64bits(raw.ptr, raw.len);
	}
	decoded = cJSON_ParseWithLength(raw.ptr - 1, raw.len + 2);
	hash = decoded && decoded->valuestring
		       ? XXH3_64bits(decoded->valuestring, strlen(decoded->valuestring))
		       : 0;
	cJSON_Delete(decoded);
	return hash;
}

/* "key" : in front of a member. */
static int scan_key(struct walk *walk)
{
	struct nsc_json_reader *in = walk->in;
	struct seen_key key;
	struct nostd_str raw;
	size_t at;

	skip_blank(in);
	if (peek(in) != '"') {
		return fail(walk, "expected a key in double quotes");
	}
	at = in->at;
	if (scan_string(walk, &raw) < 0) {
		return -1;
	}
	key.object = walk->open[walk->depth - 1];
	key.hash = key_hash(raw);
	if (seen_contains_key(&walk->keys, key)) {
		return fail_at(in, at, walk->err,
			       "found the same key twice in one object");
	}
	seen_insert(&walk->keys, key, 0);
	skip_blank(in);
	if (peek(in) != ':') {
		return fail(walk, "expected ':' behind a key");
	}
	in->at++;
	return 0;
}

/* A bracket that opens. 1: a value follows; 0: the container is empty. */
static int scan_open(struct walk *walk, int bracket)
{
	struct nsc_json_reader *in = walk->in;

	if (walk->depth == NSC_LIMIT_NESTING) {
		return fail(walk, "nested too deeply");
	}
	walk->open[walk->depth++] = bracket == '{' ? ++walk->objects : 0;
	in->at++;
	skip_blank(in);
	if (peek(in) == (bracket == '{' ? '}' : ']')) {
		return 0;
	}
	return bracket == '{' && scan_key(walk) < 0 ? -1 : 1;
}

static int scan_scalar(struct walk *walk, int c)
{
	struct nostd_str raw;

	switch (c) {
	case '"':
		return scan_string(walk, &raw);
	case 't':
		return scan_word(walk, NOSTD_STR("true"));
	case 'f':
		return scan_word(walk, NOSTD_STR("false"));
	case 'n':
		return scan_word(walk, NOSTD_STR("null"));
	}
	if (c == '-' || is_digit(c)) {
		return scan_number(walk);
	}
	return fail(walk, c < 0 ? "the text ends where a value must follow"
				: "expected a JSON value");
}

/*
 * Behind a value: commas and closing brackets. 1: another value follows; 0: all is
 * closed.
 */
static int scan_behind(struct walk *walk)
{
	struct nsc_json_reader *in = walk->in;

	while (walk->depth > 0) {
		bool object = walk->open[walk->depth - 1] != 0;
		int c;

		skip_blank(in);
		c = peek(in);
		if (c == ',') {
			in->at++;
			return object && scan_key(walk) < 0 ? -1 : 1;
		}
		if (c != (object ? '}' : ']')) {
			return fail(walk, object ? "expected ',' or '}' in an object"
						 : "expected ',' or ']' in an array");
		}
		in->at++;
		walk->depth--;
	}
	return 0;
}

/* One value with all it holds; in->at is behind it afterwards. */
static int scan_value(struct walk *walk)
{
	int more;

	do {
		int c;

		skip_blank(walk->in);
		c = peek(walk->in);
		more = c == '{' || c == '[' ? scan_open(walk, c) : scan_scalar(walk, c);
		if (more == 0) {
			more = scan_behind(walk);
		}
	} while (more > 0);
	return more;
}

static void open_text(struct nsc_json_reader *in, struct nostd_str path,
		      struct nostd_span text, struct nostd_bump *scratch)
{
	in->path = path;
	in->text = nostd_str_new((const char *)text.ptr, text.size);
	in->scratch = scratch;
	in->at = nostd_str_starts_with(in->text, NOSTD_STR("\xef\xbb\xbf")) ? 3 : 0;
	in->line_start = in->at;
	in->line = 1;
	in->any = false;
}

/* Scan a value, then let cJSON make a tree of it. */
static int read_value(struct nsc_json_reader *in, struct nsc_json_element *out,
		      struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(in->scratch);
	struct walk walk = {in, err, seen_new_in(nostd_bump_in(in->scratch)), 0, {0}, 0};
	size_t from;
	int ret;

	skip_blank(in);
	from = in->at;
	out->line = in->line;
	out->column = (uint32_t)(in->at - in->line_start + 1);
	ret = scan_value(&walk);
	nostd_bump_reset(in->scratch, mark);
	if (ret < 0) {
		return -1;
	}
	out->value = cJSON_ParseWithLength(in->text.ptr + from, in->at - from);
	if (!out->value) {
		return fail_at(in, from, err, "found a value that cJSON does not take");
	}
	return 0;
}

int nsc_json_array_open(struct nsc_json_reader *in, struct nostd_str path,
			struct nostd_span text, struct nostd_bump *scratch,
			struct nsc_err *err)
{
	open_text(in, path, text, scratch);
	skip_blank(in);
	if (peek(in) != '[') {
		return fail_at(in, in->at, err,
			       peek(in) < 0 ? "expected a JSON array, found nothing"
					    : "expected a JSON array");
	}
	in->at++;
	return 0;
}

static int expect_end(struct nsc_json_reader *in, struct nsc_err *err)
{
	skip_blank(in);
	return peek(in) < 0
		       ? 0
		       : fail_at(in, in->at, err, "found text behind the JSON value");
}

int nsc_json_array_next(struct nsc_json_reader *in, struct nsc_json_element *out,
			struct nsc_err *err)
{
	skip_blank(in);
	if (peek(in) == ']') {
		in->at++;
		return expect_end(in, err);
	}
	if (in->any) {
		if (peek(in) != ',') {
			return fail_at(in, in->at, err,
				       peek(in) < 0 ? "the text ends inside an array"
						    : "expected ',' or ']' in an array");
		}
		in->at++;
	}
	in->any = true;
	return read_value(in, out, err) < 0 ? -1 : 1;
}

int nsc_json_parse(struct nostd_str path, struct nostd_span text,
		   struct nostd_bump *scratch, struct cJSON **out, struct nsc_err *err)
{
	struct nsc_json_reader in;
	struct nsc_json_element element;

	open_text(&in, path, text, scratch);
	if (read_value(&in, &element, err) < 0) {
		return -1;
	}
	if (expect_end(&in, err) < 0) {
		cJSON_Delete(element.value);
		return -1;
	}
	*out = element.value;
	return 0;
}

struct cJSON *nsc_json_get(const struct cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

const char *nsc_json_get_string(const struct cJSON *object, const char *key)
{
	const struct cJSON *value = nsc_json_get(object, key);

	return cJSON_IsString(value) ? value->valuestring : NULL;
}
