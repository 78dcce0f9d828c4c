/*
 * survey.h - a judged target taken apart: what `tree`, `why` and `size` are asked about.
 */
#ifndef NSC_ANALYZER_JUDGE_SURVEY_H
#define NSC_ANALYZER_JUDGE_SURVEY_H

#include "analyzer/base/names.h"
#include "analyzer/judge/pieces.h"

struct nsc_judgement;
struct nsc_mounts;

struct nsc_survey {
	const struct nsc_judgement *judgement;
	const struct nsc_mounts *mounts; /* how paths are shown */
	struct nsc_pieces pieces;
};

/* Everything lives as long as the run. */
void nsc_survey_make(const struct nsc_judgement *judgement,
		     const struct nsc_mounts *mounts, struct nsc_survey *out);

/*
 * A file as it is shown: "app/log.c.o", "libc_nano.a(lib_a-rand.o)" (of a tool chain's
 * archive the base name says enough). Interned.
 */
struct nsc_name nsc_survey_file(const struct nsc_survey *survey, uint32_t file);

/* The archive that a file came from, shown so too; of another file: its own name. */
struct nsc_name nsc_survey_archive(const struct nsc_survey *survey, uint32_t file);

#endif
