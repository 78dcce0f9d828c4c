/* C++: namespaces, instances, inline methods, extern "C", new and delete. */
extern "C" int c_function(int);
extern "C" { int c_block(void); }
namespace n {
template <class T> T twice(T x) { return c_function(x) + x; }
struct S {
	S();
	int method() { return c_block(); }
	int unused_method() { return c_function(1); }
};
}
n::S::S() { c_function(2); }
static int hidden() { return n::twice(3); }
extern "C" int entry(void)
{
	n::S s;
	return s.method() + hidden();
}
int *allocate() { delete[] new int[4]; return new int(3); }
