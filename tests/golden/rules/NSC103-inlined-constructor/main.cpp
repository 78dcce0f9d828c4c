// gcc calls what it inlines C4 and D4; the sources, with columns, have C1 and D1.
#include <stdlib.h>

struct Text {
	char *start;
	Text(int size) : start((char *)malloc(size)) {}
	~Text() { free(start); }
};

int length(const Text &text)
{
	return text.start[0];
}

int measure(int size)
{
	Text text(size);

	return length(text);
}
