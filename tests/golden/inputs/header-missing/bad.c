/* A generated header that was not made yet. */
#include "generated/version.h"

#include <stdlib.h>

int roll(void) { return rand(); }
