/*
 * adapt.c - commands of gcc and clang as libclang's. See adapt.h.
 */
#include "analyzer/compdb/adapt.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/answer.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/compdb/option.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/request.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define NOSTD_NAME   words
#define NOSTD_T      struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

/* One command on its way to a request. */
struct adaptation {
	struct nsc_run *run;
	const struct nsc_compile_command *command;
	const struct nsc_driver_facts *answer; /* NULL: the compiler was not asked */
	struct nsc_invocation invocation;
	const struct nostd_str *words; /* of the command, without the compiler */
	size_t count;
	struct nsc_unit_request *out;
};

static struct nostd_str text_of(const struct adaptation *adaptation, struct nsc_name name)
{
	return nsc_name_text(adaptation->run->names, name);
}

static void push(struct adaptation *adaptation, struct nostd_str word)
{
	nsc_name_vec_push(&adaptation->out->arguments,
			  nsc_name(adaptation->run->names, word));
}

/* Two texts as one argument. */
static void push_pair(struct adaptation *adaptation, struct nostd_str a,
		      struct nostd_str b)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(adaptation->run));

	nostd_format(&text, "{}{}", a, b);
	push(adaptation, nostd_string_as_str(&text));
}

static void refuse(struct adaptation *adaptation, enum nsc_request_kind kind,
		   struct nostd_str why)
{
	adaptation->out->kind = kind;
	adaptation->out->why = nsc_name(adaptation->run->names, why);
	adaptation->out->arguments.len = 0;
}

static void refuse_word(struct adaptation *adaptation, struct nostd_str word)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(adaptation->run));

	nostd_format(&text, "libclang has nothing like the option {}", word);
	refuse(adaptation, NSC_REQUEST_REFUSED, nostd_string_as_str(&text));
}

/* -- target -------------------------------------------------------------------------- */

/*
 * What the compiler said, else the command. A riscv64 gcc compiles for 32 bits too and
 * keeps its name; libclang must be told (GCC manual, "RISC-V Options", -march, -mabi).
 */
static void set_triple(struct adaptation *adaptation, struct nostd_str march)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	struct nostd_str triple = text_of(
		adaptation, answer ? answer->triple : adaptation->invocation.triple);
	bool narrow = answer ? answer->pointer_bits == 32
			     : nostd_str_starts_with(march, NOSTD_STR("rv32"));
	struct nostd_string text = nostd_string_new_in(nsc_scratch(adaptation->run));

	if (narrow && nostd_str_strip_prefix(&triple, NOSTD_STR("riscv64"))) {
		nostd_string_push_str(&text, NOSTD_STR("riscv32"));
	}
	nostd_string_push_str(&text, triple);
	adaptation->out->triple =
		nsc_name(adaptation->run->names, nostd_string_as_str(&text));
	adaptation->out->pointer_bits = answer ? answer->pointer_bits : 0;
	push_pair(adaptation, NOSTD_STR("--target="), nostd_string_as_str(&text));
}

static struct nostd_str last_value(const struct adaptation *adaptation,
				   struct nostd_str name)
{
	struct nostd_str value = NOSTD_STR("");
	size_t i;

	for (i = 0; i < adaptation->count;) {
		struct nsc_argument argument =
			nsc_option_read(adaptation->words + i, adaptation->count - i);

		if (argument.option && nostd_str_eq(argument.option->name, name)) {
			value = argument.value;
		}
		i += argument.words;
	}
	return value;
}

/* -- options one by one -------------------------------------------------------------- */

/* -std= names that libclang 14 does not know, and what it calls them. */
static const struct {
	struct nostd_str name, as;
} standards[] = {
	{NOSTD_STR_INIT("c23"), NOSTD_STR_INIT("c2x")},
	{NOSTD_STR_INIT("gnu23"), NOSTD_STR_INIT("gnu2x")},
	{NOSTD_STR_INIT("iso9899:2024"), NOSTD_STR_INIT("c2x")},
	{NOSTD_STR_INIT("c++23"), NOSTD_STR_INIT("c++2b")},
	{NOSTD_STR_INIT("gnu++23"), NOSTD_STR_INIT("gnu++2b")},
};

