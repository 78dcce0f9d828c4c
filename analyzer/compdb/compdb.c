/*
 * compdb.c - entry by entry: check, split, expand, strip, keep. See compdb.h.
 */
#include "analyzer/compdb/compdb.h"

#include <cjson/cJSON.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/digest.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_in.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/compiler.h"
#include "analyzer/compdb/option.h"
#include "analyzer/compdb/quote.h"
#include "analyzer/compdb/response.h"
#include "analyzer/fact/compdb.h"

/* Commands by their content: 128 bits, so equal digests are equal commands. */
#define NOSTD_NAME          seen
#define NOSTD_K             struct nsc_digest
#define NOSTD_V             char
#define NOSTD_HASH(k, seed) ((size_t)((k)->low ^ (seed)))
#define NOSTD_EQ(a, b)      nsc_digest_eq(*(a), *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME words
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

struct reading {
	struct nsc_run *run;
	struct nsc_compdb_facts *out;
	struct nostd_str folder; /* of the database */
	struct seen seen;
	size_t gone; /* files that do not exist, so far */
};

/* One entry; texts live in scratch or in its cJSON tree. */
struct entry {
	struct nsc_place at;
	struct nostd_str folder, file, output;
	enum nsc_quoting quoting;
	struct words words;
};

static int refuse(struct reading *reading, const struct entry *entry, const char *what)
{
	nsc_diag(reading->run->diags, NSC_DIAG_NOT_ANALYSED, entry->at,
		 "found an entry {}", what);
	return -1;
}

/* -- the entry as it is written ------------------------------------------------------ */

static int read_arguments(struct reading *reading, const cJSON *array,
			  struct entry *entry)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, array)
	{
		if (!cJSON_IsString(item)) {
			return refuse(reading, entry,
				      "with an argument that is not a string");
		}
		words_push(&entry->words, nostd_str_from_c(item->valuestring));
	}
	return 0;
}

static int read_command(struct reading *reading, const char *text, struct entry *entry)
{
	struct nostd_str command = nostd_str_from_c(text);
	struct nsc_quote it;

	if (nsc_quote_is_windows(entry->folder, command)) {
		entry->quoting = NSC_QUOTING_MICROSOFT;
	}
	it = nsc_quote_words(reading->run->scratch, entry->quoting, command);
	while (nsc_quote_next(&it)) {
		words_push(&entry->words, it.word);
		if (it.open) {
			return refuse(reading, entry, "whose command ends inside quotes");
		}
	}
	return 0;
}

static int read_words(struct reading *reading, const cJSON *value, struct entry *entry)
{
	const cJSON *arguments = nsc_json_get(value, "arguments");
	const char *command = nsc_json_get_string(value, "command");
	int ret;

	if (cJSON_IsArray(arguments)) {
		ret = read_arguments(reading, arguments, entry);
	} else if (command) {
		ret = read_command(reading, command, entry);
	} else {
		return refuse(reading, entry,
			      "without an \"arguments\" list or a \"command\" string");
	}
	if (ret == 0 && (entry->words.len == 0 || entry->words.ptr[0].len == 0)) {
		return refuse(reading, entry, "whose command is empty");
	}
	return ret;
}

static int read_entry(struct reading *reading, const cJSON *value, struct entry *entry)
{
	const char *folder = nsc_json_get_string(value, "directory");
	const char *file = nsc_json_get_string(value, "file");
	const char *output = nsc_json_get_string(value, "output");

	if (!cJSON_IsObject(value)) {
		return refuse(reading, entry, "that is not an object");
	}
	if (!folder || !*folder) {
		return refuse(reading, entry, "without a \"directory\" string");
	}
	if (!file || !*file) {
		return refuse(reading, entry, "without a \"file\" string");
	}
	entry->folder = nsc_path_join(reading->run->scratch, reading->folder,
				      nostd_str_from_c(folder));
	entry->file = nsc_path_join(reading->run->scratch, entry->folder,
				    nostd_str_from_c(file));
	entry->output = nostd_str_from_c(output);
	return read_words(reading, value, entry);
}

