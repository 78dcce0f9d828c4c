/*
 * script.c - see script.h. Statements are read one after the other; what opens a brace
 * or a list is read up to where it closes, so nothing nests deeper than the grammar.
 */
#include "analyzer/linkline/script.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/linkline/parser.h"
#include "analyzer/linkline/token.h"

static struct nsc_name name_of(struct nsc_parser *of, struct nostd_str text)
{
	return nsc_name(of->run->names, text);
}

/* -- expressions --------------------------------------------------------------------- */

/* What stands in an expression up to its end: names, and how many operands in all. */
struct operands {
	struct nsc_name first;   /* of names */
	struct nsc_name guarded; /* of the last DEFINED */
	uint32_t names, others;
};

/* Their arguments name sections, regions and constants, not symbols. */
static bool hides_names(const struct nsc_token *token)
{
	static const char *const functions[] = {
		"ADDR",   "ALIGNOF", "CONSTANT", "LENGTH", "LOADADDR", "ORIGIN",
		"SIZEOF", "len",     "l",        "org",    "o",
	};

	return NSC_IS_ONE_OF(token, functions);
}

static bool names_symbol(const struct nsc_parser *of, const struct nsc_token *token)
{
	static const char *const keywords[] = {"SIZEOF_HEADERS", "sizeof_headers", "."};
	struct nsc_tokens ahead = of->tokens;
	struct nsc_token after = nsc_token_operand(&ahead);
	char first = token->text.len ? token->text.ptr[0] : '0';

	return token->kind != NSC_TOKEN_SIGN && token->kind != NSC_TOKEN_END &&
	       !(first >= '0' && first <= '9') && first != '$' &&
	       !nsc_token_is(&after, '(') && !NSC_IS_ONE_OF(token, keywords);
}

/* DEFINED(x) ? x : 0 asks for no x: GNU ld looks at what counts alone (measured). */
static bool is_guarded(const struct nsc_parser *of, const struct operands *found,
		       struct nsc_name name)
{
	return of->out->line->linker == NSC_LINKER_BFD &&
	       nsc_name_given(found->guarded) && nsc_name_eq(found->guarded, name);
}

static void take_operand(struct nsc_parser *of, const struct nsc_token *token,
			 struct operands *found)
{
	struct nsc_name name = name_of(of, token->text);

	if (hides_names(token)) {
		found->others++;
		nsc_parser_skip_call(of);
	} else if (nsc_token_is_word(token, "DEFINED") && nsc_parser_take(of, '(')) {
		found->others++;
		found->guarded = name_of(of, nsc_token_operand(&of->tokens).text);
		nsc_parser_skip_block(of, '(', ')');
	} else if (names_symbol(of, token) && !is_guarded(of, found, name)) {
		found->first = found->names++ == 0 ? name : found->first;
		nsc_line_name_vec_push(&of->out->line->uses, name);
	} else {
		found->others++;
	}
}

/* SEGMENT_START("text-segment", 0): true when all up to the comma is taken. */
static bool take_segment(struct nsc_parser *of, const struct nsc_token *token)
{
	if (!nsc_token_is_word(token, "SEGMENT_START") || !nsc_parser_take(of, '(')) {
		return false;
	}
	(void)nsc_parser_next(of);
	nsc_parser_expect(of, ',', "\",\"");
	return true;
}

/*
 * An expression up to ';', or a ',' or ')' that is not its own; that sign is not taken.
 */
static struct operands take_expression(struct nsc_parser *of)
{
	struct operands found = {{0}, {0}, 0, 0};
	uint32_t depth = 0;

	for (;;) {
		struct nsc_tokens before = of->tokens;
		struct nsc_token token = nsc_token_operand(&of->tokens);

		if (token.kind == NSC_TOKEN_END) {
			if (!of->option || depth != 0) {
				nsc_parser_fail(of, &token, "\";\"");
			}
			return found;
		}
		if (depth == 0 &&
		    (nsc_token_is(&token, ';') || nsc_token_is(&token, ',') ||
		     nsc_token_is(&token, ')') || nsc_token_is(&token, '}'))) {
			of->tokens = before;
			return found;
		}
		if (nsc_token_is(&token, '(')) {
			depth++;
		} else if (nsc_token_is(&token, ')')) {
			depth--;
		} else if (take_segment(of, &token)) {
			depth++;
			found.others++;
		} else {
			take_operand(of, &token, &found);
		}
	}
}

