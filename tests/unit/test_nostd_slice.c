/*
 * test_nostd_slice.c - <nostd/slice.h> against the obvious way to do the same.
 *
 * In:   arrays of every length up to some 20, elements of 1, 3, 40 bytes.
 * Out:  every position, count and size gives what a loop over single elements gives.
 */
#include "test_nostd_common.h"

#define NOSTD_NAME     bytes
#define NOSTD_T        unsigned char
#define NOSTD_EQ(a, b) any_size(*(a) == *(b))
#include <nostd/slice.h>

struct three {
	unsigned char byte[3];
};

#define NOSTD_NAME threes
#define NOSTD_T    struct three
#include <nostd/slice.h>

struct forty {
	uint64_t word[5];
};

#define NOSTD_NAME forties
#define NOSTD_T    struct forty
#include <nostd/slice.h>

#define MANY 21

static void count_up(unsigned char *to, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		to[i] = (unsigned char)i;
	}
}

static void rotations_move_every_element(void **state)
{
	unsigned char b[MANY];
	struct three t[MANY];
	struct forty f[MANY];
	size_t len;
	size_t by;
	size_t i;

	(void)state;
	for (len = 0; len < MANY; len++) {
		for (by = 0; by <= len; by++) {
			for (i = 0; i < len; i++) {
				memset(&t[i], (int)i, sizeof(t[i]));
				f[i].word[0] = i;
				f[i].word[4] = ~(uint64_t)i;
			}
			count_up(b, len);
			assert_true(bytes_rotate_left(b, len, by));
			assert_true(threes_rotate_right(t, len, by));
			assert_true(forties_rotate_left(f, len, by));
			for (i = 0; i < len; i++) {
				assert_int_equal(b[i], (i + by) % len);
				assert_int_equal(t[(i + by) % len].byte[0], i);
				assert_int_equal(t[(i + by) % len].byte[2], i);
				assert_int_equal(f[i].word[0], (i + by) % len);
				assert_true(f[i].word[4] == ~f[i].word[0]);
			}
		}
		assert_false(bytes_rotate_left(b, len, len + 1));
		assert_false(bytes_rotate_right(b, len, len + 1));
		assert_false(bytes_rotate_right(b, len, SIZE_MAX));
	}
	assert_true(bytes_rotate_left(NULL, 0, 0));
}

static bool is_less(unsigned char const *elem, void *ctx)
{
	return *elem < *(unsigned char *)ctx;
}

static bool is_multiple(unsigned char const *elem, void *ctx)
{
	return *elem % *(unsigned char *)ctx == 0;
}

static void elements_are_found(void **state)
{
	unsigned char b[MANY];
	unsigned char key;
	size_t len;

	(void)state;
	count_up(b, MANY);
	for (len = 0; len < MANY; len++) {
		for (key = 0; key < MANY; key++) {
			assert_int_equal(bytes_partition_point(b, len, is_less, &key),
					 key < len ? key : len);
			assert_int_equal(bytes_index_of(b, len, &key),
					 key < len ? key : NOSTD_NOT_FOUND);
			assert_int_equal(bytes_contains(b, len, &key), key < len);
			assert_int_equal(bytes_starts_with(b, len, b, key), key <= len);
			assert_int_equal(bytes_ends_with(b, len, b, key),
					 key == 0 || key == len);
			assert_int_equal(bytes_ends_with(b, MANY, b + MANY - key, key),
					 true);
		}
	}
	key = 7;
	assert_int_equal(bytes_position(b + 1, 20, is_multiple, &key), 6);
	assert_int_equal(bytes_position(b + 1, 6, is_multiple, &key), NOSTD_NOT_FOUND);
	assert_true(bytes_eq(b, b, MANY));
	assert_false(bytes_eq(b, b + 1, 1));
	assert_true(bytes_eq(NULL, b, 0));
}

