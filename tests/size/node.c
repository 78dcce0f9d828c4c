/*
 * A program for links that tests/size/run makes itself: read-only, written and zeroed
 * data, static functions, a COMMON symbol, and a little of a libc.
 */
#include <stdlib.h>
#include <string.h>

int table[64] = {1, 2, 3};
int zeroed[100];
int shared; /* COMMON, by -fcommon */
static char line[48];
static const char text[] = "text that is copied";

__attribute__((noinline)) static int entry(int at)
{
	return table[at & 63] * 3;
}

__attribute__((noinline)) int length(const char *of)
{
	return (int)strlen(of) + entry(3) + rand();
}

int main(void)
{
	memcpy(line, text, sizeof(text));
	zeroed[shared & 63] = entry(2);
	return zeroed[3] + length(line);
}
