/*
 * test_nostd_sort.c - <nostd/sort.h> against qsort, patterns and comparisons that lie.
 *
 * In:   every pattern at every length up to 200 and at some up to 5000, as bytes,
 *       integers, pairs and large structs; comparisons that are no order.
 * Out:  the order of qsort; equals in place for the stable sort, with any scratch;
 *       the same elements whatever the comparison says; a bound on the comparisons.
 */
#include "test_nostd_common.h"

#include <limits.h>

#define LEN_MAX (TEST_SHRINK == 1 ? 5000 : SCALED(2600, 40))
/* From so many on costs are those of the method, not of what is too short for it. */
#define LONG  1000
#define TIMES (LEN_MAX < LONG ? 4 : 2)

static size_t compared;

#define COUNTED(x) (compared++, (x))

struct pair {
	uint32_t key;
	uint32_t place; /* where it stood before */
};

struct large {
	uint64_t key;
	unsigned char more[72];
};

static int compare_int(const int *a, const int *b)
{
	return *a < *b ? -1 : *a > *b;
}

#define NOSTD_NAME      ints
#define NOSTD_T         int
#define NOSTD_CMP(a, b) COUNTED(compare_int(a, b))
#include <nostd/sort.h>

#define NOSTD_NAME       bytes
#define NOSTD_T          unsigned char
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/sort.h>

#define NOSTD_NAME       pairs
#define NOSTD_T          struct pair
#define NOSTD_LESS(a, b) COUNTED((a)->key < (b)->key)
#include <nostd/sort.h>

#define NOSTD_NAME       larges
#define NOSTD_T          struct large
#define NOSTD_LESS(a, b) ((a)->key < (b)->key)
#include <nostd/sort.h>

/* What is true need not be 1, and a sign has any size. */
#define NOSTD_NAME       truths
#define NOSTD_T          int
#define NOSTD_LESS(a, b) any_size(*(a) < *(b))
#include <nostd/sort.h>

#define NOSTD_NAME      signs
#define NOSTD_T         int
#define NOSTD_CMP(a, b) any_size(compare_int(a, b))
#include <nostd/sort.h>

/* Searched by key alone. */
static int compare_key(const struct pair *p, const uint32_t *key)
{
	return any_size(p->key < *key ? -1 : p->key > *key);
}

#define NOSTD_NAME        by_key
#define NOSTD_T           struct pair
#define NOSTD_LESS(a, b)  ((a)->key < (b)->key)
#define NOSTD_Q           uint32_t
#define NOSTD_CMP_Q(a, q) compare_key(a, q)
#include <nostd/sort.h>

/* An order that changes its mind. */
static unsigned lie;

static bool liar(const int *a, const int *b)
{
	switch (lie) {
	case 0:
		return true;
	case 1:
		return false;
	case 2:
		return (random_bits() & 1) != 0;
	case 3: /* stone, scissors, paper */
		return ((unsigned)*a - (unsigned)*b + 30000U) % 3 == 1;
	case 4:
		return *a <= *b;
	default: /* mostly right */
		return random_below(50) == 0 ? *a > *b : *a < *b;
	}
}

#define LIES             6

#define NOSTD_NAME       lies
#define NOSTD_T          int
#define NOSTD_LESS(a, b) liar(a, b)
#include <nostd/sort.h>

/* -- patterns ------------------------------------------------------------------------ */

#define PATTERNS 14

/* Value of the element at `i` of `len`. */
static int pattern(size_t which, size_t i, size_t len)
{
	switch (which) {
	case 0:
		return (int)(random_bits() % (INT_MAX / 2)) - INT_MAX / 4;
	case 1:
		return (int)i;
	case 2:
		return (int)(len - i);
	case 3:
		return (int)random_below(4);
	case 4: /* organ pipe */
		return (int)(i < len / 2 ? i : len - i);
	case 5: /* valley */
		return (int)(i < len / 2 ? len - i : i);
	case 6:
		return 7;
	case 7: /* sorted, a random end */
		return i + 10 < len ? (int)i : (int)random_below(len);
	case 8: /* sorted, some out of place */
		return random_below(30) == 0 ? (int)random_below(len) : (int)i;
	case 9: /* saw */
		return (int)(i % 33);
	case 10: /* two sorted halves */
		return (int)(i < len / 2 ? 2 * i : 2 * (i - len / 2) + 1);
	case 11:
		return (int)(i % 2);
	case 12: /* reversed, with equals */
		return (int)((len - i) / 3);
	default: /* half of them the same */
		return random_below(2) == 0 ? 500 : (int)random_below(1000);
	}
}

