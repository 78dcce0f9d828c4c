/* Names that nobody wrote: of a part and a parameter. */
#include <inttypes.h>

#define UINT(bits) uint##bits##_t

UINT(16) narrow;
