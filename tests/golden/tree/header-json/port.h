#ifndef PORT_H
#define PORT_H
#ifndef NO_STDIO
#include <stdio.h>
#endif
#endif
