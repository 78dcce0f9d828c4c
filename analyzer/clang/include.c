/*
 * include.c - see include.h.
 */
#include "analyzer/clang/include.h"

#include <nostd/bump.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/guard.h"
#include "analyzer/clang/header.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/unit.h"

static bool is_system(const struct nsc_parse *parse, CXFile file)
{
	return file && clang_Location_isInSystemHeader(
			       clang_getLocationForOffset(parse->tu, file, 0)) != 0;
}

/* `#include <x>`; through a macro it is what libclang found that counts. */
static bool is_angled(const struct nsc_parse *parse, const struct nsc_where *where)
{
	struct nsc_lexer lexer = nsc_lexer(
		parse->run->scratch, nsc_parse_text(parse, where->file), where->offset);
	struct nsc_token token = {.kind = NSC_TOKEN_NAME};
	int i;

	for (i = 0; i < 3 && nsc_lex(&lexer, &token); i++) { /* # include < */
	}
	return nsc_token_is(&token, '<');
}

void nsc_include_see(struct nsc_parse *parse, CXCursor directive)
{
	struct nsc_where where = nsc_where_expanded(clang_getCursorLocation(directive));
	CXFile file = clang_getIncludedFile(directive);
	struct nsc_include row = {.angled = false};

	row.file = nsc_parse_file(parse, file);
	row.system = is_system(parse, file);
	if (where.file) {
		row.spelled = nsc_parse_name(parse, clang_getCursorSpelling(directive));
		row.at = nsc_parse_presumed(parse, clang_getCursorLocation(directive));
		row.angled = is_angled(parse, &where);
	}
	nsc_include_vec_push(&parse->out->includes, row);
	nsc_headers_see_include(parse->headers, clang_getCursorLocation(directive),
				&where);
	nsc_guards_see_include(parse->guards, &where, row.file,
			       row.system && !clang_Location_isInSystemHeader(
						     clang_getCursorLocation(directive)));
}

void nsc_include_add_input(struct nsc_parse *parse, struct nsc_name path,
			   struct nostd_span bytes)
{
	struct nsc_digest digest = nsc_digest(bytes);
	struct nsc_unit_input row = {path, digest.high, digest.low};

	nsc_unit_input_vec_push(&parse->out->inputs, row);
}

static bool is_known(const struct nsc_unit_input_vec *inputs, struct nsc_name path)
{
	size_t i;

	for (i = inputs->len; i > 0; i--) {
		if (nsc_name_eq(inputs->ptr[i - 1].path, path)) {
			return true;
		}
	}
	return false;
}

static void visit_file(CXFile file, CXSourceLocation *stack, unsigned depth,
		       CXClientData data)
{
	struct nsc_parse *parse = data;
	struct nsc_name path = nsc_parse_file(parse, file);
	struct nostd_str text;

	(void)stack;
	(void)depth;
	if (nsc_name_given(path) && !is_known(&parse->out->inputs, path)) {
		text = nsc_parse_text(parse, file);
		nsc_include_add_input(parse, path, nostd_span_new(text.ptr, text.len));
	}
}

void nsc_include_inputs(struct nsc_parse *parse)
{
	visit_file(clang_getFile(parse->tu,
				 nsc_name_chars(parse->run->names, parse->out->source)),
		   NULL, 0, parse);
	clang_getInclusions(parse->tu, visit_file, parse);
}
