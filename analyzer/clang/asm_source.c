/*
 * asm_source.c - lines, comments, separators and macros of GNU as. See asm_source.h.
 *
 * Manual: GNU as 2.40, 3.3 "Comments", 3.5 "Statements", 5.2 "Setting Symbols",
 * 7.78 ".macro", 7.59 ".irp", 7.60 ".irpc", 7.92 ".rept".
 */
#include "analyzer/clang/asm_source.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/clang/asm_condition.h"
#include "analyzer/clang/asm_value.h"

static const struct nsc_asm_dialect dialects[] = {
#define DIALECT(arch, triples, comment, line_comment, separator, operators) \
	{NSC_ASM_ARCH_##arch,                                               \
	 NOSTD_STR_INIT(triples),                                           \
	 NOSTD_STR_INIT(comment),                                           \
	 NOSTD_STR_INIT(line_comment),                                      \
	 separator,                                                         \
	 operators},
#include "analyzer/clang/assembly.def"
#undef DIALECT
};

/* A text that is being read: the source's, or what a macro made. */
struct input {
	struct nostd_str text;
	size_t at;
	struct nsc_asm_at place; /* of the line at `at` */
	bool made;               /* by a macro: all of it stands at `place` */
	bool in_line;            /* the last statement ended at a separator */
	bool once;         /* stands for several repetitions, that are not counted */
	size_t conditions; /* so many were open when it began */
};

struct macro {
	struct nostd_str name;
	struct nostd_str params; /* "a, b=1, c:vararg" */
	struct nostd_str body;
};

#define NOSTD_NAME macros
#define NOSTD_T    struct macro
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME arguments
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_asm_source {
	struct nostd_bump *arena;
	const struct nsc_assembly_from *from;
	const struct nsc_asm_dialect *dialect;
	struct nsc_assembly *out;
	struct input inputs[NSC_LIMIT_ASM_DEPTH];
	unsigned depth;
	struct macros macros;
	struct nsc_asm_values *values;
	struct nsc_asm_conditions *conditions;
	struct nsc_asm_statement rest; /* what follows a label; text empty: nothing */
	size_t statements_left;
	uint32_t expansions; /* what \@ stands for */
};

const struct nsc_asm_dialect *nsc_asm_dialect_of(struct nostd_str triple)
{
	size_t i, count = sizeof(dialects) / sizeof(dialects[0]);

	for (i = 0; i + 1 < count; i++) {
		struct nostd_str_words it = nostd_str_words(dialects[i].triples);

		while (nostd_str_words_next(&it)) {
			if (nostd_str_starts_with(triple, it.word)) {
				return &dialects[i];
			}
		}
	}
	return &dialects[count - 1];
}

bool nsc_asm_is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

size_t nsc_asm_name_size(struct nostd_str text)
{
	size_t size = 0;

	while (size < text.len && nsc_asm_is_name_byte(text.ptr[size])) {
		size++;
	}
	return size;
}

struct nostd_str nsc_asm_word(struct nostd_str *text)
{
	struct nostd_str word;
	size_t size = 0;

	while (size < text->len && !nostd_is_blank(text->ptr[size])) {
		size++;
	}
	word = nostd_str_take(*text, size);
	*text = nostd_str_trim_start(nostd_str_skip(*text, size));
	return word;
}

/* -- files --------------------------------------------------------------------------- */

static uint32_t file_index(struct nsc_asm_source *source, struct nostd_str name,
			   bool system)
{
	struct nsc_asm_file_vec *files = &source->out->files;
	struct nsc_asm_file file = {name, system};
	uint32_t i;

	for (i = 0; i < files->len; i++) {
		if (nostd_str_eq(files->ptr[i].name, name)) {
			return i;
		}
	}
	nsc_asm_file_vec_push(files, file);
	return i;
}

/* `# 12 "file" 1 3` (GCC manual, "Preprocessor Output"): 1 enters, 3 is a system file. */
static bool take_marker(struct nsc_asm_source *source, struct input *input,
			struct nostd_str line)
{
	struct nostd_str number, rest = line, name;
	struct nsc_asm_at from = input->place;
	size_t open, close;
	uint32_t value;

