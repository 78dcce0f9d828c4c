/*
 * driver.c - who may be asked, what, and what was answered before. See driver.h.
 */
#include "analyzer/compdb/driver.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/answer.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/option.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"

enum { SECONDS_DEFAULT = 10 };
#define OUTPUT_MAX ((size_t)4 << 20) /* gcc 12 for x86-64 prints 14 KiB */

/* A program as commands write it, and what became of it. */
struct program {
	struct nsc_name written;
	struct nsc_name folder; /* of the command, if `written` is relative to it */
	struct nsc_name called; /* absolute; empty: may not be run */
	struct nostd_str why;   /* then */
};

/* A question that was asked. */
struct asked {
	const struct nsc_driver_facts *facts;
	struct nostd_str why; /* given: it was not answered */
};

#define NOSTD_NAME programs
#define NOSTD_T    struct program
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME askeds
#define NOSTD_T    struct asked
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME answers
#define NOSTD_T    const struct nsc_driver_facts *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_drivers {
	struct nsc_run *run;
	struct nsc_driver_policy policy;
	struct programs programs;
	struct askeds asked;
	struct answers answers;
};

struct nsc_drivers *nsc_drivers_new(struct nsc_run *run,
				    const struct nsc_driver_policy *policy)
{
	struct nsc_drivers *drivers = nostd_bump_new(run->keep, struct nsc_drivers);

	drivers->run = run;
	drivers->policy = *policy;
	drivers->programs = programs_new_in(nsc_keep(run));
	drivers->asked = askeds_new_in(nsc_keep(run));
	drivers->answers = answers_new_in(nsc_keep(run));
	return drivers;
}

size_t nsc_drivers_count(const struct nsc_drivers *drivers)
{
	return drivers->answers.len;
}

const struct nsc_driver_facts *nsc_drivers_get(const struct nsc_drivers *drivers,
					       size_t index)
{
	return drivers->answers.ptr[index];
}

/* A sentence that is kept: "WHAT: WHY". */
static struct nostd_str sentence(struct nsc_run *run, struct nostd_str what,
				 const char *why)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(run));

	nostd_format(&text, "{} {}", what, why);
	return nostd_string_as_str(&text);
}

/* -- which program ------------------------------------------------------------------- */

static bool is_trusted(const struct nsc_drivers *drivers, struct nostd_str path)
{
	size_t i;

	for (i = 0; i < drivers->policy.glob_count; i++) {
		if (nsc_path_match(drivers->policy.globs[i], path)) {
			return true;
		}
	}
	return false;
}

/* Is `folder` (links followed) one of PATH's? Relative ones there do not count. */
static bool is_on_path(struct nostd_bump *scratch, struct nostd_str folder)
{
	const char *path = nsc_host_env("PATH");
	struct nostd_str_split it = nostd_str_split(nostd_str_from_c(path), ':');

	while (nostd_str_split_next(&it)) {
		struct nostd_str one = nostd_bump_str(scratch, it.part);

		if (nsc_path_absolute(one) &&
		    nostd_str_eq(nsc_host_real(scratch, one.ptr), folder)) {
			return true;
		}
	}
	return false;
}

static bool is_plain(struct nostd_str text)
{
	return text.len != 0 && text.ptr[0] != '.' &&
	       nostd_str_find_byte(text, '/') == NOSTD_NOT_FOUND &&
	       nostd_str_find_byte(text, '\\') == NOSTD_NOT_FOUND;
}

static bool is_relative(struct nostd_str program)
{
	return !is_plain(program) && !nsc_path_absolute(program);
}

/* An absolute path that may be run; empty, and *why, when there is none. */
static struct nostd_str find_program(struct nsc_drivers *drivers,
				     const struct program *program, const char **why)
{
	struct nostd_bump *scratch = drivers->run->scratch;
	struct nostd_str word = nsc_name_text(drivers->run->names, program->written);
	struct nostd_str path, folder;

	if (is_plain(word)) {
		path = nsc_host_which(scratch, word);
		*why = "is not on PATH";
		return nsc_path_absolute(path) ? path : NOSTD_STR("");
	}
	path = nsc_path_join(scratch, nsc_name_text(drivers->run->names, program->folder),
			     word);
	*why = "does not exist";
	if (nsc_host_look(path.ptr, NULL) != NSC_FILE_REGULAR) {
		return NOSTD_STR("");
	}
	*why = "is not on PATH, and --query-driver does not allow it";
	folder = nostd_bump_str(scratch, nsc_path_folder(path));
	return is_trusted(drivers, path) ||
			       is_on_path(scratch, nsc_host_real(scratch, folder.ptr))
		       ? path
		       : NOSTD_STR("");
}

