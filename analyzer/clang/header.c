/*
 * header.c - names of hosted headers, what brought them, what is told. See header.h.
 */
#include "analyzer/clang/header.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/base/words.h"
#include "analyzer/clang/header_private.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/request.h"

static struct nostd_str text_of(const struct nsc_headers *headers, struct nsc_name name)
{
	return nsc_name_text(headers->parse->run->names, name);
}

/* -- hosted files -------------------------------------------------------------------- */

/* Those that every Linux distribution keeps for compilers (FHS 3.0, 4.7 and 4.9). */
static const struct nostd_str system_folders[] = {NOSTD_STR_INIT("/usr/include"),
						  NOSTD_STR_INIT("/usr/lib"),
						  NOSTD_STR_INIT("/usr/local/include"),
						  NOSTD_STR_INIT("/usr/local/lib")};

struct nsc_headers *nsc_headers_new(struct nsc_parse *parse)
{
	struct nsc_headers *headers =
		nostd_bump_new(parse->run->keep, struct nsc_headers);
	const struct nsc_name_vec *asked = &parse->request->hosted_folders;
	CXFile main_file = clang_getFile(parse->tu, nsc_name_chars(parse->run->names,
								   parse->out->source));
	size_t i;

	memset(headers, 0, sizeof(*headers));
	headers->parse = parse;
	headers->folders = nsc_name_vec_new_in(nsc_keep(parse->run));
	headers->files = nsc_headers_files_new_in(nsc_keep(parse->run));
	headers->directives = nsc_headers_directives_new_in(nsc_keep(parse->run));
	headers->words = nsc_headers_words_new_in(nsc_keep(parse->run));
	headers->own = nsc_headers_cx_files_new_in(nsc_keep(parse->run));
	headers->pastes = nsc_headers_pastes_new_in(nsc_keep(parse->run));
	for (i = 0; i < asked->len; i++) {
		nsc_name_vec_push(&headers->folders,
				  nsc_parse_path(parse, text_of(headers, asked->ptr[i])));
	}
	if (main_file) {
		headers->counts =
			clang_getLocationForOffset(parse->tu, main_file, 0).int_data +
				1 ==
			clang_getLocationForOffset(parse->tu, main_file, 1).int_data;
	}
	return headers;
}

static bool is_hosted(const struct nsc_headers *headers, struct nsc_name path)
{
	struct nostd_str text = text_of(headers, path);
	size_t i;

	for (i = 0; i < headers->folders.len; i++) {
		if (nsc_path_within(text, text_of(headers, headers->folders.ptr[i]))) {
			return true;
		}
	}
	for (i = 0; i < sizeof(system_folders) / sizeof(system_folders[0]); i++) {
		if (nsc_path_within(text, system_folders[i])) {
			return true;
		}
	}
	return false;
}

struct nsc_headers_file *nsc_headers_file(struct nsc_headers *headers,
					  struct nsc_name name)
{
	struct nsc_headers_file fresh = {.name = name, .row_first = NSC_NO_ROW};
	struct nsc_headers_file *known =
		nsc_headers_files_get_mut(&headers->files, name.ix);

	if (!known) {
		fresh.hosted = is_hosted(headers, name);
		nsc_headers_files_insert(&headers->files, name.ix, fresh);
		known = nsc_headers_files_get_mut(&headers->files, name.ix);
	}
	return known;
}

/* -- inclusions ---------------------------------------------------------------------- */

/*
 * Where the file of a place begins, as libclang counts bytes over all files in the order
 * in which they are entered (clang/Basic/SourceLocation.h: an offset, but for macros,
 * which have the highest bit). So a file that is read several times has several starts.
 */
static uint32_t start_of(const struct nsc_headers *headers, CXSourceLocation location,
			 unsigned offset)
{
	return headers->counts && location.int_data < (UINT32_C(1) << 31) &&
			       location.int_data > offset
		       ? location.int_data - offset
		       : 0;
}

void nsc_headers_see_include(struct nsc_headers *headers, CXSourceLocation location,
			     const struct nsc_where *where)
{
	const struct nsc_include_vec *includes = &headers->parse->out->includes;
	uint32_t row = (uint32_t)includes->len - 1;
	struct nsc_headers_at fresh = {.macros =
					       nsc_macros_count(headers->parse->macros)};
	struct nsc_headers_file *file;

	if (where->file) {
		fresh.within = nsc_parse_file(headers->parse, where->file);
		fresh.offset = where->offset;
		fresh.start = start_of(headers, location, where->offset);
	}
	nsc_headers_directives_push(&headers->directives, fresh);
	if (nsc_name_given(includes->ptr[row].file)) {
		file = nsc_headers_file(headers, includes->ptr[row].file);
		file->row_first = file->row_count == 0 ? row : file->row_first;
		file->row_count++;
	}
}

