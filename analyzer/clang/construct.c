/*
 * construct.c - see construct.h.
 */
#include "analyzer/clang/construct.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/attribute.h"
#include "analyzer/clang/children.h"
#include "analyzer/clang/construct_type.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/operator.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

struct seeing {
	struct nsc_parse *parse;
	struct nsc_construct_vec *out;
	CXCursor root;
	CXCursor cursor;
};

/* -- rows ---------------------------------------------------------------------------- */

static uint32_t presumed_line(CXSourceLocation location)
{
	unsigned line = 0;

	clang_getPresumedLocation(location, NULL, &line, NULL);
	return line;
}

/*
 * Line tables speak of where the outermost macro is expanded, a place is where it is
 * written: both lie in the range.
 */
static void set_range(CXCursor extent_of, struct nsc_construct *row)
{
	CXSourceRange extent = clang_getCursorExtent(extent_of);
	uint32_t first = presumed_line(clang_getRangeStart(extent));
	uint32_t last = presumed_line(clang_getRangeEnd(extent));

	row->line_first = first < row->at.line ? first : row->at.line;
	row->line_last = last > row->at.line ? last : row->at.line;
}

static struct nsc_construct *add(struct seeing *seeing, enum nsc_construct_kind kind,
				 uint32_t size)
{
	struct nsc_construct row = {.kind = (uint8_t)kind, .size = size};

	row.entity = NSC_NO_ROW;
	row.at = nsc_parse_presumed(seeing->parse,
				    clang_getCursorLocation(seeing->cursor));
	if (!nsc_place_given(row.at)) {
		return NULL;
	}
	set_range(seeing->cursor, &row);
	nsc_construct_vec_push(seeing->out, row);
	return &seeing->out->ptr[seeing->out->len - 1];
}

static void add_named(struct seeing *seeing, enum nsc_construct_kind kind, uint32_t size,
		      CXCursor named)
{
	struct nsc_construct *row = add(seeing, kind, size);

	if (row) {
		row->name = nsc_parse_name(seeing->parse, clang_getCursorSpelling(named));
	}
}

/* The call comes at the end of the function, or anywhere in it. */
static void add_for_function(struct seeing *seeing, enum nsc_construct_kind kind,
			     uint32_t size)
{
	size_t before = seeing->out->len;

	add_named(seeing, kind, size, seeing->cursor);
	if (seeing->out->len != before) {
		set_range(seeing->root, &seeing->out->ptr[before]);
	}
}

/* -- arithmetic ---------------------------------------------------------------------- */

static bool is_literal(CXCursor cursor)
{
	return clang_getCursorKind(cursor) == CXCursor_FloatingLiteral;
}

/* `f * 1.1`: the literal alone makes it double. The literal, or the null cursor. */
static CXCursor promoting_literal(const struct nsc_children *children)
{
	int side;

	for (side = 0; children->count == 2 && side < 2; side++) {
		CXCursor literal = children->first[side];
		CXCursor other = children->first[1 - side];
		struct nsc_children inner = nsc_children_of(other);
		struct nsc_construct_type from, to;

		to = nsc_construct_type_of(other);
		from = inner.count == 1 ? nsc_construct_type_of(inner.first[0]) : to;
		if (is_literal(literal) && !is_literal(other) &&
		    from.kind == NSC_TYPE_FLOAT && to.kind == NSC_TYPE_FLOAT &&
		    from.size < to.size) {
			return literal;
		}
	}
	return clang_getNullCursor();
}

static struct nostd_str literal_text(const struct nsc_parse *parse, CXCursor literal)
{
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(literal));
	struct nsc_lexer lexer = nsc_lexer(
		parse->run->scratch, nsc_parse_text(parse, where.file), where.offset);
	struct nsc_token token;

	return where.file && nsc_lex(&lexer, &token) && token.kind == NSC_TOKEN_NUMBER
		       ? token.text
		       : NOSTD_STR("");
}

