/*
 * The link fails, and the map does not say so in words: it is judged like others, and what
 * went wrong is told.
 */
#ifdef UNDEFINED
void missing_function(void);
#else
static void missing_function(void)
{
}
#endif

volatile char large[20000];

int unused(void)
{
	return large[1];
}

void _start(void)
{
	for (;;) {
		large[0]++;
		missing_function();
	}
}