static struct program *resolve(struct nsc_drivers *drivers, struct nsc_name written,
			       struct nsc_name folder)
{
	struct nostd_bump_mark mark = nostd_bump_mark(drivers->run->scratch);
	struct program program = {.written = written};
	const char *why = "";
	size_t i;

	if (is_relative(nsc_name_text(drivers->run->names, written))) {
		program.folder = folder;
	}
	for (i = 0; i < drivers->programs.len; i++) {
		struct program *known = &drivers->programs.ptr[i];

		if (nsc_name_eq(known->written, written) &&
		    nsc_name_eq(known->folder, program.folder)) {
			return known;
		}
	}
	program.called =
		nsc_name(drivers->run->names, find_program(drivers, &program, &why));
	if (!nsc_name_given(program.called)) {
		program.why = sentence(drivers->run,
				       nsc_name_text(drivers->run->names, written), why);
	}
	nostd_bump_reset(drivers->run->scratch, mark);
	programs_push(&drivers->programs, program);
	return &drivers->programs.ptr[drivers->programs.len - 1];
}

struct nsc_name nsc_drivers_program(struct nsc_drivers *drivers, struct nsc_name written,
				    struct nsc_name folder, struct nostd_str *why)
{
	const struct program *program = resolve(drivers, written, folder);

	*why = program->why;
	return program->called;
}

bool nsc_drivers_allow(const struct nsc_drivers *drivers, struct nostd_str path)
{
	return is_trusted(drivers, path);
}

/* -- which question ------------------------------------------------------------------ */

/* The options of a question while it is put together; `facts` is in scratch. */
struct question {
	struct nsc_drivers *drivers;
	struct nostd_str folder; /* of the command */
	bool clang;
	struct nsc_driver_facts *facts;
	struct nostd_str why; /* given: it cannot be asked */
};

static void push(struct question *question, struct nostd_str word)
{
	nsc_name_vec_push(&question->facts->flags,
			  nsc_name(question->drivers->run->names, word));
}

/* The option with another value, in the form it had. */
static void push_value(struct question *question, const struct nsc_argument *argument,
		       struct nostd_str value)
{
	struct nostd_string text =
		nostd_string_new_in(nsc_scratch(question->drivers->run));

	if (argument->value_apart) {
		push(question, argument->option->name);
		push(question, value);
		return;
	}
	nostd_format(&text, "{}{}", argument->option->name, value);
	push(question, nostd_string_as_str(&text));
}

static void refuse(struct question *question, struct nostd_str word)
{
	question->why =
		sentence(question->drivers->run, word,
			 "names a path that --query-driver does not allow, so the "
			 "compiler cannot be asked for its folders");
}

static void add_path(struct question *question, const struct nsc_argument *argument)
{
	push_value(question, argument,
		   nsc_path_join(question->drivers->run->scratch, question->folder,
				 argument->value));
}

static void add_trusted(struct question *question, const struct nsc_argument *argument,
			bool needed)
{
	struct nostd_str path = nsc_path_join(question->drivers->run->scratch,
					      question->folder, argument->value);

	if (is_trusted(question->drivers, path)) {
		push_value(question, argument, path);
	} else if (needed) {
		refuse(question, argument->word);
	}
}

/* Machine options have no paths in them; one that has may reach files it should not. */
static void add_word(struct question *question, const struct nsc_argument *argument)
{
	if (nostd_str_find_byte(argument->word, '/') != NOSTD_NOT_FOUND) {
		refuse(question, argument->word);
	} else if (argument->value_apart) {
		push_value(question, argument, argument->value);
	} else {
		push(question, argument->word);
	}
}

static void add_argument(struct question *question, const struct nsc_argument *argument)
{
	switch (argument->option->ask) {
	case NSC_ASK_NO:
		return;
	case NSC_ASK_YES:
		add_word(question, argument);
		return;
	case NSC_ASK_CLANG:
		if (question->clang) {
			add_word(question, argument);
		}
		return;
	case NSC_ASK_PATH:
		add_path(question, argument);
		return;
	case NSC_ASK_CLANG_PATH:
		if (question->clang) {
			add_path(question, argument);
		}
		return;
	case NSC_ASK_PLAIN:
		if (is_plain(argument->value)) {
			push_value(question, argument, argument->value);
		} else {
			add_trusted(question, argument, true);
		}
		return;
	case NSC_ASK_TRUSTED:
		add_trusted(question, argument, false);
		return;
	}
}

