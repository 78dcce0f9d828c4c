/*
 * test_nostd_alloc.c - <nostd/layout.h>, <nostd/alloc.h>, <nostd/hash.h>, <nostd/mem.h>.
 *
 * In:   sizes around every limit; allocators that lack some functions; keys in rows.
 * Out:  what arithmetic in a wider type says; SipHash-1-3 as CPython 3.11 computes it;
 *       hashes that fill buckets evenly.
 */
#include "test_nostd_common.h"

#include <nostd/bump.h>
#include <nostd/hash.h>
#include <nostd/string.h>

/* An integer of at least twice the width of size_t. */
#if SIZE_MAX > 0xFFFFFFFFU
__extension__ typedef unsigned __int128 wide;
#else
typedef uint64_t wide;
#endif

#define SIZE_BITS (sizeof(size_t) * 8)

/* -- arithmetic ---------------------------------------------------------------------- */

static size_t some_size(void)
{
	size_t sizes[32];
	size_t count = nasty_sizes(1 + random_below(100), sizes);

	switch (random_below(4)) {
	case 0:
		return sizes[random_below(count)];
	case 1:
		return (size_t)random_bits() >> random_below(SIZE_BITS);
	case 2:
		return random_below(100);
	default:
		return ((size_t)1 << random_below(SIZE_BITS)) - random_below(2);
	}
}

static void checked_arithmetic_agrees_with_wider_types(void **state)
{
	unsigned long steps = test_steps(200000);

	(void)state;
	while (steps-- != 0) {
		size_t a = some_size();
		size_t b = some_size();
		size_t align = (size_t)1 << random_below(SIZE_BITS);
		wide sum = (wide)a + b;
		wide product = (wide)a * b;
		wide up = ((wide)a + align - 1) / align * align;
		size_t out;

		assert_int_equal(nostd_checked_add(a, b, &out), sum <= SIZE_MAX);
		assert_true(sum > SIZE_MAX || out == (size_t)sum);
		assert_int_equal(nostd_checked_mul(a, b, &out), product <= SIZE_MAX);
		assert_true(product > SIZE_MAX || out == (size_t)product);
		assert_int_equal(nostd_saturating_add(a, b),
				 sum > SIZE_MAX ? SIZE_MAX : (size_t)sum);
		assert_int_equal(nostd_checked_align_up(a, align, &out),
				 (wide)a + align - 1 <= SIZE_MAX);
		assert_true((wide)a + align - 1 > SIZE_MAX || out == (size_t)up);
	}
}

static void layouts_are_those_of_the_compiler(void **state)
{
	struct sample {
		char a;
		uint64_t b;
		uint16_t c;
		char d[5];
	};
	struct nostd_layout all = {0, 1};
	size_t at[4];

	(void)state;
	assert_true(nostd_layout_extend(&all, NOSTD_LAYOUT_OF(char), &at[0]));
	assert_true(nostd_layout_extend(&all, NOSTD_LAYOUT_OF(uint64_t), &at[1]));
	assert_true(nostd_layout_extend(&all, NOSTD_LAYOUT_OF(uint16_t), &at[2]));
	assert_true(nostd_layout_extend(&all, NOSTD_LAYOUT_OF(char[5]), &at[3]));
	all = nostd_layout_pad(all);
	assert_int_equal(at[0], offsetof(struct sample, a));
	assert_int_equal(at[1], offsetof(struct sample, b));
	assert_int_equal(at[2], offsetof(struct sample, c));
	assert_int_equal(at[3], offsetof(struct sample, d));
	assert_int_equal(all.size, sizeof(struct sample));
	assert_int_equal(all.align, _Alignof(struct sample));
}

static void wrong_layouts_are_refused(void **state)
{
	unsigned long steps = test_steps(100000);

	(void)state;
	while (steps-- != 0) {
		struct nostd_layout elem = {
			some_size(),
			(size_t)1 << random_below(SIZE_BITS < 20 ? SIZE_BITS - 1 : 20)};
		struct nostd_layout out = {7, 7};
		size_t count = some_size();
		size_t offset = 7;
		wide limit = (wide)NOSTD_SIZE_LIMIT - (elem.align - 1);
		bool fits = (wide)elem.size * count <= limit;
		bool ok;

		assert_int_equal(nostd_layout_is_valid(elem), elem.size <= limit);
		assert_int_equal(nostd_layout_array(elem, count, &out), fits);
		assert_int_equal(out.size, fits ? elem.size * count : 7);
		out = nostd_layout_new(count, 1);
		ok = nostd_layout_extend(&out, elem, &offset);
		fits = ((wide)count + elem.align - 1) / elem.align * elem.align +
			       elem.size <=
		       limit;
		assert_int_equal(ok, fits);
		assert_int_equal(out.align, ok ? elem.align : 1);
	}
	assert_false(nostd_layout_is_valid(nostd_layout_new(1, 0)));
	assert_false(nostd_layout_is_valid(nostd_layout_new(1, 3)));
	assert_false(nostd_layout_is_valid(nostd_layout_new(0, SIZE_MAX / 2 + 1)));
	assert_true(nostd_layout_is_valid(nostd_layout_new(NOSTD_SIZE_LIMIT, 1)));
	assert_false(nostd_layout_is_valid(nostd_layout_new(NOSTD_SIZE_LIMIT, 2)));
}

