	/* Not another object than the map tells of; nor is one with .GCC.command.line. */
	/* No "a": the section has no SHF_ALLOC, and is loaded with the code around it. */
	.syntax unified
	.section .vectors
	.word	0x20001000
	.word	reset

	.section .text.reset, "ax"
	.globl	reset
	.thumb_func
reset:
	bl	main