static void elements_are_rearranged(void **state)
{
	unsigned char b[MANY];
	unsigned char c[MANY];
	unsigned char key = 3;
	unsigned char each;
	size_t len;
	size_t count;
	size_t i;

	(void)state;
	for (len = 0; len < MANY; len++) {
		count_up(b, len);
		bytes_reverse(b, len);
		for (i = 0; i < len; i++) {
			assert_int_equal(b[i], len - 1 - i);
		}
		count = bytes_partition_in_place(b, len, is_multiple, &key);
		assert_int_equal(count, (len + 2) / 3);
		for (i = 0; i < len; i++) {
			assert_true((b[i] % 3 == 0) == (i < count));
			each = (unsigned char)i;
			assert_true(bytes_contains(b, len, &each));
		}
	}
	count_up(b, MANY);
	assert_true(bytes_swap(b, MANY, 2, 5));
	assert_int_equal(b[2] * 10 + b[5], 52);
	assert_false(bytes_swap(b, MANY, 2, MANY));
	assert_false(bytes_swap(b, MANY, SIZE_MAX, 2));
	bytes_fill(c, MANY, 9);
	bytes_swap_with_slice(b, c, MANY);
	assert_int_equal(b[0] + b[MANY - 1], 18);
	assert_int_equal(c[MANY - 1], MANY - 1);
}

static void copies_within_overlap(void **state)
{
	unsigned char b[9];
	unsigned char want[9];
	size_t from;
	size_t to;
	size_t at;
	size_t i;

	(void)state;
	for (from = 0; from <= 10; from++) {
		for (to = 0; to <= 10; to++) {
			for (at = 0; at <= 10; at++) {
				bool ok = from <= to && to <= 9 && at <= 9 &&
					  at + (to - from) <= 9;

				count_up(b, 9);
				count_up(want, 9);
				assert_int_equal(bytes_copy_within(b, 9, from, to, at),
						 ok);
				for (i = 0; ok && i < to - from; i++) {
					want[at + i] = (unsigned char)(from + i);
				}
				assert_memory_equal(b, want, 9);
			}
		}
	}
	assert_false(bytes_copy_within(b, 9, 0, 2, SIZE_MAX));
}

static void parts_cover_the_array(void **state)
{
	unsigned char b[MANY];
	struct bytes_chunks it;
	size_t len;
	size_t size;
	size_t at;

	(void)state;
	count_up(b, MANY);
	for (len = 0; len < MANY; len++) {
		for (size = 1; size < MANY; size++) {
			it = bytes_chunks(b, len, size);
			for (at = 0; bytes_next_chunk(&it); at += size) {
				assert_ptr_equal(it.ptr, b + at);
				assert_int_equal(it.len,
						 len - at < size ? len - at : size);
			}
			assert_true(at >= len && at < len + size);
			it = bytes_chunks(b, len, size);
			for (at = 0; bytes_next_exact(&it); at += size) {
				assert_ptr_equal(it.ptr, b + at);
				assert_int_equal(it.len, size);
			}
			assert_int_equal(it.rest_len, len % size);
			it = bytes_chunks(b, len, size);
			for (at = 0; bytes_next_window(&it); at++) {
				assert_ptr_equal(it.ptr, b + at);
				assert_int_equal(it.len, size);
			}
			assert_int_equal(at, len < size ? 0 : len - size + 1);
			it = bytes_chunks(b, len, size);
			for (at = len; bytes_next_rchunk(&it); at -= it.len) {
				assert_ptr_equal(it.ptr + it.len, b + at);
				assert_int_equal(it.len, at < size ? at : size);
			}
			assert_int_equal(at, 0);
		}
	}
	it = bytes_chunks(b, MANY, 0);
	assert_false(bytes_next_chunk(&it) || bytes_next_exact(&it) ||
		     bytes_next_window(&it) || bytes_next_rchunk(&it));
	it = bytes_chunks(b, MANY, SIZE_MAX);
	assert_true(bytes_next_rchunk(&it));
	assert_int_equal(it.len, MANY);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(rotations_move_every_element), TEST(elements_are_found),
		TEST(elements_are_rearranged),      TEST(copies_within_overlap),
		TEST(parts_cover_the_array),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
