/*
 * test_nostd_btreemap_stream.h - random operations on one map type against a plain table.
 *
 * In:   MAP, the name of a map from struct token to struct token, looked up by uint32_t,
 *       made with NOSTD_IN. Included once per map by test_nostd_btreemap.c.
 * Out:  MAP_stream, a test.
 */
#define MAP_(verb) NOSTD_GLUE(MAP, verb)

static size_t MAP_(inner_nodes)(struct nostd_btree_node *node, size_t height)
{
	struct MAP_(inner_) *inner = MAP_(as_inner_)(node);
	size_t count = 1;
	size_t i;

	if (height < 2) {
		return 0;
	}
	for (i = 0; i <= node->len; i++) {
		count += MAP_(inner_nodes)(inner->children[i], height - 1);
	}
	return count;
}

/* `others`: live blocks that do not belong to the map. */
static void MAP_(check)(const struct MAP *m, const struct model *model, size_t others)
{
	struct MAP_(iter) it = MAP_(iter)(m);
	const struct nostd_btree_node *leaf;
	const struct token *key;
	const struct token *value;
	size_t nodes = MAP_(inner_nodes)(m->tree.root, m->tree.height);
	uint32_t i;

	assert_true(MAP_(check_)(m));
	assert_int_equal(MAP_(len)(m), model->len);
	assert_int_equal(MAP_(is_empty)(m), model->len == 0);
	for (leaf = m->tree.first; leaf; leaf = leaf->next) {
		nodes++;
	}
	assert_int_equal(watch.live, 2 * model->len + nodes + others);
	for (i = 0; i < KEYS; i++) {
		bool there = model->there[i];

		value = MAP_(get)(m, i);
		assert_int_equal(value != NULL, there);
		assert_int_equal(MAP_(contains_key)(m, i), there);
		assert_int_equal(MAP_(get_key_value)(m, i, &key, &value), there);
		if (there) {
			assert_int_equal(key->id, i);
			assert_int_equal(value->id, model->id[i]);
			assert_true(MAP_(next)(&it));
			assert_ptr_equal(it.key, key);
			assert_ptr_equal(it.value, value);
			assert_ptr_equal(MAP_(get_key)(m, i), key);
		}
	}
	assert_false(MAP_(next)(&it) || MAP_(next_back)(&it));
}

/* Reads a range from both ends, as a coin says, against the table. */
static void MAP_(check_range)(struct MAP *m, const struct model *model)
{
	enum nostd_bound from = (enum nostd_bound)random_below(3);
	enum nostd_bound to = (enum nostd_bound)random_below(3);
	uint32_t low = (uint32_t)random_below(KEYS + 2);
	uint32_t high = (uint32_t)random_below(KEYS + 2);
	size_t begin = from == NOSTD_UNBOUNDED ? 0 : low + (from == NOSTD_EXCLUDED);
	size_t end = to == NOSTD_UNBOUNDED ? KEYS : high + (to == NOSTD_INCLUDED);
	struct MAP_(iter) it =
		MAP_(range)(m, from, from ? &low : NULL, to, to ? &high : NULL);
	struct MAP_(iter_mut) mut = MAP_(range_mut)(m, from, &low, to, &high);

	end = end > KEYS ? KEYS : end;
	for (;;) {
		while (begin < end && !model->there[begin]) {
			begin++;
		}
		while (begin < end && !model->there[end - 1]) {
			end--;
		}
		if (begin >= end) {
			break;
		}
		if (random_below(2) == 0) {
			assert_true(MAP_(next)(&it) && MAP_(next_mut)(&mut));
			assert_int_equal(it.key->id, begin);
			begin++;
		} else {
			assert_true(MAP_(next_back)(&it) && MAP_(next_back_mut)(&mut));
			end--;
			assert_int_equal(it.key->id, end);
		}
		assert_ptr_equal(it.key, mut.key);
		assert_ptr_equal(it.value, mut.value);
		token_check(it.value);
	}
	assert_false(MAP_(next)(&it) || MAP_(next_back)(&it));
	assert_false(MAP_(next_mut)(&mut) || MAP_(next_back_mut)(&mut));
}

/* The first key of the table from `at` on, or the last one before it; KEYS: none. */
static size_t MAP_(model_after)(const struct model *model, size_t at)
{
	while (at < KEYS && !model->there[at]) {
		at++;
	}
	return at < KEYS ? at : KEYS;
}

