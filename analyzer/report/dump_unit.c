/*
 * dump_unit.c - facts of one unit or database, row by row. See dump_unit.h.
 */
#include "analyzer/report/dump_unit.h"

#include "analyzer/base/digest.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/path.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- words for numbers --------------------------------------------------------------- */

struct flag_word {
	unsigned flag;
	const char *word;
};

static const struct flag_word entity_words[] = {
	{NSC_ENTITY_STATIC, "static"}, {NSC_ENTITY_INLINE, "inline"},
	{NSC_ENTITY_WEAK, "weak"},     {NSC_ENTITY_USED, "used"},
	{NSC_ENTITY_ALIAS, "alias"},   {NSC_ENTITY_TENTATIVE, "tentative"},
	{NSC_ENTITY_UNUSED, "unused"},
};

static const struct flag_word use_words[] = {
	{NSC_USE_UNEVALUATED, "unevaluated"}, {NSC_USE_DEAD, "dead"},
	{NSC_USE_BUILTIN, "builtin"},         {NSC_USE_WEAK, "weak"},
	{NSC_USE_IMPLICIT, "implicit"},
};

static const char *const statuses[] = {"ok", "partial", "failed", "skipped"};
static const char *const entity_kinds[] = {"function", "variable"};
static const char *const use_kinds[] = {"call", "address", "asm", "trap"};
static const char *const header_name_kinds[] = {"function", "object",   "type",
						"tag",      "constant", "macro"};
static const char *const diag_kinds[] = {"note", "warning", "error", "fatal"};

/* A value out of a fact file may be one that this program does not know. */
static const char *word_of(const char *const *words, size_t count, unsigned value)
{
	return value < count ? words[value] : "?";
}

#define WORD(words, value) word_of((words), COUNT(words), (value))

/* What both formats need. */
struct dump {
	const struct nsc_mounts *mounts;
	struct nostd_sink out;
	struct nsc_json json;
};

static struct nostd_str text_of(const struct dump *dump, struct nsc_name name)
{
	return nsc_name_text(dump->mounts->names, name);
}

static struct nostd_str path_of(const struct dump *dump, struct nsc_name path)
{
	return nsc_name_given(path) ? text_of(dump, nsc_mounts_show(dump->mounts, path))
				    : NOSTD_STR("");
}

#define print(dump, ...) (void)!nostd_try_format_sink((dump)->out, __VA_ARGS__)

/* -- text ---------------------------------------------------------------------------- */

static void print_place(struct dump *dump, struct nsc_place at)
{
	if (!nsc_place_given(at)) {
		print(dump, "-");
		return;
	}
	print(dump, "{}:{}", path_of(dump, at.file), at.line);
	if (at.column != 0) {
		print(dump, ":{}", at.column);
	}
}

static void print_flags(struct dump *dump, const struct flag_word *words, size_t count,
			unsigned flags)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (flags & words[i].flag) {
			print(dump, " {}", words[i].word);
		}
	}
}

static void print_entity(struct dump *dump, const struct nsc_entity *entity)
{
	print(dump, "{} {}", WORD(entity_kinds, entity->kind),
	      text_of(dump, entity->symbol));
	if (!nsc_name_eq(entity->symbol, entity->name)) {
		print(dump, " ({})", text_of(dump, entity->name));
	}
	print(dump, "  ");
	print_place(dump, entity->at);
	print(dump, "-{}", entity->line_end);
	print_flags(dump, entity_words, COUNT(entity_words), entity->flags);
	print(dump, "\n");
}

static void print_macros(struct dump *dump, const struct nsc_unit_facts *facts,
			 const struct nsc_use *use)
{
	uint32_t i;

	for (i = 0; i < use->macro_count; i++) {
		const struct nsc_macro *macro = &facts->macros.ptr[use->macro_first + i];

		print(dump, "    in macro {}  ", text_of(dump, macro->name));
		print_place(dump, macro->defined);
		print(dump, "\n");
	}
}

