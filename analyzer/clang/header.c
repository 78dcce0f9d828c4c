/*
 * header.c - names of hosted headers first, then the texts of own code. See header.h.
 */
#include "analyzer/clang/header.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/header_text.h"
#include "analyzer/clang/macro.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

enum { KIND_COUNT = NSC_HEADER_MACRO + 1 };

/* A directive that was met. */
struct directive {
	struct nsc_name within; /* file; empty: an option */
	size_t offset;
	uint32_t macros; /* definitions before it */
	uint32_t start;  /* of the file it stands in, as libclang counts; 0: none */
};

/* What is known of a file. */
struct file {
	struct nsc_name name;
	CXFile file;        /* NULL: not met as one */
	uint32_t row_first; /* of includes: the first that opens it; NSC_NO_ROW: main */
	uint32_t row_count; /* how many do */
	bool hosted;
	bool guarded; /* read once, however often it is included */
};

/* A name that a hosted header declares. */
struct word {
	struct nostd_str text;
	uint32_t hash;
	uint8_t kinds;             /* a bit for each kind */
	bool needed[KIND_COUNT];   /* it stands in own code, and may be that */
	uint32_t rows[KIND_COUNT]; /* of includes: what brought the declaration */
	bool defined;              /* a tag: rows has the definition's */
	bool function_like;        /* the macro */
	bool linked;               /* `uses` has it, as a function or object */
	bool hidden;               /* only through a macro of a header */
	bool expanded;    /* the same, and it is the macro that was written for it */
	uint32_t before;  /* rows of includes before its first place */
	uint32_t at_file; /* row of `read`, one more; 0: it was not met */
	size_t at_offset;
};

#define NOSTD_NAME directives
#define NOSTD_T    struct directive
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME words
#define NOSTD_T    struct word
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME pastes
#define NOSTD_T    struct nsc_header_paste
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME skips
#define NOSTD_T    struct nsc_skipped
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME cx_files
#define NOSTD_T    CXFile
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME          files
#define NOSTD_K             uint32_t /* name id */
#define NOSTD_V             struct file
#define NOSTD_HASH(k, seed) ((size_t) * (k) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_headers {
	struct nsc_parse *parse;
	struct nsc_name_vec folders; /* hosted ones */
	struct files files;
	struct directives directives; /* as the rows of includes */
	struct words words;
	uint32_t *slots; /* of a table by hash: rows of words, one more */
	uint32_t slot_count;
	bool asked, wanted;   /* whether own code includes a hosted header at all */
	struct cx_files own;  /* what was read of own code, the main file first */
	struct pastes pastes; /* of all of it */
	uint8_t *passed;      /* a bit for each hash of a word of own code */
	bool counts;          /* libclang counts places as `start` expects */
};

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
	headers->files = files_new_in(nsc_keep(parse->run));
	headers->directives = directives_new_in(nsc_keep(parse->run));
	headers->words = words_new_in(nsc_keep(parse->run));
	headers->own = cx_files_new_in(nsc_keep(parse->run));
	headers->pastes = pastes_new_in(nsc_keep(parse->run));
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

static struct file *file_of(struct nsc_headers *headers, struct nsc_name name)
{
	struct file fresh = {.name = name, .row_first = NSC_NO_ROW};
	struct file *known = files_get_mut(&headers->files, name.ix);

	if (!known) {
		fresh.hosted = is_hosted(headers, name);
		files_insert(&headers->files, name.ix, fresh);
		known = files_get_mut(&headers->files, name.ix);
	}
	return known;
}

/* -- inclusions ---------------------------------------------------------------------- */

