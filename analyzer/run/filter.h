/*
 * filter.h - source filters: the files a commit changes, as pre-commit passes them
 * (decisions.md 39).
 *
 * A source file means the units compiled from it; a header means every unit that includes
 * it. What is no source is passed over.
 */
#ifndef NSC_ANALYZER_RUN_FILTER_H
#define NSC_ANALYZER_RUN_FILTER_H

#include <stdbool.h>

#include "analyzer/base/names.h"

struct nsc_run_target_vec;
struct nsc_run_units;
struct nsc_session;

enum nsc_filter_kind {
	NSC_FILTER_SOURCE, /* C, C++, assembly: some database must know it */
	NSC_FILTER_HEADER,
	NSC_FILTER_OTHER
};

/* By suffix; a file without one may be a C++ header. */
enum nsc_filter_kind nsc_filter_kind(struct nostd_str path);

/*
 * Before sources are read: when units are compiled from every filter, no other source is
 * needed.
 */
void nsc_filters_narrow(struct nsc_session *session, struct nsc_run_units *units);

/*
 * After they were read: filters take the spelling that units have for the same file, and
 * those that no unit of a target knows are told of. False: nothing is left to judge.
 */
bool nsc_filters_settle(struct nsc_session *session, const struct nsc_run_units *units);

#endif
