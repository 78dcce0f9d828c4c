/*
 * format.c - calls, the formats they hand over, and the conversions of these. See
 * format.h.
 */
#include "analyzer/clang/format.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/conversion.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/attribute.h"
#include "analyzer/clang/children.h"
#include "analyzer/clang/context.h"
#include "analyzer/clang/decl.h"
#include "analyzer/clang/format_literal.h"
#include "analyzer/clang/guard.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/parse.h"
#include "analyzer/clang/stack.h"
#include "analyzer/fact/unit.h"

/* What a call of a declaration hands over; `takes` false: no format. */
struct taker {
	bool takes;
	uint8_t family;    /* enum nsc_format_family */
	unsigned argument; /* from 0 */
};

#define NOSTD_NAME          takers
#define NOSTD_K             CXCursor
#define NOSTD_V             struct taker
#define NOSTD_HASH(k, seed) NSC_CURSOR_HASH(k, seed)
#define NOSTD_EQ(a, b)      NSC_CURSOR_EQ(a, b)
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME cursors
#define NOSTD_T    CXCursor
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_formats {
	struct nsc_parse *parse;
	struct nsc_stacks *stacks; /* our own: the walk's counts what it is asked */
	struct takers takers;
	struct nsc_format_vec all;
};

/* A call that hands a format over. */
struct call {
	struct nsc_formats *formats;
	CXCursor cursor, definition; /* the call; the function it stands in */
	struct taker taker;
	struct nsc_name function; /* what is called */
	struct cursors waiting;   /* expressions that the format may be */
	bool told;                /* that it is no literal */
};

struct nsc_formats *nsc_formats_new(struct nsc_parse *parse)
{
	struct nsc_formats *formats =
		nostd_bump_new(parse->run->keep, struct nsc_formats);

	formats->parse = parse;
	formats->stacks = nsc_stacks_new(parse);
	formats->takers = takers_new_in(nsc_keep(parse->run));
	formats->all = nsc_format_vec_new_in(nsc_keep(parse->run));
	return formats;
}

void nsc_formats_release(struct nsc_formats *formats)
{
	nsc_stacks_release(formats->stacks);
}

const struct nsc_format_vec *nsc_formats_all(const struct nsc_formats *formats)
{
	return &formats->all;
}

/* -- who takes a format -------------------------------------------------------------- */

static const struct {
	struct nostd_str name;
	struct taker taker;
} known[] = {
#define FORMAT_FUNCTION(name, family, argument) \
	{NOSTD_STR_INIT(name), {true, NSC_FORMAT_##family, argument}},
#include "analyzer/clang/format.def"
#undef FORMAT_FUNCTION
};

/* Has the function a pointer to characters there, and something behind it? */
static bool has_format_at(CXCursor function, unsigned argument)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(function)), pointer;
	int count = clang_getNumArgTypes(type);

	if (count <= (int)argument ||
	    (count == (int)argument + 1 && !clang_isFunctionTypeVariadic(type))) {
		return false;
	}
	pointer = clang_getCanonicalType(clang_getArgType(type, argument));
	if (pointer.kind != CXType_Pointer) {
		return false;
	}
	/* char, or what wchar_t is. */
	switch ((unsigned)clang_getCanonicalType(clang_getPointeeType(pointer)).kind) {
	case CXType_Char_S:
	case CXType_Char_U:
	case CXType_WChar:
	case CXType_Int:
	case CXType_UInt:
	case CXType_Long:
	case CXType_UShort:
		return true;
	}
	return false;
}

static struct taker taker_by_name(struct nostd_str name, CXCursor function)
{
	const struct taker none = {.takes = false};
	size_t i;

	if (clang_getCursorKind(function) != CXCursor_FunctionDecl ||
	    clang_getCursorLinkage(function) != CXLinkage_External) {
		return none;
	}
	nostd_str_strip_prefix(&name, NOSTD_STR("__builtin_"));
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (nostd_str_eq(known[i].name, name) &&
		    has_format_at(function, known[i].taker.argument)) {
			return known[i].taker;
		}
	}
	return none;
}

