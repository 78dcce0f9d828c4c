#include <stdio.h>
#include <stdlib.h>

typedef void (*release_fn)(void *);

static inline int say(const char *text)
{
	return puts(text);
}

static inline release_fn release_of(int own)
{
	return own ? free : 0;
}
