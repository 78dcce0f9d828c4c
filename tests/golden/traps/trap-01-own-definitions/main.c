/*
 * Trap 1: names of the libc that the target defines itself. Judged object by object, this
 * one leaks four times; over the whole target it leaks once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *name_copy(const char *text)
{
	char *copy = malloc(strlen(text) + 1);

	printf("%s has a copy", text);
	return copy ? strncpy(copy, text, strlen(text)) : strerror(12);
}
