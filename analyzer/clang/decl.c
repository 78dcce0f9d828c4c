/*
 * decl.c - declarations, one look each. See decl.h.
 */
#include "analyzer/clang/decl.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/attribute.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/parse.h"

#define NOSTD_NAME          known
#define NOSTD_K             CXCursor
#define NOSTD_V             struct nsc_decl
#define NOSTD_HASH(k, seed) NSC_CURSOR_HASH(k, seed)
#define NOSTD_EQ(a, b)      NSC_CURSOR_EQ(a, b)
#define NOSTD_IN
#include <nostd/hashmap.h>

static const struct nostd_str builtins[] = {
#define BUILTIN(name) NOSTD_STR_INIT(name),
#include "analyzer/clang/builtin.def"
#undef BUILTIN
};

struct nsc_decls {
	struct nsc_parse *parse;
	struct known known;
};

struct nsc_decls *nsc_decls_new(struct nsc_parse *parse)
{
	struct nsc_decls *decls = nostd_bump_new(parse->run->keep, struct nsc_decls);

	decls->parse = parse;
	decls->known = known_new_in(nsc_keep(parse->run));
	return decls;
}

/* -- what it is ---------------------------------------------------------------------- */

static bool is_function(enum CXCursorKind kind)
{
	return kind == CXCursor_FunctionDecl || kind == CXCursor_CXXMethod ||
	       kind == CXCursor_Constructor || kind == CXCursor_Destructor ||
	       kind == CXCursor_ConversionFunction;
}

/* Parameters, locals, fields, enumerators and types are nothing to a linker. */
static bool has_linkage(CXCursor declaration)
{
	enum CXCursorKind kind = clang_getCursorKind(declaration);

	if (kind != CXCursor_VarDecl && !is_function(kind)) {
		return false;
	}
	switch (clang_getCursorLinkage(declaration)) {
	case CXLinkage_Internal:
	case CXLinkage_UniqueExternal:
	case CXLinkage_External:
		return true;
	case CXLinkage_Invalid:
	case CXLinkage_NoLinkage:
		return false;
	}
	return false;
}

/* A declaration made for a call has the call's place, no extent (seen in 14 and 19). */
static bool is_implicit(CXCursor declaration)
{
	CXSourceRange extent = clang_getCursorExtent(declaration);

	return clang_getCursorKind(declaration) == CXCursor_FunctionDecl &&
	       !nsc_where_written(clang_getRangeStart(extent)).file;
}

/* -- link names ---------------------------------------------------------------------- */

struct nsc_name nsc_decl_symbol(struct nsc_parse *parse, CXCursor declaration)
{
	struct nsc_name symbol =
		nsc_parse_name(parse, clang_Cursor_getMangling(declaration));

	return nsc_name_given(symbol)
		       ? symbol
		       : nsc_parse_name(parse, clang_getCursorSpelling(declaration));
}

static bool is_library_builtin(struct nostd_str name)
{
	size_t low = 0, high = sizeof(builtins) / sizeof(builtins[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = nostd_str_cmp(builtins[middle], name);

		if (order == 0) {
			return true;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return nostd_str_starts_with(name, NOSTD_STR("__"));
}

static struct nsc_name with_underscore(struct nsc_parse *parse, struct nostd_str name)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name out;

	nostd_format(&text, "{}{}", parse->underscore ? "_" : "", name);
	out = nsc_name(parse->run->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return out;
}

/*
 * Functions that libclang itself knows and no file declares: __builtin_X may call X, all
 * others (__sync_..., __atomic_..., __arm_...) are instructions or calls of the compiler.
 */
static void set_builtin(struct nsc_parse *parse, struct nostd_str name,
			struct nsc_decl *out)
{
	out->tracked = nostd_str_strip_prefix(&name, NOSTD_STR("__builtin_")) &&
		       is_library_builtin(name);
	out->builtin = true;
	out->symbol = with_underscore(parse, name);
}

static void set_attributes(struct nsc_parse *parse, CXCursor declaration,
			   struct nsc_decl *out)
{
	struct nsc_attributes attributes = nsc_attributes_of(parse, declaration);

	out->weak = (attributes.flags & NSC_ATTRIBUTE_WEAK) != 0;
	if ((attributes.flags & NSC_ATTRIBUTE_WEAKREF) && attributes.target.len != 0) {
		out->symbol = with_underscore(parse, attributes.target);
		out->weak = true;
		out->internal = false;
		out->is_weakref = true;
	}
}

/*
 * Names that are the compiler's wherever they are declared. libclang makes a declaration
 * of __sync_fetch_and_add_4 at a call of __sync_fetch_and_add: its place shows otherwise.
 */
static bool is_compilers_own(const struct nsc_parse *parse, struct nostd_str name,
			     const struct nsc_where *where)
{
	struct nostd_str there =
		nsc_lex_name_at(nsc_parse_text(parse, where->file), where->offset);

	if (nostd_str_starts_with(name, NOSTD_STR("__sync_")) ||
	    nostd_str_starts_with(name, NOSTD_STR("__atomic_"))) {
		return !nostd_str_eq(there, name);
	}
	return nostd_str_starts_with(name, NOSTD_STR("__builtin_"));
}

static struct nsc_decl look(struct nsc_parse *parse, CXCursor declaration)
{
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(declaration));
	struct nsc_decl out = {.tracked = false};
	struct nostd_str name;

	out.name = nsc_parse_name(parse, clang_getCursorSpelling(declaration));
	name = nsc_name_text(parse->run->names, out.name);
	if (!where.file || is_compilers_own(parse, name, &where)) {
		set_builtin(parse, name, &out);
		return out;
	}
	out.tracked = true;
	out.internal = clang_getCursorLinkage(declaration) == CXLinkage_Internal;
	out.symbol = nsc_decl_symbol(parse, declaration);
	out.implicit = is_implicit(declaration);
	if (!out.implicit) {
		out.declared_in = nsc_parse_file(parse, where.file);
		set_attributes(parse, declaration, &out);
	}
	return out;
}

const struct nsc_decl *nsc_decl(struct nsc_decls *decls, CXCursor declaration)
{
	static const struct nsc_decl nothing = {.tracked = false};
	const struct nsc_decl *known;

	if (!has_linkage(declaration)) {
		return &nothing;
	}
	known = known_get(&decls->known, declaration);
	if (!known) {
		known_insert(&decls->known, declaration, look(decls->parse, declaration));
		known = known_get(&decls->known, declaration);
	}
	return known;
}

/* -- by name ------------------------------------------------------------------------- */

struct search {
	struct nostd_str name;
	CXCursor found;
};

static enum CXChildVisitResult visit_top(CXCursor cursor, CXCursor parent,
					 CXClientData data)
{
	struct search *search = data;
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	CXString spelling;
	bool same;

	(void)parent;
	if (kind == CXCursor_UnexposedDecl || kind == CXCursor_LinkageSpec) {
		return CXChildVisit_Recurse;
	}
	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl) {
		return CXChildVisit_Continue;
	}
	spelling = clang_getCursorSpelling(cursor);
	same = nostd_str_eq(nostd_str_from_c(clang_getCString(spelling)), search->name);
	clang_disposeString(spelling);
	if (same) {
		search->found = cursor;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Continue;
}

CXCursor nsc_decl_find(struct nsc_decls *decls, struct nostd_str name)
{
	struct search search = {name, clang_getNullCursor()};

	clang_visitChildren(clang_getTranslationUnitCursor(decls->parse->tu), visit_top,
			    &search);
	return search.found;
}
