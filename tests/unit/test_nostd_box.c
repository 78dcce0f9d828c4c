/*
 * test_nostd_box.c - <nostd/box.h> against a table of which box holds what.
 *
 * In:   random operations on boxes in two allocators whose values own memory, and on
 *       boxes of plain data; allocations that fail in the middle of them.
 * Out:  after each operation the values, where they lie, how many were dropped and how
 *       many blocks each allocator has must be those of the model; every allocation of
 *       every operation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"

static size_t drops; /* values that boxes dropped */

static void counted_drop(struct token *t)
{
	token_drop(t);
	drops++;
}

#define NOSTD_NAME boxed
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      counted_drop(p)
#define NOSTD_CLONE(to, p) token_clone(to, p)
#include <nostd/box.h>

struct plain {
	_Alignas(16) uint32_t number;
	unsigned char rest[20];
};

#define NOSTD_NAME plain_box
#define NOSTD_T    struct plain
#include <nostd/box.h>

#define BOXES SCALED(24, 6)

/* -- two allocators that count their blocks ------------------------------------------ */

static size_t held[2];

static void *held_alloc(void *self, struct nostd_layout want)
{
	void *p = watch_alloc(NULL, want);

	*(size_t *)self += p != NULL;
	return p;
}

static void held_dealloc(void *self, void *p, struct nostd_layout have)
{
	watch_dealloc(NULL, p, have);
	--*(size_t *)self;
}

static const struct nostd_alloc_ops held_ops = {held_alloc, NULL, NULL, held_dealloc};
static const struct nostd_allocator in[2] = {{&held_ops, &held[0]},
					     {&held_ops, &held[1]}};

/* -- the model ----------------------------------------------------------------------- */

enum holds {
	NOTHING, /* dropped, moved out of, or all zero bytes */
	BLANK,   /* a block whose value was not written yet */
	VALUE,
	RAW /* nothing; its value lives on, without a box */
};

struct entry {
	struct boxed box;
	enum holds holds;
	size_t in;
	struct token *at; /* where the value lies */
	uint32_t id;
};

struct boxes {
	struct entry entry[BOXES];
	uint32_t fresh; /* of the next new value */
	size_t drops;
};

static void check_boxes(const struct boxes *m)
{
	size_t blocks[2] = {0, 0};
	size_t values = 0;
	size_t i;

	for (i = 0; i < BOXES; i++) {
		const struct entry *e = &m->entry[i];
		bool full = e->holds == VALUE || e->holds == RAW;

		if (e->holds == NOTHING || e->holds == RAW) {
			assert_null(e->box.ptr);
		} else {
			assert_ptr_equal(e->box.ptr, e->at);
			assert_ptr_equal(e->box.in, &in[e->in]);
		}
		if (full) {
			assert_token(e->at, e->id);
		}
		values += full;
		blocks[e->in] += e->holds != NOTHING;
	}
	assert_int_equal(held[0], blocks[0]);
	assert_int_equal(held[1], blocks[1]);
	assert_int_equal(watch.live, blocks[0] + blocks[1] + values);
	assert_int_equal(drops, m->drops);
}

/* One of the next allocations fails, or none. Returns which. */
static size_t some_failure(void)
{
	watch.fail_at = random_below(2) == 0 ? random_below(3) : WATCH_NEVER;
	return watch.fail_at;
}

static void now_holds(struct entry *e, enum holds holds, uint32_t id)
{
	e->holds = holds;
	e->at = e->box.ptr;
	e->id = id;
}

/* A new box into an entry that has none. */
static void make_step(struct boxes *m, struct entry *e)
{
	static const unsigned char zero[sizeof(struct token)];
	struct token t = token(m->fresh);
	size_t op = random_below(4);
	size_t fail;
	bool ok = true;

	e->in = random_below(2);
	fail = op == 3 ? WATCH_NEVER : some_failure();
	if (op == 0) {
		ok = boxed_try_new_uninit_in(&in[e->in], &e->box);
	} else if (op == 1) {
		ok = boxed_try_new_zeroed_in(&in[e->in], &e->box);
	} else if (op == 2) {
		ok = boxed_try_new_in(&in[e->in], t, &e->box);
	} else {
		e->box = boxed_new_in(&in[e->in], t);
	}
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(ok, fail != 0);
	if (!ok) {
		assert_token(&t, m->fresh); /* still ours */
	} else if (op >= 2) {
		now_holds(e, VALUE, m->fresh++);
		return;
	} else {
		now_holds(e, BLANK, 0);
		assert_true(op == 0 || memcmp(e->at, zero, sizeof(zero)) == 0);
	}
	token_drop(&t);
}

