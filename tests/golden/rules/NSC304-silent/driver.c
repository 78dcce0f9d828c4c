/* A driver with its handler: not used, so not in the link. */
volatile unsigned ticks;

void driver_start(void)
{
	ticks = 0;
}

void tick(void)
{
	ticks++;
}
