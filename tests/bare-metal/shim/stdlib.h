/*
 * stdlib.h - for images without a libc: the memory under the watching allocator, and what
 * else the tests call.
 *
 * malloc and free go to the library's `small`, which checks itself after each call.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_STDLIB_H
#define NSC_TESTS_BARE_METAL_SHIM_STDLIB_H

#include <cmocka.h>
#include <stddef.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void free(void *p);
void qsort(void *base, size_t count, size_t size,
	   int (*compare)(const void *left, const void *right));
unsigned long long strtoull(const char *text, char **end, int base);
long long strtoll(const char *text, char **end, int base);

#define abort() shim_fail(__FILE__, __LINE__)
/* There are no arguments. */
#define strtoul(text, end, base) ((void)(text), 1UL)

#endif
