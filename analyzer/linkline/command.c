/*
 * command.c - the commands of a text that link something. See linkline.h.
 *
 * A line may hold several commands ("cd DIR && ar ... && cc ..."); what a build tool
 * writes in front of them ("[12/13] ") is no word of theirs. No word is expanded.
 */
#include "analyzer/linkline/linkline.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/compiler.h"
#include "analyzer/compdb/quote.h"
#include "analyzer/compdb/response.h"
#include "analyzer/linkline/ask.h"

struct finder {
	struct nsc_run *run;
	const struct nsc_link_text *in;
	struct nsc_name folder; /* of the commands that follow */
	struct nsc_link_command_vec *out;
	bool told; /* the last driver has -v: it prints the linker's command itself */
};

#define NOSTD_NAME word_vec
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

static bool is_one_of(struct nostd_str word, const char *const *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_eq(word, nostd_str_from_c(all[i]))) {
			return true;
		}
	}
	return false;
}

#define IS_ONE_OF(word, all) is_one_of((word), (all), sizeof(all) / sizeof((all)[0]))

/* Options with which a driver stops before the linker, or links nothing. */
static bool stops_before(struct nostd_str word)
{
	static const char *const stops[] = {"-c",        "-S",           "-E",
					    "-M",        "-MM",          "-fsyntax-only",
					    "--version", "-dumpversion", "-dumpmachine"};

	return IS_ONE_OF(word, stops) ||
	       nostd_str_starts_with(word, NOSTD_STR("-print-"));
}

/* "gcc version 12.2.0 (Debian 12.2.0-14)", which -v prints. */
static bool is_version(const struct word_vec *words, size_t first)
{
	return first + 1 < words->len &&
	       nostd_str_eq(words->ptr[first + 1], NOSTD_STR("version"));
}

static bool links(const struct word_vec *words, size_t first)
{
	bool driver = nsc_is_link_driver(words->ptr[first]);
	bool input = false;
	size_t i;

	if (driver && is_version(words, first)) {
		return false;
	}
	for (i = first + 1; i < words->len; i++) {
		if (driver && stops_before(words->ptr[i])) {
			return false;
		}
		input |= words->ptr[i].len != 0 && words->ptr[i].ptr[0] != '-';
	}
	return input;
}

/* "[12/13] " of Ninja, ":" of CMake's chains, "+" and "++" of a shell with -x. */
static bool is_told_by_tool(struct nostd_str word)
{
	static const char *const signs[] = {":", "+", "++", "+++"};

	return (word.len > 1 && word.ptr[0] == '[') || IS_ONE_OF(word, signs);
}

/* Behind what a build tool, wrappers and settings have put in front. */
static size_t program_at(const struct word_vec *words, size_t first, size_t end)
{
	while (first < end && is_told_by_tool(words->ptr[first])) {
		first++;
	}
	if (first < end && !nsc_is_linker(words->ptr[first])) {
		first += nsc_compiler_skip_wrappers(words->ptr + first, end - first);
	}
	return first;
}

static bool has_word(const struct word_vec *words, struct nostd_str wanted)
{
	size_t i;

	for (i = 0; i < words->len; i++) {
		if (nostd_str_eq(words->ptr[i], wanted)) {
			return true;
		}
	}
	return false;
}

static struct nsc_name joined(struct finder *of, struct nostd_str path)
{
	return nsc_name(of->run->names,
			nsc_path_join(of->run->scratch,
				      nsc_name_text(of->run->names, of->folder), path));
}

/* A linker's command that is a driver's own account of what it does: said twice. */
static bool is_told(struct finder *of, const struct word_vec *words, size_t first)
{
	bool told = of->told && nsc_is_linker(words->ptr[first]);

	if (nsc_is_link_driver(words->ptr[first])) {
		of->told = has_word(words, NOSTD_STR("-v"));
	} else if (told) {
		of->told = false;
	}
	return told;
}