static void add_float(struct seeing *seeing, enum nsc_construct_kind kind, uint32_t size,
		      const struct nsc_children *children)
{
	struct nostd_bump_mark mark = nostd_bump_mark(seeing->parse->run->scratch);
	CXCursor literal = promoting_literal(children);
	struct nsc_construct *row = add(seeing, kind, size);

	if (row && !clang_Cursor_isNull(literal)) {
		row->flags |= NSC_CONSTRUCT_PROMOTED;
		row->name = nsc_name(seeing->parse->run->names,
				     literal_text(seeing->parse, literal));
	}
	nostd_bump_reset(seeing->parse->run->scratch, mark);
}

/* The constructs of an operator, for integers and for floating point. */
static const struct {
	enum nsc_construct_kind of_int, of_float;
} kinds_of[] = {
	[NSC_OPERATOR_DIVIDE] = {NSC_CONSTRUCT_DIVISION, NSC_CONSTRUCT_FLOAT_DIVISION},
	[NSC_OPERATOR_MULTIPLY] = {NSC_CONSTRUCT_MULTIPLICATION,
				   NSC_CONSTRUCT_FLOAT_MULTIPLICATION},
	[NSC_OPERATOR_ADD] = {NSC_CONSTRUCT_ADDITION, NSC_CONSTRUCT_FLOAT_ADDITION},
	[NSC_OPERATOR_SHIFT] = {NSC_CONSTRUCT_SHIFT, NSC_CONSTRUCT_SHIFT},
	[NSC_OPERATOR_OR] = {NSC_CONSTRUCT_BYTE_ORDER, NSC_CONSTRUCT_BYTE_ORDER},
	[NSC_OPERATOR_COMPARE] = {NSC_CONSTRUCT_COMPARISON,
				  NSC_CONSTRUCT_FLOAT_COMPARISON},
};

static struct nsc_construct_type wider(struct nsc_construct_type a,
				       struct nsc_construct_type b)
{
	if (a.kind != b.kind) {
		return a.kind > b.kind ? a : b;
	}
	if (a.size == b.size) {
		a.is_signed = a.is_signed && b.is_signed;
	}
	return a.size >= b.size ? a : b;
}

/* A pointer and a number: what is pointed at may have a size that is multiplied. */
static void see_pointer_step(struct seeing *seeing, const struct nsc_children *children)
{
	uint32_t size = nsc_construct_pointee(children->first[0]);

	size = size ? size : nsc_construct_pointee(children->first[1]);
	if ((size & (size - 1)) != 0) {
		add(seeing, NSC_CONSTRUCT_INDEX, size);
	}
}

static void see_operator(struct seeing *seeing, enum nsc_operator what,
			 struct nsc_construct_type type,
			 const struct nsc_children *children)
{
	struct nsc_construct *row;

	switch (type.kind) {
	case NSC_TYPE_INT:
		row = nsc_construct_matters(seeing->parse, what, type)
			      ? add(seeing, kinds_of[what].of_int, type.size)
			      : NULL;
		if (row && type.is_signed) {
			row->flags |= NSC_CONSTRUCT_SIGNED;
		}
		break;
	case NSC_TYPE_FLOAT:
		if (nsc_construct_matters(seeing->parse, what, type)) {
			add_float(seeing, kinds_of[what].of_float, type.size, children);
		}
		break;
	case NSC_TYPE_COMPLEX:
		add(seeing, NSC_CONSTRUCT_COMPLEX, type.size);
		break;
	case NSC_TYPE_OTHER:
	case NSC_TYPE_AGGREGATE:
		break;
	}
}

/* What an operand is, behind parentheses and conversions. */
static enum nsc_operator operator_of(const struct seeing *seeing, CXCursor operand)
{
	struct nsc_children children = nsc_children_of(operand);

	while (clang_getCursorKind(operand) == CXCursor_ParenExpr ||
	       clang_getCursorKind(operand) == CXCursor_UnexposedExpr ||
	       clang_getCursorKind(operand) == CXCursor_CStyleCastExpr) {
		if (children.count == 0) {
			return NSC_OPERATOR_OTHER;
		}
		operand = children.last;
		children = nsc_children_of(operand);
	}
	return clang_getCursorKind(operand) == CXCursor_BinaryOperator &&
			       children.count == 2
		       ? nsc_operator_binary(seeing->parse, operand, children.first[0])
		       : NSC_OPERATOR_OTHER;
}

