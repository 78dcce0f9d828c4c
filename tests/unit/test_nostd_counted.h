/*
 * test_nostd_counted.h - <nostd/rc.h> or <nostd/arc.h> against a model, in one thread.
 *
 * In:   TEST_COUNTED, the header to be tested; test_nostd_common.h and _elem.h before.
 * Out:  after each random operation the counts of each value, the values themselves and
 *       the number of blocks must be those of the model; every allocation fails once.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_COUNTED_H
#define NSC_TESTS_UNIT_TEST_NOSTD_COUNTED_H

#define NOSTD_NAME shared
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_make(to, (p)->id)
#include TEST_COUNTED

#define NOSTD_NAME plain
#define NOSTD_T    uint16_t
#include TEST_COUNTED

struct wide {
	_Alignas(64) unsigned char bytes[64];
};

#define NOSTD_NAME wide_shared
#define NOSTD_T    struct wide
#define NOSTD_IN
#include TEST_COUNTED

/* A value that knows itself, by a weak handle. */
struct node {
	struct token token;
	void *self; /* its weak handle's pointer */
};

static void node_drop(struct node *n);

#define NOSTD_NAME node_shared
#define NOSTD_T    struct node
#define NOSTD_IN
#define NOSTD_DROP(p) node_drop(p)
#include TEST_COUNTED

static size_t nodes_dropped;

/* The value's weak handle of itself is of nothing by now. */
static void node_drop(struct node *n)
{
	struct node_shared_weak self = {n->self};
	struct node_shared again = {NULL};

	assert_false(node_shared_weak_upgrade(self, &again));
	assert_int_equal(node_shared_weak_strong_count(self), 0);
	token_drop(&n->token);
	node_shared_weak_drop(&self);
	nodes_dropped++;
}

/* -- the model ----------------------------------------------------------------------- */

#define COUNTED_HANDLES 60

/* Which value a handle is of: by the number of its token, which is never used again. */
struct handles {
	struct shared strong[COUNTED_HANDLES];
	uint32_t strong_of[COUNTED_HANDLES];
	size_t strong_len;
	struct shared_weak weak[COUNTED_HANDLES];
	uint32_t weak_of[COUNTED_HANDLES];
	size_t weak_len;
	uint32_t fresh; /* the next new value */
};

static size_t count_of(const uint32_t *of, size_t len, uint32_t id)
{
	size_t count = 0;

	while (len-- != 0) {
		count += of[len] == id;
	}
	return count;
}

static void add_strong(struct handles *h, struct shared r, uint32_t id)
{
	h->strong[h->strong_len] = r;
	h->strong_of[h->strong_len++] = id;
}

static void add_weak(struct handles *h, struct shared_weak w, uint32_t id)
{
	h->weak[h->weak_len] = w;
	h->weak_of[h->weak_len++] = id;
}

static void forget_strong(struct handles *h, size_t at)
{
	h->strong_len--;
	h->strong[at] = h->strong[h->strong_len];
	h->strong_of[at] = h->strong_of[h->strong_len];
}

static void forget_weak(struct handles *h, size_t at)
{
	h->weak_len--;
	h->weak[at] = h->weak[h->weak_len];
	h->weak_of[at] = h->weak_of[h->weak_len];
}

/* Id 0 is nothing. */
static void check_handles(const struct handles *h)
{
	size_t blocks = 0;
	size_t i;

	for (i = 0; i < h->strong_len; i++) {
		uint32_t id = h->strong_of[i];

		assert_token(h->strong[i].ptr, id);
		assert_int_equal(shared_strong_count(h->strong[i]),
				 count_of(h->strong_of, h->strong_len, id));
		assert_int_equal(shared_weak_count(h->strong[i]),
				 count_of(h->weak_of, h->weak_len, id));
		assert_true(shared_ptr_eq(h->strong[i], h->strong[0]) ==
			    (id == h->strong_of[0]));
		/* Its token and its block, counted at its first handle. */
		blocks += count_of(h->strong_of, i, id) == 0 ? 2 : 0;
	}
	for (i = 0; i < h->weak_len; i++) {
		uint32_t id = h->weak_of[i];
		size_t strong = id ? count_of(h->strong_of, h->strong_len, id) : 0;

		assert_int_equal(shared_weak_strong_count(h->weak[i]), strong);
		assert_int_equal(shared_weak_weak_count(h->weak[i]),
				 strong ? count_of(h->weak_of, h->weak_len, id) : 0);
		blocks += id && strong == 0 && count_of(h->weak_of, i, id) == 0 ? 1 : 0;
	}
	assert_int_equal(watch.live, blocks);
}

