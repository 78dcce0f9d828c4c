/*
 * string.h - for images without a libc: the four of nostd's src/mem/mem.c, two of shim.c,
 * and one of text.c.
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
char *strncat(char *to, const char *from, size_t size);

#define strcat(to, from) strncat(to, from, (size_t)-1)

#endif
