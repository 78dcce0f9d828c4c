/*
 * Calls that come out of macros: three deep, through arguments, through pasting, through
 * an argument that is a macro, through variadic macros, spread over lines.
 */
extern int puts(const char *);
extern void *lib_alloc(unsigned);
extern void *malloc(unsigned);
extern int printf(const char *, ...);
extern void log_it(int level, const char *text, ...);

#define INNER(x)    puts(x)
#define MIDDLE(x)   INNER(x)
#define OUTER(x)    MIDDLE(x)
#define CALL(f)     f("arg")
#define TWICE(f)    CALL(f)
#define PASTE(a, b) a##b
#define XPASTE(a, b) PASTE(a, b)
#define lib_malloc  malloc
#define NAME        printf
#define ID(x)       x
#define LOG(...)    log_it(1, ##__VA_ARGS__)
#define TWO(x)      (puts(x), MIDDLE(x))
#define puts2       puts

int f(void)
{
	OUTER("three deep");
	CALL(puts);
	TWICE(puts);
	PASTE(lib_, malloc)(1);
	XPASTE(lib_, malloc)(2);
	ID(NAME)("x");
	LOG("a", 1);
	TWO("y");
	puts2("z");
	CALL(
		puts
	);
	return 0;
}
