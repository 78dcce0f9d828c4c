/*
 * map_case.h - one link map as a test case: read a text, look at rows, names and told
 * lines.
 */
#ifndef NSC_TESTS_UNIT_MAP_CASE_H
#define NSC_TESTS_UNIT_MAP_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/map.h"

/* What stands around the lines a test is about. */
#define PULLS "Archive member included to satisfy reference by file (symbol)\n\n"
#define MEMORY                                                                \
	"Memory Configuration\n\n"                                            \
	"Name             Origin             Length             Attributes\n" \
	"*default*        0x0000000000000000 0xffffffffffffffff\n\n"          \
	"Linker script and memory map\n\n"
#define IMAGE "OUTPUT(a.elf elf32-littlearm)\n"

struct map_case {
	struct nsc_run run;
	struct nsc_map_facts facts;
	struct nsc_err err;
	int ret;
};

static inline void map_case_read_size(struct map_case *one, const void *text, size_t size)
{
	memset(one, 0, sizeof(*one));
	nsc_run_init(&one->run);
	nsc_map_facts_init(&one->facts, one->run.keep);
	one->ret = nsc_map_parse(&one->run, nsc_name_c(one->run.names, "x.map"),
				 nostd_span_new(text, size), &one->facts, &one->err);
}

static inline void map_case_read(struct map_case *one, const char *text)
{
	map_case_read_size(one, text, strlen(text));
}

static inline void map_case_end(struct map_case *one)
{
	nsc_run_release(&one->run);
}

static inline const char *map_case_name(const struct map_case *one, struct nsc_name name)
{
	return nsc_name_chars(one->run.names, name);
}

/* A map that is whole and understood to the last line. */
static inline void map_case_read_whole(struct map_case *one, const char *text)
{
	map_case_read(one, text);
	assert_int_equal(one->ret, 0);
	if (one->run.diags->all.len != 0) {
		fail_msg("%u: %s", one->run.diags->all.ptr[0].at.line,
			 map_case_name(one, one->run.diags->all.ptr[0].text));
	}
	assert_int_equal(one->facts.lines_unknown, 0);
	assert_false(one->facts.truncated);
}

/* Archive and name of a row of files. */
static inline void map_case_file_is(const struct map_case *one, uint32_t row,
				    const char *archive, const char *name)
{
	assert_true(row < one->facts.files.len);
	assert_string_equal(map_case_name(one, one->facts.files.ptr[row].archive),
			    archive);
	assert_string_equal(map_case_name(one, one->facts.files.ptr[row].name), name);
}

#endif