/* `gnu_printf`, `kprintf`, `printf0`, `syslog` (GCC manual; FreeBSD's and OpenBSD's). */
static bool family_of(struct nostd_str archetype, uint8_t *family)
{
	*family = nostd_str_ends_with(archetype, NOSTD_STR("scanf")) ? NSC_FORMAT_SCANF
								     : NSC_FORMAT_PRINTF;
	return *family == NSC_FORMAT_SCANF ||
	       nostd_str_ends_with(archetype, NOSTD_STR("printf")) ||
	       nostd_str_eq(archetype, NOSTD_STR("printf0")) ||
	       nostd_str_eq(archetype, NOSTD_STR("syslog"));
}

static struct taker look(struct nsc_parse *parse, CXCursor declaration)
{
	struct nsc_attributes attributes = nsc_attributes_of(parse, declaration);
	struct taker out = {.takes = false};
	/* The object of a method counts as its first argument (GCC manual, `format`). */
	unsigned from = clang_getCursorKind(declaration) == CXCursor_CXXMethod &&
					!clang_CXXMethod_isStatic(declaration)
				? 2
				: 1;

	if ((attributes.flags & NSC_ATTRIBUTE_FORMAT) && attributes.argument >= from &&
	    family_of(attributes.archetype, &out.family)) {
		out.takes = true;
		out.argument = attributes.argument - from;
		return out;
	}
	return taker_by_name(nsc_name_text(parse->run->names,
					   nsc_parse_name(parse, clang_getCursorSpelling(
									 declaration))),
			     declaration);
}

static struct taker taker_of(struct nsc_formats *formats, CXCursor declaration)
{
	const struct taker *found;

	switch ((unsigned)clang_getCursorKind(declaration)) {
	case CXCursor_FunctionDecl:
	case CXCursor_CXXMethod:
	case CXCursor_Constructor:
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl:
	case CXCursor_FieldDecl:
		break;
	default:
		return (struct taker){.takes = false};
	}
	found = takers_get(&formats->takers, declaration);
	if (!found) {
		takers_insert(&formats->takers, declaration,
			      look(formats->parse, declaration));
		found = takers_get(&formats->takers, declaration);
	}
	return *found;
}

/* -- rows ---------------------------------------------------------------------------- */

static void place(struct nsc_formats *formats, CXSourceLocation location,
		  struct nostd_str spelled, struct nsc_format *row)
{
	struct nsc_parse *parse = formats->parse;
	struct nsc_where where = nsc_where_written(location);
	struct nostd_str there =
		nostd_str_skip(nsc_parse_text(parse, where.file), where.offset);

	row->at = nsc_parse_presumed(parse, location);
	row->physical = nsc_parse_physical(parse, &where);
	while (row->width < spelled.len && row->width < there.len &&
	       spelled.ptr[row->width] == there.ptr[row->width]) {
		row->width++;
	}
	nsc_guards_find(parse->guards, &where, &row->guard_first, &row->guard_count);
}

static void tell_no_literal(struct call *call)
{
	struct nsc_parse *parse = call->formats->parse;
	struct nsc_format row = {.family = call->taker.family,
				 .entity = NSC_NO_ROW,
				 .function = call->function};
	struct nostd_str name = nsc_name_text(parse->run->names, call->function);
	CXSourceLocation location = clang_getCursorLocation(call->cursor);
	struct nsc_use use = {.macro_count = 0};

	if (call->told) {
		return;
	}
	call->told = true;
	place(call->formats, location, name, &row);
	nsc_stacks_find(call->formats->stacks, location, name, &use);
	row.macro_first = use.macro_first;
	row.macro_count = use.macro_count;
	nsc_format_vec_push(&call->formats->all, row);
}