	if (!nostd_str_strip_prefix(&rest, NOSTD_STR("# "))) {
		return false;
	}
	number = nsc_asm_word(&rest);
	open = nostd_str_find_byte(rest, '"');
	close = nostd_str_rfind_byte(rest, '"');
	if (!nostd_str_to_u32(number, 10, &value) || open != 0 || close == 0) {
		return false;
	}
	name = nostd_str_slice(rest, 1, close);
	rest = nostd_str_skip(rest, close + 1);
	if (!nostd_str_starts_with(name, NOSTD_STR("<"))) {
		bool system = nostd_str_contains(rest, NOSTD_STR(" 3"));

		input->place.file = file_index(source, name, system);
		if (nostd_str_starts_with(rest, NOSTD_STR(" 1"))) {
			struct nsc_asm_entry entry = {input->place.file, from};

			nsc_asm_entry_vec_push(&source->out->entries, entry);
		}
	}
	input->place.line = value;
	return true;
}

/* -- statements of one text ---------------------------------------------------------- */

static char byte_at(const struct input *input, size_t at)
{
	return at < input->text.len ? input->text.ptr[at] : '\0';
}

static void next_line(struct input *input)
{
	input->at++;
	input->place.line += !input->made;
	input->in_line = false;
}

/* A character of a comment set begins a comment; '/' only when it is doubled. */
static bool begins_comment(const struct input *input, struct nostd_str set)
{
	char c = byte_at(input, input->at);

	return nostd_str_find_byte(set, c) != NOSTD_NOT_FOUND &&
	       (c != '/' || byte_at(input, input->at + 1) == '/');
}

static void skip_block_comment(struct input *input)
{
	input->at += 2;
	while (input->at < input->text.len && !(byte_at(input, input->at) == '*' &&
						byte_at(input, input->at + 1) == '/')) {
		input->place.line += byte_at(input, input->at) == '\n' && !input->made;
		input->at++;
	}
	input->at += input->at < input->text.len ? 2 : 0;
}

static void take_string(struct input *input, struct nostd_string *out)
{
	char c;

	do {
		c = byte_at(input, input->at++);
		nostd_string_push_byte(out, c);
		if (c == '\\' && input->at < input->text.len) {
			nostd_string_push_byte(out, byte_at(input, input->at++));
		}
	} while (input->at < input->text.len && byte_at(input, input->at) != '"' &&
		 byte_at(input, input->at) != '\n');
	if (byte_at(input, input->at) == '"') {
		nostd_string_push_byte(out, '"');
		input->at++;
	}
}

/* Text up to a separator or the end of the line, comments left out. */
static void take_text(const struct nsc_asm_source *source, struct input *input,
		      struct nostd_string *out)
{
	bool comment = false;

	while (input->at < input->text.len && byte_at(input, input->at) != '\n') {
		char c = byte_at(input, input->at);

		if (!comment && c == '/' && byte_at(input, input->at + 1) == '*') {
			skip_block_comment(input);
			nostd_string_push_byte(out, ' ');
			continue;
		}
		comment = comment || begins_comment(input, source->dialect->comment);
		if (!comment && c == source->dialect->separator) {
			input->at++;
			input->in_line = true;
			return;
		}
		if (!comment && c == '"') {
			take_string(input, out);
			continue;
		}
		if (!comment) {
			nostd_string_push_byte(out, c);
		}
		input->at++;
	}
	if (input->at < input->text.len) {
		next_line(input);
	} else {
		input->in_line = false;
	}
}

static struct nostd_str rest_of_line(const struct input *input)
{
	struct nostd_str rest = nostd_str_skip(input->text, input->at);

	return nostd_str_take(rest, nostd_str_find_byte(rest, '\n'));
}

