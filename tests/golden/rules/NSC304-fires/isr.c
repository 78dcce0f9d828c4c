/* Nothing but the handler: nothing extracts it. */
volatile unsigned ticks;

void tick(void)
{
	ticks++;
}
