/*
 * An archive with two members of one name, as CMake makes of first/util.c and
 * second/util.c. The map of lld has libd.a(util.o) for both, and no pulls: each is told by
 * its sections. Map and replay agree, so the price is known.
 */
void first(void);

void _start(void)
{
	first();
	for (;;) {
	}
}
