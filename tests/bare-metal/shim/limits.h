/*
 * limits.h - for images without a libc: the limits that the tests name, of the compiler.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_LIMITS_H
#define NSC_TESTS_BARE_METAL_SHIM_LIMITS_H

#define INT_MAX    __INT_MAX__
#define UINT_MAX   (INT_MAX * 2U + 1U)
#define LLONG_MAX  __LONG_LONG_MAX__
#define LLONG_MIN  (-LLONG_MAX - 1)
#define ULLONG_MAX (LLONG_MAX * 2ULL + 1ULL)

#endif
