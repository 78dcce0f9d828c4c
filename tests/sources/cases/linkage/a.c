/* Weak, alias, weakref, constructor, used, cleanup, tentative, static, local extern. */
#define __weak __attribute__((weak))
#define ALIAS(x) __attribute__((alias(#x)))
extern int weak_function(void) __weak;
#pragma weak pragma_weak
extern int pragma_weak(void);
static int reference(void) __attribute__((weakref("referred")));
int own_weak(void) __attribute__((__weak__));
int own_weak(void)
{
	return weak_function ? weak_function() : pragma_weak() + reference();
}
int alias(void) ALIAS(own_weak);
static void at_start(void) __attribute__((constructor));
extern void started(void), cleaned(int *), kept_call(void);
static void at_start(void)
{
	started();
}
static int kept __attribute__((used)) = 3;
static void __attribute__((used)) kept_function(void)
{
	kept_call();
}
int common;
static int hidden;
int initialised = 1;
extern int elsewhere;
void f(void)
{
	int x __attribute__((cleanup(cleaned))) = 0;
	static int counter;
	extern int local_extern;

	counter += common + hidden + elsewhere + local_extern + x;
}
