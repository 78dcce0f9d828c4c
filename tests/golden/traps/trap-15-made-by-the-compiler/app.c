/*
 * Trap 15: calls without a line of their own. A copy and an initialiser of structures
 * are memcpy and memset, of the libc: core. 64-bit division and double arithmetic
 * are libgcc's: run-time. The stack protector's failure hook comes from the libc: NSC106.
 */
struct big {
	unsigned char bytes[200];
};

__attribute__((noinline)) void copy(struct big *to, const struct big *from)
{
	*to = *from;
}

__attribute__((noinline)) void clear(struct big *one)
{
	*one = (struct big){{0}};
}

__attribute__((noinline)) unsigned long long divide(unsigned long long a, double b)
{
	return a / (unsigned long long)(b * 3.0);
}

__attribute__((noinline, optimize("stack-protector-strong"))) int sum(const struct big *one)
{
	volatile unsigned char local[16];
	int i;

	for (i = 0; i < 16; i++) {
		local[i] = one->bytes[i];
	}
	return local[3];
}

void _start(void)
{
	struct big *a = (struct big *)0x20001000, *b = (struct big *)0x20002000;

	for (;;) {
		clear(a);
		copy(b, a);
		*(volatile unsigned long long *)0x40004000 = divide(sum(a), 2.5);
	}
}
