/* The part closes nothing: `bound` is the script's, `lost` goes with a section that nothing needs. */
#include <stdlib.h>

extern int bound[];
extern int lost(void);

int never(void)
{
	return lost();
}

int main(void)
{
	return bound[0] + rand();
}