/* `p[0] << 24 | p[1] << 16 | ...`: the first two say it for all. */
static bool puts_bytes_together(const struct seeing *seeing,
				const struct nsc_children *children)
{
	enum nsc_operator left = operator_of(seeing, children->first[0]);

	return left != NSC_OPERATOR_OR &&
	       (left == NSC_OPERATOR_SHIFT ||
		operator_of(seeing, children->last) == NSC_OPERATOR_SHIFT);
}

static void see_binary(struct seeing *seeing)
{
	struct nsc_children children = nsc_children_of(seeing->cursor);
	struct nsc_construct_type type = nsc_construct_type_of(seeing->cursor);
	enum nsc_operator what;

	if (children.count != 2) {
		return;
	}
	what = nsc_operator_binary(seeing->parse, seeing->cursor, children.first[0]);
	if (what == NSC_OPERATOR_ASSIGN && type.kind == NSC_TYPE_AGGREGATE) {
		add(seeing, NSC_CONSTRUCT_STRUCT_COPY, type.size);
	}
	if (what == NSC_OPERATOR_ASSIGN || what == NSC_OPERATOR_OTHER ||
	    (what == NSC_OPERATOR_OR && !puts_bytes_together(seeing, &children))) {
		return;
	}
	if (what == NSC_OPERATOR_ADD) {
		see_pointer_step(seeing, &children);
	}
	if (what == NSC_OPERATOR_COMPARE) {
		type = nsc_construct_type_of(children.first[0]);
	} else if (what != NSC_OPERATOR_SHIFT) {
		type = wider(type, nsc_construct_type_of(children.last));
	}
	see_operator(seeing, what, type, &children);
}

static void see_unary(struct seeing *seeing)
{
	struct nsc_children children = nsc_children_of(seeing->cursor);
	struct nsc_construct_type type = nsc_construct_type_of(seeing->cursor);
	enum nsc_operator what = nsc_operator_unary(seeing->parse, seeing->cursor);

	if (what == NSC_OPERATOR_NEGATE && type.kind == NSC_TYPE_FLOAT &&
	    nsc_construct_matters(seeing->parse, what, type)) {
		add(seeing, NSC_CONSTRUCT_FLOAT_NEGATION, type.size);
	} else if (what == NSC_OPERATOR_NEGATE || what == NSC_OPERATOR_ADD) {
		see_operator(seeing, NSC_OPERATOR_ADD, type, &children);
	} else if (what == NSC_OPERATOR_NOT) {
		/* `!x` and `x` as a condition are compared with 0. */
		type = nsc_construct_type_of(children.last);
		see_operator(seeing, NSC_OPERATOR_COMPARE, type, &children);
	}
}

/* -- conversions --------------------------------------------------------------------- */

static void see_conversion(struct seeing *seeing)
{
	struct nsc_children children = nsc_children_of(seeing->cursor);
	struct nsc_construct_type from, to;

	if (children.count == 0) {
		return;
	}
	to = nsc_construct_type_of(seeing->cursor);
	from = nsc_construct_type_of(children.last);
	if (!nsc_construct_converts(seeing->parse, from, to)) {
		return;
	}
	if (from.kind == NSC_TYPE_INT && to.kind == NSC_TYPE_FLOAT) {
		add(seeing, NSC_CONSTRUCT_INT_TO_FLOAT, to.size);
	} else if (from.kind == NSC_TYPE_FLOAT && to.kind == NSC_TYPE_INT) {
		add(seeing, NSC_CONSTRUCT_FLOAT_TO_INT, from.size);
	} else if (from.kind == NSC_TYPE_FLOAT && to.kind == NSC_TYPE_FLOAT &&
		   from.size != to.size && !is_literal(children.last)) {
		if (from.size < to.size) {
			add(seeing, NSC_CONSTRUCT_FLOAT_WIDENING, to.size);
		} else {
			add(seeing, NSC_CONSTRUCT_FLOAT_NARROWING, from.size);
		}
	}
}

/* -- aggregates ---------------------------------------------------------------------- */

