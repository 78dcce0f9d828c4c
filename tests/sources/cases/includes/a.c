/* In order: quotes, brackets, computed, repeated, skipped, forced, missing guard. */
#include "one.h"
#include <two.h>
#define THIRD "one.h"
#include THIRD
#if 0
#include "never.h"
#endif
#include "one.h"
int a;
