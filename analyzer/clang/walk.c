/*
 * walk.c - two passes: what is at file level, then the bodies that count. See walk.h.
 */
#include "analyzer/clang/walk.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/asm_text.h"
#include "analyzer/clang/assembly.h"
#include "analyzer/clang/attribute.h"
#include "analyzer/clang/construct.h"
#include "analyzer/clang/context.h"
#include "analyzer/clang/decl.h"
#include "analyzer/clang/emit.h"
#include "analyzer/clang/entity.h"
#include "analyzer/clang/format.h"
#include "analyzer/clang/guard.h"
#include "analyzer/clang/header.h"
#include "analyzer/clang/include.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/clang/stack.h"
#include "analyzer/clang/symbols.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

#define NOSTD_NAME frames
#define NOSTD_T    struct nsc_frame
#define NOSTD_IN
#include <nostd/vec.h>

struct walk {
	struct nsc_parse *parse;
	struct nsc_decls *decls;
	struct nsc_entities *entities;
	struct nsc_stacks *stacks;
	struct nsc_use_vec
		uses; /* in the order they were met; `entity`: of nsc_entities */
	struct nsc_construct_vec constructs; /* those of one entity stand together */
	struct nsc_formats *formats;         /* the same */
	struct frames frames;                /* of the body that is being walked */
	uint32_t entity;                     /* whose body */
	bool reaching;                       /* what is used here is needed */
	struct nsc_where asm_at; /* the last asm statement, to count those of one macro */
	size_t asm_count;
};

/* -- uses ---------------------------------------------------------------------------- */

static void place_use(struct walk *walk, CXSourceLocation location, struct nsc_use *use)
{
	struct nsc_where where = nsc_where_written(location);

	use->entity = walk->entity;
	use->at = nsc_parse_presumed(walk->parse, location);
	use->physical = nsc_parse_physical(walk->parse, &where);
	use->width = (uint32_t)nsc_lex_name_at(nsc_parse_text(walk->parse, where.file),
					       where.offset)
			     .len;
	nsc_guards_find(walk->parse->guards, &where, &use->guard_first,
			&use->guard_count);
}

static bool counts(const struct walk *walk, const struct nsc_use *use)
{
	return walk->reaching && !(use->flags & (NSC_USE_DEAD | NSC_USE_UNEVALUATED));
}

/* The innermost frame names a declaration. The row, or NULL when it is none of ours. */
static struct nsc_use *use_declaration(struct walk *walk, CXCursor cursor,
				       CXCursor declaration)
{
	const struct nsc_decl *decl = nsc_decl(walk->decls, declaration);
	struct nsc_use use = {.kind = NSC_USE_ADDRESS};

	if (!decl->tracked) {
		return NULL;
	}
	use.symbol = decl->symbol;
	use.name = decl->name;
	use.declared_in = decl->declared_in;
	use.flags = nsc_context_flags(walk->parse, walk->frames.ptr, walk->frames.len);
	use.flags |= decl->builtin ? NSC_USE_BUILTIN : 0;
	use.flags |= decl->weak ? NSC_USE_WEAK : 0;
	use.flags |= decl->implicit ? NSC_USE_IMPLICIT : 0;
	if (clang_getCursorKind(declaration) != CXCursor_VarDecl &&
	    nsc_context_is_callee(walk->frames.ptr, walk->frames.len)) {
		use.kind = NSC_USE_CALL;
	}
	place_use(walk, clang_getCursorLocation(cursor), &use);
	nsc_stacks_find(walk->stacks, clang_getCursorLocation(cursor),
			nsc_name_text(walk->parse->run->names, decl->name), &use);
	nsc_use_vec_push(&walk->uses, use);
	if (counts(walk, &use) && decl->is_weakref) {
		nsc_entities_reach_symbol(walk->entities, decl->symbol);
	} else if (counts(walk, &use)) {
		nsc_entities_reach(walk->entities, declaration);
	}
	return &walk->uses.ptr[walk->uses.len - 1];
}