static bool opens_hosted(struct nsc_headers *headers, uint32_t row)
{
	struct nsc_name file = headers->parse->out->includes.ptr[row].file;

	return nsc_name_given(file) && nsc_headers_file(headers, file)->hosted;
}

/* Does it stand in own code, or on the command line? */
static bool is_own_directive(struct nsc_headers *headers, uint32_t row)
{
	struct nsc_name within = headers->directives.ptr[row].within;

	return !nsc_name_given(within) || !nsc_headers_file(headers, within)->hosted;
}

/* More than what every freestanding implementation has. */
static bool is_wanted(struct nsc_headers *headers)
{
	const struct nsc_include_vec *includes = &headers->parse->out->includes;
	uint32_t row;

	for (row = 0; row < includes->len; row++) {
		if (nsc_name_given(includes->ptr[row].spelled) &&
		    is_own_directive(headers, row) && opens_hosted(headers, row) &&
		    !nsc_header_is_freestanding(
			    text_of(headers, includes->ptr[row].spelled))) {
			return true;
		}
	}
	return false;
}

static void link_includes(struct nsc_headers *headers)
{
	struct nsc_unit_facts *out = headers->parse->out;
	struct nsc_name *within = nostd_bump_array(headers->parse->run->keep,
						   struct nsc_name, out->includes.len);
	size_t i;

	for (i = 0; i < out->includes.len; i++) {
		within[i] = headers->directives.ptr[i].within;
	}
	nsc_includes_link(&out->includes, within, out->source);
}

/* -- words of own code --------------------------------------------------------------- */

static bool want_none(void *self, uint32_t hash, struct nostd_str name)
{
	(void)self;
	(void)hash;
	(void)name;
	return false;
}

static void take_paste(void *self, const struct nsc_header_paste *paste)
{
	struct nsc_headers *headers = self;

	nsc_headers_pastes_push(&headers->pastes, *paste);
}

static void visit_file(CXFile file, CXSourceLocation *stack, unsigned depth,
		       CXClientData data)
{
	struct nsc_headers *headers = data;
	struct nsc_header_text text = {
		.wanted = want_none, .pasted = take_paste, .self = headers};
	size_t i;

	(void)stack;
	(void)depth;
	if (!file ||
	    nsc_headers_file(headers, nsc_parse_file(headers->parse, file))->hosted) {
		return;
	}
	for (i = 0; i < headers->own.len; i++) {
		if (clang_File_isEqual(headers->own.ptr[i], file)) {
			return;
		}
	}
	nsc_headers_cx_files_push(&headers->own, file);
	text.text = nsc_parse_text(headers->parse, file);
	if (nsc_header_text_words(text.text, nsc_headers_take_word, headers)) {
		nsc_header_text_read(&text);
	}
}

static void read_words(struct nsc_headers *headers)
{
	struct nsc_parse *parse = headers->parse;
	size_t size = (UINT32_C(1) << NSC_HEADERS_BITS) / 8;

	headers->passed = nostd_bump_array(parse->run->keep, uint8_t, size);
	memset(headers->passed, 0, size);
	visit_file(clang_getFile(parse->tu,
				 nsc_name_chars(parse->run->names, parse->out->source)),
		   NULL, 0, headers);
	clang_getInclusions(parse->tu, visit_file, headers);
}

static bool ask(struct nsc_headers *headers)
{
	if (!headers->asked) {
		headers->asked = true;
		link_includes(headers);
		headers->wanted = !headers->parse->cxx &&
				  headers->parse->out->status == NSC_UNIT_OK &&
				  is_wanted(headers);
		if (headers->wanted) {
			read_words(headers);
		}
	}
	return headers->wanted;
}

/* -- which inclusion brought it ------------------------------------------------------ */

/*
 * Of a file that is read several times: the last row that opens it, of those in front of
 * which no file was entered that begins behind `start`.
 */
static uint32_t row_by_start(const struct nsc_headers *headers,
			     const struct nsc_headers_file *file, uint32_t start)
{
	const struct nsc_include_vec *includes = &headers->parse->out->includes;
	uint32_t row, found = file->row_first;

	for (row = 0; row < includes->len; row++) {
		if (headers->directives.ptr[row].start >= start) {
			break;
		}
		if (nsc_name_eq(includes->ptr[row].file, file->name)) {
			found = row;
		}
	}
	return found;
}

