/*
 * Names of libc functions that mean other things: members, locals, parameters, types,
 * enumerators, labels, macros, comments and strings. Only the last function has uses.
 */
struct dev {
	int (*read)(struct dev *dev);
	void (*free)(void *p);
	int time;
};
typedef int clock;
enum { abort, exit = 3 };
#define printf(...) ((void)0)
int read_all(struct dev *dev, int write, clock c)
{
	int time = dev->time, malloc = exit; /* calloc(1, 2) */

	printf("puts(%d)", time);
	dev->free(dev);
	goto signal;
signal:
	return dev->read(dev) + time + write + malloc + c + abort;
}
extern int open(const char *path, int flags);
int really(void)
{
	return open("fopen", 0);
}
