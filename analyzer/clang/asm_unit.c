/*
 * asm_unit.c - preprocess, scan, emit. See asm_unit.h.
 */
#include "analyzer/clang/asm_unit.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/assembly.h"
#include "analyzer/clang/conditional.h"
#include "analyzer/clang/lex.h"
#include "analyzer/clang/order.h"
#include "analyzer/clang/symbols.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

enum { SECONDS_MAX = 20 };
#define OUTPUT_MAX ((size_t)64 << 20)

struct reading {
	struct nsc_run *run;
	const struct nsc_unit_request *request;
	struct nsc_unit_facts *out;
	/* By index of nsc_assembly's files. */
	struct nsc_name *files;  /* paths */
	struct nostd_str *texts; /* NULL: not preprocessed */
	struct conditionals *conditionals;
	/* The last branch asked for: uses come in runs. */
	uint32_t branch_file, branch_inside, branch_first, branch_count;
};

/* Of one file; scanned when a place in it is asked for. */
struct conditionals {
	bool scanned;
	struct nsc_conditionals all;
	const struct nsc_asm_entry *opened_by; /* NULL: nobody's include */
	/* The last line asked for, and where it begins: lines mostly go up. */
	uint32_t line;
	size_t offset;
};

static void add_diag(struct reading *reading, enum nsc_unit_diag_kind kind,
		     struct nostd_str text)
{
	struct nsc_unit_diag row = {.kind = (uint8_t)kind};

	row.at = nsc_place(reading->request->source, 0, 0);
	row.text = nsc_name(reading->run->names, text);
	nsc_unit_diag_vec_push(&reading->out->diags, row);
}

static void fail(struct reading *reading, struct nostd_str why)
{
	reading->out->status = NSC_UNIT_FAILED;
	add_diag(reading, NSC_UNIT_FATAL, why);
}

/* -- the text ------------------------------------------------------------------------ */

/* The first line of the preprocessor's log that says what is wrong. */
static struct nostd_str complaint(struct nostd_str log)
{
	struct nostd_str_lines it = nostd_str_lines(log);

	while (nostd_str_lines_next(&it)) {
		if (nostd_str_contains(it.line, NOSTD_STR("error: "))) {
			return it.line;
		}
	}
	return NOSTD_STR("the preprocessor failed");
}

/* Only what nsc_adapt() let through is in the command; see driver.h for the rules. */
static bool preprocess(struct reading *reading, struct nostd_str *text)
{
	static const char *const env[] = {"LC_ALL=C", NULL};
	const struct nsc_name_vec *arguments = &reading->request->arguments;
	struct nsc_command command = {.folder = "/",
				      .env = env,
				      .seconds_max = SECONDS_MAX,
				      .output_max = OUTPUT_MAX};
	struct nsc_command_result result;
	struct nsc_err err = {NSC_ERR_NONE, ""};
	const char **argv =
		nostd_bump_array(reading->run->scratch, const char *, arguments->len + 1);
	size_t i;

	for (i = 0; i < arguments->len; i++) {
		argv[i] = nsc_name_chars(reading->run->names, arguments->ptr[i]);
	}
	command.argv = argv;
	if (nsc_host_run(reading->run->scratch, &command, &result, &err) < 0) {
		fail(reading, nostd_str_from_c(err.text));
		return false;
	}
	if (result.timed_out || result.status != 0) {
		fail(reading, result.timed_out
				      ? NOSTD_STR("the preprocessor took too long")
				      : complaint(result.err_text));
		return false;
	}
	*text = result.out;
	return true;
}

/* A file's text in scratch, kept as an input; false when it cannot be read. */
static bool read_file(struct reading *reading, struct nsc_name path,
		      struct nostd_str *text)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_unit_input row = {path, 0, 0};
	struct nsc_file_bytes file;
	struct nsc_digest digest;

	if (nsc_host_open(nsc_name_chars(reading->run->names, path), &file, &err) < 0) {
		fail(reading, nostd_str_from_c(err.text));
		return false;
	}
	digest = nsc_digest(file.bytes);
	row.digest_high = digest.high;
	row.digest_low = digest.low;
	nsc_unit_input_vec_push(&reading->out->inputs, row);
	*text = nostd_bump_str(reading->run->scratch,
			       nostd_str_new((const char *)file.bytes.ptr,
					     file.bytes.size));
	nsc_host_close(&file);
	return true;
}

/* -- files and inclusions ------------------------------------------------------------ */

static void name_files(struct reading *reading, const struct nsc_assembly *assembly)
{
	struct nostd_str folder =
		nsc_name_text(reading->run->names, reading->request->folder);
	size_t i;

	reading->files = nostd_bump_array(reading->run->scratch, struct nsc_name,
					  assembly->files.len);
	for (i = 0; i < assembly->files.len; i++) {
		reading->files[i] = nsc_name(reading->run->names,
					     nsc_path_join(reading->run->scratch, folder,
							   assembly->files.ptr[i].name));
	}
}

