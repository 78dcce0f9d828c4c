/* Trap 26: names that are meant never to be defined; a link that needs one must fail. */
extern void __force_link_error__size_of_header(void);
extern void __bad_width(void) __attribute__((error("no such width")));

struct header {
	char bytes[16];
};

static inline void put(volatile char *at, unsigned width)
{
	switch (width) {
	case 1:
		*at = 1;
		break;
	case 2:
		*(volatile short *)at = 1;
		break;
	default:
		__bad_width();
	}
}

void start(void)
{
	if (sizeof(struct header) != 16) {
		__force_link_error__size_of_header();
	}
	put((volatile char *)0x40004000, 1);
}