static void add_arguments(struct question *question, const struct nostd_str *words,
			  size_t count)
{
	size_t i;

	for (i = 0; i < count && question->why.len == 0;) {
		struct nsc_argument argument = nsc_option_read(words + i, count - i);

		if (argument.option) {
			add_argument(question, &argument);
		}
		i += argument.words;
	}
}

static void read_program_file(struct nsc_run *run, struct nsc_driver_facts *facts)
{
	const char *called = nsc_name_chars(run->names, facts->called);
	struct nsc_file_id id = {0};

	facts->program = nsc_name(run->names, nsc_host_real(run->scratch, called));
	nsc_host_look(called, &id);
	facts->program_size = id.size;
	facts->program_mtime = id.mtime;
	facts->program_ctime = id.ctime;
}

/* -- asking -------------------------------------------------------------------------- */

static bool names_equal(const struct nsc_name_vec *a, const struct nsc_name_vec *b)
{
	size_t i;

	if (a->len != b->len) {
		return false;
	}
	for (i = 0; i < a->len; i++) {
		if (!nsc_name_eq(a->ptr[i], b->ptr[i])) {
			return false;
		}
	}
	return true;
}

static bool same_question(const struct nsc_driver_facts *a,
			  const struct nsc_driver_facts *b)
{
	return nsc_name_eq(a->called, b->called) && a->cxx == b->cxx &&
	       names_equal(&a->flags, &b->flags);
}

static const struct asked *find_asked(const struct nsc_drivers *drivers,
				      const struct nsc_driver_facts *question)
{
	size_t i;

	for (i = 0; i < drivers->asked.len; i++) {
		if (same_question(drivers->asked.ptr[i].facts, question)) {
			return &drivers->asked.ptr[i];
		}
	}
	return NULL;
}

/* A program that was replaced since answers otherwise. */
static bool same_program(const struct nsc_driver_facts *a,
			 const struct nsc_driver_facts *b)
{
	return nsc_name_eq(a->program, b->program) &&
	       a->program_size == b->program_size &&
	       a->program_mtime == b->program_mtime &&
	       a->program_ctime == b->program_ctime;
}

void nsc_drivers_add(struct nsc_drivers *drivers, const struct nsc_driver_facts *facts)
{
	struct nostd_bump_mark mark = nostd_bump_mark(drivers->run->scratch);
	struct nsc_driver_facts now = {.called = facts->called};
	struct asked asked = {facts, {NULL, 0}};

	read_program_file(drivers->run, &now);
	if (same_program(facts, &now) && !find_asked(drivers, facts)) {
		askeds_push(&drivers->asked, asked);
		answers_push(&drivers->answers, facts);
	}
	nostd_bump_reset(drivers->run->scratch, mark);
}

static const char **question_argv(struct nsc_run *run,
				  const struct nsc_driver_facts *facts)
{
	static const char *const ours[] = {"-E", "-dM", "-v", "-x"};
	size_t count = 0, i;
	const char **argv =
		nostd_bump_array(run->scratch, const char *, facts->flags.len + 8);

	argv[count++] = nsc_name_chars(run->names, facts->called);
	for (i = 0; i < facts->flags.len; i++) {
		argv[count++] = nsc_name_chars(run->names, facts->flags.ptr[i]);
	}
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		argv[count++] = ours[i];
	}
	argv[count++] = facts->cxx ? "c++" : "c";
	argv[count] = "/dev/null";
	return argv;
}

/* The first line that says what is wrong, else the first. */
static struct nostd_str complaint(struct nostd_str log)
{
	struct nostd_str_lines it = nostd_str_lines(log);

	while (nostd_str_lines_next(&it)) {
		if (nostd_str_contains(it.line, NOSTD_STR("error: "))) {
			return it.line;
		}
	}
	return NOSTD_STR("it printed no list of folders");
}

static struct nostd_str failure(struct nsc_run *run, const struct nsc_driver_facts *facts,
				struct nostd_str what)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(run));

	nostd_format(&text, "{} could not say where its headers are: {}",
		     nsc_name_text(run->names, facts->called), what);
	return nostd_string_as_str(&text);
}

bool nsc_drivers_run(struct nsc_drivers *drivers, const char *const *argv,
		     struct nsc_command_result *result, struct nostd_str *why)
{
	static const char *const env[] = {"LC_ALL=C", NULL};
	struct nsc_command command = {.argv = argv, .folder = "/", .env = env};
	struct nsc_err err = {NSC_ERR_NONE, ""};

