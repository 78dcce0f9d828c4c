/* The image has this unit alone; what the others do is said to be left out. */
void _start(void)
{
	for (;;) {
	}
}
