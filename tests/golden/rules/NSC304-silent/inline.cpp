/* An inline function: each object has it in a group, and the first group is kept. */
inline int square(int value)
{
	return value * value;
}

extern "C" int (*const OTHER)(int);
int (*const OTHER)(int) = square;

#if FIRST
extern "C" int (*const second)(int);

extern "C" int inlined(int value)
{
	return OTHER(value) + second(value);
}
#endif
