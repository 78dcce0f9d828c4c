/*
 * A thin archive: its members are files of their own, which the map of mold calls
 * libd.a(sub/util.o) all the same. They are read, and who calls
 * malloc is known.
 */
void first(void);

void _start(void)
{
	first();
	for (;;) {
	}
}