/* "LEVEL 3  config.h:2:9", "DEBUG not defined": what a condition names. */
static void print_guard_macro(struct dump *dump, const struct nsc_guard_macro *macro)
{
	print(dump, "      {}", text_of(dump, macro->name));
	if (macro->state == NSC_GUARD_MACRO_UNDEFINED) {
		print(dump, " not defined\n");
		return;
	}
	if (nsc_name_given(macro->body)) {
		print(dump, " {}", text_of(dump, macro->body));
	}
	if (nsc_place_given(macro->at)) {
		print(dump, "  ");
		print_place(dump, macro->at);
	}
	print(dump, "\n");
}

static void print_guards(struct dump *dump, const struct nsc_unit_facts *facts,
			 uint32_t first, uint32_t count)
{
	uint32_t i, m;

	for (i = first; i < first + count; i++) {
		const struct nsc_guard *guard = &facts->guards.ptr[i];
		struct nostd_str condition = text_of(dump, guard->condition);

		print(dump, "    {} {}{}{}  ", guard->taken ? "in" : "past",
		      nsc_guard_directive_name(guard->directive),
		      condition.len != 0 ? " " : "", condition);
		print_place(dump, guard->at);
		print(dump, "{}\n", guard->evaluated ? "" : " not evaluated");
		for (m = 0; m < guard->macro_count; m++) {
			print_guard_macro(
				dump, &facts->guard_macros.ptr[guard->macro_first + m]);
		}
	}
}

static void print_use(struct dump *dump, const struct nsc_unit_facts *facts,
		      const struct nsc_use *use)
{
	print(dump, "  {} {}", WORD(use_kinds, use->kind),
	      text_of(dump, nsc_name_given(use->symbol) ? use->symbol : use->name));
	if (nsc_name_given(use->symbol) && !nsc_name_eq(use->symbol, use->name)) {
		print(dump, " ({})", text_of(dump, use->name));
	}
	print(dump, "  ");
	print_place(dump, use->at);
	print_flags(dump, use_words, COUNT(use_words), use->flags);
	if (nsc_name_given(use->declared_in)) {
		print(dump, "  declared in {}", path_of(dump, use->declared_in));
	}
	print(dump, "\n");
	print_macros(dump, facts, use);
	print_guards(dump, facts, use->guard_first, use->guard_count);
}

/* Uses of one entity, or of none; they stand together and in this order. */
static size_t print_uses(struct dump *dump, const struct nsc_unit_facts *facts, size_t at,
			 uint32_t entity)
{
	while (at < facts->uses.len && facts->uses.ptr[at].entity == entity) {
		print_use(dump, facts, &facts->uses.ptr[at++]);
	}
	return at;
}

static void print_include(struct dump *dump, const struct nsc_unit_facts *facts,
			  const struct nsc_include *include)
{
	struct nostd_str spelled = text_of(dump, include->spelled);

	print(dump, "include ");
	if (spelled.len != 0) {
		print(dump, "{}{}{}  ", include->angled ? "<" : "\"", spelled,
		      include->angled ? ">" : "\"");
	}
	print(dump, "{}  ",
	      nsc_name_given(include->file) ? path_of(dump, include->file)
					    : NOSTD_STR("not found"));
	print_place(dump, include->at);
	print(dump, "{}\n", include->system ? " system" : "");
	print_guards(dump, facts, include->guard_first, include->guard_count);
}

/* "needs size_t (type) of <stdio.h>  main.c:4:8" */
static void print_header_name(struct dump *dump, const struct nsc_unit_facts *facts,
			      const struct nsc_header_name *row)
{
	struct nsc_name of = {0};

	if (row->directive != NSC_NO_ROW) {
		of = facts->includes.ptr[row->directive].spelled;
	}
	print(dump, "needs {} ({}) of <{}>  ", text_of(dump, row->name),
	      WORD(header_name_kinds, row->kind), text_of(dump, of));
	print_place(dump, row->at);
	print(dump, "{}\n", row->flags & NSC_HEADER_LINKED ? " referenced" : "");
}

static void print_diag(struct dump *dump, const struct nsc_unit_diag *diag)
{
	print(dump, "{} ", WORD(diag_kinds, diag->kind));
	print_place(dump, diag->at);
	print(dump, ": {}\n", text_of(dump, diag->text));
}