	command.output_max = OUTPUT_MAX;
	command.seconds_max = drivers->policy.seconds_max ? drivers->policy.seconds_max
							  : SECONDS_DEFAULT;
	if (nsc_host_run(drivers->run->scratch, &command, result, &err) < 0) {
		*why = nostd_bump_str(drivers->run->keep, nostd_str_from_c(err.text));
		return false;
	}
	*why = NOSTD_STR("it took too long");
	return !result->timed_out;
}

/* Run the program. Empty when `facts` are filled, else why not. */
static struct nostd_str ask(struct nsc_drivers *drivers, struct nsc_driver_facts *facts)
{
	struct nsc_run *run = drivers->run;
	struct nsc_command_result result;
	struct nostd_str why;

	if (!nsc_drivers_run(drivers, question_argv(run, facts), &result, &why)) {
		return failure(run, facts, why);
	}
	if (result.status != 0 ||
	    !nsc_answer_read(run, result.out, result.err_text, facts)) {
		return failure(run, facts, complaint(result.err_text));
	}
	return NOSTD_STR("");
}

/* A question moves to `keep`, is asked and remembered. */
static const struct asked *ask_anew(struct nsc_drivers *drivers,
				    const struct nsc_driver_facts *question)
{
	struct nsc_run *run = drivers->run;
	struct nsc_driver_facts *facts =
		nostd_bump_new(run->keep, struct nsc_driver_facts);
	struct asked asked = {facts, {NULL, 0}};
	size_t i;

	nsc_driver_facts_init(facts, run->keep);
	facts->called = question->called;
	facts->cxx = question->cxx;
	for (i = 0; i < question->flags.len; i++) {
		nsc_name_vec_push(&facts->flags, question->flags.ptr[i]);
	}
	read_program_file(run, facts);
	asked.why = ask(drivers, facts);
	askeds_push(&drivers->asked, asked);
	if (asked.why.len == 0) {
		answers_push(&drivers->answers, facts);
	}
	return &drivers->asked.ptr[drivers->asked.len - 1];
}

static struct nostd_str *command_words(struct nsc_run *run,
				       const struct nsc_compdb_facts *facts,
				       const struct nsc_compile_command *command)
{
	struct nostd_str *words =
		nostd_bump_array(run->scratch, struct nostd_str, command->argument_count);
	uint32_t i;

	for (i = 0; i < command->argument_count; i++) {
		words[i] = nsc_name_text(
			run->names, facts->arguments.ptr[command->argument_first + i]);
	}
	return words;
}

/* Put the question together and ask it, unless it was asked before. */
static const struct nsc_driver_facts *ask_command(
	struct question *question, const struct nsc_compdb_facts *facts,
	const struct nsc_compile_command *command, struct nostd_str *why)
{
	struct nsc_run *run = question->drivers->run;
	const struct nostd_str *words = command_words(run, facts, command);
	const struct asked *asked;

	add_arguments(question, words + 1, command->argument_count - 1);
	if (question->why.len != 0) {
		*why = question->why;
		return NULL;
	}
	asked = find_asked(question->drivers, question->facts);
	if (!asked) {
		asked = ask_anew(question->drivers, question->facts);
	}
	*why = asked->why;
	return asked->why.len == 0 ? asked->facts : NULL;
}

const struct nsc_driver_facts *nsc_drivers_ask(struct nsc_drivers *drivers,
					       const struct nsc_compdb_facts *facts,
					       const struct nsc_compile_command *command,
					       const struct nsc_invocation *invocation,
					       struct nostd_str *why)
{
	struct nsc_run *run = drivers->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	const struct nsc_driver_facts *answer;
	struct nsc_driver_facts wanted;
	struct question question = {.drivers = drivers, .facts = &wanted};
	const struct program *program;

	if (invocation->compiler != NSC_COMPILER_GCC &&
	    invocation->compiler != NSC_COMPILER_CLANG) {
		*why = sentence(run, nsc_name_text(run->names, invocation->program),
				"is no compiler that can be asked for its folders");
		return NULL;
	}
	program = resolve(drivers, invocation->program, command->folder);
	if (!nsc_name_given(program->called)) {
		*why = program->why;
		return NULL;
	}
	nsc_driver_facts_init(&wanted, run->scratch);
	wanted.called = program->called;
	wanted.cxx = invocation->language == NSC_LANGUAGE_CXX;
	question.folder = nsc_name_text(run->names, command->folder);
	question.clang = invocation->compiler == NSC_COMPILER_CLANG;
	answer = ask_command(&question, facts, command, why);
	nostd_bump_reset(run->scratch, mark);
	return answer;
}
