/* Strong, and in assembly. */
	.syntax unified
	.text
	.globl	SVC_Handler
	.type	SVC_Handler, %function
SVC_Handler:
	mrs	r0, psp
	b	svc_main
