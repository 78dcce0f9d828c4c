/*
 * Trap 18: printf( malloc( free( time( in a comment, in a string, as members, locals,
 * parameters, labels and macros of our own.
 */
struct driver {
	int (*read)(int at);
	void (*free)(void *one);
	long time;
};

#define printf(...) board_log(__VA_ARGS__)

void board_log(const char *format, ...);

void board_log(const char *format, ...)
{
	*(volatile const char **)0x40004000 = format;
}

long use(struct driver *one, long clock)
{
	long time = one->time, rand = 3;

	one->read(3);
	one->free(one);
	printf("malloc(free(exit(1)))");
	goto exit;
exit:
	return time + rand + clock;
}
