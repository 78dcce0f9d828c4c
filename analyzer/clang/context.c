/*
 * context.c - parents of a use, kind by kind. See context.h.
 *
 * DEAD means a constant expression says so (C11 6.6): no variable is looked into, in C,
 * and __builtin_constant_p and its like count as unknown, since the optimiser answers
 * them later. Statements with a label or case inside may be jumped to and are never dead.
 */
#include "analyzer/clang/context.h"

#include "analyzer/clang/children.h"
#include "analyzer/clang/generic.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/unit.h"

/* -- looking down -------------------------------------------------------------------- */

static bool is_child(const struct nsc_children *children, size_t index, CXCursor cursor)
{
	return index < children->count && index < NSC_CHILDREN_MAX &&
	       nsc_same_statement(children->first[index], cursor);
}

/* -- constants ----------------------------------------------------------------------- */

/* Functions whose value is up to the optimiser (GCC manual, "Other Builtins"). */
static const struct nostd_str undecided[] = {
	NOSTD_STR_INIT("__builtin_constant_p"),
	NOSTD_STR_INIT("__builtin_object_size"),
	NOSTD_STR_INIT("__builtin_dynamic_object_size"),
};

static bool is_undecided(CXCursor function)
{
	CXString spelling = clang_getCursorSpelling(function);
	struct nostd_str name = nostd_str_from_c(clang_getCString(spelling));
	bool found = false;
	size_t i;

	for (i = 0; i < sizeof(undecided) / sizeof(undecided[0]); i++) {
		found = found || nostd_str_eq(undecided[i], name);
	}
	clang_disposeString(spelling);
	return found;
}

struct constant {
	bool cxx;
	bool constant;
};

static enum CXChildVisitResult visit_constant(CXCursor cursor, CXCursor parent,
					      CXClientData data)
{
	struct constant *constant = data;
	CXCursor to = clang_getCursorReferenced(cursor);
	enum CXCursorKind kind = clang_getCursorKind(to);

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_DeclRefExpr) {
		return CXChildVisit_Recurse;
	}
	if ((!constant->cxx && (kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl)) ||
	    (kind == CXCursor_FunctionDecl && is_undecided(to))) {
		constant->constant = false;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Continue;
}

/* Does libclang know the value, as it would to fold it? */
static bool evaluate(CXCursor expression, bool *is_true)
{
	CXEvalResult result = clang_Cursor_Evaluate(expression);
	bool found = false;

	if (!result) {
		return false;
	}
	if (clang_EvalResult_getKind(result) == CXEval_Int) {
		*is_true = clang_EvalResult_isUnsignedInt(result)
				   ? clang_EvalResult_getAsUnsigned(result) != 0
				   : clang_EvalResult_getAsLongLong(result) != 0;
		found = true;
	}
	clang_EvalResult_dispose(result);
	return found;
}

static bool names_variables(const struct nsc_parse *parse, CXCursor expression)
{
	struct constant constant = {parse->cxx, true};

	visit_constant(expression, expression, &constant);
	clang_visitChildren(expression, visit_constant, &constant);
	return !constant.constant;
}

/*
 * The part of an expression that alone decides its value: of `0 && x` and `1 || x` the
 * left operand, of a conversion, `(e)` and `!e` the only one. Null when there is none.
 * libclang 14 cannot name an operator, but only && and || have a value while their right
 * operand has none.
 */
static CXCursor deciding_part(CXCursor expression)
{
	struct nsc_children children = nsc_children_of(expression);
	bool left, whole, right;

	switch ((unsigned)clang_getCursorKind(expression)) {
	case CXCursor_ParenExpr:
	case CXCursor_UnexposedExpr:
	case CXCursor_UnaryOperator:
	case CXCursor_CStyleCastExpr:
		return children.count == 0 ? clang_getNullCursor() : children.last;
	case CXCursor_BinaryOperator:
		if (children.count == 2 && !evaluate(children.last, &right) &&
		    evaluate(expression, &whole) && evaluate(children.first[0], &left) &&
		    left == whole) {
			return children.first[0];
		}
	}
	return clang_getNullCursor();
}

