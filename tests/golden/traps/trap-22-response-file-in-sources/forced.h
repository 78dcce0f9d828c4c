#include <stdlib.h>

#define RANDOM() rand()
