/* Compiled by a program that is not on this machine: its include folders are not known. */
#include <string.h>

unsigned length(const char *text)
{
	return strlen(text);
}
