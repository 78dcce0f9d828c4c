/* Its object names puts, which nothing here defines: this is read, and the column known. */
#include <stdio.h>

int leak(const char *text)
{
	return puts(text);
}
