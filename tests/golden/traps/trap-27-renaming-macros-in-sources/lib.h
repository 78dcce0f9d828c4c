#include <stdio.h>
#include <stdlib.h>

#define lib_calloc  calloc
#define lib_printf  printf
#define lib_free(p) free(p)
