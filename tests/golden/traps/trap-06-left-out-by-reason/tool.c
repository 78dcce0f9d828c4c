#include <stdio.h>

int main(void)
{
	return puts("a tool");
}