/* The same where the syntax has no call but the program makes one. */
static void call_declaration(struct walk *walk, CXCursor cursor, CXCursor function)
{
	struct nsc_use *use = use_declaration(walk, cursor, function);

	if (use) {
		use->kind = NSC_USE_CALL;
	}
}

/* A name that only a text gives: an alias' target, or a word of assembly. */
static void use_symbol(struct walk *walk, CXSourceLocation location,
		       struct nostd_str symbol, enum nsc_use_kind kind)
{
	struct nsc_use use = {.kind = (uint8_t)kind};

	use.name = nsc_name(walk->parse->run->names, symbol);
	use.symbol = kind == NSC_USE_TRAP ? (struct nsc_name){0} : use.name;
	place_use(walk, location, &use);
	if (walk->frames.len > 0) {
		use.flags = nsc_context_flags(walk->parse, walk->frames.ptr,
					      walk->frames.len);
	}
	nsc_stacks_find(walk->stacks, location, symbol, &use);
	nsc_use_vec_push(&walk->uses, use);
	if (counts(walk, &use)) {
		nsc_entities_reach_symbol(walk->entities, use.symbol);
	}
}

/* `__attribute__((cleanup(f)))`: f is called where the variable's scope ends. */
static void use_cleanup(struct walk *walk, CXCursor attribute)
{
	struct nsc_attributes attributes = {.flags = 0};
	CXCursor function;

	if (clang_getCursorKind(attribute) != CXCursor_UnexposedAttr) {
		return;
	}
	nsc_attributes_add(walk->parse, attribute, &attributes);
	if (!(attributes.flags & NSC_ATTRIBUTE_CLEANUP)) {
		return;
	}
	function = nsc_decl_find(walk->decls, attributes.target);
	if (!clang_Cursor_isNull(function)) {
		call_declaration(walk, attribute, function);
	}
}

/* -- assembly ------------------------------------------------------------------------ */

/* Several asm statements of one macro begin at one place. */
static size_t asm_index(struct walk *walk, CXCursor cursor)
{
	struct nsc_where where = nsc_where_expanded(clang_getCursorLocation(cursor));
	bool again =
		where.file == walk->asm_at.file && where.offset == walk->asm_at.offset;

	walk->asm_count = again ? walk->asm_count + 1 : 0;
	walk->asm_at = where;
	return walk->asm_count;
}

static bool read_asm(struct walk *walk, CXCursor cursor, struct nsc_asm_text *text,
		     struct nsc_assembly *out)
{
	struct nsc_parse *parse = walk->parse;
	struct nsc_assembly_from from = {.markers = false};

	if (!nsc_asm_text_of(parse, cursor, asm_index(walk, cursor), text)) {
		return false;
	}
	from.text = text->text;
	from.triple = nsc_name_text(parse->run->names, parse->out->triple);
	from.operands = text->extended;
	*out = nsc_assembly_read(parse->run->scratch, &from);
	return true;
}

/* An asm statement in a function: its own labels are nobody's business. */
static void use_asm(struct walk *walk, CXCursor cursor)
{
	struct nostd_bump_mark mark = nostd_bump_mark(walk->parse->run->scratch);
	struct nsc_assembly assembly;
	struct nsc_asm_text text;
	size_t i;

	if (read_asm(walk, cursor, &text, &assembly)) {
		for (i = 0; i < assembly.uses.len; i++) {
			const struct nsc_asm_use *use = &assembly.uses.ptr[i];

			if (use->trap || !nsc_symbols_is_local(&assembly, use->name)) {
				use_symbol(walk,
					   nsc_asm_location(walk->parse, cursor, &text,
							    use->at.line),
					   use->name,
					   use->trap ? NSC_USE_TRAP : NSC_USE_ASM);
			}
		}
	}
	nostd_bump_reset(walk->parse->run->scratch, mark);
}

/* libclang 14 has no kind for `extern "C"` either. */
static bool is_linkage(const struct nsc_parse *parse, const struct nsc_where *where)
{
	struct nostd_str text = nsc_parse_text(parse, where->file);

	return nostd_str_eq(nsc_lex_name_at(text, where->offset), NOSTD_STR("extern"));
}

