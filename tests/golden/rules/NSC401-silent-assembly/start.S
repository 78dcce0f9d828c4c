/* An assembler source beside it: the flag says nothing of it. */
	.syntax unified
	.thumb
	.globl start
start:
	bl	twice
	b	.