static void push_standard(struct adaptation *adaptation, struct nostd_str value)
{
	size_t i;

	for (i = 0; i < COUNT(standards); i++) {
		if (nostd_str_eq(standards[i].name, value)) {
			value = standards[i].as;
		}
	}
	push_pair(adaptation, NOSTD_STR("-std="), value);
}

/*
 * libclang 14 does not know zicsr and zifencei, which were part of "i" until 2019 (RISC-V
 * ISA manual 20191213, preface); neither changes a name.
 */
static void push_isa(struct adaptation *adaptation, const struct nsc_argument *argument)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(adaptation->run));
	struct nostd_str_split it = nostd_str_split(argument->value, '_');

	if (!nostd_str_starts_with(argument->value, NOSTD_STR("rv"))) {
		push(adaptation, argument->word);
		return;
	}
	while (nostd_str_split_next(&it)) {
		if (nostd_str_eq(it.part, NOSTD_STR("zicsr")) ||
		    nostd_str_eq(it.part, NOSTD_STR("zifencei"))) {
			continue;
		}
		nostd_format(&text, "{}{}", text.len == 0 ? "-march=" : "_", it.part);
	}
	push(adaptation, nostd_string_as_str(&text));
}

/*
 * avr-gcc knows more devices than libclang, and tells about each by macros that are
 * carried over; the instruction set is enough: "avr6" (avr-gcc manual, "AVR Options").
 */
static const struct {
	struct nostd_str define, as;
} avr_families[] = {
	{NOSTD_STR_INIT("__AVR_ARCH__=1"), NOSTD_STR_INIT("avr1")},
	{NOSTD_STR_INIT("__AVR_ARCH__=2"), NOSTD_STR_INIT("avr2")},
	{NOSTD_STR_INIT("__AVR_ARCH__=25"), NOSTD_STR_INIT("avr25")},
	{NOSTD_STR_INIT("__AVR_ARCH__=3"), NOSTD_STR_INIT("avr3")},
	{NOSTD_STR_INIT("__AVR_ARCH__=31"), NOSTD_STR_INIT("avr31")},
	{NOSTD_STR_INIT("__AVR_ARCH__=35"), NOSTD_STR_INIT("avr35")},
	{NOSTD_STR_INIT("__AVR_ARCH__=4"), NOSTD_STR_INIT("avr4")},
	{NOSTD_STR_INIT("__AVR_ARCH__=5"), NOSTD_STR_INIT("avr5")},
	{NOSTD_STR_INIT("__AVR_ARCH__=51"), NOSTD_STR_INIT("avr51")},
	{NOSTD_STR_INIT("__AVR_ARCH__=6"), NOSTD_STR_INIT("avr6")},
	{NOSTD_STR_INIT("__AVR_ARCH__=100"), NOSTD_STR_INIT("avrtiny")},
	{NOSTD_STR_INIT("__AVR_ARCH__=101"), NOSTD_STR_INIT("avrxmega1")},
	{NOSTD_STR_INIT("__AVR_ARCH__=102"), NOSTD_STR_INIT("avrxmega2")},
	{NOSTD_STR_INIT("__AVR_ARCH__=103"), NOSTD_STR_INIT("avrxmega3")},
	{NOSTD_STR_INIT("__AVR_ARCH__=104"), NOSTD_STR_INIT("avrxmega4")},
	{NOSTD_STR_INIT("__AVR_ARCH__=105"), NOSTD_STR_INIT("avrxmega5")},
	{NOSTD_STR_INIT("__AVR_ARCH__=106"), NOSTD_STR_INIT("avrxmega6")},
	{NOSTD_STR_INIT("__AVR_ARCH__=107"), NOSTD_STR_INIT("avrxmega7")},
};

