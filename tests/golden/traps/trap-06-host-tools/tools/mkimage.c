/* A host tool: it prints, as it may. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *all = malloc(100);

	printf("image %p\n", (void *)all);
	free(all);
	return 0;
}
