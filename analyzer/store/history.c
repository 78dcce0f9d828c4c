/*
 * history.c - what runs found, the last images, and the commit that writes all. See
 * store.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

/* -- texts --------------------------------------------------------------------------- */

static int64_t find_text(struct nsc_store *store, struct nostd_str text)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_TEXT_FIND);
	int64_t number = 0;

	nsc_sql_text(row, 1, text);
	if (nsc_sql_row(store, row)) {
		number = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	return number;
}

int64_t nsc_store_text(struct nsc_store *store, struct nsc_name name)
{
	struct nostd_str text = nsc_name_text(store->run->names, name);
	const int64_t *known = nsc_text_map_get(&store->texts, name.ix);
	sqlite3_stmt *row;
	int64_t number;

	if (known || text.len == 0) {
		return known ? *known : 0;
	}
	number = find_text(store, text);
	if (number == 0) {
		row = nsc_sql(store, NSC_SQL_TEXT_ADD);
		nsc_sql_text(row, 1, text);
		nsc_sql_run(store, row);
		number = store->db ? sqlite3_last_insert_rowid(store->db) : 0;
	}
	nsc_text_map_insert(&store->texts, name.ix, number);
	return number;
}

/* Values into one row, from the first parameter on. */
struct values {
	struct nsc_store *store;
	sqlite3_stmt *row;
	int at;
};

static struct values values_of(struct nsc_store *store, enum nsc_sql id)
{
	struct values values = {store, nsc_sql(store, id), 1};

	return values;
}

/* Texts go first to their own table, and their statements do not touch this row. */
static void put_name(struct values *values, struct nsc_name name)
{
	int64_t number = nsc_store_text(values->store, name);

	nsc_sql_number(values->store->db ? values->row : NULL, values->at++, number);
}

static void put_number(struct values *values, int64_t number)
{
	nsc_sql_number(values->store->db ? values->row : NULL, values->at++, number);
}

/* A count or size that may not be known: NULL then. */
static void put_count(struct values *values, int64_t count)
{
	if (count != NSC_STORE_NOT_KNOWN) {
		put_number(values, count);
		return;
	}
	if (values->store->db) {
		sqlite3_bind_null(values->row, values->at);
	}
	values->at++;
}

static void put_digest(struct values *values, const struct nsc_digest *digest)
{
	nsc_sql_digest(values->store->db ? values->row : NULL, values->at++, digest);
}

static void put_text(struct values *values, struct nostd_str text)
{
	if (text.len == 0) {
		put_count(values, NSC_STORE_NOT_KNOWN);
		return;
	}
	nsc_sql_text(values->store->db ? values->row : NULL, values->at++, text);
}

static void run(struct values *values)
{
	nsc_sql_run(values->store, values->store->db ? values->row : NULL);
}

/* -- images -------------------------------------------------------------------------- */

static struct nsc_digest image_digest(const struct nsc_names *names,
				      const struct nsc_store_reference *rows,
				      size_t count)
{
	struct nsc_digester digester;
	size_t i;

	nsc_digester_init(&digester);
	for (i = 0; i < count; i++) {
		nsc_digester_add_str(&digester, nsc_name_text(names, rows[i].file));
		nsc_digester_add_str(&digester, nsc_name_text(names, rows[i].function));
		nsc_digester_add_str(&digester, nsc_name_text(names, rows[i].symbol));
		nsc_digester_add_u64(&digester, rows[i].state);
	}
	return nsc_digester_finish(&digester);
}

void nsc_store_put_image(struct nsc_store *store, struct nsc_name target,
			 const struct nsc_store_reference *rows, size_t count)
{
	struct nsc_pending_image image = {target, rows, count, {0, 0}};

	if (store->db) {
		image.digest = image_digest(store->run->names, rows, count);
		nsc_pending_image_vec_push(&store->images, image);
	}
}

static enum nsc_store_state find_state(struct nsc_store *store, struct nsc_name target,
				       const struct nsc_store_reference *reference)
{
	const struct nsc_name names[] = {target, reference->file, reference->function,
					 reference->symbol};
	enum nsc_store_state state = NSC_STORE_UNKNOWN;
	int64_t numbers[4];
	sqlite3_stmt *row;
	int i;

	for (i = 0; i < 4; i++) {
		struct nostd_str text = nsc_name_text(store->run->names, names[i]);

		numbers[i] = text.len == 0 ? 0 : find_text(store, text);
		if (text.len != 0 && numbers[i] == 0) {
			return NSC_STORE_UNKNOWN;
		}
	}
	row = nsc_sql(store, NSC_SQL_REFERENCE_GET);
	for (i = 0; i < 4; i++) {
		nsc_sql_number(row, 1 + i, numbers[i]);
	}
	if (nsc_sql_row(store, row)) {
		state = (enum nsc_store_state)sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	return state;
}

enum nsc_store_state nsc_store_image_state(struct nsc_store *store,
					   struct nsc_name target,
					   const struct nsc_store_reference *reference)
{
	enum nsc_store_state state;

	nsc_store_begin_reading(store);
	state = find_state(store, target, reference);
	nsc_store_end_reading(store);
	return state;
}

/* Is this the image that is there already? Most runs change none. */
static bool is_same_image(struct nsc_store *store, int64_t target,
			  const struct nsc_digest *digest)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_IMAGE_GET);
	struct nsc_digest there;
	bool same = false;

	nsc_sql_number(row, 1, target);
	if (nsc_sql_row(store, row)) {
		same = nsc_sql_column_digest(row, 0, &there) &&
		       nsc_digest_eq(there, *digest);
		sqlite3_reset(row);
	}
	return same;
}

