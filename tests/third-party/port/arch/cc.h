/* The port header lwIP asks for: everything else is lwIP's default. */
#include <stdlib.h>
#define LWIP_RAND() ((u32_t)rand())
