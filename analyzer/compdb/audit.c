/*
 * audit.c - see audit.h.
 */
#include "analyzer/compdb/audit.h"

#include "analyzer/compdb/command.h"
#include "analyzer/fact/audit.h"
#include "analyzer/fact/driver.h"

/* Flags by name; with `start` what follows does not matter (-fstack-protector-all). */
static const struct {
	struct nostd_str word;
	bool start;
	uint8_t item;
	bool on;
} flags[] = {
	{NOSTD_STR_INIT("-fno-stack-protector"), false, NSC_AUDIT_STACK_PROTECTOR, false},
	{NOSTD_STR_INIT("-fstack-protector"), true, NSC_AUDIT_STACK_PROTECTOR, true},
	{NOSTD_STR_INIT("-fpic"), false, NSC_AUDIT_PIC, true},
	{NOSTD_STR_INIT("-fPIC"), false, NSC_AUDIT_PIC, true},
	{NOSTD_STR_INIT("-fpie"), false, NSC_AUDIT_PIC, true},
	{NOSTD_STR_INIT("-fPIE"), false, NSC_AUDIT_PIC, true},
	{NOSTD_STR_INIT("-fno-pic"), false, NSC_AUDIT_PIC, false},
	{NOSTD_STR_INIT("-fno-PIC"), false, NSC_AUDIT_PIC, false},
	{NOSTD_STR_INIT("-fno-pie"), false, NSC_AUDIT_PIC, false},
	{NOSTD_STR_INIT("-fno-PIE"), false, NSC_AUDIT_PIC, false},
	{NOSTD_STR_INIT("-fmath-errno"), false, NSC_AUDIT_MATH_ERRNO, true},
	{NOSTD_STR_INIT("-fno-math-errno"), false, NSC_AUDIT_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-ffast-math"), false, NSC_AUDIT_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-Ofast"), false, NSC_AUDIT_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-moutline-atomics"), false, NSC_AUDIT_OUTLINE_ATOMICS, true},
	{NOSTD_STR_INIT("-mno-outline-atomics"), false, NSC_AUDIT_OUTLINE_ATOMICS, false},
	{NOSTD_STR_INIT("-ffreestanding"), false, NSC_AUDIT_HOSTED, false},
	{NOSTD_STR_INIT("-fno-hosted"), false, NSC_AUDIT_HOSTED, false},
	{NOSTD_STR_INIT("-fhosted"), false, NSC_AUDIT_HOSTED, true},
	{NOSTD_STR_INIT("-fno-freestanding"), false, NSC_AUDIT_HOSTED, true},
	{NOSTD_STR_INIT("-fbuiltin"), false, NSC_AUDIT_BUILTIN, true},
	{NOSTD_STR_INIT("-fno-builtin"), false, NSC_AUDIT_BUILTIN, false},
};

static void set(struct nsc_audit *audit, uint8_t item, bool on)
{
	audit->state[item] = on ? NSC_AUDIT_GIVEN : NSC_AUDIT_OFF;
}

/* -D_FORTIFY_SOURCE=2, and =0; -U_FORTIFY_SOURCE. */
static void see_define(struct nsc_audit *audit, struct nostd_str word,
		       struct nostd_str value)
{
	bool define = nostd_str_starts_with(word, NOSTD_STR("-D"));

	if (!define && !nostd_str_starts_with(word, NOSTD_STR("-U"))) {
		return;
	}
	if (nostd_str_strip_prefix(&value, NOSTD_STR("_FORTIFY_SOURCE")) &&
	    (value.len == 0 || value.ptr[0] == '=')) {
		set(audit, NSC_AUDIT_FORTIFY,
		    define && !nostd_str_eq(value, NOSTD_STR("=0")));
	}
}

void nsc_audit_word(struct nsc_audit *audit, struct nostd_str word,
		    struct nostd_str value)
{
	size_t i;

