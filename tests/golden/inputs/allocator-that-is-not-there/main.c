/* A program without any heap. */
void _start(void)
{
	for (;;) {
	}
}