static void write_image(struct nsc_store *store, const struct nsc_pending_image *image)
{
	int64_t target = nsc_store_text(store, image->target);
	struct values values;
	size_t i;

	if (is_same_image(store, target, &image->digest)) {
		return;
	}
	values = values_of(store, NSC_SQL_REFERENCE_DROP);
	put_number(&values, target);
	run(&values);
	for (i = 0; i < image->count; i++) {
		values = values_of(store, NSC_SQL_REFERENCE_PUT);
		put_number(&values, target);
		put_name(&values, image->rows[i].file);
		put_name(&values, image->rows[i].function);
		put_name(&values, image->rows[i].symbol);
		put_number(&values, image->rows[i].state);
		run(&values);
	}
	values = values_of(store, NSC_SQL_IMAGE_PUT);
	put_number(&values, target);
	put_digest(&values, &image->digest);
	run(&values);
}

void nsc_store_write_images(struct nsc_store *store)
{
	size_t i;

	for (i = 0; i < store->images.len; i++) {
		write_image(store, &store->images.ptr[i]);
	}
}

/* -- runs ---------------------------------------------------------------------------- */

static int64_t write_run(struct nsc_store *store, const struct nsc_store_run *from)
{
	struct values values = values_of(store, NSC_SQL_RUN_ADD);

	put_number(&values, store->opened / 1000000000);
	put_text(&values, from->version);
	put_text(&values, from->revision);
	put_text(&values, from->command);
	put_text(&values, from->verdict);
	put_number(&values, from->exit_code);
	put_number(&values, from->full);
	run(&values);
	return store->db ? sqlite3_last_insert_rowid(store->db) : 0;
}

static void write_target(struct nsc_store *store, int64_t number,
			 const struct nsc_store_target *from)
{
	struct values values = values_of(store, NSC_SQL_TARGET_ADD);
	const int64_t counts[] = {from->units,          from->objects,     from->symbols,
				  from->referenced,     from->extracted,   from->live,
				  from->errors,         from->warnings,    from->notes,
				  from->text,           from->data,        from->bss,
				  from->retained_flash, from->retained_ram};
	size_t i;

	put_number(&values, number);
	put_name(&values, from->name);
	put_name(&values, from->tier);
	put_name(&values, from->verdict);
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		put_count(&values, counts[i]);
	}
	run(&values);
}

/* -- chains -------------------------------------------------------------------------- */

static struct nsc_digest chain_digest(const struct nsc_names *names,
				      const struct nsc_store_finding *from)
{
	struct nsc_digester digester;
	size_t i;

	nsc_digester_init(&digester);
	for (i = 0; i < from->why_count; i++) {
		const struct nsc_store_step *step = &from->why[i];

		nsc_digester_add_str(&digester, nsc_name_text(names, step->node));
		nsc_digester_add_str(&digester, nsc_name_text(names, step->edge));
		nsc_digester_add_str(&digester, nsc_name_text(names, step->at.file));
		nsc_digester_add_u64(&digester, step->at.line);
		nsc_digester_add_u64(&digester, step->at.column);
	}
	return nsc_digester_finish(&digester);
}

static void write_steps(struct nsc_store *store, int64_t chain,
			const struct nsc_store_finding *from)
{
	size_t i;

	for (i = 0; i < from->why_count; i++) {
		const struct nsc_store_step *step = &from->why[i];
		struct values values = values_of(store, NSC_SQL_STEP_ADD);

		put_number(&values, chain);
		put_number(&values, (int64_t)i + 1);
		put_name(&values, step->node);
		put_name(&values, step->edge);
		put_name(&values, step->at.file);
		put_number(&values, step->at.line);
		put_number(&values, step->at.column);
		run(&values);
	}
}