/*
 * Statements that only ask for names are assignments to ".": GNU ld asks for the names of
 * symbols' expressions alone, where gold and lld do for all (measured).
 */
static void push_assignment(struct nsc_parser *of, struct nsc_assignment *row)
{
	struct nsc_link_line *line = of->out->line;

	row->in_sections = of->in_sections;
	row->use_count = (uint32_t)line->uses.len - row->use_first;
	nsc_assignment_vec_push(&line->assignments, *row);
}

static struct nsc_assignment begin_assignment(struct nsc_parser *of,
					      struct nostd_str symbol,
					      struct nsc_place at)
{
	struct nsc_assignment row = {0};

	row.symbol = name_of(of, symbol);
	row.kind = NSC_ASSIGN_SCRIPT;
	row.at = at;
	row.use_first = (uint32_t)of->out->line->uses.len;
	return row;
}

/* An expression that no symbol is assigned, up to where take_expression stops. */
static void take_uses(struct nsc_parser *of, struct nsc_place at)
{
	struct nsc_assignment row = begin_assignment(of, NOSTD_STR("."), at);

	if (take_expression(of).names != 0 && of->out->line->linker != NSC_LINKER_BFD) {
		push_assignment(of, &row);
	}
}

/* LONG(x), ASSERT(x, "text"): the word taken. */
static void take_call(struct nsc_parser *of, struct nsc_place at)
{
	if (nsc_parser_take(of, '(')) {
		take_uses(of, at);
		nsc_parser_skip_block(of, '(', ')');
	}
}

/* "=" taken; `again`: "+=" and the like, for which the symbol is there already. */
static void take_assignment(struct nsc_parser *of, const struct nsc_token *target,
			    uint8_t kind, bool again)
{
	struct nsc_assignment row;
	struct operands found;

	if (nostd_str_eq(target->text, NOSTD_STR("."))) {
		take_uses(of, target->at);
		return;
	}
	row = begin_assignment(of, again ? NOSTD_STR(".") : target->text, target->at);
	row.kind = kind;
	found = take_expression(of);
	if (found.names == 1 && found.others == 0 && !again) {
		row.alias = found.first;
	}
	if (!again || found.names != 0) {
		push_assignment(of, &row);
	}
}

/* PROVIDE(x = 1), PROVIDE_HIDDEN(x = 1), HIDDEN(x = 1), with the word taken. */
static void take_provided(struct nsc_parser *of, uint8_t kind)
{
	struct nsc_token target;

	nsc_parser_expect(of, '(', "\"(\"");
	target = nsc_parser_next(of);
	nsc_parser_expect(of, '=', "\"=\"");
	if (!of->failed) {
		take_assignment(of, &target, kind, false);
		nsc_parser_expect(of, ')', "\")\"");
	}
}

/* "=", "+=", "<<=" behind a symbol; false: nothing is taken. */
static bool take_equals(struct nsc_parser *of, bool *again)
{
	static const char *const operators[] = {"+", "-", "*", "/", "&", "|"};
	struct nsc_token token = nsc_parser_peek(of);
	struct nsc_tokens ahead = of->tokens;

	*again = false;
	for (token = nsc_token_name(&ahead);
	     NSC_IS_ONE_OF(&token, operators) || nsc_token_is(&token, '<') ||
	     nsc_token_is(&token, '>');
	     token = nsc_token_name(&ahead)) {
		*again = true;
	}
	if (!nsc_token_is(&token, '=')) {
		return false;
	}
	of->tokens = ahead;
	return true;
}

/* "x+=1" without blanks reads as a name "x+". */
static bool strip_operator(struct nsc_token *token)
{
	struct nostd_str text = token->text;

	if (token->kind != NSC_TOKEN_WORD || text.len < 2 ||
	    !strchr("+-*/&|", text.ptr[text.len - 1])) {
		return false;
	}
	token->text = nostd_str_new(text.ptr, text.len - 1);
	return true;
}

