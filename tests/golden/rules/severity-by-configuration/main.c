#include <stdlib.h>
#include <string.h>

int roll(char *text)
{
	strtok(text, ",");
	return rand();
}