/* -- the row ------------------------------------------------------------------------- */

static struct nsc_name name_of(struct reading *reading, struct nostd_str text)
{
	return nsc_name(reading->run->names, text);
}

/* What the options say of the object. */
struct object_options {
	struct nostd_str output; /* the last -o; empty: none */
	bool none;               /* -E, -S and the like: what is made is no object */
};

static struct object_options object_options(struct words_slice words)
{
	struct object_options out = {{NULL, 0}, false};
	size_t i;

	for (i = 1; i < words.len;) {
		struct nsc_argument argument =
			nsc_option_read(words.ptr + i, words.len - i);
		enum nsc_option_means means =
			argument.option ? argument.option->means : NSC_MEANS_NOTHING;

		if (means == NSC_MEANS_OUTPUT) {
			out.output = argument.value;
		}
		out.none = out.none || means == NSC_MEANS_NO_OBJECT;
		i += argument.words;
	}
	return out;
}

/* GCC manual, "Overall Options", -o: else it is SOURCE.o in the folder. */
static struct nsc_name object_name(struct reading *reading, const struct entry *entry,
				   struct words_slice words)
{
	struct object_options options = object_options(words);
	struct nostd_string text;

	if (options.none) {
		return name_of(reading, NOSTD_STR(""));
	}
	if (options.output.len == 0) {
		options.output = entry->output;
	}
	text = nostd_string_new_in(nsc_scratch(reading->run));
	if (options.output.len != 0) {
		nostd_string_push_str(&text, options.output);
	} else {
		nostd_format(&text, "{}.o", nsc_path_stem(entry->file));
	}
	return name_of(reading, nsc_path_join(reading->run->scratch, entry->folder,
					      nostd_string_as_str(&text)));
}

static void digest_name(struct nsc_digester *digester, struct nsc_name name)
{
	nsc_digester_add_u64(digester, name.ix);
}

/* Is this row, with its arguments at the end of the table, there already? */
static bool is_repeat(struct reading *reading, const struct nsc_compile_command *row)
{
	struct nsc_digester digester;
	struct nsc_digest digest;
	uint32_t i;

	nsc_digester_init(&digester);
	digest_name(&digester, row->folder);
	digest_name(&digester, row->file);
	digest_name(&digester, row->object);
	for (i = 0; i < row->argument_count; i++) {
		digest_name(&digester,
			    reading->out->arguments.ptr[row->argument_first + i]);
	}
	digest = nsc_digester_finish(&digester);
	if (seen_contains_key(&reading->seen, digest)) {
		return true;
	}
	seen_insert(&reading->seen, digest, 0);
	return false;
}

/*
 * A clean checkout may lack thousands: name some, count the rest. Details only: a unit
 * that a target needs says itself that it was not analysed.
 */
static void tell_gone(struct reading *reading, const struct nsc_compile_command *row)
{
	if (reading->gone++ < NSC_LIMIT_TOLD) {
		nsc_diag(reading->run->diags, NSC_DIAG_DETAIL, row->at,
			 "the file {} does not exist",
			 nsc_name_text(reading->run->names, row->file));
	}
}

static void tell_gone_rest(struct reading *reading)
{
	if (reading->gone > NSC_LIMIT_TOLD) {
		nsc_diag(reading->run->diags, NSC_DIAG_DETAIL,
			 nsc_place(reading->out->path, 0, 0),
			 "{} more files do not exist", reading->gone - NSC_LIMIT_TOLD);
	}
}

/* Response files of a GCC have GCC's quoting wherever it runs. */
static enum nsc_quoting quoting_of_files(const struct entry *entry)
{
	size_t skip = nsc_compiler_skip_wrappers(entry->words.ptr, entry->words.len);
	struct nsc_compiler_name name = nsc_compiler_name(entry->words.ptr[skip]);