/* An assignment, or one of the words that may stand anywhere; false: neither. */
static bool take_common(struct nsc_parser *of, const struct nsc_token *token)
{
	static const char *const provides[] = {"PROVIDE", "PROVIDE_HIDDEN"};
	struct nsc_token target = *token;
	bool again;

	if (nsc_token_is(token, ';') || nsc_token_is(token, ',')) {
		return true;
	}
	if (NSC_IS_ONE_OF(token, provides)) {
		take_provided(of, NSC_ASSIGN_PROVIDE);
	} else if (nsc_token_is_word(token, "HIDDEN")) {
		take_provided(of, NSC_ASSIGN_SCRIPT);
	} else if (nsc_token_is_word(token, "ASSERT")) {
		take_call(of, token->at);
	} else if (take_equals(of, &again)) {
		again |= strip_operator(&target);
		take_assignment(of, &target, NSC_ASSIGN_SCRIPT, again);
	} else {
		return false;
	}
	return true;
}

bool nsc_script_defsym(struct nsc_run *run, struct nsc_link_line *line,
		       struct nostd_str text, struct nsc_place at)
{
	struct nsc_token target = {NSC_TOKEN_WORD, {NULL, 0}, at};
	struct nsc_script out = {0};
	struct nostd_str value;
	struct nsc_parser of;

	if (!nostd_str_split_once(text, '=', &target.text, &value)) {
		return true; /* no linker takes it */
	}
	memset(&of, 0, sizeof(of));
	out.line = line;
	of.run = run;
	of.out = &out;
	of.option = true;
	of.tokens = nsc_tokens(at.file, value);
	take_assignment(&of, &target, NSC_ASSIGN_OPTION, false);
	return !of.failed && nsc_parser_peek(&of).kind == NSC_TOKEN_END;
}

/* -- INCLUDE ------------------------------------------------------------------------- */

static bool open_in(struct nsc_parser *of, struct nostd_str folder, struct nostd_str name,
		    struct nsc_name *path)
{
	struct nostd_str full = nsc_path_join(of->run->scratch, folder, name);

	*path = nsc_name(of->run->names, full);
	return nsc_host_look(full.ptr, NULL) == NSC_FILE_REGULAR;
}

/* In the working folder, then where -L and SEARCH_DIR say (GNU ld manual, 3.4.2). */
static bool find_include(struct nsc_parser *of, struct nostd_str name,
			 struct nsc_name *path)
{
	const struct nsc_names *names = of->run->names;
	size_t i;

	if (open_in(of, nsc_name_text(names, of->out->line->folder), name, path)) {
		return true;
	}
	for (i = 0; i < of->out->search->len; i++) {
		struct nostd_str folder = nsc_name_text(names, of->out->search->ptr[i]);

		/* SEARCH_DIR of this very script may still be a relative path. */
		folder = nsc_path_join(of->run->scratch,
				       nsc_name_text(names, of->out->line->folder),
				       folder);
		if (open_in(of, folder, name, path)) {
			return true;
		}
	}
	return false;
}

static void take_include(struct nsc_parser *of)
{
	struct nsc_token token = nsc_parser_next(of);
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	struct nostd_str text;
	struct nsc_name path;

	if (of->depth == INCLUDE_DEPTH_MAX) {
		nsc_parser_fail(of, &token, "no more than 10 scripts inside each other");
		return;
	}
	if (!find_include(of, token.text, &path) ||
	    nsc_host_open(nsc_name_chars(of->run->names, path), &file, &err) < 0) {
		nsc_parser_fail(of, &token, "the name of a script that can be read");
		return;
	}
	text = nostd_bump_str(of->run->scratch,
			      nostd_str_new((const char *)file.bytes.ptr,
					    file.bytes.size));
	nsc_host_close(&file);
	of->outer[of->depth++] = of->tokens;
	of->tokens = nsc_tokens(path, text);
}

/* -- input sections ------------------------------------------------------------------ */

/* (a b c): names up to the bracket. */
static void take_list(struct nsc_parser *of, struct nsc_line_name_vec *names)
{
	nsc_parser_expect(of, '(', "\"(\"");
	while (!of->failed && !nsc_parser_take(of, ')')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\")\"");
		} else if (token.kind != NSC_TOKEN_SIGN) {
			nsc_line_name_vec_push(names, name_of(of, token.text));
		}
	}
}