static void step_make(struct handles *h, size_t op)
{
	size_t at = random_below(h->strong_len);
	size_t weak_at = random_below(h->weak_len);
	struct shared r;

	if (op == 0 || h->strong_len == 0) {
		r = shared_new_in(&watch_allocator, token(h->fresh));
		add_strong(h, r, h->fresh++);
	} else if (op == 1) {
		add_strong(h, shared_clone(h->strong[at]), h->strong_of[at]);
	} else if (op == 2) {
		add_weak(h, shared_downgrade(h->strong[at]), h->strong_of[at]);
	} else if (h->weak_len == 0) {
		add_weak(h, shared_weak_new(), 0);
	} else if (op == 3) {
		add_weak(h, shared_weak_clone(h->weak[weak_at]), h->weak_of[weak_at]);
	} else {
		uint32_t id = h->weak_of[weak_at];
		bool there = id && count_of(h->strong_of, h->strong_len, id) != 0;

		assert_true(shared_weak_upgrade(h->weak[weak_at], &r) == there);
		if (there) {
			add_strong(h, r, id);
		}
	}
}

/* The value at `at` becomes another one, with one handle. */
static void step_make_mut(struct handles *h, size_t at, bool alone)
{
	struct token *before = h->strong[at].ptr;
	struct token *value = shared_make_mut(&h->strong[at]);

	assert_true((value == before) == alone);
	assert_ptr_equal(value, h->strong[at].ptr);
	assert_token(value, h->strong_of[at]);
	value->id = h->fresh;
	*value->mem = (unsigned char)h->fresh;
	h->strong_of[at] = h->fresh++;
}

static void step_use(struct handles *h, size_t op)
{
	size_t at = random_below(h->strong_len);
	uint32_t id = h->strong_of[at];
	bool last = count_of(h->strong_of, h->strong_len, id) == 1;
	bool alone = last && count_of(h->weak_of, h->weak_len, id) == 0;
	struct token t;

	if (h->strong_len == 0) {
		return;
	}
	switch (op) {
	case 0:
		assert_ptr_equal(shared_get_mut(&h->strong[at]),
				 alone ? h->strong[at].ptr : NULL);
		return;
	case 1:
		step_make_mut(h, at, alone);
		return;
	case 2:
		assert_true(shared_try_unwrap(&h->strong[at], &t) == last);
		if (!last) {
			return;
		}
		break;
	case 3:
		if (!shared_into_inner(&h->strong[at], &t)) {
			assert_false(last);
			forget_strong(h, at);
			return;
		}
		assert_true(last);
		break;
	case 4:
		t = shared_unwrap_or_clone(&h->strong[at]);
		break;
	default:
		shared_drop(&h->strong[at]);
		assert_null(h->strong[at].ptr);
		shared_drop(&h->strong[at]);
		forget_strong(h, at);
		return;
	}
	assert_token(&t, id);
	token_drop(&t);
	assert_null(h->strong[at].ptr);
	forget_strong(h, at);
}

static void drop_some(struct handles *h)
{
	size_t at = random_below(h->weak_len);

	if (h->weak_len != 0) {
		shared_weak_drop(&h->weak[at]);
		assert_null(h->weak[at].ptr);
		forget_weak(h, at);
	}
}