/* Line markers and lines that are comments as a whole. */
static bool skip_line(struct nsc_asm_source *source, struct input *input)
{
	struct nostd_str line = rest_of_line(input);
	struct nostd_str text = nostd_str_trim_start(line);

	if (source->from->markers && !input->made && take_marker(source, input, line)) {
		input->at += line.len;
		input->at += input->at < input->text.len;
		return true;
	}
	if (text.len != 0 && nostd_str_find_byte(source->dialect->line_comment,
						 text.ptr[0]) != NOSTD_NOT_FOUND) {
		input->at += line.len;
		if (input->at < input->text.len) {
			next_line(input);
		}
		return true;
	}
	return false;
}

/* The next statement of one text; false at its end. */
static bool next_of(struct nsc_asm_source *source, struct input *input,
		    struct nsc_asm_statement *out)
{
	while (input->at < input->text.len) {
		struct nostd_string text =
			nostd_string_new_in(nostd_bump_in(source->arena));

		if (!input->in_line && skip_line(source, input)) {
			continue;
		}
		out->at = input->place;
		take_text(source, input, &text);
		out->text = nostd_str_trim(nostd_string_as_str(&text));
		if (out->text.len != 0) {
			return true;
		}
	}
	return false;
}

/* -- macros -------------------------------------------------------------------------- */

static bool is_word(struct nostd_str text, const char *word)
{
	return nostd_str_eq_ignore_case(nsc_asm_word(&text), nostd_str_from_c(word));
}

/* The lines up to the one that closes this block, which is passed over. */
static struct nostd_str take_block(struct nsc_asm_source *source, struct input *input,
				   bool is_macro)
{
	size_t from = input->at, end = input->at;
	int depth = 1;
	struct nsc_asm_statement statement;

	while (depth > 0 && input->at < input->text.len) {
		end = input->at;
		if (!next_of(source, input, &statement)) {
			break;
		}
		if (is_macro) {
			depth += is_word(statement.text, ".macro");
			depth -= is_word(statement.text, ".endm") ||
				 is_word(statement.text, ".endmacro");
		} else {
			depth += is_word(statement.text, ".rept") ||
				 is_word(statement.text, ".irp") ||
				 is_word(statement.text, ".irpc");
			depth -= is_word(statement.text, ".endr");
		}
	}
	return nostd_str_slice(input->text, from, end);
}

/* Arguments: separated by commas, or by blanks (7.78); quotes and parentheses hold. */
static void split_arguments(struct nsc_asm_source *source, struct nostd_str text,
			    struct arguments *out)
{
	size_t i = 0;

	*out = arguments_new_in(nostd_bump_in(source->arena));
	while (i < text.len) {
		size_t from = i;
		int depth = 0;
		bool quoted = false;

		for (; i < text.len; i++) {
			char c = text.ptr[i];

			quoted = quoted != (c == '"');
			depth += !quoted && (c == '(' || c == '[' || c == '{');
			depth -= !quoted && (c == ')' || c == ']' || c == '}');
			if (!quoted && depth <= 0 && (c == ',' || nostd_is_blank(c))) {
				break;
			}
		}
		arguments_push(out, nostd_str_slice(text, from, i));
		while (i < text.len && nostd_is_blank(text.ptr[i])) {
			i++;
		}
		if (i < text.len && text.ptr[i] == ',') {
			i++;
		}
		while (i < text.len && nostd_is_blank(text.ptr[i])) {
			i++;
		}
	}
}

static struct nostd_str unquoted(struct nostd_str text)
{
	if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"') {
		return nostd_str_slice(text, 1, text.len - 1);
	}
	return text;
}

/* "name", "name=default", "name:req", "name:vararg". */
static struct nostd_str param_name(struct nostd_str param, struct nostd_str *value,
				   bool *rest)
{
	struct nostd_str kind = NOSTD_STR("");

	*value = NOSTD_STR("");
	nostd_str_split_once(param, '=', &param, value);
	nostd_str_split_once(param, ':', &param, &kind);
	*rest = nostd_str_eq(kind, NOSTD_STR("vararg"));
	return param;
}

/* Parameters and what they stand for. */
struct binding {
	struct arguments names, values;
};

