/*
 * test_clang_text.c - what the worker reads without libclang, at its limits.
 *
 * In:   macros and assembler macros that expand further and further, conditional
 *	 directives and conditions that nest.
 * Out:  up to the limit everything is there; beyond it what came before is, and it is
 *	 said that the rest is not. What is understood is compared with compilers in
 *	 tests/sources.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/asm_unit.h"
#include "analyzer/clang/condition.h"
#include "analyzer/clang/conditional.h"
#include "analyzer/clang/expand.h"
#include "analyzer/clang/macro.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

static struct nsc_run run;
static struct nsc_err err;

static int set_up(void **state)
{
	(void)state;
	nsc_run_init(&run);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nsc_run_release(&run);
	return 0;
}

/* -- macros of C --------------------------------------------------------------------- */

/* M1 to M<count>, each of which is the one before, `times` times over. There is no M0. */
static struct nsc_macros *chain(unsigned count, unsigned times)
{
	struct nsc_macros *macros = nsc_macros_new(run.keep, run.names);
	struct nostd_string option;
	unsigned i, n;

	for (i = 1; i <= count; i++) {
		option = nostd_string_new_in(nostd_bump_in(run.keep));
		nostd_format(&option, "M{}=", i);
		for (n = 0; n < times; n++) {
			nostd_format(&option, " M{}", i - 1);
		}
		nsc_macros_define_option(macros, nostd_string_as_str(&option));
	}
	return macros;
}

/* What the last macro of a chain comes to. */
static struct nsc_expansion expand(struct nsc_macros *macros)
{
	char name[32];
	struct nsc_expand_from from = {.macros = macros,
				       .limit = nsc_macros_count(macros)};

	nostd_format_to(name, sizeof(name), "M{}", nsc_macros_count(macros));
	from.text = nostd_bump_str(run.keep, nostd_str_from_c(name));
	return nsc_expand(run.keep, &from);
}

static void macros_stack_to_a_limit(void **state)
{
	struct nsc_expansion whole = expand(chain(NSC_LIMIT_MACRO_DEPTH, 1));
	struct nsc_expansion cut = expand(chain(NSC_LIMIT_MACRO_DEPTH + 1, 1));
	const struct nsc_expanded *only = &whole.tokens.ptr[0];

	(void)state;
	assert_false(whole.cut);
	assert_int_equal(whole.tokens.len, 1);
	assert_int_equal(nostd_str_cmp(only->token.text, NOSTD_STR("M0")), 0);
	assert_int_equal(whole.through.ptr[only->through].depth, NSC_LIMIT_MACRO_DEPTH);
	assert_true(cut.cut);
}

/* 2^14 tokens come out of 14 doublings, and about twice as many are moved on the way. */
static void macros_come_to_so_many_tokens(void **state)
{
	struct nsc_expansion whole = expand(chain(14, 2));
	struct nsc_expansion cut = expand(chain(40, 2));

	(void)state;
	assert_false(whole.cut);
	assert_int_equal(whole.tokens.len, 1 << 14);
	assert_true(cut.cut);
	assert_true(cut.tokens.len <= NSC_LIMIT_MACRO_TOKENS);
}

/* -- conditional directives ---------------------------------------------------------- */

/* `count` times #if inside each other; what is around the line in the middle. */
static size_t around(unsigned count, struct nsc_around *out)
{
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(run.keep));
	struct nsc_conditionals_from from = {.trigraphs = false};
	struct nsc_conditionals all;
	unsigned i;
	size_t middle;

	for (i = 0; i < count; i++) {
		nostd_format(&text, "#if {}\n", i);
	}
	middle = text.len;
	nostd_format(&text, "here\n");
	for (i = 0; i < count; i++) {
		nostd_format(&text, "#endif\n");
	}
	from.text = nostd_string_as_str(&text);
	all = nsc_conditionals_scan(run.keep, &from);
	assert_int_equal(all.all.len, count);
	assert_int_equal(nsc_conditionals_at(&all, text.len), NSC_NO_ROW);
	return nsc_conditionals_around(&all, nsc_conditionals_at(&all, middle), out);
}

static void guards_are_kept_to_a_limit_the_innermost_ones(void **state)
{
	struct nsc_around out[NSC_LIMIT_GUARDS];

	(void)state;
	assert_int_equal(around(NSC_LIMIT_GUARDS, out), NSC_LIMIT_GUARDS);
	assert_int_equal(out[0].row, 0);
	assert_int_equal(around(NSC_LIMIT_GUARDS + 5, out), NSC_LIMIT_GUARDS);
	assert_int_equal(out[0].row, 5);
	assert_int_equal(out[NSC_LIMIT_GUARDS - 1].row, NSC_LIMIT_GUARDS + 4);
}

