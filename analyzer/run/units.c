/*
 * units.c - see units.h.
 */
#include "analyzer/run/units.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/adapt.h"
#include "analyzer/compdb/audit.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"
#include "analyzer/pool/pool.h"
#include "analyzer/run/session.h"
#include "analyzer/store/store.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- collecting ---------------------------------------------------------------------- */

/* A text in which the root has another name on another machine. */
static void hash_text(const struct nsc_session *session, struct nsc_digester *digester,
		      struct nostd_str text)
{
	struct nostd_str root = text_of(session, session->root);
	size_t at;

	while (root.len > 1 && (at = nostd_str_find(text, root)) != NOSTD_NOT_FOUND) {
		nsc_digester_add_str(digester, nostd_str_take(text, at));
		nsc_digester_add_u64(digester, 1); /* the root stands here */
		text = nostd_str_skip(text, at + root.len);
	}
	nsc_digester_add_str(digester, text);
}

static struct nsc_digest hash_command(const struct nsc_session *session,
				      const struct nsc_compdb_facts *database,
				      const struct nsc_compile_command *command)
{
	struct nsc_digester digester;
	uint32_t i;

	nsc_digester_init(&digester);
	hash_text(session, &digester, text_of(session, command->folder));
	hash_text(session, &digester, text_of(session, command->file));
	for (i = 0; i < command->argument_count; i++) {
		hash_text(session, &digester,
			  text_of(session,
				  database->arguments.ptr[command->argument_first + i]));
	}
	return nsc_digester_finish(&digester);
}

static void add_folder(struct nsc_session *session, struct nsc_run_units *units,
		       struct nsc_name folder)
{
	size_t i;

	(void)session;
	for (i = 0; i < units->hosted_folders.len; i++) {
		if (nsc_name_eq(units->hosted_folders.ptr[i], folder)) {
			return;
		}
	}
	nsc_name_vec_push(&units->hosted_folders, folder);
}

/* Where the compiler looks by itself is where hosted headers are. */
static void add_compiler_folders(struct nsc_session *session, struct nsc_run_units *units,
				 const struct nsc_driver_facts *driver)
{
	size_t i;

	for (i = 0; i < driver->folders.len; i++) {
		add_folder(session, units, driver->folders.ptr[i]);
	}
}

static void ask_compiler(struct nsc_session *session, struct nsc_run_units *units,
			 struct nsc_run_unit *unit)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	const struct nsc_driver_facts *driver;
	struct nsc_invocation invocation;
	struct nostd_str why;

	nsc_invocation_read(session->run->names, unit->database, unit->command,
			    session->run->scratch, &invocation);
	driver = nsc_drivers_ask(session->drivers, unit->database, unit->command,
				 &invocation, &why);
	if (driver) {
		unit->triple = driver->triple;
		add_compiler_folders(session, units, driver);
	}
	nsc_audit_finish(session->run->names, &invocation, driver, &unit->audit);
	unit->freestanding = nsc_invocation_is_freestanding(session->run->names,
							    &invocation, unit->triple);
	nostd_bump_reset(session->run->scratch, mark);
}

static int compare_units(const struct nsc_names *names, const struct nsc_run_unit *a,
			 const struct nsc_run_unit *b)
{
	int order = nsc_name_cmp(names, a->command->file, b->command->file);

	if (order == 0) {
		order = nsc_name_cmp(names, a->command->object, b->command->object);
	}
	if (order == 0) {
		order = (a->hash.high > b->hash.high) - (a->hash.high < b->hash.high);
	}
	return order != 0 ? order
			  : (a->hash.low > b->hash.low) - (a->hash.low < b->hash.low);
}

static void merge_sorted(const struct nsc_names *names, struct nsc_run_unit *from,
			 struct nsc_run_unit *to, size_t bounds[3])
{
	size_t left = bounds[0], right = bounds[1], at;

	for (at = bounds[0]; at < bounds[2]; at++) {
		bool take_left = right == bounds[2] ||
				 (left < bounds[1] &&
				  compare_units(names, &from[left], &from[right]) <= 0);

		to[at] = from[take_left ? left++ : right++];
	}
}

/* The report's order, whatever that of the database: by source, object, hash. */
static void sort_units(struct nsc_session *session, struct nsc_run_unit_vec *all)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct nsc_run_unit *spare =
		nostd_bump_array(session->run->scratch, struct nsc_run_unit, all->len);
	size_t width, from;

	for (width = 1; width < all->len; width *= 2) {
		for (from = 0; from < all->len; from += 2 * width) {
			size_t bounds[3] = {from, from + width, from + 2 * width};

			bounds[1] = bounds[1] < all->len ? bounds[1] : all->len;
			bounds[2] = bounds[2] < all->len ? bounds[2] : all->len;
			merge_sorted(session->run->names, all->ptr, spare, bounds);
		}
		memcpy(all->ptr, spare, all->len * sizeof(*spare));
	}
	nostd_bump_reset(session->run->scratch, mark);
}

