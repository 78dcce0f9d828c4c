/* strcpy is core; the policy denies it. */
#include <string.h>

static char name[16];

__attribute__((noinline)) void rename_to(const char *text)
{
	strcpy(name, text);
}

void _start(void)
{
	for (;;) {
		rename_to((const char *)0x40004000);
	}
}
