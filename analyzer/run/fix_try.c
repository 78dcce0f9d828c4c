/*
 * fix_try.c - units as they would be with a change: which it can reach, their facts.
 *
 * An option reaches a unit when one of the files that the unit read has the macro's name
 * as a word; a line reaches those that read its file. Others stay as they are.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/adapt.h"
#include "analyzer/config/settings.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/pool/pool.h"
#include "analyzer/run/fix_work.h"
#include "analyzer/run/session.h"

static struct nostd_str text_of(const struct nsc_fix_work *work, struct nsc_name name)
{
	return nsc_name_text(work->session->run->names, name);
}

struct nsc_fix_set *nsc_fix_set_new(struct nsc_fix_work *work, uint32_t candidate)
{
	struct nostd_bump *keep = work->session->run->keep;
	const struct nostd_allocator *in = nsc_keep(work->session->run);
	struct nsc_fix_set *set = nostd_bump_new(keep, struct nsc_fix_set);

	set->candidates = nsc_fix_row_vec_new_in(in);
	nsc_fix_row_vec_push(&set->candidates, candidate);
	set->facts = nostd_bump_array(keep, const struct nsc_unit_facts *,
				      work->units.all.len);
	set->gone = nostd_bump_array(keep, bool, work->items.len);
	set->lost = nsc_fix_lost_vec_new_in(in);
	set->needs = nsc_name_vec_new_in(in);
	return set;
}

/* -- which units a change reaches ---------------------------------------------------- */

/* Names of macros that files have as words: (file, name). */
struct word {
	uint32_t file, name;
};

#define NOSTD_NAME words_met
#define NOSTD_K    struct word
#define NOSTD_V    char
#define NOSTD_HASH(k, seed) \
	(((size_t)(k)->file * 0x9e3779b1U ^ (k)->name) * 0x85ebca6bU ^ (seed))
#define NOSTD_EQ(a, b) ((a)->file == (b)->file && (a)->name == (b)->name)
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME name_ids
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_fix_reach {
	struct nsc_fix_work *work;
	struct name_ids wanted; /* macros of candidates */
	struct name_ids files;  /* that were read */
	struct words_met met;
};

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

static void meet_word(struct nsc_fix_reach *reach, uint32_t file, struct nostd_str word)
{
	struct nsc_name name = nsc_name_find(reach->work->session->run->names, word);
	struct word key = {file, name.ix};

	if (nsc_name_given(name) && name_ids_contains_key(&reach->wanted, name.ix)) {
		words_met_insert(&reach->met, key, 0);
	}
}

static void read_words(struct nsc_fix_reach *reach, struct nsc_name path)
{
	struct nsc_file_bytes file;
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	const char *text;
	size_t from = 0, at;

	if (name_ids_contains_key(&reach->files, path.ix)) {
		return;
	}
	name_ids_insert(&reach->files, path.ix, 0);
	if (nsc_host_open(nsc_name_chars(reach->work->session->run->names, path), &file,
			  &ignored) < 0) {
		return;
	}
	text = (const char *)file.bytes.ptr;
	for (at = 0; at <= file.bytes.size; at++) {
		if (at < file.bytes.size && is_word_byte(text[at])) {
			continue;
		}
		if (at > from) {
			meet_word(reach, path.ix, nostd_str_new(text + from, at - from));
		}
		from = at + 1;
	}
	nsc_host_close(&file);
}

/* Of all candidates; made once, for the files are not read again. */
static const struct nsc_fix_reach *reach_of(struct nsc_fix_work *work)
{
	const struct nostd_allocator *in = nsc_keep(work->session->run);
	struct nsc_fix_reach *reach = work->reach;
	size_t i, k;

	if (reach) {
		return reach;
	}
	reach = nostd_bump_new(work->session->run->keep, struct nsc_fix_reach);
	work->reach = reach;
	reach->work = work;
	reach->wanted = name_ids_new_in(in);
	reach->files = name_ids_new_in(in);
	reach->met = words_met_new_in(in);
	for (i = 0; i < work->candidates.len; i++) {
		const struct nsc_fix_change_vec *changes =
			&work->candidates.ptr[i].changes;

		for (k = 0; k < changes->len; k++) {
			name_ids_insert(&reach->wanted, changes->ptr[k].macro.ix, 0);
		}
	}
	for (i = 0; i < work->units.all.len; i++) {
		const struct nsc_unit_facts *facts = work->units.all.ptr[i].facts;

		for (k = 0; k < facts->inputs.len; k++) {
			read_words(reach, facts->inputs.ptr[k].path);
		}
	}
	return reach;
}

