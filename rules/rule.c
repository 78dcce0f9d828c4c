/*
 * rule.c - the rules' rows, pages and remedies.
 *
 * In:   rules.def, severities.def and the pages embedded by gen_pages.c.
 * Out:  see rule.h.
 */
#include "rules/rule.h"

#include "rules/table.h"

static const struct nostd_str severity_names[] = {
#define SEVERITY(id, spelling, level) NOSTD_STR_INIT(spelling),
#include "rules/severities.def"
};

static const struct nostd_str severity_levels[] = {
#define SEVERITY(id, spelling, level) NOSTD_STR_INIT(level),
#include "rules/severities.def"
};

#define ON    true
#define OFF   false
#define NOW   true
#define LATER false
static const struct nsc_rule rules[] = {
#define RULE(number, slug, severity, on, judged, says, remedy) \
	{NOSTD_STR_INIT("NSC" #number),                        \
	 NOSTD_STR_INIT(slug),                                 \
	 NSC_SEVERITY_##severity,                              \
	 on,                                                   \
	 judged,                                               \
	 NOSTD_STR_INIT(says),                                 \
	 NOSTD_STR_INIT(remedy)},
#include "rules/rules.def"
};
#undef ON
#undef OFF
#undef NOW
#undef LATER

/* A growing text in the caller's buffer; `len` counts on when the buffer is full. */
struct out {
	char *buf;
	size_t size;
	size_t len;
};

static void put(struct out *out, struct nostd_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (out->len < out->size) {
			out->buf[out->len] = text.ptr[i];
		}
		out->len++;
	}
}

/*
 * The value of the place whose text begins behind the brace; *len is its length with `}`.
 */
static struct nostd_str value_of(const struct nsc_remedy_values *values,
				 struct nostd_str place, size_t *len)
{
	const struct {
		struct nostd_str name;
		struct nostd_str value;
	} places[] = {
		{NOSTD_STR_INIT("symbol}"), values->symbol},
		{NOSTD_STR_INIT("header}"), values->header},
		{NOSTD_STR_INIT("capability}"), values->capability},
		{NOSTD_STR_INIT("use_instead}"), values->use_instead},
		{NOSTD_STR_INIT("provider}"), values->provider},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (nostd_str_starts_with(place, places[i].name)) {
			*len = places[i].name.len;
			return places[i].value;
		}
	}
	*len = 0;
	return NOSTD_STR("");
}

/* Write one sentence; false: a place in it has no value, nothing was written. */
static bool put_sentence(struct out *out, struct nostd_str sentence,
			 const struct nsc_remedy_values *values)
{
	size_t before = out->len;

	for (size_t i = 0; i < sentence.len; i++) {
		struct nostd_str rest = nostd_str_skip(sentence, i + 1);
		struct nostd_str value;
		size_t place;

		if (sentence.ptr[i] != '{') {
			put(out, nostd_str_new(sentence.ptr + i, 1));
			continue;
		}
		value = value_of(values, rest, &place);
		if (value.len == 0) {
			out->len = before;
			return false;
		}
		put(out, value);
		i += place;
	}
	return true;
}

/* Length of the first sentence: up to a full stop that a blank or the end follows. */
static size_t sentence_length(struct nostd_str text)
{
	for (size_t i = 0; i + 1 < text.len; i++) {
		if (text.ptr[i] == '.' && text.ptr[i + 1] == ' ') {
			return i + 1;
		}
	}
	return text.len;
}

size_t nsc_remedy_format(const struct nsc_rule *rule,
			 const struct nsc_remedy_values *values, char *buf, size_t size)
{
	struct out out = {buf, size, 0};
	struct nostd_str rest = rule->remedy;

	while (rest.len > 0) {
		struct nostd_str sentence = nostd_str_take(rest, sentence_length(rest));
		size_t before = out.len;

		if (before > 0) {
			put(&out, NOSTD_STR(" "));
		}
		if (!put_sentence(&out, sentence, values)) {
			out.len = before;
		}
		rest = nostd_str_trim_start(nostd_str_skip(rest, sentence.len));
	}
	return out.len;
}

const struct nsc_rule *nsc_rule_at(enum nsc_rule_id id)
{
	return &rules[id];
}

const struct nsc_rule *nsc_rule_find(struct nostd_str id_or_slug)
{
	for (size_t i = 0; i < NSC_RULE_COUNT; i++) {
		if (nostd_str_eq_ignore_case(rules[i].id, id_or_slug) ||
		    nostd_str_eq(rules[i].slug, id_or_slug)) {
			return &rules[i];
		}
	}
	return NULL;
}

bool nsc_page_find(struct nostd_str name, struct nostd_str *page)
{
	for (size_t i = 0; i < nsc_pages_count; i++) {
		if (nostd_str_eq(nsc_pages[i].name, name)) {
			*page = nsc_pages[i].text;
			return true;
		}
	}
	return false;
}

size_t nsc_page_count(void)
{
	return nsc_pages_count;
}

struct nostd_str nsc_page_name(size_t index)
{
	return nsc_pages[index].name;
}

struct nostd_str nsc_severity_name(enum nsc_severity severity)
{
	return severity_names[severity];
}

struct nostd_str nsc_severity_level(enum nsc_severity severity)
{
	return severity_levels[severity];
}

bool nsc_severity_by_name(struct nostd_str name, enum nsc_severity *out)
{
	for (size_t i = 0; i < NSC_SEVERITY_COUNT; i++) {
		if (nostd_str_eq(severity_names[i], name) ||
		    nostd_str_eq(severity_levels[i], name)) {
			*out = (enum nsc_severity)i;
			return true;
		}
	}
	return false;
}

struct nostd_str nsc_rules_version(void)
{
	return NOSTD_STR(NSC_RULES_VERSION);
}
