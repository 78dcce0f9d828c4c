// A destructor that gives memory back runs with -fno-exceptions, too: that flag is no remedy.
struct Text {
	char *start = nullptr;
	~Text() { ::operator delete(start, 8u); }
};

int length(Text &);

int measure()
{
	Text text;

	return length(text);
}
