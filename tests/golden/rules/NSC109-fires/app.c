/* Linux' exit and semihosting's, written by hand; the weak handler of a start file takes none. */
#define TRAP(n) __asm__ volatile("svc " #n ::: "memory")

void SVC_Handler(void) __attribute__((weak));

void SVC_Handler(void)
{
	for (;;) {
	}
}

static inline long sys_exit(int code)
{
	register long r0 __asm__("r0") = code;
	register long r1 __asm__("r1") = 1;

	__asm__ volatile("mov r2, r2\n\t"
			 "svc 0"
			 : "+r"(r0)
			 : "r"(r1));
	return r0;
}

void stop(void)
{
	sys_exit(0);
#ifdef DEBUGGER
	__asm__ volatile("bkpt 0xab");
#endif
	TRAP(3);
	TRAP(4);
}

static inline void never(void) /* nothing needs it, so it is not compiled */
{
	TRAP(5);
}

void folded(void)
{
	if (0) {
		TRAP(6);
	}
	__asm__ volatile("mov r0, r0 @ svc 7\n\tbkpt 1");
}

__asm__(".text\n"
	".globl from_asm\n"
	".type from_asm, %function\n"
	"from_asm:\n"
	"	nop\n"
	"	svc	8\n"
	"	bx	lr\n");
