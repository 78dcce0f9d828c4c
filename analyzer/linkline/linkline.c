/*
 * linkline.c - the words of a linker's command understood. See linkline.h; what each
 * option means stands in option.def.
 */
#include "analyzer/linkline/linkline.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/linkline/ask.h"
#include "analyzer/linkline/file.h"
#include "analyzer/linkline/script.h"

enum form { FORM_ALONE, FORM_VALUE, FORM_VALUE_JOINED, FORM_JOINED };

enum means {
	MEANS_NOTHING,
	MEANS_INEXACT,
	MEANS_GROUP_START,
	MEANS_GROUP_END,
	MEANS_WHOLE,
	MEANS_NOT_WHOLE,
	MEANS_PUSH,
	MEANS_POP,
	MEANS_STATIC,
	MEANS_DYNAMIC,
	MEANS_SHARED,
	MEANS_PIE,
	MEANS_RELOCATABLE,
	MEANS_GC,
	MEANS_NO_GC,
	MEANS_UNDEFINED,
	MEANS_ENTRY,
	MEANS_INIT,
	MEANS_FINI,
	MEANS_WRAP,
	MEANS_CLAIMS_FAT,
	MEANS_DEFSYM,
	MEANS_FOLDER,
	MEANS_LIBRARY,
	MEANS_SCRIPT,
	MEANS_OUTPUT,
	MEANS_MAP,
	MEANS_SYSROOT,
	MEANS_EMULATION,
	MEANS_LOADER,
	MEANS_NO_FOLDERS,
	MEANS_FORMAT,
	MEANS_OUTPUT_FORMAT,
	MEANS_KEYWORD,
	MEANS_LAYOUT
};

static const struct row {
	const char *name;
	uint8_t form, means;
} rows[] = {
#define LINK_OPTION(name, form, means) {name, FORM_##form, MEANS_##means},
#include "analyzer/linkline/option.def"
#undef LINK_OPTION
};

enum { STATES_MAX = 16 /* --push-state inside each other */ };

struct reader {
	struct nsc_run *run;
	struct nsc_drivers *drivers;
	const struct nsc_name_vec *words;
	struct nsc_link_line *line;
	struct nsc_line_files files;
	struct nsc_name_vec script_options; /* with which the linker's own is asked for */
	struct nsc_name script;             /* of -T; empty: none */
	size_t script_first, script_count;  /* rows of assignments that scripts made */
	struct nsc_name entry;              /* of -e: before any ENTRY */
	struct nsc_place at;
	bool saved_whole[STATES_MAX], saved_static[STATES_MAX];
	size_t states;
	bool raw_inputs; /* -b of no ELF holds for the files that follow */
	bool raw_output; /* --oformat of no ELF */
};

static struct nostd_str text_of(const struct reader *of, struct nsc_name name)
{
	return nsc_name_text(of->run->names, name);
}

/* -- words --------------------------------------------------------------------------- */

/* An option, its value, and how many words both are. */
struct word {
	const struct row *row; /* NULL: no option that is known */
	struct nostd_str text, value;
	size_t count;
};

/*
 * Does a row fit? Long names stand behind "--" or "-", one letter behind "-" alone.
 */
static bool fits(const struct row *row, struct nostd_str word, struct word *out)
{
	struct nostd_str name = nostd_str_from_c(row->name), rest = word;
	bool dashes = nostd_str_strip_prefix(&rest, NOSTD_STR("--"));

	if (!dashes && !nostd_str_strip_prefix(&rest, NOSTD_STR("-"))) {
		return false;
	}
	if ((dashes && name.len == 1) || !nostd_str_strip_prefix(&rest, name)) {
		return false;
	}
	out->value = rest;
	switch ((enum form)row->form) {
	case FORM_ALONE:
		return rest.len == 0;
	case FORM_VALUE:
	case FORM_VALUE_JOINED:
		return rest.len == 0 ||
		       nostd_str_strip_prefix(&out->value, NOSTD_STR("="));
	case FORM_JOINED:
		return true;
	}
	return false;
}

/* Rows with longer names first: "-Ttext" is no script "text", "-init" no -i. */
static struct word read_word(const struct reader *of, size_t at)
{
	struct word best = {NULL, text_of(of, of->words->ptr[at]), {NULL, 0}, 1};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct word one = best;

