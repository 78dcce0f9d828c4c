/*
 * format.h - format strings that calls hand over, as conversions with their places.
 *
 * Which functions take one: those of format.def, where they are declared with external
 * linkage and a format where the standard has it (as compilers do, clang 19
 * FunctionDecl::getBuiltinID), and whatever has attribute `format` with an archetype of
 * the printf or scanf family: functions, methods, variables and members that point to
 * one.
 */
#ifndef NSC_ANALYZER_CLANG_FORMAT_H
#define NSC_ANALYZER_CLANG_FORMAT_H

#include <stddef.h>

struct nsc_format_vec;
struct nsc_formats;
struct nsc_frame;
struct nsc_parse;

struct nsc_formats *nsc_formats_new(struct nsc_parse *parse);
void nsc_formats_release(struct nsc_formats *formats);

/* The innermost frame is a call; frames[0] is the definition it stands in. */
void nsc_formats_see(struct nsc_formats *formats, struct nsc_frame *frames, size_t count);

/* All seen so far, in order. `entity` is not set. */
const struct nsc_format_vec *nsc_formats_all(const struct nsc_formats *formats);

#endif
