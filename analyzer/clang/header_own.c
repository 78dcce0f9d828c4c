/*
 * header_own.c - the texts of own code, and which names they need. See header.h.
 */
#include "analyzer/clang/header_private.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/clang/parse.h"

#define NOSTD_NAME skips
#define NOSTD_T    struct nsc_skipped
#define NOSTD_IN
#include <nostd/vec.h>

/* A file of own code while it is read. */
struct reading {
	struct nsc_headers *headers;
	const struct nsc_headers_cx_files *read;
	uint32_t file;  /* row of `read` */
	bool main_file; /* libclang has references of all that stands in it */
	uint32_t row;   /* of includes: the next directive of this file */
	uint32_t entry; /* of includes: what opened it; NSC_NO_ROW: it is the main one */
	struct nsc_headers_pastes pastes;
};

/* Which of its kinds a name can be at a place. */
static void need(const struct reading *reading, struct nsc_headers_word *word,
		 unsigned flags)
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
	const struct nsc_headers_directives *all = &reading->headers->directives;
	const struct nsc_include_vec *includes = &reading->headers->parse->out->includes;

	while (reading->row < all->len) {
		uint32_t from = nsc_include_from(includes, reading->row);
		bool here = from == reading->entry &&
			    nsc_name_given(all->ptr[reading->row].within);

		if (here && all->ptr[reading->row].offset > offset) {
			return reading->row;
		}
		/* Rows of a file stand together: one of another is behind it. */
		if (reading->entry != NSC_NO_ROW &&
		    (from == NSC_NO_ROW || from < reading->entry)) {
			return reading->row;
		}
		reading->row++;
	}
	return reading->row;
}

static void place(struct reading *reading, struct nsc_headers_word *word, size_t offset)
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

	return nsc_headers_find_word(reading->headers, hash, text) != NULL;
}

static bool is_needed(const struct nsc_headers_word *word)
{
	unsigned kind;

	for (kind = 0; kind < NSC_HEADERS_KINDS; kind++) {
		if (word->kinds & 1U << kind && word->needed[kind]) {
			return true;
		}
	}
	return false;
}

static void found(void *self, const struct nsc_header_word *at)
{
	struct reading *reading = self;
	struct nsc_headers_word *word;

	word = nsc_headers_find_word(reading->headers, nsc_header_hash(at->text),
				     at->text);
	need(reading, word, at->flags);
	if (is_needed(word)) {
		place(reading, word, at->offset);
	}
}

static void pasted(void *self, const struct nsc_header_paste *paste)
{
	struct reading *reading = self;

	nsc_headers_pastes_push(&reading->pastes, *paste);
}

static void need_pasted(struct reading *reading)
{
	struct nsc_headers_words *all = &reading->headers->words;
	size_t i, k;

	for (i = 0; i < reading->pastes.len; i++) {
		for (k = 0; k < all->len; k++) {
			if (nsc_headers_make(reading->headers, &reading->pastes.ptr[i],
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
	const struct nsc_headers_file *known =
		nsc_headers_files_get(&reading->headers->files, name.ix);

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
	struct nsc_headers_file *known =
		nsc_headers_file(headers, nsc_parse_file(headers->parse, file));
	CXSourceRangeList *all;
	unsigned i;

	if (!nsc_headers_read_once(headers, known, file)) {
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

void nsc_headers_read_own(struct nsc_headers *headers,
			  const struct nsc_headers_cx_files *read, uint32_t file)
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

	reading.pastes = nsc_headers_pastes_new_in(nsc_scratch(headers->parse->run));
	reading.main_file = !set_entry(&reading, read->ptr[file]);
	nsc_header_text_read(&text);
	set_entry(&reading, read->ptr[file]);
	need_pasted(&reading);
	nostd_bump_reset(headers->parse->run->scratch, mark);
}
