/* Three states: live, in a section that is not in the image, inlined. */
static void inlined(void)
{
	__asm__ volatile("svc 1");
}

void unused(void)
{
	__asm__ volatile("svc 2");
}

void _start(void)
{
	inlined();
	__asm__ volatile("svc 3");
	for (;;) {
	}
}
