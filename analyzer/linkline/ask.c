/*
 * ask.c - see ask.h.
 */
#include "analyzer/linkline/ask.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/compiler.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/compdb/option.h"
#include "analyzer/compdb/quote.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/linkline/linkline.h"

#define NOSTD_NAME argv_vec
#define NOSTD_T    const char *
#define NOSTD_IN
#include <nostd/vec.h>

/* -- names --------------------------------------------------------------------------- */

static const struct {
	const char *name; /* alone, or behind a prefix and '-' */
	uint8_t linker;   /* enum nsc_linker */
	bool plain;       /* "ld": which one it is does not show */
} linkers[] = {
	{"ld", NSC_LINKER_BFD, true},        {"collect2", NSC_LINKER_BFD, true},
	{"ld.bfd", NSC_LINKER_BFD, false},   {"ld.gold", NSC_LINKER_GOLD, false},
	{"ld.lld", NSC_LINKER_LLD, false},   {"lld", NSC_LINKER_LLD, false},
	{"ld.mold", NSC_LINKER_MOLD, false}, {"mold", NSC_LINKER_MOLD, false},
};

enum { LINKER_COUNT = sizeof(linkers) / sizeof(linkers[0]) };

/* "ld.lld" of "/usr/bin/ld.lld-19". */
static struct nostd_str without_version(struct nostd_str base)
{
	size_t end = base.len;

	while (end > 0 && ((base.ptr[end - 1] >= '0' && base.ptr[end - 1] <= '9') ||
			   base.ptr[end - 1] == '.')) {
		end--;
	}
	return end > 1 && end < base.len && base.ptr[end - 1] == '-'
		       ? nostd_str_new(base.ptr, end - 1)
		       : base;
}

/* Row of `linkers`; LINKER_COUNT: none. */
static size_t row_of(struct nostd_str program)
{
	struct nostd_str base = nsc_path_base(program);
	struct nostd_str prefix, name;
	size_t i;

	nostd_str_strip_suffix(&base, NOSTD_STR(".exe"));
	base = without_version(base);
	name = base;
	nostd_str_rsplit_once(base, '-', &prefix, &name);
	for (i = 0; i < LINKER_COUNT; i++) {
		if (nostd_str_eq(nostd_str_from_c(linkers[i].name), name)) {
			return i;
		}
	}
	return LINKER_COUNT;
}

bool nsc_is_linker(struct nostd_str program)
{
	return row_of(program) < LINKER_COUNT;
}

bool nsc_is_link_driver(struct nostd_str program)
{
	enum nsc_compiler family = nsc_compiler_name(program).family;

	return family == NSC_COMPILER_GCC || family == NSC_COMPILER_CLANG;
}

/* -- linkers ------------------------------------------------------------------------- */

static bool run_program(struct nsc_asking *ask, struct argv_vec *argv,
			struct nsc_command_result *result)
{
	argv_vec_push(argv, NULL);
	if (!nsc_drivers_run(ask->drivers, argv->ptr, result, &ask->why)) {
		return false;
	}
	if (result->status != 0) {
		ask->why = NOSTD_STR("it answers with an error");
	}
	return result->status == 0;
}

/* "GNU ld (GNU Binutils) 2.40", "GNU gold (...)", "mold 1.10", "Debian LLD 19.1". */
static bool linker_of_version(struct nostd_str text, uint8_t *linker)
{
	static const struct {
		const char *word;
		uint8_t linker;
	} words[] = {
		{"GNU ld", NSC_LINKER_BFD},
		{"GNU gold", NSC_LINKER_GOLD},
		{"mold ", NSC_LINKER_MOLD},
		{"LLD ", NSC_LINKER_LLD},
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nostd_str_contains(text, nostd_str_from_c(words[i].word))) {
			*linker = words[i].linker;
			return true;
		}
	}
	return false;
}