/* An asm at file level defines and names symbols like a source of its own. */
static void see_asm(struct walk *walk, CXCursor cursor)
{
	struct nostd_bump_mark mark = nostd_bump_mark(walk->parse->run->scratch);
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(cursor));
	struct nsc_place place =
		nsc_parse_presumed(walk->parse, clang_getCursorLocation(cursor));
	struct nsc_assembly assembly;
	struct nsc_asm_text text;
	uint32_t first = (uint32_t)nsc_entities_all(walk->entities)->len;
	size_t i;

	walk->entity = NSC_NO_ROW;
	if (is_linkage(walk->parse, &where)) {
		return;
	}
	if (read_asm(walk, cursor, &text, &assembly)) {
		struct nsc_symbols symbols = nsc_symbols_of(walk->parse->run, &assembly);

		for (i = 0; i < symbols.entities.len; i++) {
			struct nsc_entity row = symbols.entities.ptr[i];

			row.at = place;
			row.line_end = place.line;
			nsc_entities_add_label(walk->entities, &row);
		}
		for (i = 0; i < symbols.uses.len; i++) {
			const struct nsc_symbol_use *use = &symbols.uses.ptr[i];

			walk->entity = use->entity == NSC_NO_ROW ? NSC_NO_ROW
								 : first + use->entity;
			use_symbol(walk,
				   nsc_asm_location(walk->parse, cursor, &text,
						    use->at.line),
				   use->name, use->trap ? NSC_USE_TRAP : NSC_USE_ASM);
		}
	}
	nostd_bump_reset(walk->parse->run->scratch, mark);
}

/* -- C++ ----------------------------------------------------------------------------- */

/*
 * `new` and `delete` call operators that no name stands for (Itanium C++ ABI, 5.1.5: the
 * mangling has size_t's letter). Placement new, `new (p) T`, calls nothing.
 */
static void use_operator(struct walk *walk, CXCursor cursor, bool is_new)
{
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(cursor));
	struct nsc_lexer lexer =
		nsc_lexer(walk->parse->run->scratch,
			  nsc_parse_text(walk->parse, where.file), where.offset);
	bool wide = walk->parse->request->pointer_bits == 64;
	struct nsc_token token = {.kind = NSC_TOKEN_NAME};
	bool array = false;
	size_t i;

	if (nsc_lex(&lexer, &token) && nsc_lex(&lexer, &token) && is_new &&
	    nsc_token_is(&token, '(')) {
		return;
	}
	array = nsc_token_is(&token, '[');
	for (i = 0; is_new && i < 4 && !array && nsc_lex(&lexer, &token); i++) {
		array = nsc_token_is(&token, '[');
	}
	if (is_new) {
		use_symbol(walk, clang_getCursorLocation(cursor),
			   array ? (wide ? NOSTD_STR("_Znam") : NOSTD_STR("_Znaj"))
				 : (wide ? NOSTD_STR("_Znwm") : NOSTD_STR("_Znwj")),
			   NSC_USE_CALL);
	} else {
		use_symbol(walk, clang_getCursorLocation(cursor),
			   array ? NOSTD_STR("_ZdaPv") : NOSTD_STR("_ZdlPv"),
			   NSC_USE_CALL);
	}
}

/* A constructor's call has no name of its own either. */
static void use_construction(struct walk *walk, CXCursor call)
{
	CXCursor callee = clang_getCursorReferenced(call);

	if (clang_getCursorKind(callee) == CXCursor_Constructor) {
		call_declaration(walk, call, callee);
	}
}

/* -- destructors that run where a scope or the program ends ---------------------- */

/* Types that are yet to be looked into; what holds more of them is cut. */
struct destruction {
	CXType open[64];
	size_t count;
	CXCursor destructor; /* of the class that is looked at; null: none is written */
};

static void open_type(struct destruction *of, CXType type)
{
	if (of->count < sizeof(of->open) / sizeof(of->open[0])) {
		of->open[of->count++] = type;
	}
}

