/*
 * The macro that decides stands in the project's own configuration.
 */
#include "config.h"

#include <stdio.h>

void app_say(int value)
{
#if APP_LOG > 0
	printf("%d\n", value);
#endif
	(void)value;
}