		if (fits(&rows[i], best.text, &one) &&
		    (!best.row || strlen(rows[i].name) > strlen(best.row->name))) {
			best = one;
			best.row = &rows[i];
		}
	}
	if (best.row && best.value.len == 0 && at + 1 < of->words->len &&
	    (best.row->form == FORM_JOINED ||
	     (best.row->form == FORM_VALUE &&
	      nostd_str_find_byte(best.text, '=') == NOSTD_NOT_FOUND))) {
		best.value = text_of(of, of->words->ptr[at + 1]);
		best.count = 2;
	}
	return best;
}

/* -- what they mean ------------------------------------------------------------------ */

static struct nsc_name name_of(struct reader *of, struct nostd_str text)
{
	return nsc_name(of->run->names, text);
}

static struct nsc_name path_of(struct reader *of, struct nostd_str text)
{
	return name_of(of, nsc_path_join(of->run->scratch, text_of(of, of->line->folder),
					 text));
}

static void add_item(struct reader *of, uint8_t kind)
{
	struct nsc_line_item item = {kind, {0}, of->at};

	nsc_line_item_vec_push(&of->line->items, item);
}

static void say_inexact(struct reader *of, struct nostd_str text)
{
	nsc_diag(of->run->diags, NSC_DIAG_NOTE, of->at,
		 "the link line has {}, which is not replayed: retained bytes are not "
		 "known",
		 text);
	of->line->complete = false;
}

static void add_defsym(struct reader *of, const struct word *word)
{
	size_t before = of->line->assignments.len, i;

	if (!nsc_script_defsym(of->run, of->line, word->value, of->at)) {
		say_inexact(of, word->text);
	}
	for (i = before; i < of->line->assignments.len; i++) {
		of->line->assignments.ptr[i].item = (uint32_t)of->line->items.len;
	}
}

static void add_folder(struct reader *of, struct nostd_str folder)
{
	bool rooted = nostd_str_strip_prefix(&folder, NOSTD_STR("=")) ||
		      nostd_str_strip_prefix(&folder, NOSTD_STR("$SYSROOT"));
	struct nostd_str root = text_of(of, rooted && nsc_name_given(of->files.sysroot)
						    ? of->files.sysroot
						    : of->line->folder);

	while (rooted && nsc_name_given(of->files.sysroot) &&
	       nostd_str_strip_prefix(&folder, NOSTD_STR("/"))) {
	}
	nsc_name_vec_push(&of->files.search,
			  name_of(of, nsc_path_join(of->run->scratch, root, folder)));
}

static void take_keyword(struct reader *of, struct nostd_str keyword)
{
	if (nostd_str_eq(keyword, NOSTD_STR("start-stop-gc"))) {
		of->line->start_stop_gc = true;
	} else if (nostd_str_eq(keyword, NOSTD_STR("nostart-stop-gc"))) {
		of->line->start_stop_gc = false;
	}
}

static void keep_script_option(struct reader *of, const struct word *word)
{
	nsc_name_vec_push(&of->script_options, name_of(of, word->text));
	if (word->count == 2) {
		nsc_name_vec_push(&of->script_options, name_of(of, word->value));
	}
}

static void push_state(struct reader *of, bool push)
{
	if (push && of->states < STATES_MAX) {
		of->saved_whole[of->states] = of->files.whole;
		of->saved_static[of->states++] = of->files.only_static;
	} else if (!push && of->states > 0) {
		of->files.whole = of->saved_whole[--of->states];
		of->files.only_static = of->saved_static[of->states];
	}
}

/* Options about names; false: it is none. */
static bool take_name(struct reader *of, const struct word *word)
{
	struct nsc_link_line *line = of->line;

	switch (word->row->means) {
	case MEANS_UNDEFINED:
		nsc_line_name_vec_push(&line->undefined, name_of(of, word->value));
		return true;
	case MEANS_ENTRY:
		of->entry = name_of(of, word->value);
		return true;
	case MEANS_INIT:
		line->init = name_of(of, word->value);
		return true;
	case MEANS_FINI:
		line->fini = name_of(of, word->value);
		return true;
	case MEANS_WRAP:
		nsc_line_name_vec_push(&line->wraps, name_of(of, word->value));
		return true;
	case MEANS_DEFSYM:
		add_defsym(of, word);
		return true;
	}
	return false;
}

