/* Two images in one folder: what --target is, and what it is not. */
void _start(void)
{
	for (;;) {
	}
}
