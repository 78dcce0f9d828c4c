/*
 * unit.c - one request, step by step. See unit.h.
 */
#include "analyzer/clang/unit.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/base/words.h"
#include "analyzer/clang/asm_unit.h"
#include "analyzer/clang/clang.h"
#include "analyzer/clang/constraint.h"
#include "analyzer/clang/guard.h"
#include "analyzer/clang/header.h"
#include "analyzer/clang/include.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/clang/walk.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

enum {
	REFUSED_MAX = 16, /* options that libclang does not know, for one unit */
	WIDENED_MAX = 8   /* operands of one asm statement that it does not take */
};

#define NOSTD_NAME argv_vec
#define NOSTD_T    const char *
#define NOSTD_IN
#include <nostd/vec.h>

struct answering {
	struct nsc_clang *clang;
	struct nsc_run *run;
	const struct nsc_unit_request *request;
	struct nsc_unit_facts *out;
	struct argv_vec argv;
	struct nsc_unsaved_vec unsaved; /* the request's, and what is parsed otherwise */
	CXTranslationUnit tu;           /* NULL: none */
	bool crashed;
};

/* -- failures ------------------------------------------------------------------------ */

static void add_diag(struct answering *answering, enum nsc_unit_diag_kind kind,
		     struct nsc_place at, struct nostd_str text)
{
	struct nsc_unit_diag row = {.kind = (uint8_t)kind, .at = at};

	row.text = nsc_name(answering->run->names, text);
	nsc_unit_diag_vec_push(&answering->out->diags, row);
}

static void fail(struct answering *answering, struct nostd_str why)
{
	answering->out->status = NSC_UNIT_FAILED;
	add_diag(answering, NSC_UNIT_FATAL, nsc_place(answering->request->source, 0, 0),
		 why);
}

static void fail_with(struct answering *answering, const char *what,
		      struct nostd_str detail)
{
	struct nostd_string text = nostd_string_new();

