/* The map of this image is cut in the middle of its memory map, as a full disk does. */
void _start(void)
{
	for (;;) {
	}
}