static void print_unit(struct dump *dump, const struct nsc_unit_facts *facts)
{
	size_t i, at = 0;

	print(dump, "unit {}\n", path_of(dump, facts->source));
	print(dump, "status {}{}\n", WORD(statuses, facts->status),
	      facts->freestanding ? ", freestanding" : "");
	print(dump, "target {}\n", text_of(dump, facts->triple));
	for (i = 0; i < facts->diags.len; i++) {
		print_diag(dump, &facts->diags.ptr[i]);
	}
	for (i = 0; i < facts->includes.len; i++) {
		print_include(dump, facts, &facts->includes.ptr[i]);
	}
	for (i = 0; i < facts->header_names.len; i++) {
		print_header_name(dump, facts, &facts->header_names.ptr[i]);
	}
	for (i = 0; i < facts->entities.len; i++) {
		print_entity(dump, &facts->entities.ptr[i]);
		at = print_uses(dump, facts, at, (uint32_t)i);
	}
	if (at < facts->uses.len) {
		print(dump, "outside of all\n");
		print_uses(dump, facts, at, NSC_NO_ROW);
	}
}

/* -- JSON ---------------------------------------------------------------------------- */

static void put_path(struct dump *dump, const char *key, struct nsc_name path)
{
	if (nsc_name_given(path)) {
		nsc_json_kstr(&dump->json, key, path_of(dump, path));
	}
}

/* Members `file`, `line`, `column` of an open object; what is not known is left out. */
static void put_place(struct dump *dump, struct nsc_place at)
{
	put_path(dump, "file", at.file);
	if (at.line != 0) {
		nsc_json_kuint(&dump->json, "line", at.line);
	}
	if (at.column != 0) {
		nsc_json_kuint(&dump->json, "column", at.column);
	}
}

static void put_flags(struct dump *dump, const struct flag_word *words, size_t count,
		      unsigned flags)
{
	size_t i;

	nsc_json_key(&dump->json, "flags");
	nsc_json_array_line(&dump->json);
	for (i = 0; i < count; i++) {
		if (flags & words[i].flag) {
			nsc_json_str(&dump->json, nostd_str_from_c(words[i].word));
		}
	}
	nsc_json_end(&dump->json);
}

static void put_word(struct dump *dump, const char *key, const char *word)
{
	nsc_json_kstr(&dump->json, key, nostd_str_from_c(word));
}

static void put_entity(struct dump *dump, const struct nsc_entity *entity)
{
	nsc_json_object_line(&dump->json);
	nsc_json_kstr(&dump->json, "symbol", text_of(dump, entity->symbol));
	nsc_json_kstr(&dump->json, "name", text_of(dump, entity->name));
	put_word(dump, "kind", WORD(entity_kinds, entity->kind));
	put_place(dump, entity->at);
	nsc_json_kuint(&dump->json, "line_end", entity->line_end);
	put_flags(dump, entity_words, COUNT(entity_words), entity->flags);
	nsc_json_end(&dump->json);
}

static void put_macros(struct dump *dump, const struct nsc_unit_facts *facts,
		       const struct nsc_use *use)
{
	uint32_t i;

	nsc_json_key(&dump->json, "macros");
	nsc_json_array(&dump->json);
	for (i = 0; i < use->macro_count; i++) {
		const struct nsc_macro *macro = &facts->macros.ptr[use->macro_first + i];

		nsc_json_object_line(&dump->json);
		nsc_json_kstr(&dump->json, "name", text_of(dump, macro->name));
		put_place(dump, macro->defined);
		nsc_json_end(&dump->json);
	}
	nsc_json_end(&dump->json);
}

static void put_physical(struct dump *dump, struct nsc_place at,
			 struct nsc_place physical)
{
	if (nsc_name_eq(at.file, physical.file) && at.line == physical.line &&
	    at.column == physical.column) {
		return;
	}
	nsc_json_key(&dump->json, "physical");
	nsc_json_object_line(&dump->json);
	put_place(dump, physical);
	nsc_json_end(&dump->json);
}