/* Two databases may hold the same command; one is enough. */
static void drop_repeats(struct nsc_run_unit_vec *all)
{
	size_t kept = 0, i;

	for (i = 0; i < all->len; i++) {
		if (kept == 0 ||
		    !nsc_digest_eq(all->ptr[kept - 1].hash, all->ptr[i].hash)) {
			all->ptr[kept++] = all->ptr[i];
		}
	}
	nsc_run_unit_vec_truncate(all, kept);
}

void nsc_units_collect(struct nsc_session *session, struct nsc_run_units *units)
{
	size_t d, c;

	units->all = nsc_run_unit_vec_new_in(nsc_keep(session->run));
	units->hosted_folders = nsc_name_vec_new_in(nsc_keep(session->run));
	units->parser.ix = 0;
	for (d = 0; d < session->databases.len; d++) {
		const struct nsc_compdb_facts *database = session->databases.ptr[d].facts;

		for (c = 0; c < database->commands.len; c++) {
			struct nsc_run_unit unit;

			memset(&unit, 0, sizeof(unit));
			unit.database = database;
			unit.command = &database->commands.ptr[c];
			unit.hash = hash_command(session, database, unit.command);
			nsc_run_unit_vec_push(&units->all, unit);
		}
	}
	sort_units(session, &units->all);
	drop_repeats(&units->all);
	for (c = 0; c < units->all.len; c++) {
		ask_compiler(session, units, &units->all.ptr[c]);
	}
}

/* -- reading ------------------------------------------------------------------------- */

/* Units that the store does not know: what to ask, and where the answers go. */
struct reading {
	struct nsc_session *session;
	struct nsc_run_units *units;
	struct nsc_unit_request *requests; /* by wanted unit */
	struct nsc_digest *keys;
	uint32_t *rows; /* of units->all */
	size_t count;
	struct nsc_digest
		worker; /* the program that reads: another one may say other things */
};

static struct nsc_digest key_of(const struct reading *reading,
				const struct nsc_unit_request *request)
{
	struct nostd_string record = nostd_string_new();
	struct nsc_digester digester;

	nsc_wire_encode(&nsc_schema_request, request, reading->session->run->names,
			&record);
	nsc_digester_init(&digester);
	nsc_digester_add_u64(&digester, reading->worker.high);
	nsc_digester_add_u64(&digester, reading->worker.low);
	nsc_digester_add_str(&digester, nostd_string_as_str(&record));
	nostd_string_drop(&record);
	return nsc_digester_finish(&digester);
}

static bool known_unit(struct reading *reading, size_t i)
{
	struct nsc_session *session = reading->session;
	struct nsc_wire_target target = {session->run->names, session->run->keep, NULL};
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_unit_facts *facts;
	struct nostd_span record;

	if (!nsc_store_get_unit(session->store, reading->keys[i], &record)) {
		return false;
	}
	facts = nostd_bump_new(session->run->keep, struct nsc_unit_facts);
	nsc_unit_facts_init(facts, session->run->keep);
	target.facts = facts;
	if (nsc_wire_decode(&nsc_schema_unit, record, &target, &ignored) < 0) {
		return false;
	}
	reading->units->all.ptr[reading->rows[i]].facts = facts;
	return true;
}

static void add_given(struct nsc_name_vec *all, struct nsc_name name)
{
	if (nsc_name_given(name)) {
		nsc_name_vec_add(all, name);
	}
}

/* Every folder that a header may have been looked for in. */
static struct nsc_name_vec searched_folders(struct reading *reading, size_t i,
					    const struct nsc_unit_facts *facts)
{
	struct nsc_session *session = reading->session;
	const struct nsc_run_unit *unit = &reading->units->all.ptr[reading->rows[i]];
	struct nsc_name_vec folders = nsc_name_vec_new_in(nsc_scratch(session->run));
	struct nsc_invocation invocation;
	size_t k;

	nsc_invocation_read(session->run->names, unit->database, unit->command,
			    session->run->scratch, &invocation);
	for (k = 0; k < invocation.folders.len; k++) {
		add_given(&folders, invocation.folders.ptr[k]);
	}
	for (k = 0; k < reading->units->hosted_folders.len; k++) {
		add_given(&folders, reading->units->hosted_folders.ptr[k]);
	}
	for (k = 0; k < facts->inputs.len; k++) {
		struct nostd_str path = text_of(session, facts->inputs.ptr[k].path);

		add_given(&folders, nsc_name(session->run->names, nsc_path_folder(path)));
	}
	return folders;
}