/* The value of an integer constant expression. */
static bool constant_value(const struct nsc_parse *parse, CXCursor expression,
			   bool *is_true)
{
	bool known = evaluate(expression, is_true);

	while (known && names_variables(parse, expression)) {
		expression = deciding_part(expression);
		known = !clang_Cursor_isNull(expression);
	}
	return known;
}

static bool is_label(CXCursor statement)
{
	enum CXCursorKind kind = clang_getCursorKind(statement);

	return kind == CXCursor_LabelStmt || kind == CXCursor_CaseStmt ||
	       kind == CXCursor_DefaultStmt;
}

static enum CXChildVisitResult visit_label(CXCursor cursor, CXCursor parent,
					   CXClientData data)
{
	bool *found = data;

	(void)parent;
	*found = *found || is_label(cursor);
	return *found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

static uint8_t dead(CXCursor statement)
{
	bool found = is_label(statement);

	clang_visitChildren(statement, visit_label, &found);
	return found ? 0 : NSC_USE_DEAD;
}

/* -- kinds of parents ---------------------------------------------------------------- */

/* `if` and `?:`: condition, then, else. A C++ `if` that declares is left alone. */
static uint8_t in_choice(const struct nsc_parse *parse, CXCursor choice, CXCursor child)
{
	struct nsc_children children = nsc_children_of(choice);
	bool is_true;

	if (children.count > 3 || children.count < 2 ||
	    clang_getCursorKind(children.first[0]) == CXCursor_DeclStmt ||
	    is_child(&children, 0, child) ||
	    !constant_value(parse, children.first[0], &is_true)) {
		return 0;
	}
	return is_child(&children, is_true ? 2 : 1, child) ? dead(child) : 0;
}

static uint8_t in_while(const struct nsc_parse *parse, CXCursor loop, CXCursor child)
{
	struct nsc_children children = nsc_children_of(loop);
	bool is_true = true;

	if (children.count == 2 && is_child(&children, 1, child) &&
	    constant_value(parse, children.first[0], &is_true) && !is_true) {
		return dead(child);
	}
	return 0;
}

/* The right operand of `0 && f()`, `1 || f()` never runs. */
static uint8_t in_binary(const struct nsc_parse *parse, CXCursor operation,
			 CXCursor child)
{
	CXCursor left = deciding_part(operation);
	bool is_true;

	return !clang_Cursor_isNull(left) && !nsc_same_statement(left, child) &&
			       constant_value(parse, left, &is_true)
		       ? NSC_USE_DEAD
		       : 0;
}

/* `typeof(f) *p = g;`: all but the initialiser is a type; only sizes are computed. */
static uint8_t in_variable(CXCursor variable, CXCursor child)
{
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);

	if (!clang_isExpression(clang_getCursorKind(child)) ||
	    nsc_same_statement(initialiser, child) ||
	    clang_getCursorType(variable).kind == CXType_VariableArray) {
		return 0;
	}
	return NSC_USE_UNEVALUATED;
}

/* `(typeof(f))x`, `(typeof(f)){0}`: the operand comes last. */
static uint8_t in_cast(CXCursor cast, CXCursor child)
{
	return nsc_same_statement(nsc_children_of(cast).last, child)
		       ? 0
		       : NSC_USE_UNEVALUATED;
}

static struct nostd_str first_word(const struct nsc_parse *parse, CXCursor cursor)
{
	struct nsc_where where = nsc_where_written(clang_getCursorLocation(cursor));

	return nsc_lex_name_at(nsc_parse_text(parse, where.file), where.offset);
}

/*
 * Expressions libclang does not name: of __builtin_choose_expr(c, a, b) only one operand
 * counts, of __builtin_types_compatible_p(typeof(a), b) none.
 */