static void handles_follow_the_model(void **state)
{
	static struct handles h;
	unsigned long steps = test_steps(20000);

	(void)state;
	memset(&h, 0, sizeof(h));
	h.fresh = 1;
	while (steps-- != 0) {
		size_t kind = random_below(20);

		if (kind < 9 && h.strong_len < COUNTED_HANDLES &&
		    h.weak_len < COUNTED_HANDLES) {
			step_make(&h, random_below(5));
		} else if (kind < 16) {
			step_use(&h, random_below(8));
		} else {
			drop_some(&h);
		}
		check_handles(&h);
	}
	while (h.strong_len != 0) {
		shared_drop(&h.strong[--h.strong_len]);
	}
	check_handles(&h);
	while (h.weak_len != 0) {
		shared_weak_drop(&h.weak[--h.weak_len]);
	}
	assert_int_equal(watch.live, 0);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_new(struct shared *r)
{
	struct token t = token(77);
	struct shared other = {NULL};

	(void)r;
	if (!shared_try_new_in(&watch_allocator, t, &other)) {
		assert_null(other.ptr);
		token_drop(&t); /* still ours */
		return false;
	}
	shared_drop(&other);
	return true;
}

static bool op_zeroed(struct shared *r)
{
	struct token nothing;
	struct shared other;

	(void)r;
	if (!shared_try_new_zeroed_in(&watch_allocator, &other)) {
		return false;
	}
	assert_int_equal(other.ptr->id, 0);
	assert_null(other.ptr->mem);
	assert_true(shared_try_unwrap(&other, &nothing));
	return true;
}

static bool op_make_mut(struct shared *r)
{
	struct shared other = shared_clone(*r);
	bool ok = shared_try_make_mut(r) != NULL;

	assert_int_equal(shared_strong_count(other), ok ? 1 : 2);
	shared_drop(&other);
	return ok;
}

static bool op_make_mut_weak(struct shared *r)
{
	struct shared_weak w = shared_downgrade(*r);
	bool ok = shared_try_make_mut(r) != NULL;
	struct shared again = {NULL};

	assert_true(shared_weak_upgrade(w, &again) == !ok);
	if (!ok) {
		shared_drop(&again);
	}
	shared_weak_drop(&w);
	return ok;
}

static bool op_unwrap_or_clone(struct shared *r)
{
	struct shared other = shared_clone(*r);
	struct token t;
	bool ok = shared_try_unwrap_or_clone(&other, &t);

	if (ok) {
		token_drop(&t);
	}
	assert_int_equal(shared_strong_count(*r), ok ? 1 : 2);
	shared_drop(&other);
	return ok;
}

static bool make_node(struct node *to, struct node_shared_weak self, void *ctx)
{
	struct node_shared early;

	if (!token_make(&to->token, 9)) {
		return false;
	}
	assert_false(node_shared_weak_upgrade(self, &early));
	self = node_shared_weak_clone(self);
	to->self = self.ptr;
	if (ctx) { /* a late failure: what was made goes */
		node_shared_weak_drop(&self);
		token_drop(&to->token);
		return false;
	}
	return true;
}

static bool op_new_uninit(struct shared *r)
{
	struct shared other;

	(void)r;
	if (!shared_try_new_uninit_in(&watch_allocator, &other)) {
		return false;
	}
	*other.ptr = token(77);
	shared_drop(&other);
	return true;
}

/* The block, then what the value owns. */
static bool op_new_cyclic(struct shared *r)
{
	struct node_shared made = {NULL};

	(void)r;
	if (!node_shared_try_new_cyclic_in(&watch_allocator, make_node, NULL, &made)) {
		assert_null(made.ptr);
		return false;
	}
	node_shared_drop(&made);
	return true;
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(
		struct shared *) = {op_new,           op_zeroed,          op_make_mut,
				    op_make_mut_weak, op_unwrap_or_clone, op_new_uninit,
				    op_new_cyclic};
	size_t op;
	size_t n;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0;; n++) {
			struct shared r = shared_new_in(&watch_allocator, token(5));
			bool ok;

			watch.fail_at = n;
			ok = ops[op](&r);
			watch.fail_at = WATCH_NEVER;
			assert_token(r.ptr, 5);
			assert_int_equal(shared_strong_count(r), 1);
			assert_int_equal(shared_weak_count(r), 0);
			assert_int_equal(watch.live, 2);
			shared_drop(&r);
			assert_int_equal(watch.live, 0);
			if (ok) {
				break;
			}
		}
		assert_true(n > 0);
	}
}