/* A copy of another entry's value into an entry that has none. */
static void clone_step(struct entry *e, const struct entry *from)
{
	size_t fail;
	bool ok = true;

	if (from->holds != VALUE) {
		return;
	}
	if (random_below(4) == 0) {
		fail = WATCH_NEVER;
		e->box = boxed_clone(&from->box);
	} else {
		fail = some_failure();
		ok = boxed_try_clone(&from->box, &e->box);
	}
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(ok, fail >= 2); /* the block, then what the value owns */
	if (ok) {
		e->in = from->in;
		now_holds(e, VALUE, from->id);
		assert_ptr_not_equal(e->at, from->at);
	}
}

/* The block goes; the value is ours, and maybe soon another box's. */
static void unbox_step(struct entry *e)
{
	struct token t = boxed_into_inner(&e->box);

	if (e->holds == BLANK) {
		e->holds = NOTHING;
		return;
	}
	assert_token(&t, e->id);
	if (random_below(2) == 0) {
		token_drop(&t);
		e->holds = NOTHING;
		return;
	}
	e->in = random_below(2);
	e->box = boxed_new_in(&in[e->in], t);
	e->at = e->box.ptr;
}

static void drop_step(struct boxes *m, struct entry *e)
{
	if (e->holds == BLANK) {
		*e->box.ptr = token(0);
	}
	m->drops += e->holds == VALUE || e->holds == BLANK;
	boxed_drop(&e->box);
	e->holds = NOTHING;
	if (random_below(4) == 0) {
		memset(&e->box, 0, sizeof(e->box));
		boxed_drop(&e->box);
	}
}

/* What a box with a block may do. */
static void use_step(struct boxes *m, struct entry *e, struct entry *other)
{
	switch (random_below(6)) {
	case 0:
		drop_step(m, e);
		break;
	case 1:
		unbox_step(e);
		break;
	case 2:
		if (e->holds == VALUE) {
			assert_ptr_equal(boxed_into_raw(&e->box), e->at);
			e->holds = RAW;
		}
		break;
	case 3: /* the box moves, the value does not */
		if (other->holds == NOTHING) {
			*other = *e;
			memset(&e->box, 0, sizeof(e->box));
			e->holds = NOTHING;
		}
		break;
	default: /* the first value, or another */
		if (e->holds == VALUE) {
			token_drop(e->box.ptr);
		}
		*e->box.ptr = token(m->fresh);
		now_holds(e, VALUE, m->fresh++);
		break;
	}
}

static void boxes_follow_the_model(void **state)
{
	static struct boxes m;
	unsigned long steps = test_steps(20000);
	size_t i;

	(void)state;
	memset(&m, 0, sizeof(m));
	drops = 0;
	while (steps-- != 0) {
		struct entry *e = &m.entry[random_below(BOXES)];
		struct entry *other = &m.entry[random_below(BOXES)];

		if (e->holds == RAW) {
			e->box = boxed_from_raw_in(&in[e->in], e->at);
			e->holds = VALUE;
		} else if (e->holds != NOTHING) {
			use_step(&m, e, other);
		} else if (random_below(2) == 0) {
			make_step(&m, e);
		} else {
			clone_step(e, other);
		}
		check_boxes(&m);
	}
	for (i = 0; i < BOXES; i++) {
		if (m.entry[i].holds == RAW) {
			m.entry[i].box =
				boxed_from_raw_in(&in[m.entry[i].in], m.entry[i].at);
			m.entry[i].holds = VALUE;
		}
		drop_step(&m, &m.entry[i]);
		check_boxes(&m);
	}
	assert_int_equal(watch.live, 0);
}

/* -- plain data, in the global allocator --------------------------------------------- */

struct plains {
	struct plain_box box[BOXES];
	struct plain want[BOXES];
};

static void check_plains(const struct plains *m)
{
	size_t live = 0;
	size_t i;

	for (i = 0; i < BOXES; i++) {
		const struct plain *p = m->box[i].ptr;

		if (p) {
			assert_int_equal((uintptr_t)p % _Alignof(struct plain), 0);
			assert_int_equal(p->number, m->want[i].number);
			assert_memory_equal(p->rest, m->want[i].rest, sizeof(p->rest));
			live++;
		}
	}
	assert_int_equal(watch.live, live);
}

/* A new box, of the one at `from` if there is one. False: there was no memory. */
static bool plain_make(struct plains *m, size_t at, size_t from)
{
	struct plain_box *b = &m->box[at];

	switch (random_below(6)) {
	case 0:
		memset(&m->want[at], 0, sizeof(m->want[at]));
		return plain_box_try_new_zeroed(b);
	case 1:
		return plain_box_try_new(m->want[at], b);
	case 2:
		if (!plain_box_try_new_uninit(b)) {
			return false;
		}
		*b->ptr = m->want[at];
		return true;
	default:
		if (!m->box[from].ptr) {
			return true;
		}
		m->want[at] = m->want[from];
		return plain_box_try_clone(&m->box[from], b);
	}
}