/* The same, by how many macros were defined before. */
static uint32_t row_by_macro(const struct nsc_headers *headers,
			     const struct nsc_headers_file *file, uint32_t macro)
{
	const struct nsc_include_vec *includes = &headers->parse->out->includes;
	uint32_t row, found = file->row_first;

	for (row = 0; row < includes->len; row++) {
		if (headers->directives.ptr[row].macros > macro) {
			break;
		}
		if (nsc_name_eq(includes->ptr[row].file, file->name)) {
			found = row;
		}
	}
	return found;
}

bool nsc_headers_read_once(const struct nsc_headers *headers,
			   struct nsc_headers_file *file, CXFile handle)
{
	if (file->row_count <= 1) {
		return true;
	}
	if (!file->file) {
		file->file = handle;
		file->guarded = clang_isFileMultipleIncludeGuarded(headers->parse->tu,
								   handle) != 0;
	}
	return file->guarded;
}

/* -- declarations -------------------------------------------------------------------- */

static void set_kind(struct nsc_headers_word *word, enum nsc_header_name_kind kind,
		     uint32_t row)
{
	if (!(word->kinds & 1U << kind)) {
		word->kinds |= (uint8_t)(1U << kind);
		word->rows[kind] = row;
	}
}

static bool kind_of(CXCursor declaration, enum nsc_header_name_kind *kind)
{
	switch ((unsigned)clang_getCursorKind(declaration)) {
	case CXCursor_FunctionDecl:
		*kind = NSC_HEADER_FUNCTION;
		return true;
	case CXCursor_VarDecl:
		*kind = NSC_HEADER_OBJECT;
		return true;
	case CXCursor_TypedefDecl:
		*kind = NSC_HEADER_TYPE;
		return true;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_EnumDecl:
		*kind = NSC_HEADER_TAG;
		return true;
	}
	return false;
}

struct constants {
	struct nsc_headers *headers;
	uint32_t row;
};

static enum CXChildVisitResult visit_constant(CXCursor cursor, CXCursor parent,
					      CXClientData data)
{
	struct constants *constants = data;
	struct nsc_headers_word *word;
	CXString text;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl) {
		text = clang_getCursorSpelling(cursor);
		word = nsc_headers_add_word(constants->headers,
					    nostd_str_from_c(clang_getCString(text)),
					    true);
		if (word) {
			set_kind(word, NSC_HEADER_CONSTANT, constants->row);
		}
		clang_disposeString(text);
	}
	return CXChildVisit_Continue;
}

/* The row of includes that brought a declaration; NSC_NO_ROW: it is own code. */
static uint32_t row_of(struct nsc_headers *headers, CXCursor declaration)
{
	CXSourceLocation location = clang_getCursorLocation(declaration);
	struct nsc_where where = nsc_where_expanded(location);
	struct nsc_headers_file *file;
	uint32_t start;

	if (!where.file) {
		return NSC_NO_ROW;
	}
	file = nsc_headers_file(headers, nsc_parse_file(headers->parse, where.file));
	if (!file->hosted || file->row_count == 0) {
		return NSC_NO_ROW;
	}
	if (nsc_headers_read_once(headers, file, where.file)) {
		return file->row_first;
	}
	start = start_of(headers, location, where.offset);
	return start == 0 ? file->row_first : row_by_start(headers, file, start);
}

static void add_declaration(struct nsc_headers *headers, CXCursor declaration,
			    struct nostd_str name, enum nsc_header_name_kind kind)
{
	bool defines = kind == NSC_HEADER_TAG && clang_isCursorDefinition(declaration);
	uint32_t row = row_of(headers, declaration);
	struct nsc_headers_word *word;

	if (row == NSC_NO_ROW) {
		return;
	}
	word = nsc_headers_add_word(headers, name, true);
	set_kind(word, kind, row);
	if (defines && !word->defined) {
		word->defined = true;
		word->rows[kind] = row;
	}
}

/* Where a name is looked up is dear; most names are not in own code at all. */
void nsc_headers_see(struct nsc_headers *headers, CXCursor declaration)
{
	enum nsc_header_name_kind kind;
	struct nostd_str name;
	CXString spelling;

	if (!ask(headers) || !kind_of(declaration, &kind)) {
		return;
	}
	spelling = clang_getCursorSpelling(declaration);
	name = nostd_str_from_c(clang_getCString(spelling));
	if (nsc_headers_may_need(headers, name, nsc_header_hash(name))) {
		add_declaration(headers, declaration, name, kind);
	}
	clang_disposeString(spelling);
	if (clang_getCursorKind(declaration) == CXCursor_EnumDecl) {
		struct constants constants = {headers, row_of(headers, declaration)};

		if (constants.row != NSC_NO_ROW) {
			clang_visitChildren(declaration, visit_constant, &constants);
		}
	}
}

