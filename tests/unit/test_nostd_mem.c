/*
 * test_nostd_mem.c - the four memory functions of nostd_mem against loops over bytes.
 *
 * In:   src/mem/mem.c under other names, so that the C library's are not replaced.
 * Out:  a cmocka program. Every size up to a few words at every alignment, every overlap.
 */
#define memcpy  own_memcpy
#define memmove own_memmove
#define memset  own_memset
#define memcmp  own_memcmp
#include "fixtures/nostd/src/mem/mem.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp

#include "test_nostd_common.h"

#define ROOM  SCALED(128, 64) /* bytes of an area; sizes go up to half of it */
#define ALIGN 9               /* so many places to begin at */
#define MOST  (ROOM / 2 - ALIGN - 1 < 40 ? ROOM / 2 - ALIGN - 1 : 40)
#define APART SCALED(48, 16)

static void fill(unsigned char area[ROOM])
{
	uint64_t bits = 0;
	size_t i;

	for (i = 0; i < ROOM; i++) {
		bits = i % sizeof(bits) == 0 ? random_bits() : bits >> 8;
		area[i] = (unsigned char)bits;
	}
}

/* The same by bytes, in an order that no overlap disturbs. */
static void expect_move(unsigned char area[ROOM], size_t to, size_t from, size_t size)
{
	unsigned char copy[ROOM];
	size_t i;

	for (i = 0; i < size; i++) {
		copy[i] = area[from + i];
	}
	for (i = 0; i < size; i++) {
		area[to + i] = copy[i];
	}
}

static void copies_write_what_they_should(void **state)
{
	unsigned char from[ROOM];
	unsigned char got[ROOM];
	unsigned char want[ROOM];
	size_t size;
	size_t at;
	size_t i;

	(void)state;
	for (size = 0; size <= ROOM / 2; size++) {
		for (at = 0; at < (size_t)ALIGN * ALIGN; at++) {
			fill(from);
			fill(got);
			memcpy(want, got, ROOM);
			for (i = 0; i < size; i++) {
				want[at % ALIGN + i] = from[at / ALIGN + i];
			}
			assert_ptr_equal(own_memcpy(&got[at % ALIGN], &from[at / ALIGN],
						    size),
					 &got[at % ALIGN]);
			assert_memory_equal(got, want, ROOM);
		}
	}
}

static void moves_bear_every_overlap(void **state)
{
	unsigned char got[ROOM];
	unsigned char want[ROOM];
	size_t size;
	size_t from;
	size_t to;

	(void)state;
	for (size = 0; size <= MOST; size++) {
		for (from = 0; from < APART; from++) {
			for (to = 0; to < APART; to++) {
				fill(got);
				memcpy(want, got, ROOM);
				expect_move(want, to, from, size);
				assert_ptr_equal(own_memmove(&got[to], &got[from], size),
						 &got[to]);
				assert_memory_equal(got, want, ROOM);
			}
		}
	}
}

static void set_bytes_are_the_lowest_eight_bits(void **state)
{
	static const int bytes[] = {0, 1, 0x7F, 0x80, 0xFF, 0x100, -1, 0x1234};
	unsigned char got[ROOM];
	unsigned char want[ROOM];
	size_t size;
	size_t at;
	size_t i;
	size_t b;

	(void)state;
	for (b = 0; b < sizeof(bytes) / sizeof(bytes[0]); b++) {
		for (size = 0; size <= ROOM / 2; size++) {
			for (at = 0; at < ALIGN; at++) {
				fill(got);
				memcpy(want, got, ROOM);
				for (i = 0; i < size; i++) {
					want[at + i] = (unsigned char)bytes[b];
				}
				assert_ptr_equal(own_memset(&got[at], bytes[b], size),
						 &got[at]);
				assert_memory_equal(got, want, ROOM);
			}
		}
	}
}

/* Areas that differ at one byte, or nowhere (differ == size). */
static void compare_at(size_t left_at, size_t right_at, size_t size, size_t differ)
{
	unsigned char left[ROOM];
	unsigned char right[ROOM];
	int want = 0;
	int got;

	fill(left);
	fill(right);
	memcpy(&right[right_at], &left[left_at], size);
	if (differ < size) {
		left[left_at + differ] = (unsigned char)random_bits();
		want = (int)left[left_at + differ] - (int)right[right_at + differ];
	}
	got = own_memcmp(&left[left_at], &right[right_at], size);
	assert_int_equal((got > 0) - (got < 0), (want > 0) - (want < 0));
}

static void the_first_difference_decides(void **state)
{
	size_t size;
	size_t at;
	size_t differ;

	(void)state;
	for (size = 0; size <= MOST; size++) {
		for (at = 0; at < (size_t)ALIGN * ALIGN; at++) {
			for (differ = 0; differ <= size; differ++) {
				compare_at(at % ALIGN, at / ALIGN, size, differ);
			}
		}
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(copies_write_what_they_should),
		TEST(moves_bear_every_overlap),
		TEST(set_bytes_are_the_lowest_eight_bits),
		TEST(the_first_difference_decides),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
