/*
 * Trap 8: the same three uses in two libcs. newlib defines stdout, errno's function and
 * getpid; it leaves _getpid and _kill to the firmware.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int _kill(int process, int signal)
{
	return process + signal;
}

int _getpid(void)
{
	return 1;
}

__attribute__((noinline)) void *use_stdout(void)
{
	return stdout;
}

__attribute__((noinline)) int use_errno(void)
{
	return errno;
}

__attribute__((noinline)) int use_getpid(void)
{
	return getpid();
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = use_stdout();
		*(volatile int *)0x40004004 = use_errno() + use_getpid();
	}
}