/*
 * Where the file of a place begins, as libclang counts bytes over all files in the order
 * in which they are entered (clang/Basic/SourceLocation.h: an offset, but for macros, which
 * have the highest bit). So a file that is read several times has several starts.
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
	struct directive fresh = {.macros = nsc_macros_count(headers->parse->macros)};
	struct file *file;

	if (where->file) {
		fresh.within = nsc_parse_file(headers->parse, where->file);
		fresh.offset = where->offset;
		fresh.start = start_of(headers, location, where->offset);
	}
	directives_push(&headers->directives, fresh);
	if (nsc_name_given(includes->ptr[row].file)) {
		file = file_of(headers, includes->ptr[row].file);
		file->row_first = file->row_count == 0 ? row : file->row_first;
		file->row_count++;
	}
}

static bool opens_hosted(struct nsc_headers *headers, uint32_t row)
{
	struct nsc_name file = headers->parse->out->includes.ptr[row].file;

	return nsc_name_given(file) && file_of(headers, file)->hosted;
}

/* Does it stand in own code, or on the command line? */
static bool is_own_directive(struct nsc_headers *headers, uint32_t row)
{
	struct nsc_name within = headers->directives.ptr[row].within;

	return !nsc_name_given(within) || !file_of(headers, within)->hosted;
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

enum {
	PASSED_BITS = 18
}; /* some thousand words: one of fifty may be taken for another */

/* A pair is another word than one that is written so. */
static uint32_t bit_of(uint32_t hash, bool pair)
{
	hash ^= pair ? UINT32_C(0x5bd1e995) : 0;
	return (hash ^ hash >> PASSED_BITS) & ((UINT32_C(1) << PASSED_BITS) - 1);
}

static void take_word(void *self, uint32_t hash, bool pair)
{
	struct nsc_headers *headers = self;
	uint32_t bit = bit_of(hash, pair);

	headers->passed[bit / 8] |= (uint8_t)(1U << bit % 8);
}

static bool is_passed(const struct nsc_headers *headers, uint32_t hash, bool pair)
{
	uint32_t bit = bit_of(hash, pair);

	return headers->passed[bit / 8] & 1U << bit % 8;
}

/* A hash that is looked for word by word. */
struct sought {
	uint32_t hash;
	bool pair, found;
};

static void compare_word(void *self, uint32_t hash, bool pair)
{
	struct sought *sought = self;

	sought->found |= hash == sought->hash && pair == sought->pair;
}

/* The same, for certain: every word of own code is looked at again. */
static bool is_surely_passed(const struct nsc_headers *headers, uint32_t hash, bool pair)
{
	struct sought sought = {hash, pair, false};
	size_t i;

	if (!is_passed(headers, hash, pair)) {
		return false;
	}
	for (i = 0; i < headers->own.len && !sought.found; i++) {
		nsc_header_text_words(nsc_parse_text(headers->parse, headers->own.ptr[i]),
				      compare_word, &sought);
	}
	return sought.found;
}

/* Can a macro that pastes make that name of what own code hands to it? */
static bool makes(const struct nsc_headers *headers, const struct nsc_header_paste *paste,
		  struct nostd_str name, bool surely)
{
	bool (*passed)(const struct nsc_headers *, uint32_t, bool) =
		surely ? is_surely_passed : is_passed;

	if (paste->head.len == 0 && paste->tail.len == 0) {
		return passed(headers, nsc_header_hash(name), true);
	}
	if (!nostd_str_strip_prefix(&name, paste->head) ||
	    !nostd_str_ends_with(name, paste->tail)) {
		return false;
	}
	name = nostd_str_take(name, name.len - paste->tail.len);
	return name.len == 0 || passed(headers, nsc_header_hash(name), false);
}

/* May own code have that name? */
static bool may_need(const struct nsc_headers *headers, struct nostd_str name,
		     uint32_t hash)
{
	size_t i;

	for (i = 0; i < headers->pastes.len; i++) {
		if (makes(headers, &headers->pastes.ptr[i], name, false)) {
			return true;
		}
	}
	return is_passed(headers, hash, false);
}

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

	pastes_push(&headers->pastes, *paste);
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
	if (!file || file_of(headers, nsc_parse_file(headers->parse, file))->hosted) {
		return;
	}
	for (i = 0; i < headers->own.len; i++) {
		if (clang_File_isEqual(headers->own.ptr[i], file)) {
			return;
		}
	}
	cx_files_push(&headers->own, file);
	text.text = nsc_parse_text(headers->parse, file);
	if (nsc_header_text_words(text.text, take_word, headers)) {
		nsc_header_text_read(&text);
	}
}

