/* Trap 14: made by a generator, which names its own lines. */
#include <stdlib.h>

int before(void) { return rand(); }

#line 100 "parser.y"
int reduce(void) { return rand(); }
#line 10 "parser.c"

int after(void) { return rand(); }
