/*
 * test_nostd_allocator_threads.c - allocators that threads share, through their lock.
 *
 * In:   four threads that allocate, resize and free at random, for each allocator that
 *       takes a lock, under a mutex and under a spin lock. Build it with
 *       -fsanitize=thread to have every access watched; with TEST_NO_LOCK the lock does
 *       nothing, and a race must be found.
 * Out:  no block is handed out twice: each keeps its bytes. All comes back, and the
 *       allocator's own check passes.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "test_nostd_common.h"

#include <nostd/debug.h>
#include <nostd/heap.h>
#include <nostd/pool.h>
#include <nostd/rt.h>
#include <nostd/small.h>

#define THREADS 4
#define BLOCKS  24 /* of each thread */

/* -- locks --------------------------------------------------------------------------- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_flag taken = ATOMIC_FLAG_INIT;

#ifdef TEST_NO_LOCK
static void enter(void *ctx)
{
	(void)ctx;
}

static void leave(void *ctx)
{
	(void)ctx;
}

static const struct nostd_lock locks[] = {{enter, leave, &mutex}, {enter, leave, &taken}};
#else
static void mutex_enter(void *ctx)
{
	if (pthread_mutex_lock(ctx) != 0) {
		abort();
	}
}

static void mutex_leave(void *ctx)
{
	if (pthread_mutex_unlock(ctx) != 0) {
		abort();
	}
}

static void spin_enter(void *ctx)
{
	while (atomic_flag_test_and_set_explicit((atomic_flag *)ctx,
						 memory_order_acquire)) {
		(void)sched_yield();
	}
}

static void spin_leave(void *ctx)
{
	atomic_flag_clear_explicit((atomic_flag *)ctx, memory_order_release);
}

static const struct nostd_lock locks[] = {{mutex_enter, mutex_leave, &mutex},
					  {spin_enter, spin_leave, &taken}};
#endif

/* -- a thread ------------------------------------------------------------------------ */

struct block {
	unsigned char *ptr;
	struct nostd_layout layout;
};

struct worker {
	const struct nostd_allocator *in;
	struct block blocks[BLOCKS];
	size_t most; /* bytes of a block */
	unsigned char mark;
	unsigned long steps;
	uint64_t state;
	pthread_t thread;
};

static size_t worker_below(struct worker *w, size_t limit)
{
	w->state = w->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (size_t)(w->state >> 33) % limit;
}

/* All its bytes are its thread's. */
static void block_check(const struct worker *w, const struct block *b, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (b->ptr[i] != w->mark) {
			fprintf(stderr, "a block of a thread holds %u, not %u\n",
				b->ptr[i], w->mark);
			abort();
		}
	}
}

static void worker_free(struct worker *w, struct block *b)
{
	block_check(w, b, b->layout.size);
	nostd_dealloc(w->in, b->ptr, b->layout);
	b->ptr = NULL;
}

static void worker_take(struct worker *w, struct block *b)
{
	b->layout = nostd_layout_new(1 + worker_below(w, w->most),
				     (size_t)1 << worker_below(w, 5));
	if (worker_below(w, 4) == 0) {
		b->ptr = (unsigned char *)nostd_alloc_zeroed(w->in, b->layout);
	} else {
		b->ptr = (unsigned char *)nostd_alloc(w->in, b->layout);
	}
	if (b->ptr) {
		memset(b->ptr, w->mark, b->layout.size);
	}
}

static void worker_change(struct worker *w, struct block *b)
{
	size_t size = 1 + worker_below(w, w->most);
	size_t kept = size < b->layout.size ? size : b->layout.size;
	void *moved;

	if (worker_below(w, 2) == 0) {
		if (!nostd_resize(w->in, b->ptr, b->layout, size)) {
			return;
		}
	} else {
		moved = nostd_realloc(w->in, b->ptr, b->layout, size);
		if (!moved) {
			return;
		}
		b->ptr = (unsigned char *)moved;
	}
	b->layout.size = size;
	block_check(w, b, kept);
	memset(b->ptr, w->mark, size);
}

static void *worker_run(void *arg)
{
	struct worker *w = (struct worker *)arg;
	unsigned long i;
	size_t at;

	for (i = 0; i < w->steps; i++) {
		struct block *b = &w->blocks[worker_below(w, BLOCKS)];

		if (!b->ptr) {
			worker_take(w, b);
		} else if (worker_below(w, 2) == 0) {
			worker_change(w, b);
		} else {
			worker_free(w, b);
		}
	}
	for (at = 0; at < BLOCKS; at++) {
		if (w->blocks[at].ptr) {
			worker_free(w, &w->blocks[at]);
		}
	}
	return NULL;
}

