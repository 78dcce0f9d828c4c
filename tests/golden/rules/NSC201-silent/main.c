/* Helpers that the compiler puts in, and that bring nothing else: a copy, a division. */
struct page {
	char bytes[300];
};

__attribute__((noinline)) void copy(struct page *to, const struct page *from)
{
	*to = *from;
}

__attribute__((noinline)) unsigned long long share(unsigned long long all, unsigned of)
{
	return all / of;
}

void _start(void)
{
	for (;;) {
		copy((struct page *)0x20001000, (struct page *)0x20002000);
		*(volatile unsigned long long *)0x40004000 = share(1000000000000, *(unsigned *)0x40004008);
	}
}
