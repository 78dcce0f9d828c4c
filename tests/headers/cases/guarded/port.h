#ifndef PORT_H
#define PORT_H
#ifdef HOSTED
#include <stdio.h>
#endif
#endif