static size_t MAP_(model_before)(const struct model *model, size_t at)
{
	for (at = at < KEYS ? at : KEYS; at != 0; at--) {
		if (model->there[at - 1]) {
			return at - 1;
		}
	}
	return KEYS;
}

/* A place by each kind of bound: the table's keys from the result on are after it. */
static size_t MAP_(place)(enum nostd_bound bound, uint32_t key, bool upper)
{
	if (bound == NOSTD_UNBOUNDED) {
		return upper ? KEYS : 0;
	}
	return (size_t)key + ((bound == NOSTD_EXCLUDED) != upper);
}

static void MAP_(check_cursor)(const struct MAP *m, const struct model *model)
{
	enum nostd_bound bound = (enum nostd_bound)random_below(3);
	uint32_t key = (uint32_t)random_below(KEYS + 2);
	bool upper = random_below(2) == 0;
	size_t at = MAP_(place)(bound, key, upper);
	struct MAP_(cursor) c = upper ? MAP_(upper_bound)(m, bound, &key)
				      : MAP_(lower_bound)(m, bound, &key);
	size_t steps = random_below(12);
	size_t want;

	while (steps-- != 0) {
		want = MAP_(model_after)(model, at);
		assert_int_equal(MAP_(cursor_peek_next)(&c), want < KEYS);
		assert_true(want == KEYS || c.key->id == want);
		want = MAP_(model_before)(model, at);
		assert_int_equal(MAP_(cursor_peek_prev)(&c), want < KEYS);
		assert_true(want == KEYS || c.key->id == want);
		if (random_below(2) == 0) {
			want = MAP_(model_after)(model, at);
			assert_int_equal(MAP_(cursor_next)(&c), want < KEYS);
			at = want < KEYS ? want + 1 : at;
		} else {
			want = MAP_(model_before)(model, at);
			assert_int_equal(MAP_(cursor_prev)(&c), want < KEYS);
			at = want < KEYS ? want : at;
		}
		assert_true(want == KEYS || c.value->id == model->id[want]);
	}
}

/* One change by a cursor at `at`; returns where it is after. */
static size_t MAP_(cursor_change)(struct MAP_(cursor_mut) * c, struct model *model,
				  size_t at)
{
	size_t next = MAP_(model_after)(model, at);
	size_t prev = MAP_(model_before)(model, at);
	size_t key = random_below(KEYS);
	bool fits = (next == KEYS || key < next) && (prev == KEYS || key > prev);
	bool before = random_below(2) == 0;
	struct token k;
	struct token v;

	switch (random_below(3)) {
	case 0:
		assert_int_equal(MAP_(cursor_mut_remove_next)(c, NULL, &v), next < KEYS);
		if (next < KEYS) {
			assert_int_equal(v.id, model->id[next]);
			token_drop(&v);
			model_take(model, (uint32_t)next);
		}
		return at;
	case 1:
		assert_int_equal(MAP_(cursor_mut_remove_prev)(c, &k, NULL), prev < KEYS);
		if (prev < KEYS) {
			assert_int_equal(k.id, prev);
			token_drop(&k);
			model_take(model, (uint32_t)prev);
		}
		return at;
	default:
		k = token((uint32_t)key);
		v = token((uint32_t)random_bits());
		assert_int_equal(before ? MAP_(cursor_mut_try_insert_before)(c, k, v)
					: MAP_(cursor_mut_try_insert_after)(c, k, v),
				 fits);
		if (!fits) {
			token_drop(&k);
			token_drop(&v);
			return at;
		}
		model_put(model, (uint32_t)key, v.id);
		return before ? key + 1 : key;
	}
}

static void MAP_(change_by_cursor)(struct MAP *m, struct model *model)
{
	enum nostd_bound bound = (enum nostd_bound)random_below(3);
	uint32_t key = (uint32_t)random_below(KEYS + 2);
	bool upper = random_below(2) == 0;
	size_t at = MAP_(place)(bound, key, upper);
	struct MAP_(cursor_mut) c = upper ? MAP_(upper_bound_mut)(m, bound, &key)
					  : MAP_(lower_bound_mut)(m, bound, &key);
	size_t steps = 1 + random_below(30);
	size_t want;

	while (steps-- != 0) {
		want = MAP_(model_after)(model, at);
		assert_int_equal(MAP_(cursor_mut_peek_next)(&c), want < KEYS);
		assert_true(want == KEYS || c.key->id == want);
		want = MAP_(model_before)(model, at);
		assert_int_equal(MAP_(cursor_mut_peek_prev)(&c), want < KEYS);
		assert_true(want == KEYS || c.key->id == want);
		switch (random_below(3)) {
		case 0:
			want = MAP_(model_after)(model, at);
			assert_int_equal(MAP_(cursor_mut_next)(&c), want < KEYS);
			at = want < KEYS ? want + 1 : at;
			break;
		case 1:
			want = MAP_(model_before)(model, at);
			assert_int_equal(MAP_(cursor_mut_prev)(&c), want < KEYS);
			at = want < KEYS ? want : at;
			break;
		default:
			at = MAP_(cursor_change)(&c, model, at);
			MAP_(check)(m, model, 0);
			break;
		}
	}
}