/* The chain of a finding, which most runs share with the run before; NOT_KNOWN: none. */
static int64_t write_chain(struct nsc_store *store, const struct nsc_store_finding *from)
{
	struct nsc_digest digest = chain_digest(store->run->names, from);
	sqlite3_stmt *row;
	struct values values;
	int64_t chain;

	if (from->why_count == 0) {
		return NSC_STORE_NOT_KNOWN;
	}
	row = nsc_sql(store, NSC_SQL_CHAIN_FIND);
	nsc_sql_digest(row, 1, &digest);
	if (nsc_sql_row(store, row)) {
		chain = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
		return chain;
	}
	values = values_of(store, NSC_SQL_CHAIN_ADD);
	put_digest(&values, &digest);
	run(&values);
	chain = store->db ? sqlite3_last_insert_rowid(store->db) : 0;
	write_steps(store, chain, from);
	return chain;
}

/* -- findings and sizes ----------------------------------------------------------- */

static void write_finding(struct nsc_store *store, int64_t number, size_t index,
			  const struct nsc_store_finding *from)
{
	int64_t chain = write_chain(store, from);
	struct values values = values_of(store, NSC_SQL_FINDING_ADD);

	put_number(&values, number);
	put_number(&values, (int64_t)index + 1);
	put_digest(&values, &from->id);
	put_name(&values, from->target);
	put_name(&values, from->rule);
	put_name(&values, from->severity);
	put_name(&values, from->symbol);
	put_name(&values, from->tier);
	put_name(&values, from->capability);
	put_name(&values, from->component);
	put_name(&values, from->function);
	put_name(&values, from->at.file);
	put_number(&values, from->at.line);
	put_number(&values, from->at.column);
	put_number(&values, from->state);
	put_name(&values, from->suppression);
	put_name(&values, from->baseline);
	put_name(&values, from->message);
	put_count(&values, from->flash);
	put_count(&values, from->ram);
	put_count(&values, from->group_flash);
	put_count(&values, from->group_ram);
	put_count(&values, chain);
	run(&values);
}

static void write_size(struct nsc_store *store, int64_t number,
		       const struct nsc_store_size *from)
{
	struct values values = values_of(store, NSC_SQL_SIZE_ADD);

	put_number(&values, number);
	put_name(&values, from->target);
	put_name(&values, from->kind);
	put_name(&values, from->name);
	put_count(&values, from->flash);
	put_count(&values, from->ram);
	put_count(&values, from->retained_flash);
	put_count(&values, from->retained_ram);
	run(&values);
}

void nsc_store_write_history(struct nsc_store *store,
			     const struct nsc_store_history *history)
{
	int64_t number = write_run(store, &history->run);
	size_t i;

	for (i = 0; i < history->target_count; i++) {
		write_target(store, number, &history->targets[i]);
	}
	for (i = 0; i < history->finding_count; i++) {
		write_finding(store, number, i, &history->findings[i]);
	}
	for (i = 0; i < history->size_count; i++) {
		write_size(store, number, &history->sizes[i]);
	}
}

/* -- the commit ---------------------------------------------------------------------- */

/* Has something been looked at that the file does not have? */
static bool has_fresh(const struct nsc_seen_map *map)
{
	struct nsc_seen_map_iter it = nsc_seen_map_iter(map);

	while (nsc_seen_map_next(&it)) {
		if (it.value->there && it.value->fresh && nsc_seen_is_settled(it.value)) {
			return true;
		}
	}
	return false;
}

static bool has_work(const struct nsc_store *store,
		     const struct nsc_store_history *history)
{
	return history || store->pending || store->images.len != 0 ||
	       store->used_facts.len + store->used_units.len != 0 ||
	       store->used_files.len + store->used_folders.len != 0 ||
	       has_fresh(&store->files) || has_fresh(&store->folders);
}

static void forget_pending(struct nsc_store *store)
{
	nsc_number_vec_clear(&store->used_facts);
	nsc_number_vec_clear(&store->used_units);
	nsc_number_vec_clear(&store->used_files);
	nsc_number_vec_clear(&store->used_folders);
	nsc_pending_image_vec_clear(&store->images);
	nsc_text_map_clear(&store->texts);
	store->pending = false;
}

bool nsc_store_commit(struct nsc_store *store, const struct nsc_store_history *history)
{
	if (!store->db || !has_work(store, history)) {
		return store->db != NULL;
	}
	if (!store->writable) {
		nsc_store_tell(store, "found a store that may not be written: this run "
				      "keeps nothing");
		return false;
	}
	store->blank = false;
	nsc_store_switch_to_log(store);
	if (nsc_sql_exec(store, "BEGIN IMMEDIATE")) {
		nsc_store_write_files(store);
		nsc_store_write_units(store);
		nsc_store_write_images(store);
		if (history) {
			nsc_store_write_history(store, history);
		}
		nsc_sql_exec(store, "COMMIT");
	}
	if (!store->db) {
		return false;
	}
	forget_pending(store);
	nsc_store_prune(store);
	return true;
}