/*
 * A script's statements stand where -T does, behind each --defsym that was read so far;
 * those of the linker's own script at the end.
 */
static void place_script(struct reader *of, uint32_t item)
{
	struct nsc_assignment_vec *all = &of->line->assignments;
	size_t count = of->script_count, i;

	for (i = of->script_first; i < of->script_first + count; i++) {
		struct nsc_assignment row = all->ptr[i];

		row.item = item;
		nsc_assignment_vec_push(all, row);
	}
	for (i = of->script_first; i + count < all->len; i++) {
		all->ptr[i] = all->ptr[i + count];
	}
	nsc_assignment_vec_truncate(all, all->len - count);
	of->script_first = all->len - count;
}

/* Options about files; false: it is none. */
static bool take_file(struct reader *of, const struct word *word)
{
	switch (word->row->means) {
	case MEANS_GROUP_START:
		add_item(of, NSC_LINE_GROUP_START);
		return true;
	case MEANS_GROUP_END:
		add_item(of, NSC_LINE_GROUP_END);
		return true;
	case MEANS_WHOLE:
	case MEANS_NOT_WHOLE:
		of->files.whole = word->row->means == MEANS_WHOLE;
		return true;
	case MEANS_PUSH:
	case MEANS_POP:
		push_state(of, word->row->means == MEANS_PUSH);
		return true;
	case MEANS_STATIC:
	case MEANS_DYNAMIC:
		of->files.only_static = word->row->means == MEANS_STATIC;
		keep_script_option(of, word);
		return true;
	case MEANS_LIBRARY:
		nsc_line_add_library(&of->files, word->value, of->at);
		return true;
	case MEANS_OUTPUT:
		of->line->output = path_of(of, word->value);
		return true;
	case MEANS_MAP:
		of->line->map = path_of(of, word->value);
		return true;
	case MEANS_SCRIPT:
		place_script(of, (uint32_t)of->line->items.len);
		/* To gold ENTRY is a -e that stands where -T does. */
		if (of->line->linker == NSC_LINKER_GOLD &&
		    nsc_name_given(of->line->entry)) {
			of->entry = (struct nsc_name){0};
		}
		return true;
	}
	return false;
}

/* What is no ELF is not read as such: "binary" makes data of a file, "ihex" too. */
static bool is_elf_format(struct nostd_str format)
{
	return nostd_str_starts_with(format, NOSTD_STR("elf")) ||
	       nostd_str_eq(format, NOSTD_STR("default"));
}

/* Formats of what is read and written; false: it is none. */
static bool take_format(struct reader *of, const struct word *word)
{
	bool elf = is_elf_format(word->value);

	switch (word->row->means) {
	case MEANS_FORMAT:
		of->raw_inputs = !elf;
		return true;
	case MEANS_OUTPUT_FORMAT:
		of->raw_output = !elf;
		return true;
	}
	return false;
}

static void take_option(struct reader *of, const struct word *word)
{
	if (take_format(of, word) || take_name(of, word) || take_file(of, word)) {
		return;
	}
	switch (word->row->means) {
	case MEANS_SHARED:
	case MEANS_PIE:
		of->line->shared |= word->row->means == MEANS_SHARED;
		keep_script_option(of, word);
		break;
	case MEANS_RELOCATABLE:
		of->line->relocatable = true;
		keep_script_option(of, word);
		break;
	case MEANS_GC:
	case MEANS_NO_GC:
		of->line->gc = word->row->means == MEANS_GC;
		break;
	case MEANS_EMULATION:
	case MEANS_LAYOUT:
		keep_script_option(of, word);
		break;
	case MEANS_LOADER:
		of->line->hosted = true;
		break;
	case MEANS_CLAIMS_FAT:
		of->line->claims_fat = true;
		break;
	case MEANS_KEYWORD:
		take_keyword(of, word->value);
		keep_script_option(of, word);
		break;
	case MEANS_INEXACT:
		say_inexact(of, word->text);
		break;
	}
}