static uint8_t in_unexposed(const struct nsc_parse *parse, CXCursor parent,
			    CXCursor child)
{
	struct nostd_str word;
	struct nsc_children children;
	bool is_true;

	if (!clang_Cursor_isNull(clang_getCursorReferenced(parent))) {
		return 0; /* a conversion of a plain reference: the most frequent */
	}
	word = first_word(parse, parent);
	if (nostd_str_eq(word, NOSTD_STR("__builtin_types_compatible_p"))) {
		return NSC_USE_UNEVALUATED;
	}
	children = nsc_children_of(parent);
	if (children.count != 3 || is_child(&children, 0, child) ||
	    !nostd_str_eq(word, NOSTD_STR("__builtin_choose_expr")) ||
	    !constant_value(parse, children.first[0], &is_true)) {
		return 0;
	}
	return is_child(&children, is_true ? 1 : 2, child) ? 0 : NSC_USE_UNEVALUATED;
}

uint8_t nsc_context_flags_in(struct nsc_parse *parse, CXCursor parent, CXCursor child)
{
	switch ((unsigned)clang_getCursorKind(parent)) {
	case CXCursor_UnaryExpr: /* sizeof, _Alignof */
		return NSC_USE_UNEVALUATED;
	case CXCursor_GenericSelectionExpr:
		return nsc_generic_is_chosen(parse, parent, child) ? 0
								   : NSC_USE_UNEVALUATED;
	case CXCursor_VarDecl:
		return in_variable(parent, child);
	case CXCursor_CStyleCastExpr:
	case CXCursor_CompoundLiteralExpr:
		return in_cast(parent, child);
	case CXCursor_IfStmt:
	case CXCursor_ConditionalOperator:
		return in_choice(parse, parent, child);
	case CXCursor_WhileStmt:
		return in_while(parse, parent, child);
	case CXCursor_BinaryOperator:
		return in_binary(parse, parent, child);
	case CXCursor_UnexposedExpr:
		return in_unexposed(parse, parent, child);
	}
	return 0;
}

uint8_t nsc_context_flags(struct nsc_parse *parse, struct nsc_frame *frames, size_t count)
{
	size_t i;

	frames[0].flags = 0;
	frames[0].known = true;
	for (i = 1; i < count; i++) {
		struct nsc_frame *frame = &frames[i];

		if (!frame->known) {
			frame->flags = frames[i - 1].flags |
				       nsc_context_flags_in(parse, frames[i - 1].cursor,
							    frame->cursor);
			frame->known = true;
		}
	}
	return frames[count - 1].flags;
}

/* -- calls --------------------------------------------------------------------------- */

static enum CXChildVisitResult visit_first(CXCursor cursor, CXCursor parent,
					   CXClientData data)
{
	CXCursor *first = data;

	(void)parent;
	*first = cursor;
	return CXChildVisit_Break;
}

/* Kinds that stand between a callee's name and its call: f, (f), (*f), _Generic(...). */
static bool passes_on(enum CXCursorKind kind)
{
	return kind == CXCursor_UnexposedExpr || kind == CXCursor_ParenExpr ||
	       kind == CXCursor_UnaryOperator || kind == CXCursor_GenericSelectionExpr;
}

bool nsc_context_is_callee(const struct nsc_frame *frames, size_t count)
{
	CXCursor first = clang_getNullCursor();
	size_t i = count - 1;

	while (i > 0 && passes_on(clang_getCursorKind(frames[i - 1].cursor))) {
		i--;
	}
	if (i == 0 || clang_getCursorKind(frames[i - 1].cursor) != CXCursor_CallExpr) {
		return false;
	}
	clang_visitChildren(frames[i - 1].cursor, visit_first, &first);
	return nsc_same_statement(first, frames[i].cursor) ||
	       clang_equalCursors(clang_getCursorReferenced(frames[i - 1].cursor),
				  clang_getCursorReferenced(frames[count - 1].cursor));
}
