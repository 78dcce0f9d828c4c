/*
 * Names in assembly exist in objects only: bl clock. Its own labels, registers and
 * operands are no names. System call instructions are traps.
 */
#define SVC(n) __asm__ volatile("svc " #n)
#define STR(x) #x
#define XSTR(x) STR(x)
#define TARGET hidden_target
extern int operand(void);
void f(int x)
{
	__asm__ volatile("1: mov r0, %[x]\n\tbl clock\n\tb 1b\n\tldr r1, =table" ::[x] "r"(x)
			 : "r0", "lr");
	__asm__("bl %c0" ::"i"(operand));
	__asm__("bl " XSTR(TARGET) "\n");
	SVC(5);
	__asm__ volatile("bkpt 0xAB");
	__asm__ volatile("blx r3\n beq.n 2f\n 2:");
}
__asm__(".globl trampoline\n"
	".type trampoline, %function\n"
	"trampoline:\n"
	"	b	behind\n"
	".weak maybe\n"
	".set maybe, trampoline\n"
	"	.word	vector\n");
static int named_by_assembly(void)
{
	return 1;
}
void g(void)
{
	__asm__("bl named_by_assembly");
}