static enum CXChildVisitResult visit_member(CXCursor cursor, CXCursor parent,
					    CXClientData data)
{
	struct destruction *of = data;

	(void)parent;
	switch ((unsigned)clang_getCursorKind(cursor)) {
	case CXCursor_Destructor:
		of->destructor = cursor;
		break;
	case CXCursor_FieldDecl:
	case CXCursor_CXXBaseSpecifier:
		open_type(of, clang_getCursorType(cursor));
		break;
	}
	return CXChildVisit_Continue;
}

/*
 * Calls of the destructors that are written, of the open types or of what those are made
 * of: one that is not written runs those of its members and bases (C++17, 15.4p8). Of
 * implicit instantiations libclang tells no members.
 */
static void use_destructors(struct walk *walk, CXCursor at, struct destruction *of)
{
	while (of->count > 0) {
		size_t before = --of->count;
		CXType type = clang_getCanonicalType(of->open[before]);

		while (type.kind == CXType_ConstantArray) {
			type = clang_getCanonicalType(clang_getArrayElementType(type));
		}
		if (type.kind != CXType_Record) {
			continue;
		}
		of->destructor = clang_getNullCursor();
		clang_visitChildren(clang_getTypeDeclaration(type), visit_member, of);
		if (!clang_Cursor_isNull(of->destructor) &&
		    !clang_CXXMethod_isDefaulted(of->destructor)) {
			of->count = before;
			call_declaration(walk, at, of->destructor);
		}
	}
}

static void use_destruction(struct walk *walk, CXCursor variable)
{
	struct destruction of = {.count = 0};

	if (walk->parse->cxx) {
		open_type(&of, clang_getCursorType(variable));
		use_destructors(walk, variable, &of);
	}
}

/* Behind its body a destructor runs those of members and bases. */
static void use_members_destruction(struct walk *walk, CXCursor destructor)
{
	struct destruction of = {.count = 0};

	clang_visitChildren(clang_getCursorSemanticParent(destructor), visit_member, &of);
	use_destructors(walk, destructor, &of);
}

/* -- bodies -------------------------------------------------------------------------- */

static void push_frame(struct walk *walk, CXCursor cursor, CXCursor parent)
{
	struct nsc_frame frame = {cursor, 0, false};

	while (walk->frames.len > 1 &&
	       !clang_equalCursors(walk->frames.ptr[walk->frames.len - 1].cursor,
				   parent)) {
		walk->frames.len--;
	}
	frames_push(&walk->frames, frame);
}

/* What never runs emits nothing. */
static void see_constructs(struct walk *walk, CXCursor cursor)
{
	size_t before = walk->constructs.len;

	nsc_construct_see(walk->parse, walk->frames.ptr[0].cursor, cursor,
			  &walk->constructs);
	if (walk->constructs.len != before &&
	    nsc_context_flags(walk->parse, walk->frames.ptr, walk->frames.len) &
		    (NSC_USE_DEAD | NSC_USE_UNEVALUATED)) {
		nsc_construct_vec_truncate(&walk->constructs, before);
	}
}

static enum CXChildVisitResult visit_body(CXCursor cursor, CXCursor parent,
					  CXClientData data)
{
	struct walk *walk = data;

	push_frame(walk, cursor, parent);
	see_constructs(walk, cursor);
	switch ((unsigned)clang_getCursorKind(cursor)) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		use_declaration(walk, cursor, clang_getCursorReferenced(cursor));
		return CXChildVisit_Recurse;
	case CXCursor_CallExpr:
		if (walk->parse->cxx) {
			use_construction(walk, cursor);
		}
		nsc_formats_see(walk->formats, walk->frames.ptr, walk->frames.len);
		return CXChildVisit_Recurse;
	case CXCursor_CXXNewExpr:
	case CXCursor_CXXDeleteExpr:
		use_operator(walk, cursor,
			     clang_getCursorKind(cursor) == CXCursor_CXXNewExpr);
		return CXChildVisit_Recurse;
	case CXCursor_AsmStmt:
		use_asm(walk, cursor);
		return CXChildVisit_Recurse;
	case CXCursor_UnexposedAttr:
		use_cleanup(walk, cursor);
		return CXChildVisit_Continue;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_EnumDecl:
	case CXCursor_TypedefDecl:
		return CXChildVisit_Continue;
	case CXCursor_VarDecl:
		use_destruction(walk, cursor);
		return CXChildVisit_Recurse;
	case CXCursor_ParmDecl: /* C++ has default arguments */
		return walk->parse->cxx ? CXChildVisit_Recurse : CXChildVisit_Continue;
	}
	return CXChildVisit_Recurse;
}