static void push_device(struct adaptation *adaptation,
			const struct nsc_argument *argument)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	size_t i, j;

	for (i = 0; answer && i < answer->defines.len; i++) {
		for (j = 0; j < COUNT(avr_families); j++) {
			if (nostd_str_eq(text_of(adaptation, answer->defines.ptr[i]),
					 avr_families[j].define)) {
				push_pair(adaptation, NOSTD_STR("-mmcu="),
					  avr_families[j].as);
				return;
			}
		}
	}
	push(adaptation, argument->word);
}

static void push_kept(struct adaptation *adaptation, const struct nsc_argument *argument)
{
	push(adaptation, argument->word);
	if (argument->value_apart) {
		push(adaptation, argument->value);
	}
}

static void adapt_option(struct adaptation *adaptation,
			 const struct nsc_argument *argument)
{
	switch (argument->option->action) {
	case NSC_ACTION_KEEP:
		push_kept(adaptation, argument);
		return;
	case NSC_ACTION_DROP:
	case NSC_ACTION_SPLIT:
		return;
	case NSC_ACTION_STANDARD:
		push_standard(adaptation, argument->value);
		return;
	case NSC_ACTION_ISA:
		push_isa(adaptation, argument);
		return;
	case NSC_ACTION_DEVICE:
		push_device(adaptation, argument);
		return;
	case NSC_ACTION_REPLACE:
		push(adaptation, argument->option->as);
		return;
	case NSC_ACTION_REFUSE:
		refuse_word(adaptation, argument->word);
		return;
	}
}

static void adapt_options(struct adaptation *adaptation)
{
	size_t i;

	for (i = 0; i < adaptation->count;) {
		struct nsc_argument argument =
			nsc_option_read(adaptation->words + i, adaptation->count - i);

		if (argument.option && adaptation->out->kind != NSC_REQUEST_REFUSED) {
			adapt_option(adaptation, &argument);
		}
		i += argument.words;
	}
}

/* -- what the compiler adds by itself ------------------------------------------------ */

/* The value of a predefined macro; false when it is not defined. */
static bool predefined(const struct adaptation *adaptation, struct nostd_str name,
		       struct nostd_str *value)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	size_t i;

	for (i = 0; i < answer->defines.len; i++) {
		struct nostd_str define = text_of(adaptation, answer->defines.ptr[i]);
		struct nostd_str found;

		if (nostd_str_split_once(define, '=', &found, value) &&
		    nostd_str_eq(found, name)) {
			return true;
		}
	}
	return false;
}

static const struct nostd_str carried[] = {
#define CARRIED(start) NOSTD_STR_INIT(start),
#include "analyzer/compdb/carried.def"
#undef CARRIED
};

static bool is_carried(struct nostd_str define)
{
	size_t i;

	if (!nostd_str_starts_with(define, NOSTD_STR("__"))) {
		return true;
	}
	for (i = 0; i < COUNT(carried); i++) {
		if (nostd_str_starts_with(define, carried[i])) {
			return true;
		}
	}
	return false;
}

static void push_predefined(struct adaptation *adaptation)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	size_t i;

	for (i = 0; i < answer->defines.len; i++) {
		struct nostd_str define = text_of(adaptation, answer->defines.ptr[i]);

		if (is_carried(define)) {
			push_pair(adaptation, NOSTD_STR("-D"), define);
		}
	}
}

/*
 * What gcc is asked for by sources that differ for clang. libclang says __GNUC__ 4.2 and
 * __clang__ unless it is told otherwise (Clang 19 manual, -fgnuc-version).
 */
