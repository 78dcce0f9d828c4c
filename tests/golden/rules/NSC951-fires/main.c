/* Nobody calls snprintf here. */
void _start(void)
{
	for (;;) {
	}
}