static void read_words(struct nsc_headers *headers)
{
	struct nsc_parse *parse = headers->parse;
	size_t size = (UINT32_C(1) << PASSED_BITS) / 8;

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

/* -- names --------------------------------------------------------------------------- */

static struct word *find_word(const struct nsc_headers *headers, uint32_t hash,
			      struct nostd_str text)
{
	uint32_t slot;

	if (headers->slot_count == 0) {
		return NULL;
	}
	slot = hash & (headers->slot_count - 1);
	for (; headers->slots[slot] != 0; slot = (slot + 1) & (headers->slot_count - 1)) {
		struct word *word = &headers->words.ptr[headers->slots[slot] - 1];

		if (word->hash == hash && nostd_str_eq(word->text, text)) {
			return word;
		}
	}
	return NULL;
}

static void put_slot(struct nsc_headers *headers, uint32_t row)
{
	uint32_t slot = headers->words.ptr[row].hash & (headers->slot_count - 1);

	while (headers->slots[slot] != 0) {
		slot = (slot + 1) & (headers->slot_count - 1);
	}
	headers->slots[slot] = row + 1;
}

/* At most half full. */
static void grow(struct nsc_headers *headers)
{
	uint32_t row;

	if (headers->words.len * 2 < headers->slot_count) {
		return;
	}
	headers->slot_count = headers->slot_count == 0 ? 256 : headers->slot_count * 2;
	headers->slots = nostd_bump_array(headers->parse->run->keep, uint32_t,
					  headers->slot_count);
	memset(headers->slots, 0, headers->slot_count * sizeof(*headers->slots));
	for (row = 0; row < headers->words.len; row++) {
		put_slot(headers, row);
	}
}

/* `text` lives as long as the request, or is put into its arena (`copy`). */
/* NULL: own code cannot have that name. */
static struct word *add_word(struct nsc_headers *headers, struct nostd_str text,
			     bool copy)
{
	struct word fresh = {.hash = nsc_header_hash(text)};
	struct word *known;

	if (!may_need(headers, text, fresh.hash)) {
		return NULL;
	}
	known = find_word(headers, fresh.hash, text);
	if (known) {
		return known;
	}
	grow(headers);
	fresh.text = copy ? nostd_bump_str(headers->parse->run->keep, text) : text;
	words_push(&headers->words, fresh);
	put_slot(headers, (uint32_t)headers->words.len - 1);
	return &headers->words.ptr[headers->words.len - 1];
}

static void set_kind(struct word *word, enum nsc_header_name_kind kind, uint32_t row)
{
	if (!(word->kinds & 1U << kind)) {
		word->kinds |= (uint8_t)(1U << kind);
		word->rows[kind] = row;
	}
}

/* -- which inclusion brought it ------------------------------------------------------ */

/*
 * Of a file that is read several times: the last row that opens it, of those in front of
 * which no file was entered that begins behind `start`.
 */
static uint32_t row_by_start(const struct nsc_headers *headers, const struct file *file,
			     uint32_t start)
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
static uint32_t row_by_macro(const struct nsc_headers *headers, const struct file *file,
			     uint32_t macro)
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

static bool is_read_once(const struct nsc_headers *headers, struct file *file,
			 CXFile handle)
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
	struct word *word;
	CXString text;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl) {
		text = clang_getCursorSpelling(cursor);
		word = add_word(constants->headers,
				nostd_str_from_c(clang_getCString(text)), true);
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
	struct file *file;
	uint32_t start;

	if (!where.file) {
		return NSC_NO_ROW;
	}
	file = file_of(headers, nsc_parse_file(headers->parse, where.file));
	if (!file->hosted || file->row_count == 0) {
		return NSC_NO_ROW;
	}
	if (is_read_once(headers, file, where.file)) {
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
	struct word *word;

	if (row == NSC_NO_ROW) {
		return;
	}
	word = add_word(headers, name, true);
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
	if (may_need(headers, name, nsc_header_hash(name))) {
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
	size_t i;

	for (i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		if (nostd_str_eq(keywords[i], name)) {
			return true;
		}
	}
	return false;
}

static void add_macro(struct nsc_headers *headers, const struct nsc_macro_def *def,
		      uint32_t index)
{
	struct nostd_str name = text_of(headers, def->name);
	struct file *file;
	struct word *word;

	if (!nsc_name_given(def->at.file) ||
	    !may_need(headers, name, nsc_header_hash(name)) || is_keyword(name)) {
		return;
	}
	file = file_of(headers, def->at.file);
	if (!file->hosted || file->row_count == 0) {
		return;
	}
	word = add_word(headers, name, false);
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

/* -- own code ------------------------------------------------------------------------ */

/* A file of own code while it is read. */
struct reading {
	struct nsc_headers *headers;
	const struct cx_files *read;
	uint32_t file;  /* row of `read` */
	bool main_file; /* libclang has references of all that stands in it */
	uint32_t row;   /* of includes: the next directive of this file */
	uint32_t entry; /* of includes: what opened it; NSC_NO_ROW: it is the main one */
	struct pastes pastes;
};

/* Which of its kinds a name can be at a place. */
static void need(const struct reading *reading, struct word *word, unsigned flags)
{
	bool member = (flags & NSC_WORD_MEMBER) != 0, tag = (flags & NSC_WORD_TAG) != 0;
	bool text = (flags & (NSC_WORD_MACRO | NSC_WORD_CONDITION)) != 0;
	bool linked = text || (!reading->main_file &&
			       (flags & (NSC_WORD_CALL | NSC_WORD_PASSED)) != 0);

	word->needed[NSC_HEADER_MACRO] |=
		text || !word->function_like || (flags & NSC_WORD_PAREN) != 0;
	word->needed[NSC_HEADER_TAG] |= tag;
	if (member || tag) {
		return;
	}
	word->needed[NSC_HEADER_TYPE] = true;
	word->needed[NSC_HEADER_CONSTANT] = true;
	word->needed[NSC_HEADER_FUNCTION] |= linked || word->linked || word->hidden;
	word->needed[NSC_HEADER_OBJECT] |= linked || word->linked || word->hidden;
}

/* Rows of includes that were met before a place of the file. */
static uint32_t rows_before(struct reading *reading, size_t offset)
{
	const struct directives *all = &reading->headers->directives;
	const struct nsc_include_vec *includes = &reading->headers->parse->out->includes;

	while (reading->row < all->len) {
		uint32_t from = nsc_include_from(includes, reading->row);
		bool here = from == reading->entry &&
			    nsc_name_given(all->ptr[reading->row].within);

		if (here && all->ptr[reading->row].offset > offset) {
			return reading->row;
		}
		/* Rows of a file stand together: one that hangs elsewhere is behind it. */
		if (reading->entry != NSC_NO_ROW &&
		    (from == NSC_NO_ROW || from < reading->entry)) {
			return reading->row;
		}
		reading->row++;
	}
	return reading->row;
}

static void place(struct reading *reading, struct word *word, size_t offset)
{
	uint32_t before = rows_before(reading, offset);

	if (word->at_file == 0) {
		word->at_file = reading->file + 1;
		word->at_offset = offset;
		word->before = before;
	}
	word->before = before < word->before ? before : word->before;
}

static bool wanted(void *self, uint32_t hash, struct nostd_str text)
{
	const struct reading *reading = self;

	return find_word(reading->headers, hash, text) != NULL;
}

static bool is_needed(const struct word *word)
{
	unsigned kind;

	for (kind = 0; kind < KIND_COUNT; kind++) {
		if (word->kinds & 1U << kind && word->needed[kind]) {
			return true;
		}
	}
	return false;
}

static void found(void *self, const struct nsc_header_word *at)
{
	struct reading *reading = self;
	struct word *word;

	word = find_word(reading->headers, nsc_header_hash(at->text), at->text);
	need(reading, word, at->flags);
	if (is_needed(word)) {
		place(reading, word, at->offset);
	}
}

static void pasted(void *self, const struct nsc_header_paste *paste)
{
	struct reading *reading = self;

	pastes_push(&reading->pastes, *paste);
}

static void need_pasted(struct reading *reading)
{
	struct words *all = &reading->headers->words;
	size_t i, k;

	for (i = 0; i < reading->pastes.len; i++) {
		for (k = 0; k < all->len; k++) {
			if (makes(reading->headers, &reading->pastes.ptr[i],
				  all->ptr[k].text, true)) {
				need(reading, &all->ptr[k], NSC_WORD_MACRO);
				place(reading, &all->ptr[k],
				      reading->pastes.ptr[i].offset);
			}
		}
	}
}

/* A row of includes that opens the file; false: it is the main one. */
static bool set_entry(struct reading *reading, CXFile file)
{
	struct nsc_name name = nsc_parse_file(reading->headers->parse, file);
	const struct file *known = files_get(&reading->headers->files, name.ix);

	reading->entry = known ? known->row_first : NSC_NO_ROW;
	reading->row = reading->entry == NSC_NO_ROW ? 0 : reading->entry + 1;
	return reading->entry != NSC_NO_ROW;
}

static int compare_skipped(const struct nsc_skipped *a, const struct nsc_skipped *b)
{
	return a->first < b->first ? -1 : a->first > b->first;
}

#define NOSTD_NAME      skips_in_order
#define NOSTD_T         struct nsc_skipped
#define NOSTD_CMP(a, b) compare_skipped((a), (b))
#include <nostd/sort.h>

/* What was skipped of a file that was read once; of others nothing is left out. */
static struct skips skipped_of(struct nsc_headers *headers, CXFile file)
{
	struct skips out = skips_new_in(nsc_scratch(headers->parse->run));
	struct file *known = file_of(headers, nsc_parse_file(headers->parse, file));
	CXSourceRangeList *all;
	unsigned i;

	if (!is_read_once(headers, known, file)) {
		return out;
	}
	all = clang_getSkippedRanges(headers->parse->tu, file);
	for (i = 0; all && i < all->count; i++) {
		struct nsc_where first =
			nsc_where_expanded(clang_getRangeStart(all->ranges[i]));
		struct nsc_where end =
			nsc_where_expanded(clang_getRangeEnd(all->ranges[i]));
		struct nsc_skipped row = {first.offset, end.offset};

		skips_push(&out, row);
	}
	if (all) {
		clang_disposeSourceRangeList(all);
	}
	skips_in_order_sort_unstable(out.ptr, out.len);
	return out;
}

static void read_own(struct nsc_headers *headers, const struct cx_files *read,
		     uint32_t file)
{
	struct nostd_bump_mark mark = nostd_bump_mark(headers->parse->run->scratch);
	struct reading reading = {.headers = headers, .read = read, .file = file};
	struct skips skipped = skipped_of(headers, read->ptr[file]);
	struct nsc_header_text text = {.text = nsc_parse_text(headers->parse,
							      read->ptr[file]),
				       .skipped = skipped.ptr,
				       .skipped_count = skipped.len,
				       .wanted = wanted,
				       .found = found,
				       .pasted = pasted,
				       .self = &reading};

	reading.pastes = pastes_new_in(nsc_scratch(headers->parse->run));
	reading.main_file = !set_entry(&reading, read->ptr[file]);
	nsc_header_text_read(&text);
	set_entry(&reading, read->ptr[file]);
	need_pasted(&reading);
	nostd_bump_reset(headers->parse->run->scratch, mark);
}

/* -- all of it ----------------------------------------------------------------------- */

static struct word *find_name(const struct nsc_headers *headers, struct nsc_name name)
{
	struct nostd_str text = text_of(headers, name);

	return find_word(headers, nsc_header_hash(text), text);
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
		struct word *word = find_name(headers, out->macros.ptr[i].name);

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
		struct word *word;

		if (!nsc_name_given(use->declared_in) ||
		    !file_of(headers, use->declared_in)->hosted ||
		    file_of(headers, use->at.file)->hosted) {
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

static void add_row(struct nsc_headers *headers, const struct cx_files *read,
		    const struct word *word, enum nsc_header_name_kind kind,
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

static unsigned flags_of(const struct word *word, enum nsc_header_name_kind kind)
{
	bool is_symbol = kind == NSC_HEADER_FUNCTION || kind == NSC_HEADER_OBJECT;
	bool written = word->at_file != 0 && word->needed[kind];
	bool linked = kind == NSC_HEADER_MACRO
			      ? word->expanded
			      : is_symbol && (word->linked || (written && word->hidden));

	return (written ? NSC_HEADER_WRITTEN : 0U) | (linked ? NSC_HEADER_LINKED : 0U);
}

static void add_rows(struct nsc_headers *headers, const struct cx_files *read,
		     const struct word *word)
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
		read_own(headers, &headers->own, i);
	}
	for (i = 0; i < headers->words.len; i++) {
		if (headers->words.ptr[i].at_file != 0 || headers->words.ptr[i].linked) {
			add_rows(headers, &headers->own, &headers->words.ptr[i]);
		}
	}
	sort_rows(headers);
}
