/*
 * bug.h - a bug in our own code: say where and abort. Never for input, however odd.
 */
#ifndef NSC_ANALYZER_BASE_BUG_H
#define NSC_ANALYZER_BASE_BUG_H

#include <nostd/config.h>

#define NSC_BUG_IF(condition) \
	((condition) ? nsc_bug(__FILE__, __LINE__, #condition) : (void)0)

NOSTD_NORETURN void nsc_bug(const char *file, int line, const char *what);

#endif
