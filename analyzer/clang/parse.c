/*
 * parse.c - libclang's locations and files as ours. See parse.h.
 */
#include "analyzer/clang/parse.h"

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/request.h"

#define NOSTD_NAME          files
#define NOSTD_K             uintptr_t
#define NOSTD_V             struct nsc_name
#define NOSTD_HASH(k, seed) ((size_t)(*(k) >> 4) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

/* libclang looks for a file among all places of the unit, each expansion is one. */
#define NOSTD_NAME          texts
#define NOSTD_K             uintptr_t
#define NOSTD_V             struct nostd_str
#define NOSTD_HASH(k, seed) ((size_t)(*(k) >> 4) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_places {
	struct files files; /* by CXFile */
	struct texts texts; /* by CXFile */
	/* The last presumed file: uses come in runs. */
	struct nsc_name presumed;
	struct nostd_str presumed_text;
};

struct nsc_places *nsc_places_new(struct nsc_run *run)
{
	struct nsc_places *places = nostd_bump_new(run->keep, struct nsc_places);

	places->files = files_new_in(nsc_keep(run));
	places->texts = texts_new_in(nsc_keep(run));
	return places;
}

struct nsc_where nsc_where_expanded(CXSourceLocation location)
{
	struct nsc_where where = {NULL, 0, 0, 0};

	clang_getExpansionLocation(location, &where.file, &where.line, &where.column,
				   &where.offset);
	return where;
}

struct nsc_where nsc_where_written(CXSourceLocation location)
{
	struct nsc_where where = {NULL, 0, 0, 0};

	clang_getFileLocation(location, &where.file, &where.line, &where.column,
			      &where.offset);
	return where;
}

struct nsc_name nsc_parse_path(struct nsc_parse *parse, struct nostd_str path)
{
	struct nostd_bump *scratch = parse->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	struct nostd_str folder =
		nsc_name_text(parse->run->names, parse->request->folder);
	struct nsc_name name =
		nsc_name(parse->run->names, nsc_path_join(scratch, folder, path));

	nostd_bump_reset(scratch, mark);
	return name;
}

struct nsc_name nsc_parse_file(struct nsc_parse *parse, CXFile file)
{
	const struct nsc_name *known;
	struct nsc_name name = {0};
	CXString text;

	if (!file) {
		return name;
	}
	known = files_get(&parse->places->files, (uintptr_t)file);
	if (known) {
		return *known;
	}
	text = clang_getFileName(file);
	name = nsc_parse_path(parse, nostd_str_from_c(clang_getCString(text)));
	clang_disposeString(text);
	files_insert(&parse->places->files, (uintptr_t)file, name);
	return name;
}

struct nostd_str nsc_parse_text(const struct nsc_parse *parse, CXFile file)
{
	const struct nostd_str *known = texts_get(&parse->places->texts, (uintptr_t)file);
	struct nostd_str text;
	size_t size = 0;

	if (known) {
		return *known;
	}
	text.ptr = file ? clang_getFileContents(parse->tu, file, &size) : NULL;
	text.len = text.ptr ? size : 0;
	texts_insert(&parse->places->texts, (uintptr_t)file, text);
	return text;
}

struct nsc_place nsc_parse_physical(struct nsc_parse *parse,
				    const struct nsc_where *where)
{
	return nsc_place(nsc_parse_file(parse, where->file), where->line, where->column);
}

/* The path of a presumed file; most often it is the last one. */
static struct nsc_name presumed_file(struct nsc_parse *parse, struct nostd_str text)
{
	struct nsc_places *places = parse->places;

	if (!nostd_str_eq(places->presumed_text, text)) {
		places->presumed_text = nostd_bump_str(parse->run->keep, text);
		places->presumed = nsc_parse_path(parse, text);
	}
	return places->presumed;
}

/*
 * libclang presumes only for expansions, and takes a place in a macro's argument back to
 * the expansion; what #line adds is the same for both.
 */
struct nsc_place nsc_parse_presumed(struct nsc_parse *parse, CXSourceLocation location)
{
	struct nsc_where expanded = nsc_where_expanded(location);
	struct nsc_where written = nsc_where_written(location);
	struct nsc_place place = {{0}, 0, 0};
	CXString file;

	if (!expanded.file) {
		return place;
	}
	clang_getPresumedLocation(location, &file, &place.line, &place.column);
	place.file = presumed_file(parse, nostd_str_from_c(clang_getCString(file)));
	clang_disposeString(file);
	if (written.file == expanded.file) {
		place.line += written.line - expanded.line;
		place.column = written.column;
	}
	return place;
}

struct nsc_name nsc_parse_name(struct nsc_parse *parse, CXString text)
{
	struct nsc_name name = nsc_name_c(parse->run->names, clang_getCString(text));

	clang_disposeString(text);
	return name;
}
