/*
 * node_format.c - see node_format.h.
 */
#include "analyzer/report/node_format.h"

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/near.h"

static const struct {
	struct nostd_str name;
	uint8_t key;
} keys[] = {
	{NOSTD_STR_INIT("p"), NSC_KEY_NAME},
	{NOSTD_STR_INIT("m"), NSC_KEY_MEMBER},
	{NOSTD_STR_INIT("a"), NSC_KEY_ARCHIVE},
	{NOSTD_STR_INIT("loc"), NSC_KEY_LOCATION},
	{NOSTD_STR_INIT("tier"), NSC_KEY_TIER},
	{NOSTD_STR_INIT("layer"), NSC_KEY_TIER}, /* another word for it */
	{NOSTD_STR_INIT("cap"), NSC_KEY_CAPABILITY},
	{NOSTD_STR_INIT("state"), NSC_KEY_STATE},
	{NOSTD_STR_INIT("size"), NSC_KEY_SIZE},
	{NOSTD_STR_INIT("retained"), NSC_KEY_RETAINED},
};

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

static void add(struct nsc_node_format *out, uint8_t key, struct nostd_str text)
{
	struct nsc_node_part part = {key, text};

	if (key != NSC_KEY_TEXT || text.len != 0) {
		nsc_node_format_push(out, part);
	}
}

static int fail_key(struct nostd_str name, struct nsc_err *err)
{
	struct nsc_near near;
	size_t i;

	nsc_near_init(&near, name);
	for (i = 0; i < KEY_COUNT; i++) {
		nsc_near_offer(&near, keys[i].name);
	}
	if (near.best.len > 1) {
		return nsc_fail(
			err, NSC_ERR_USAGE,
			"--format: unsupported pattern {{{}}}, did you mean {{{}}}?",
			name, near.best);
	}
	return nsc_fail(
		err, NSC_ERR_USAGE,
		"--format: unsupported pattern {{{}}}; there are {{p}} {{m}} {{a}} "
		"{{loc}} {{tier}} {{cap}} {{state}} {{size}} {{retained}}",
		name);
}

static int add_key(struct nsc_node_format *out, struct nostd_str name,
		   struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < KEY_COUNT; i++) {
		if (nostd_str_eq(keys[i].name, name)) {
			add(out, keys[i].key, name);
			return 0;
		}
	}
	return fail_key(name, err);
}

/* The first brace from `from` on, or the end. */
static size_t brace_from(struct nostd_str text, size_t from)
{
	while (from < text.len && text.ptr[from] != '{' && text.ptr[from] != '}') {
		from++;
	}
	return from;
}

/* What begins with a brace at `at`; the position behind it, or 0 after a failure. */
static size_t take_brace(struct nsc_node_format *out, struct nostd_str text, size_t at,
			 struct nsc_err *err)
{
	struct nostd_str rest = nostd_str_skip(text, at + 1);
	size_t end;

	if (rest.len != 0 && rest.ptr[0] == text.ptr[at]) {
		add(out, NSC_KEY_TEXT, nostd_str_take(rest, 1));
		return at + 2;
	}
	if (text.ptr[at] == '}') {
		nsc_fail(err, NSC_ERR_USAGE, "--format {:?}: unexpected '}}' at {}", text,
			 at + 1);
		return 0;
	}
	end = nostd_str_find_byte(rest, '}');
	if (end == NOSTD_NOT_FOUND) {
		nsc_fail(err, NSC_ERR_USAGE, "--format {:?}: expected '}}' after {}",
			 text, at + 1);
		return 0;
	}
	return add_key(out, nostd_str_take(rest, end), err) < 0 ? 0 : at + end + 2;
}

int nsc_node_format_parse(struct nostd_bump *keep, struct nostd_str text,
			  struct nsc_node_format *out, struct nsc_err *err)
{
	size_t at = 0;

	*out = nsc_node_format_new_in(nostd_bump_in(keep));
	while (at < text.len) {
		size_t end = brace_from(text, at);

		add(out, NSC_KEY_TEXT,
		    nostd_str_take(nostd_str_skip(text, at), end - at));
		if (end == text.len) {
			return 0;
		}
		at = take_brace(out, text, end, err);
		if (at == 0) {
			return -1;
		}
	}
	return 0;
}
