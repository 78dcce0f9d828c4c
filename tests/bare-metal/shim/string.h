/*
 * string.h - for images without a libc: the four of nostd's src/mem/mem.c, and two of
 * shim.c.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_STRING_H
#define NSC_TESTS_BARE_METAL_SHIM_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
size_t strlen(const char *text);
int strcmp(const char *left, const char *right);

#endif
