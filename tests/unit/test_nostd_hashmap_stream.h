/*
 * test_nostd_hashmap_stream.h - random operations on one map type against a plain table.
 *
 * In:   MAP, the name of a map from uint32_t to struct token made with NOSTD_IN, and
 *       MAP_HASH(p, seed), its hash. Included once per map by test_nostd_hashmap.c.
 * Out:  MAP_stream, a test; MAP_check, the invariants of <nostd/table.h>.
 */
#define MAP_(verb) NOSTD_GLUE(MAP, verb)

/* The table as table.h describes it, found out byte by byte. */
static void MAP_(check)(const struct MAP *m, const struct model *model)
{
	const struct nostd_table *t = &m->table;
	size_t buckets = nostd_table_buckets(t);
	size_t limit = buckets < 8 ? buckets - 1 : buckets / 8 * 7;
	size_t full = 0;
	size_t deleted = 0;
	size_t i;

	assert_int_equal(t->len, model->len);
	assert_int_equal(watch.live, model->len + (buckets != 0));
	for (i = 0; i < KEYS; i++) {
		const struct token *value = MAP_(get)(m, (uint32_t)i);

		assert_int_equal(value != NULL, model->there[i]);
		assert_int_equal(MAP_(contains_key)(m, (uint32_t)i), model->there[i]);
		assert_true(!value || value->id == model->id[i]);
	}
	for (i = 0; i < buckets; i++) {
		const struct NOSTD_GLUE(MAP, entry) *entry =
			(const struct NOSTD_GLUE(MAP, entry) *)(const void *)t->ctrl - 1 -
			i;

		full += t->ctrl[i] < 0x80;
		deleted += t->ctrl[i] == NOSTD_CTRL_DELETED;
		if (t->ctrl[i] < 0x80) {
			const uint32_t *key = &entry->key;

			assert_int_equal(t->ctrl[i],
					 nostd_table_tag(MAP_HASH(key, t->seed)));
		} else {
			assert_true(t->ctrl[i] == 0xFF || t->ctrl[i] == 0x80);
		}
		if (i < NOSTD_GROUP && buckets >= NOSTD_GROUP) {
			assert_int_equal(t->ctrl[buckets + i], t->ctrl[i]);
		} else if (buckets < NOSTD_GROUP) {
			assert_int_equal(t->ctrl[NOSTD_GROUP + i], t->ctrl[i]);
		}
	}
	assert_int_equal(full, t->len);
	assert_int_equal(t->room + full + deleted, buckets == 0 ? 0 : limit);
}

static void MAP_(check_iteration)(struct MAP *m, const struct model *model)
{
	struct NOSTD_GLUE(MAP, iter) it = MAP_(iter)(m);
	struct NOSTD_GLUE(MAP, iter_mut) mut = MAP_(iter_mut)(m);
	bool seen[KEYS] = {false};
	size_t count = 0;

	while (MAP_(next)(&it)) {
		assert_false(seen[*it.key]);
		assert_true(model->there[*it.key]);
		assert_int_equal(it.value->id, model->id[*it.key]);
		seen[*it.key] = true;
		count++;
	}
	assert_false(MAP_(next)(&it));
	assert_int_equal(count, model->len);
	while (MAP_(next_mut)(&mut)) {
		assert_true(seen[*mut.key]);
		mut.value->id++;
		mut.value->id--;
		count--;
	}
	assert_int_equal(count, 0);
}

/* The other ways to put in and take out. */
static void MAP_(entry_step)(struct MAP *m, struct model *model, size_t op, uint32_t key)
{
	uint32_t id = (uint32_t)random_bits();
	bool there = model->there[key];
	struct NOSTD_GLUE(MAP, entry) * entry;
	struct token const *value = NULL;
	uint32_t const *found = NULL;
	uint32_t gone = 0;
	struct token t = {0, NULL};
	struct token *at;
	bool fresh;

	switch (op) {
	case 0:
		entry = MAP_(try_entry)(m, key, &fresh);
		assert_int_equal(fresh, !there);
		assert_int_equal(entry->key, key);
		if (fresh) {
			entry->value = token(id);
			model_put(model, key, id);
		}
		break;
	case 1:
		at = MAP_(try_get_or_insert_with)(m, key, make_token, &id);
		assert_int_equal(at->id, there ? model->id[key] : id);
		model_put(model, key, at->id);
		break;
	default:
		assert_int_equal(MAP_(get_key_value)(m, key, &found, &value), there);
		assert_true(!there || (*found == key && value->id == model->id[key]));
		assert_int_equal(MAP_(remove_entry)(m, key, &gone, &t), there);
		if (there) {
			assert_int_equal(gone, key);
			assert_int_equal(t.id, model->id[key]);
			token_drop(&t);
		}
		model_take(model, key);
		assert_false(MAP_(get_key_value)(m, key, &found, &value));
		break;
	}
}

