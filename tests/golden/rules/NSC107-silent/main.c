/* Near miss of NSC107: somebody provides memcpy, here the libc; and that is no leak. */
struct frame {
	unsigned char bytes[256];
};

static struct frame last;

__attribute__((noinline)) void keep(const struct frame *frame)
{
	last = *frame;
}

void _start(void)
{
	for (;;) {
		keep((const struct frame *)0x40004000);
		*(volatile unsigned *)0x40004100 = last.bytes[1];
	}
}
