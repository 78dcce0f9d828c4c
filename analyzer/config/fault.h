/*
 * fault.h - the faults of one configuration file, collected while it is read.
 *
 * In:   places and sentences, in any order.
 * Out:  the first ones by place, and how many there were beyond.
 */
#ifndef NSC_ANALYZER_CONFIG_FAULT_H
#define NSC_ANALYZER_CONFIG_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>

struct nsc_config;
struct nsc_err;
struct nsc_run;

/* A place in the one file; line 0: the whole of it. */
struct nsc_mark {
	uint32_t line, column;
};

/* Storage is the caller's. */
struct nsc_faults {
	struct nsc_run *run;
	struct nsc_config *config; /* whose `faults` are filled */
};

/* nsc_fault(faults, mark, "found {}, expected {}", ...) */
#define nsc_fault(faults, at, ...) \
	nsc_fault_args((faults), (at), NOSTD_FMT_ARGS(__VA_ARGS__))
void nsc_fault_args(struct nsc_faults *faults, struct nsc_mark at, const char *format,
		    const struct nostd_fmt_arg *args, size_t count);

/*
 * Put them in order and cut them to NSC_CONFIG_FAULTS_MAX. < 0, and `err` says the first
 * and how many more there are, unless there is none.
 */
int nsc_faults_close(struct nsc_faults *faults, struct nsc_err *err);

#endif
