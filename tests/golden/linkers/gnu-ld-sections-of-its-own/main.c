/* The linker adds a table of offsets, stubs, notes, and tables for the dynamic loader. */
extern int optional(int) __attribute__((weak));
extern __thread int counter;
__thread int counter;

static int (*volatile hook)(int);
static volatile int sum;

static int quick(void)
{
	return 1;
}

static void *choose(void)
{
	return quick;
}

int chosen(void) __attribute__((ifunc("choose")));

void _start(void)
{
	hook = optional;
	sum = chosen() + counter;
	for (;;) {
	}
}
