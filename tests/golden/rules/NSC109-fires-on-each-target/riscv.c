/* ebreak is the debugger's. */
void call(void)
{
	__asm__ volatile("ecall");
	__asm__ volatile("ebreak");
}