static bool is_initialiser(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	return kind == CXCursor_InitListExpr || kind == CXCursor_StringLiteral ||
	       kind == CXCursor_CompoundLiteralExpr;
}

static bool is_static(CXCursor variable)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(variable);

	return storage == CX_SC_Static || storage == CX_SC_Extern;
}

/* Of a local variable: does the type, or what it is an array of, have a destructor? */
static bool has_cleanup(const struct seeing *seeing, CXCursor variable)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));

	while (type.kind == CXType_ConstantArray) {
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	}
	return seeing->parse->cxx && type.kind == CXType_Record;
}

static void see_local(struct seeing *seeing)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(seeing->cursor));
	struct nsc_construct_type of = nsc_construct_type_of(seeing->cursor);
	struct nsc_children children = nsc_children_of(seeing->cursor);
	bool listed = is_initialiser(children.last);

	if (has_cleanup(seeing, seeing->cursor)) {
		add_for_function(seeing, NSC_CONSTRUCT_CLEANUP, of.size);
	}
	if (type.kind == CXType_VariableArray) {
		add_for_function(seeing, NSC_CONSTRUCT_VARIABLE_ARRAY, 0);
	} else if (type.kind == CXType_ConstantArray || type.kind == CXType_Record) {
		add_for_function(seeing, NSC_CONSTRUCT_STACK_ARRAY, of.size);
	}
	if (of.kind == NSC_TYPE_AGGREGATE && children.count != 0) {
		if (listed) {
			add_named(seeing, NSC_CONSTRUCT_INITIALISER, of.size,
				  seeing->cursor);
		} else if (clang_isExpression(clang_getCursorKind(children.last))) {
			add_named(seeing, NSC_CONSTRUCT_STRUCT_COPY, of.size,
				  seeing->cursor);
		}
	}
}

/* A variable with a place of its own in memory. */
static void see_static(struct seeing *seeing)
{
	struct nsc_construct_type of = nsc_construct_type_of(seeing->cursor);
	CXCursor value = clang_Cursor_getVarDeclInitializer(seeing->cursor);

	if (has_cleanup(seeing, seeing->cursor)) {
		add_named(seeing, NSC_CONSTRUCT_STATIC_OBJECT, of.size, seeing->cursor);
	}
	add_named(seeing,
		  clang_Cursor_isNull(value) ? NSC_CONSTRUCT_ZERO_DATA
					     : NSC_CONSTRUCT_DATA,
		  of.size, seeing->cursor);
}

static void see_variable(struct seeing *seeing)
{
	if (is_static(seeing->cursor)) {
		see_static(seeing);
	} else {
		see_local(seeing);
	}
}

/* -- calls --------------------------------------------------------------------------- */

static bool is_spelled(CXCursor cursor, struct nostd_str start)
{
	CXString spelling = clang_getCursorSpelling(cursor);
	const char *text = clang_getCString(spelling);
	bool fits = text && nostd_str_starts_with(nostd_str_from_c(text), start);

	clang_disposeString(spelling);
	return fits;
}

static void see_arguments(struct seeing *seeing)
{
	int count = clang_Cursor_getNumArguments(seeing->cursor), i;

	for (i = 0; i < count; i++) {
		CXCursor argument = clang_Cursor_getArgument(seeing->cursor, (unsigned)i);
		struct nsc_construct_type type = nsc_construct_type_of(argument);

		if (type.kind == NSC_TYPE_AGGREGATE && type.size > 0) {
			add(seeing, NSC_CONSTRUCT_STRUCT_ARGUMENT, type.size);
			return;
		}
	}
}

