/* Slim LTO: the object's symbol table knows of no snprintf, and there is no image. */
#include <stdio.h>

char line[16];

void show(int value)
{
	snprintf(line, sizeof(line), "%d", value);
}
