/* A list that is included twice, once for each meaning of its rows. */
#include <errno.h>

#define ROW(name) int value_##name(void) { return name; }
#include "list.h"
#undef ROW
#define ROW(name) #name,
const char *const names[] = {
#include "list.h"
};
