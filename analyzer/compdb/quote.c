/*
 * quote.c - three ways to quote, one state machine each. See quote.h.
 */
#include "analyzer/compdb/quote.h"

#include <nostd/bump.h>
#include <nostd/string.h>

/* A word that is being put together. */
struct word {
	struct nostd_string text;
	struct nostd_str from; /* the text, and how far we are in it */
	size_t at;
	char quote; /* the quote that is open; 0: none */
};

static bool more(const struct word *word)
{
	return word->at < word->from.len;
}

static char peek(const struct word *word)
{
	return more(word) ? word->from.ptr[word->at] : '\0';
}

static void take(struct word *word)
{
	nostd_string_push_byte(&word->text, word->from.ptr[word->at++]);
}

/* Does a quote open or close here? It is passed over then. */
static bool pass_quote(struct word *word, const char *quotes)
{
	char c = peek(word);

	if (word->quote ? c != word->quote : c != quotes[0] && c != quotes[1]) {
		return false;
	}
	word->quote = word->quote ? '\0' : c;
	word->at++;
	return true;
}

/*
 * A backslash quotes the next byte; inside double quotes only the five that are special
 * there, inside single quotes nothing (2.2.1 to 2.2.3). Before a line end both vanish.
 */
static void take_posix(struct word *word)
{
	char next = word->at + 1 < word->from.len ? word->from.ptr[word->at + 1] : '\0';

	if (peek(word) != '\\' || word->quote == '\'') {
		take(word);
		return;
	}
	if (word->quote == '"' && next != '$' && next != '`' && next != '"' &&
	    next != '\\' && next != '\n') {
		take(word);
		return;
	}
	word->at++;
	if (next == '\n') {
		word->at++;
	} else if (more(word)) {
		take(word);
	}
}

/* "Any character (including a backslash) may be included by prefixing a backslash." */
static void take_gcc(struct word *word)
{
	if (peek(word) == '\\' && word->at + 1 < word->from.len) {
		word->at++;
	}
	take(word);
}

/*
 * Backslashes count only in front of a double quote: an even number gives half of them
 * and a quote that opens or closes, an odd number half of them and a literal quote. Two
 * quotes inside quotes are one.
 */
static void take_microsoft(struct word *word)
{
	size_t count = 0, i;

	while (word->at + count < word->from.len &&
	       word->from.ptr[word->at + count] == '\\') {
		count++;
	}
	word->at += count;
	if (peek(word) != '"') {
		for (i = 0; i < count; i++) {
			nostd_string_push_byte(&word->text, '\\');
		}
		if (count == 0) {
			take(word);
		}
		return;
	}
	for (i = 0; i < count / 2; i++) {
		nostd_string_push_byte(&word->text, '\\');
	}
	if (count % 2 == 1) {
		take(word);
		return;
	}
	word->at++;
	if (word->quote && peek(word) == '"') {
		take(word);
	} else {
		word->quote = word->quote ? '\0' : '"';
	}
}

static void step(const struct nsc_quote *it, struct word *word)
{
	switch (it->quoting) {
	case NSC_QUOTING_POSIX:
		if (!pass_quote(word, "'\"")) {
			take_posix(word);
		}
		return;
	case NSC_QUOTING_GCC:
		if (!pass_quote(word, "'\"")) {
			take_gcc(word);
		}
		return;
	case NSC_QUOTING_MICROSOFT:
		if (!it->first) {
			take_microsoft(word);
		} else if (!pass_quote(word, "\"\"")) {
			take(word);
		}
		return;
	}
}

struct nsc_quote nsc_quote_words(struct nostd_bump *arena, enum nsc_quoting quoting,
				 struct nostd_str text)
{
	struct nsc_quote it = {{NULL, 0}, false, text, quoting, true, arena};

	return it;
}

bool nsc_quote_next(struct nsc_quote *it)
{
	struct word word;

	word.from = nostd_str_trim_start(it->rest);
	word.at = 0;
	word.quote = '\0';
	if (word.from.len == 0) {
		return false;
	}
	word.text = nostd_string_new_in(nostd_bump_in(it->arena));
	while (more(&word) && (word.quote || !nostd_is_blank(peek(&word)))) {
		step(it, &word);
	}
	it->word = nostd_string_as_str(&word.text);
	it->open = word.quote != '\0';
	it->rest = nostd_str_skip(word.from, word.at);
	it->first = false;
	return true;
}

static bool has_drive(struct nostd_str path)
{
	return path.len > 2 && path.ptr[1] == ':' &&
	       (path.ptr[2] == '\\' || path.ptr[2] == '/') &&
	       ((path.ptr[0] | 0x20) >= 'a' && (path.ptr[0] | 0x20) <= 'z');
}

bool nsc_quote_is_windows(struct nostd_str folder, struct nostd_str command)
{
	struct nostd_str program = nostd_str_trim_start(command);
	char end = program.len != 0 && program.ptr[0] == '"' ? '"' : ' ';
	size_t size;

	if (end == '"') {
		program = nostd_str_skip(program, 1);
	}
	size = nostd_str_find_byte(program, end);
	program = nostd_str_take(program, size);
	return has_drive(folder) || has_drive(program) ||
	       (program.len > 4 &&
		nostd_str_eq_ignore_case(nostd_str_skip(program, program.len - 4),
					 NOSTD_STR(".exe")));
}
