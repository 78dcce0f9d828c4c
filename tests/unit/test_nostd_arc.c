/*
 * test_nostd_arc.c - <nostd/arc.h> and <nostd/atomic.h>, alone and in threads.
 *
 * In:   what test_nostd_counted.h does in one thread; then four threads that clone, drop,
 *       downgrade, upgrade and change shared values at once. Build it with
 *       -fsanitize=thread to have every access watched, with NOSTD_CRITICAL_SECTION for
 *       the way of cores without compare-and-swap: a lock of the host stands for it.
 * Out:  every value is dropped once, after its last use, and no block is left.
 */
#include <pthread.h>

#include "test_nostd_common.h"
#include "test_nostd_elem.h"

#define TEST_COUNTED <nostd/arc.h>
#include "test_nostd_counted.h"

#ifdef NOSTD_CRITICAL_SECTION
static pthread_mutex_t critical = PTHREAD_MUTEX_INITIALIZER;

static void interrupt(void);

uintptr_t nostd_critical_enter(void)
{
	interrupt();
	assert_int_equal(pthread_mutex_lock(&critical), 0);
	return 0x5A;
}

void nostd_critical_leave(uintptr_t state)
{
	assert_int_equal(state, 0x5A);
	assert_int_equal(pthread_mutex_unlock(&critical), 0);
	interrupt();
}
#endif

/* -- in threads ---------------------------------------------------------------------- */

#define THREADS 4

static struct nostd_atomic_size copies;
static struct nostd_atomic_size drops;
static struct nostd_atomic_size blocks;

/* An allocator that threads may share: the watching one is for one thread. */
static void *thread_alloc(void *self, struct nostd_layout want)
{
	(void)self;
	(void)nostd_atomic_size_fetch_add(&blocks, 1, NOSTD_RELAXED);
	return malloc(want.size);
}

static void thread_dealloc(void *self, void *p, struct nostd_layout have)
{
	(void)self;
	(void)nostd_atomic_size_fetch_sub(&blocks, 1, NOSTD_RELAXED);
	memset(p, 0xDD, have.size);
	free(p);
}

static const struct nostd_alloc_ops thread_ops = {thread_alloc, NULL, NULL,
						  thread_dealloc};
static const struct nostd_allocator thread_allocator = {&thread_ops, NULL};

/* `low` and `high` are plain: only one owner at a time may write them. */
struct pair {
	uint32_t low, high;
};

static void pair_drop(struct pair *p)
{
	if (p->high != ~p->low) {
		abort();
	}
	p->high = p->low;
	(void)nostd_atomic_size_fetch_add(&drops, 1, NOSTD_RELAXED);
}

static bool pair_copy(struct pair *to, const struct pair *from)
{
	*to = *from;
	(void)nostd_atomic_size_fetch_add(&copies, 1, NOSTD_RELAXED);
	return true;
}

#define NOSTD_NAME pair_arc
#define NOSTD_T    struct pair
#define NOSTD_IN
#define NOSTD_DROP(p)      pair_drop(p)
#define NOSTD_CLONE(to, p) pair_copy(to, p)
#include <nostd/arc.h>

struct worker {
	struct pair_arc mine;
	struct pair_arc_weak weak;
	pthread_t thread;
	uint64_t state;
	size_t taken; /* values this thread took out at its end */
	unsigned long steps;
};

static uint32_t worker_random(struct worker *w)
{
	w->state = w->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (uint32_t)(w->state >> 33);
}

/* Changes the value if it can; it is whole for all others at all times. */
static void worker_change(struct worker *w, bool always)
{
	struct pair *p =
		always ? pair_arc_make_mut(&w->mine) : pair_arc_get_mut(&w->mine);

	if (p) {
		p->low++;
		p->high = ~p->low;
	}
}

static void worker_step(struct worker *w)
{
	struct pair_arc r;
	struct pair value;

	switch (worker_random(w) % 8) {
	case 0:
		r = pair_arc_clone(w->mine);
		if (r.ptr->high != ~r.ptr->low) {
			abort();
		}
		pair_arc_drop(&r);
		break;
	case 1:
		pair_arc_weak_drop(&w->weak);
		w->weak = pair_arc_downgrade(w->mine);
		break;
	case 2:
	case 3:
		if (pair_arc_weak_upgrade(w->weak, &r)) {
			if (r.ptr->high != ~r.ptr->low) {
				abort();
			}
			pair_arc_drop(&w->mine);
			w->mine = r;
		}
		break;
	case 4:
		worker_change(w, false);
		break;
	case 5:
		worker_change(w, worker_random(w) % 4 == 0);
		break;
	case 6:
		r = pair_arc_clone(w->mine);
		if (pair_arc_into_inner(&r, &value)) {
			abort(); /* `mine` is a handle */
		}
		break;
	default:
		r = pair_arc_clone(w->mine);
		pair_arc_drop(&w->mine);
		w->mine = r;
		break;
	}
}

