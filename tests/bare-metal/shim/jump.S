/*
 * jump.S - setjmp and longjmp: the registers that each ABI has a called function keep, the
 * stack pointer and the way back.
 *
 * See: AAPCS32 (Arm IHI 0042), 6.1; AAPCS64 (Arm IHI 0055), 6.1; RISC-V calling convention;
 * System V ABI for x86-64, 3.2.1; avr-gcc's ABI (gcc wiki, "avr-gcc").
 */
	.global	setjmp, longjmp
	.section .text.setjmp, "ax"

#if defined(__arm__)
	.syntax	unified
	.thumb
	.thumb_func
setjmp:
	mov	r2, sp
	mov	r3, lr
	stmia	r0!, {r2-r7}		/* sp, lr, r4-r7 */
	mov	r1, r8
	mov	r2, r9
	mov	r3, r10
	stmia	r0!, {r1-r3}
	mov	r1, r11
	stmia	r0!, {r1}
#if defined(__ARM_FP)
	vstmia	r0!, {s16-s31}
#endif
	movs	r0, #0
	bx	lr

	.thumb_func
longjmp:
	mov	r12, r1
	ldmia	r0!, {r2-r7}
	mov	sp, r2
	mov	lr, r3
	ldmia	r0!, {r1-r3}
	mov	r8, r1
	mov	r9, r2
	mov	r10, r3
	ldmia	r0!, {r1}
	mov	r11, r1
#if defined(__ARM_FP)
	vldmia	r0!, {s16-s31}
#endif
	mov	r0, r12
	bx	lr

#elif defined(__aarch64__)
setjmp:
	mov	x2, sp
	stp	x19, x20, [x0]
	stp	x21, x22, [x0, #16]
	stp	x23, x24, [x0, #32]
	stp	x25, x26, [x0, #48]
	stp	x27, x28, [x0, #64]
	stp	x29, x30, [x0, #80]
	str	x2, [x0, #96]
	stp	d8, d9, [x0, #104]
	stp	d10, d11, [x0, #120]
	stp	d12, d13, [x0, #136]
	stp	d14, d15, [x0, #152]
	mov	w0, #0
	ret

longjmp:
	ldp	x19, x20, [x0]
	ldp	x21, x22, [x0, #16]
	ldp	x23, x24, [x0, #32]
	ldp	x25, x26, [x0, #48]
	ldp	x27, x28, [x0, #64]
	ldp	x29, x30, [x0, #80]
	ldr	x2, [x0, #96]
	ldp	d8, d9, [x0, #104]
	ldp	d10, d11, [x0, #120]
	ldp	d12, d13, [x0, #136]
	ldp	d14, d15, [x0, #152]
	mov	sp, x2
	mov	w0, w1
	ret

#elif defined(__riscv)
#if __riscv_xlen == 64
#define STORE sd
#define LOAD  ld
#define WORD  8
#else
#define STORE sw
#define LOAD  lw
#define WORD  4
#endif
	.macro	each_register op
	\op	ra, 0 * WORD(a0)
	\op	sp, 1 * WORD(a0)
	\op	s0, 2 * WORD(a0)
	\op	s1, 3 * WORD(a0)
	\op	s2, 4 * WORD(a0)
	\op	s3, 5 * WORD(a0)
	\op	s4, 6 * WORD(a0)
	\op	s5, 7 * WORD(a0)
	\op	s6, 8 * WORD(a0)
	\op	s7, 9 * WORD(a0)
	\op	s8, 10 * WORD(a0)
	\op	s9, 11 * WORD(a0)
	\op	s10, 12 * WORD(a0)
	\op	s11, 13 * WORD(a0)
	.endm
	.macro	each_double op
	\op	fs0, 14 * 8(a0)
	\op	fs1, 15 * 8(a0)
	\op	fs2, 16 * 8(a0)
	\op	fs3, 17 * 8(a0)
	\op	fs4, 18 * 8(a0)
	\op	fs5, 19 * 8(a0)
	\op	fs6, 20 * 8(a0)
	\op	fs7, 21 * 8(a0)
	\op	fs8, 22 * 8(a0)
	\op	fs9, 23 * 8(a0)
	\op	fs10, 24 * 8(a0)
	\op	fs11, 25 * 8(a0)
	.endm
setjmp:
	each_register STORE
#ifdef __riscv_float_abi_double
	each_double fsd
#endif
	li	a0, 0
	ret

longjmp:
	each_register LOAD
#ifdef __riscv_float_abi_double
	each_double fld
#endif
	mv	a0, a1
	ret

#elif defined(__x86_64__)
setjmp:
	movq	(%rsp), %rax
	leaq	8(%rsp), %rdx		/* as it is after the return */
	movq	%rax, (%rdi)
	movq	%rdx, 8(%rdi)
	movq	%rbx, 16(%rdi)
	movq	%rbp, 24(%rdi)
	movq	%r12, 32(%rdi)
	movq	%r13, 40(%rdi)
	movq	%r14, 48(%rdi)
	movq	%r15, 56(%rdi)
	xorl	%eax, %eax
	ret

longjmp:
	movq	8(%rdi), %rsp
	movq	16(%rdi), %rbx
	movq	24(%rdi), %rbp
	movq	32(%rdi), %r12
	movq	40(%rdi), %r13
	movq	48(%rdi), %r14
	movq	56(%rdi), %r15
	movl	%esi, %eax
	jmp	*(%rdi)

	.section .note.GNU-stack, "", @progbits

#elif defined(__AVR__)
#define SPL  0x3D
#define SPH  0x3E
#define SREG 0x3F
	/* r2-r17, r28, r29; the stack pointer before the call; three bytes of way back. */
setjmp:
	movw	r26, r24
	.irp	n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29
	st	X+, r\n
	.endr
	pop	r18
	pop	r19
	pop	r20
	in	r24, SPL
	in	r25, SPH
	push	r20
	push	r19
	push	r18
	st	X+, r24
	st	X+, r25
	st	X+, r18
	st	X+, r19
	st	X+, r20
	clr	r24
	clr	r25
	ret

longjmp:
	movw	r26, r24
	movw	r24, r22
	.irp	n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29
	ld	r\n, X+
	.endr
	ld	r18, X+
	ld	r19, X+
	out	SPH, r19		/* there are no interrupts in between */
	out	SPL, r18
	ld	r18, X+
	ld	r19, X+
	ld	r20, X+
	push	r20
	push	r19
	push	r18
	ret
#endif
