/*
 * setjmp.h - for images without a libc: jump.S.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_SETJMP_H
#define NSC_TESTS_BARE_METAL_SHIM_SETJMP_H

#include <stdint.h>

/* As many registers as the ABI with the most of them has to keep. */
#if defined(__AVR__)
typedef unsigned char jmp_buf[24];
#elif defined(__arm__) && !defined(__ARM_FP)
typedef uint32_t jmp_buf[10];
#else
typedef uint64_t jmp_buf[32];
#endif

__attribute__((returns_twice)) int setjmp(jmp_buf to);
_Noreturn void longjmp(jmp_buf to, int value);

#endif