static void put_guard_macro(struct dump *dump, const struct nsc_guard_macro *macro)
{
	bool defined = macro->state == NSC_GUARD_MACRO_DEFINED;

	nsc_json_object_line(&dump->json);
	nsc_json_kstr(&dump->json, "name", text_of(dump, macro->name));
	nsc_json_kbool(&dump->json, "defined", defined);
	if (defined) {
		nsc_json_kstr(&dump->json, "value", text_of(dump, macro->body));
		put_place(dump, macro->at);
	}
	nsc_json_end(&dump->json);
}

static void put_guard(struct dump *dump, const struct nsc_unit_facts *facts,
		      const struct nsc_guard *guard)
{
	uint32_t i;

	nsc_json_object(&dump->json);
	nsc_json_kstr(&dump->json, "directive",
		      nostd_str_from_c(nsc_guard_directive_name(guard->directive)));
	if (nsc_name_given(guard->condition)) {
		nsc_json_kstr(&dump->json, "condition", text_of(dump, guard->condition));
	}
	put_place(dump, guard->at);
	put_physical(dump, guard->at, guard->physical);
	nsc_json_kbool(&dump->json, "taken", guard->taken);
	nsc_json_kbool(&dump->json, "evaluated", guard->evaluated);
	nsc_json_key(&dump->json, "macros");
	nsc_json_array(&dump->json);
	for (i = 0; i < guard->macro_count; i++) {
		put_guard_macro(dump, &facts->guard_macros.ptr[guard->macro_first + i]);
	}
	nsc_json_end(&dump->json);
	nsc_json_end(&dump->json);
}

static void put_guards(struct dump *dump, const struct nsc_unit_facts *facts,
		       uint32_t first, uint32_t count)
{
	uint32_t i;

	nsc_json_key(&dump->json, "guards");
	nsc_json_array(&dump->json);
	for (i = first; i < first + count; i++) {
		put_guard(dump, facts, &facts->guards.ptr[i]);
	}
	nsc_json_end(&dump->json);
}

static void put_use(struct dump *dump, const struct nsc_unit_facts *facts,
		    const struct nsc_use *use)
{
	nsc_json_object(&dump->json);
	nsc_json_kstr(&dump->json, "symbol", text_of(dump, use->symbol));
	nsc_json_kstr(&dump->json, "name", text_of(dump, use->name));
	put_word(dump, "kind", WORD(use_kinds, use->kind));
	put_flags(dump, use_words, COUNT(use_words), use->flags);
	put_place(dump, use->at);
	put_physical(dump, use->at, use->physical);
	if (use->entity < facts->entities.len) {
		nsc_json_kstr(&dump->json, "function",
			      text_of(dump, facts->entities.ptr[use->entity].name));
	}
	put_path(dump, "declared_in", use->declared_in);
	put_macros(dump, facts, use);
	put_guards(dump, facts, use->guard_first, use->guard_count);
	nsc_json_end(&dump->json);
}

static void put_include(struct dump *dump, const struct nsc_unit_facts *facts,
			const struct nsc_include *include)
{
	nsc_json_object(&dump->json);
	nsc_json_kstr(&dump->json, "spelled", text_of(dump, include->spelled));
	put_path(dump, "resolved", include->file);
	put_place(dump, include->at);
	nsc_json_kbool(&dump->json, "angled", include->angled);
	nsc_json_kbool(&dump->json, "system", include->system);
	put_guards(dump, facts, include->guard_first, include->guard_count);
	nsc_json_end(&dump->json);
}

static void put_header_name(struct dump *dump, const struct nsc_header_name *row)
{
	nsc_json_object_line(&dump->json);
	nsc_json_kstr(&dump->json, "name", text_of(dump, row->name));
	put_word(dump, "kind", WORD(header_name_kinds, row->kind));
	put_place(dump, row->at);
	if (row->directive != NSC_NO_ROW) {
		nsc_json_kuint(&dump->json, "include", row->directive);
	}
	nsc_json_kbool(&dump->json, "written", (row->flags & NSC_HEADER_WRITTEN) != 0);
	nsc_json_kbool(&dump->json, "referenced", (row->flags & NSC_HEADER_LINKED) != 0);
	nsc_json_end(&dump->json);
}

