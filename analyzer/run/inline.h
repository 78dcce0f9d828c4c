/*
 * inline.h - exemption comments in the sources of a target, as terms to judge by.
 */
#ifndef NSC_ANALYZER_RUN_INLINE_H
#define NSC_ANALYZER_RUN_INLINE_H

struct nsc_run_target;
struct nsc_run_target_vec;
struct nsc_session;

/*
 * Add the comments of every own source to target->terms: files that its units opened, and
 * files that the debug information of its objects names and that are there. Its graph
 * must be built. Files of compilers and libcs are not looked at.
 */
void nsc_inline_add(struct nsc_session *session, struct nsc_run_target *target);

/*
 * One comment may be met by several targets, through a shared header: it is in use when
 * one of them needs it, and what is wrong with it is told once. After all are judged,
 * before they are finished.
 */
void nsc_inline_settle(const struct nsc_run_target_vec *targets);

#endif