static void plain_step(struct plains *m, size_t at, size_t from)
{
	struct plain_box *b = &m->box[at];
	struct plain *p = b->ptr;
	size_t fail;

	if (!p) {
		m->want[at].number = (uint32_t)random_bits();
		memset(m->want[at].rest, (int)random_below(256), sizeof(p->rest));
		fail = some_failure();
		assert_true(plain_make(m, at, from) ? fail != 0 || !b->ptr : fail == 0);
		assert_true(fail != 0 || !b->ptr);
		watch.fail_at = WATCH_NEVER;
		return;
	}
	switch (random_below(4)) {
	case 0:
		plain_box_drop(b);
		assert_null(b->ptr);
		plain_box_drop(b);
		break;
	case 1:
		assert_int_equal(plain_box_into_inner(b).number, m->want[at].number);
		assert_null(b->ptr);
		break;
	case 2:
		assert_ptr_equal(plain_box_into_raw(b), p);
		assert_null(b->ptr);
		*b = plain_box_from_raw(p);
		break;
	default:
		p->rest[7] = m->want[at].rest[7] = (unsigned char)random_below(256);
		break;
	}
}

static void plain_boxes_follow_the_model(void **state)
{
	static struct plains m;
	unsigned long steps = test_steps(20000);
	size_t i;

	(void)state;
	memset(&m, 0, sizeof(m));
	assert_int_equal(sizeof(m.box[0]), sizeof(void *));
	while (steps-- != 0) {
		plain_step(&m, random_below(BOXES), random_below(BOXES));
		check_plains(&m);
	}
	for (i = 0; i < BOXES; i++) {
		plain_box_drop(&m.box[i]);
	}
	assert_int_equal(watch.live, 0);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_new(const struct boxed *b, struct boxed *out)
{
	struct token t = token(77);

	(void)b;
	if (!boxed_try_new_in(&in[1], t, out)) {
		assert_token(&t, 77); /* still ours */
		token_drop(&t);
		return false;
	}
	return true;
}

static bool op_new_uninit(const struct boxed *b, struct boxed *out)
{
	(void)b;
	if (!boxed_try_new_uninit_in(&in[1], out)) {
		return false;
	}
	*out->ptr = token(77);
	return true;
}

static bool op_new_zeroed(const struct boxed *b, struct boxed *out)
{
	(void)b;
	if (!boxed_try_new_zeroed_in(&in[1], out)) {
		return false;
	}
	assert_int_equal(out->ptr->id, 0);
	assert_null(out->ptr->mem);
	*out->ptr = token(77);
	return true;
}

static bool op_clone(const struct boxed *b, struct boxed *out)
{
	return boxed_try_clone(b, out);
}

static bool op_plain(const struct boxed *b, struct boxed *out)
{
	static const struct plain seven = {7, {0}};
	struct plain_box made[4] = {{NULL}, {NULL}, {NULL}, {NULL}};
	bool ok = plain_box_try_new(seven, &made[0]) &&
		  plain_box_try_new_uninit(&made[1]) &&
		  plain_box_try_new_zeroed(&made[2]) &&
		  plain_box_try_clone(&made[0], &made[3]);
	size_t i;

	assert_true(!ok || (made[2].ptr->number == 0 && made[3].ptr->number == 7));
	for (i = 0; i < 4; i++) {
		plain_box_drop(&made[i]);
	}
	return ok && op_clone(b, out);
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static const struct {
		bool (*run)(const struct boxed *b, struct boxed *out);
		size_t allocations;
	} ops[] = {{op_new, 1},
		   {op_new_uninit, 1},
		   {op_new_zeroed, 1},
		   {op_clone, 2},
		   {op_plain, 6}};
	struct boxed b = boxed_new_in(&in[0], token(5));
	struct boxed out = {NULL, NULL};
	size_t op;
	size_t n;
	bool ok;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0, ok = false; !ok; n++) {
			watch.fail_at = n;
			ok = ops[op].run(&b, &out);
			watch.fail_at = WATCH_NEVER;
			assert_int_equal(ok, n == ops[op].allocations);
			assert_token(b.ptr, 5);
			assert_int_equal(out.ptr != NULL, ok);
			assert_int_equal(watch.live, ok ? 4 : 2);
			boxed_drop(&out);
		}
	}
	boxed_drop(&b);
}

static void plain_verbs_panic(void **state)
{
	struct boxed b = boxed_new_in(&in[0], token(1));
	struct token t = token(2);
	const struct plain p = {1, {0}};

	(void)state;
	watch.fail_at = 0;
	assert_panics(plain_box_new(p), "out of memory");
	assert_int_equal(test_panic.info.value, sizeof(struct plain));
	watch.fail_at = 1;
	assert_panics(boxed_clone(&b), "out of memory");
	watch.fail_at = 0;
	assert_panics(boxed_new_in(&in[0], t), "out of memory");
	token_drop(&t);
	boxed_drop(&b);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(boxes_follow_the_model),
		TEST(plain_boxes_follow_the_model),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(plain_verbs_panic),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