static void take_word(struct reader *of, const struct word *word)
{
	if (word->text.len != 0 && word->text.ptr[0] != '-' && of->raw_inputs) {
		nsc_diag(of->run->diags, NSC_DIAG_NOTE, of->at,
			 "the link line takes {} as it is, for data, which is not "
			 "replayed: retained bytes are not known",
			 word->text);
		of->line->complete = false;
	} else if (word->text.len != 0 && word->text.ptr[0] != '-') {
		nsc_line_add_file(&of->files, word->text, of->at);
	} else if (word->row) {
		take_option(of, word);
	} else if (word->text.len != 0) {
		nsc_diag(of->run->diags, NSC_DIAG_NOTE, of->at,
			 "the link line has {}, which is not known here: retained bytes "
			 "are not known",
			 word->text);
		of->line->complete = false;
	}
}

/* -L and --sysroot hold for all of the line, wherever they stand (ld manual, "-L"). */
static void take_folders(struct reader *of)
{
	size_t i;

	for (i = 1; i < of->words->len;) {
		struct word word = read_word(of, i);

		if (word.row && word.row->means == MEANS_SYSROOT) {
			of->files.sysroot = path_of(of, word.value);
		}
		i += word.count;
	}
	for (i = 1; i < of->words->len;) {
		struct word word = read_word(of, i);

		if (word.row && word.row->means == MEANS_FOLDER) {
			add_folder(of, word.value);
		} else if (word.row && word.row->means == MEANS_SCRIPT) {
			of->script = name_of(of, word.value);
		}
		i += word.count;
	}
}

/* -- scripts of the linker ----------------------------------------------------------- */

static bool read_own_script(struct reader *of, struct nsc_name program,
			    struct nostd_str *why)
{
	struct nsc_asking ask = {of->drivers, of->run, {NULL, 0}};
	struct nsc_name called =
		nsc_drivers_program(of->drivers, program, of->line->folder, &ask.why);
	struct nostd_str text;

	if (!nsc_name_given(called) ||
	    !nsc_ask_script(&ask, called, &of->script_options, &text)) {
		*why = ask.why;
		return false;
	}
	nsc_line_read_script(&of->files, called, text);
	return true;
}

/*
 * GNU ld has one of its own unless -T names another; gold, lld and mold do without, but
 * may be given one.
 */
static void take_scripts(struct reader *of, struct nsc_name program)
{
	struct nostd_str why;

	if (nsc_name_given(of->script)) {
		nsc_line_add_script(&of->files, text_of(of, of->script), of->at);
		if (!of->files.augmented) {
			return;
		}
	}
	if (of->line->linker != NSC_LINKER_BFD || of->line->relocatable) {
		return;
	}
	if (!read_own_script(of, program, &why)) {
		nsc_diag(of->run->diags, NSC_DIAG_NOTE, of->at,
			 "{} cannot be asked for its linker script ({}), so it is not "
			 "known what the script keeps: retained bytes are not known",
			 text_of(of, program), why);
		of->line->complete = false;
	}
}

static void set_defaults(struct reader *of)
{
	struct nsc_link_line *line = of->line;

	line->init = nsc_name_c(of->run->names, "_init");
	line->fini = nsc_name_c(of->run->names, "_fini");
	line->start_stop_gc = line->linker == NSC_LINKER_LLD;
	line->output = path_of(of, NOSTD_STR("a.out"));
}

static void read_words(struct reader *of, struct nsc_name program)
{
	size_t i;

	set_defaults(of);
	take_folders(of);
	for (i = 1; i < of->words->len;) {
		struct word word = read_word(of, i);

		if (word.row &&
		    (word.row->means == MEANS_EMULATION ||
		     word.row->means == MEANS_SHARED || word.row->means == MEANS_PIE ||
		     word.row->means == MEANS_STATIC ||
		     word.row->means == MEANS_RELOCATABLE ||
		     word.row->means == MEANS_LAYOUT)) {
			take_option(of, &word);
		}
		i += word.count;
	}
	of->files.only_static = false;
	take_scripts(of, program);
	of->script_count = of->line->assignments.len;
	place_script(of, UINT32_MAX);
	for (i = 1; i < of->words->len;) {
		struct word word = read_word(of, i);

		take_word(of, &word);
		i += word.count;
	}
	/* GNU ld collects for ELF alone: bfd's other targets keep all. */
	of->line->gc &= !of->raw_output || of->line->linker != NSC_LINKER_BFD;
	if (nsc_name_given(of->entry)) {
		of->line->entry = of->entry;
	} else if (!nsc_name_given(of->line->entry) && !of->line->relocatable &&
		   of->line->linker != NSC_LINKER_BFD) {
		of->line->entry = nsc_name_c(of->run->names, "_start");
		of->line->entry_by_default = true;
	}
}