/* -- calls --------------------------------------------------------------------------- */

static void no_call_is_made_with_size_zero(void **state)
{
	const struct nostd_layout none = {0, 64};
	void *p;

	(void)state;
	p = nostd_alloc(&watch_allocator, none);
	assert_int_equal((uintptr_t)p, 64);
	assert_int_equal((uintptr_t)nostd_alloc_zeroed(&watch_allocator, none), 64);
	nostd_dealloc(&watch_allocator, p, none);
	assert_false(nostd_resize(&watch_allocator, p, none, 5));
	nostd_dealloc(&watch_allocator, NULL, nostd_layout_new(5, 1));
	assert_int_equal(watch.requests, 0);
	p = nostd_realloc(&watch_allocator, p, none, 5);
	assert_non_null(p);
	assert_false(nostd_resize(&watch_allocator, p, nostd_layout_new(5, 64), 0));
	p = nostd_realloc(&watch_allocator, p, nostd_layout_new(5, 64), 0);
	assert_int_equal((uintptr_t)p, 64);
	assert_int_equal(watch.live, 0);
}

static void wrong_requests_give_null(void **state)
{
	size_t sizes[32];
	size_t count = nasty_sizes(1, sizes);
	unsigned char *p = nostd_alloc(&watch_allocator, nostd_layout_new(8, 8));
	size_t i;

	(void)state;
	memset(p, 3, 8);
	for (i = 0; i < count; i++) {
		struct nostd_layout want = nostd_layout_new(sizes[i], 8);

		assert_null(nostd_alloc(&watch_allocator, want));
		assert_null(nostd_alloc_zeroed(&watch_allocator, want));
		assert_false(nostd_resize(&watch_allocator, p, nostd_layout_new(8, 8),
					  sizes[i]));
		assert_null(nostd_realloc(&watch_allocator, p, nostd_layout_new(8, 8),
					  sizes[i]));
		assert_int_equal(p[7], 3);
	}
	assert_null(nostd_alloc(&watch_allocator, nostd_layout_new(8, 0)));
	assert_null(nostd_alloc(&watch_allocator, nostd_layout_new(8, 12)));
	nostd_dealloc(&watch_allocator, p, nostd_layout_new(8, 8));
}

static void realloc_keeps_the_content(void **state)
{
	unsigned long steps = test_steps(20000);
	struct nostd_layout have = {1, 1};
	unsigned char *p = nostd_alloc(&watch_allocator, have);
	size_t i;

	(void)state;
	p[0] = 0;
	while (steps-- != 0) {
		size_t size = 1 + random_below(200);
		unsigned char *moved;

		watch.fail_at = random_below(4) == 0 ? 0 : WATCH_NEVER;
		moved = nostd_realloc(&watch_allocator, p, have, size);
		watch.fail_at = WATCH_NEVER;
		if (moved) {
			for (i = 0; i < (size < have.size ? size : have.size); i++) {
				assert_int_equal(moved[i], (unsigned char)i);
			}
			p = moved;
			have.size = size;
		}
		for (i = 0; i < have.size; i++) {
			p[i] = (unsigned char)i;
		}
		assert_int_equal(watch.live, 1);
	}
	nostd_dealloc(&watch_allocator, p, have);
}

static void *zeroed(void *self, struct nostd_layout want)
{
	++*(size_t *)self;
	return watch_alloc(NULL, want);
}

static void missing_functions_have_substitutes(void **state)
{
	static unsigned char buf[64];
	const struct nostd_layout want = {16, 4};
	size_t calls = 0;
	const struct nostd_alloc_ops own_zeroed = {watch_alloc, zeroed, NULL,
						   watch_dealloc};
	const struct nostd_allocator in = {&own_zeroed, &calls};
	struct nostd_bump arena;
	unsigned char *p;
	size_t i;

	(void)state;
	p = nostd_alloc_zeroed(&in, want);
	assert_int_equal(calls, 1);
	assert_false(nostd_resize(&in, p, want, 8));
	assert_false(nostd_resize(&in, p, want, 16));
	nostd_dealloc(&in, p, want);
	memset(buf, 0xFF, sizeof(buf));
	nostd_bump_init_fixed(&arena, buf, sizeof(buf));
	p = nostd_alloc_zeroed(nostd_bump_in(&arena), want);
	for (i = 0; i < 16; i++) {
		assert_int_equal(p[i], 0);
	}
	nostd_dealloc(nostd_bump_in(&arena), p, want); /* an arena's is NULL */
	nostd_bump_release(&arena);
}