static struct nsc_place place_of(const struct reading *reading, struct nsc_asm_at at)
{
	return nsc_place(reading->files[at.file], at.line, 0);
}

/* The directive's own line: what is in its quotes or brackets. */
static void read_directive(struct reading *reading, struct nostd_str text, uint32_t line,
			   struct nsc_include *row)
{
	struct nostd_str_lines it = nostd_str_lines(text);
	struct nsc_lexer lexer;
	struct nsc_token token;
	size_t end;
	int i;

	while (nostd_str_lines_next(&it) && it.number < line) {
	}
	lexer = nsc_lexer(reading->run->scratch, it.line, 0);
	for (i = 0; i < 2; i++) { /* # include */
		if (!nsc_lex(&lexer, &token)) {
			return;
		}
	}
	it.line = nostd_str_trim(nostd_str_skip(it.line, lexer.at));
	row->angled = nostd_str_starts_with(it.line, NOSTD_STR("<"));
	it.line = nostd_str_skip(it.line, 1);
	end = nostd_str_find_byte(it.line, row->angled ? '>' : '"');
	if (end != NOSTD_NOT_FOUND) {
		row->spelled =
			nsc_name(reading->run->names, nostd_str_take(it.line, end));
	}
}

static void link_includes(struct reading *reading)
{
	struct nsc_include_vec *all = &reading->out->includes;
	struct nsc_name *within =
		nostd_bump_array(reading->run->scratch, struct nsc_name, all->len);
	size_t i;

	for (i = 0; i < all->len; i++) {
		within[i] = all->ptr[i].at.file;
	}
	nsc_includes_link(all, within, reading->out->source);
}

/* Files in the order of their index; the texts are needed for the directives. */
static bool add_inclusions(struct reading *reading, const struct nsc_assembly *assembly)
{
	size_t i;

	reading->texts = nostd_bump_array(reading->run->scratch, struct nostd_str,
					  assembly->files.len);
	reading->conditionals = nostd_bump_array(
		reading->run->scratch, struct conditionals, assembly->files.len);
	for (i = 0; i < assembly->files.len; i++) {
		if (!read_file(reading, reading->files[i], &reading->texts[i])) {
			return false;
		}
	}
	for (i = 0; i < assembly->entries.len; i++) {
		const struct nsc_asm_entry *entry = &assembly->entries.ptr[i];
		struct nsc_include row = {.file = reading->files[entry->file]};

		row.system = assembly->files.ptr[entry->file].system;
		if (entry->from.line != 0) {
			row.at = place_of(reading, entry->from);
			read_directive(reading, reading->texts[entry->from.file],
				       entry->from.line, &row);
		}
		if (entry->from.line != 0 &&
		    !reading->conditionals[entry->file].opened_by) {
			reading->conditionals[entry->file].opened_by = entry;
		}
		nsc_include_vec_push(&reading->out->includes, row);
	}
	link_includes(reading);
	return true;
}

/* -- guards -------------------------------------------------------------------------- */

static struct conditionals *conditionals_of(struct reading *reading, uint32_t file)
{
	struct conditionals *one = &reading->conditionals[file];
	struct nsc_conditionals_from from = {.text = reading->texts[file]};

	if (!one->scanned) {
		one->all = nsc_conditionals_scan(reading->run->scratch, &from);
		one->scanned = true;
	}
	return one;
}

static size_t offset_of_line(struct conditionals *one, struct nostd_str text,
			     uint32_t line)
{
	if (one->line == 0 || one->line > line) {
		one->line = 1;
		one->offset = 0;
	}
	for (; one->line < line; one->line++) {
		size_t end = nostd_str_find_byte(nostd_str_skip(text, one->offset), '\n');

		if (end == NOSTD_NOT_FOUND) {
			return text.len;
		}
		one->offset += end + 1;
	}
	return one->offset;
}

static uint32_t line_of_offset(struct nostd_str text, size_t offset)
{
	uint32_t line = 1;
	size_t i;

	for (i = 0; i < offset; i++) {
		line += text.ptr[i] == '\n';
	}
	return line;
}

/* What the preprocessor's macros are is not known here: nothing is worked out. */
static void add_guards(struct reading *reading, uint32_t file, uint32_t inside)
{
	const struct nsc_conditionals *all = &conditionals_of(reading, file)->all;
	struct nsc_around around[NSC_LIMIT_GUARDS];
	size_t count = nsc_conditionals_around(all, inside, around), i;

	for (i = 0; i < count; i++) {
		const struct nsc_conditional *directive = &all->all.ptr[around[i].row];
		struct nsc_guard row = {.directive = directive->directive,
					.taken = around[i].taken};

		row.at =
			nsc_place(reading->files[file],
				  line_of_offset(reading->texts[file], directive->offset),
				  0);
		row.physical = row.at;
		row.condition = nsc_name(reading->run->names,
					 nsc_conditional_text(reading->run->scratch, all,
							      around[i].row));
		nsc_guard_vec_push(&reading->out->guards, row);
	}
}

