/*
 * fuzz_exempt.c - libFuzzer target: any bytes as a source with exemptions.
 *
 * The first byte says whether it is assembly. Every row stands in the text, and its lines
 * too.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_exempt -max_len=4096 CORPUS
 */
#include <stddef.h>
#include <stdint.h>

#include <nostd/bump.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/run.h"
#include "analyzer/config/exempt.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint32_t line_count(struct nostd_str text)
{
	uint32_t count = 1;
	size_t i;

	for (i = 0; i < text.len; i++) {
		count += text.ptr[i] == '\n';
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct nostd_str text =
		nostd_str_skip(nostd_str_new((const char *)bytes, size), 1);
	struct nsc_exemption_vec found;
	struct nsc_run run;
	uint32_t lines = line_count(text);
	size_t i;

	nsc_run_init(&run);
	found = nsc_exemption_vec_new_in(nsc_keep(&run));
	nsc_exemptions_scan(&run,
			    nsc_name_c(run.names, size && bytes[0] & 1 ? "a.S" : "a.c"),
			    text, &found);
	for (i = 0; i < found.len; i++) {
		const struct nsc_exemption *one = &found.ptr[i];

		NSC_BUG_IF(one->at.line == 0 || one->at.line > lines);
		NSC_BUG_IF(one->line_first != one->at.line);
		NSC_BUG_IF(one->line_last < one->line_first || one->line_last > lines);
		NSC_BUG_IF((one->state == NSC_EXEMPTION_MALFORMED) !=
			   nsc_name_given(one->fault));
		NSC_BUG_IF((one->state == NSC_EXEMPTION_OK) !=
			   nsc_name_given(one->reason));
		NSC_BUG_IF(nsc_name_given(one->rule) ==
			   (one->state == NSC_EXEMPTION_MALFORMED));
	}
	nsc_run_release(&run);
	return 0;
}
