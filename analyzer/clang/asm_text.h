/*
 * asm_text.h - the template of an asm statement, found in the source.
 *
 * libclang shows the operands of an asm statement and not its text (seen in 14 and 19).
 */
#ifndef NSC_ANALYZER_CLANG_ASM_TEXT_H
#define NSC_ANALYZER_CLANG_ASM_TEXT_H

#include <clang-c/Index.h>
#include <stdbool.h>

#include <nostd/str.h>

struct nsc_parse;

struct nsc_asm_text {
	struct nostd_str text; /* the template, escapes undone; in run->scratch */
	bool extended;         /* operands may follow, so '%' is special */
};

/*
 * The `which`-th (from 0) asm statement that begins at the cursor's place: a macro may
 * make several. False when there is none.
 */
bool nsc_asm_text_of(struct nsc_parse *parse, CXCursor cursor, size_t which,
		     struct nsc_asm_text *out);

#endif
