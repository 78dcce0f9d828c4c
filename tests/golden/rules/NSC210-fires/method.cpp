// Methods count their object; the attribute in its C++ spelling.
#include <cstdio>

struct Log {
	void say(const char *format, ...) __attribute__((format(printf, 2, 3)));
	[[gnu::format(printf, 1, 2)]] static void shout(const char *format, ...);
};

void use(Log &log, double x)
{
	log.say("%d %f", 1, x);
	Log::shout("%f", x);
	std::printf(R"(%d %f)", 1, x);
}
