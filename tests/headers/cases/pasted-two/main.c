/* The same of two parameters. */
#include <stdio.h>

#define JOIN(left, right) left##right

JOIN(siz, e_t) size;
