	/* ld.lld, gold and mold do not follow such a section, though it has KEEP. */
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
