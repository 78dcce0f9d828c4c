/*
 * formats.h - NSC210: conversions of format strings that the target's policy excludes.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_FORMATS_H
#define NSC_ANALYZER_JUDGE_FORMATS_H

#include <stdbool.h>

struct nsc_allowance;
struct nsc_finding;
struct nsc_findings;
struct nsc_target;

void nsc_formats_judge(const struct nsc_target *target, struct nsc_findings *findings);

/* Does an entry `allow: format` name what an NSC210 finding is about? */
bool nsc_format_allowed(const struct nsc_target *target,
			const struct nsc_allowance *entry,
			const struct nsc_finding *finding);

#endif
