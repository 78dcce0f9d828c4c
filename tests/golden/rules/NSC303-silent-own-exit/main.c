/* exit is asked for by crt0 and by own code: that call is the finding, NSC101. */
#include <stdlib.h>

int main(void)
{
	if (*(volatile int *)0x40004000) {
		exit(1);
	}
	return 0;
}