static void walk_entity(struct walk *walk, uint32_t index)
{
	struct nsc_found *found = &nsc_entities_all(walk->entities)->ptr[index];
	struct nsc_frame root = {found->cursor, 0, true};
	struct nostd_str target = found->target;

	found->walked = true;
	found->use_first = (uint32_t)walk->uses.len;
	found->construct_first = (uint32_t)walk->constructs.len;
	found->format_first = (uint32_t)nsc_formats_all(walk->formats)->len;
	walk->entity = index;
	walk->frames.len = 0;
	frames_push(&walk->frames, root);
	if (target.len != 0) {
		use_symbol(walk, clang_getCursorLocation(root.cursor), target,
			   NSC_USE_ADDRESS);
	}
	if (clang_getCursorKind(root.cursor) == CXCursor_VarDecl) {
		use_destruction(walk, root.cursor);
	} else if (clang_getCursorKind(root.cursor) == CXCursor_Destructor) {
		use_members_destruction(walk, root.cursor);
	}
	nsc_construct_root(walk->parse, root.cursor, &walk->constructs);
	clang_visitChildren(root.cursor, visit_body, walk);
	found = &nsc_entities_all(walk->entities)->ptr[index]; /* it may have moved */
	found->use_count = (uint32_t)walk->uses.len - found->use_first;
	found->construct_count = (uint32_t)walk->constructs.len - found->construct_first;
	found->format_count =
		(uint32_t)nsc_formats_all(walk->formats)->len - found->format_first;
}

/* Until nothing new is reached; each round sees what the one before found. */
static void walk_reached(struct walk *walk)
{
	struct nsc_found_vec *all = nsc_entities_all(walk->entities);
	bool again = true;
	uint32_t i;

	walk->reaching = true;
	while (again) {
		again = false;
		for (i = 0; i < all->len; i++) {
			if (all->ptr[i].reached && !all->ptr[i].walked) {
				walk_entity(walk, i);
				again = true;
			}
		}
	}
}

static void walk_unused(struct walk *walk)
{
	struct nsc_found_vec *all = nsc_entities_all(walk->entities);
	uint32_t i;

	walk->reaching = false;
	for (i = 0; i < all->len; i++) {
		if (!all->ptr[i].walked) {
			walk_entity(walk, i);
			all->ptr[i].row.flags |= NSC_ENTITY_UNUSED;
		}
	}
}

/* -- file level ---------------------------------------------------------------------- */

static void see_macro(struct walk *walk, CXCursor cursor)
{
	struct nsc_parse *parse = walk->parse;
	CXSourceRange extent = clang_getCursorExtent(cursor);
	struct nsc_where start = nsc_where_expanded(clang_getRangeStart(extent));
	struct nsc_where end = nsc_where_expanded(clang_getRangeEnd(extent));
	struct nostd_str text = nsc_parse_text(parse, start.file);

	if (!start.file || end.file != start.file || end.offset > text.len ||
	    start.offset > end.offset) {
		return; /* built in, or of the command line: those are there already */
	}
	nsc_macros_define(parse->macros,
			  nsc_parse_name(parse, clang_getCursorSpelling(cursor)),
			  nsc_parse_physical(parse, &start),
			  nostd_str_slice(text, start.offset, end.offset));
}

static void see_expansion(struct walk *walk, CXCursor cursor)
{
	struct nsc_where where = nsc_where_expanded(clang_getCursorLocation(cursor));
	struct nsc_macro_site site = {where.file, where.offset};

	if (where.file) {
		nsc_macros_expanded(walk->parse->macros, site);
	}
}

