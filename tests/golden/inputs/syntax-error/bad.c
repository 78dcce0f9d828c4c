/* Line 6 lacks a bracket: what stands before and behind it is still judged. */
#include <stdlib.h>

void *first(void) { return malloc(8); }

int second(void) { return (1 + 2; }

int third(void) { return rand(); }
