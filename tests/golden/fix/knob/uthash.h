/* uthash.h - stands for the library of that name. */
#include <stdlib.h>

#ifndef uthash_malloc
#define uthash_malloc(size) malloc(size)
#endif
