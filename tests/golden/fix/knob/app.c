/*
 * A library by its header: one macro of it is tried, another may only be named. MINIZ_NO_STDIO
 * stands in no condition around the call.
 */
#include "miniz.h"
#include "uthash.h"

void app_open(const char *path)
{
	mz_open(path);
}

void *app_entry(void)
{
	return uthash_malloc(8);
}
