/*
 * section.h - which sections are of the program, and which are for its tools alone.
 *
 * In:  what a section header says.
 * Out: whether a linker may give the section memory at run time.
 */
#ifndef NSC_ANALYZER_FACT_SECTION_H
#define NSC_ANALYZER_FACT_SECTION_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

/*
 * Sections that take no memory at run time, by their names: ".debug_info". ELF's flag
 * would say it; a map shows address 0 for most of them, and for every section of a
 * relocatable link.
 */
bool nsc_section_is_for_tools(struct nostd_str name);

/*
 * May a section of an object come into memory: has it SHF_ALLOC, or was the flag only
 * forgotten? ".section .vectors" without "a" has none (GNU as, "Section"), and is loaded
 * with the others of its output section (binutils 2.40, lld 14).
 */
bool nsc_section_may_be_loaded(struct nostd_str name, uint32_t type, uint64_t flags);

#endif
