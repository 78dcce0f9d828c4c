/*
 * test_compdb_audit.c - what flags and compilers' defaults let in: the last flag counts,
 * a flag comes before a default, and what nobody said stays unsaid.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/compdb/audit.h"
#include "analyzer/compdb/command.h"
#include "analyzer/fact/audit.h"
#include "analyzer/fact/driver.h"

static struct nsc_audit audit_of(struct nsc_run *run, const char *flags,
				 const char *defines)
{
	struct nostd_str_words words = nostd_str_words(nostd_str_from_c(flags));
	struct nsc_invocation invocation = {.compiler = NSC_COMPILER_GCC};
	struct nsc_driver_facts driver;
	struct nsc_audit audit;

	while (nostd_str_words_next(&words)) {
		nsc_audit_word(&invocation.audit, words.word,
			       nostd_str_skip(words.word, 2));
	}
	nsc_driver_facts_init(&driver, run->keep);
	words = nostd_str_words(nostd_str_from_c(defines ? defines : ""));
	while (nostd_str_words_next(&words)) {
		nsc_name_vec_push(&driver.defines, nsc_name(run->names, words.word));
	}
	nsc_audit_finish(run->names, &invocation, defines ? &driver : NULL, &audit);
	return audit;
}

static void the_last_flag_counts(void **state)
{
	struct nsc_run run;
	struct nsc_audit audit;

	(void)state;
	nsc_run_init(&run);
	audit = audit_of(&run, "-fstack-protector-strong -fPIC -fno-pic", "__GNUC__=12");
	assert_int_equal(audit.state[NSC_AUDIT_STACK_PROTECTOR], NSC_AUDIT_GIVEN);
	assert_int_equal(audit.state[NSC_AUDIT_PIC], NSC_AUDIT_OFF);
	assert_int_equal(audit.compiler, NSC_AUDIT_GCC);
	audit = audit_of(&run, "-D_FORTIFY_SOURCE=2", "");
	assert_int_equal(audit.state[NSC_AUDIT_FORTIFY], NSC_AUDIT_GIVEN);
	audit = audit_of(&run, "-D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE", "");
	assert_int_equal(audit.state[NSC_AUDIT_FORTIFY], NSC_AUDIT_OFF);
	nsc_run_release(&run);
}

static void defaults_are_the_compilers_macros(void **state)
{
	struct nsc_run run;
	struct nsc_audit audit;

	(void)state;
	nsc_run_init(&run);
	audit = audit_of(&run, "", "__GNUC__=12 __clang__=1 __SSP_STRONG__=3 __pic__=2");
	assert_int_equal(audit.compiler, NSC_AUDIT_CLANG);
	assert_int_equal(audit.state[NSC_AUDIT_STACK_PROTECTOR], NSC_AUDIT_DEFAULT);
	assert_int_equal(audit.state[NSC_AUDIT_PIC], NSC_AUDIT_DEFAULT);
	assert_int_equal(audit.state[NSC_AUDIT_MATH_ERRNO], NSC_AUDIT_DEFAULT);
	assert_int_equal(audit.state[NSC_AUDIT_FORTIFY], NSC_AUDIT_OFF);
	audit = audit_of(&run, "-fno-stack-protector", "__SSP__=1 __NO_MATH_ERRNO__=1");
	assert_int_equal(audit.state[NSC_AUDIT_STACK_PROTECTOR], NSC_AUDIT_OFF);
	assert_int_equal(audit.state[NSC_AUDIT_MATH_ERRNO], NSC_AUDIT_OFF);
	nsc_run_release(&run);
}

static void a_compiler_that_was_not_asked_has_no_defaults(void **state)
{
	struct nsc_run run;
	struct nsc_audit audit;

	(void)state;
	nsc_run_init(&run);
	audit = audit_of(&run, "-ffreestanding", NULL);
	assert_int_equal(audit.state[NSC_AUDIT_PIC], NSC_AUDIT_UNSAID);
	assert_int_equal(audit.compiler, NSC_AUDIT_NO_COMPILER);
	assert_int_equal(audit.state[NSC_AUDIT_HOSTED], NSC_AUDIT_OFF);
	assert_int_equal(audit.state[NSC_AUDIT_BUILTIN], NSC_AUDIT_OFF);
	nsc_run_release(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_flag_counts),
		cmocka_unit_test(defaults_are_the_compilers_macros),
		cmocka_unit_test(a_compiler_that_was_not_asked_has_no_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
