/* An address in a table is a leak without a call (a malloc in a struct). */
#include <stdlib.h>
#include <stdio.h>
struct ops {
	void *(*alloc)(size_t);
	void (*free)(void *);
	FILE **out;
};
static const struct ops used = {.alloc = malloc, .free = free};
static const struct ops unused = {.alloc = calloc ? malloc : malloc, .out = 0};
int (*table[])(const char *) = {[2] = puts, puts};
const void *address = &used;
extern int elsewhere[];
int *pointer = &elsewhere[3];
static unsigned long size = sizeof(realloc);
