/* The first member: it wants what the second has, and more. */
	.syntax unified
	.thumb
	.section .text.entry, "ax", %progbits
	.global entry
	.type entry, %function
	.thumb_func
entry:
	bl snprintf
	bl helper
	ldr r0, =table
	bx lr
	.size entry, . - entry
	.section .text.helper, "ax", %progbits
	.weak helper
	.type helper, %function
	.thumb_func
helper:
	bx lr
	.size helper, . - helper
	.section .data.table, "aw", %progbits
	.type table, %object
table:
	.word malloc
	.word optional
	.size table, . - table
	.weak optional
	.comm shared, 8, 4
