/*
 * operator.c - see operator.h.
 */
#include "analyzer/clang/operator.h"

#include "analyzer/clang/lex.h"
#include "analyzer/clang/parse.h"

#if CINDEX_VERSION_MINOR >= 64 /* LLVM 17 */

enum nsc_operator nsc_operator_binary(const struct nsc_parse *parse, CXCursor expression,
				      CXCursor left)
{
	(void)parse;
	(void)left;
	switch ((unsigned)clang_getCursorBinaryOperatorKind(expression)) {
	case CXBinaryOperator_Assign:
		return NSC_OPERATOR_ASSIGN;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_DivAssign:
	case CXBinaryOperator_RemAssign:
		return NSC_OPERATOR_DIVIDE;
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign:
		return NSC_OPERATOR_MULTIPLY;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_AddAssign:
	case CXBinaryOperator_SubAssign:
		return NSC_OPERATOR_ADD;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShlAssign:
	case CXBinaryOperator_ShrAssign:
		return NSC_OPERATOR_SHIFT;
	case CXBinaryOperator_Or:
		return NSC_OPERATOR_OR;
	case CXBinaryOperator_LT:
	case CXBinaryOperator_GT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
		return NSC_OPERATOR_COMPARE;
	}
	return NSC_OPERATOR_OTHER;
}

enum nsc_operator nsc_operator_unary(const struct nsc_parse *parse, CXCursor expression)
{
	(void)parse;
	switch ((unsigned)clang_getCursorUnaryOperatorKind(expression)) {
	case CXUnaryOperator_Minus:
		return NSC_OPERATOR_NEGATE;
	case CXUnaryOperator_LNot:
		return NSC_OPERATOR_NOT;
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return NSC_OPERATOR_ADD;
	}
	return NSC_OPERATOR_OTHER;
}

#else

/* By the characters; the longest fit stands first. */
static const struct {
	struct nostd_str text;
	enum nsc_operator what;
} spellings[] = {
	{NOSTD_STR_INIT("||"), NSC_OPERATOR_OTHER},
	{NOSTD_STR_INIT("|="), NSC_OPERATOR_OTHER},
	{NOSTD_STR_INIT("|"), NSC_OPERATOR_OR},
	{NOSTD_STR_INIT("<<"), NSC_OPERATOR_SHIFT},
	{NOSTD_STR_INIT(">>"), NSC_OPERATOR_SHIFT},
	{NOSTD_STR_INIT("=="), NSC_OPERATOR_COMPARE},
	{NOSTD_STR_INIT("!="), NSC_OPERATOR_COMPARE},
	{NOSTD_STR_INIT("<"), NSC_OPERATOR_COMPARE},
	{NOSTD_STR_INIT(">"), NSC_OPERATOR_COMPARE},
	{NOSTD_STR_INIT("="), NSC_OPERATOR_ASSIGN},
	{NOSTD_STR_INIT("/"), NSC_OPERATOR_DIVIDE},
	{NOSTD_STR_INIT("%"), NSC_OPERATOR_DIVIDE},
	{NOSTD_STR_INIT("*"), NSC_OPERATOR_MULTIPLY},
	{NOSTD_STR_INIT("+"), NSC_OPERATOR_ADD},
	{NOSTD_STR_INIT("-"), NSC_OPERATOR_ADD},
};

static enum nsc_operator operator_at(struct nostd_str text)
{
	size_t i;

	for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		if (nostd_str_starts_with(text, spellings[i].text)) {
			return spellings[i].what;
		}
	}
	return NSC_OPERATOR_OTHER;
}

static struct nostd_str text_from(const struct nsc_parse *parse,
				  CXSourceLocation location)
{
	struct nsc_where where = nsc_where_written(location);
	struct nostd_str text = nsc_parse_text(parse, where.file);

	return nostd_str_skip(text, where.offset < text.len ? where.offset : text.len);
}

/* A parenthesis that a macro leaves open stands between operand and operator at times. */
enum nsc_operator nsc_operator_binary(const struct nsc_parse *parse, CXCursor expression,
				      CXCursor left)
{
	struct nostd_str text =
		text_from(parse, clang_getRangeEnd(clang_getCursorExtent(left)));

	(void)expression;
	return operator_at(nostd_str_skip(text, nsc_lex_behind_blank(text, 0, false)));
}

enum nsc_operator nsc_operator_unary(const struct nsc_parse *parse, CXCursor expression)
{
	struct nostd_str text =
		text_from(parse, clang_getRangeStart(clang_getCursorExtent(expression)));

	if (nostd_str_starts_with(text, NOSTD_STR("--")) ||
	    nostd_str_starts_with(text, NOSTD_STR("++"))) {
		return NSC_OPERATOR_ADD;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("-"))) {
		return NSC_OPERATOR_NEGATE;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("!"))) {
		return NSC_OPERATOR_NOT;
	}
	return nostd_str_starts_with(text, NOSTD_STR("*")) ||
			       nostd_str_starts_with(text, NOSTD_STR("&")) ||
			       nostd_str_starts_with(text, NOSTD_STR("~"))
		       ? NSC_OPERATOR_OTHER
		       : NSC_OPERATOR_ADD;
}

#endif