/* All of them at once. */
static void share(const struct nostd_allocator *in, size_t most)
{
	static struct worker workers[THREADS];
	size_t i;

	memset(workers, 0, sizeof(workers));
	for (i = 0; i < THREADS; i++) {
		workers[i].in = in;
		workers[i].most = most;
		workers[i].mark = (unsigned char)(1 + i);
		workers[i].steps = test_steps(2000);
		workers[i].state = random_bits();
	}
	for (i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_create(&workers[i].thread, NULL, worker_run,
						&workers[i]),
				 0);
	}
	for (i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
	}
}

/* -- the allocators ------------------------------------------------------------------ */

#define MOST 300
/* Not enough for all: where they run at once, some requests fail. */
#define ROOM ((size_t)THREADS * BLOCKS * MOST / 4)

static _Alignas(64) unsigned char room[ROOM + 65536];

#define LOCKS (sizeof(locks) / sizeof(locks[0]))

static void threads_share_a_heap(void **state)
{
	static struct nostd_heap heap;
	static const struct nostd_allocator in = {&nostd_heap_ops, &heap};
	size_t i;

	(void)state;
	for (i = 0; i < LOCKS; i++) {
		memset(&heap, 0, sizeof(heap));
		heap.lock = &locks[i];
		assert_true(nostd_heap_add_region(&heap, room, sizeof(room)));
		share(&in, MOST * 4);
		nostd_heap_trim(&heap);
		assert_true(nostd_heap_check(&heap, NULL));
		assert_int_equal(nostd_heap_stats(&heap).used, 0);
	}
}

static void threads_share_an_rt(void **state)
{
	static struct nostd_rt rt;
	static const struct nostd_allocator in = {&nostd_rt_ops, &rt};
	size_t i;

	(void)state;
	for (i = 0; i < LOCKS; i++) {
		memset(&rt, 0, sizeof(rt));
		rt.lock = &locks[i];
		assert_true(nostd_rt_add_region(&rt, room, ROOM / 2));
		share(&in, MOST);
		assert_true(nostd_rt_check(&rt, NULL));
		assert_int_equal(nostd_rt_stats(&rt).used, 0);
	}
}

static void threads_share_a_small(void **state)
{
	static struct nostd_small small;
	static const struct nostd_allocator in = {&nostd_small_ops, &small};
	size_t i;

	(void)state;
	for (i = 0; i < LOCKS; i++) {
		assert_true(nostd_small_init(&small, room, ROOM / 2, &locks[i]));
		share(&in, MOST);
		assert_true(nostd_small_check(&small, NULL));
		assert_int_equal(nostd_small_stats(&small).used, 0);
	}
}

static void threads_share_a_pool(void **state)
{
	static struct nostd_pool pool;
	static const struct nostd_allocator in = {&nostd_pool_ops, &pool};
	size_t i;

	(void)state;
	for (i = 0; i < LOCKS; i++) {
		assert_true(nostd_pool_init(&pool, room, (size_t)THREADS * BLOCKS * 24,
					    nostd_layout_new(48, 16), &locks[i]));
		share(&in, 48);
		assert_true(nostd_pool_check(&pool, NULL));
		assert_int_equal(nostd_pool_stats(&pool).used, 0);
	}
}

static void fault(void *ctx, const struct nostd_debug_fault *what)
{
	(void)ctx;
	fprintf(stderr, "debug: %s: %p\n", what->message, what->ptr);
	abort();
}

/* Around one without a lock, which its own keeps safe as well. */
static void threads_share_a_debug(void **state)
{
	static struct nostd_rt rt;
	static struct nostd_debug debug;
	static const struct nostd_allocator inner = {&nostd_rt_ops, &rt};
	static const struct nostd_allocator in = {&nostd_debug_ops, &debug};
	size_t i;

	(void)state;
	for (i = 0; i < LOCKS; i++) {
		memset(&rt, 0, sizeof(rt));
		assert_true(nostd_rt_add_region(&rt, room, sizeof(room)));
		nostd_debug_init(&debug, &inner, fault, NULL, &locks[i]);
		share(&in, MOST);
		assert_null(nostd_debug_live(&debug));
		assert_true(nostd_debug_check(&debug, NULL));
		nostd_debug_flush(&debug);
		assert_true(nostd_rt_check(&rt, NULL));
		assert_int_equal(nostd_rt_stats(&rt).used, 0);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(threads_share_a_heap),  TEST(threads_share_an_rt),
		TEST(threads_share_a_small), TEST(threads_share_a_pool),
		TEST(threads_share_a_debug),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