static void put_input(struct dump *dump, const struct nsc_unit_input *input)
{
	struct nsc_digest digest = {input->digest_high, input->digest_low};
	char hex[NSC_DIGEST_HEX_SIZE];

	nsc_digest_hex(digest, hex);
	nsc_json_object_line(&dump->json);
	put_path(dump, "file", input->path);
	nsc_json_kstr(&dump->json, "digest", nostd_str_from_c(hex));
	nsc_json_end(&dump->json);
}

static void put_diag(struct dump *dump, const struct nsc_unit_diag *diag)
{
	nsc_json_object_line(&dump->json);
	put_word(dump, "kind", WORD(diag_kinds, diag->kind));
	put_place(dump, diag->at);
	nsc_json_kstr(&dump->json, "message", text_of(dump, diag->text));
	nsc_json_end(&dump->json);
}

/* An array of rows, each written by `put`. */
#define PUT_ROWS(dump, key, vec, put)                      \
	do {                                               \
		size_t row_;                               \
                                                           \
		nsc_json_key(&(dump)->json, key);          \
		nsc_json_array(&(dump)->json);             \
		for (row_ = 0; row_ < (vec).len; row_++) { \
			put((dump), &(vec).ptr[row_]);     \
		}                                          \
		nsc_json_end(&(dump)->json);               \
	} while (0)

static void put_includes(struct dump *dump, const struct nsc_unit_facts *facts)
{
	size_t i;

	nsc_json_key(&dump->json, "includes");
	nsc_json_array(&dump->json);
	for (i = 0; i < facts->includes.len; i++) {
		put_include(dump, facts, &facts->includes.ptr[i]);
	}
	nsc_json_end(&dump->json);
}

static void put_uses(struct dump *dump, const struct nsc_unit_facts *facts)
{
	size_t i;

	nsc_json_key(&dump->json, "references");
	nsc_json_array(&dump->json);
	for (i = 0; i < facts->uses.len; i++) {
		put_use(dump, facts, &facts->uses.ptr[i]);
	}
	nsc_json_end(&dump->json);
}

static void put_unit(struct dump *dump, const struct nsc_unit_facts *facts)
{
	nsc_json_object(&dump->json);
	put_word(dump, "kind", "unit");
	put_path(dump, "source", facts->source);
	put_word(dump, "status", WORD(statuses, facts->status));
	nsc_json_kstr(&dump->json, "triple", text_of(dump, facts->triple));
	nsc_json_kbool(&dump->json, "freestanding", facts->freestanding);
	PUT_ROWS(dump, "diagnostics", facts->diags, put_diag);
	put_includes(dump, facts);
	PUT_ROWS(dump, "entities", facts->entities, put_entity);
	put_uses(dump, facts);
	if (facts->header_names_known) {
		PUT_ROWS(dump, "header_names", facts->header_names, put_header_name);
	}
	PUT_ROWS(dump, "inputs", facts->inputs, put_input);
	nsc_json_end(&dump->json);
}

/* -- databases ----------------------------------------------------------------------- */

static void print_field(struct dump *dump, const char *label, struct nostd_str text)
{
	if (text.len != 0) {
		print(dump, "  {:<14}{}\n", label, text);
	}
}

static void print_said(struct dump *dump, const struct nsc_dump_command *said)
{
	print_field(dump, "compiler", path_of(dump, said->compiler));
	print_field(dump, "target", text_of(dump, said->triple));
	print_field(dump, said->freestanding ? "freestanding" : "host tool",
		    text_of(dump, said->why));
}