static void MAP_(take_step)(struct MAP *m, struct model *model, size_t op, uint32_t key)
{
	bool there = model->there[key];
	size_t end =
		op == 3 ? MAP_(model_after)(model, 0) : MAP_(model_before)(model, KEYS);
	struct token k = {0, NULL};
	struct token v = {0, NULL};

	switch (op) {
	case 0:
		assert_int_equal(MAP_(remove)(m, key, NULL), there);
		break;
	case 1:
		assert_int_equal(MAP_(remove)(m, key, &v), there);
		break;
	case 2:
		assert_int_equal(MAP_(remove_entry)(m, key, &k, &v), there);
		break;
	case 3:
		assert_int_equal(MAP_(pop_first)(m, &k, &v), end < KEYS);
		break;
	default:
		assert_int_equal(MAP_(pop_last)(m, &k, &v), end < KEYS);
		break;
	}
	if (op > 2) {
		key = end < KEYS ? (uint32_t)end : 0;
	}
	assert_true(!v.mem || v.id == model->id[key]);
	assert_true(!k.mem || k.id == key);
	if (v.mem) {
		token_drop(&v);
	}
	if (k.mem) {
		token_drop(&k);
	}
	model_take(model, key);
}

/* A value where there was no key; ctx is its id. NULL: it cannot be made. */
static bool MAP_(make)(struct token *to, void *ctx)
{
	if (!ctx) {
		return false;
	}
	*to = token(*(const uint32_t *)ctx);
	return true;
}

/* By an entry: the old value stays, or a new one is written or made. */
static void MAP_(entry_step)(struct MAP *m, struct model *model, uint32_t key)
{
	uint32_t id = (uint32_t)random_bits();
	bool there = model->there[key];
	bool fresh = there;
	struct token k = token(key);
	struct token *at;

	switch (random_below(3)) {
	case 0:
		at = MAP_(try_entry)(m, k, &fresh);
		assert_int_equal(fresh, !there);
		if (fresh) {
			*at = token(id);
		}
		break;
	case 1:
		at = MAP_(try_get_or_insert_with)(m, k, MAP_(make), &id);
		break;
	default:
		at = MAP_(try_get_or_insert_with)(m, k, MAP_(make), NULL);
		assert_int_equal(at != NULL, there);
		if (!at) {
			token_drop(&k); /* still ours */
			return;
		}
		break;
	}
	assert_non_null(at);
	assert_int_equal(at->id, there ? model->id[key] : id);
	model_put(model, key, at->id);
}

static void MAP_(put_step)(struct MAP *m, struct model *model, uint32_t key)
{
	bool there = model->there[key];
	uint32_t id = (uint32_t)random_bits();
	struct token *at;

	switch (random_below(5)) {
	case 4:
		MAP_(entry_step)(m, model, key);
		break;
	case 0:
		at = MAP_(get_or_insert)(m, token(key), token(id));
		assert_int_equal(at->id, there ? model->id[key] : id);
		model_put(model, key, there ? model->id[key] : id);
		break;
	case 1:
		at = MAP_(get_mut)(m, key);
		assert_int_equal(at != NULL, there);
		if (at) {
			token_drop(at);
			*at = token(id);
			model->id[key] = id;
		}
		break;
	default:
		assert_int_equal(MAP_(insert)(m, token(key), token(id)),
				 there ? NOSTD_REPLACED : NOSTD_INSERTED);
		model_put(model, key, id);
		break;
	}
}

static bool MAP_(keep)(struct token const *key, struct token *value, void *ctx)
{
	struct model *model = ctx;

	assert_int_equal(model->id[key->id], value->id);
	if (random_below(3) != 0) {
		return true;
	}
	model_take(model, key->id);
	return false;
}

/* The keys whose value is odd. */
static bool MAP_(is_odd)(struct token const *key, struct token *value, void *ctx)
{
	token_check(key);
	++*(size_t *)ctx;
	return value->id % 2 == 1;
}

