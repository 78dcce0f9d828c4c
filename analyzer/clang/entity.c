/*
 * entity.c - which declarations are definitions, and what kind. See entity.h.
 */
#include "analyzer/clang/entity.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/attribute.h"
#include "analyzer/clang/decl.h"
#include "analyzer/clang/parse.h"

#define NOSTD_NAME          by_cursor
#define NOSTD_K             CXCursor
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) NSC_CURSOR_HASH(k, seed)
#define NOSTD_EQ(a, b)      NSC_CURSOR_EQ(a, b)
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_entities {
	struct nsc_parse *parse;
	struct nsc_found_vec all;
	struct by_cursor index; /* by canonical declaration */
};

struct nsc_entities *nsc_entities_new(struct nsc_parse *parse)
{
	struct nsc_entities *entities =
		nostd_bump_new(parse->run->keep, struct nsc_entities);

	entities->parse = parse;
	entities->all = nsc_found_vec_new_in(nsc_keep(parse->run));
	entities->index = by_cursor_new_in(nsc_keep(parse->run));
	return entities;
}

struct nsc_found_vec *nsc_entities_all(struct nsc_entities *entities)
{
	return &entities->all;
}

/* -- what kind of definition --------------------------------------------------------- */

enum shape { SHAPE_NONE, SHAPE_FUNCTION, SHAPE_VARIABLE, SHAPE_TENTATIVE };

/* C11 6.9.2p2: without an initialiser, and not extern. C++ has no such thing. */
static bool is_tentative(const struct nsc_parse *parse, CXCursor variable)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(variable);

	return !parse->cxx && (storage == CX_SC_None || storage == CX_SC_Static);
}

/*
 * `int g(int) __attribute__((alias("f")));` defines g, which libclang does not say.
 * Headers of the system have none.
 */
static bool is_alias(struct nsc_parse *parse, CXCursor declaration)
{
	return !clang_Location_isInSystemHeader(clang_getCursorLocation(declaration)) &&
	       (nsc_attributes_of(parse, declaration).flags & NSC_ATTRIBUTE_ALIAS) != 0;
}

/* Members of a template as written: only its instances are emitted. */
static bool is_pattern(const struct nsc_parse *parse, CXCursor declaration)
{
	enum CXCursorKind kind = CXCursor_FirstDecl;
	CXCursor parent = declaration;

	while (parse->cxx && clang_isDeclaration(kind)) {
		parent = clang_getCursorSemanticParent(parent);
		kind = clang_getCursorKind(parent);
		if (kind == CXCursor_ClassTemplate ||
		    kind == CXCursor_ClassTemplatePartialSpecialization ||
		    kind == CXCursor_FunctionTemplate) {
			return true;
		}
	}
	return false;
}

static enum shape shape_of(struct nsc_parse *parse, CXCursor declaration)
{
	bool defines = clang_isCursorDefinition(declaration) != 0 ||
		       is_alias(parse, declaration);

	switch ((unsigned)clang_getCursorKind(declaration)) {
	case CXCursor_FunctionDecl:
	case CXCursor_CXXMethod:
	case CXCursor_Constructor:
	case CXCursor_Destructor:
	case CXCursor_ConversionFunction:
		return defines ? SHAPE_FUNCTION : SHAPE_NONE;
	case CXCursor_VarDecl:
		if (clang_getCursorLinkage(declaration) == CXLinkage_NoLinkage) {
			return SHAPE_NONE;
		}
		return defines                            ? SHAPE_VARIABLE
		       : is_tentative(parse, declaration) ? SHAPE_TENTATIVE
							  : SHAPE_NONE;
	}
	return SHAPE_NONE;
}

static bool is_instance(CXCursor function)
{
	return !clang_Cursor_isNull(clang_getSpecializedCursorTemplate(function));
}

/*
 * Is an inline function emitted only where it is used? In C99 unless it is extern, or was
 * declared without inline (6.7.4p7); in GNU C89, and with gnu_inline, only if it is
 * extern; in C++ always.
 */
static bool is_inline(const struct nsc_parse *parse, CXCursor function, unsigned flags)
{
	bool is_extern = clang_Cursor_getStorageClass(function) == CX_SC_Extern;
	CXCursor first = clang_getCanonicalCursor(function);

	if (parse->cxx && is_instance(function)) {
		return true;
	}
	if (!clang_Cursor_isFunctionInlined(function)) {
		return false;
	}
	if (parse->cxx || clang_getCursorLinkage(function) == CXLinkage_Internal) {
		return true;
	}
	if (parse->gnu89_inline || (flags & NSC_ATTRIBUTE_GNU_INLINE)) {
		return is_extern;
	}
	return !is_extern && clang_Cursor_isFunctionInlined(first) &&
	       clang_Cursor_getStorageClass(first) != CX_SC_Extern;
}

static uint8_t flags_of(const struct nsc_parse *parse, CXCursor declaration,
			enum shape shape, unsigned attributes)
{
	unsigned flags = 0;

	if (clang_getCursorLinkage(declaration) == CXLinkage_Internal) {
		flags |= NSC_ENTITY_STATIC;
	}
	if (shape == SHAPE_FUNCTION && is_inline(parse, declaration, attributes)) {
		flags |= NSC_ENTITY_INLINE;
	}
	if (shape == SHAPE_TENTATIVE) {
		flags |= NSC_ENTITY_TENTATIVE;
	}
	flags |= attributes & NSC_ATTRIBUTE_WEAK ? NSC_ENTITY_WEAK : 0U;
	flags |= attributes & NSC_ATTRIBUTE_USED ? NSC_ENTITY_USED : 0U;
	flags |= attributes & NSC_ATTRIBUTE_ALIAS ? NSC_ENTITY_ALIAS : 0U;
	return (uint8_t)flags;
}