static void push_guise(struct adaptation *adaptation)
{
	static const struct nostd_str names[] = {
		NOSTD_STR_INIT("__clang__"),
		NOSTD_STR_INIT("__clang_major__"),
		NOSTD_STR_INIT("__clang_minor__"),
		NOSTD_STR_INIT("__clang_patchlevel__"),
		NOSTD_STR_INIT("__clang_version__"),
		NOSTD_STR_INIT("__llvm__"),
	};
	struct nostd_str major, minor, patch, value;
	struct nostd_string version = nostd_string_new_in(nsc_scratch(adaptation->run));
	struct nsc_name_vec *guise = &adaptation->out->guise;
	size_t i;

	if (predefined(adaptation, NOSTD_STR("__clang__"), &value) ||
	    !predefined(adaptation, NOSTD_STR("__GNUC__"), &major) ||
	    !predefined(adaptation, NOSTD_STR("__GNUC_MINOR__"), &minor) ||
	    !predefined(adaptation, NOSTD_STR("__GNUC_PATCHLEVEL__"), &patch)) {
		return;
	}
	nostd_format(&version, "-fgnuc-version={}.{}.{}", major, minor, patch);
	nsc_name_vec_push(guise, nsc_name(adaptation->run->names,
					  nostd_string_as_str(&version)));
	for (i = 0; i < COUNT(names); i++) {
		nostd_string_clear(&version);
		nostd_format(&version, "-U{}", names[i]);
		nsc_name_vec_push(guise, nsc_name(adaptation->run->names,
						  nostd_string_as_str(&version)));
	}
}

/* The edition a compiler has by default, from __STDC_VERSION__ or __cplusplus. */
static const struct {
	struct nostd_str version; /* empty: the macro is not defined */
	struct nostd_str standard;
} editions[] = {
	{NOSTD_STR_INIT(""), NOSTD_STR_INIT("gnu89")},
	{NOSTD_STR_INIT("199409L"), NOSTD_STR_INIT("gnu89")},
	{NOSTD_STR_INIT("199901L"), NOSTD_STR_INIT("gnu99")},
	{NOSTD_STR_INIT("201112L"), NOSTD_STR_INIT("gnu11")},
	{NOSTD_STR_INIT("201710L"), NOSTD_STR_INIT("gnu17")},
	{NOSTD_STR_INIT("202000L"), NOSTD_STR_INIT("gnu2x")},
	{NOSTD_STR_INIT("202311L"), NOSTD_STR_INIT("gnu2x")},
	{NOSTD_STR_INIT("199711L"), NOSTD_STR_INIT("gnu++98")},
	{NOSTD_STR_INIT("201103L"), NOSTD_STR_INIT("gnu++11")},
	{NOSTD_STR_INIT("201402L"), NOSTD_STR_INIT("gnu++14")},
	{NOSTD_STR_INIT("201703L"), NOSTD_STR_INIT("gnu++17")},
	{NOSTD_STR_INIT("202002L"), NOSTD_STR_INIT("gnu++20")},
	{NOSTD_STR_INIT("202100L"), NOSTD_STR_INIT("gnu++2b")},
	{NOSTD_STR_INIT("202302L"), NOSTD_STR_INIT("gnu++2b")},
};

/* gcc 4 is gnu90, gcc 5 gnu11, gcc 12 gnu17: said, unless the command says it itself. */
static void push_edition(struct adaptation *adaptation)
{
	struct nostd_str version = NOSTD_STR("");
	size_t i;

	predefined(adaptation,
		   adaptation->answer->cxx ? NOSTD_STR("__cplusplus")
					   : NOSTD_STR("__STDC_VERSION__"),
		   &version);
	for (i = 0; i < COUNT(editions); i++) {
		if (nostd_str_eq(editions[i].version, version)) {
			push_pair(adaptation, NOSTD_STR("-std="), editions[i].standard);
		}
	}
}

static void push_folder(struct adaptation *adaptation, struct nsc_name folder)
{
	push(adaptation, NOSTD_STR("-isystem"));
	nsc_name_vec_push(&adaptation->out->arguments, folder);
}

