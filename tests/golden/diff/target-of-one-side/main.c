/* --target names an image that only one of the sides has. */
void _start(void)
{
	for (;;) {
	}
}
