#include "bad.h"

int bad(void)
{
	return 1;
}