/*
 * gcc for glibc includes <stdc-predef.h> before anything else (GCC 4.8 release notes). It
 * did if the macros of that header are among its own.
 */
static void push_preinclude(struct adaptation *adaptation)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	struct nostd_str value;
	size_t i;

	if (adaptation->invocation.nostdinc ||
	    adaptation->invocation.freestanding == NSC_FLAG_ON ||
	    !predefined(adaptation, NOSTD_STR("__STDC_ISO_10646__"), &value)) {
		return;
	}
	for (i = 0; i < answer->folders.len; i++) {
		struct nostd_str path =
			nsc_path_join(adaptation->run->scratch,
				      text_of(adaptation, answer->folders.ptr[i]),
				      NOSTD_STR("stdc-predef.h"));

		if (nsc_host_look(path.ptr, NULL) == NSC_FILE_REGULAR) {
			push(adaptation, NOSTD_STR("-include"));
			push(adaptation, path);
			return;
		}
	}
}

static void push_folders(struct adaptation *adaptation)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	size_t i;

	for (i = 0; answer && i < answer->folders.len; i++) {
		nsc_name_vec_push(&adaptation->out->hosted_folders,
				  answer->folders.ptr[i]);
	}
	if (adaptation->invocation.nostdinc || !answer) {
		return;
	}
	push(adaptation, NOSTD_STR("-nostdinc"));
	for (i = 0; i < answer->folders.len; i++) {
		push_folder(adaptation, answer->folders.ptr[i]);
	}
	for (i = 0; i < answer->own.len; i++) {
		nsc_name_vec_push(&adaptation->out->compiler_folders, answer->own.ptr[i]);
	}
}

/* Kernels say -nostdinc and name the compiler's folder themselves. */
static void note_own_folders(struct adaptation *adaptation)
{
	const struct nsc_name_vec *folders = &adaptation->invocation.folders;
	size_t i;

	for (i = 0; i < folders->len; i++) {
		if (nsc_answer_is_own(text_of(adaptation, folders->ptr[i]))) {
			nsc_name_vec_push(&adaptation->out->compiler_folders,
					  folders->ptr[i]);
		}
	}
}

/* -- requests ------------------------------------------------------------------------ */

/* What every parse gets: errors only, all of them, and names relative to the folder. */
static void push_common(struct adaptation *adaptation)
{
	push(adaptation, NOSTD_STR("-w"));
	push(adaptation, NOSTD_STR("-Wno-everything"));
	push(adaptation, NOSTD_STR("-ferror-limit=0"));
	push_pair(adaptation, NOSTD_STR("-working-directory="),
		  text_of(adaptation, adaptation->command->folder));
}

static void make_parse(struct adaptation *adaptation)
{
	bool cxx = adaptation->invocation.language == NSC_LANGUAGE_CXX;

	adaptation->out->kind = NSC_REQUEST_PARSE;
	set_triple(adaptation, last_value(adaptation, NOSTD_STR("-march=")));
	push(adaptation, NOSTD_STR("-x"));
	push(adaptation, cxx ? NOSTD_STR("c++") : NOSTD_STR("c"));
	if (adaptation->answer) {
		push_edition(adaptation);
		push_predefined(adaptation);
		push_guise(adaptation);
		push_preinclude(adaptation);
	}
	adapt_options(adaptation);
	if (adaptation->out->kind == NSC_REQUEST_REFUSED) {
		return;
	}
	push_folders(adaptation);
	note_own_folders(adaptation);
	push_common(adaptation);
}

/* An option's value as a path that means the same in another folder. */
static void push_path_option(struct adaptation *adaptation,
			     const struct nsc_argument *argument)
{
	struct nostd_str folder = text_of(adaptation, adaptation->command->folder);
	struct nostd_string path = nostd_string_new_in(nsc_scratch(adaptation->run));

	if (nsc_path_absolute(argument->value)) {
		nostd_string_push_str(&path, argument->value);
	} else {
		nostd_format(&path, "{}/{}", folder, argument->value);
	}
	if (argument->option->means == NSC_MEANS_FORCED &&
	    nsc_host_look(path.ptr, NULL) == NSC_FILE_NONE) {
		push_kept(adaptation, argument); /* to be searched for in the folders */
		return;
	}
	push(adaptation, argument->option->name);
	push(adaptation, nostd_string_as_str(&path));
}