static void print_command(struct dump *dump, const struct nsc_compdb_facts *facts,
			  const struct nsc_compile_command *command,
			  const struct nsc_dump_command *said)
{
	uint32_t i;

	print(dump, "\n{}{}  ", path_of(dump, command->file),
	      command->gone ? " (gone)" : "");
	print_place(dump, command->at);
	print(dump, "\n");
	print_field(dump, "folder", path_of(dump, command->folder));
	print_field(dump, "object", path_of(dump, command->object));
	if (said) {
		print_said(dump, said);
	}
	print(dump, "  {:<13}", "arguments");
	for (i = 0; i < command->argument_count; i++) {
		print(dump, " {:?}",
		      text_of(dump, facts->arguments.ptr[command->argument_first + i]));
	}
	print(dump, "\n");
}

static void print_compdb(struct dump *dump, const struct nsc_compdb_facts *facts,
			 const struct nsc_dump_command *said)
{
	size_t i;

	print(dump, "{}: compile database, {} command{}", path_of(dump, facts->path),
	      facts->commands.len, facts->commands.len == 1 ? "" : "s");
	if (facts->repeated != 0) {
		print(dump, " ({} repeated)", facts->repeated);
	}
	print(dump, "\n");
	for (i = 0; i < facts->commands.len; i++) {
		print_command(dump, facts, &facts->commands.ptr[i],
			      said ? &said[i] : NULL);
	}
}

static void put_said(struct dump *dump, const struct nsc_dump_command *said)
{
	put_path(dump, "compiler", said->compiler);
	if (nsc_name_given(said->triple)) {
		nsc_json_kstr(&dump->json, "triple", text_of(dump, said->triple));
	}
	nsc_json_kbool(&dump->json, "freestanding", said->freestanding);
	nsc_json_kstr(&dump->json, "why", text_of(dump, said->why));
}

static void put_command(struct dump *dump, const struct nsc_compdb_facts *facts,
			const struct nsc_compile_command *command,
			const struct nsc_dump_command *said)
{
	uint32_t i;

	nsc_json_object(&dump->json);
	put_path(dump, "file", command->file);
	put_path(dump, "folder", command->folder);
	put_path(dump, "object", command->object);
	nsc_json_kuint(&dump->json, "line", command->at.line);
	nsc_json_kuint(&dump->json, "column", command->at.column);
	nsc_json_kbool(&dump->json, "gone", command->gone);
	if (said) {
		put_said(dump, said);
	}
	nsc_json_key(&dump->json, "arguments");
	nsc_json_array_line(&dump->json);
	for (i = 0; i < command->argument_count; i++) {
		nsc_json_str(&dump->json,
			     text_of(dump,
				     facts->arguments.ptr[command->argument_first + i]));
	}
	nsc_json_end(&dump->json);
	nsc_json_end(&dump->json);
}

static void put_compdb(struct dump *dump, const struct nsc_compdb_facts *facts,
		       const struct nsc_dump_command *said)
{
	size_t i;

	nsc_json_object(&dump->json);
	put_word(dump, "kind", "compile_commands");
	put_path(dump, "path", facts->path);
	nsc_json_kuint(&dump->json, "repeated", facts->repeated);
	nsc_json_key(&dump->json, "commands");
	nsc_json_array(&dump->json);
	for (i = 0; i < facts->commands.len; i++) {
		put_command(dump, facts, &facts->commands.ptr[i], said ? &said[i] : NULL);
	}
	nsc_json_end(&dump->json);
	nsc_json_end(&dump->json);
}

/* -- entry points -------------------------------------------------------------------- */

void nsc_dump_unit(const struct nsc_unit_facts *facts, const struct nsc_mounts *mounts,
		   bool json, struct nostd_sink out)
{
	struct dump dump = {.mounts = mounts, .out = out};

	nsc_json_init(&dump.json, out);
	if (json) {
		put_unit(&dump, facts);
	} else {
		print_unit(&dump, facts);
	}
}

void nsc_dump_compdb(const struct nsc_compdb_facts *facts,
		     const struct nsc_dump_command *said, const struct nsc_mounts *mounts,
		     bool json, struct nostd_sink out)
{
	struct dump dump = {.mounts = mounts, .out = out};

	nsc_json_init(&dump.json, out);
	if (json) {
		put_compdb(&dump, facts, said);
	} else {
		print_compdb(&dump, facts, said);
	}
}
