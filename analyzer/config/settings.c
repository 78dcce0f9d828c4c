/*
 * settings.c - the layers. See settings.h.
 */
#include "analyzer/config/settings.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/config/config.h"
#include "analyzer/config/keys.h"

#define PREFIX "NOSTD_CHECK_"

enum { JOBS_MAX = 4096 };
enum { NOT_IN_FILE, IN_FILE };
enum { ONE, MANY };
enum type { TYPE_TEXT, TYPE_PATH, TYPE_JOBS, TYPE_LEVEL, TYPE_FAIL_ON, TYPE_TIER };

/* The column of settings.def that is nobody else's business. */
static const enum type types[] = {
#define SETTING(id, key, flag, where, many, type, fallback, help) TYPE_##type,
#include "analyzer/config/settings.def"
};

static const struct nsc_setting_row rows[] = {
#define SETTING(id, key, flag, where, many, type, fallback, help) \
	{key, flag, help, fallback, PREFIX #id, where, many, TYPE_##type == TYPE_PATH},
#include "analyzer/config/settings.def"
};

const struct nsc_setting_row *nsc_setting_row(enum nsc_setting setting)
{
	return &rows[setting];
}

/* One resolving. */
struct resolver {
	struct nsc_run *run;
	const struct nsc_settings_in *in;
	struct nsc_settings *out;
	struct nsc_err *err;
};

/* A text of one layer, on its way in. */
struct given {
	enum nsc_setting setting;
	enum nsc_origin origin;
	struct nostd_str text;
	const char *by; /* "--fail-on", "NOSTD_CHECK_FAIL_ON": for messages */
};

/* -- values -------------------------------------------------------------------------- */

static int wrong(struct resolver *resolver, const struct given *given,
		 struct nostd_str expected)
{
	return nsc_fail(resolver->err, NSC_ERR_USAGE, "{}: found {:.60?}, expected {}",
			given->by, given->text, expected);
}

static int word_value(struct resolver *resolver, const struct given *given,
		      const struct nsc_word_list *list, struct nsc_setting_value *out)
{
	if (!nsc_word_find(list, given->text, &out->index)) {
		return wrong(resolver, given,
			     nsc_word_expected(resolver->run, list, "a word",
					       given->text));
	}
	out->text = nsc_name(resolver->run->names, list->word(out->index));
	return 0;
}

static int value_of(struct resolver *resolver, const struct given *given,
		    struct nsc_setting_value *out)
{
	struct nsc_names *names = resolver->run->names;

	out->text = nsc_name(names, given->text);
	switch (types[given->setting]) {
	case TYPE_TEXT:
	case TYPE_LEVEL:
		return 0;
	case TYPE_PATH:
		out->text =
			nsc_name(names, nsc_path_join(resolver->run->scratch,
						      resolver->in->cwd, given->text));
		return 0;
	case TYPE_JOBS:
		if (!nostd_str_to_u32(given->text, 10, &out->index) || out->index == 0 ||
		    out->index > JOBS_MAX) {
			return wrong(resolver, given,
				     NOSTD_STR("a number from 1 to 4096"));
		}
		return 0;
	case TYPE_FAIL_ON:
		return word_value(resolver, given, &nsc_fail_on_words, out);
	case TYPE_TIER:
		return word_value(resolver, given, &resolver->in->words->tiers, out);
	}
	return 0;
}

/* A level from a stronger layer, or a later one of the same, takes the place. */
static void set_level(struct nsc_settings *out, struct nsc_setting_level level)
{
	size_t i;

	for (i = 0; i < out->levels.len; i++) {
		if (out->levels.ptr[i].rule == level.rule) {
			out->levels.ptr[i] = level;
			return;
		}
	}
	nsc_setting_level_vec_push(&out->levels, level);
}

/* rule=level */
static int add_level(struct resolver *resolver, const struct given *given)
{
	const struct nsc_config_words *words = resolver->in->words;
	struct nsc_setting_level level = {0};
	struct given part = *given;
	struct nostd_str value;

	if (!nostd_str_rsplit_once(given->text, '=', &part.text, &value)) {
		return wrong(resolver, given, NOSTD_STR("rule=level"));
	}
	if (!nsc_word_find(&words->rules, part.text, &level.rule)) {
		return wrong(resolver, &part,
			     nsc_word_expected(resolver->run, &words->rules, "a rule",
					       part.text));
	}
	part.text = value;
	if (!nsc_word_find(&words->levels, value, &level.level)) {
		return wrong(resolver, &part,
			     nsc_word_expected(resolver->run, &words->levels, "a level",
					       value));
	}
	level.origin = (uint8_t)given->origin;
	set_level(resolver->out, level);
	return 0;
}

static int add_value(struct resolver *resolver, const struct given *given)
{
	struct nsc_setting_value_vec *values = &resolver->out->values[given->setting];
	struct nsc_setting_value value = {0};

	if (types[given->setting] == TYPE_LEVEL) {
		return add_level(resolver, given);
	}
	if (value_of(resolver, given, &value) < 0) {
		return -1;
	}
	value.origin = (uint8_t)given->origin;
	if (!rows[given->setting].many) {
		nsc_setting_value_vec_clear(values);
	}
	nsc_setting_value_vec_push(values, value);
	return 0;
}

/* -- layers, the weakest first ------------------------------------------------------- */

static int add_default(struct resolver *resolver, enum nsc_setting setting)
{
	struct given given = {setting, NSC_ORIGIN_DEFAULT,
			      nostd_str_from_c(rows[setting].fallback),
			      rows[setting].key};

	return given.text.len == 0 ? 0 : add_value(resolver, &given);
}

static void push_said(struct resolver *resolver, enum nsc_setting setting,
		      struct nsc_said_text said)
{
	struct nsc_setting_value value = {said.text, 0, NSC_ORIGIN_FILE, said.at};

	if (nsc_place_given(said.at)) {
		nsc_setting_value_vec_push(&resolver->out->values[setting], value);
	}
}

static void add_file_levels(struct nsc_settings *out, const struct nsc_config *config)
{
	size_t i;

	for (i = 0; i < config->severity.len; i++) {
		const struct nsc_config_level *one = &config->severity.ptr[i];
		struct nsc_setting_level level = {one->rule.index, one->level.index,
						  NSC_ORIGIN_FILE, one->level.at};

		set_level(out, level);
	}
}

static void add_file_texts(struct resolver *resolver, enum nsc_setting setting,
			   const struct nsc_said_text_vec *said)
{
	size_t i;

	for (i = 0; i < said->len; i++) {
		push_said(resolver, setting, said->ptr[i]);
	}
}

static void add_file(struct resolver *resolver, const struct nsc_config *config)
{
	struct nsc_setting_value_vec *fail_on =
		&resolver->out->values[NSC_SETTING_FAIL_ON];

	add_file_texts(resolver, NSC_SETTING_BUILD_DIRS, &config->build_dirs);
	add_file_texts(resolver, NSC_SETTING_PACKS, &config->packs);
	push_said(resolver, NSC_SETTING_BASELINE, config->baseline);
	add_file_levels(resolver->out, config);
	if (nsc_place_given(config->fail_on.at)) {
		struct nsc_setting_value value = {
			nsc_name(resolver->run->names,
				 nsc_fail_on_words.word(config->fail_on.index)),
			config->fail_on.index, NSC_ORIGIN_FILE, config->fail_on.at};

		nsc_setting_value_vec_clear(fail_on);
		nsc_setting_value_vec_push(fail_on, value);
	}
}

static int add_environment(struct resolver *resolver, enum nsc_setting setting)
{
	struct given given = {setting, NSC_ORIGIN_ENVIRONMENT,
			      nostd_str_from_c(nsc_host_env(rows[setting].variable)),
			      rows[setting].variable};
	struct nostd_str_split it = nostd_str_split(given.text, ':');

	if (given.text.len == 0) {
		return 0;
	}
	nsc_setting_value_vec_clear(&resolver->out->values[setting]);
	if (!rows[setting].many) {
		return add_value(resolver, &given);
	}
	while (nostd_str_split_next(&it)) {
		given.text = it.part;
		if (it.part.len != 0 && add_value(resolver, &given) < 0) {
			return -1;
		}
	}
	return 0;
}

/* An empty text takes back what the weaker layers say. */
static int add_flags(struct resolver *resolver, enum nsc_setting setting)
{
	bool first = true;
	size_t i;

	for (i = 0; i < resolver->in->flag_count; i++) {
		const struct nsc_given_flag *flag = &resolver->in->flags[i];
		struct given given = {setting, NSC_ORIGIN_FLAG, flag->text,
				      flag->by ? flag->by : rows[setting].flag};

		if (flag->setting != setting) {
			continue;
		}
		if (first || given.text.len == 0) {
			nsc_setting_value_vec_clear(&resolver->out->values[setting]);
			first = false;
		}
		if (given.text.len != 0 && add_value(resolver, &given) < 0) {
			return -1;
		}
	}
	return 0;
}

/* -- variables that nobody knows ----------------------------------------------------- */

static bool is_variable(struct nostd_str name)
{
	int i;

	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		if (nostd_str_eq(name, nostd_str_from_c(rows[i].variable))) {
			return true;
		}
	}
	return false;
}