/* -- drivers ------------------------------------------------------------------------- */

/* "-fuse-ld=lld" of the driver's own words; empty: not said. */
static struct nostd_str chosen_linker(const struct reader *of,
				      const struct nsc_link_command *command)
{
	struct nostd_str chosen = {NULL, 0};
	size_t i;

	for (i = 1; i < command->words.len; i++) {
		struct nostd_str word = text_of(of, command->words.ptr[i]);

		if (nostd_str_strip_prefix(&word, NOSTD_STR("-fuse-ld="))) {
			chosen = word;
		}
	}
	return chosen;
}

/*
 * The linker as a program that can be asked. collect2 stands for what gcc was built with,
 * which is PREFIX-ld beside PREFIX-gcc, or what -fuse-ld= says (gcc/collect2.cc).
 */
static struct nsc_name linker_of_driver(struct reader *of,
					const struct nsc_link_command *command,
					struct nsc_name first)
{
	struct nostd_str driver = nsc_path_base(text_of(of, command->words.ptr[0]));
	struct nostd_str folder = nsc_path_folder(text_of(of, command->words.ptr[0]));
	struct nostd_str chosen = chosen_linker(of, command), prefix, name;
	struct nostd_string text;

	if (!nostd_str_eq(nsc_path_base(text_of(of, first)), NOSTD_STR("collect2"))) {
		return first;
	}
	text = nostd_string_new_in(nsc_scratch(of->run));
	if (nostd_str_find_byte(text_of(of, command->words.ptr[0]), '/') !=
	    NOSTD_NOT_FOUND) {
		nostd_format(&text, "{}/", folder);
	}
	for (prefix = driver; nostd_str_rsplit_once(prefix, '-', &prefix, &name);) {
		if (nostd_str_starts_with(name, NOSTD_STR("g")) ||
		    nostd_str_starts_with(name, NOSTD_STR("c"))) {
			nostd_format(&text, "{}-", prefix);
			break;
		}
	}
	if (chosen.len != 0) {
		nostd_format(&text, "ld.{}", chosen);
	} else {
		nostd_format(&text, "ld");
	}
	return name_of(of, nostd_string_as_str(&text));
}

static bool expand(struct reader *of, const struct nsc_link_command *command,
		   struct nsc_name_vec *words, struct nsc_asking *ask)
{
	if (nsc_is_linker(text_of(of, command->words.ptr[0]))) {
		*words = command->words;
		return true;
	}
	return nsc_ask_driver(ask, command, words);
}

bool nsc_link_line_read(struct nsc_drivers *drivers, struct nsc_run *run,
			const struct nsc_link_command *command,
			struct nsc_link_line *line, struct nostd_str *why)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_name_vec words = nsc_name_vec_new_in(nsc_scratch(run));
	struct nsc_asking ask = {drivers, run, {NULL, 0}};
	struct nsc_name program;
	struct reader of;
	bool good;

	memset(&of, 0, sizeof(of));
	of.run = run;
	of.drivers = drivers;
	of.line = line;
	of.at = command->at;
	of.files.run = run;
	of.files.line = line;
	of.files.search = nsc_name_vec_new_in(nsc_scratch(run));
	of.script_options = nsc_name_vec_new_in(nsc_scratch(run));
	line->at = command->at;
	line->folder = command->folder;
	good = expand(&of, command, &words, &ask);
	if (good) {
		of.words = &words;
		program = linker_of_driver(&of, command, words.ptr[0]);
		good = nsc_ask_linker(&ask, program, line->folder, &line->linker);
	}
	if (good) {
		read_words(&of, program);
	}
	*why = nostd_bump_str(run->keep, ask.why);
	nostd_bump_reset(run->scratch, mark);
	return good;
}