static void *worker_run(void *arg)
{
	struct worker *w = arg;
	unsigned long i;
	struct pair value;

	for (i = 0; i < w->steps; i++) {
		worker_step(w);
	}
	pair_arc_weak_drop(&w->weak);
	w->taken += pair_arc_into_inner(&w->mine, &value);
	return NULL;
}

/* All threads start with handles of one value, and end them: each value goes once. */
static void threads_share_values(void **state)
{
	struct worker workers[THREADS];
	struct pair first = {1, ~UINT32_C(1)};
	size_t made = 0;
	size_t taken = 0;
	size_t round;
	size_t i;

	(void)state;
	nostd_atomic_size_store(&copies, 0, NOSTD_RELAXED);
	nostd_atomic_size_store(&drops, 0, NOSTD_RELAXED);
	for (round = 0; round < 20; round++) {
		struct pair_arc r = pair_arc_new_in(&thread_allocator, first);

		for (i = 0; i < THREADS; i++) {
			workers[i].mine = pair_arc_clone(r);
			workers[i].weak = pair_arc_downgrade(r);
			workers[i].state = random_bits();
			workers[i].taken = 0;
			workers[i].steps = test_steps(2000);
		}
		pair_arc_drop(&r);
		for (i = 0; i < THREADS; i++) {
			assert_int_equal(pthread_create(&workers[i].thread, NULL,
							worker_run, &workers[i]),
					 0);
		}
		made++;
		for (i = 0; i < THREADS; i++) {
			assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
			taken += workers[i].taken;
		}
		assert_int_equal(nostd_atomic_size_load(&blocks, NOSTD_RELAXED), 0);
	}
	made += nostd_atomic_size_load(&copies, NOSTD_RELAXED);
	assert_int_equal(taken + nostd_atomic_size_load(&drops, NOSTD_RELAXED), made);
	assert_true(taken > 0);
}

/* -- beside an interrupt ------------------------------------------------------------- */

#ifdef NOSTD_CRITICAL_SECTION
static struct worker handler; /* the interrupt's handles */
static bool interrupts;       /* come in */

/* Right before each critical section, and right after. It is not interrupted itself. */
static void interrupt(void)
{
	if (interrupts) {
		interrupts = false;
		worker_step(&handler);
		interrupts = true;
	}
}

/* Two owners, one of which comes in at every place where interrupts are let in. */
static void interrupts_come_in_beside_every_hook(void **state)
{
	struct pair first = {1, ~UINT32_C(1)};
	struct worker w = {.state = random_bits()};
	unsigned long i;
	struct pair value;
	size_t taken;

	(void)state;
	nostd_atomic_size_store(&copies, 0, NOSTD_RELAXED);
	nostd_atomic_size_store(&drops, 0, NOSTD_RELAXED);
	w.mine = pair_arc_new_in(&thread_allocator, first);
	w.weak = pair_arc_downgrade(w.mine);
	handler = w;
	handler.state = random_bits();
	handler.mine = pair_arc_clone(w.mine);
	handler.weak = pair_arc_weak_clone(w.weak);
	for (i = 0; i < test_steps(20000); i++) {
		interrupts = true;
		worker_step(&w);
		interrupts = false;
		if (i % 8 == 0) { /* both change their handles: they come apart */
			pair_arc_drop(&handler.mine);
			handler.mine = pair_arc_clone(w.mine);
		}
	}
	pair_arc_weak_drop(&w.weak);
	pair_arc_weak_drop(&handler.weak);
	taken = pair_arc_into_inner(&w.mine, &value);
	taken += pair_arc_into_inner(&handler.mine, &value);
	assert_true(taken > 0);
	assert_true(nostd_atomic_size_load(&copies, NOSTD_RELAXED) > 0);
	assert_int_equal(taken + nostd_atomic_size_load(&drops, NOSTD_RELAXED),
			 1 + nostd_atomic_size_load(&copies, NOSTD_RELAXED));
	assert_int_equal(nostd_atomic_size_load(&blocks, NOSTD_RELAXED), 0);
}
#endif

