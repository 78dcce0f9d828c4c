/*
 * section.c - what a section is for, by its name and header. See section.h.
 */
#include "analyzer/fact/section.h"

#include <stddef.h>

/* Debug information, notes to tools, what the linker needs no more. */
static const struct nostd_str for_tools[] = {
	NOSTD_STR_INIT(".debug"),
	NOSTD_STR_INIT(".zdebug_"),
	NOSTD_STR_INIT(".gnu.debuglto_"),
	NOSTD_STR_INIT(".gnu.lto_"),
	NOSTD_STR_INIT(".gnu.build.attributes"),
	NOSTD_STR_INIT(".gnu.attributes"),
	NOSTD_STR_INIT(".gnu_debuglink"),
	NOSTD_STR_INIT(".gnu.warning"),
	NOSTD_STR_INIT(".comment"),
	NOSTD_STR_INIT(".stab"),
	NOSTD_STR_INIT(".line"),
	NOSTD_STR_INIT(".mdebug"),
	NOSTD_STR_INIT(".pdr"),
	NOSTD_STR_INIT(".gptab."),
	NOSTD_STR_INIT(".ARM.attributes"),
	NOSTD_STR_INIT(".riscv.attributes"),
	NOSTD_STR_INIT(".ARC.attributes"),
	NOSTD_STR_INIT(".csky.attributes"),
	NOSTD_STR_INIT(".MSP430.attributes"),
	NOSTD_STR_INIT(".TI.section.flags"),
	NOSTD_STR_INIT(".avr.prop"),
	NOSTD_STR_INIT(".note.gnu.avr.deviceinfo"),
	NOSTD_STR_INIT(".note.gnu.gold-version"),
	NOSTD_STR_INIT(".xt.prop"),
	NOSTD_STR_INIT(".xt.lit"),
	NOSTD_STR_INIT(".xtensa.info"),
	NOSTD_STR_INIT(".GCC.command.line"),
	NOSTD_STR_INIT(".stack_sizes"),
	NOSTD_STR_INIT(".pseudo_probe"),
	NOSTD_STR_INIT(".llvm"),
	NOSTD_STR_INIT(".symtab"),
	NOSTD_STR_INIT(".strtab"),
	NOSTD_STR_INIT(".shstrtab"),
};

bool nsc_section_is_for_tools(struct nostd_str name)
{
	size_t i;

	/* rustc places it: its flags are those of a string constant */
	if (nostd_str_eq(name, NOSTD_STR(".debug_gdb_scripts"))) {
		return false;
	}
	for (i = 0; i < sizeof(for_tools) / sizeof(for_tools[0]); i++) {
		if (nostd_str_starts_with(name, for_tools[i])) {
			return true;
		}
	}
	return false;
}

bool nsc_section_may_be_loaded(struct nostd_str name, uint32_t type, uint64_t flags)
{
	enum { PROGBITS = 1, ALLOC = 1 << 1 };
	const uint64_t exclude = 0x80000000;

	return (flags & ALLOC) || (type == PROGBITS && !(flags & exclude) &&
				   !nsc_section_is_for_tools(name));
}