static void add_conversion(struct call *call, CXCursor literal,
			   const struct nsc_conversion *conversion,
			   const struct nsc_percent *percent)
{
	struct nsc_parse *parse = call->formats->parse;
	struct nsc_format row = {.family = call->taker.family,
				 .entity = NSC_NO_ROW,
				 .function = call->function};
	CXSourceLocation location = clang_getCursorLocation(literal);
	struct nsc_where where = nsc_where_expanded(location);
	struct nsc_use use = {.macro_count = 0};

	row.text = nsc_name(parse->run->names, conversion->text);
	if (!percent) {
		nsc_stacks_find(call->formats->stacks, location, conversion->text, &use);
		row.macro_first = use.macro_first;
		row.macro_count = use.macro_count;
	} else if (percent->through != 0) {
		nsc_stacks_add(call->formats->stacks, percent->through, &row.macro_first,
			       &row.macro_count);
	}
	if (percent && percent->offset != NOSTD_NOT_FOUND) {
		location = clang_getLocationForOffset(parse->tu, where.file,
						      (unsigned)percent->offset);
	}
	place(call->formats, location, conversion->text, &row);
	nsc_format_vec_push(&call->formats->all, row);
}

static void read_literal(struct call *call, CXCursor literal)
{
	struct nsc_parse *parse = call->formats->parse;
	struct nostd_str value = nsc_literal_value(parse, literal);
	enum nsc_format_family family = (enum nsc_format_family)call->taker.family;
	struct nsc_conversion conversion;
	struct nsc_percents percents;
	size_t at = 0, nth = 0, seen = 0;

	if (!nsc_conversion_next(value, family, &at, &conversion)) {
		return;
	}
	percents = nsc_literal_percents(parse, call->formats->stacks, literal, value);
	do {
		for (; seen < conversion.offset; seen++) {
			nth += value.ptr[seen] == '%';
		}
		add_conversion(call, literal, &conversion,
			       nth < percents.len ? &percents.ptr[nth] : NULL);
	} while (nsc_conversion_next(value, family, &at, &conversion));
}

/* -- what a format may be ------------------------------------------------------------ */

/* The format that a function was given itself: its callers are looked at instead. */
static bool is_passed_on(struct call *call, CXCursor parameter)
{
	struct taker own = taker_of(call->formats, call->definition);

	return own.takes && clang_getCursorKind(parameter) == CXCursor_ParmDecl &&
	       clang_equalCursors(clang_Cursor_getArgument(call->definition,
							   own.argument),
				  parameter);
}

/* A constant array or pointer is what it begins as. */
static bool is_constant(CXCursor variable)
{
	CXType type = clang_getCursorType(variable);

	if (clang_getArraySize(type) >= 0) {
		type = clang_getArrayElementType(type);
	}
	return clang_getCursorKind(variable) == CXCursor_VarDecl &&
	       clang_isConstQualifiedType(clang_getCanonicalType(type));
}

static void see_name(struct call *call, CXCursor named)
{
	if (is_passed_on(call, named)) {
		return;
	}
	if (is_constant(named)) {
		CXCursor initialiser = clang_Cursor_getVarDeclInitializer(named);

		if (!clang_Cursor_isNull(initialiser)) {
			cursors_push(&call->waiting, initialiser);
			return;
		}
	}
	tell_no_literal(call);
}

/* What of an expression may be its value, and is evaluated. */
static void see_parts(struct call *call, CXCursor whole, size_t from)
{
	struct nsc_children children = nsc_children_of(whole);
	size_t i;

	if (children.count <= from || children.count > NSC_CHILDREN_MAX) {
		tell_no_literal(call);
		return;
	}
	for (i = children.count; i > from; i--) {
		CXCursor part = children.first[i - 1];

		if (!(nsc_context_flags_in(call->formats->parse, whole, part) &
		      (NSC_USE_DEAD | NSC_USE_UNEVALUATED))) {
			cursors_push(&call->waiting, part);
		}
	}
}

static void see_last(struct call *call, CXCursor whole)
{
	CXCursor last = nsc_children_of(whole).last;

	if (clang_Cursor_isNull(last)) {
		tell_no_literal(call);
	} else {
		cursors_push(&call->waiting, last);
	}
}