/* newlib's sys/_intsup.h defines some, and undefines them: that is not recorded. */
static bool is_keyword(struct nostd_str name)
{
	static const struct nostd_str keywords[] = {
		NOSTD_STR_INIT("char"),   NOSTD_STR_INIT("const"),
		NOSTD_STR_INIT("double"), NOSTD_STR_INIT("float"),
		NOSTD_STR_INIT("inline"), NOSTD_STR_INIT("int"),
		NOSTD_STR_INIT("long"),   NOSTD_STR_INIT("restrict"),
		NOSTD_STR_INIT("short"),  NOSTD_STR_INIT("signed"),
		NOSTD_STR_INIT("static"), NOSTD_STR_INIT("unsigned"),
		NOSTD_STR_INIT("void"),   NOSTD_STR_INIT("volatile")};

	return NSC_IS_AMONG(name, keywords);
}

static void add_macro(struct nsc_headers *headers, const struct nsc_macro_def *def,
		      uint32_t index)
{
	struct nostd_str name = text_of(headers, def->name);
	struct nsc_headers_file *file;
	struct nsc_headers_word *word;

	if (!nsc_name_given(def->at.file) ||
	    !nsc_headers_may_need(headers, name, nsc_header_hash(name)) ||
	    is_keyword(name)) {
		return;
	}
	file = nsc_headers_file(headers, def->at.file);
	if (!file->hosted || file->row_count == 0) {
		return;
	}
	word = nsc_headers_add_word(headers, name, false);
	set_kind(word, NSC_HEADER_MACRO,
		 file->row_count == 1 ? file->row_first
				      : row_by_macro(headers, file, index));
	word->function_like = name.len < def->text.len && def->text.ptr[name.len] == '(';
}