static void see_call(struct seeing *seeing)
{
	struct nsc_construct_type type = nsc_construct_type_of(seeing->cursor);
	CXCursor callee = clang_getCursorReferenced(seeing->cursor);

	if (is_spelled(callee, NOSTD_STR("__builtin_alloca"))) {
		add_for_function(seeing, NSC_CONSTRUCT_VARIABLE_ARRAY, 0);
	} else if (is_spelled(callee, NOSTD_STR("__sync_"))) {
		add_named(seeing, NSC_CONSTRUCT_ATOMIC, type.size, callee);
	} else if (is_spelled(callee, NOSTD_STR("__builtin_"))) {
		add_named(seeing, NSC_CONSTRUCT_BUILTIN, type.size, callee);
	} else if (is_spelled(callee, NOSTD_STR("pow"))) {
		add_named(seeing, NSC_CONSTRUCT_BUILTIN, type.size, callee);
	} else if (is_spelled(callee, NOSTD_STR("operator="))) {
		add(seeing, NSC_CONSTRUCT_STRUCT_COPY, type.size);
	} else if (type.kind == NSC_TYPE_AGGREGATE && type.size > 0) {
		add(seeing, NSC_CONSTRUCT_STRUCT_RETURN, type.size);
	}
	see_arguments(seeing);
}

/* A variable or member, where it is read or written. */
static void see_name(struct seeing *seeing)
{
	CXCursor named = clang_getCursorReferenced(seeing->cursor);

	if (clang_getCursorKind(named) == CXCursor_VarDecl &&
	    clang_getCursorTLSKind(named) != CXTLS_None) {
		add_named(seeing, NSC_CONSTRUCT_THREAD_LOCAL, 0, named);
	}
	if (clang_getCursorKind(named) == CXCursor_FunctionDecl &&
	    clang_getCursorKind(clang_getCursorSemanticParent(named)) ==
		    CXCursor_FunctionDecl) {
		add_named(seeing, NSC_CONSTRUCT_NESTED_FUNCTION, 0, named);
	}
}

/* An lvalue of an _Atomic type; __atomic_load() and its like have no own kind. */
static void see_atomic(struct seeing *seeing)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(seeing->cursor));
	struct nsc_where where;
	struct nostd_str word;

	if (type.kind == CXType_Atomic) {
		add(seeing, NSC_CONSTRUCT_ATOMIC,
		    nsc_construct_type_of(seeing->cursor).size);
		return;
	}
	if (clang_getCursorKind(seeing->cursor) != CXCursor_UnexposedExpr) {
		return;
	}
	where = nsc_where_written(clang_getCursorLocation(seeing->cursor));
	word = nsc_lex_name_at(nsc_parse_text(seeing->parse, where.file), where.offset);
	if (nostd_str_starts_with(word, NOSTD_STR("__atomic_")) ||
	    nostd_str_starts_with(word, NOSTD_STR("__c11_atomic_")) ||
	    nostd_str_starts_with(word, NOSTD_STR("atomic_"))) {
		add(seeing, NSC_CONSTRUCT_ATOMIC,
		    nsc_construct_type_of(seeing->cursor).size);
	}
}

/* -- by kind of cursor --------------------------------------------------------------- */

static void see_return(struct seeing *seeing)
{
	struct nsc_construct_type type =
		nsc_construct_type_of(nsc_children_of(seeing->cursor).last);

	if (type.kind == NSC_TYPE_AGGREGATE) {
		add(seeing, NSC_CONSTRUCT_STRUCT_RETURN, type.size);
	}
}

static void see_index(struct seeing *seeing)
{
	uint32_t size = nsc_construct_type_of(seeing->cursor).size;

	if ((size & (size - 1)) != 0) {
		add(seeing, NSC_CONSTRUCT_INDEX, size);
	}
}

static void see_unexposed(struct seeing *seeing)
{
	see_conversion(seeing);
	see_atomic(seeing);
}

static void see_compound_literal(struct seeing *seeing)
{
	struct nsc_construct_type type = nsc_construct_type_of(seeing->cursor);

	if (type.kind == NSC_TYPE_AGGREGATE) {
		add(seeing, NSC_CONSTRUCT_COMPOUND_LITERAL, type.size);
	}
}

static void see_string(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_DATA, 0);
}

static void see_loop(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_LOOP, 0);
}

static void see_switch(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_SWITCH, 0);
}

static void see_throw(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_THROW, 0);
}

static void see_cast(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_DYNAMIC_CAST, 0);
}

static void see_new(struct seeing *seeing)
{
	add_for_function(seeing, NSC_CONSTRUCT_CLEANUP, 0);
}