static void push_preprocessor_option(struct adaptation *adaptation,
				     const struct nsc_argument *argument)
{
	switch (argument->option->means) {
	case NSC_MEANS_DEFINE:
	case NSC_MEANS_UNDEFINE:
	case NSC_MEANS_NOSTDINC:
		push_kept(adaptation, argument);
		return;
	case NSC_MEANS_FOLDER:
	case NSC_MEANS_FORCED:
		push_path_option(adaptation, argument);
		return;
	case NSC_MEANS_NOTHING:
	case NSC_MEANS_LANGUAGE:
	case NSC_MEANS_OUTPUT:
	case NSC_MEANS_NO_OBJECT:
	case NSC_MEANS_TARGET:
	case NSC_MEANS_FREESTANDING:
	case NSC_MEANS_HOSTED:
	case NSC_MEANS_NO_BUILTIN:
	case NSC_MEANS_BUILTIN:
	case NSC_MEANS_NOSTDLIB:
		return;
	}
}

/* The triple of assembly: gcc -m32 keeps its name, too. */
static struct nsc_name asm_triple(struct adaptation *adaptation)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	struct nostd_string text = nostd_string_new_in(nsc_scratch(adaptation->run));
	struct nostd_str triple;

	if (!answer) {
		return adaptation->invocation.triple;
	}
	triple = text_of(adaptation, answer->triple);
	if (answer->pointer_bits == 32 &&
	    nostd_str_strip_prefix(&triple, NOSTD_STR("riscv64"))) {
		nostd_string_push_str(&text, NOSTD_STR("riscv32"));
	} else if (answer->pointer_bits == 32 &&
		   nostd_str_strip_prefix(&triple, NOSTD_STR("x86_64"))) {
		nostd_string_push_str(&text, NOSTD_STR("i386"));
	}
	nostd_string_push_str(&text, triple);
	return nsc_name(adaptation->run->names, nostd_string_as_str(&text));
}

/*
 * The compiler itself preprocesses assembly, under the rules of driver.h: the options
 * that it was asked with and, besides, only definitions and folders, in the folder "/".
 */
static void make_preprocess(struct adaptation *adaptation)
{
	const struct nsc_driver_facts *answer = adaptation->answer;
	size_t i;

	adaptation->out->kind = NSC_REQUEST_PREPROCESS;
	adaptation->out->triple = asm_triple(adaptation);
	adaptation->out->pointer_bits = answer->pointer_bits;
	nsc_name_vec_push(&adaptation->out->arguments, answer->called);
	for (i = 0; i < answer->flags.len; i++) {
		nsc_name_vec_push(&adaptation->out->arguments, answer->flags.ptr[i]);
	}
	for (i = 0; i < adaptation->count;) {
		struct nsc_argument argument =
			nsc_option_read(adaptation->words + i, adaptation->count - i);

		if (argument.option) {
			push_preprocessor_option(adaptation, &argument);
		}
		i += argument.words;
	}
	if (adaptation->invocation.freestanding == NSC_FLAG_ON) {
		push(adaptation, NOSTD_STR("-ffreestanding"));
	}
	push(adaptation, NOSTD_STR("-E"));
	push(adaptation, NOSTD_STR("-x"));
	push(adaptation, NOSTD_STR("assembler-with-cpp"));
	nsc_name_vec_push(&adaptation->out->arguments, adaptation->command->file);
}