	return entry->quoting == NSC_QUOTING_MICROSOFT && name.family != NSC_COMPILER_GCC
		       ? NSC_QUOTING_MICROSOFT
		       : NSC_QUOTING_GCC;
}

/* The words with response files read and wrappers taken off, in `all`. */
static struct words_slice expand(struct reading *reading, const struct entry *entry,
				 struct words *all)
{
	struct nsc_response response = {entry->folder, quoting_of_files(entry),
					entry->at};
	struct nsc_name_vec names = nsc_name_vec_new_in(nsc_scratch(reading->run));
	struct words_slice out;
	size_t i, skip;

	nsc_response_expand(reading->run, &response, entry->words.ptr, entry->words.len,
			    &names);
	for (i = 0; i < names.len; i++) {
		words_push(all, nsc_name_text(reading->run->names, names.ptr[i]));
	}
	skip = nsc_compiler_skip_wrappers(all->ptr, all->len);
	out.ptr = all->ptr + skip;
	out.len = all->len - skip;
	return out;
}

static void keep_words(struct reading *reading, struct words_slice words,
		       struct nsc_compile_command *row)
{
	struct nsc_name_vec *arguments = &reading->out->arguments;
	size_t i;

	row->argument_first = (uint32_t)arguments->len;
	row->argument_count = (uint32_t)words.len;
	for (i = 0; i < words.len; i++) {
		nsc_name_vec_push(arguments, name_of(reading, words.ptr[i]));
	}
}

static void add_row(struct reading *reading, const struct entry *entry)
{
	struct nsc_compdb_facts *out = reading->out;
	struct words all = words_new_in(nsc_scratch(reading->run));
	struct words_slice words = expand(reading, entry, &all);
	struct nsc_compile_command row;

	if (words.len == 0) {
		refuse(reading, entry, "whose response file is empty");
		return;
	}
	row.folder = name_of(reading, entry->folder);
	row.file = name_of(reading, entry->file);
	row.object = object_name(reading, entry, words);
	row.at = entry->at;
	keep_words(reading, words, &row);
	if (is_repeat(reading, &row)) {
		out->arguments.len = row.argument_first;
		out->repeated++;
		return;
	}
	row.gone = nsc_host_look(entry->file.ptr, NULL) == NSC_FILE_NONE;
	if (row.gone) {
		tell_gone(reading, &row);
	}
	nsc_compile_command_vec_push(&out->commands, row);
}

static void take_element(struct reading *reading, const struct nsc_json_element *element)
{
	struct nostd_bump_mark mark = nostd_bump_mark(reading->run->scratch);
	struct entry entry = {.quoting = NSC_QUOTING_POSIX};

	entry.at = nsc_place(reading->out->path, element->line, element->column);
	entry.words = words_new_in(nsc_scratch(reading->run));
	if (read_entry(reading, element->value, &entry) == 0) {
		add_row(reading, &entry);
	}
	nostd_bump_reset(reading->run->scratch, mark);
}

static int take_elements(struct reading *reading, struct nsc_json_reader *in,
			 struct nsc_err *err)
{
	struct nsc_json_element element;
	int ret;

	while ((ret = nsc_json_array_next(in, &element, err)) > 0) {
		take_element(reading, &element);
		cJSON_Delete(element.value);
	}
	return ret;
}

int nsc_compdb_parse(struct nsc_run *run, struct nostd_str path, struct nostd_span text,
		     struct nsc_compdb_facts *out, struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nostd_str full =
		nsc_path_join(run->scratch, nsc_host_cwd(run->scratch), path);
	struct reading reading = {run, out, nsc_path_folder(full),
				  seen_new_in(&nsc_host_heap), 0};
	struct nsc_json_reader in;
	int ret;

	out->path = nsc_name(run->names, full);
	ret = nsc_json_array_open(&in, path, text, run->scratch, err);
	if (ret == 0) {
		ret = take_elements(&reading, &in, err);
	}
	tell_gone_rest(&reading);
	seen_drop(&reading.seen);
	nostd_bump_reset(run->scratch, mark);
	return ret;
}