/* EXCLUDE_FILE (a b c), with the word taken; how many files. */
static uint32_t take_excluded(struct nsc_parser *of)
{
	struct nsc_line_name_vec *excluded = &of->out->line->excluded;
	size_t before = excluded->len;

	take_list(of, excluded);
	return (uint32_t)(excluded->len - before);
}

static bool is_sort(const struct nsc_token *token)
{
	static const char *const sorts[] = {
		"SORT",      "SORT_BY_NAME", "SORT_BY_ALIGNMENT", "SORT_BY_INIT_PRIORITY",
		"SORT_NONE", "REVERSE"};

	return NSC_IS_ONE_OF(token, sorts);
}

static void add_pattern(struct nsc_parser *of, const struct nsc_script_pattern *like,
			struct nostd_str section)
{
	struct nsc_script_pattern row = *like;

	row.section = name_of(of, section);
	nsc_script_pattern_vec_push(&of->out->line->patterns, row);
}

/* To GNU ld and gold a comma right behind a name is a part of it: ".a,", ".a,.b". */
static void take_commas(struct nsc_parser *of, struct nsc_token *token)
{
	bool joined = false;

	while (of->out->line->linker == NSC_LINKER_BFD ||
	       of->out->line->linker == NSC_LINKER_GOLD) {
		struct nsc_tokens ahead = of->tokens;
		struct nsc_token more = nsc_token_name(&ahead);

		joined |= nsc_token_is(&more, ',');
		if (!joined || more.text.ptr != token->text.ptr + token->text.len ||
		    (more.kind == NSC_TOKEN_SIGN && !nsc_token_is(&more, ','))) {
			return;
		}
		token->text.len += more.text.len;
		of->tokens = ahead;
	}
}

/*
 * The list behind a file pattern, its "(" taken. EXCLUDE_FILE in it is for the next
 * pattern alone, or for as many as are sorted with it.
 */
static void take_section_list(struct nsc_parser *of,
			      const struct nsc_script_pattern *like)
{
	struct nsc_script_pattern row = *like;
	uint32_t depth = 1;

	while (!of->failed && depth > 0) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\")\"");
		} else if (nsc_token_is(&token, '(')) {
			depth++;
		} else if (nsc_token_is(&token, ')')) {
			depth--;
		} else if (nsc_token_is_word(&token, "EXCLUDE_FILE")) {
			row.exclude_first = (uint32_t)of->out->line->excluded.len;
			row.exclude_count = take_excluded(of);
		} else if (token.kind != NSC_TOKEN_SIGN && !is_sort(&token) &&
			   !nsc_token_is_word(&token, "CONSTRUCTORS")) {
			row.at = token.at;
			take_commas(of, &token);
			add_pattern(of, &row, token.text);
			row.exclude_first = like->exclude_first;
			row.exclude_count = like->exclude_count;
		}
	}
}

/* "*(.text .text.*)", "SORT(*)(.text)", "foo.o": the first token taken. */
static void take_files(struct nsc_parser *of, struct nsc_token token, bool keep)
{
	struct nsc_script_pattern row = {0};

	row.output = of->output;
	row.keep = keep;
	row.at = token.at;
	while (nsc_token_is_word(&token, "EXCLUDE_FILE")) {
		row.exclude_first = (uint32_t)of->out->line->excluded.len;
		row.exclude_count = take_excluded(of);
		token = nsc_parser_next(of);
	}
	if (is_sort(&token)) {
		nsc_parser_expect(of, '(', "\"(\"");
		token = nsc_parser_next(of);
		nsc_parser_expect(of, ')', "\")\"");
	}
	if (token.kind != NSC_TOKEN_WORD && token.kind != NSC_TOKEN_STRING) {
		nsc_parser_fail(of, &token, "a file pattern");
		return;
	}
	row.file = name_of(of, token.text);
	if (nsc_parser_take(of, '(')) {
		take_section_list(of, &row);
	} else {
		add_pattern(of, &row, NOSTD_STR("*"));
	}
}

