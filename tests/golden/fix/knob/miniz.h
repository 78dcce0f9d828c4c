/* miniz.h - stands for the library of that name. */
#ifdef MINIZ_NO_STDIO
#define MZ_FILES 0
#else
#define MZ_FILES 1
#endif
#if MZ_FILES
#include <stdio.h>
#define mz_open(path) fopen(path, "r")
#else
#define mz_open(path) ((void)(path))
#endif
