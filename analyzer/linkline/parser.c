/*
 * parser.c - see parser.h.
 */
#include "analyzer/linkline/parser.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"

void nsc_parser_fail(struct nsc_parser *of, const struct nsc_token *token,
		     const char *expected)
{
	if (!of->failed && !of->option) {
		nsc_diag(of->run->diags, NSC_DIAG_NOT_ANALYSED, token->at,
			 token->kind == NSC_TOKEN_END
				 ? "the script ends here{}, expected {}"
				 : "found \"{}\" in the script, expected {}",
			 token->text, expected);
	}
	of->failed = true;
}

/* At the end of an included text: on with what stands after its INCLUDE. */
static void leave_ended(struct nsc_parser *of)
{
	struct nsc_tokens ahead = of->tokens;

	while (of->depth > 0 && nsc_token_name(&ahead).kind == NSC_TOKEN_END) {
		of->tokens = ahead = of->outer[--of->depth];
	}
}

struct nsc_token nsc_parser_next(struct nsc_parser *of)
{
	leave_ended(of);
	return nsc_token_name(&of->tokens);
}

struct nsc_token nsc_parser_peek(struct nsc_parser *of)
{
	struct nsc_tokens ahead;

	leave_ended(of);
	ahead = of->tokens;
	return nsc_token_name(&ahead);
}

bool nsc_parser_take(struct nsc_parser *of, char sign)
{
	struct nsc_token token = nsc_parser_peek(of);

	if (!nsc_token_is(&token, sign)) {
		return false;
	}
	(void)nsc_parser_next(of);
	return true;
}

void nsc_parser_expect(struct nsc_parser *of, char sign, const char *expected)
{
	struct nsc_token token;

	if (!nsc_parser_take(of, sign)) {
		token = nsc_parser_peek(of);
		nsc_parser_fail(of, &token, expected);
	}
}

bool nsc_token_is_word(const struct nsc_token *token, const char *word)
{
	return token->kind == NSC_TOKEN_WORD &&
	       nostd_str_eq(token->text, nostd_str_from_c(word));
}

bool nsc_token_is_one_of(const struct nsc_token *token, const char *const *words,
			 size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nsc_token_is_word(token, words[i])) {
			return true;
		}
	}
	return false;
}

/* After an opening sign: everything up to the sign that closes it. */
void nsc_parser_skip_block(struct nsc_parser *of, char open, char close)
{
	uint32_t depth = 1;

	while (depth > 0) {
		struct nsc_token token = nsc_token_operand(&of->tokens);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, close == ')' ? "\")\"" : "\"}\"");
			return;
		}
		depth += nsc_token_is(&token, open);
		depth -= nsc_token_is(&token, close);
	}
}

void nsc_parser_skip_call(struct nsc_parser *of)
{
	if (nsc_parser_take(of, '(')) {
		nsc_parser_skip_block(of, '(', ')');
	}
}