static void remember_unit(struct reading *reading, size_t i,
			  const struct nsc_unit_facts *facts)
{
	struct nsc_session *session = reading->session;
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct nsc_name_vec folders = searched_folders(reading, i, facts);
	struct nsc_name_vec spelled = nsc_name_vec_new_in(nsc_scratch(session->run));
	struct nsc_store_input *inputs = nostd_bump_array(
		session->run->scratch, struct nsc_store_input, facts->inputs.len);
	struct nostd_string record = nostd_string_new();
	struct nsc_store_unit unit;
	struct nostd_span bytes;
	size_t k;

	for (k = 0; k < facts->inputs.len; k++) {
		inputs[k].path = facts->inputs.ptr[k].path;
		inputs[k].digest.high = facts->inputs.ptr[k].digest_high;
		inputs[k].digest.low = facts->inputs.ptr[k].digest_low;
	}
	for (k = 0; k < facts->includes.len; k++) {
		add_given(&spelled, facts->includes.ptr[k].spelled);
	}
	nsc_wire_encode(&nsc_schema_unit, facts, session->run->names, &record);
	unit.key = reading->keys[i];
	unit.inputs = inputs;
	unit.input_count = facts->inputs.len;
	unit.folders = folders.ptr;
	unit.folder_count = folders.len;
	unit.spelled = spelled.ptr;
	unit.spelled_count = spelled.len;
	bytes.ptr = (const unsigned char *)record.ptr;
	bytes.size = record.len;
	nsc_store_put_unit(session->store, &unit, bytes);
	nostd_string_drop(&record);
	nostd_bump_reset(session->run->scratch, mark);
}

static void prepare(struct reading *reading)
{
	struct nsc_session *session = reading->session;
	size_t wanted = 0, i;

	for (i = 0; i < reading->units->all.len; i++) {
		wanted += reading->units->all.ptr[i].wanted;
	}
	reading->requests =
		nostd_bump_array(session->run->keep, struct nsc_unit_request, wanted);
	reading->keys = nostd_bump_array(session->run->keep, struct nsc_digest, wanted);
	reading->rows = nostd_bump_array(session->run->keep, uint32_t, wanted);
	for (i = 0; i < reading->units->all.len; i++) {
		const struct nsc_run_unit *unit = &reading->units->all.ptr[i];
		struct nsc_unit_request *request = &reading->requests[reading->count];

		if (!unit->wanted || unit->facts) {
			continue;
		}
		nsc_unit_request_init(request, session->run->keep);
		nsc_adapt(session->run, session->drivers, unit->database, unit->command,
			  request);
		reading->keys[reading->count] = key_of(reading, request);
		reading->rows[reading->count++] = (uint32_t)i;
	}
}

/* Leave only those that the store does not know. */
static void drop_known(struct reading *reading)
{
	size_t kept = 0, i;

	for (i = 0; i < reading->count; i++) {
		if (known_unit(reading, i)) {
			continue;
		}
		reading->requests[kept] = reading->requests[i];
		reading->keys[kept] = reading->keys[i];
		reading->rows[kept++] = reading->rows[i];
	}
	reading->count = kept;
}

static int ask_workers(struct reading *reading, struct nostd_str worker,
		       struct nsc_err *err)
{
	struct nsc_session *session = reading->session;
	const struct nsc_setting_value_vec *jobs =
		&session->settings.values[NSC_SETTING_JOBS];
	struct nsc_pool_options options = {0};
	struct nsc_unit_facts *answers = nostd_bump_array(
		session->run->keep, struct nsc_unit_facts, reading->count);
	struct nsc_pool_work work = {reading->requests, reading->count, answers};
	size_t i;

	options.worker = worker;
	options.workers =
		jobs->len != 0 ? jobs->ptr[jobs->len - 1].index : nsc_host_cpus();
	if (nsc_pool_run(session->run, &options, &work, err) < 0) {
		return -1;
	}
	for (i = 0; i < reading->count; i++) {
		reading->units->all.ptr[reading->rows[i]].facts = &answers[i];
		if (answers[i].status == NSC_UNIT_OK ||
		    answers[i].status == NSC_UNIT_PARTIAL) {
			remember_unit(reading, i, &answers[i]);
		}
	}
	return 0;
}

static void note_parser(struct nsc_run_units *units)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		const struct nsc_unit_facts *facts = units->all.ptr[i].facts;

		if (facts && nsc_name_given(facts->parser)) {
			units->parser = facts->parser;
			return;
		}
	}
}

int nsc_units_read(struct nsc_session *session, struct nsc_run_units *units,
		   struct nsc_err *err)
{
	struct reading reading = {session, units, NULL, NULL, NULL, 0, {0, 0}};
	struct nostd_str worker =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_WORKER);
	struct nsc_err missing = {NSC_ERR_NONE, ""};

	if (worker.len == 0 &&
	    nsc_pool_worker(session->run->keep, &worker, &missing) < 0) {
		*err = missing;
		return -1;
	}
	nsc_store_digest(session->store, nsc_name(session->run->names, worker),
			 &reading.worker);
	prepare(&reading);
	drop_known(&reading);
	if (reading.count != 0 && ask_workers(&reading, worker, err) < 0) {
		return -1;
	}
	note_parser(units);
	return 0;
}
