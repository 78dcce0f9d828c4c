/* The target is the kernel: it takes its own calls, as FreeRTOS' first task does. */
void start_first_task(void)
{
	__asm__ volatile("svc 0");
}

void svc_main(unsigned *frame)
{
	frame[0] = 0;
}