static uint32_t inside_at(struct reading *reading, struct nsc_asm_at at)
{
	struct conditionals *one = conditionals_of(reading, at.file);

	return nsc_conditionals_at(&one->all,
				   offset_of_line(one, reading->texts[at.file], at.line));
}

static void add_guard_chain(struct reading *reading, struct nsc_asm_at at)
{
	struct nsc_asm_at chain[NSC_INCLUSIONS_MAX];
	const struct nsc_asm_entry *entry;
	size_t count = 0;

	chain[count++] = at;
	while ((entry = conditionals_of(reading, at.file)->opened_by) != NULL &&
	       count < NSC_INCLUSIONS_MAX) {
		at = entry->from;
		chain[count++] = at;
	}
	while (count > 0) {
		at = chain[--count];
		add_guards(reading, at.file, inside_at(reading, at));
	}
}

static void set_guards(struct reading *reading, struct nsc_asm_at at, struct nsc_use *use)
{
	uint32_t inside;

	if (!reading->texts) {
		return;
	}
	inside = inside_at(reading, at);
	if (at.file != reading->branch_file || inside != reading->branch_inside) {
		reading->branch_file = at.file;
		reading->branch_inside = inside;
		reading->branch_first = (uint32_t)reading->out->guards.len;
		add_guard_chain(reading, at);
		reading->branch_count =
			(uint32_t)reading->out->guards.len - reading->branch_first;
	}
	use->guard_count = reading->branch_count;
	use->guard_first = use->guard_count == 0 ? 0 : reading->branch_first;
}

/* -- symbols ------------------------------------------------------------------------- */

/* An entity ends where the next one of its file begins. */
static void set_ends(struct nsc_unit_facts *out, uint32_t last_line)
{
	size_t i, j;

	for (i = 0; i < out->entities.len; i++) {
		struct nsc_entity *one = &out->entities.ptr[i];

		one->line_end = last_line;
		for (j = 0; j < out->entities.len; j++) {
			const struct nsc_entity *other = &out->entities.ptr[j];

			if (nsc_name_eq(one->at.file, other->at.file) &&
			    other->at.line > one->at.line &&
			    other->at.line - 1 < one->line_end) {
				one->line_end = other->at.line - 1;
			}
		}
	}
}

static void add_symbols(struct reading *reading, const struct nsc_assembly *assembly)
{
	struct nsc_symbols symbols = nsc_symbols_of(reading->run, assembly);
	uint32_t last_line = 0;
	size_t i;

	for (i = 0; i < symbols.entities.len; i++) {
		struct nsc_entity row = symbols.entities.ptr[i];

		row.at = place_of(reading, symbols.at.ptr[i]);
		last_line = row.at.line > last_line ? row.at.line : last_line;
		nsc_entity_vec_push(&reading->out->entities, row);
	}
	for (i = 0; i < symbols.uses.len; i++) {
		const struct nsc_symbol_use *use = &symbols.uses.ptr[i];
		struct nsc_use row = {.kind = use->trap ? NSC_USE_TRAP : NSC_USE_ASM,
				      .entity = use->entity};

		row.name = nsc_name(reading->run->names, use->name);
		row.symbol = use->trap ? row.symbol : row.name;
		row.at = place_of(reading, use->at);
		row.physical = row.at;
		set_guards(reading, use->at, &row);
		last_line = row.at.line > last_line ? row.at.line : last_line;
		nsc_use_vec_push(&reading->out->uses, row);
	}
	set_ends(reading->out, last_line);
	nsc_order_uses(reading->run, reading->out);
}

static void read_text(struct reading *reading, struct nostd_str text, bool markers)
{
	struct nsc_assembly_from from = {.text = text, .markers = markers};
	struct nsc_assembly assembly;

	from.triple = nsc_name_text(reading->run->names, reading->request->triple);
	from.file = nsc_name_text(reading->run->names, reading->request->source);
	assembly = nsc_assembly_read(reading->run->scratch, &from);
	name_files(reading, &assembly);
	if (markers && !add_inclusions(reading, &assembly)) {
		return;
	}
	add_symbols(reading, &assembly);
	reading->out->status = NSC_UNIT_OK;
	if (assembly.cut || assembly.includes) {
		reading->out->status = NSC_UNIT_PARTIAL;
		add_diag(reading, NSC_UNIT_ERROR,
			 assembly.cut
				 ? NOSTD_STR("its macros expand too far")
				 : NOSTD_STR("found .include, which is not followed"));
	}
}

void nsc_asm_unit_read(struct nsc_run *run, const struct nsc_unit_request *request,
		       struct nsc_unit_facts *out)
{
	struct reading reading = {
		.run = run, .request = request, .out = out, .branch_file = NSC_NO_ROW};
	struct nostd_str text;

	if (request->kind == NSC_REQUEST_PREPROCESS) {
		if (preprocess(&reading, &text)) {
			read_text(&reading, text, true);
		}
	} else if (read_file(&reading, request->source, &text)) {
		read_text(&reading, text, false);
	}
}