static void tell_unknown_variables(struct nsc_run *run)
{
	const struct nsc_place nowhere = {{0}, 0, 0};
	size_t count, v;
	struct nostd_str *names =
		nsc_host_env_names(run->scratch, NOSTD_STR(PREFIX), &count);

	for (v = 0; v < count; v++) {
		struct nsc_near near;
		int i;

		if (is_variable(names[v])) {
			continue;
		}
		nsc_near_init(&near, names[v]);
		for (i = 0; i < NSC_SETTING_COUNT; i++) {
			nsc_near_offer(&near, nostd_str_from_c(rows[i].variable));
		}
		nsc_diag(run->diags, NSC_DIAG_WARNING, nowhere,
			 near.best.len == 0
				 ? "found the variable {}, which nothing knows{}"
				 : "found the variable {}, which nothing knows "
				   "(did you mean {}?)",
			 names[v], near.best);
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static int level_cmp(const struct nsc_setting_level *a, const struct nsc_setting_level *b)
{
	return (a->rule > b->rule) - (a->rule < b->rule);
}

#define NOSTD_NAME      by_rule
#define NOSTD_T         struct nsc_setting_level
#define NOSTD_CMP(a, b) level_cmp((a), (b))
#include <nostd/sort.h>

static int add_layers(struct resolver *resolver)
{
	int i;

	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		if (add_default(resolver, (enum nsc_setting)i) < 0) {
			return -1;
		}
	}
	if (resolver->in->config) {
		add_file(resolver, resolver->in->config);
	}
	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		if (add_environment(resolver, (enum nsc_setting)i) < 0 ||
		    add_flags(resolver, (enum nsc_setting)i) < 0) {
			return -1;
		}
	}
	return 0;
}

