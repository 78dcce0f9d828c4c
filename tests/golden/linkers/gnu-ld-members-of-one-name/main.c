/*
 * An archive with two members of one name, as CMake makes of first/util.c and
 * second/util.c. The map calls both libd.a(util.o); each is told by what it defines and
 * by its sections, so that the way to malloc leads through both.
 */
static char heap[512];

void first(void);

void *_sbrk(int more)
{
	return heap + more;
}

void _start(void)
{
	first();
	for (;;) {
	}
}