static void take_command(struct finder *of, struct word_vec *words, uint32_t line)
{
	struct nsc_link_command command = {nsc_name_vec_new_in(nsc_keep(of->run)),
					   of->folder, nsc_place(of->in->path, line, 0)};
	struct nsc_response response = {nsc_name_text(of->run->names, of->folder),
					NSC_QUOTING_GCC, command.at};
	size_t first = program_at(words, 0, words->len);

	if (words->len == 2 && nostd_str_eq(words->ptr[0], NOSTD_STR("cd"))) {
		of->folder = joined(of, words->ptr[1]);
	} else if (first < words->len &&
		   (nsc_is_linker(words->ptr[first]) ||
		    nsc_is_link_driver(words->ptr[first])) &&
		   links(words, first) && !is_told(of, words, first)) {
		nsc_response_expand(of->run, &response, words->ptr + first,
				    words->len - first, &command.words);
		nsc_link_command_vec_push(of->out, command);
	}
	word_vec_clear(words);
}

/* What a shell puts between two commands. */
static bool is_separator(struct nostd_str word)
{
	static const char *const separators[] = {"&&", "||", ";", "|", "&"};

	return IS_ONE_OF(word, separators);
}

static void take_line(struct finder *of, struct nostd_str line, uint32_t number)
{
	struct nostd_bump_mark mark = nostd_bump_mark(of->run->scratch);
	struct word_vec words = word_vec_new_in(nsc_scratch(of->run));
	struct nsc_name folder = of->folder;
	struct nsc_quote it = nsc_quote_words(of->run->scratch, NSC_QUOTING_POSIX, line);

	while (nsc_quote_next(&it)) {
		struct nostd_str word = it.word;

		if (is_separator(word)) {
			take_command(of, &words, number);
		} else if (nostd_str_strip_suffix(&word, NOSTD_STR(";"))) {
			word_vec_push(&words, word);
			take_command(of, &words, number);
		} else {
			word_vec_push(&words, word);
		}
	}
	take_command(of, &words, number);
	of->folder = folder; /* cd holds for its line */
	nostd_bump_reset(of->run->scratch, mark);
}

/* "ninja: Entering directory `x'", "make[1]: Entering directory '/x'". */
static bool take_entering(struct finder *of, struct nostd_str line)
{
	size_t at = nostd_str_find(line, NOSTD_STR(": Entering directory "));
	struct nostd_str path;

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	path = nostd_str_skip(line, at + strlen(": Entering directory "));
	if (path.len < 2) {
		return false;
	}
	of->folder = joined(of, nostd_str_new(path.ptr + 1, path.len - 2));
	return true;
}

/* Lines that end in a backslash go on. */
static struct nostd_str whole_line(struct nsc_run *run, struct nostd_str_lines *lines,
				   uint32_t *number)
{
	struct nostd_string text;
	struct nostd_str line = lines->line;

	if (!nostd_str_ends_with(line, NOSTD_STR("\\"))) {
		return line;
	}
	text = nostd_string_new_in(nsc_scratch(run));
	while (nostd_str_strip_suffix(&line, NOSTD_STR("\\"))) {
		nostd_format(&text, "{} ", line);
		if (!nostd_str_lines_next(lines)) {
			return nostd_string_as_str(&text);
		}
		(*number)++;
		line = lines->line;
	}
	nostd_format(&text, "{}", line);
	return nostd_string_as_str(&text);
}

void nsc_link_commands(struct nsc_run *run, const struct nsc_link_text *text,
		       struct nsc_link_command_vec *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct finder of = {run, text, text->folder, out, false};
	struct nostd_str_lines lines = nostd_str_lines(text->text);
	uint32_t number = 0;

	while (nostd_str_lines_next(&lines)) {
		uint32_t first = ++number;
		struct nostd_str line = whole_line(run, &lines, &number);

		if (!take_entering(&of, line)) {
			take_line(&of, line, first);
		}
	}
	nostd_bump_reset(run->scratch, mark);
}
