/*
 * A thin archive: its members are files of their own, which the map of lld calls
 * libd.a(util.o) all the same, whatever folder they are in. They are read, and who calls
 * malloc is known.
 */
void first(void);

void _start(void)
{
	first();
	for (;;) {
	}
}