/* Without an answer only a command that says everything itself is parsed. */
static bool says_everything(const struct adaptation *adaptation)
{
	return adaptation->invocation.nostdinc &&
	       nsc_name_given(adaptation->invocation.triple) &&
	       adaptation->invocation.compiler != NSC_COMPILER_VENDOR &&
	       last_value(adaptation, NOSTD_STR("-specs=")).len == 0 &&
	       last_value(adaptation, NOSTD_STR("--specs=")).len == 0;
}

static void make_request(struct adaptation *adaptation, struct nostd_str why)
{
	switch (adaptation->invocation.language) {
	case NSC_LANGUAGE_C:
	case NSC_LANGUAGE_CXX:
		if (adaptation->answer || says_everything(adaptation)) {
			make_parse(adaptation);
		} else {
			refuse(adaptation, NSC_REQUEST_REFUSED, why);
		}
		return;
	case NSC_LANGUAGE_ASM:
		adaptation->out->kind = NSC_REQUEST_SCAN;
		adaptation->out->triple = asm_triple(adaptation);
		return;
	case NSC_LANGUAGE_ASM_CPP:
		if (adaptation->answer) {
			make_preprocess(adaptation);
		} else {
			refuse(adaptation, NSC_REQUEST_REFUSED, why);
		}
		return;
	case NSC_LANGUAGE_OTHER:
		refuse(adaptation, NSC_REQUEST_SKIPPED,
		       NOSTD_STR("neither C, C++ nor assembly"));
		return;
	}
}

/* Is the command whole? An '@' that is left is a response file that was not read. */
static struct nostd_str what_is_missing(const struct adaptation *adaptation)
{
	size_t i;

	if (adaptation->command->gone) {
		return NOSTD_STR("the compile database names this file, but it does not "
				 "exist");
	}
	for (i = 0; i < adaptation->count; i++) {
		if (nostd_str_starts_with(adaptation->words[i], NOSTD_STR("@"))) {
			return NOSTD_STR("a response file of its command was not read");
		}
	}
	return NOSTD_STR("");
}

/* The words of the command; parts of -Wp, and -Xpreprocessor stand by themselves. */
static void read_words(struct adaptation *adaptation,
		       const struct nsc_compdb_facts *facts)
{
	const struct nsc_compile_command *command = adaptation->command;
	struct words words = words_new_in(nsc_scratch(adaptation->run));
	uint32_t i;

	for (i = 1; i < command->argument_count; i++) {
		words_push(&words,
			   text_of(adaptation,
				   facts->arguments.ptr[command->argument_first + i]));
	}
	for (i = 0; i < words.len;) {
		struct nsc_argument argument =
			nsc_option_read(words.ptr + i, words.len - i);

		i += argument.words;
		if (argument.option && argument.option->action == NSC_ACTION_SPLIT) {
			struct nostd_str_split it = nostd_str_split(argument.value, ',');
			uint32_t at = i;

			while (nostd_str_split_next(&it)) {
				words_insert(&words, at++, it.part);
			}
		}
	}
	adaptation->words = words.ptr;
	adaptation->count = words.len;
}

void nsc_adapt(struct nsc_run *run, struct nsc_drivers *drivers,
	       const struct nsc_compdb_facts *facts,
	       const struct nsc_compile_command *command, struct nsc_unit_request *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct adaptation adaptation = {.run = run, .command = command, .out = out};
	struct nostd_str why;

	out->source = command->file;
	out->folder = command->folder;
	nsc_invocation_read(run->names, facts, command, run->scratch,
			    &adaptation.invocation);
	read_words(&adaptation, facts);
	why = what_is_missing(&adaptation);
	if (why.len != 0) {
		refuse(&adaptation, NSC_REQUEST_REFUSED, why);
	} else {
		if (adaptation.invocation.language != NSC_LANGUAGE_OTHER) {
			adaptation.answer = nsc_drivers_ask(drivers, facts, command,
							    &adaptation.invocation, &why);
		}
		make_request(&adaptation, why);
	}
	nostd_bump_reset(run->scratch, mark);
}
