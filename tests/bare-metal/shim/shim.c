/*
 * shim.c - runs the tests of nostd on a board.
 *
 * In:   test_main(), the main() of tests/unit/test_nostd_X.c; TEST_HEAP, the bytes under
 *       the tests' malloc; TEST_STACK, where the stack follows .bss: how many bytes of it
 *       have to be left.
 * Out:  a line per test, and PASS or the place that failed.
 */
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/small.h>

#include "board.h"

/* -- output -------------------------------------------------------------------------- */

static void say(const char *text)
{
	board_write(text, strlen(text));
}

static void say_number(unsigned number)
{
	char digits[12];

	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number != 0);
	board_write(digits + at, sizeof(digits) - at);
}

void shim_fail(const char *file, unsigned line)
{
	say(file);
	say(":");
	say_number(line);
	say(": FAIL\n");
	board_exit(1);
}

/* -- memory -------------------------------------------------------------------------- */

static size_t region[TEST_HEAP / sizeof(size_t)];
static struct nostd_small heap;
static const struct nostd_allocator allocator = {&nostd_small_ops, &heap};

/* A block with its size in front: aligned to a size_t, which is enough for its users. */
static struct nostd_layout layout_of(size_t size)
{
	return nostd_layout_new(size + sizeof(size_t), _Alignof(size_t));
}

void *malloc(size_t size)
{
	size_t *block = nostd_alloc(&allocator, layout_of(size));

	shim_check(nostd_small_check(&heap, NULL));
	if (!block) {
		return NULL;
	}
	*block = size;
	return block + 1;
}

void *calloc(size_t count, size_t size)
{
	void *p = malloc(count * size);

	return p ? memset(p, 0, count * size) : NULL;
}

void free(void *p)
{
	if (p) {
		size_t *block = (size_t *)p - 1;

		nostd_dealloc(&allocator, block, layout_of(*block));
		shim_check(nostd_small_check(&heap, NULL));
	}
}

/* -- what else a libc has ------------------------------------------------------------ */

size_t strlen(const char *text)
{
	const volatile char *end = text; /* or this loop becomes a call of strlen */

	while (*end != '\0') {
		end++;
	}
	return (size_t)(end - text);
}

int strcmp(const char *left, const char *right)
{
	for (; *left != '\0' && *left == *right; left++, right++) {
	}
	return (unsigned char)*left - (unsigned char)*right;
}

static void swap(unsigned char *a, unsigned char *b, size_t size)
{
	while (size-- != 0) {
		unsigned char byte = a[size];

		a[size] = b[size];
		b[size] = byte;
	}
}

/* By insertion: it is there to compare other sorts with. */
void qsort(void *base, size_t count, size_t size,
	   int (*compare)(const void *left, const void *right))
{
	unsigned char *first = base;
	size_t i;
	size_t at;

	for (i = 1; i < count; i++) {
		for (at = i; at > 0; at--) {
			unsigned char *here = first + at * size;

			if (compare(here - size, here) <= 0) {
				break;
			}
			swap(here - size, here, size);
		}
	}
}

/* -- the stack ----------------------------------------------------------------------- */

#ifdef TEST_STACK
#ifdef __AVR__
#define bss_end _end
#endif
#define PAINT 0xA5

extern unsigned char bss_end[];

/* What the stack may grow into, up to near the caller's frame. */
static void paint(void)
{
	volatile unsigned char *at;
	unsigned char *here = __builtin_frame_address(0);

	for (at = bss_end; at < here - 64; at++) {
		*at = PAINT;
	}
}

static void say_stack(void)
{
	const volatile unsigned char *at = bss_end;

	while (*at == PAINT) {
		at++;
	}
	say_number((unsigned)(at - bss_end));
	say(" bytes of stack were never used\n");
	shim_check(at - bss_end >= TEST_STACK);
}
#else
static void paint(void)
{
}

static void say_stack(void)
{
}
#endif

/* -- tests --------------------------------------------------------------------------- */

void shim_passed(size_t number, size_t count)
{
	say("test ");
	say_number((unsigned)number);
	say(" of ");
	say_number((unsigned)count);
	say("\n");
}

int main(void)
{
	static char *no_arguments[] = {NULL};

	paint();
	shim_check(nostd_small_init(&heap, region, sizeof(region), NULL));
	if (test_main(0, no_arguments) != 0) {
		return 1;
	}
	say_stack();
	say("PASS\n");
	return 0;
}