static int by_value(const void *a, const void *b)
{
	return compare_int(a, b);
}

static int by_byte(const void *a, const void *b)
{
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

/* Each length up to 200, then some. */
static size_t next_len(size_t len)
{
	return len < 200 ? len + 1 : len + len / 3 + random_below(50);
}

/* Small scratch, none, enough, more. */
static size_t some_room(size_t len)
{
	const size_t rooms[] = {0, 1, len / 10, len / 2, len};

	return rooms[random_below(5)];
}

static void both_sorts_agree_with_qsort(void **state)
{
	static int input[LEN_MAX];
	static int want[LEN_MAX];
	static int got[LEN_MAX];
	static int scratch[LEN_MAX];
	size_t which;
	size_t len;
	size_t i;

	(void)state;
	for (which = 0; which < PATTERNS; which++) {
		for (len = 0; len < LEN_MAX; len = next_len(len)) {
			for (i = 0; i < len; i++) {
				input[i] = pattern(which, i, len);
			}
			memcpy(want, input, sizeof(want));
			qsort(want, len, sizeof(want[0]), by_value);
			memcpy(got, input, sizeof(got));
			ints_sort_unstable(got, len);
			assert_memory_equal(got, want, len * sizeof(got[0]));
			memcpy(got, input, sizeof(got));
			ints_sort_stable(got, len, scratch, some_room(len));
			assert_memory_equal(got, want, len * sizeof(got[0]));
			assert_true(ints_is_sorted(got, len));
		}
	}
}

static void results_of_any_size_are_true(void **state)
{
	static int input[LEN_MAX];
	static int want[LEN_MAX];
	static int got[LEN_MAX];
	static int scratch[LEN_MAX];
	size_t which;
	size_t len;
	size_t i;

	(void)state;
	for (which = 0; which < PATTERNS; which++) {
		for (len = 1; len < LEN_MAX / 5; len = next_len(len)) {
			for (i = 0; i < len; i++) {
				input[i] = pattern(which, i, len);
			}
			memcpy(want, input, sizeof(want));
			qsort(want, len, sizeof(want[0]), by_value);
			memcpy(got, input, sizeof(got));
			truths_sort_unstable(got, len);
			assert_memory_equal(got, want, len * sizeof(got[0]));
			memcpy(got, input, sizeof(got));
			truths_sort_stable(got, len, scratch, some_room(len));
			assert_memory_equal(got, want, len * sizeof(got[0]));
			memcpy(got, input, sizeof(got));
			i = random_below(len);
			assert_true(truths_select_nth(got, len, i));
			assert_int_equal(got[i], want[i]);
			memcpy(got, input, sizeof(got));
			signs_sort_unstable(got, len);
			assert_memory_equal(got, want, len * sizeof(got[0]));
			assert_true(truths_is_sorted(got, len));
			assert_int_equal(truths_lower_bound(got, len, &want[i]),
					 ints_lower_bound(want, len, &want[i]));
			assert_int_equal(signs_upper_bound(got, len, &want[i]),
					 ints_upper_bound(want, len, &want[i]));
		}
	}
}

static void other_sizes_of_elements_are_sorted_too(void **state)
{
	static unsigned char b[2][LEN_MAX];
	static struct large l[LEN_MAX / 5];
	size_t len;
	size_t i;

	(void)state;
	for (len = 0; len < LEN_MAX / 5; len = next_len(len)) {
		for (i = 0; i < len; i++) {
			b[0][i] = (unsigned char)random_bits();
			l[i].key = random_below(100);
			memset(l[i].more, (int)l[i].key, sizeof(l[i].more));
		}
		memcpy(b[1], b[0], len);
		qsort(b[1], len, 1, by_byte);
		bytes_sort_unstable(b[0], len);
		assert_memory_equal(b[0], b[1], len);
		larges_sort_unstable(l, len);
		assert_true(larges_is_sorted(l, len));
		for (i = 0; i < len; i++) {
			assert_int_equal(l[i].more[0], l[i].key);
			assert_int_equal(l[i].more[71], l[i].key);
		}
	}
}

static void equal_elements_keep_their_order(void **state)
{
	static struct pair p[LEN_MAX];
	static struct pair scratch[LEN_MAX];
	size_t which;
	size_t len;
	size_t i;

	(void)state;
	for (which = 0; which < PATTERNS; which++) {
		for (len = 2; len < LEN_MAX; len = next_len(len)) {
			for (i = 0; i < len; i++) {
				p[i].key = (uint32_t)pattern(which, i, len) % 50;
				p[i].place = (uint32_t)i;
			}
			if (random_below(4) == 0) {
				watch.fail_at = random_below(2) ? 0 : WATCH_NEVER;
				pairs_sort_stable_in(p, len, &watch_allocator);
				watch.fail_at = WATCH_NEVER;
			} else {
				pairs_sort_stable(p, len, scratch, some_room(len));
			}
			for (i = 1; i < len; i++) {
				assert_true(p[i - 1].key < p[i].key ||
					    (p[i - 1].key == p[i].key &&
					     p[i - 1].place < p[i].place));
			}
		}
	}
}

/* Guards before and behind must stay, and every element must be there once. */
static void comparisons_that_lie_lose_nothing(void **state)
{
	static int array[LEN_MAX + 2];
	static int scratch[LEN_MAX];
	size_t len;
	size_t i;

	(void)state;
	for (lie = 0; lie < LIES; lie++) {
		for (len = 0; len < LEN_MAX; len = next_len(len)) {
			bool stable = random_below(2) == 0;

			for (i = 0; i < len; i++) {
				array[1 + i] = (int)i;
			}
			for (i = len; i > 1; i--) { /* shuffled */
				size_t k = 1 + random_below(i);
				int saved = array[i];

				array[i] = array[k];
				array[k] = saved;
			}
			array[0] = -1;
			array[len + 1] = -2;
			if (stable) {
				lies_sort_stable(array + 1, len, scratch, some_room(len));
			} else {
				lies_sort_unstable(array + 1, len);
			}
			assert_int_equal(array[0], -1);
			assert_int_equal(array[len + 1], -2);
			qsort(array + 1, len, sizeof(int), by_value);
			for (i = 0; i < len; i++) {
				assert_int_equal(array[1 + i], (int)i);
			}
		}
	}
}

/* -- cost ---------------------------------------------------------------------------- */

/* The least k with 2^k >= n. */
static size_t log_two(size_t n)
{
	size_t k = 0;

	while (((size_t)1 << k) < n) {
		k++;
	}
	return k;
}

/*
 * McIlroy, "A killer adversary for quicksort", 1999: values are decided only when asked,
 * always so that the pivot turns out to be nearly the smallest.
 */
static int *killer_value;
static int killer_gas;
static int killer_solid;
static int killer_candidate;

static bool killer_less(const int *a, const int *b)
{
	compared++;
	if (killer_value[*a] == killer_gas && killer_value[*b] == killer_gas) {
		killer_value[*a == killer_candidate ? *a : *b] = killer_solid++;
	}
	if (killer_value[*a] == killer_gas) {
		killer_candidate = *a;
	} else if (killer_value[*b] == killer_gas) {
		killer_candidate = *b;
	}
	return killer_value[*a] < killer_value[*b];
}

#define NOSTD_NAME       killed
#define NOSTD_T          int
#define NOSTD_LESS(a, b) killer_less(a, b)
#include <nostd/sort.h>

static void the_worst_case_is_n_log_n(void **state)
{
	static int index[LEN_MAX];
	static int value[LEN_MAX];
	size_t i;

	(void)state;
	killer_value = value;
	killer_gas = LEN_MAX;
	killer_solid = 0;
	for (i = 0; i < LEN_MAX; i++) {
		index[i] = (int)i;
		value[i] = killer_gas;
	}
	/* Three that are no run, or the array would turn out to be sorted. */
	value[0] = killer_solid + 1;
	value[1] = killer_solid + 2;
	value[2] = killer_solid;
	killer_solid += 3;
	compared = 0;
	killed_sort_unstable(index, LEN_MAX);
	assert_in_range(compared, LEN_MAX < LONG ? LEN_MAX : 4 * LEN_MAX,
			5 * LEN_MAX * log_two(LEN_MAX));
	for (i = 1; i < LEN_MAX; i++) {
		assert_true(value[index[i - 1]] <= value[index[i]]);
	}
}

static void patterns_cost_what_the_header_says(void **state)
{
	static int a[LEN_MAX];
	static struct pair p[LEN_MAX];
	static struct pair scratch[LEN_MAX / 2];
	const size_t linear[] = {1, 2, 6};
	size_t which;
	size_t i;

	(void)state;
	for (which = 0; which < 3; which++) {
		for (i = 0; i < LEN_MAX; i++) {
			a[i] = pattern(linear[which], i, LEN_MAX);
			p[i].key = (uint32_t)a[i];
		}
		compared = 0;
		ints_sort_unstable(a, LEN_MAX);
		assert_in_range(compared, LEN_MAX - 1, 2 * LEN_MAX);
		compared = 0;
		pairs_sort_stable(p, LEN_MAX, scratch, LEN_MAX / 2);
		assert_in_range(compared, LEN_MAX - 1, 2 * LEN_MAX);
	}
	for (which = 0; which < PATTERNS; which++) {
		for (i = 0; i < LEN_MAX; i++) {
			a[i] = pattern(which, i, LEN_MAX);
			p[i].key = (uint32_t)a[i];
		}
		compared = 0;
		ints_sort_unstable(a, LEN_MAX);
		assert_true(compared <= TIMES * LEN_MAX * log_two(LEN_MAX));
		compared = 0;
		pairs_sort_stable(p, LEN_MAX, scratch, LEN_MAX / 2);
		assert_true(compared <= TIMES * LEN_MAX * log_two(LEN_MAX));
		for (i = 0; i < LEN_MAX; i++) {
			p[i].key = (uint32_t)pattern(which, i, LEN_MAX);
		}
		compared = 0;
		pairs_sort_stable(p, LEN_MAX, NULL, 0);
		assert_true(compared <= LEN_MAX * log_two(LEN_MAX) * log_two(LEN_MAX));
	}
}

/* Few different values: linear times their logarithm, not the length's. */
static void few_values_are_cheap(void **state)
{
	static int a[LEN_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < LEN_MAX; i++) {
		a[i] = (int)random_below(4);
	}
	compared = 0;
	ints_sort_unstable(a, LEN_MAX);
	assert_true(ints_is_sorted(a, LEN_MAX));
	assert_in_range(compared, LEN_MAX, 8 * LEN_MAX);
}

/* -- search -------------------------------------------------------------------------- */

static void searches_agree_with_a_walk(void **state)
{
	int a[60];
	size_t len;
	size_t i;
	int key;

	(void)state;
	for (len = 0; len < 60; len++) {
		for (i = 0; i < len; i++) {
			a[i] = (int)random_below(30);
		}
		ints_sort_unstable(a, len);
		for (key = -1; key <= 30; key++) {
			size_t low = 0;
			size_t high = 0;
			size_t at;

			while (low < len && a[low] < key) {
				low++;
			}
			while (high < len && a[high] <= key) {
				high++;
			}
			assert_int_equal(ints_lower_bound(a, len, &key), low);
			assert_int_equal(ints_upper_bound(a, len, &key), high);
			at = ints_binary_search(a, len, &key);
			assert_int_equal(at, low == high ? NOSTD_NOT_FOUND : low);
		}
	}
}

static void searches_by_key_agree_with_a_walk(void **state)
{
	struct pair p[40];
	size_t len;
	size_t i;
	uint32_t key;

	(void)state;
	for (len = 0; len < 40; len++) {
		for (i = 0; i < len; i++) {
			p[i].key = (uint32_t)random_below(20) + 1;
		}
		by_key_sort_unstable(p, len);
		for (key = 0; key < 23; key++) {
			size_t low = 0;
			size_t high = 0;

			while (low < len && p[low].key < key) {
				low++;
			}
			while (high < len && p[high].key <= key) {
				high++;
			}
			assert_int_equal(by_key_lower_bound(p, len, &key), low);
			assert_int_equal(by_key_upper_bound(p, len, &key), high);
			assert_int_equal(by_key_binary_search(p, len, &key),
					 low == high ? NOSTD_NOT_FOUND : low);
		}
	}
}

/* -- selection ----------------------------------------------------------------------- */

static void select_one(const int *from, const int *sorted, size_t len, size_t n)
{
	static int v[LEN_MAX];
	size_t i;

	memcpy(v, from, len * sizeof(v[0]));
	compared = 0;
	assert_true(ints_select_nth(v, len, n));
	assert_true(compared < 12 * len + 500); /* no O(n log n) on any pattern */
	assert_int_equal(v[n], sorted[n]);
	for (i = 0; i < len; i++) {
		assert_true(i < n ? v[i] <= v[n] : v[i] >= v[n]);
	}
	qsort(v, len, sizeof(v[0]), by_value);
	assert_memory_equal(v, sorted, len * sizeof(v[0]));
}

static void the_nth_element_comes_to_its_place(void **state)
{
	static int from[LEN_MAX];
	static int sorted[LEN_MAX];
	static const size_t lens[] = {1, 2, 7, 31, 32, 33, 34, 64, 100, 1000, LEN_MAX};
	size_t which;
	size_t l;
	size_t i;

	(void)state;
	for (which = 0; which < PATTERNS; which++) {
		for (l = 0; l < sizeof(lens) / sizeof(lens[0]); l++) {
			size_t len = lens[l] < LEN_MAX ? lens[l] : LEN_MAX;

			for (i = 0; i < len; i++) {
				from[i] = pattern(which, i, len);
			}
			memcpy(sorted, from, len * sizeof(from[0]));
			qsort(sorted, len, sizeof(sorted[0]), by_value);
			for (i = 0; i < len; i += 1 + len / 20) {
				select_one(from, sorted, len, i);
			}
			select_one(from, sorted, len, len - 1);
			assert_false(ints_select_nth(from, len, len));
			assert_false(ints_select_nth(from, len, SIZE_MAX));
		}
	}
	assert_false(ints_select_nth(NULL, 0, 0));
}

/* Not divided by 7, so that each value comes once. */
#define LIED (LEN_MAX < 1000 ? 40 : 1000)

static void a_lying_comparison_loses_no_element_of_a_selection(void **state)
{
	static int v[LIED];
	size_t n;
	size_t i;

	(void)state;
	for (lie = 0; lie < LIES; lie++) {
		for (n = 0; n < LIED; n += 37) {
			for (i = 0; i < LIED; i++) {
				v[i] = (int)(i * 7 % LIED);
			}
			assert_true(lies_select_nth(v, LIED, n));
			qsort(v, LIED, sizeof(v[0]), by_value);
			for (i = 0; i < LIED; i++) {
				assert_int_equal(v[i], i);
			}
		}
	}
}

/* Without scratch it takes longer, and sorts as well. */
static void each_allocation_of_a_stable_sort_can_fail(void **state)
{
	struct pair p[40];
	size_t n;
	size_t i;

	(void)state;
	for (n = 0;; n++) {
		bool enough;

		for (i = 0; i < 40; i++) {
			p[i].key = (uint32_t)random_below(9);
			p[i].place = (uint32_t)i;
		}
		watch.fail_at = n;
		pairs_sort_stable_in(p, 40, &watch_allocator);
		enough = watch.fail_at != WATCH_NEVER;
		for (i = 1; i < 40; i++) {
			assert_true(p[i - 1].key < p[i].key ||
				    (p[i - 1].key == p[i].key &&
				     p[i - 1].place < p[i].place));
		}
		if (enough) {
			break;
		}
	}
	assert_true(n > 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(both_sorts_agree_with_qsort),
		TEST(results_of_any_size_are_true),
		TEST(other_sizes_of_elements_are_sorted_too),
		TEST(equal_elements_keep_their_order),
		TEST(comparisons_that_lie_lose_nothing),
		TEST(the_worst_case_is_n_log_n),
		TEST(patterns_cost_what_the_header_says),
		TEST(few_values_are_cheap),
		TEST(searches_agree_with_a_walk),
		TEST(searches_by_key_agree_with_a_walk),
		TEST(the_nth_element_comes_to_its_place),
		TEST(a_lying_comparison_loses_no_element_of_a_selection),
		TEST(each_allocation_of_a_stable_sort_can_fail),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
