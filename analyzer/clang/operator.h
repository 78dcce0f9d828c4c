/*
 * operator.h - which operator an expression has.
 *
 * libclang tells it from 17 on. Before that it is read from the text between the
 * operands, which a macro may hide: OTHER then.
 */
#ifndef NSC_ANALYZER_CLANG_OPERATOR_H
#define NSC_ANALYZER_CLANG_OPERATOR_H

#include <clang-c/Index.h>

struct nsc_parse;

/* As far as they matter to construct.c; with and without assignment. */
enum nsc_operator {
	NSC_OPERATOR_OTHER,
	NSC_OPERATOR_ASSIGN,
	NSC_OPERATOR_DIVIDE, /* and % */
	NSC_OPERATOR_MULTIPLY,
	NSC_OPERATOR_ADD, /* and -, ++, -- */
	NSC_OPERATOR_SHIFT,
	NSC_OPERATOR_OR, /* without assignment */
	NSC_OPERATOR_COMPARE,
	NSC_OPERATOR_NEGATE,
	NSC_OPERATOR_NOT
};

enum nsc_operator nsc_operator_binary(const struct nsc_parse *parse, CXCursor expression,
				      CXCursor left);
enum nsc_operator nsc_operator_unary(const struct nsc_parse *parse, CXCursor expression);

#endif
