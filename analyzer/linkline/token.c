/*
 * token.c - see token.h.
 */
#include "analyzer/linkline/token.h"

#include <string.h>

struct nsc_tokens nsc_tokens(struct nsc_name path, struct nostd_str text)
{
	struct nsc_tokens tokens = {text, path, 1, 1};

	return tokens;
}

static void skip(struct nsc_tokens *tokens, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		tokens->column++;
		if (tokens->rest.ptr[i] == '\n') {
			tokens->line++;
			tokens->column = 1;
		}
	}
	tokens->rest = nostd_str_skip(tokens->rest, count);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' ||
	       byte == '\f' || byte == '\v';
}

/* How far a comment goes that begins here; 0: none does. */
static size_t comment_size(struct nostd_str text)
{
	size_t end;

	if (text.ptr[0] == '#') {
		end = nostd_str_find_byte(text, '\n');
		return end == NOSTD_NOT_FOUND ? text.len : end;
	}
	if (!nostd_str_starts_with(text, NOSTD_STR("/*"))) {
		return 0;
	}
	end = nostd_str_find(text, NOSTD_STR("*/"));
	return end == NOSTD_NOT_FOUND ? text.len : end + 2;
}

static void skip_blanks(struct nsc_tokens *tokens)
{
	while (tokens->rest.len != 0) {
		size_t size =
			is_blank(tokens->rest.ptr[0]) ? 1 : comment_size(tokens->rest);

		if (size == 0) {
			return;
		}
		skip(tokens, size);
	}
}

static bool is_word_byte(char byte, const char *signs)
{
	return byte != 0 && !is_blank(byte) && byte != '"' && !strchr(signs, byte);
}

/* Quoted texts may hold anything but a quote. */
static struct nsc_token take_string(struct nsc_tokens *tokens, struct nsc_token token)
{
	size_t end;

	skip(tokens, 1);
	end = nostd_str_find_byte(tokens->rest, '"');
	end = end == NOSTD_NOT_FOUND ? tokens->rest.len : end;
	token.kind = NSC_TOKEN_STRING;
	token.text = nostd_str_new(tokens->rest.ptr, end);
	skip(tokens, end < tokens->rest.len ? end + 1 : end);
	return token;
}

/* `signs` end a word, and are tokens of their own. */
static struct nsc_token next(struct nsc_tokens *tokens, const char *signs)
{
	struct nsc_token token = {NSC_TOKEN_END, {NULL, 0}, {{0}, 0, 0}};
	size_t size = 0;

	skip_blanks(tokens);
	token.at = nsc_place(tokens->path, tokens->line, tokens->column);
	if (tokens->rest.len == 0) {
		return token;
	}
	if (tokens->rest.ptr[0] == '"') {
		return take_string(tokens, token);
	}
	while (size < tokens->rest.len && is_word_byte(tokens->rest.ptr[size], signs)) {
		size++;
	}
	token.kind = size == 0 ? NSC_TOKEN_SIGN : NSC_TOKEN_WORD;
	size = size == 0 ? 1 : size;
	token.text = nostd_str_new(tokens->rest.ptr, size);
	skip(tokens, size);
	return token;
}

struct nsc_token nsc_token_name(struct nsc_tokens *tokens)
{
	return next(tokens, "(){};,=<>");
}

struct nsc_token nsc_token_operand(struct nsc_tokens *tokens)
{
	return next(tokens, "(){};,=<>+-*/%&|^~!?:");
}