static bool change_reaches(const struct nsc_fix_reach *reach,
			   const struct nsc_fix_change *change,
			   const struct nsc_unit_facts *facts)
{
	size_t i;

	for (i = 0; i < facts->inputs.len; i++) {
		struct nsc_name path = facts->inputs.ptr[i].path;
		struct word key = {path.ix, change->macro.ix};

		if (change->kind == NSC_FIX_LINE
			    ? nsc_name_eq(change->at.file, path)
			    : words_met_contains_key(&reach->met, key)) {
			return true;
		}
	}
	return false;
}

static bool candidate_reaches(const struct nsc_fix_reach *reach,
			      const struct nsc_fix_candidate *candidate, uint32_t unit)
{
	const struct nsc_unit_facts *facts = reach->work->units.all.ptr[unit].facts;
	size_t i;

	for (i = 0; i < candidate->changes.len; i++) {
		if (change_reaches(reach, &candidate->changes.ptr[i], facts)) {
			return true;
		}
	}
	return false;
}

static bool came_up(const struct nsc_fix_candidate *candidate, uint32_t unit)
{
	size_t i;

	for (i = 0; i < candidate->units.len; i++) {
		if (candidate->units.ptr[i] == unit) {
			return true;
		}
	}
	return false;
}

/* -- a file with its lines changed --------------------------------------------------- */

/* Put `change` into the text; false: the line is not what it was. */
static bool change_line(const struct nsc_fix_work *work,
			const struct nsc_fix_change *change, struct nostd_string *text)
{
	struct nostd_str all = nostd_string_as_str(text), rest = all, line;
	struct nostd_str before = text_of(work, change->before);
	struct nostd_string made = nostd_string_new();
	uint32_t number;
	bool same;

	for (number = 1; number < change->at.line; number++) {
		size_t end = nostd_str_find_byte(rest, '\n');

		if (end == NOSTD_NOT_FOUND) {
			return false;
		}
		rest = nostd_str_skip(rest, end + 1);
	}
	line = nostd_str_take(rest, before.len);
	same = nostd_str_eq(line, before) &&
	       (rest.len == before.len || rest.ptr[before.len] == '\n');
	if (same) {
		/* A line that goes leaves an empty one: places behind it stay. */
		nostd_string_push_str(&made,
				      nostd_str_take(all, (size_t)(rest.ptr - all.ptr)));
		nostd_string_push_str(&made, text_of(work, change->after));
		nostd_string_push_str(&made, nostd_str_skip(rest, before.len));
		nostd_string_clear(text);
		nostd_string_push_str(text, nostd_string_as_str(&made));
	}
	nostd_string_drop(&made);
	return same;
}

bool nsc_fix_edited(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
		    struct nsc_name path, struct nostd_str *out)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nostd_string text;
	struct nsc_file_bytes file;
	bool good = true;
	size_t i, k;

	if (nsc_host_open(nsc_name_chars(work->session->run->names, path), &file,
			  &ignored) < 0) {
		return false;
	}
	text = nostd_string_new();
	nostd_string_push_str(&text, nostd_str_new((const char *)file.bytes.ptr,
						   file.bytes.size));
	nsc_host_close(&file);
	for (i = 0; i < set->candidates.len; i++) {
		const struct nsc_fix_change_vec *changes =
			&work->candidates.ptr[set->candidates.ptr[i]].changes;

		for (k = 0; k < changes->len; k++) {
			if (changes->ptr[k].kind == NSC_FIX_LINE &&
			    nsc_name_eq(changes->ptr[k].at.file, path)) {
				good = good && change_line(work, &changes->ptr[k], &text);
			}
		}
	}
	*out = nostd_bump_str(work->session->run->keep, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return good;
}

/* -- asking the workers -------------------------------------------------------------- */

/* One unit with one set. */
struct trial {
	struct nsc_fix_set *set;
	uint32_t unit;
};

#define NOSTD_NAME trials
#define NOSTD_T    struct trial
#define NOSTD_IN
#include <nostd/vec.h>

static void add_option(struct nsc_fix_work *work, struct nsc_unit_request *request,
		       struct nsc_name option)
{
	struct nsc_name_vec *arguments = &request->arguments;
	/* The last word of a preprocessor's command is the file. */
	size_t behind = request->kind == NSC_REQUEST_PREPROCESS ? 1 : 0;

	(void)work;
	nsc_name_vec_insert(arguments, arguments->len - behind, option);
}