static void bind(struct binding *binding, struct nostd_str name, struct nostd_str value)
{
	arguments_push(&binding->names, name);
	arguments_push(&binding->values, unquoted(value));
}

static struct binding new_binding(struct nsc_asm_source *source)
{
	const struct nostd_allocator *in = nostd_bump_in(source->arena);
	struct binding binding = {arguments_new_in(in), arguments_new_in(in)};

	return binding;
}

static struct nostd_str keyword_value(const struct arguments *given,
				      struct nostd_str name)
{
	struct nostd_str key, value;
	size_t i;

	for (i = 0; i < given->len; i++) {
		if (nostd_str_split_once(given->ptr[i], '=', &key, &value) &&
		    nostd_str_eq(nostd_str_trim(key), name)) {
			return value;
		}
	}
	return NOSTD_STR("");
}

static struct binding bind_call(struct nsc_asm_source *source, const struct macro *macro,
				struct nostd_str text)
{
	struct binding binding = new_binding(source);
	struct arguments params, given;
	size_t i;

	split_arguments(source, macro->params, &params);
	split_arguments(source, text, &given);
	for (i = 0; i < params.len; i++) {
		struct nostd_str value, keyword;
		bool rest;
		struct nostd_str name = param_name(params.ptr[i], &value, &rest);

		if (rest && i < given.len) {
			value = nostd_str_skip(text,
					       (size_t)(given.ptr[i].ptr - text.ptr));
		} else if (i < given.len && given.ptr[i].len != 0) {
			value = given.ptr[i];
		}
		keyword = keyword_value(&given, name);
		bind(&binding, name, keyword.len != 0 ? keyword : value);
	}
	return binding;
}

/* What `\name` at text[at] stands for; its size behind the backslash, or 0. */
static size_t look_up(const struct binding *binding, struct nostd_str text,
		      struct nostd_str *value)
{
	size_t size = 0, i;

	while (size < text.len && nsc_asm_is_name_byte(text.ptr[size]) &&
	       text.ptr[size] != '.' && text.ptr[size] != '$') {
		size++;
	}
	for (i = 0; i < binding->names.len; i++) {
		if (nostd_str_eq(binding->names.ptr[i], nostd_str_take(text, size))) {
			*value = binding->values.ptr[i];
			return size;
		}
	}
	return 0;
}

static void fill_in(struct nsc_asm_source *source, struct nostd_str body,
		    const struct binding *binding, struct nostd_string *out)
{
	size_t i = 0;

	while (i < body.len) {
		struct nostd_str behind = nostd_str_skip(body, i + 1), value;
		size_t size;

		if (body.ptr[i] != '\\') {
			nostd_string_push_byte(out, body.ptr[i++]);
		} else if (nostd_str_starts_with(behind, NOSTD_STR("()"))) {
			i += 3;
		} else if (nostd_str_starts_with(behind, NOSTD_STR("@"))) {
			nostd_format(out, "{}", source->expansions);
			i += 2;
		} else if ((size = look_up(binding, behind, &value)) != 0) {
			nostd_string_push_str(out, value);
			i += 1 + size;
		} else {
			nostd_string_push_byte(out, body.ptr[i++]);
		}
	}
}

static struct input *push_text(struct nsc_asm_source *source, struct nostd_str text,
			       struct nsc_asm_at place)
{
	struct input input = {.text = text, .place = place, .made = true};

	input.conditions = nsc_asm_conditions_open(source->conditions);
	if (source->depth == NSC_LIMIT_ASM_DEPTH) {
		source->out->cut = true;
		return NULL;
	}
	source->inputs[source->depth] = input;
	return &source->inputs[source->depth++];
}

/* Leave the innermost text, and what it opened. */
static void pop_text(struct nsc_asm_source *source)
{
	const struct input *input = &source->inputs[--source->depth];

	if (input->made) {
		nsc_asm_conditions_close(source->conditions, input->conditions);
	}
}

/* Is what is read now assembled, and just as often as it is read? */
static bool is_sure(const struct nsc_asm_source *source)
{
	unsigned i;

	for (i = 0; i < source->depth; i++) {
		if (source->inputs[i].once) {
			return false;
		}
	}
	return nsc_asm_conditions_sure(source->conditions);
}

