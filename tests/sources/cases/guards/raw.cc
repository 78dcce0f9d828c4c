// Raw strings and digit separators hide directives.
extern int raw(), separated();
int h()
{
	volatile int c = 1'000'000;
	const char *a = R"x(
#if 0
)" not yet )x";
#if true && 1'000 == 1000
	const char *b = u8R"(
#if 0
)";
	if (c)
		return raw();
#elif 0
#endif
#if 1
	if (c > 1)
		return separated();
#endif
	return a[0] + b[0] + c;
}