/* "19" of "Debian LLD 19.1.7 (compatible with GNU linkers)"; 0: there is none. */
static uint32_t number_of_lld(struct nostd_str text)
{
	size_t at = nostd_str_find(text, NOSTD_STR("LLD ")), i;
	uint32_t number = 0;

	if (at == NOSTD_NOT_FOUND) {
		return 0;
	}
	text = nostd_str_skip(text, at + strlen("LLD "));
	for (i = 0; i < text.len && i < 4 && text.ptr[i] >= '0' && text.ptr[i] <= '9';
	     i++) {
		number = number * 10 + (uint32_t)(text.ptr[i] - '0');
	}
	return number;
}

static bool ask_version(struct nsc_asking *ask, struct nsc_name program,
			struct nsc_name folder, struct nostd_str *text)
{
	struct argv_vec argv = argv_vec_new_in(nsc_scratch(ask->run));
	struct nsc_command_result result;
	struct nsc_name called =
		nsc_drivers_program(ask->drivers, program, folder, &ask->why);

	if (!nsc_name_given(called)) {
		return false;
	}
	argv_vec_push(&argv, nsc_name_chars(ask->run->names, called));
	argv_vec_push(&argv, "--version");
	if (!run_program(ask, &argv, &result)) {
		return false;
	}
	*text = result.out;
	return true;
}

bool nsc_ask_linker(struct nsc_asking *ask, struct nsc_name program,
		    struct nsc_link_line *line)
{
	size_t row = row_of(nsc_name_text(ask->run->names, program));
	bool known = row < LINKER_COUNT && !linkers[row].plain;
	struct nostd_str text = {NULL, 0}, why = ask->why;

	line->linker = known ? linkers[row].linker : NSC_LINKER_BFD;
	if (known && line->linker != NSC_LINKER_LLD) {
		return true;
	}
	if (!ask_version(ask, program, line->folder, &text)) {
		ask->why = known ? why : ask->why;
		return known;
	}
	if (!known && !linker_of_version(text, &line->linker)) {
		ask->why = NOSTD_STR("it is none of the linkers that are replayed");
		return false;
	}
	line->version = line->linker == NSC_LINKER_LLD ? number_of_lld(text) : 0;
	return true;
}

bool nsc_ask_script(struct nsc_asking *ask, struct nsc_name program,
		    const struct nsc_name_vec *options, struct nostd_str *text)
{
	static const char line[] = "==================================================\n";
	struct argv_vec argv = argv_vec_new_in(nsc_scratch(ask->run));
	struct nsc_command_result result;
	struct nostd_str before;
	size_t i, at;

	argv_vec_push(&argv, nsc_name_chars(ask->run->names, program));
	for (i = 0; i < options->len; i++) {
		argv_vec_push(&argv, nsc_name_chars(ask->run->names, options->ptr[i]));
	}
	argv_vec_push(&argv, "--verbose");
	if (!run_program(ask, &argv, &result)) {
		return false;
	}
	ask->why = NOSTD_STR("it prints no script");
	at = nostd_str_find(result.out, nostd_str_from_c(line));
	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	before = nostd_str_skip(result.out, at + sizeof(line) - 1);
	at = nostd_str_rfind(before, nostd_str_from_c(line));
	*text = at == NOSTD_NOT_FOUND ? before : nostd_str_new(before.ptr, at);
	return true;
}

/* -- drivers ------------------------------------------------------------------------- */

/* How an option of a driver goes into the question. */
enum driver_action {
	DRIVER_KEEP,    /* as it is, with its value if that is the next word */
	DRIVER_PATH,    /* its value is a path */
	DRIVER_TRUSTED, /* a driver runs or loads it: only if --query-driver allows it */
	DRIVER_PLAIN    /* the same, unless it is a plain name that the driver looks up */
};

struct driver_option {
	const char *name;
	bool joined, apart; /* its value may be the rest of the word, or the next one */
	uint8_t action;     /* enum driver_action */
};

