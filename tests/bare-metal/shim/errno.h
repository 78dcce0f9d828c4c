/*
 * errno.h - for images without a libc: what strtoull and strtoll of text.c set.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_ERRNO_H
#define NSC_TESTS_BARE_METAL_SHIM_ERRNO_H

extern int shim_errno;

#define errno  shim_errno
#define ERANGE 34

#endif
