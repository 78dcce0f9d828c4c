/*
 * asm_text.h - the template of an asm statement, found in the source.
 *
 * libclang shows the operands of an asm statement and not its text (seen in 14 and 19).
 */
#ifndef NSC_ANALYZER_CLANG_ASM_TEXT_H
#define NSC_ANALYZER_CLANG_ASM_TEXT_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_parse;

/* Where the literal stands in which a line of a template begins. */
#define NOSTD_NAME nsc_asm_lines
#define NOSTD_T    size_t
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_asm_text {
	struct nostd_str text; /* the template, escapes undone; in run->scratch */
	bool extended;         /* operands may follow, so '%' is special */
	/* By line, from 0: a byte of the file, NOSTD_NOT_FOUND: out of a macro. */
	struct nsc_asm_lines lines;
};

/*
 * The place of a line of the template, from 1: that of the literal it begins in when that
 * is on another line than the statement, else the statement's.
 */
CXSourceLocation nsc_asm_location(struct nsc_parse *parse, CXCursor cursor,
				  const struct nsc_asm_text *text, uint32_t line);

/*
 * The `which`-th (from 0) asm statement that begins at the cursor's place: a macro may
 * make several. False when there is none.
 */
bool nsc_asm_text_of(struct nsc_parse *parse, CXCursor cursor, size_t which,
		     struct nsc_asm_text *out);

#endif
