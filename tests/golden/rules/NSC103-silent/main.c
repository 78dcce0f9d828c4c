/*
 * Near miss of NSC103: pvPortMalloc is own code, whatever it does inside; a member called
 * malloc is no function of the heap; and the word malloc stands here and in a string.
 */
static char pool[512];
static unsigned used;

struct memory {
	void *(*malloc)(unsigned size);
	const char *name;
};

void *pvPortMalloc(unsigned size)
{
	char *start = pool + used;

	used += size;
	return start;
}

static const struct memory memory = {pvPortMalloc, "malloc"};

void _start(void)
{
	void *volatile node = pvPortMalloc(32);
	const struct memory *volatile all = &memory;

	for (;;) {
		node = all->malloc(32);
		(void)node;
	}
}
