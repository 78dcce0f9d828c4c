/* Compiled again an hour after the link. */
void _start(void)
{
	for (;;) {
	}
}