static bool has_unsaved(const struct nsc_unit_request *request, struct nsc_name path)
{
	size_t i;

	for (i = 0; i < request->unsaved.len; i++) {
		if (nsc_name_eq(request->unsaved.ptr[i].path, path)) {
			return true;
		}
	}
	return false;
}

static void add_change(struct nsc_fix_work *work, const struct nsc_fix_set *set,
		       const struct nsc_fix_change *change,
		       struct nsc_unit_request *request)
{
	struct nsc_unsaved unsaved = {.path = change->at.file};
	struct nostd_str text;

	if (change->kind == NSC_FIX_OPTION) {
		add_option(work, request, change->option);
	} else if (!has_unsaved(request, unsaved.path)) {
		if (request->kind != NSC_REQUEST_PARSE ||
		    !nsc_fix_edited(work, set, unsaved.path, &text)) {
			request->kind = NSC_REQUEST_REFUSED;
			return;
		}
		unsaved.text = nostd_span_new(text.ptr, text.len);
		nsc_unsaved_vec_push(&request->unsaved, unsaved);
	}
}

static void make_request(struct nsc_fix_work *work, const struct trial *trial,
			 struct nsc_unit_request *request)
{
	const struct nsc_run_unit *unit = &work->units.all.ptr[trial->unit];
	size_t i, k;

	nsc_unit_request_init(request, work->session->run->keep);
	nsc_adapt(work->session->run, work->session->drivers, unit->database,
		  unit->command, request);
	for (i = 0; i < trial->set->candidates.len; i++) {
		const struct nsc_fix_candidate *candidate =
			&work->candidates.ptr[trial->set->candidates.ptr[i]];

		for (k = 0; k < candidate->changes.len; k++) {
			add_change(work, trial->set, &candidate->changes.ptr[k], request);
		}
	}
}

static int ask(struct nsc_fix_work *work, const struct trials *all, struct nsc_err *err)
{
	struct nsc_session *session = work->session;
	const struct nsc_setting_value_vec *jobs =
		&session->settings.values[NSC_SETTING_JOBS];
	struct nostd_bump *keep = session->run->keep;
	struct nsc_unit_request *requests =
		nostd_bump_array(keep, struct nsc_unit_request, all->len);
	struct nsc_unit_facts *answers =
		nostd_bump_array(keep, struct nsc_unit_facts, all->len);
	struct nsc_pool_work pool = {requests, all->len, answers};
	struct nsc_pool_options options = {0};
	size_t i;

	options.worker =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_WORKER);
	options.workers =
		jobs->len != 0 ? jobs->ptr[jobs->len - 1].index : nsc_host_cpus();
	for (i = 0; i < all->len; i++) {
		make_request(work, &all->ptr[i], &requests[i]);
	}
	if (all->len != 0 && nsc_pool_run(session->run, &options, &pool, err) < 0) {
		return -1;
	}
	for (i = 0; i < all->len; i++) {
		all->ptr[i].set->facts[all->ptr[i].unit] = &answers[i];
	}
	work->tries += (uint32_t)all->len;
	return 0;
}

static bool is_to_try(const struct nsc_fix_reach *reach, const struct nsc_fix_set *set,
		      uint32_t unit, bool screen)
{
	const struct nsc_fix_work *work = reach->work;
	size_t i;

	for (i = 0; i < set->candidates.len; i++) {
		const struct nsc_fix_candidate *candidate =
			&work->candidates.ptr[set->candidates.ptr[i]];

		if ((!screen || came_up(candidate, unit)) &&
		    candidate_reaches(reach, candidate, unit)) {
			return true;
		}
	}
	return false;
}

int nsc_fix_try(struct nsc_fix_work *work, const struct nsc_fix_set_vec *sets,
		bool screen, struct nsc_err *err)
{
	struct trials all = trials_new_in(nsc_keep(work->session->run));
	const struct nsc_fix_reach *reach = reach_of(work);
	uint32_t unit;
	size_t i;

	for (i = 0; i < sets->len; i++) {
		for (unit = 0; unit < work->units.all.len; unit++) {
			struct trial trial = {sets->ptr[i], unit};

			if (sets->ptr[i]->facts[unit] ||
			    !is_to_try(reach, sets->ptr[i], unit, screen)) {
				continue;
			}
			if (work->tries + all.len >= NSC_LIMIT_TRIES) {
				work->cut_short = true;
				sets->ptr[i]->incomplete = !screen;
				break;
			}
			trials_push(&all, trial);
		}
	}
	return ask(work, &all, err);
}
