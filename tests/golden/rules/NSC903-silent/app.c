/* Near miss of NSC903: fat LTO has machine code beside the intermediate one. */
#include <stdio.h>

char line[16];

void show(int value)
{
	snprintf(line, sizeof(line), "%d", value);
}
