/*
 * With APP_OWN_HEAP the library calls functions that its user is to define.
 */
#include <stdlib.h>

#ifdef APP_OWN_HEAP
void *app_own_get(unsigned size);
#define get(size) app_own_get(size)
#else
#define get(size) malloc(size)
#endif

void *app_new(void)
{
	return get(16);
}