static void add_macros(struct nsc_headers *headers)
{
	uint32_t count = nsc_macros_count(headers->parse->macros), i;

	for (i = 0; i < count; i++) {
		add_macro(headers, nsc_macros_get(headers->parse->macros, i), i);
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static struct nsc_headers_word *find_name(const struct nsc_headers *headers,
					  struct nsc_name name)
{
	struct nostd_str text = text_of(headers, name);

	return nsc_headers_find_word(headers, nsc_header_hash(text), text);
}

/*
 * The macros of hosted headers that a use came out of: `stderr`, in newlib a member of
 * what another header declares, needs <stdio.h>. False: of none.
 */
static bool see_macros(const struct nsc_headers *headers, const struct nsc_use *use)
{
	const struct nsc_unit_facts *out = headers->parse->out;
	bool any = false;
	uint32_t i;

	for (i = use->macro_first; i < use->macro_first + use->macro_count; i++) {
		struct nsc_headers_word *word =
			find_name(headers, out->macros.ptr[i].name);

		if (word && word->kinds & 1U << NSC_HEADER_MACRO) {
			word->expanded = true;
			any = true;
		}
	}
	return any;
}

/* References tell what macros and types do not: which functions it is about. */
static void see_uses(struct nsc_headers *headers)
{
	const struct nsc_unit_facts *out = headers->parse->out;
	size_t i;

	for (i = 0; i < out->uses.len; i++) {
		const struct nsc_use *use = &out->uses.ptr[i];
		struct nsc_headers_word *word;

		if (!nsc_name_given(use->declared_in) ||
		    !nsc_headers_file(headers, use->declared_in)->hosted ||
		    nsc_headers_file(headers, use->at.file)->hosted) {
			continue;
		}
		word = find_name(headers, use->name);
		if (!see_macros(headers, use) && word) {
			word->linked = true;
		} else if (word) {
			word->hidden = true;
		}
	}
}

/*
 * From what brought it up to the directive in own code. One that asks for the very header
 * goes before one that got it by the way.
 */
static uint32_t own_directive(struct nsc_headers *headers, uint32_t row, uint32_t before)
{
	const struct nsc_include_vec *includes = &headers->parse->out->includes;
	uint32_t other;

	for (other = 0; other < before && other < includes->len; other++) {
		if (nsc_name_eq(includes->ptr[other].file, includes->ptr[row].file) &&
		    is_own_directive(headers, other)) {
			return other;
		}
	}
	while (!is_own_directive(headers, row) &&
	       nsc_include_from(includes, row) != NSC_NO_ROW) {
		row = nsc_include_from(includes, row);
	}
	return row;
}

/* Of a macro that hides a function, and the like, the macro is what is written. */
static const enum nsc_header_name_kind precedence[] = {NSC_HEADER_MACRO,
						       NSC_HEADER_FUNCTION,
						       NSC_HEADER_OBJECT, NSC_HEADER_TYPE,
						       NSC_HEADER_CONSTANT};

static void add_row(struct nsc_headers *headers, const struct nsc_headers_cx_files *read,
		    const struct nsc_headers_word *word, enum nsc_header_name_kind kind,
		    unsigned flags)
{
	struct nsc_parse *parse = headers->parse;
	struct nsc_header_name row = {.kind = (uint8_t)kind, .flags = (uint8_t)flags};

	row.name = nsc_name(parse->run->names, word->text);
	row.directive = own_directive(headers, word->rows[kind], word->before);
	row.before = word->before;
	if (word->at_file != 0) {
		row.at = nsc_parse_presumed(
			parse, clang_getLocationForOffset(parse->tu,
							  read->ptr[word->at_file - 1],
							  (unsigned)word->at_offset));
	}
	nsc_header_name_vec_push(&parse->out->header_names, row);
}

static unsigned flags_of(const struct nsc_headers_word *word,
			 enum nsc_header_name_kind kind)
{
	bool is_symbol = kind == NSC_HEADER_FUNCTION || kind == NSC_HEADER_OBJECT;
	bool written = word->at_file != 0 && word->needed[kind];
	bool linked = kind == NSC_HEADER_MACRO
			      ? word->expanded
			      : is_symbol && (word->linked || (written && word->hidden));

	return (written ? NSC_HEADER_WRITTEN : 0U) | (linked ? NSC_HEADER_LINKED : 0U);
}

static void add_rows(struct nsc_headers *headers, const struct nsc_headers_cx_files *read,
		     const struct nsc_headers_word *word)
{
	bool written = false;
	unsigned flags;
	size_t i;

	for (i = 0; i < sizeof(precedence) / sizeof(precedence[0]); i++) {
		enum nsc_header_name_kind kind = precedence[i];

		flags = word->kinds & 1U << kind ? flags_of(word, kind) : 0;
		if (flags & NSC_HEADER_LINKED || (flags != 0 && !written)) {
			add_row(headers, read, word, kind, flags);
		}
		written |= (flags & NSC_HEADER_WRITTEN) != 0;
	}
	if (word->kinds & 1U << NSC_HEADER_TAG) {
		flags = flags_of(word, NSC_HEADER_TAG);
		if (flags != 0) {
			add_row(headers, read, word, NSC_HEADER_TAG, flags);
		}
	}
}

/* What stands in a table by hash has no order of its own. */
static int compare_rows(const struct nsc_names *names, const struct nsc_header_name *a,
			const struct nsc_header_name *b)
{
	int order = nsc_name_cmp(names, a->name, b->name);

	return order != 0 ? order : a->kind < b->kind ? -1 : a->kind > b->kind;
}

static void sort_rows(struct nsc_headers *headers)
{
	struct nsc_header_name_vec *all = &headers->parse->out->header_names;
	size_t i, j;

	for (i = 1; i < all->len; i++) {
		struct nsc_header_name one = all->ptr[i];

		for (j = i; j > 0 && compare_rows(headers->parse->run->names,
						  &all->ptr[j - 1], &one) > 0;
		     j--) {
			all->ptr[j] = all->ptr[j - 1];
		}
		all->ptr[j] = one;
	}
}

void nsc_headers_finish(struct nsc_headers *headers)
{
	struct nsc_parse *parse = headers->parse;
	uint32_t i;

	ask(headers);
	parse->out->header_names_known = !parse->cxx && parse->out->status == NSC_UNIT_OK;
	if (!headers->wanted || !parse->out->header_names_known) {
		return;
	}
	add_macros(headers);
	see_uses(headers);
	for (i = 0; i < headers->own.len; i++) {
		nsc_headers_read_own(headers, &headers->own, i);
	}
	for (i = 0; i < headers->words.len; i++) {
		if (headers->words.ptr[i].at_file != 0 || headers->words.ptr[i].linked) {
			add_rows(headers, &headers->own, &headers->words.ptr[i]);
		}
	}
	sort_rows(headers);
}
