/*
 * math_errno.c - see math_errno.h.
 *
 * C11 7.12.7.5 and 7.12.1: a square root of what is negative sets errno, if the library
 * reports such errors there. gcc and clang take it that it does (-fmath-errno) and keep a
 * call: beside the instruction at -O2, alone at -Os. With -fno-math-errno only the
 * instruction stays, where the name is a builtin; gcc needs -O1 for it as well (seen with
 * gcc 12.2 and clang 14 for x86-64, Arm and RISC-V).
 */
#include "analyzer/judge/math_errno.h"

#include <nostd/str.h>

#include "analyzer/fact/audit.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/target.h"
#include "rules/symbol.h"

/* -- the instruction ----------------------------------------------------------------- */

/* The last letter of the name says which type it is of (C11, 7.12.7.5). */
static uint8_t width_of(const struct nsc_target *target, uint32_t symbol)
{
	struct nostd_str name = nsc_target_text(target, target->meaning[symbol].base);

	if (nostd_str_ends_with(name, NOSTD_STR("f"))) {
		return NSC_ROOT_OF_FLOAT;
	}
	return nostd_str_ends_with(name, NOSTD_STR("l")) ? NSC_ROOT_OF_EXTENDED
							 : NSC_ROOT_OF_DOUBLE;
}

/* -- the flags ----------------------------------------------------------------------- */

enum flag { FLAG_OPTIMISES, FLAG_MATH_ERRNO, FLAG_BUILTIN, FLAG_COUNT };

/*
 * Options that change one, by how they begin or (without `start`) in whole; of those that
 * fit one word, and of words, the last one counts. GCC 12 manual, "Options That Control
 * Optimization", "C Dialect Options".
 */
static const struct {
	struct nostd_str word;
	bool start;
	uint8_t flag;
	bool on;
} options[] = {
	{NOSTD_STR_INIT("-O"), true, FLAG_OPTIMISES, true},
	{NOSTD_STR_INIT("-O0"), false, FLAG_OPTIMISES, false},
	{NOSTD_STR_INIT("-Ofast"), false, FLAG_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-ffast-math"), false, FLAG_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-fno-math-errno"), false, FLAG_MATH_ERRNO, false},
	{NOSTD_STR_INIT("-fmath-errno"), false, FLAG_MATH_ERRNO, true},
	{NOSTD_STR_INIT("-ffreestanding"), false, FLAG_BUILTIN, false},
	{NOSTD_STR_INIT("-fno-hosted"), false, FLAG_BUILTIN, false},
	{NOSTD_STR_INIT("-fno-builtin"), false, FLAG_BUILTIN, false},
	{NOSTD_STR_INIT("-fno-builtin-sqrt"), true, FLAG_BUILTIN, false},
};

static void take_word(struct nostd_str word, bool *state)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (options[i].start ? nostd_str_starts_with(word, options[i].word)
				     : nostd_str_eq(word, options[i].word)) {
			state[options[i].flag] = options[i].on;
		}
	}
}

/* gcc writes its options into DW_AT_producer (-grecord-gcc-switches, on by default). */
static bool allows_by_producer(struct nostd_str producer)
{
	bool state[FLAG_COUNT] = {false, true, true};
	struct nostd_str_words words = nostd_str_words(producer);

	while (nostd_str_words_next(&words)) {
		take_word(words.word, state);
	}
	return state[FLAG_OPTIMISES] && state[FLAG_MATH_ERRNO] && state[FLAG_BUILTIN];
}

static bool is_on(const struct nsc_audit *audit, enum nsc_audit_item item)
{
	return audit->state[item] == NSC_AUDIT_DEFAULT ||
	       audit->state[item] == NSC_AUDIT_GIVEN;
}

/* By the object itself, else by the command of its unit. */
static bool allows(const struct nsc_target *target, const struct nsc_graph_file *file,
		   const struct nsc_member *member)
{
	struct nostd_str producer = nsc_target_text(target, member->producer);
	const struct nsc_audit *audit;

	if (nostd_str_starts_with(producer, NOSTD_STR("GNU C"))) {
		return allows_by_producer(producer);
	}
	if (file->unit == NSC_NO_ROW ||
	    nostd_str_starts_with(producer, NOSTD_STR("GNU AS"))) {
		return false;
	}
	audit = &target->graph->in.units[file->unit].audit;
	return is_on(audit, NSC_AUDIT_MATH_ERRNO) && is_on(audit, NSC_AUDIT_BUILTIN) &&
	       (audit->optimises || audit->compiler == NSC_AUDIT_CLANG);
}

bool nsc_is_for_errno(const struct nsc_target *target,
		      const struct nsc_crossing *crossing)
{
	const struct nsc_graph_file *file;
	const struct nsc_member *member;

	if (!(target->meaning[crossing->symbol].traits & NSC_TRAIT_INSTRUCTION) ||
	    !crossing->called || crossing->file == NSC_NO_ROW) {
		return false;
	}
	file = &target->graph->files.ptr[crossing->file];
	if (file->basis != NSC_FROM_OBJECT) {
		return false;
	}
	member = &target->graph->in.objects[file->object]->members.ptr[file->member];
	return member->roots & width_of(target, crossing->symbol) &&
	       allows(target, file, member);
}
