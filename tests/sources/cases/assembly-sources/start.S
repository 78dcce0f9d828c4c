/* A start-up file: preprocessed, with an assembler macro that makes weak handlers. */
#include "asm.h"
	.syntax	unified
	.thumb
	.macro	handler name
	.weak	\name
	.thumb_set \name, Default_Handler
	.endm
	.section .isr_vector, "a"
vectors:
	.word	_estack
	.word	Reset_Handler
	handler	NMI_Handler
	handler	HardFault_Handler
	.text
ENTRY(Reset_Handler)
	ldr	r0, =_sdata
	bl	SystemInit
1:	b	1b
	bl	main	@ a comment with bl nothing
	beq.n	local
local:	bx	lr
	blx	r3
	svc	#0
	.thumb_func
Default_Handler:
	b	Default_Handler
#ifdef WITH_ALIAS
	.globl	memcpy_alias
	memcpy_alias = memcpy
#endif
	.comm	buffer, 16, 4