static void the_error_handler_panics_with_the_size(void **state)
{
	(void)state;
	assert_panics(nostd_alloc_error_handler(nostd_layout_new(123, 8)),
		      "out of memory");
	assert_int_equal(test_panic.info.value, 123);
	assert_panics(NOSTD_PANIC("with a place"), "with a place");
	assert_int_equal(test_panic.info.line, __LINE__ - 1);
	assert_string_equal(test_panic.info.file, __FILE__);
	NOSTD_ASSERT(1 + 1 == 2);
	assert_panics(NOSTD_ASSERT(1 + 1 == 3), "assertion failed: 1 + 1 == 3");
}

static void empty_memory_may_be_anywhere(void **state)
{
	char byte = 'x';

	(void)state;
	nostd_mem_copy(NULL, NULL, 0);
	nostd_mem_move(&byte, NULL, 0);
	nostd_mem_set(NULL, 1, 0);
	assert_int_equal(nostd_mem_cmp(NULL, &byte, 0), 0);
	assert_int_equal(byte, 'x');
}

/* -- hashes -------------------------------------------------------------------------- */

/*
 * hash(bytes(i % 256 for i in range(n))) & (2**64 - 1) in CPython 3.11, which hashes
 * bytes with SipHash-1-3, under PYTHONHASHSEED=1 and 12345; the keys are what its
 * generator makes of these seeds (Python/bootstrap_hash.c, lcg_urandom).
 */
static void sip_hash_agrees_with_cpython(void **state)
{
	static const uint64_t keys[2][2] = {
		{UINT64_C(0xAED66CE184BE2329), UINT64_C(0xEBE9BBF1F1499052)},
		{UINT64_C(0x25556DC46DC3DCA0), UINT64_C(0xFC3EE4DBD06F6C90)}};
	static const struct {
		size_t size;
		uint64_t want[2];
	} cases[] = {
		{1, {UINT64_C(0xECD3E5AFCECDA4B9), UINT64_C(0xDDB5FC492FBDF63A)}},
		{2, {UINT64_C(0xBF360F1EA1745965), UINT64_C(0xDAA4AC012A6E8F04)}},
		{7, {UINT64_C(0xFD15E78052A69DDF), UINT64_C(0x831EDFE12FEE6FFD)}},
		{8, {UINT64_C(0xC0B5739E7E28DD01), UINT64_C(0x354EDB093928C942)}},
		{9, {UINT64_C(0x208A1A5A0CBBF778), UINT64_C(0x09A5E47BF18ABECC)}},
		{15, {UINT64_C(0xFA87985F39E97A53), UINT64_C(0xBE8DC664D017B99E)}},
		{16, {UINT64_C(0x12E9D283F9F37002), UINT64_C(0x2E932605EA370595)}},
		{17, {UINT64_C(0x9F5BB4237F61907F), UINT64_C(0x76887087110A4B41)}},
		{63, {UINT64_C(0x542052345BC68274), UINT64_C(0x171AFA1AC779CD10)}},
		{64, {UINT64_C(0x7E644B6EDC375DC8), UINT64_C(0x02BF7CDEB211DB1C)}},
		{100, {UINT64_C(0x84AC259FC754E778), UINT64_C(0x38540C20E41AB289)}},
		{255, {UINT64_C(0x523AB5EBE2E15F94), UINT64_C(0xF3FC552F3D95E356)}},
		{256, {UINT64_C(0x29B2ED382B263024), UINT64_C(0x7F44C191C4004DF9)}},
		{300, {UINT64_C(0xF63247F1CB51D9D6), UINT64_C(0x74B77EE474FFC0EF)}},
	};
	unsigned char bytes[300];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (unsigned char)i;
	}
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (k = 0; k < 2; k++) {
			assert_true(nostd_hash_sip13(bytes, cases[i].size, keys[k][0],
						     keys[k][1]) == cases[i].want[k]);
		}
	}
}

#define BUCKETS 128
#define MEAN    SCALED(100, 10) /* of what falls into one */
#define DRAWS   (BUCKETS * MEAN)

/*
 * Chi-square of how often each bucket was met: 127 degrees of freedom, mean 127,
 * deviation 16. Beyond 250 a fair hash lands once in ten billion; far below the mean it
 * is no accident either, but does no harm.
 */