/* -- the shim ------------------------------------------------------------------------ */

#define check_numbers(name, type)                                                       \
	do {                                                                            \
		struct nostd_atomic_##name a = {5};                                     \
		type seen = 4;                                                          \
		assert_int_equal(nostd_atomic_##name##_load(&a, NOSTD_ACQUIRE), 5);     \
		assert_false(nostd_atomic_##name##_compare_exchange(&a, &seen, 9,       \
								    NOSTD_ACQ_REL));    \
		assert_int_equal(seen, 5);                                              \
		assert_true(nostd_atomic_##name##_compare_exchange(&a, &seen, 9,        \
								   NOSTD_RELEASE));     \
		assert_int_equal(nostd_atomic_##name##_swap(&a, 12, NOSTD_SEQ_CST), 9); \
		assert_int_equal(nostd_atomic_##name##_fetch_add(&a, 3, NOSTD_RELAXED), \
				 12);                                                   \
		assert_int_equal(nostd_atomic_##name##_fetch_sub(&a, 1, NOSTD_RELAXED), \
				 15);                                                   \
		assert_int_equal(nostd_atomic_##name##_fetch_and(&a, 6, NOSTD_RELAXED), \
				 14);                                                   \
		assert_int_equal(nostd_atomic_##name##_fetch_or(&a, 8, NOSTD_RELAXED),  \
				 6);                                                    \
		nostd_atomic_##name##_store(&a, (type)-1, NOSTD_RELEASE);               \
		assert_int_equal(nostd_atomic_##name##_fetch_add(&a, 2, NOSTD_ACQ_REL), \
				 (type)-1);                                             \
		assert_int_equal(nostd_atomic_##name##_load(&a, NOSTD_RELAXED), 1);     \
	} while (0)

static void atomics_do_what_they_say(void **state)
{
	int one;
	int two;
	struct nostd_atomic_ptr p = {&one};
	void *there = &two;

	(void)state;
	check_numbers(u8, uint8_t);
	check_numbers(u32, uint32_t);
	check_numbers(size, size_t);
	assert_false(nostd_atomic_ptr_compare_exchange(&p, &there, NULL, NOSTD_ACQ_REL));
	assert_ptr_equal(there, &one);
	assert_true(nostd_atomic_ptr_compare_exchange(&p, &there, &two, NOSTD_ACQ_REL));
	assert_ptr_equal(nostd_atomic_ptr_swap(&p, NULL, NOSTD_ACQ_REL), &two);
	nostd_atomic_ptr_store(&p, &one, NOSTD_RELEASE);
	assert_ptr_equal(nostd_atomic_ptr_load(&p, NOSTD_ACQUIRE), &one);
}

static struct nostd_atomic_u32 shared_sum;

static void *add_to_sum(void *arg)
{
	unsigned long i;

	(void)arg;
	for (i = 0; i < SCALED(10000, 1); i++) {
		uint32_t seen = nostd_atomic_u32_load(&shared_sum, NOSTD_RELAXED);

		if (i % 2 != 0) {
			(void)nostd_atomic_u32_fetch_add(&shared_sum, 1, NOSTD_RELAXED);
			continue;
		}
		while (!nostd_atomic_u32_compare_exchange(&shared_sum, &seen, seen + 1,
							  NOSTD_RELAXED)) {
		}
	}
	return NULL;
}

static void no_step_of_an_atomic_is_lost(void **state)
{
	pthread_t threads[THREADS];
	size_t i;

	(void)state;
	nostd_atomic_u32_store(&shared_sum, 0, NOSTD_RELAXED);
	for (i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_create(&threads[i], NULL, add_to_sum, NULL), 0);
	}
	for (i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	}
	assert_int_equal(nostd_atomic_u32_load(&shared_sum, NOSTD_RELAXED),
			 THREADS * SCALED(10000, 1));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		COUNTED_TESTS,
		TEST(atomics_do_what_they_say),
		TEST(no_step_of_an_atomic_is_lost),
		TEST(threads_share_values),
#ifdef NOSTD_CRITICAL_SECTION
		TEST(interrupts_come_in_beside_every_hook),
#endif
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