static bool MAP_(is_picked)(uint32_t const *key, struct token *value, void *ctx)
{
	struct model *model = (struct model *)ctx;

	assert_int_equal(value->id, model->id[*key]);
	model->asked++;
	return (value->id & 1) != 0;
}

/* Takes out those with an odd id, or all, or keeps those with one. */
static void MAP_(pick)(struct MAP *m, struct model *model, size_t op)
{
	struct NOSTD_GLUE(MAP, entry) gone;
	size_t len = model->len;
	size_t at = 0;
	size_t i;

	model->asked = 0;
	if (op == 0) {
		MAP_(retain)(m, MAP_(is_picked), model);
		assert_int_equal(model->asked, len);
		for (i = 0; i < KEYS; i++) {
			if ((model->id[i] & 1) == 0) {
				model_take(model, (uint32_t)i);
			}
		}
		return;
	}
	while (op == 1 ? MAP_(extract_if)(m, &at, MAP_(is_picked), model, &gone)
		       : MAP_(drain)(m, &at, &gone)) {
		assert_true(model->there[gone.key]);
		assert_true(op == 2 || (gone.value.id & 1) != 0);
		assert_int_equal(gone.value.id, model->id[gone.key]);
		token_drop(&gone.value);
		model_take(model, gone.key);
		MAP_(check)(m, model);
	}
	assert_int_equal(model->asked, op == 1 ? len : 0);
	for (i = 0; i < KEYS; i++) {
		assert_false(model->there[i] && (op == 2 || (model->id[i] & 1) != 0));
	}
}

static void MAP_(step)(struct MAP *m, struct model *model, size_t op, uint32_t key)
{
	uint32_t id = (uint32_t)random_bits();
	bool there = model->there[key];
	struct token t = {0, NULL};
	struct token *at;

	switch (op) {
	case 0:
	case 1:
	case 2:
		assert_int_equal(MAP_(insert)(m, key, token(id)),
				 there ? NOSTD_REPLACED : NOSTD_INSERTED);
		model_put(model, key, id);
		break;
	case 3:
		at = MAP_(get_or_insert)(m, key, token(id));
		assert_int_equal(at->id, there ? model->id[key] : id);
		model_put(model, key, there ? model->id[key] : id);
		break;
	case 4:
	case 5:
		assert_int_equal(MAP_(remove)(m, key, &t), there);
		if (there) {
			assert_int_equal(t.id, model->id[key]);
			token_drop(&t);
		}
		model_take(model, key);
		break;
	case 6:
		assert_int_equal(MAP_(remove)(m, key, NULL), there);
		model_take(model, key);
		break;
	default:
		at = MAP_(get_mut)(m, key);
		assert_int_equal(at != NULL, there);
		if (at) {
			token_drop(at);
			*at = token(id);
			model->id[key] = id;
		}
		break;
	}
}

static void MAP_(rare_step)(struct MAP *m, struct model *model, size_t op)
{
	struct MAP copy;
	size_t buckets;

	switch (op) {
	case 0:
		copy = MAP_(clone)(m);
		MAP_(drop)(m);
		*m = copy;
		break;
	case 1:
		MAP_(reserve)(m, random_below(SCALED(100, 20)));
		break;
	case 2:
		MAP_(clear)(m);
		memset(model, 0, sizeof(*model));
		break;
	case 3:
		MAP_(drop)(m);
		memset(model, 0, sizeof(*model));
		break;
	case 4:
	case 5:
	case 6:
		MAP_(pick)(m, model, op - 4);
		break;
	case 7:
		buckets = nostd_table_buckets(&m->table);
		MAP_(shrink_to)(m, random_below(2) * (model->len + 3));
		assert_true(nostd_table_buckets(&m->table) <= buckets);
		break;
	default:
		MAP_(check_iteration)(m, model);
		break;
	}
}

/* Keys come from a window that widens and narrows, so that the map grows and empties. */
static void MAP_(stream)(void **state)
{
	static struct model model;
	struct MAP m = MAP_(with_seed_in)(&watch_allocator, (nostd_hash)random_bits());
	unsigned long steps = test_steps(6000);
	size_t window = 8;

	(void)state;
	memset(&model, 0, sizeof(model));
	MAP_(check)(&m, &model);
	while (steps-- != 0) {
		if (random_below(200) == 0) {
			window = 1 + random_below(KEYS);
		}
		if (random_below(40) == 0) {
			MAP_(rare_step)
			(&m, &model, random_below(random_below(2) ? 2 : 10));
		} else if (random_below(4) == 0) {
			MAP_(entry_step)
			(&m, &model, random_below(3), (uint32_t)random_below(window));
		} else {
			MAP_(step)
			(&m, &model, random_below(8), (uint32_t)random_below(window));
		}
		MAP_(check)(&m, &model);
	}
	MAP_(drop)(&m);
	assert_int_equal(watch.live, 0);
	MAP_(drop)(&m);
}

#undef MAP_
#undef MAP
#undef MAP_HASH