static bool is_root(const struct nsc_entity *row)
{
	return !(row->flags & (NSC_ENTITY_STATIC | NSC_ENTITY_INLINE)) ||
	       (row->flags & NSC_ENTITY_USED) != 0;
}

/* -- keeping them -------------------------------------------------------------------- */

static void fill(struct nsc_entities *entities, CXCursor declaration, enum shape shape,
		 struct nsc_found *found)
{
	struct nsc_parse *parse = entities->parse;
	CXSourceLocation location = clang_getCursorLocation(declaration);
	CXSourceRange extent = clang_getCursorExtent(declaration);
	struct nsc_attributes attributes = nsc_attributes_of(parse, declaration);
	struct nsc_place last = nsc_parse_presumed(parse, clang_getRangeEnd(extent));

	found->cursor = declaration;
	found->row.symbol = nsc_decl_symbol(parse, declaration);
	found->row.name = nsc_parse_name(parse, clang_getCursorSpelling(declaration));
	found->row.kind =
		shape == SHAPE_FUNCTION ? NSC_ENTITY_FUNCTION : NSC_ENTITY_VARIABLE;
	found->row.flags = flags_of(parse, declaration, shape, attributes.flags);
	found->row.at = nsc_parse_presumed(parse, location);
	found->row.line_end = last.line;
	found->target = attributes.flags & NSC_ATTRIBUTE_ALIAS ? attributes.target
							       : NOSTD_STR("");
	found->main_file = clang_Location_isFromMainFile(location) != 0;
	found->reached = is_root(&found->row);
}

/* Keep a definition; a tentative one gives way to the real one. */
static void keep(struct nsc_entities *entities, CXCursor declaration, enum shape shape)
{
	CXCursor first = clang_getCanonicalCursor(declaration);
	const uint32_t *known = by_cursor_get(&entities->index, first);
	struct nsc_found found = {.walked = false};

	if (known && (shape == SHAPE_TENTATIVE ||
		      !(entities->all.ptr[*known].row.flags & NSC_ENTITY_TENTATIVE))) {
		return;
	}
	fill(entities, declaration, shape, &found);
	if (known) {
		found.reached = found.reached || entities->all.ptr[*known].reached;
		entities->all.ptr[*known] = found;
		return;
	}
	by_cursor_insert(&entities->index, first, (uint32_t)entities->all.len);
	nsc_found_vec_push(&entities->all, found);
}

/* Emitted only where something needs it: static or inline. */
static bool is_on_demand(struct nsc_parse *parse, CXCursor declaration, enum shape shape)
{
	if (clang_getCursorLinkage(declaration) == CXLinkage_Internal) {
		return true;
	}
	return shape == SHAPE_FUNCTION && clang_Cursor_isFunctionInlined(declaration) &&
	       is_inline(parse, declaration, nsc_attributes_of(parse, declaration).flags);
}

/*
 * Static and inline functions of headers are thousands, and found when something needs
 * them; only `used` ones must be met here, and system headers have none. A static
 * variable counts by itself if it refers to something: gcc emits it at -O0 even if it is
 * not used (GCC manual, -fno-toplevel-reorder).
 */
static bool may_wait(struct nsc_parse *parse, CXCursor declaration, enum shape shape)
{
	CXSourceLocation location = clang_getCursorLocation(declaration);

	if (clang_Location_isFromMainFile(location)) {
		return false;
	}
	if (parse->cxx && shape != SHAPE_FUNCTION &&
	    clang_getCursorLinkage(declaration) != CXLinkage_Internal) {
		return true; /* inline: a header cannot have others (ODR) */
	}
	if (!is_on_demand(parse, declaration, shape)) {
		return false;
	}
	if (clang_Location_isInSystemHeader(location)) {
		return true;
	}
	return shape == SHAPE_FUNCTION &&
	       !(nsc_attributes_of(parse, declaration).flags & NSC_ATTRIBUTE_USED);
}

void nsc_entities_see(struct nsc_entities *entities, CXCursor declaration)
{
	enum shape shape = shape_of(entities->parse, declaration);

	if (shape != SHAPE_NONE && !may_wait(entities->parse, declaration, shape) &&
	    !is_pattern(entities->parse, declaration)) {
		keep(entities, declaration, shape);
	}
}

void nsc_entities_add_label(struct nsc_entities *entities, const struct nsc_entity *row)
{
	struct nsc_found found = {.row = *row, .main_file = true, .walked = true};

	found.cursor = clang_getNullCursor();
	found.reached = true;
	nsc_found_vec_push(&entities->all, found);
}

void nsc_entities_reach(struct nsc_entities *entities, CXCursor declaration)
{
	CXCursor first = clang_getCanonicalCursor(declaration);
	const uint32_t *known = by_cursor_get(&entities->index, first);
	CXCursor definition;
	enum shape shape;

	if (!known) {
		definition = clang_getCursorDefinition(declaration);
		if (clang_Cursor_isNull(definition)) {
			definition = declaration; /* it may be tentative */
		}
		shape = shape_of(entities->parse, definition);
		if (shape == SHAPE_NONE) {
			return;
		}
		keep(entities, definition, shape);
		known = by_cursor_get(&entities->index, first);
	}
	if (known) {
		entities->all.ptr[*known].reached = true;
	}
}

void nsc_entities_reach_symbol(struct nsc_entities *entities, struct nsc_name symbol)
{
	size_t i;

	for (i = 0; i < entities->all.len; i++) {
		if (nsc_name_eq(entities->all.ptr[i].row.symbol, symbol)) {
			entities->all.ptr[i].reached = true;
		}
	}
}