/* A statement inside the braces of an output section. */
static void take_content(struct nsc_parser *of, struct nsc_token token)
{
	static const char *const data[] = {"BYTE",  "SHORT", "LONG", "QUAD", "SQUAD",
					   "ASCII", "ASCIZ", "FILL", "ALIGN"};
	static const char *const alone[] = {"CONSTRUCTORS", "CREATE_OBJECT_SYMBOLS",
					    "LINKER_VERSION"};

	if (NSC_IS_ONE_OF(&token, alone) || take_common(of, &token)) {
		return;
	}
	if (NSC_IS_ONE_OF(&token, data)) {
		take_call(of, token.at);
	} else if (nsc_token_is_word(&token, "INCLUDE")) {
		take_include(of);
	} else if (nsc_token_is_word(&token, "INPUT_SECTION_FLAGS")) {
		nsc_parser_fail(of, &token,
				"a pattern without flags, which are not replayed");
	} else if (nsc_token_is_word(&token, "KEEP")) {
		nsc_parser_expect(of, '(', "\"(\"");
		take_files(of, nsc_parser_next(of), true);
		nsc_parser_expect(of, ')', "\")\"");
	} else if (nsc_token_is_word(&token, "SORT")) {
		struct nsc_tokens ahead = of->tokens;
		struct nsc_token inside = nsc_token_name(&ahead);

		inside = nsc_token_name(&ahead);
		if (nsc_token_is_word(&inside, "CONSTRUCTORS")) {
			nsc_parser_skip_call(of);
		} else {
			take_files(of, token, false);
		}
	} else {
		take_files(of, token, false);
	}
}

static void take_contents(struct nsc_parser *of)
{
	while (!of->failed && !nsc_parser_take(of, '}')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\"}\"");
		} else {
			take_content(of, token);
		}
	}
}

/* ".text 0x100 (NOLOAD) : AT(x) ALIGN(4) {": up to the brace, the name taken. */
static void take_output(struct nsc_parser *of, const struct nsc_token *name)
{
	static const char *const places[] = {"AT", "ALIGN", "SUBALIGN"};
	struct nostd_str text = name->text;

	nostd_str_strip_suffix(&text, NOSTD_STR(":"));
	of->output = name_of(of, text);
	while (!of->failed && !nsc_parser_take(of, '{')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END || nsc_token_is(&token, '}') ||
		    nsc_token_is(&token, ';')) {
			nsc_parser_fail(of, &token, "\"{\" of an output section");
		} else if (NSC_IS_ONE_OF(&token, places)) {
			take_call(of, token.at);
		}
	}
	take_contents(of);
	of->output = (struct nsc_name){0};
}

/*
 * What follows a brace: "> RAM AT> ROM :text =0x90". A number or a name behind '=' is
 * not a statement.
 */
static void take_tail(struct nsc_parser *of)
{
	for (;;) {
		struct nsc_token token = nsc_parser_peek(of);

		if (nsc_token_is(&token, '>') || nsc_token_is(&token, '=')) {
			(void)nsc_parser_next(of);
			(void)nsc_parser_next(of);
		} else if (nsc_token_is_word(&token, "AT") ||
			   (token.kind == NSC_TOKEN_WORD && token.text.ptr[0] == ':')) {
			(void)nsc_parser_next(of);
			if (nsc_token_is_word(&token, ":")) {
				(void)nsc_parser_next(of);
			}
		} else {
			return;
		}
	}
}

/* Does "NOCROSSREFS"-like head of OVERLAY end here? Its sections are read one by one. */
static void take_overlay(struct nsc_parser *of)
{
	while (!of->failed && !nsc_parser_take(of, '{')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\"{\"");
		}
	}
	while (!of->failed && !nsc_parser_take(of, '}')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\"}\"");
		} else if (!take_common(of, &token)) {
			take_output(of, &token);
			take_tail(of);
		}
	}
	take_tail(of);
}

static void take_sections(struct nsc_parser *of)
{
	of->out->has_sections = true;
	of->in_sections = true;
	nsc_parser_expect(of, '{', "\"{\"");
	while (!of->failed && !nsc_parser_take(of, '}')) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\"}\"");
		} else if (nsc_token_is_word(&token, "INCLUDE")) {
			take_include(of);
		} else if (nsc_token_is_word(&token, "ENTRY")) {
			nsc_parser_expect(of, '(', "\"(\"");
			of->out->line->entry = name_of(of, nsc_parser_next(of).text);
			nsc_parser_expect(of, ')', "\")\"");
		} else if (nsc_token_is_word(&token, "OVERLAY")) {
			take_overlay(of);
		} else if (!take_common(of, &token)) {
			take_output(of, &token);
			take_tail(of);
		}
	}
	of->in_sections = false;
}

