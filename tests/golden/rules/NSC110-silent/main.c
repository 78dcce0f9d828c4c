/* strncpy is another function, strcpy_s is the target's own. */
#include <string.h>

static char name[16];

__attribute__((noinline)) void strcpy_s(char *to, unsigned size, const char *text)
{
	strncpy(to, text, size);
}

void _start(void)
{
	for (;;) {
		strcpy_s(name, sizeof(name), (const char *)0x40004000);
	}
}