static bool nothing_is_predefined(void *of, struct nostd_str name, struct nostd_str *body)
{
	(void)of;
	(void)name;
	(void)body;
	return false;
}

static enum nsc_truth evaluate(const char *text)
{
	struct nsc_condition condition = {.directive = NSC_GUARD_IF,
					  .text = nostd_str_from_c(text),
					  .predefined = nothing_is_predefined};

	condition.macros = chain(1, 1);
	condition.limit = nsc_macros_count(condition.macros);
	return nsc_condition_evaluate(run.keep, &condition);
}

/* `count` times '(', a 1, `count` times ')'. */
static enum nsc_truth evaluate_nested(unsigned count)
{
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(run.keep));
	unsigned i;

	for (i = 0; i < count; i++) {
		nostd_string_push_byte(&text, '(');
	}
	nostd_string_push_byte(&text, '1');
	for (i = 0; i < count; i++) {
		nostd_string_push_byte(&text, ')');
	}
	return evaluate(nostd_string_c_str(&text));
}

static void conditions_nest_to_a_limit(void **state)
{
	(void)state;
	assert_int_equal(evaluate_nested(NSC_LIMIT_CONDITION_DEPTH), NSC_TRUE);
	assert_int_equal(evaluate_nested(NSC_LIMIT_CONDITION_DEPTH + 1), NSC_UNKNOWN);
}

