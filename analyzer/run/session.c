/*
 * session.c - see session.h.
 */
#include "analyzer/run/session.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/wire.h"
#include "analyzer/judge/policy.h"
#include "analyzer/run/inputs.h"
#include "analyzer/run/request.h"
#include "analyzer/store/store.h"

static const char drivers_key[] =
	"driver answers"; /* of the store: all of them in one text */

/* -- settings and configuration ------------------------------------------------------ */

static void settings_in(const struct nsc_session *session,
			const struct nsc_config *config, struct nsc_settings_in *in)
{
	in->flags = session->request->flags;
	in->flag_count = session->request->flag_count;
	in->cwd = session->cwd;
	in->config = config;
	in->words = &nsc_session_words;
}

/* Accepted in a file, and not judged by this version: better said than not done. */
static int refuse_later_keys(const struct nsc_config *config, struct nsc_err *err)
{
	if (config->packs.len != 0) {
		return nsc_fail(err, NSC_ERR_CONFIG,
				"packs: rule packs are not part of this version");
	}
	if (nsc_place_given(config->baseline.at)) {
		return nsc_fail(err, NSC_ERR_CONFIG,
				"baseline: baselines are not part of this version");
	}
	return 0;
}

static int read_config(struct nsc_session *session,
		       const struct nsc_config_search *search, struct nsc_err *err)
{
	struct nsc_name path;

	nsc_config_init(&session->config, session->run);
	if (nsc_config_find(session->run, search, &path, err) < 0) {
		return -1;
	}
	if (!nsc_name_given(path)) {
		return 0;
	}
	if (nsc_config_load(session->run, path, &nsc_session_words, &session->config,
			    err) < 0) {
		return -1;
	}
	return refuse_later_keys(&session->config, err);
}

static int resolve(struct nsc_session *session, struct nsc_err *err)
{
	struct nsc_config_search search;
	struct nsc_settings_in in;

	settings_in(session, NULL, &in);
	if (nsc_settings_resolve(session->run, &in, &session->settings, err) < 0) {
		return -1;
	}
	search.given =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_CONFIG);
	search.cwd = session->cwd;
	search.sources = nsc_inputs_sources(session);
	if (read_config(session, &search, err) < 0) {
		return -1;
	}
	settings_in(session, &session->config, &in);
	if (nsc_settings_resolve(session->run, &in, &session->settings, err) < 0) {
		return -1;
	}
	session->root = nsc_config_root(session->run, &session->config, &search);
	session->tier_given =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_TIER)
			.len != 0;
	return 0;
}

int nsc_session_print(struct nsc_session *session, struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(session->run->scratch, 1);
	struct nsc_settings_in in;

	settings_in(session, &session->config, &in);
	nsc_settings_print(session->run, &session->settings, &in, nsc_out_sink(out));
	return nsc_out_close(out, err);
}

/* -- store and compilers ------------------------------------------------------------- */

static void open_store(struct nsc_session *session)
{
	struct nostd_str given =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_DB);
	struct nsc_store_options options = {0};

	options.path = nsc_store_path(session->run, given,
				      nsc_name_text(session->run->names, session->root),
				      NOSTD_STR(""));
	options.own_place = given.len == 0;
	options.version = nostd_str_from_c(session->version);
	session->store = nsc_store_open(session->run, &options);
}

/* Answers stand one behind the other, each with its size in front in eight digits. */
static void recall_drivers(struct nsc_session *session)
{
	struct nostd_str text;
	uint32_t size;

	if (!nsc_store_get_answer(session->store, nostd_str_from_c(drivers_key), &text)) {
		return;
	}
	while (text.len > 8 && nostd_str_to_u32(nostd_str_take(text, 8), 16, &size) &&
	       size <= text.len - 8) {
		struct nsc_driver_facts *facts =
			nostd_bump_new(session->run->keep, struct nsc_driver_facts);
		struct nsc_wire_target target = {session->run->names, session->run->keep,
						 facts};
		struct nsc_err ignored = {NSC_ERR_NONE, ""};
		struct nostd_span record = {(const unsigned char *)text.ptr + 8, size};

		nsc_driver_facts_init(facts, session->run->keep);
		if (nsc_wire_decode(&nsc_schema_driver, record, &target, &ignored) == 0) {
			nsc_drivers_add(session->drivers, facts);
		}
		text = nostd_str_skip(text, 8 + size);
	}
}

void nsc_session_keep_answers(struct nsc_session *session)
{
	struct nostd_string all = nostd_string_new();
	size_t i;

	for (i = 0; i < nsc_drivers_count(session->drivers); i++) {
		struct nostd_string record = nostd_string_new();

		nsc_wire_encode(&nsc_schema_driver, nsc_drivers_get(session->drivers, i),
				session->run->names, &record);
		nostd_format(&all, "{:08x}", (uint32_t)record.len);
		nostd_string_push_str(&all, nostd_string_as_str(&record));
		nostd_string_drop(&record);
	}
	nsc_store_put_answer(session->store, nostd_str_from_c(drivers_key),
			     nostd_string_as_str(&all));
	nostd_string_drop(&all);
}

static void open_drivers(struct nsc_session *session)
{
	const struct nsc_setting_value_vec *globs =
		&session->settings.values[NSC_SETTING_QUERY_DRIVER];
	struct nostd_str *texts =
		nostd_bump_array(session->run->keep, struct nostd_str, globs->len);
	struct nsc_driver_policy policy = {texts, globs->len, 0};
	size_t i;

	for (i = 0; i < globs->len; i++) {
		texts[i] = nsc_name_text(session->run->names, globs->ptr[i].text);
	}
	session->drivers = nsc_drivers_new(session->run, &policy);
	recall_drivers(session);
}

int nsc_session_open(struct nsc_session *session, struct nsc_run *run,
		     const struct nsc_request *request, struct nsc_err *err)
{
	const char *version = session->version;

	memset(session, 0, sizeof(*session));
	session->version = version;
	session->run = run;
	session->request = request;
	session->cwd = nsc_host_cwd(run->keep);
	session->objects = nsc_loaded_objects_new_in(nsc_keep(run));
	session->exemptions = nsc_loaded_exemptions_new_in(nsc_keep(run));
	session->times = nsc_file_times_new_in(nsc_keep(run));
	session->maps = nsc_loaded_map_vec_new_in(nsc_keep(run));
	session->databases = nsc_loaded_database_vec_new_in(nsc_keep(run));
	session->request_levels =
		request->levels != 0
			? request->levels
			: NSC_LEVEL_SOURCE | NSC_LEVEL_OBJECT | NSC_LEVEL_LINK;
	nsc_mounts_init(&session->mounts, run->keep, run->names);
	if (resolve(session, err) < 0) {
		return -1;
	}
	nsc_mounts_add(&session->mounts, nsc_name_text(run->names, session->root), "");
	open_store(session);
	open_drivers(session);
	return 0;
}

void nsc_session_close(struct nsc_session *session)
{
	if (session->store) {
		nsc_store_close(session->store);
	}
}

int64_t nsc_session_time(struct nsc_session *session, struct nsc_name path)
{
	const int64_t *known = nsc_file_times_get(&session->times, path.ix);
	struct nsc_file_id id = {0, 0, 0, 0};

	if (known) {
		return *known;
	}
	if (nsc_host_look(nsc_name_chars(session->run->names, path), &id) !=
	    NSC_FILE_REGULAR) {
		id.mtime = 0;
	}
	nsc_file_times_insert(&session->times, path.ix, id.mtime);
	return id.mtime;
}