/* Options that reach the linker or choose what does; GCC manual, "Link Options". */
static const struct driver_option driver_options[] = {
	{"-fplugin", true, false, DRIVER_TRUSTED},
	{"-wrapper", false, true, DRIVER_TRUSTED},
	{"-B", true, true, DRIVER_TRUSTED},
	{"-specs=", true, false, DRIVER_PLAIN},
	{"--specs=", true, false, DRIVER_PLAIN},
	{"--config", true, true, DRIVER_TRUSTED},
	{"-L", true, true, DRIVER_PATH},
	{"-Ttext", true, true, DRIVER_KEEP},
	{"-Tdata", true, true, DRIVER_KEEP},
	{"-Tbss", true, true, DRIVER_KEEP},
	{"-T", true, true, DRIVER_PATH},
	{"-o", true, true, DRIVER_PATH},
	{"--sysroot=", true, false, DRIVER_PATH},
	{"--sysroot", false, true, DRIVER_PATH},
	{"-isysroot", false, true, DRIVER_PATH},
	{"-l", true, true, DRIVER_KEEP},
	{"-u", true, true, DRIVER_KEEP},
	{"-e", false, true, DRIVER_KEEP},
	{"-z", false, true, DRIVER_KEEP},
	{"-Xlinker", false, true, DRIVER_KEEP},
	{"-Wl,", true, false, DRIVER_KEEP},
	{"-target", false, true, DRIVER_KEEP},
	{"--target=", true, false, DRIVER_KEEP},
	{"--rtlib=", true, false, DRIVER_KEEP},
	{"-rtlib=", true, false, DRIVER_KEEP},
	{"-stdlib=", true, false, DRIVER_KEEP},
	{"-m", true, false, DRIVER_KEEP},
	{"-f", true, false, DRIVER_KEEP},
	{"-O", true, false, DRIVER_KEEP},
	{"-n", true, false, DRIVER_KEEP},
	{"-static", true, false, DRIVER_KEEP},
	{"-shared", true, false, DRIVER_KEEP},
	{"-pie", false, false, DRIVER_KEEP},
	{"-no-pie", false, false, DRIVER_KEEP},
	{"-pg", false, false, DRIVER_KEEP},
	{"-p", false, false, DRIVER_KEEP},
	{"-r", false, false, DRIVER_KEEP},
	{"-s", false, false, DRIVER_KEEP},
	{"-pthread", false, false, DRIVER_KEEP},
	{"-rdynamic", false, false, DRIVER_KEEP},
};

struct question {
	struct nsc_asking *ask;
	const struct nsc_link_command *command;
	struct argv_vec argv;
	bool refused;
};

static const char *chars(const struct question *of, struct nostd_str text)
{
	return nostd_bump_str(of->ask->run->scratch, text).ptr;
}

static struct nostd_str word_at(const struct question *of, size_t i)
{
	return nsc_name_text(of->ask->run->names, of->command->words.ptr[i]);
}

static struct nostd_str full(const struct question *of, struct nostd_str path)
{
	return nsc_path_join(of->ask->run->scratch,
			     nsc_name_text(of->ask->run->names, of->command->folder),
			     path);
}

/* The option of a word, and its value; NULL: it does not matter to the linker. */
static const struct driver_option *find_option(struct nostd_str word,
					       struct nostd_str *value)
{
	size_t i;

	for (i = 0; i < sizeof(driver_options) / sizeof(driver_options[0]); i++) {
		const struct driver_option *row = &driver_options[i];

		*value = word;
		if (nostd_str_strip_prefix(value, nostd_str_from_c(row->name)) &&
		    (value->len == 0 || row->joined)) {
			return row;
		}
	}
	return NULL;
}

static void refuse(struct question *of, struct nostd_str word)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(of->ask->run));

	nostd_format(&text,
		     "{} names a path that --query-driver does not allow, so the "
		     "compiler cannot be asked for its link line",
		     word);
	of->ask->why = nostd_string_as_str(&text);
	of->refused = true;
}

