/* In a unit of its own: what malloc is known to be, calloc would not become a call. */
void *malloc(__SIZE_TYPE__ size)
{
	static char heap[64];

	return size < sizeof(heap) ? heap : 0;
}
