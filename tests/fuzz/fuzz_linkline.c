/*
 * fuzz_linkline.c - libFuzzer target: any bytes as a build log, and as a linker script.
 *
 * No program is run: PATH leads nowhere, so drivers and linkers are only asked for in
 * vain. Every command has a program, and stands in the text. Seeds: logs of Ninja, Make
 * and CMake, the words of a response file, scripts (seeds/linkline).
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_linkline -max_len=65536 CORPUS SEEDS...
 */
#define _POSIX_C_SOURCE 200809L /* setenv */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/linkline/linkline.h"
#include "analyzer/linkline/script.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return setenv("PATH", "/nonexistent", 1);
}

static uint32_t line_count(struct nostd_str text)
{
	uint32_t count = 1;
	size_t i;

	for (i = 0; i < text.len; i++) {
		count += text.ptr[i] == '\n';
	}
	return count;
}

static void read_commands(struct nsc_run *run, struct nostd_str text)
{
	struct nsc_driver_policy policy = {NULL, 0, 1};
	struct nsc_drivers *drivers = nsc_drivers_new(run, &policy);
	struct nsc_link_text log = {text, nsc_name_c(run->names, "/nonexistent/log"),
				    nsc_name_c(run->names, "/nonexistent")};
	struct nsc_link_command_vec all = nsc_link_command_vec_new_in(nsc_keep(run));
	uint32_t lines = line_count(text);
	size_t i;

	nsc_link_commands(run, &log, &all);
	for (i = 0; i < all.len; i++) {
		struct nsc_link_line line;
		struct nostd_str why = NOSTD_STR("");

		NSC_BUG_IF(all.ptr[i].words.len == 0);
		NSC_BUG_IF(!nsc_name_given(all.ptr[i].words.ptr[0]));
		NSC_BUG_IF(!nsc_name_given(all.ptr[i].folder));
		NSC_BUG_IF(all.ptr[i].at.line == 0 || all.ptr[i].at.line > lines);
		nsc_link_line_init(&line, run->keep);
		NSC_BUG_IF(!nsc_link_line_read(drivers, run, &all.ptr[i], &line, &why) &&
			   why.len == 0);
	}
}

static void read_script(struct nsc_run *run, struct nostd_str text)
{
	struct nsc_name_vec search = nsc_name_vec_new_in(nsc_keep(run));
	struct nsc_link_line line;
	struct nsc_script script;
	size_t before = run->diags->all.len;

	nsc_link_line_init(&line, run->keep);
	memset(&script, 0, sizeof(script));
	script.line = &line;
	script.inputs = nsc_script_input_vec_new_in(nsc_keep(run));
	script.search = &search;
	NSC_BUG_IF(!nsc_script_read(run, nsc_name_c(run->names, "/nonexistent/app.ld"),
				    text, &script) &&
		   run->diags->all.len == before);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct nostd_str text = nostd_str_new((const char *)bytes, size);
	struct nsc_run run;

	nsc_run_init(&run);
	read_commands(&run, text);
	read_script(&run, text);
	nsc_run_release(&run);
	return 0;
}