	nostd_format(&text, "{}: {}", what, detail);
	fail(answering, nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

/* -- parsing ------------------------------------------------------------------------- */

static void push_argv(struct answering *answering, const struct nsc_name_vec *arguments)
{
	size_t i;

	for (i = 0; i < arguments->len; i++) {
		argv_vec_push(&answering->argv,
			      nsc_name_chars(answering->run->names, arguments->ptr[i]));
	}
}

/* The guise stands in front: what the command says itself counts. */
static void set_argv(struct answering *answering)
{
	answering->argv = argv_vec_new_in(nsc_keep(answering->run));
	push_argv(answering, &answering->request->guise);
	push_argv(answering, &answering->request->arguments);
}

static void drop_tu(struct answering *answering)
{
	if (answering->tu) {
		clang_disposeTranslationUnit(answering->tu);
	}
	answering->tu = NULL;
}

/* What is read in place of files on the disk. */
static struct CXUnsavedFile *unsaved_files(struct answering *answering)
{
	const struct nsc_unsaved_vec *all = &answering->unsaved;
	struct CXUnsavedFile *files =
		nostd_bump_array(answering->run->scratch, struct CXUnsavedFile, all->len);
	size_t i;

	for (i = 0; i < all->len; i++) {
		files[i].Filename =
			nsc_name_chars(answering->run->names, all->ptr[i].path);
		files[i].Contents = (const char *)all->ptr[i].text.ptr;
		files[i].Length = all->ptr[i].text.size;
	}
	return files;
}

/* False when there is nothing at all; then it was said. */
static bool parse_once(struct answering *answering)
{
	const char *source =
		nsc_name_chars(answering->run->names, answering->request->source);
	enum CXErrorCode code;

	drop_tu(answering);
	code = clang_parseTranslationUnit2(
		answering->clang->index, source, answering->argv.ptr,
		(int)answering->argv.len, unsaved_files(answering),
		(unsigned)answering->unsaved.len,
		CXTranslationUnit_DetailedPreprocessingRecord |
			CXTranslationUnit_KeepGoing |
			CXTranslationUnit_VisitImplicitAttributes,
		&answering->tu);
	answering->crashed = answering->crashed || code == CXError_Crashed;
	if (code != CXError_Success || !answering->tu) {
		fail(answering, code == CXError_Crashed
					? NOSTD_STR("libclang crashed on it")
					: NOSTD_STR("libclang makes nothing of it"));
		return false;
	}
	return true;
}

/* -- diagnostics --------------------------------------------------------------------- */

/*
 * What clang will not generate code for, and parses all the same: C in naked functions,
 * which gcc takes (optiboot's main()).
 */
static bool is_about_naked(CXDiagnostic diagnostic)
{
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	struct nostd_str spelled = nostd_str_from_c(clang_getCString(text));
	bool is = nostd_str_contains(spelled, NOSTD_STR(" in naked function"));

	clang_disposeString(text);
	return is;
}

static bool is_error(CXDiagnostic diagnostic)
{
	enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(diagnostic);

	return severity == CXDiagnostic_Fatal ||
	       (severity == CXDiagnostic_Error && !is_about_naked(diagnostic));
}

/* Errors without a file are the driver's, or about the options. */
static bool is_in_file(CXDiagnostic diagnostic)
{
	struct nsc_where where =
		nsc_where_expanded(clang_getDiagnosticLocation(diagnostic));

	return where.file != NULL;
}

static unsigned count_errors(const struct answering *answering)
{
	unsigned i, count = 0, all = clang_getNumDiagnostics(answering->tu);

	for (i = 0; i < all; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(answering->tu, i);

		count += is_error(diagnostic);
		clang_disposeDiagnostic(diagnostic);
	}
	return count;
}

/* The first error that is in no file; empty: none. */
static struct nostd_str driver_error(struct answering *answering)
{
	unsigned i, all = clang_getNumDiagnostics(answering->tu);
	struct nostd_str found = NOSTD_STR("");

	for (i = 0; i < all && found.len == 0; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(answering->tu, i);
		CXString text = clang_getDiagnosticSpelling(diagnostic);

		if (is_error(diagnostic) && !is_in_file(diagnostic)) {
			found = nostd_bump_str(answering->run->keep,
					       nostd_str_from_c(clang_getCString(text)));
		}
		clang_disposeString(text);
		clang_disposeDiagnostic(diagnostic);
	}
	return found;
}

static void keep_diagnostic(struct answering *answering, struct nsc_parse *parse,
			    CXDiagnostic diagnostic)
{
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	bool fatal = clang_getDiagnosticSeverity(diagnostic) == CXDiagnostic_Fatal;

	add_diag(answering, fatal ? NSC_UNIT_FATAL : NSC_UNIT_ERROR,
		 nsc_parse_presumed(parse, clang_getDiagnosticLocation(diagnostic)),
		 nostd_str_from_c(clang_getCString(text)));
	clang_disposeString(text);
}

static void keep_diagnostics(struct answering *answering, struct nsc_parse *parse)
{
	unsigned i, all = clang_getNumDiagnostics(answering->tu), kept = 0;

	for (i = 0; i < all && kept < NSC_LIMIT_TOLD; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(answering->tu, i);

		if (is_error(diagnostic)) {
			keep_diagnostic(answering, parse, diagnostic);
			kept++;
		}
		clang_disposeDiagnostic(diagnostic);
	}
	answering->out->status = kept == 0 ? NSC_UNIT_OK : NSC_UNIT_PARTIAL;
}

/* -- options libclang does not know -------------------------------------------------- */

/*
 * `unknown argument: '-mfoo'`, `unsupported option '-mfoo' for target 'x'`: a flag of
 * ours that an error quotes. One with a value (-mcpu=, -march=) chooses the target, and
 * without it the answer would be another; NOSTD_NOT_FOUND then.
 */
static size_t quoted_flag(const struct answering *answering, struct nostd_str error)
{
	struct nostd_str_split it = nostd_str_split(error, '\'');
	size_t i;

	while (nostd_str_split_next(&it)) {
		for (i = 0; i < answering->argv.len; i++) {
			struct nostd_str word = nostd_str_from_c(answering->argv.ptr[i]);

			if (nostd_str_eq(word, it.part) &&
			    (nostd_str_starts_with(word, NOSTD_STR("-m")) ||
			     nostd_str_starts_with(word, NOSTD_STR("-f"))) &&
			    nostd_str_find_byte(word, '=') == NOSTD_NOT_FOUND) {
				return i;
			}
		}
	}
	return NOSTD_NOT_FOUND;
}

static void drop_flag(struct answering *answering, size_t index)
{
	struct nostd_string text = nostd_string_new();

	nostd_format(&text, "libclang does not know {}; left out",
		     answering->argv.ptr[index]);
	add_diag(answering, NSC_UNIT_NOTE, nsc_place(answering->request->source, 0, 0),
		 nostd_string_as_str(&text));
	nostd_string_drop(&text);
	argv_vec_remove(&answering->argv, index);
}

/* Parse until the driver is content. False: it is not, and it was said. */
static bool parse_with_known_options(struct answering *answering)
{
	struct nostd_str error;
	int tries;

	for (tries = 0; tries <= REFUSED_MAX; tries++) {
		size_t flag;

		if (!parse_once(answering)) {
			return false;
		}
		error = driver_error(answering);
		if (error.len == 0) {
			return true;
		}
		flag = quoted_flag(answering, error);
		if (flag == NOSTD_NOT_FOUND) {
			break;
		}
		drop_flag(answering, flag);
	}
	fail_with(answering, "libclang does not take the options", error);
	return false;
}

/* -- was it the right target? -------------------------------------------------------- */

/* Architectures that have several names in triples (llvm/TargetParser/Triple.cpp, 19). */
static const struct {
	struct nostd_str start, family;
} families[] = {
	{NOSTD_STR_INIT("arm64"), NOSTD_STR_INIT("aarch64")},
	{NOSTD_STR_INIT("aarch64"), NOSTD_STR_INIT("aarch64")},
	{NOSTD_STR_INIT("arm"), NOSTD_STR_INIT("arm")},
	{NOSTD_STR_INIT("thumb"), NOSTD_STR_INIT("arm")},
	{NOSTD_STR_INIT("riscv"), NOSTD_STR_INIT("riscv")},
	{NOSTD_STR_INIT("x86_64"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("amd64"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("i386"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("i486"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("i586"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("i686"), NOSTD_STR_INIT("x86")},
	{NOSTD_STR_INIT("mips"), NOSTD_STR_INIT("mips")},
	{NOSTD_STR_INIT("powerpc"), NOSTD_STR_INIT("powerpc")},
	{NOSTD_STR_INIT("ppc"), NOSTD_STR_INIT("powerpc")},
	{NOSTD_STR_INIT("sparc"), NOSTD_STR_INIT("sparc")},
};

static struct nostd_str family_of(struct nostd_str triple)
{
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (nostd_str_starts_with(triple, families[i].start)) {
			return families[i].family;
		}
	}
	return nostd_str_take(triple, nostd_str_find_byte(triple, '-'));
}

static bool check_target(struct answering *answering)
{
	CXTargetInfo info = clang_getTranslationUnitTargetInfo(answering->tu);
	CXString triple = clang_TargetInfo_getTriple(info);
	int bits = clang_TargetInfo_getPointerWidth(info);
	struct nostd_str wanted =
		nsc_name_text(answering->run->names, answering->request->triple);
	uint8_t wanted_bits = answering->request->pointer_bits;

	answering->out->triple =
		nsc_name_c(answering->run->names, clang_getCString(triple));
	clang_disposeString(triple);
	clang_TargetInfo_dispose(info);
	if ((wanted.len == 0 ||
	     nostd_str_eq(family_of(wanted),
			  family_of(nsc_name_text(answering->run->names,
						  answering->out->triple)))) &&
	    (wanted_bits == 0 || bits == wanted_bits)) {
		return true;
	}
	fail_with(answering, "libclang parsed it for another target",
		  nsc_name_text(answering->run->names, answering->out->triple));
	return false;
}

/* -- another parse, if it is better -------------------------------------------------- */

/*
 * Parses again with what argv is now, and keeps the parse with fewer errors. False: there
 * is none, and it was said.
 */
static bool parse_instead(struct answering *answering, bool *better)
{
	CXTranslationUnit first = answering->tu;
	unsigned errors = count_errors(answering);

	answering->tu = NULL;
	if (!parse_once(answering)) {
		clang_disposeTranslationUnit(first);
		return false;
	}
	*better = count_errors(answering) < errors;
	if (*better) {
		clang_disposeTranslationUnit(first);
	} else {
		drop_tu(answering);
		answering->tu = first;
	}
	return true;
}

/*
 * As gcc, libclang is shown what only gcc has: attributes with arguments, builtins. So
 * when there are errors, it is tried as what it is.
 */
static bool try_as_clang(struct answering *answering)
{
	const struct nsc_name_vec *guise = &answering->request->guise;
	bool better = false;
	size_t i;

	if (guise->len == 0 || count_errors(answering) == 0) {
		return true;
	}
	for (i = 0; i < guise->len; i++) {
		argv_vec_remove(&answering->argv, 0);
	}
	if (!parse_instead(answering, &better)) {
		return false;
	}
	if (better) {
		add_diag(answering, NSC_UNIT_NOTE,
			 nsc_place(answering->request->source, 0, 0),
			 NOSTD_STR("parsed as clang, for as gcc it has errors: branches "
				   "on the compiler are clang's"));
	}
	for (i = guise->len; !better && i-- > 0;) {
		argv_vec_insert(&answering->argv, 0,
				nsc_name_chars(answering->run->names, guise->ptr[i]));
	}
	return true;
}

/* Each parse tells the first of a statement only, so it is tried again. */
static bool try_wide_constraints(struct answering *answering)
{
	bool better = true;
	int tries;

	for (tries = 0; better && tries < WIDENED_MAX; tries++) {
		better = nsc_constraints_widen(answering->run, answering->tu,
					       &answering->unsaved);
		if (better && !parse_instead(answering, &better)) {
			return false;
		}
	}
	return true;
}

/* -- headers of another compiler ----------------------------------------------------- */

static bool is_compiler_folder(const struct answering *answering, struct nostd_str folder)
{
	const struct nsc_name_vec *folders = &answering->request->compiler_folders;
	size_t i;

	for (i = 0; i < folders->len; i++) {
		if (nostd_str_eq(nsc_name_text(answering->run->names, folders->ptr[i]),
				 folder)) {
			return true;
		}
	}
	return false;
}

/* Index of the "-isystem" or "-I" in front of the first of the compiler's own folders. */
static size_t first_compiler_folder(const struct answering *answering)
{
	size_t i;

	for (i = 0; i + 1 < answering->argv.len; i++) {
		struct nostd_str word = nostd_str_from_c(answering->argv.ptr[i]);
		struct nostd_str next = nostd_str_from_c(answering->argv.ptr[i + 1]);

		if (nostd_str_strip_prefix(&word, NOSTD_STR("-I")) ||
		    nostd_str_strip_prefix(&word, NOSTD_STR("-isystem"))) {
			if (is_compiler_folder(answering, word.len ? word : next)) {
				return i;
			}
		}
	}
	return NOSTD_NOT_FOUND;
}

/*
 * gcc's <arm_neon.h>, <immintrin.h> and their like are made of builtins that only gcc
 * has. So when there are errors, libclang's own headers are tried in front of the
 * compiler's, and stay if that leaves fewer errors.
 */
static bool try_own_headers(struct answering *answering)
{
	struct nostd_str own = nsc_clang_headers(answering->clang);
	size_t at = first_compiler_folder(answering);
	bool better;

	if (count_errors(answering) == 0 || own.len == 0 || at == NOSTD_NOT_FOUND) {
		return true;
	}
	argv_vec_insert(&answering->argv, at, own.ptr);
	argv_vec_insert(&answering->argv, at, "-isystem");
	return parse_instead(answering, &better);
}

/* -- the language, from the options -------------------------------------------------- */

static bool has_word(const struct answering *answering, struct nostd_str word)
{
	size_t i;

	for (i = 0; i < answering->argv.len; i++) {
		if (nostd_str_eq(nostd_str_from_c(answering->argv.ptr[i]), word)) {
			return true;
		}
	}
	return false;
}

/* The last -std= that is C before 1999, or -fgnu89-inline. */
static bool is_gnu89_inline(const struct answering *answering)
{
	bool old = false;
	size_t i;

	for (i = 0; i < answering->argv.len; i++) {
		struct nostd_str word = nostd_str_from_c(answering->argv.ptr[i]);

		if (nostd_str_eq(word, NOSTD_STR("-ansi"))) {
			old = true;
		}
		if (nostd_str_strip_prefix(&word, NOSTD_STR("-std="))) {
			old = nostd_str_eq(word, NOSTD_STR("c89")) ||
			      nostd_str_eq(word, NOSTD_STR("c90")) ||
			      nostd_str_eq(word, NOSTD_STR("gnu89")) ||
			      nostd_str_eq(word, NOSTD_STR("gnu90")) ||
			      nostd_str_starts_with(word, NOSTD_STR("iso9899:199"));
			old = old && !nostd_str_eq(word, NOSTD_STR("iso9899:1999"));
		}
	}
	return old || has_word(answering, NOSTD_STR("-fgnu89-inline"));
}

/* The last -std= without its "-std="; -ansi is the oldest. Empty: none is given. */
static struct nostd_str standard(const struct answering *answering)
{
	struct nostd_str last = NOSTD_STR("");
	size_t i;

	for (i = 0; i < answering->argv.len; i++) {
		struct nostd_str word = nostd_str_from_c(answering->argv.ptr[i]);

		if (nostd_str_eq(word, NOSTD_STR("-ansi"))) {
			last = NOSTD_STR("c89");
		} else if (nostd_str_strip_prefix(&word, NOSTD_STR("-std="))) {
			last = word;
		}
	}
	return last;
}

/* Trigraphs went with C23 and C++17. GNU dialects have raw strings since C99. */
static void set_dialect(const struct answering *answering, struct nsc_parse *parse)
{
	static const struct nostd_str with_trigraphs[] = {
		NOSTD_STR_INIT("c89"),   NOSTD_STR_INIT("c90"),   NOSTD_STR_INIT("c99"),
		NOSTD_STR_INIT("c9x"),   NOSTD_STR_INIT("c11"),   NOSTD_STR_INIT("c1x"),
		NOSTD_STR_INIT("c17"),   NOSTD_STR_INIT("c18"),   NOSTD_STR_INIT("c++98"),
		NOSTD_STR_INIT("c++03"), NOSTD_STR_INIT("c++11"), NOSTD_STR_INIT("c++0x"),
		NOSTD_STR_INIT("c++14"), NOSTD_STR_INIT("c++1y"),
	};
	struct nostd_str name = standard(answering);
	bool strict = nostd_str_starts_with(name, NOSTD_STR("c")) ||
		      nostd_str_starts_with(name, NOSTD_STR("iso"));
	bool old = nostd_str_ends_with(name, NOSTD_STR("98")) ||
		   nostd_str_ends_with(name, NOSTD_STR("03")) ||
		   nostd_str_ends_with(name, NOSTD_STR("89")) ||
		   nostd_str_ends_with(name, NOSTD_STR("90"));

	parse->trigraphs = has_word(answering, NOSTD_STR("-trigraphs")) ||
			   nostd_str_starts_with(name, NOSTD_STR("iso")) ||
			   NSC_IS_AMONG(name, with_trigraphs);
	parse->raw_strings = !old && (parse->cxx || !strict);
}

/* -ffreestanding and -fhosted: the last one counts. */
static bool is_freestanding(const struct answering *answering)
{
	bool on = false;
	size_t i;

	for (i = 0; i < answering->argv.len; i++) {
		struct nostd_str word = nostd_str_from_c(answering->argv.ptr[i]);

		on = nostd_str_eq(word, NOSTD_STR("-ffreestanding")) ||
		     (on && !nostd_str_eq(word, NOSTD_STR("-fhosted")));
	}
	return on;
}

/* The first plain C function tells whether link names have an underscore in front. */
static enum CXChildVisitResult visit_function(CXCursor cursor, CXCursor parent,
					      CXClientData data)
{
	bool *underscore = data;
	CXString name, symbol;
	struct nostd_str link_name, written;
	bool same;

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_FunctionDecl) {
		return CXChildVisit_Continue;
	}
	name = clang_getCursorSpelling(cursor);
	symbol = clang_Cursor_getMangling(cursor);
	written = nostd_str_from_c(clang_getCString(name));
	link_name = nostd_str_from_c(clang_getCString(symbol));
	same = nostd_str_eq(link_name, written);
	*underscore = nostd_str_strip_prefix(&link_name, NOSTD_STR("_")) &&
		      nostd_str_eq(link_name, written);
	clang_disposeString(name);
	clang_disposeString(symbol);
	return same || *underscore ? CXChildVisit_Break : CXChildVisit_Continue;
}

static void set_language(struct answering *answering, struct nsc_parse *parse)
{
	parse->cxx = has_word(answering, NOSTD_STR("c++"));
	parse->gnu89_inline = !parse->cxx && is_gnu89_inline(answering);
	if (!parse->cxx) {
		clang_visitChildren(clang_getTranslationUnitCursor(parse->tu),
				    visit_function, &parse->underscore);
	}
	set_dialect(answering, parse);
	answering->out->freestanding = is_freestanding(answering);
}

/* -- all of it ----------------------------------------------------------------------- */

static void collect(struct answering *answering)
{
	struct nsc_parse parse = {.run = answering->run,
				  .request = answering->request,
				  .out = answering->out,
				  .tu = answering->tu};

	parse.places = nsc_places_new(answering->run);
	parse.macros = nsc_macros_new(answering->run->keep, answering->run->names);
	parse.guards = nsc_guards_new(&parse);
	set_language(answering, &parse);
	parse.headers = nsc_headers_new(&parse);
	keep_diagnostics(answering, &parse);
	nsc_include_inputs(&parse);
	nsc_walk(&parse);
}

static void answer_parse(struct answering *answering)
{
	size_t i;

	answering->unsaved = nsc_unsaved_vec_new_in(nsc_keep(answering->run));
	for (i = 0; i < answering->request->unsaved.len; i++) {
		nsc_unsaved_vec_push(&answering->unsaved,
				     answering->request->unsaved.ptr[i]);
	}
	set_argv(answering);
	if (parse_with_known_options(answering) && check_target(answering) &&
	    try_wide_constraints(answering) && try_as_clang(answering) &&
	    try_own_headers(answering)) {
		collect(answering);
	}
	drop_tu(answering);
}

bool nsc_unit_answer(struct nsc_clang *clang, struct nsc_run *run,
		     const struct nsc_unit_request *request, struct nsc_unit_facts *out)
{
	struct answering answering = {
		.clang = clang, .run = run, .request = request, .out = out};

	out->source = request->source;
	out->triple = request->triple;
	out->parser = nsc_name_c(run->names, nsc_clang_version(clang));
	switch ((enum nsc_request_kind)request->kind) {
	case NSC_REQUEST_PARSE:
		answer_parse(&answering);
		break;
	case NSC_REQUEST_PREPROCESS:
	case NSC_REQUEST_SCAN:
		nsc_asm_unit_read(run, request, out);
		break;
	case NSC_REQUEST_REFUSED:
	case NSC_REQUEST_SKIPPED:
		fail(&answering, NOSTD_STR("this is no request for a worker"));
		break;
	}
	return !answering.crashed;
}
