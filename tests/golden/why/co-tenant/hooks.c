/* What nano's rand needs behind it. */
static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}
