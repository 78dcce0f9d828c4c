/* Hooks of the board, in an archive: when it is searched nothing asks for _sbrk yet. */
static char heap[4096];
static char *top = heap;

void *_sbrk(long bytes)
{
	char *old = top;

	if (heap + sizeof(heap) - top < bytes) {
		return (void *)-1;
	}
	top += bytes;
	return old;
}
