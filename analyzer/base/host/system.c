/*
 * system.c - environment, terminal, clock, processors. See host.h.
 */
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "analyzer/base/date.h"
#include "analyzer/base/host/host.h"

const char *nsc_host_env(const char *name)
{
	return getenv(name);
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

unsigned nsc_host_cpus(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (unsigned)count : 1;
}
