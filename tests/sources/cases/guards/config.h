#ifndef CONFIG_H
#define CONFIG_H
#define WITH_IO 1
#define LEVEL 3
#define MAKE(a, b) ((a) * 100 + (b))
#define VERSION MAKE(1, 4)
#define PASTE(a, b) a##b
#define IS(x) PASTE(IS_, x)
#define IS_FEATURE 1
#define ID(x) x
#define CALL(x) ID(x())
#define HAS_IO (defined(LEVEL) && defined(WITH_IO) && !defined(NOTHING))
extern int by_option_too(void);
#endif