/* `&text[0]`, as avr-libc's PSTR() has it. */
static void see_address(struct call *call, CXCursor address)
{
	CXCursor element = nsc_children_of(address).last;
	struct nsc_children parts = nsc_children_of(element);
	CXEvalResult index = NULL;

	if (clang_getCursorKind(element) == CXCursor_ArraySubscriptExpr &&
	    parts.count == 2) {
		index = clang_Cursor_Evaluate(parts.last);
	}
	if (index && clang_EvalResult_getKind(index) == CXEval_Int &&
	    clang_EvalResult_getAsLongLong(index) == 0) {
		cursors_push(&call->waiting, parts.first[0]);
	} else {
		tell_no_literal(call);
	}
	if (index) {
		clang_EvalResult_dispose(index);
	}
}

static void see_expression(struct call *call, CXCursor cursor)
{
	switch ((unsigned)clang_getCursorKind(cursor)) {
	case CXCursor_StringLiteral:
		read_literal(call, cursor);
		return;
	case CXCursor_ConditionalOperator:
		see_parts(call, cursor, 1);
		return;
	case CXCursor_UnexposedExpr: /* a conversion; __builtin_choose_expr; `a ?: b` */
	case CXCursor_GenericSelectionExpr:
		see_parts(call, cursor, 0);
		return;
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXReinterpretCastExpr:
	case CXCursor_CXXConstCastExpr:
	case CXCursor_CXXFunctionalCastExpr:
	case CXCursor_StmtExpr:
	case CXCursor_CompoundStmt: /* of a statement expression */
		see_last(call, cursor);
		return;
	case CXCursor_UnaryOperator:
		see_address(call, cursor);
		return;
	case CXCursor_DeclRefExpr:
		see_name(call, clang_getCursorReferenced(cursor));
		return;
	case CXCursor_IntegerLiteral: /* err(1, NULL): there is no format */
	case CXCursor_CXXNullPtrLiteralExpr:
	case CXCursor_GNUNullExpr:
		return;
	}
	tell_no_literal(call);
}

/* What is called, `(printf)("...")` and `(*put)("...")` as well; null: nothing named. */
static CXCursor callee_of(CXCursor call)
{
	CXCursor callee = clang_getCursorReferenced(call), part;
	size_t depth;

	part = clang_Cursor_isNull(callee) ? nsc_children_of(call).first[0] : callee;
	for (depth = 0; clang_Cursor_isNull(callee) && depth < 8; depth++) {
		switch ((unsigned)clang_getCursorKind(part)) {
		case CXCursor_ParenExpr:
		case CXCursor_UnexposedExpr:
		case CXCursor_UnaryOperator:
			callee = clang_getCursorReferenced(part);
			part = nsc_children_of(part).last;
			continue;
		case CXCursor_DeclRefExpr:
		case CXCursor_MemberRefExpr:
			return clang_getCursorReferenced(part);
		}
		break;
	}
	return callee;
}

void nsc_formats_see(struct nsc_formats *formats, struct nsc_frame *frames, size_t count)
{
	struct nsc_parse *parse = formats->parse;
	struct call call = {.formats = formats, .definition = frames[0].cursor};
	CXCursor callee, argument;
	struct nostd_bump_mark mark;
	size_t steps;

	call.cursor = frames[count - 1].cursor;
	callee = callee_of(call.cursor);
	call.taker = taker_of(formats, callee);
	if (!call.taker.takes) {
		return;
	}
	argument = clang_Cursor_getArgument(call.cursor, call.taker.argument);
	if (clang_Cursor_isNull(argument) ||
	    nsc_context_flags(parse, frames, count) &
		    (NSC_USE_DEAD | NSC_USE_UNEVALUATED)) {
		return;
	}
	mark = nostd_bump_mark(parse->run->scratch);
	call.function = nsc_parse_name(parse, clang_getCursorSpelling(callee));
	call.waiting = cursors_new_in(nsc_scratch(parse->run));
	cursors_push(&call.waiting, argument);
	for (steps = 0; call.waiting.len != 0 && steps < NSC_LIMIT_FORMAT_PARTS;
	     steps++) {
		CXCursor next = call.waiting.ptr[call.waiting.len - 1];

		cursors_truncate(&call.waiting, call.waiting.len - 1);
		see_expression(&call, next);
	}
	if (call.waiting.len != 0) {
		tell_no_literal(&call);
	}
	nostd_bump_reset(parse->run->scratch, mark);
}
