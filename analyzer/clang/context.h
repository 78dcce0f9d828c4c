/*
 * context.h - what surrounds a use: is it evaluated, can it ever run, is it a call?
 *
 * A walk keeps the cursors from the function or variable down to where it is on a stack
 * of frames. What a frame means for what is in it is found out when there is a use
 * inside, and kept.
 */
#ifndef NSC_ANALYZER_CLANG_CONTEXT_H
#define NSC_ANALYZER_CLANG_CONTEXT_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nsc_parse;

/*
 * Are these the same statement or expression? clang_equalCursors() also compares the
 * declaration a statement was reached from, which differs with the way (seen in 14 and
 * 19); clang_hashCursor() looks at the statement alone.
 */
static inline bool nsc_same_statement(CXCursor a, CXCursor b)
{
	return clang_getCursorKind(a) == clang_getCursorKind(b) &&
	       clang_hashCursor(a) == clang_hashCursor(b);
}

struct nsc_frame {
	CXCursor cursor;
	uint8_t flags; /* enum nsc_use_flag: UNEVALUATED, DEAD, of everything in it */
	bool known;    /* `flags` are final */
};

/*
 * Flags of the innermost frame: those of all frames around it and of its place in each.
 * frames[0] is the definition itself.
 */
uint8_t nsc_context_flags(struct nsc_parse *parse, struct nsc_frame *frames,
			  size_t count);

/* What a parent alone means for one of its children. */
uint8_t nsc_context_flags_in(struct nsc_parse *parse, CXCursor parent, CXCursor child);

/* Is the innermost frame, a reference to a function, what a call calls? */
bool nsc_context_is_callee(const struct nsc_frame *frames, size_t count);

#endif
