/*
 * system.c - environment, terminal, clock, processors. See host.h.
 */
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <nostd/bump.h>

#include "analyzer/base/date.h"
#include "analyzer/base/host/host.h"

#define NOSTD_NAME texts
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      by_text
#define NOSTD_T         struct nostd_str
#define NOSTD_CMP(a, b) nostd_str_cmp(*(a), *(b))
#include <nostd/sort.h>

extern char **environ;

const char *nsc_host_env(const char *name)
{
	return getenv(name);
}

struct nostd_str *nsc_host_env_names(struct nostd_bump *arena, struct nostd_str prefix,
				     size_t *count)
{
	struct texts names = texts_new_in(nostd_bump_in(arena));
	char **one;

	for (one = environ; *one; one++) {
		struct nostd_str name, value;

		if (nostd_str_split_once(nostd_str_from_c(*one), '=', &name, &value) &&
		    nostd_str_starts_with(name, prefix)) {
			texts_push(&names, nostd_bump_str(arena, name));
		}
	}
	by_text_sort_unstable(names.ptr, names.len);
	*count = names.len;
	return names.ptr;
}

bool nsc_host_is_terminal(int fd)
{
	return isatty(fd) == 1;
}

int64_t nsc_host_today(void)
{
	const char *given = getenv("NSC_TODAY");
	int64_t days;

	if (given && nsc_date_parse(nostd_str_from_c(given), &days)) {
		return days;
	}
	return (int64_t)time(NULL) / 86400;
}

int64_t nsc_host_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

unsigned nsc_host_cpus(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (unsigned)count : 1;
}
