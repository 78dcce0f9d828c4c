/*
 * C23 made the string functions freestanding (7.1.2, 4p6), strtol never was. In the
 * practical profile both are core; strtok is hosted in all three.
 */
#include <stdlib.h>
#include <string.h>

char *cut(char *text)
{
	return strtok(text, ",");
}

unsigned count(const char *text)
{
	return strlen(text);
}

long number(const char *text)
{
	return strtol(text, 0, 10);
}
