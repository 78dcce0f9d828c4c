/*
 * command.c - one pass over the arguments of a command. See command.h.
 */
#include "analyzer/compdb/command.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/compdb/audit.h"
#include "analyzer/compdb/compiler.h"
#include "analyzer/compdb/option.h"
#include "analyzer/fact/compdb.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- triples ------------------------------------------------------------------------- */

static const struct nostd_str systems[] = {
#define OPERATING_SYSTEM(start) NOSTD_STR_INIT(start),
#include "analyzer/compdb/triple.def"
#undef OPERATING_SYSTEM
};

static const struct nostd_str architectures[] = {
#define ARCHITECTURE(start) NOSTD_STR_INIT(start),
#include "analyzer/compdb/triple.def"
#undef ARCHITECTURE
};

static bool begins_with_one(struct nostd_str text, const struct nostd_str *starts,
			    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_starts_with(text, starts[i])) {
			return true;
		}
	}
	return false;
}

bool nsc_triple_is_bare(struct nostd_str triple)
{
	struct nostd_str_split it = nostd_str_split(triple, '-');

	while (nostd_str_split_next(&it)) {
		if (begins_with_one(it.part, systems, COUNT(systems))) {
			return false;
		}
	}
	return triple.len != 0;
}

static bool is_triple(struct nostd_str text)
{
	return begins_with_one(text, architectures, COUNT(architectures));
}

/* -- languages ----------------------------------------------------------------------- */

static const struct {
	struct nostd_str name;
	enum nsc_language language;
} names_of_x[] =
	{
		/* GCC manual, "Overall Options", -x */
		{NOSTD_STR_INIT("c"), NSC_LANGUAGE_C},
		{NOSTD_STR_INIT("c-header"), NSC_LANGUAGE_C},
		{NOSTD_STR_INIT("cpp-output"), NSC_LANGUAGE_C},
		{NOSTD_STR_INIT("c++"), NSC_LANGUAGE_CXX},
		{NOSTD_STR_INIT("c++-header"), NSC_LANGUAGE_CXX},
		{NOSTD_STR_INIT("c++-cpp-output"), NSC_LANGUAGE_CXX},
		{NOSTD_STR_INIT("assembler"), NSC_LANGUAGE_ASM},
		{NOSTD_STR_INIT("assembler-with-cpp"), NSC_LANGUAGE_ASM_CPP},
},
  suffixes[] = {
	  /* the same chapter; case counts: .C is C++ */
	  {NOSTD_STR_INIT(".c"), NSC_LANGUAGE_C},
	  {NOSTD_STR_INIT(".i"), NSC_LANGUAGE_C},
	  {NOSTD_STR_INIT(".h"), NSC_LANGUAGE_C},
	  {NOSTD_STR_INIT(".cc"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".cp"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".cxx"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".cpp"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".CPP"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".c++"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".C"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".ii"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".hh"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".hpp"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".hxx"), NSC_LANGUAGE_CXX},
	  {NOSTD_STR_INIT(".s"), NSC_LANGUAGE_ASM},
	  {NOSTD_STR_INIT(".S"), NSC_LANGUAGE_ASM_CPP},
	  {NOSTD_STR_INIT(".sx"), NSC_LANGUAGE_ASM_CPP},
};

static enum nsc_language language_of_x(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < COUNT(names_of_x); i++) {
		if (nostd_str_eq(names_of_x[i].name, name)) {
			return names_of_x[i].language;
		}
	}
	return NSC_LANGUAGE_OTHER;
}

static enum nsc_language language_of_file(struct nostd_str file)
{
	struct nostd_str suffix = nsc_path_suffix(file);
	size_t i;

	for (i = 0; i < COUNT(suffixes); i++) {
		if (nostd_str_eq(suffixes[i].name, suffix)) {
			return suffixes[i].language;
		}
	}
	return NSC_LANGUAGE_OTHER;
}

const char *nsc_language_name(enum nsc_language language)
{
	switch (language) {
	case NSC_LANGUAGE_C:
		return "C";
	case NSC_LANGUAGE_CXX:
		return "C++";
	case NSC_LANGUAGE_ASM:
	case NSC_LANGUAGE_ASM_CPP:
		return "assembly";
	case NSC_LANGUAGE_OTHER:
		return "another language";
	}
	return "";
}

/* -- arguments ----------------------------------------------------------------------- */

struct reading {
	struct nsc_names *names;
	struct nostd_bump *arena;
	struct nostd_str folder, file;
	struct nsc_invocation *out;
	struct nostd_str x; /* the -x that is in force; empty: by suffix */
	bool file_met;      /* the source stood among the arguments, its -x is known */
};

static void add_folder(struct reading *reading, struct nostd_str folder)
{
	struct nostd_str path = nsc_path_join(reading->arena, reading->folder, folder);

	nsc_name_vec_push(&reading->out->folders, nsc_name(reading->names, path));
}

static void add_undefine(struct reading *reading, struct nostd_str name)
{
	struct nostd_string text = nostd_string_new();

	nostd_format(&text, "-{}", name);
	nsc_name_vec_push(&reading->out->defines,
			  nsc_name(reading->names, nostd_string_as_str(&text)));
	nostd_string_drop(&text);
}