static bool is_plain(struct nostd_str text)
{
	return text.len != 0 && text.ptr[0] != '.' &&
	       nostd_str_find_byte(text, '/') == NOSTD_NOT_FOUND;
}

static void push_joined(struct question *of, const struct driver_option *row,
			struct nostd_str value)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(of->ask->run));

	nostd_format(&text, "{}{}", nostd_str_from_c(row->name), value);
	argv_vec_push(&of->argv, chars(of, nostd_string_as_str(&text)));
}

/* An option at words[i], with its value; the words it takes. */
static size_t take_option(struct question *of, size_t i)
{
	struct nostd_str word = word_at(of, i), value;
	const struct driver_option *row = find_option(word, &value);
	bool apart =
		row && row->apart && value.len == 0 && i + 1 < of->command->words.len;

	if (!row) {
		return nsc_option_read(&word, 1).option &&
				       nsc_option_read(&word, 1).option->form ==
					       NSC_FORM_SEPARATE
			       ? 2
			       : 1;
	}
	value = apart ? word_at(of, i + 1) : value;
	if (row->action == DRIVER_TRUSTED ||
	    (row->action == DRIVER_PLAIN && !is_plain(value))) {
		if (!nsc_drivers_allow(of->ask->drivers, full(of, value))) {
			refuse(of, word);
		}
		value = full(of, value);
	} else if (row->action == DRIVER_PATH && value.len != 0) {
		value = full(of, value);
	}
	if (apart) {
		argv_vec_push(&of->argv, row->name);
		argv_vec_push(&of->argv, chars(of, value));
		return 2;
	}
	push_joined(of, row, value);
	return 1;
}

static void take_words(struct question *of)
{
	size_t i = 1;

	while (i < of->command->words.len && !of->refused) {
		struct nostd_str word = word_at(of, i);

		if (word.len != 0 && word.ptr[0] == '-') {
			i += take_option(of, i);
			continue;
		}
		if (nostd_str_starts_with(word, NOSTD_STR("@"))) {
			refuse(of, word);
		}
		argv_vec_push(&of->argv, chars(of, full(of, word)));
		i++;
	}
}

/* The last line that begins with a blank is the linker's (gcc 12, clang 14 and 19). */
static bool take_answer(struct question *of, struct nostd_str log,
			struct nsc_name_vec *words)
{
	struct nostd_str_lines lines = nostd_str_lines(log);
	struct nostd_str last = {NULL, 0};
	struct nsc_quote it;

	while (nostd_str_lines_next(&lines)) {
		if (nostd_str_starts_with(lines.line, NOSTD_STR(" "))) {
			last = lines.line;
		}
	}
	it = nsc_quote_words(of->ask->run->scratch, NSC_QUOTING_GCC, last);
	while (nsc_quote_next(&it)) {
		nsc_name_vec_push(words, nsc_name(of->ask->run->names, it.word));
	}
	return words->len > 1 &&
	       nsc_is_linker(nsc_name_text(of->ask->run->names, words->ptr[0]));
}

bool nsc_ask_driver(struct nsc_asking *ask, const struct nsc_link_command *command,
		    struct nsc_name_vec *words)
{
	struct question of = {ask, command, argv_vec_new_in(nsc_scratch(ask->run)),
			      false};
	struct nsc_command_result result;
	struct nsc_name called = nsc_drivers_program(ask->drivers, command->words.ptr[0],
						     command->folder, &ask->why);

	if (!nsc_name_given(called)) {
		return false;
	}
	argv_vec_push(&of.argv, nsc_name_chars(ask->run->names, called));
	take_words(&of);
	argv_vec_push(&of.argv, "-###");
	if (of.refused || !run_program(ask, &of.argv, &result)) {
		return false;
	}
	ask->why = NOSTD_STR("it prints no command of a linker");
	return take_answer(&of, result.err_text, words);
}