/* `__attribute__((cleanup(f)))` of a local variable. */
static void see_attribute(struct seeing *seeing)
{
	struct nsc_attributes attributes = {.flags = 0};

	nsc_attributes_add(seeing->parse, seeing->cursor, &attributes);
	if (attributes.flags & NSC_ATTRIBUTE_CLEANUP) {
		add_for_function(seeing, NSC_CONSTRUCT_CLEANUP, 0);
	}
}

static void see_delete(struct seeing *seeing)
{
	add(seeing, NSC_CONSTRUCT_DELETE, 0);
}

/* Of `if (f)` and `f ? a : b`: f is compared with 0. */
static void see_condition(struct seeing *seeing)
{
	struct nsc_children children = nsc_children_of(seeing->cursor);
	struct nsc_construct_type type = nsc_construct_type_of(children.first[0]);

	if (type.kind == NSC_TYPE_FLOAT &&
	    nsc_construct_matters(seeing->parse, NSC_OPERATOR_COMPARE, type)) {
		seeing->cursor = children.first[0];
		add(seeing, NSC_CONSTRUCT_FLOAT_COMPARISON, type.size);
	}
}

static const struct {
	enum CXCursorKind kind;
	void (*see)(struct seeing *seeing);
} seers[] = {
	{CXCursor_UnexposedExpr, see_unexposed},
	{CXCursor_DeclRefExpr, see_name},
	{CXCursor_MemberRefExpr, see_atomic},
	{CXCursor_BinaryOperator, see_binary},
	{CXCursor_CompoundAssignOperator, see_binary},
	{CXCursor_UnaryOperator, see_unary},
	{CXCursor_CStyleCastExpr, see_conversion},
	{CXCursor_CXXStaticCastExpr, see_conversion},
	{CXCursor_CXXFunctionalCastExpr, see_conversion},
	{CXCursor_CallExpr, see_call},
	{CXCursor_VarDecl, see_variable},
	{CXCursor_ArraySubscriptExpr, see_index},
	{CXCursor_CompoundLiteralExpr, see_compound_literal},
	{CXCursor_StringLiteral, see_string},
	{CXCursor_ForStmt, see_loop},
	{CXCursor_WhileStmt, see_loop},
	{CXCursor_DoStmt, see_loop},
	{CXCursor_CXXForRangeStmt, see_loop},
	{CXCursor_SwitchStmt, see_switch},
	{CXCursor_ReturnStmt, see_return},
	{CXCursor_CXXThrowExpr, see_throw},
	{CXCursor_CXXTryStmt, see_throw},
	{CXCursor_CXXDynamicCastExpr, see_cast},
	{CXCursor_CXXTypeidExpr, see_cast},
	{CXCursor_CXXNewExpr, see_new},
	{CXCursor_CXXDeleteExpr, see_delete},
	{CXCursor_UnexposedAttr, see_attribute},
	{CXCursor_IfStmt, see_condition},
	{CXCursor_ConditionalOperator, see_condition},
};

void nsc_construct_see(struct nsc_parse *parse, CXCursor root, CXCursor cursor,
		       struct nsc_construct_vec *out)
{
	struct seeing seeing = {parse, out, root, cursor};
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	size_t i;

	for (i = 0; i < sizeof(seers) / sizeof(seers[0]); i++) {
		if (seers[i].kind == kind) {
			seers[i].see(&seeing);
			break;
		}
	}
	if (kind == CXCursor_DeclRefExpr || kind == CXCursor_UnaryOperator ||
	    kind == CXCursor_ArraySubscriptExpr) {
		see_atomic(&seeing);
	}
}

void nsc_construct_root(struct nsc_parse *parse, CXCursor definition,
			struct nsc_construct_vec *out)
{
	struct seeing seeing = {parse, out, definition, definition};
	enum CXCursorKind kind = clang_getCursorKind(definition);

	if (kind == CXCursor_VarDecl) {
		see_static(&seeing);
	} else if (parse->cxx && clang_CXXMethod_isVirtual(definition)) {
		add_named(&seeing, NSC_CONSTRUCT_VIRTUAL_CLASS, 0,
			  clang_getCursorSemanticParent(definition));
	}
}
