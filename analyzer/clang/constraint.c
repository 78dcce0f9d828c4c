/*
 * constraint.c - see constraint.h.
 */
#include "analyzer/clang/constraint.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/request.h"

/* clang's err_invalid_asm_value_for_constraint. */
static bool is_about_value(CXDiagnostic diagnostic)
{
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	struct nostd_str spelled = nostd_str_from_c(clang_getCString(text));
	bool is =
		nostd_str_contains(spelled, NOSTD_STR("' out of range for constraint '"));

	clang_disposeString(text);
	return is;
}

/* The copy of a file, made when it is asked for first; NULL: libclang has no text. */
static char *copy_of(struct nsc_run *run, CXTranslationUnit tu, CXFile file,
		     struct nsc_unsaved_vec *all, size_t *size)
{
	CXString path = clang_getFileName(file);
	struct nsc_unsaved row = {nsc_name_c(run->names, clang_getCString(path)), {0}};
	const char *text;
	char *copy;
	size_t i;

	clang_disposeString(path);
	for (i = all->len; i > 0; i--) {
		if (nsc_name_eq(all->ptr[i - 1].path, row.path)) {
			*size = all->ptr[i - 1].text.size;
			return (char *)all->ptr[i - 1].text.ptr;
		}
	}
	text = clang_getFileContents(tu, file, size);
	if (!text) {
		return NULL;
	}
	copy = nostd_bump_array(run->keep, char, *size + 1);
	memcpy(copy, text, *size);
	row.text = nostd_span_new((unsigned char *)copy, *size);
	nsc_unsaved_vec_push(all, row);
	return copy;
}

/*
 * `"I" (` stands in front of the operand: that literal of one letter, or of none that is
 * known to be one. SIZE_MAX: out of a macro, or spelled otherwise.
 */
static size_t letter_before(const char *text, size_t operand)
{
	size_t at = operand;

	while (at > 0 && strchr(" \t\r\n(", text[at - 1])) {
		at--;
	}
	return at >= 3 && text[at - 1] == '"' && text[at - 3] == '"' ? at - 2 : SIZE_MAX;
}

static bool widen(struct nsc_run *run, CXTranslationUnit tu, CXDiagnostic diagnostic,
		  struct nsc_unsaved_vec *all)
{
	struct nsc_where where =
		nsc_where_expanded(clang_getDiagnosticLocation(diagnostic));
	size_t size = 0, letter;
	char *copy = where.file ? copy_of(run, tu, where.file, all, &size) : NULL;

	if (!copy || where.offset >= size) {
		return false;
	}
	letter = letter_before(copy, where.offset);
	if (letter == SIZE_MAX) {
		return false;
	}
	copy[letter] = 'X';
	return true;
}

bool nsc_constraints_widen(struct nsc_run *run, CXTranslationUnit tu,
			   struct nsc_unsaved_vec *all)
{
	unsigned i, count = clang_getNumDiagnostics(tu);
	bool changed = false;

	for (i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);

		if (is_about_value(diagnostic)) {
			changed |= widen(run, tu, diagnostic, all);
		}
		clang_disposeDiagnostic(diagnostic);
	}
	return changed;
}