static void check_even(const size_t counts[BUCKETS], const char *what)
{
	uint32_t sum = 0; /* times MEAN: it takes no floating point */
	size_t i;

	for (i = 0; i < BUCKETS; i++) {
		uint32_t off = (uint32_t)(counts[i] > MEAN ? counts[i] - MEAN
							   : MEAN - counts[i]);

		sum += off * off;
	}
	if (sum > UINT32_C(250) * MEAN) {
		fail_msg("%s: chi-square %lu", what, (unsigned long)(sum / MEAN));
	}
}

/* Keys as programs have them; both ends of the hash are used by a table. */
static nostd_hash hash_of(size_t kind, uint64_t i)
{
	char text[40];
	struct nostd_str str;

	switch (kind) {
	case 0:
		return nostd_hash_u64(i, 0);
	case 1:
		return nostd_hash_u64(i << 12, 0);
	case 2:
		return nostd_hash_u64(i << 40, 7);
	case 3:
		return nostd_hash_u32((uint32_t)i * 16 + 0x20000000, 0);
	case 4:
		return nostd_hash_u64(UINT64_C(0x00007F1200000000) + i * 48, 0);
	case 5:
		(void)nostd_format_to(text, sizeof(text), "{}", i);
		break;
	case 6:
		(void)nostd_format_to(text, sizeof(text), "symbol_{}", i);
		break;
	case 7:
		(void)nostd_format_to(text, sizeof(text), "a/rather/long/{}/path.c", i);
		break;
	default:
		(void)nostd_format_to(text, sizeof(text), "{:036b}", i);
		break;
	}
	str = nostd_str_from_c(text);
	return NOSTD_HASH_DEFAULT(&str, 0);
}

static void hashes_fill_buckets_evenly(void **state)
{
	static const char *const names[] = {"rows",    "pages",    "high rows",
					    "words",   "pointers", "numbers",
					    "symbols", "paths",    "bit strings"};
	size_t kind;
	uint64_t i;

	(void)state;
	for (kind = 0; kind < 9; kind++) {
		size_t low[BUCKETS] = {0};
		size_t high[BUCKETS] = {0};

		for (i = 0; i < DRAWS; i++) {
			nostd_hash h = hash_of(kind, i);

			low[h % BUCKETS]++;
			high[h >> (NOSTD_HASH_BITS - 7)]++;
		}
		check_even(low, names[kind]);
		check_even(high, names[kind]);
	}
}

/* Every length and every byte counts, and nothing behind the end is read. */
static void hashes_see_every_byte(void **state)
{
	size_t len;
	size_t at;

	(void)state;
	for (len = 0; len < 100; len++) {
		unsigned char *p = malloc(len + (len == 0));
		nostd_hash h;

		assert_non_null(p);
		memset(p, 0, len);
		h = nostd_hash_bytes(p, len, 1);
		assert_true(h != nostd_hash_bytes(p, len, 2));
		for (at = 0; at < len; at++) {
			p[at] = 1;
			assert_true(h != nostd_hash_bytes(p, len, 1));
			assert_true(h != nostd_hash_bytes(p, at, 1));
			p[at] = 0;
		}
		free(p);
	}
}

static void defaults_hash_equal_keys_alike(void **state)
{
	struct nostd_string owned = nostd_string_from_str(NOSTD_STR("a key"));
	struct nostd_string other = nostd_string_clone(&owned);
	struct nostd_str borrowed = NOSTD_STR("a key");
	int a = 5;
	int b = 5;
	void *p = &a;
	void *q = &b;

	(void)state;
	assert_true(NOSTD_HASH_DEFAULT(&owned, 1) == NOSTD_HASH_DEFAULT(&borrowed, 1));
	assert_true(NOSTD_EQ_DEFAULT(&owned, &borrowed));
	assert_true(NOSTD_EQ_DEFAULT(&owned, &other));
	assert_true(NOSTD_EQ_DEFAULT(&a, &b));
	assert_true(NOSTD_HASH_DEFAULT(&a, 1) == NOSTD_HASH_DEFAULT(&b, 1));
	assert_true(NOSTD_HASH_DEFAULT(&a, 1) != NOSTD_HASH_DEFAULT(&a, 2));
	assert_false(NOSTD_EQ_DEFAULT(&p, &q));
	nostd_string_drop(&owned);
	nostd_string_drop(&other);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(checked_arithmetic_agrees_with_wider_types),
		TEST(layouts_are_those_of_the_compiler),
		TEST(wrong_layouts_are_refused),
		TEST(no_call_is_made_with_size_zero),
		TEST(wrong_requests_give_null),
		TEST(realloc_keeps_the_content),
		TEST(missing_functions_have_substitutes),
		TEST(the_error_handler_panics_with_the_size),
		TEST(empty_memory_may_be_anywhere),
		TEST(sip_hash_agrees_with_cpython),
		TEST(hashes_fill_buckets_evenly),
		TEST(hashes_see_every_byte),
		TEST(defaults_hash_equal_keys_alike),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