/* Values are those of C11 6.10.1p4: intmax_t and uintmax_t. */
static void conditions_are_integer_constant_expressions(void **state)
{
	static const struct {
		const char *text;
		enum nsc_truth truth;
	} cases[] = {
		{"1 ? 0 : 1 ? 1 : 1", NSC_FALSE},
		{"0 ? 0 : 0 ? 0 : 1", NSC_TRUE},
		{"1 ? 0 ? 0 : 1 : 0", NSC_TRUE},
		{"-1 > 0u", NSC_TRUE},
		{"-1 < 0", NSC_TRUE},
		{"2 - 1 - 1", NSC_FALSE},
		{"-9 / 2 == -4 && -9 % 2 == -1", NSC_TRUE},
		{"(-9223372036854775807 - 1) / -1 < 0", NSC_TRUE},
		{"0x8000000000000000 > 0", NSC_TRUE},
		{"1 << 63 < 0", NSC_TRUE},
		{"-1 >> 63 == -1 && -1 >> 0 == -1", NSC_TRUE},
		{"1 | 2 == 2", NSC_TRUE},
		{"(1 & 2) == 0 && 1 & 3 == 3", NSC_TRUE},
		{"!defined X && !X && !Y(", NSC_UNKNOWN},
		{"!defined(X) && !X", NSC_TRUE},
		{"M1 == 0 && defined M1", NSC_TRUE},
		{"0b11 == 3 && 010 == 8 && 1ull == 1LU", NSC_TRUE},
		{"1 / 0", NSC_UNKNOWN},
		{"0 && 1 / 0", NSC_FALSE},
		{"1 || __has_include(<x.h>)", NSC_TRUE},
		{"1 && __has_include(<x.h>)", NSC_UNKNOWN},
		{"", NSC_UNKNOWN},
		{"1 1", NSC_UNKNOWN},
		{"1 +", NSC_UNKNOWN},
		{"(1", NSC_UNKNOWN},
		{"1)", NSC_UNKNOWN},
		{"1 ? 2", NSC_UNKNOWN},
		{"1 : 2", NSC_UNKNOWN},
		{"1.5", NSC_UNKNOWN},
		{"09", NSC_UNKNOWN},
		{"\"text\"", NSC_UNKNOWN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (evaluate(cases[i].text) != cases[i].truth) {
			fail_msg("%s", cases[i].text);
		}
	}
}

/* -- assembler sources --------------------------------------------------------------- */

/* The text as a source of its own; `facts` live in `run`. */
static void read_source(const struct nostd_string *text, struct nsc_unit_facts *facts)
{
	struct nsc_unit_request request;
	struct nostd_string path = nostd_string_new_in(nostd_bump_in(run.keep));

	nostd_format(&path, "{}/test_clang_text.s", nsc_host_cwd(run.keep));
	assert_int_equal(nsc_host_write(nostd_string_c_str(&path),
					nostd_span_new(text->ptr, text->len), &err),
			 0);
	nsc_unit_request_init(&request, run.keep);
	nsc_unit_facts_init(facts, run.keep);
	request.kind = NSC_REQUEST_SCAN;
	request.source = nsc_name(run.names, nostd_string_as_str(&path));
	request.triple = nsc_name_c(run.names, "arm-none-eabi");
	nsc_asm_unit_read(&run, &request, facts);
	assert_int_equal(remove(nostd_string_c_str(&path)), 0);
}

static bool has_symbol(const struct nsc_unit_facts *facts, const char *name)
{
	size_t i;

	for (i = 0; i < facts->entities.len; i++) {
		if (nsc_name_eq(facts->entities.ptr[i].symbol,
				nsc_name_c(run.names, name))) {
			return true;
		}
	}
	return false;
}

static void check_whole(const struct nsc_unit_facts *facts)
{
	assert_int_equal(facts->status, NSC_UNIT_OK);
	assert_int_equal(facts->diags.len, 0);
	assert_true(has_symbol(facts, "first"));
	assert_true(has_symbol(facts, "last"));
}

static void check_cut(const struct nsc_unit_facts *facts)
{
	assert_int_equal(facts->status, NSC_UNIT_PARTIAL);
	assert_int_equal(facts->diags.len, 1);
	assert_int_equal(facts->diags.ptr[0].kind, NSC_UNIT_ERROR);
	assert_string_equal(nsc_name_chars(run.names, facts->diags.ptr[0].text),
			    "its macros expand too far");
	assert_true(has_symbol(facts, "first"));
}

/* Macro m0 defines `last`; each other one has the one before between two statements. */
static void nest(unsigned count, struct nostd_string *text)
{
	unsigned i;

	nostd_string_clear(text);
	nostd_format(text,
		     ".globl first\nfirst:\n.macro m0\n.globl last\nlast:\n.endm\n");
	for (i = 1; i < count; i++) {
		nostd_format(text, ".macro m{}\nnop\nm{}\nnop\n.endm\n", i, i - 1);
	}
	nostd_format(text, "m{}\nnop\n", count - 1);
}

static void assembler_macros_nest_to_a_limit(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_unit_facts facts;

	(void)state;
	nest(NSC_LIMIT_ASM_DEPTH - 1, &text); /* the source itself is one more */
	read_source(&text, &facts);
	check_whole(&facts);
	nest(NSC_LIMIT_ASM_DEPTH, &text);
	read_source(&text, &facts);
	check_cut(&facts);
	assert_false(has_symbol(&facts, "last"));
	nostd_string_clear(&text);
	nostd_format(&text, ".globl first\nfirst:\n.macro again\nnop\nagain\nnop\n.endm\n"
			    "again\n");
	read_source(&text, &facts);
	check_cut(&facts);
	nostd_string_drop(&text);
}

/* .if, 0 in so many parentheses: what is in it is left out where the value is known. */
static void leave_out(unsigned depth, struct nostd_string *text)
{
	unsigned i;

	nostd_string_clear(text);
	nostd_format(text, ".globl first\nfirst:\n.if ");
	for (i = 0; i < depth; i++) {
		nostd_string_push_byte(text, '(');
	}
	nostd_string_push_byte(text, '0');
	for (i = 0; i < depth; i++) {
		nostd_string_push_byte(text, ')');
	}
	nostd_format(text, "\n.globl last\nlast:\n.endif\n");
}

static void assembler_expressions_nest_to_a_limit(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_unit_facts facts;

	(void)state;
	leave_out(NSC_LIMIT_ASM_EXPRESSION - 1,
		  &text); /* the number itself is one more */
	read_source(&text, &facts);
	assert_int_equal(facts.status, NSC_UNIT_OK);
	assert_false(has_symbol(&facts, "last"));
	leave_out(NSC_LIMIT_ASM_EXPRESSION, &text);
	read_source(&text, &facts);
	assert_int_equal(facts.status, NSC_UNIT_OK);
	assert_true(has_symbol(&facts, "last"));
	nostd_string_drop(&text);
}

/* `first`, 2^doublings times nop out of macros that call each other twice, `last`. */
static void multiply(unsigned doublings, struct nostd_string *text)
{
	unsigned i;

	nostd_string_clear(text);
	nostd_format(text, ".globl first\nfirst:\n.macro m0\nnop\n.endm\n");
	for (i = 1; i <= doublings; i++) {
		nostd_format(text, ".macro m{}\nm{}\nm{}\n.endm\n", i, i - 1, i - 1);
	}
	nostd_format(text, "m{}\n.globl last\nlast:\n", doublings);
}

static void an_assembler_source_has_so_many_statements(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_unit_facts facts;

	(void)state;
	_Static_assert(NSC_LIMIT_ASM_STATEMENTS == 1 << 22, "so many are one too many");
	multiply(20, &text);
	read_source(&text, &facts);
	check_whole(&facts);
	multiply(22, &text);
	read_source(&text, &facts);
	check_cut(&facts);
	assert_false(has_symbol(&facts, "last"));
	nostd_string_drop(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(macros_stack_to_a_limit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(macros_come_to_so_many_tokens, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(assembler_expressions_nest_to_a_limit,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			guards_are_kept_to_a_limit_the_innermost_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(conditions_nest_to_a_limit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			conditions_are_integer_constant_expressions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(assembler_macros_nest_to_a_limit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			an_assembler_source_has_so_many_statements, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