/* -- the top level ------------------------------------------------------------------- */

static void add_input(struct nsc_parser *of, uint8_t kind, const struct nsc_token *token)
{
	struct nsc_script_input row = {kind, {0}, token->at};

	row.word = kind == NSC_LINE_FILE ? name_of(of, token->text) : row.word;
	nsc_script_input_vec_push(&of->out->inputs, row);
}

/* INPUT(a, b AS_NEEDED(c)), GROUP(...): the word taken. */
static void take_inputs(struct nsc_parser *of, const struct nsc_token *word)
{
	bool group = nsc_token_is_word(word, "GROUP");
	uint32_t depth = 1;

	nsc_parser_expect(of, '(', "\"(\"");
	if (group) {
		add_input(of, NSC_LINE_GROUP_START, word);
	}
	while (!of->failed && depth > 0) {
		struct nsc_token token = nsc_parser_next(of);

		if (token.kind == NSC_TOKEN_END) {
			nsc_parser_fail(of, &token, "\")\"");
		} else if (token.kind == NSC_TOKEN_SIGN) {
			depth += nsc_token_is(&token, '(');
			depth -= nsc_token_is(&token, ')');
		} else if (!nsc_token_is_word(&token, "AS_NEEDED")) {
			add_input(of, NSC_LINE_FILE, &token);
		}
	}
	if (group) {
		add_input(of, NSC_LINE_GROUP_END, word);
	}
}

/* A word with one name in brackets. */
static struct nsc_token take_argument(struct nsc_parser *of)
{
	struct nsc_token token;

	nsc_parser_expect(of, '(', "\"(\"");
	token = nsc_parser_next(of);
	nsc_parser_expect(of, ')', "\")\"");
	return token;
}

static void take_statement(struct nsc_parser *of, const struct nsc_token *token)
{
	static const char *const calls[] = {"OUTPUT_FORMAT", "OUTPUT_ARCH",
					    "TARGET",        "OUTPUT",
					    "NOCROSSREFS",   "NOCROSSREFS_TO",
					    "LD_FEATURE"};
	static const char *const blocks[] = {"MEMORY", "PHDRS", "VERSION"};
	static const char *const inputs[] = {"INPUT", "GROUP"};

	if (NSC_IS_ONE_OF(token, calls)) {
		nsc_parser_skip_call(of);
	} else if (NSC_IS_ONE_OF(token, blocks)) {
		nsc_parser_expect(of, '{', "\"{\"");
		nsc_parser_skip_block(of, '{', '}');
	} else if (NSC_IS_ONE_OF(token, inputs)) {
		take_inputs(of, token);
	} else if (nsc_token_is_word(token, "SECTIONS")) {
		take_sections(of);
	} else if (nsc_token_is_word(token, "ENTRY")) {
		of->out->line->entry = name_of(of, take_argument(of).text);
	} else if (nsc_token_is_word(token, "EXTERN")) {
		take_list(of, &of->out->line->externs);
	} else if (nsc_token_is_word(token, "SEARCH_DIR")) {
		nsc_name_vec_push(of->out->search, name_of(of, take_argument(of).text));
	} else if (nsc_token_is_word(token, "INCLUDE")) {
		take_include(of);
	} else if (nsc_token_is_word(token, "REGION_ALIAS")) {
		nsc_parser_skip_call(of);
	} else if (nsc_token_is_word(token, "INSERT")) {
		of->out->inserts = true;
		(void)nsc_parser_next(of);
		(void)nsc_parser_next(of);
	} else if (!take_common(of, token)) {
		nsc_parser_fail(of, token, "a statement of a linker script");
	}
}

bool nsc_script_read(struct nsc_run *run, struct nsc_name path, struct nostd_str text,
		     struct nsc_script *out)
{
	struct nsc_parser of;

	memset(&of, 0, sizeof(of));
	of.run = run;
	of.out = out;
	of.tokens = nsc_tokens(path, text);
	for (;;) {
		struct nsc_token token = nsc_parser_next(&of);

		if (token.kind == NSC_TOKEN_END || of.failed) {
			break;
		}
		take_statement(&of, &token);
	}
	out->line->has_script |= out->has_sections;
	out->line->complete &= !of.failed;
	return !of.failed;
}
