/* Assembly sources have guards too; what decides them is not worked out. */
#include "asm.h"
	.globl start
start:
#if LEVEL > 2
	call	asm_call
#else
	call	asm_other
#endif
	ret
