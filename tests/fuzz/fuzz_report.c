/*
 * fuzz_report.c - libFuzzer target: any bytes as two JSON reports, laid side by side.
 *
 * A byte 0xff, which no JSON has, parts the two; without one a report is compared with
 * itself, and then nothing may be new, gone or changed. Seeds: the reports of
 * tests/golden/diff.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_report -max_len=65536 CORPUS SEEDS...
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/report/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool read_one(struct nsc_run *run, const uint8_t *bytes, size_t size,
		     struct nsc_reread *out)
{
	struct nsc_err err = {0};

	if (nsc_reread(run, NOSTD_STR("t"), nostd_span_new(bytes, size), out, &err) ==
	    0) {
		return true;
	}
	NSC_BUG_IF(err.kind != NSC_ERR_INPUT || strncmp(err.text, "t:", 2) != 0);
	return false;
}

static void check_counts(const struct nsc_match_target *target, bool same)
{
	size_t sum = 0, kind;

	for (kind = 0; kind < NSC_MATCH_KIND_COUNT; kind++) {
		sum += target->count[kind];
	}
	NSC_BUG_IF(sum != target->findings.len);
	NSC_BUG_IF(same && target->count[NSC_MATCH_SAME] != sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const uint8_t *cut = size != 0 ? memchr(bytes, 0xff, size) : NULL;
	size_t first = cut ? (size_t)(cut - bytes) : size;
	struct nsc_match_target_vec matches;
	struct nsc_reread sides[NSC_SIDE_COUNT];
	const struct nsc_reread *reports[NSC_SIDE_COUNT] = {&sides[NSC_BEFORE],
							    &sides[NSC_AFTER]};
	struct nsc_run run;
	size_t i;

	nsc_run_init(&run);
	if (!cut) {
		reports[NSC_AFTER] = &sides[NSC_BEFORE];
	}
	if (read_one(&run, bytes, first, &sides[NSC_BEFORE]) &&
	    (!cut || read_one(&run, cut + 1, size - first - 1, &sides[NSC_AFTER]))) {
		nsc_match_reports(&run, reports, &matches);
		for (i = 0; i < matches.len; i++) {
			check_counts(&matches.ptr[i], !cut);
		}
	}
	nsc_run_release(&run);
	return 0;
}