static void define_macro(struct nsc_asm_source *source, struct input *input,
			 struct nostd_str text)
{
	struct macro macro;
	size_t size = nsc_asm_name_size(text);

	macro.name = nostd_str_take(text, size);
	macro.params = nostd_str_trim(nostd_str_skip(text, size));
	nostd_str_strip_prefix(&macro.params, NOSTD_STR(","));
	macro.params = nostd_str_trim(macro.params);
	macro.body = take_block(source, input, true);
	macros_push(&source->macros, macro);
}

static void call_macro(struct nsc_asm_source *source, const struct macro *macro,
		       struct nostd_str text, struct nsc_asm_at at)
{
	struct nostd_string made = nostd_string_new_in(nostd_bump_in(source->arena));
	struct binding binding = bind_call(source, macro, text);

	source->expansions++;
	fill_in(source, macro->body, &binding, &made);
	push_text(source, nostd_string_as_str(&made), at);
}

/* Texts that repetitions make are cut here. */
enum { REPEATED_MAX = 1 << 20 };

/* .rept count: so often; once where the count is not known or too large. */
static void repeat(struct nsc_asm_source *source, struct nostd_str body,
		   struct nostd_str text, struct nsc_asm_at at)
{
	struct nostd_string made = nostd_string_new_in(nostd_bump_in(source->arena));
	struct input *input;
	int64_t count, i;

	if (!nsc_asm_evaluate(source->values, text, &count) ||
	    count > REPEATED_MAX / (int64_t)(body.len + 1)) {
		input = push_text(source, body, at);
		if (input) {
			input->once = true;
		}
		return;
	}
	for (i = 0; i < count; i++) {
		nostd_string_push_str(&made, body);
		nostd_string_push_byte(&made, '\n');
	}
	push_text(source, nostd_string_as_str(&made), at);
}

/* .irp name,values and .irpc name,letters: the body once for each. */
static void repeat_for(struct nsc_asm_source *source, struct nostd_str body,
		       struct nostd_str text, struct nsc_asm_at at, bool letters)
{
	struct nostd_string made = nostd_string_new_in(nostd_bump_in(source->arena));
	struct arguments words;
	struct nostd_str list;
	size_t i, count;

	split_arguments(source, text, &words);
	if (words.len == 0) {
		return;
	}
	list = words.len > 1 ? unquoted(words.ptr[1]) : NOSTD_STR("");
	count = letters ? list.len : words.len - 1;
	for (i = 0; i < count && made.len < REPEATED_MAX; i++) {
		struct binding binding = new_binding(source);

		bind(&binding, words.ptr[0],
		     letters ? nostd_str_slice(list, i, i + 1) : words.ptr[i + 1]);
		fill_in(source, body, &binding, &made);
		nostd_string_push_byte(&made, '\n');
	}
	source->out->cut |= i < count;
	push_text(source, nostd_string_as_str(&made), at);
}

static const struct macro *find_macro(const struct nsc_asm_source *source,
				      struct nostd_str name)
{
	size_t i;

	for (i = source->macros.len; i > 0; i--) {
		if (nostd_str_eq_ignore_case(source->macros.ptr[i - 1].name, name)) {
			return &source->macros.ptr[i - 1];
		}
	}
	return NULL;
}

/* Is the statement about macros? Then it is dealt with. */
static bool take_macro(struct nsc_asm_source *source, struct input *input,
		       const struct nsc_asm_statement *statement)
{
	struct nostd_str text = statement->text;
	struct nostd_str word = nsc_asm_word(&text);
	const struct macro *macro;

	if (is_word(word, ".macro")) {
		define_macro(source, input, text);
		return true;
	}
	if (is_word(word, ".rept")) {
		repeat(source, take_block(source, input, false), text, statement->at);
		return true;
	}
	if (is_word(word, ".irp") || is_word(word, ".irpc")) {
		struct nostd_str body = take_block(source, input, false);

		repeat_for(source, body, text, statement->at, is_word(word, ".irpc"));
		return true;
	}
	if (is_word(word, ".exitm")) {
		if (input->made && is_sure(source)) {
			pop_text(source);
		}
		return true;
	}
	macro = find_macro(source, word);
	if (macro) {
		call_macro(source, macro, text, statement->at);
	}
	return macro != NULL;
}