int nsc_settings_resolve(struct nsc_run *run, const struct nsc_settings_in *in,
			 struct nsc_settings *out, struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct resolver resolver = {run, in, out, err};
	int i, ret;

	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		out->values[i] = nsc_setting_value_vec_new_in(nsc_keep(run));
	}
	out->levels = nsc_setting_level_vec_new_in(nsc_keep(run));
	ret = add_layers(&resolver);
	by_rule_sort_unstable(out->levels.ptr, out->levels.len);
	tell_unknown_variables(run);
	nostd_bump_reset(run->scratch, mark);
	return ret;
}

struct nostd_str nsc_setting_text(const struct nsc_run *run,
				  const struct nsc_settings *settings,
				  enum nsc_setting setting)
{
	const struct nsc_setting_value_vec *values = &settings->values[setting];

	return values->len == 0 ? NOSTD_STR("")
				: nsc_name_text(run->names, values->ptr[0].text);
}

bool nsc_setting_level(const struct nsc_settings *settings, uint32_t rule,
		       uint32_t *level)
{
	struct nsc_setting_level wanted = {rule, 0, 0, {{0}, 0, 0}};
	size_t at = by_rule_binary_search(settings->levels.ptr, settings->levels.len,
					  &wanted);

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	*level = settings->levels.ptr[at].level;
	return true;
}
