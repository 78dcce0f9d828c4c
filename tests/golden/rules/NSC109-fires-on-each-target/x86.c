/* int 0x80 in both syntaxes, syscall; other interrupts enter no kernel. */
void by_interrupt(void)
{
	__asm__ volatile("int $0x80");
}

void by_instruction(void)
{
	__asm__ volatile(".intel_syntax noprefix; int 0x80; .att_syntax");
	__asm__ volatile("rep nop\n\tsyscall" ::: "rcx", "r11");
}

void breakpoint(void)
{
	__asm__ volatile("int $3");
}
