/*
 * check.c - calls the first example of fixtures/nostd/README.md and looks at what it did.
 *
 * In:   that example, as start.c beside a copy of this file.
 * Out:  check(), 0 if all is well; main(), the same, where there is a host.
 */
#include "start.c"

unsigned check(void);

unsigned check(void)
{
	uint32_t pid;
	size_t wanted = 0;

	boot();
	for (pid = 0; add(pid); pid++) { /* until there is no memory */
		wanted++;
	}
	/* All of the arena but what the last growth could not use. */
	if (v.len != wanted || wanted < 512 || wanted > sizeof(memory) / sizeof(pid)) {
		return 1;
	}
	for (pid = 0; pid < wanted; pid++) {
		if (v.ptr[pid] != pid) {
			return 2;
		}
	}
	return 0;
}

#if __STDC_HOSTED__
int main(void)
{
	return (int)check();
}
#endif
