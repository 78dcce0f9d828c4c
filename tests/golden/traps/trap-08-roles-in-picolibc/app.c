/*
 * Trap 8: picolibc leaves stdout and getpid to the firmware, which has them; errno is a
 * thread-local object of the libc.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static int put(char c, FILE *file)
{
	(void)file;
	*(volatile char *)0x40004008 = c;
	return c;
}

static FILE port = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &port;

pid_t getpid(void)
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