static void plain_verbs_panic(void **state)
{
	struct shared other = {NULL};
	struct shared r = {NULL};

	(void)state;
	watch.fail_at = 0;
	assert_panics(plain_new(1), "out of memory");
	r = shared_new_in(&watch_allocator, token(1));
	other = shared_clone(r);
	watch.fail_at = 1; /* the token of the copy */
	assert_panics(shared_make_mut(&r), "out of memory");
	watch.fail_at = 0;
	assert_panics(shared_unwrap_or_clone(&r), "out of memory");
	assert_int_equal(shared_strong_count(r), 2);
	shared_drop(&r);
	shared_drop(&other);
}

/* The fields are set from outside: nobody makes so many handles. */
static void counts_do_not_overflow(void **state)
{
	struct plain r = plain_new(7);
	struct plain_weak w = plain_downgrade(r);
	struct plain copy = {NULL};
	struct plain_weak weak_copy = {NULL};
	size_t counts[2];
	const size_t limit[2] = {SIZE_MAX / 4, SIZE_MAX / 4};
	unsigned char *at = (unsigned char *)r.ptr - sizeof(counts);

	(void)state;
	memcpy(counts, at, sizeof(counts));
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 2);
	memcpy(at, limit, sizeof(limit));
	assert_panics(plain_clone(r), "too many handles of one value");
	assert_panics(plain_downgrade(r), "too many handles of one value");
	assert_panics(plain_weak_clone(w), "too many handles of one value");
	assert_false(plain_try_clone(r, &copy));
	assert_false(plain_try_downgrade(r, &weak_copy));
	assert_false(plain_weak_try_clone(w, &weak_copy));
	assert_false(plain_weak_upgrade(w, &copy));
	assert_null(copy.ptr);
	assert_null(weak_copy.ptr);
	assert_memory_equal(at, limit, sizeof(limit));
	memcpy(at, counts, sizeof(counts));
	plain_drop(&r);
	plain_weak_drop(&w);
}

/* -- the rest ------------------------------------------------------------------------ */

static void values_may_know_themselves(void **state)
{
	struct node_shared r = {NULL};
	struct node_shared again = {NULL};
	struct node_shared_weak self;
	int late = 1;

	(void)state;
	assert_false(
		node_shared_try_new_cyclic_in(&watch_allocator, make_node, &late, &r));
	assert_int_equal(watch.live, 0);
	assert_true(node_shared_try_new_cyclic_in(&watch_allocator, make_node, NULL, &r));
	self.ptr = r.ptr->self;
	assert_true(node_shared_weak_upgrade(self, &again));
	assert_true(node_shared_ptr_eq(again, r));
	assert_true(node_shared_weak_ptr_eq(self, node_shared_weak_new()) == false);
	assert_int_equal(node_shared_weak_count(r), 1);
	node_shared_drop(&r);
	nodes_dropped = 0;
	node_shared_drop(&again);
	assert_int_equal(nodes_dropped, 1);
	assert_int_equal(watch.live, 0);
}

static void a_handle_is_one_word_and_counts_lie_before_the_value(void **state)
{
	struct wide_shared w = {NULL};
	struct plain p = plain_new(3);
	size_t live;

	(void)state;
	assert_int_equal(sizeof(p), sizeof(void *));
	assert_int_equal(sizeof(w), sizeof(void *));
	assert_int_equal(
		watch_find((unsigned char *)p.ptr - 2 * sizeof(size_t))->layout.size,
		2 * sizeof(size_t) + 2);
	assert_true(wide_shared_try_new_zeroed_in(&watch_allocator, &w));
	assert_int_equal((uintptr_t)w.ptr % 64, 0);
	memset(w.ptr, 0xFF, sizeof(*w.ptr));
	assert_int_equal(wide_shared_strong_count(w), 1);
	live = watch.live;
	*plain_make_mut(&p) = 4;
	p = plain_from_raw(plain_into_raw(&p));
	assert_int_equal(plain_unwrap_or_clone(&p), 4);
	assert_int_equal(watch.live, live - 1);
	wide_shared_drop(&w);
}

#define COUNTED_TESTS                                                  \
	TEST(handles_follow_the_model),                                \
		TEST(each_allocation_of_each_operation_can_fail),      \
		TEST(plain_verbs_panic), TEST(counts_do_not_overflow), \
		TEST(values_may_know_themselves),                      \
		TEST(a_handle_is_one_word_and_counts_lie_before_the_value)

#endif
