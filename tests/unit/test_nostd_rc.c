/*
 * test_nostd_rc.c - <nostd/rc.h> and <nostd/box.h>: see test_nostd_counted.h.
 *
 * In:   random operations on handles of values that own memory.
 * Out:  counts, values and blocks are those of the model; every allocation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"

#define TEST_COUNTED <nostd/rc.h>
#include "test_nostd_counted.h"

#define NOSTD_NAME boxed
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_make(to, (p)->id)
#include <nostd/box.h>

#define NOSTD_NAME word_box
#define NOSTD_T    uint32_t
#include <nostd/box.h>

static void a_box_owns_its_value(void **state)
{
	struct boxed nothing = {NULL, NULL};
	struct boxed b = boxed_new_in(&watch_allocator, token(3));
	struct boxed copy = boxed_clone(&b);
	struct token t;

	(void)state;
	assert_ptr_not_equal(b.ptr, copy.ptr);
	assert_ptr_not_equal(b.ptr->mem, copy.ptr->mem);
	boxed_drop(&nothing);
	assert_int_equal(watch.live, 4);
	b = boxed_from_raw_in(&watch_allocator, boxed_into_raw(&b));
	t = boxed_into_inner(&b);
	assert_null(b.ptr);
	assert_int_equal(watch.live, 3);
	boxed_drop(&b);
	assert_token(&t, 3);
	token_drop(&t);
	boxed_drop(&copy);
	boxed_drop(&copy);
	assert_int_equal(watch.live, 0);
}

static void a_box_of_plain_data(void **state)
{
	struct word_box a = word_box_new(7);
	struct word_box b = {NULL};

	(void)state;
	assert_int_equal(sizeof(a), sizeof(void *));
	assert_true(word_box_try_new_zeroed(&b));
	assert_int_equal(*b.ptr, 0);
	word_box_drop(&b);
	assert_true(word_box_try_clone(&a, &b));
	*a.ptr = 8;
	assert_int_equal(*b.ptr, 7);
	word_box_drop(&a);
	a = word_box_from_raw(word_box_into_raw(&b));
	assert_null(b.ptr);
	assert_int_equal(word_box_into_inner(&a), 7);
}

static void a_box_without_memory_is_not_made(void **state)
{
	struct boxed b = boxed_new_in(&watch_allocator, token(1));
	struct boxed copy = {NULL, NULL};
	struct word_box word = {NULL};
	struct token t = token(2);
	size_t n;

	(void)state;
	for (n = 0; n < 2; n++) { /* the block, then the token */
		watch.fail_at = n;
		assert_false(boxed_try_clone(&b, &copy));
		assert_null(copy.ptr);
		assert_int_equal(watch.live, 3);
	}
	watch.fail_at = 0;
	assert_false(boxed_try_new_in(&watch_allocator, t, &copy));
	watch.fail_at = 0;
	assert_false(boxed_try_new_zeroed_in(&watch_allocator, &copy));
	watch.fail_at = 0;
	assert_false(word_box_try_new(1, &word));
	watch.fail_at = 0;
	assert_false(word_box_try_new_uninit(&word));
	watch.fail_at = 0;
	assert_panics(word_box_new(1), "out of memory");
	assert_int_equal(test_panic.info.value, sizeof(uint32_t));
	watch.fail_at = 0;
	assert_panics(boxed_clone(&b), "out of memory");
	watch.fail_at = 0;
	assert_panics(boxed_new_in(&watch_allocator, t), "out of memory");
	assert_null(copy.ptr);
	assert_null(word.ptr);
	token_drop(&t);
	boxed_drop(&b);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		COUNTED_TESTS,
		TEST(a_box_owns_its_value),
		TEST(a_box_of_plain_data),
		TEST(a_box_without_memory_is_not_made),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
