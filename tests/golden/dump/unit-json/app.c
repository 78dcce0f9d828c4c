/* A source through the database: what it includes, defines and refers to, a macro's stack, and
 * a use that does not count. */
#include "port.h"

extern int snprintf(char *to, __SIZE_TYPE__ size, const char *format, ...);
extern void *malloc(__SIZE_TYPE__ size);

#define LOG(to, n) snprintf((to), sizeof(to), "%d", (n))

int report(void)
{
	char text[16];

	return LOG(text, PORT) + (int)sizeof(malloc(4));
}
