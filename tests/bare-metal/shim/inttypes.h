/*
 * inttypes.h - for images without a libc: the two formats that the tests print with.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_INTTYPES_H
#define NSC_TESTS_BARE_METAL_SHIM_INTTYPES_H

#include <stdint.h>

#ifdef __LP64__
#define PRId64 "ld"
#define PRIu64 "lu"
#else
#define PRId64 "lld"
#define PRIu64 "llu"
#endif

#endif