static enum CXChildVisitResult visit_file_level(CXCursor cursor, CXCursor parent,
						CXClientData data)
{
	struct walk *walk = data;

	(void)parent;
	switch ((unsigned)clang_getCursorKind(cursor)) {
	case CXCursor_MacroDefinition:
		see_macro(walk, cursor);
		return CXChildVisit_Continue;
	case CXCursor_MacroExpansion:
		see_expansion(walk, cursor);
		return CXChildVisit_Continue;
	case CXCursor_InclusionDirective:
		nsc_include_see(walk->parse, cursor);
		return CXChildVisit_Continue;
	case CXCursor_FunctionDecl:
	case CXCursor_CXXMethod:
	case CXCursor_Constructor:
	case CXCursor_Destructor:
	case CXCursor_ConversionFunction:
	case CXCursor_VarDecl:
		nsc_headers_see(walk->parse->headers, cursor);
		nsc_entities_see(walk->entities, cursor);
		return CXChildVisit_Continue;
	case CXCursor_TypedefDecl:
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_EnumDecl:
		nsc_headers_see(walk->parse->headers, cursor);
		return CXChildVisit_Continue;
	case CXCursor_UnexposedDecl: /* extern "C" of libclang 14, and asm */
		see_asm(walk, cursor);
		return CXChildVisit_Recurse;
	case CXCursor_LinkageSpec:
	case CXCursor_Namespace:
		return CXChildVisit_Recurse;
	}
	return CXChildVisit_Continue;
}

/* Macros of the command line come before all files. */
static void see_options(struct walk *walk)
{
	const struct nsc_name_vec *arguments = &walk->parse->request->arguments;
	size_t i;

	for (i = 0; i < arguments->len; i++) {
		struct nostd_str text =
			nsc_name_text(walk->parse->run->names, arguments->ptr[i]);

		if (nostd_str_eq(text, NOSTD_STR("-D")) && i + 1 < arguments->len) {
			text = nsc_name_text(walk->parse->run->names,
					     arguments->ptr[++i]);
			nsc_macros_define_option(walk->parse->macros, text);
		} else if (nostd_str_strip_prefix(&text, NOSTD_STR("-D"))) {
			nsc_macros_define_option(walk->parse->macros, text);
		} else if (nostd_str_eq(text, NOSTD_STR("-U")) &&
			   i + 1 < arguments->len) {
			text = nsc_name_text(walk->parse->run->names,
					     arguments->ptr[++i]);
			nsc_macros_undefine_option(walk->parse->macros, text);
		} else if (nostd_str_strip_prefix(&text, NOSTD_STR("-U"))) {
			nsc_macros_undefine_option(walk->parse->macros, text);
		}
	}
}

void nsc_walk(struct nsc_parse *parse)
{
	struct walk walk = {.parse = parse, .entity = NSC_NO_ROW, .reaching = true};
	struct nsc_collected collected = {.uses = &walk.uses,
					  .constructs = &walk.constructs};

	walk.decls = nsc_decls_new(parse);
	walk.entities = nsc_entities_new(parse);
	walk.stacks = nsc_stacks_new(parse);
	walk.uses = nsc_use_vec_new_in(nsc_keep(parse->run));
	walk.constructs = nsc_construct_vec_new_in(nsc_keep(parse->run));
	walk.formats = nsc_formats_new(parse);
	walk.frames = frames_new_in(nsc_keep(parse->run));
	see_options(&walk);
	clang_visitChildren(clang_getTranslationUnitCursor(parse->tu), visit_file_level,
			    &walk);
	walk_reached(&walk);
	walk_unused(&walk);
	nsc_guards_add_includes(parse->guards);
	nsc_stacks_release(walk.stacks);
	collected.formats = nsc_formats_all(walk.formats);
	nsc_emit(parse, nsc_entities_all(walk.entities), &collected);
	nsc_formats_release(walk.formats);
	nsc_headers_finish(parse->headers);
}
