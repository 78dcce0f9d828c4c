/* A picture that `ld -b binary` takes as it is: its name is the linker's, its bytes no object. */
#include <stdlib.h>

extern const char _binary_logo_bin_start[];

int _start(void)
{
	return _binary_logo_bin_start[0] + rand();
}
