/*
 * board.c - the least that runs a program on the micro:bit of QEMU: vectors, reset, exit.
 *
 * In:   check(), 0 if all is well.
 * Out:  the end of the emulation by semihosting (Arm, "Semihosting for AArch32 and
 *       AArch64", SYS_EXIT): exit code 0 or 1.
 */
#include <stdint.h>

unsigned check(void);
void board_reset(void);

extern uint32_t board_data_load[], board_data[], board_data_end[], board_bss_end[];
extern uint32_t board_stack_top[];

/* ADP_Stopped_ApplicationExit is an exit of 0, anything else one of 1. */
static _Noreturn void board_exit(uint32_t reason)
{
	register uint32_t r0 __asm__("r0") = 0x18; /* SYS_EXIT */
	register uint32_t r1 __asm__("r1") = reason;

	__asm__ volatile("bkpt 0xAB" : : "r"(r0), "r"(r1) : "memory");
	for (;;) {
	}
}

void board_reset(void)
{
	uint32_t *from = board_data_load;
	uint32_t *to = board_data;

	while (to != board_data_end) {
		*to++ = *from++;
	}
	while (to != board_bss_end) {
		*to++ = 0;
	}
	board_exit(check() == 0 ? 0x20026 : 0x20023);
}

static void board_fault(void)
{
	board_exit(0x20023);
}

/* Armv6-M Architecture Reference Manual, B1.5.3: the stack, then the handlers. */
static const struct {
	uint32_t *stack;
	void (*reset)(void);
	void (*faults[2])(void); /* NMI, HardFault */
} vectors __attribute__((section(".vectors"), used)) = {
	board_stack_top, board_reset, {board_fault, board_fault}};
