#ifndef ONE_H
#define ONE_H
#include "sub/three.h"
#endif