static void read_option(struct reading *reading, const struct nsc_argument *argument)
{
	struct nsc_invocation *out = reading->out;
	struct nostd_str value = argument->value;

	switch (argument->option->means) {
	case NSC_MEANS_LANGUAGE:
		reading->x =
			nostd_str_eq(value, NOSTD_STR("none")) ? NOSTD_STR("") : value;
		return;
	case NSC_MEANS_FOLDER:
		add_folder(reading, value);
		return;
	case NSC_MEANS_DEFINE:
		nsc_name_vec_push(&out->defines, nsc_name(reading->names, value));
		return;
	case NSC_MEANS_UNDEFINE:
		add_undefine(reading, value);
		return;
	case NSC_MEANS_FORCED:
		nsc_name_vec_push(&out->forced, nsc_name(reading->names, value));
		return;
	case NSC_MEANS_TARGET:
		out->triple = nsc_name(reading->names, value);
		return;
	case NSC_MEANS_FREESTANDING:
		out->freestanding = NSC_FLAG_ON;
		return;
	case NSC_MEANS_HOSTED:
		out->freestanding = NSC_FLAG_OFF;
		return;
	case NSC_MEANS_NO_BUILTIN:
		out->builtins = NSC_FLAG_OFF;
		return;
	case NSC_MEANS_BUILTIN:
		out->builtins = NSC_FLAG_ON;
		return;
	case NSC_MEANS_NOSTDINC:
		out->nostdinc = true;
		return;
	case NSC_MEANS_NOSTDLIB:
		out->nostdlib = true;
		return;
	case NSC_MEANS_NOTHING:
	case NSC_MEANS_OUTPUT:
	case NSC_MEANS_NO_OBJECT:
		return;
	}
}

static enum nsc_language language_now(const struct reading *reading, bool cxx)
{
	enum nsc_language language = reading->x.len != 0
					     ? language_of_x(reading->x)
					     : language_of_file(reading->file);

	return cxx && reading->x.len == 0 && language == NSC_LANGUAGE_C ? NSC_LANGUAGE_CXX
									: language;
}

static void read_words(struct reading *reading, const struct nostd_str *words,
		       size_t count, bool cxx)
{
	size_t i;

	for (i = 0; i < count;) {
		struct nsc_argument argument = nsc_option_read(words + i, count - i);

		if (argument.option) {
			nsc_audit_word(&reading->out->audit, argument.word,
				       argument.value);
			read_option(reading, &argument);
		} else if (!reading->file_met &&
			   nostd_str_eq(nsc_path_join(reading->arena, reading->folder,
						      argument.word),
					reading->file)) {
			reading->file_met = true;
			reading->out->language = language_now(reading, cxx);
		}
		i += argument.words;
	}
	if (!reading->file_met) {
		reading->out->language = language_now(reading, cxx);
	}
}

static void read_program(struct reading *reading, struct nostd_str program, bool *cxx)
{
	struct nsc_compiler_name name = nsc_compiler_name(program);

	reading->out->program = nsc_name(reading->names, program);
	reading->out->compiler = name.family;
	if (is_triple(name.target)) {
		reading->out->triple = nsc_name(reading->names, name.target);
	}
	*cxx = name.cxx;
}

static void init(struct nsc_invocation *out, struct nostd_bump *arena)
{
	const struct nostd_allocator *in = nostd_bump_in(arena);
	struct nsc_invocation empty = {.compiler = NSC_COMPILER_UNKNOWN};

	*out = empty;
	out->folders = nsc_name_vec_new_in(in);
	out->defines = nsc_name_vec_new_in(in);
	out->forced = nsc_name_vec_new_in(in);
}

void nsc_invocation_read(struct nsc_names *names, const struct nsc_compdb_facts *facts,
			 const struct nsc_compile_command *command,
			 struct nostd_bump *arena, struct nsc_invocation *out)
{
	struct reading reading = {.names = names, .arena = arena, .out = out};
	struct nostd_str *words =
		nostd_bump_array(arena, struct nostd_str, command->argument_count);
	bool cxx = false;
	uint32_t i;

	init(out, arena);
	reading.folder = nsc_name_text(names, command->folder);
	reading.file = nsc_name_text(names, command->file);
	for (i = 0; i < command->argument_count; i++) {
		words[i] = nsc_name_text(
			names, facts->arguments.ptr[command->argument_first + i]);
	}
	if (command->argument_count == 0) {
		return;
	}
	read_program(&reading, words[0], &cxx);
	read_words(&reading, words + 1, command->argument_count - 1, cxx);
}

bool nsc_invocation_is_freestanding(const struct nsc_names *names,
				    const struct nsc_invocation *invocation,
				    struct nsc_name triple)
{
	struct nsc_name asked = nsc_name_given(triple) ? triple : invocation->triple;

	return invocation->freestanding == NSC_FLAG_ON ||
	       nsc_triple_is_bare(nsc_name_text(names, asked));
}