/* From some key on, all with odd values come out, in order. */
static void MAP_(extract_step)(struct MAP *m, struct model *model)
{
	uint32_t from = (uint32_t)random_below(KEYS);
	struct MAP_(cursor_mut) c = MAP_(lower_bound_mut)(m, NOSTD_INCLUDED, &from);
	size_t asked = 0;
	size_t wanted = 0;
	struct token k;
	struct token v;
	uint32_t key;

	for (key = from; key < KEYS; key++) {
		if (!model->there[key]) {
			continue;
		}
		wanted++;
		if (model->id[key] % 2 == 1) {
			assert_true(MAP_(extract_if)(&c, MAP_(is_odd), &asked, &k, &v));
			assert_int_equal(k.id, key);
			assert_int_equal(v.id, model->id[key]);
			token_drop(&k);
			token_drop(&v);
			model_take(model, key);
		}
	}
	assert_false(MAP_(extract_if)(&c, MAP_(is_odd), &asked, &k, &v));
	assert_int_equal(asked, wanted);
}

/* Some keys go to another map, of any allocator, and come back with what that has too. */
static void MAP_(append_step)(struct MAP *m, struct model *model)
{
	bool foreign = random_below(2) == 0;
	struct MAP other = MAP_(new_in)(foreign ? &second_allocator : &watch_allocator);
	size_t count = random_below(random_below(3) ? 10 : KEYS);
	uint32_t key;
	uint32_t id;

	while (count-- != 0) {
		key = (uint32_t)random_below(KEYS);
		id = (uint32_t)random_bits();
		MAP_(insert)(&other, token(key), token(id));
		model_put(model, key, id);
	}
	MAP_(append)(m, &other);
	assert_true(MAP_(is_empty)(&other));
	MAP_(drop)(&other);
}

static void MAP_(split_step)(struct MAP *m, struct model *model)
{
	uint32_t key = (uint32_t)random_below(KEYS + 1);
	struct MAP rest = MAP_(split_off)(m, key);
	struct model right = *model;
	uint32_t i;

	for (i = 0; i < KEYS; i++) {
		model_take(i < key ? &right : model, i);
	}
	assert_true(MAP_(check_)(m) && MAP_(check_)(&rest));
	assert_int_equal(MAP_(len)(m), model->len);
	assert_int_equal(MAP_(len)(&rest), right.len);
	if (random_below(2) == 0) {
		MAP_(drop)(m);
		*m = rest;
		*model = right;
	} else {
		MAP_(drop)(&rest);
	}
}

static void MAP_(rare_step)(struct MAP *m, struct model *model, size_t op)
{
	struct MAP copy;

	switch (op) {
	case 0:
		copy = MAP_(clone)(m);
		MAP_(drop)(m);
		*m = copy;
		break;
	case 1:
		MAP_(retain)(m, MAP_(keep), model);
		break;
	case 2:
	case 3:
		MAP_(append_step)(m, model);
		break;
	case 4:
		MAP_(split_step)(m, model);
		break;
	case 5:
		MAP_(change_by_cursor)(m, model);
		break;
	case 6:
		if (random_below(4) == 0) {
			MAP_(extract_step)(m, model);
		}
		break;
	default:
		if (random_below(8) == 0) {
			MAP_(clear)(m);
			memset(model, 0, sizeof(*model));
		}
		break;
	}
}

/* Phases of growth and of decay, so that the tree gets high and empty again. */
static void MAP_(stream)(void **state)
{
	static struct model model;
	struct MAP m = MAP_(new_in)(&watch_allocator);
	unsigned long steps = test_steps(5000);
	size_t grow = 8; /* of 10 */

	(void)state;
	memset(&model, 0, sizeof(model));
	MAP_(check)(&m, &model, 0);
	while (steps-- != 0) {
		uint32_t key = (uint32_t)random_below(KEYS);

		if (random_below(300) == 0) {
			grow = 2 + random_below(8);
		}
		if (random_below(30) == 0) {
			MAP_(rare_step)(&m, &model, random_below(8));
		} else if (random_below(10) < grow) {
			MAP_(put_step)(&m, &model, key);
		} else {
			MAP_(take_step)(&m, &model, random_below(5), key);
		}
		MAP_(check)(&m, &model, 0);
		MAP_(check_range)(&m, &model);
		MAP_(check_cursor)(&m, &model);
	}
	MAP_(drop)(&m);
	assert_int_equal(watch.live, 0);
	MAP_(drop)(&m);
}

#undef MAP_
#undef MAP