struct nsc_asm_source *nsc_asm_source_new(struct nostd_bump *arena,
					  const struct nsc_assembly_from *from,
					  struct nsc_assembly *out)
{
	struct nsc_asm_source *source = nostd_bump_new(arena, struct nsc_asm_source);
	struct input input = {.text = from->text, .place = {0, 1}};

	source->arena = arena;
	source->from = from;
	source->dialect = nsc_asm_dialect_of(from->triple);
	source->out = out;
	source->inputs[0] = input;
	source->depth = 1;
	source->macros = macros_new_in(nostd_bump_in(arena));
	source->values = nsc_asm_values_new(arena);
	source->conditions =
		nsc_asm_conditions_new(arena, source->values, from->operands);
	source->statements_left = NSC_LIMIT_ASM_STATEMENTS;
	file_index(source, from->file, false);
	return source;
}

/* Bytes of a label with its ':' in front; 0: there is none. */
static size_t label_size(struct nostd_str text)
{
	size_t size = nsc_asm_name_size(text);

	return size > 0 && size < text.len && text.ptr[size] == ':' ? size + 1 : 0;
}

/* A label is a statement of its own; what follows it comes next. */
static bool take_label(struct nsc_asm_source *source, struct nsc_asm_statement *out)
{
	size_t size = label_size(out->text);

	if (size != 0) {
		source->rest = *out;
		source->rest.text = nostd_str_trim(nostd_str_skip(out->text, size));
		out->text = nostd_str_take(out->text, size);
		nsc_asm_define(source->values, nostd_str_take(out->text, size - 1),
			       is_sure(source));
	}
	return size != 0;
}

/* `.set name, value`, `name = value` and their like. */
static void note_value(struct nsc_asm_source *source, struct nostd_str text)
{
	static const char *const words[] = {".set", ".equ", ".equiv", ".eqv"};
	struct nostd_str rest = text, word = nsc_asm_word(&rest), name, value;
	bool sets = false;
	int64_t number;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		sets = sets || is_word(word, words[i]);
	}
	if (sets ? !nostd_str_split_once(rest, ',', &name, &value)
		 : !nostd_str_split_once(text, '=', &name, &value)) {
		return;
	}
	name = nostd_str_trim(name);
	if (nsc_asm_name_size(name) != name.len) {
		return;
	}
	nostd_str_strip_prefix(&value, NOSTD_STR("="));
	if (is_sure(source) && nsc_asm_evaluate(source->values, value, &number)) {
		nsc_asm_set(source->values, name, number);
	} else {
		nsc_asm_define(source->values, name, is_sure(source));
	}
}

/* The next statement of the innermost text; texts that have ended are closed. */
static struct input *next_input(struct nsc_asm_source *source,
				struct nsc_asm_statement *out)
{
	while (source->depth > 0) {
		struct input *input = &source->inputs[source->depth - 1];

		if (source->rest.text.len != 0) {
			*out = source->rest;
			source->rest.text = NOSTD_STR("");
			return input;
		}
		if (next_of(source, input, out)) {
			return input;
		}
		pop_text(source);
	}
	return NULL;
}

bool nsc_asm_source_next(struct nsc_asm_source *source, struct nsc_asm_statement *out)
{
	struct input *input;

	while ((input = next_input(source, out)) != NULL) {
		if (source->statements_left-- == 0) {
			source->out->cut = true;
			return false;
		}
		if (nsc_asm_conditions_take(source->conditions, out->text) ||
		    nsc_asm_conditions_skip(source->conditions)) {
			continue;
		}
		if (take_label(source, out)) {
			return true;
		}
		if (!take_macro(source, input, out)) {
			note_value(source, out->text);
			return true;
		}
	}
	return false;
}