	if (nostd_str_starts_with(word, NOSTD_STR("-O"))) {
		audit->optimises = !nostd_str_eq(word, NOSTD_STR("-O0"));
	}
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (nostd_str_eq(word, flags[i].word) ||
		    (flags[i].start && nostd_str_starts_with(word, flags[i].word))) {
			set(audit, flags[i].item, flags[i].on);
			return;
		}
	}
	see_define(audit, word, value);
}

/* -- what the compiler does by itself ------------------------------------------------ */

/* Macros that show a default (GCC 12 and Clang 19, -dM -E). */
static const struct {
	struct nostd_str macro;
	uint8_t item;
	bool on;
} shown[] = {
	{NOSTD_STR_INIT("__SSP__"), NSC_AUDIT_STACK_PROTECTOR, true},
	{NOSTD_STR_INIT("__SSP_ALL__"), NSC_AUDIT_STACK_PROTECTOR, true},
	{NOSTD_STR_INIT("__SSP_STRONG__"), NSC_AUDIT_STACK_PROTECTOR, true},
	{NOSTD_STR_INIT("__pic__"), NSC_AUDIT_PIC, true},
	{NOSTD_STR_INIT("_FORTIFY_SOURCE"), NSC_AUDIT_FORTIFY, true},
	{NOSTD_STR_INIT("__NO_MATH_ERRNO__"), NSC_AUDIT_MATH_ERRNO, false},
};

static bool is_defined(const struct nsc_names *names,
		       const struct nsc_driver_facts *driver, struct nostd_str macro)
{
	size_t i;

	for (i = 0; i < driver->defines.len; i++) {
		struct nostd_str text = nsc_name_text(names, driver->defines.ptr[i]);

		if (nostd_str_strip_prefix(&text, macro) &&
		    (text.len == 0 || text.ptr[0] == '=')) {
			return true;
		}
	}
	return false;
}

/* Since GCC 10 they are called for on Linux, unless it is built without. */
static bool has_outline_atomics(const struct nsc_names *names,
				const struct nsc_driver_facts *driver)
{
	struct nostd_str triple = nsc_name_text(names, driver->triple);

	return nostd_str_starts_with(triple, NOSTD_STR("aarch64")) &&
	       !nsc_triple_is_bare(triple);
}

static void default_to(struct nsc_audit *audit, uint8_t item, bool on)
{
	if (audit->state[item] == NSC_AUDIT_UNSAID) {
		audit->state[item] = on ? NSC_AUDIT_DEFAULT : NSC_AUDIT_OFF;
	}
}

/* -ffreestanding brings -fno-builtin along (GCC manual, "C Dialect Options"). */
static void settle_language(struct nsc_audit *audit)
{
	default_to(audit, NSC_AUDIT_HOSTED, true);
	default_to(audit, NSC_AUDIT_BUILTIN,
		   audit->state[NSC_AUDIT_HOSTED] != NSC_AUDIT_OFF);
}

void nsc_audit_finish(const struct nsc_names *names,
		      const struct nsc_invocation *invocation,
		      const struct nsc_driver_facts *driver, struct nsc_audit *audit)
{
	size_t i;

	*audit = invocation->audit;
	settle_language(audit);
	if (!driver) {
		return;
	}
	audit->compiler = is_defined(names, driver, NOSTD_STR("__clang__"))
				  ? NSC_AUDIT_CLANG
				  : NSC_AUDIT_NO_COMPILER;
	if (audit->compiler == NSC_AUDIT_NO_COMPILER &&
	    is_defined(names, driver, NOSTD_STR("__GNUC__"))) {
		audit->compiler = NSC_AUDIT_GCC;
	}
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		if (is_defined(names, driver, shown[i].macro)) {
			default_to(audit, shown[i].item, shown[i].on);
		}
	}
	default_to(audit, NSC_AUDIT_OUTLINE_ATOMICS, has_outline_atomics(names, driver));
	default_to(audit, NSC_AUDIT_MATH_ERRNO, true);
	for (i = 0; i < NSC_AUDIT_COUNT; i++) {
		default_to(audit, (uint8_t)i, false);
	}
}
