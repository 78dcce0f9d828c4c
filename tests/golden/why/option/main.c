/* Nobody prints: -u alone brings the conversion of floats, and it is all that keeps it. */
static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

void _start(void)
{
	for (;;) {
	}
}
