/*
 * The constants of <stdint.h> are macros of the libc that end in macros of gcc, which
 * libclang lacks before LLVM 20: they must not look like calls of unknown functions.
 */
#include <stdint.h>

uint64_t mask(void)
{
	return UINT64_C(1) << 40 | UINT32_C(3) | (uint64_t)INT8_C(-1) | UINTMAX_C(2);
}

int64_t least(void)
{
	return INT64_C(-9000000000) + INTMAX_C(1) + INT32_C(4) + INT16_C(5) + UINT16_C(6);
}
