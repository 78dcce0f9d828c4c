/* Wrappers that say what they take: functions, a macro, a pointer in a struct. */
#include <stdarg.h>
#include <stddef.h>

#define PRINTF_LIKE(f, a) __attribute__((__format__(__printf__, f, a)))

void log_msg(int level, const char *format, ...) PRINTF_LIKE(2, 3);
int read_line(const char *line, const char *format, ...)
	__attribute__((format(gnu_scanf, 2, 3)));

struct sink {
	void (*put)(void *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
};

#define LOG(format, ...) log_msg(2, "[%s] " format "\n", __func__, __VA_ARGS__)
#define VOLTS "%5.1f V"
#define U64 "ll" "u" /* as some PRIu64 */
