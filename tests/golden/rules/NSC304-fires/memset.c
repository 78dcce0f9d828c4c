/* Core, and the libc's does no harm: a note. The start file asks for it. */
void *memset(void *to, int byte, __SIZE_TYPE__ count)
{
	volatile char *at = to;

	while (count-- != 0) {
		*at++ = (char)byte;
	}
	return to;
}
