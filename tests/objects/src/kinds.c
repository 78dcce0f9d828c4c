/* kinds.c - every kind of symbol, section and relocation a C compiler makes. */
int common_one;
_Thread_local int per_thread = 3;
static int hidden_away[40];
__attribute__((visibility("hidden"))) int hidden_data = 7;
__attribute__((visibility("protected"))) int protected_data = 7;
__attribute__((weak)) int weak_data = 1;
extern int weak_undefined __attribute__((weak));
extern int outside(const char *);

__attribute__((weak)) int weak_function(void)
{
	return outside("merged string") + outside("string") + weak_undefined;
}

int aliased(void)
{
	return hidden_away[3]++ + per_thread;
}
int other_name(void) __attribute__((alias("aliased")));

__attribute__((constructor)) void starts(void)
{
	common_one = outside("another");
}

const char *const table[] = {"one", "two", "three"};
int (*const calls[])(const char *) = {outside, 0};
__attribute__((section("odd-section$name.1"), used)) int oddly_placed = 4;
