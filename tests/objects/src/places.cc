/*
 * places.cc - the same for C++: linkage names, templates in COMDAT groups, constructors,
 * methods of local classes, lambdas.
 */
extern "C" int other(int);
extern "C" void give_up(int) __attribute__((noreturn));

namespace deep
{
template <class T> struct box {
	T value;
	explicit box(T v) : value(v)
	{
		other(1);
	}
	~box()
	{
		other(2);
	}
	T get() const
	{
		return value + other(3);
	}
};

static inline int helper(int x)
{
	return other(x) * 2;
}
} // namespace deep

template <class T> __attribute__((noinline)) T twice(T x)
{
	return deep::helper((int)x) + x;
}

int use(int x)
{
	deep::box<int> a(x);
	deep::box<long> b(x);
	struct local {
		int run(int y)
		{
			return other(y) + deep::helper(y);
		}
	} l;
	auto lambda = [&](int y) {
		if (y == 3) {
			give_up(y);
		}
		return a.get() + (int)b.get() + other(y);
	};

	return lambda(x) + l.run(x) + twice(x) + (int)twice((long)x);
}

inline int in_group(int x)
{
	static int counted = other(x);

	return counted + other(x);
}

int uses_group(int x)
{
	return in_group(x);
}
