/*
 * archive.c - members, names and indexes of `ar` files. See archive.h.
 *
 * A member that does not fit ends the walk in most readers. Here the next header that is
 * whole is searched for, so one wrong size costs one member.
 */
#include "analyzer/object/archive.h"

#include <string.h>

#include "analyzer/base/limits.h"
#include "analyzer/object/cursor.h"

enum {
	MAGIC_SIZE = 8,
	HEADER_SIZE = 60,
	NAME_SIZE = 16,
	SIZE_AT = 48, /* the size field: decimal digits, then blanks */
	SIZE_SIZE = 10,
	END_AT = 58 /* "`\n" ends a header */
};

static const char magic[] = "!<arch>\n";
static const char thin_magic[] = "!<thin>\n";

static bool has_magic(struct nostd_span bytes, const char *text)
{
	return bytes.size >= MAGIC_SIZE && memcmp(bytes.ptr, text, MAGIC_SIZE) == 0;
}

bool nsc_archive_is(struct nostd_span bytes)
{
	return has_magic(bytes, magic) || has_magic(bytes, thin_magic);
}

/* -- headers ------------------------------------------------------------------------- */

struct header {
	struct nostd_str name; /* as it stands there, without blanks at the end */
	uint64_t size;         /* bytes */
	bool stored;           /* its bytes follow; not so in a thin archive */
	bool special;          /* an index or a table of names */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "/", "//", "/SYM64/", "/<ECSYMBOLS>/" ...: everything with '/' in front but "/123". */
static bool is_gnu_special(struct nostd_str name)
{
	return name.len >= 1 && name.ptr[0] == '/' &&
	       (name.len == 1 || !is_digit(name.ptr[1]));
}

static bool is_bsd_index(struct nostd_str name)
{
	return nostd_str_starts_with(name, NOSTD_STR("__.SYMDEF"));
}

/* False: no header stands at `at`. */
static bool read_header(const struct nsc_archive *archive, size_t at, struct header *out)
{
	const char *text = (const char *)archive->bytes.ptr + at;
	struct nostd_str size;

	if (archive->bytes.size - at < HEADER_SIZE || text[END_AT] != '`' ||
	    text[END_AT + 1] != '\n') {
		return false;
	}
	size = nostd_str_trim_end(nostd_str_new(text + SIZE_AT, SIZE_SIZE));
	if (!nostd_str_to_u64(size, 10, &out->size)) {
		return false;
	}
	out->name = nostd_str_trim_end(nostd_str_new(text, NAME_SIZE));
	out->special = is_gnu_special(out->name) || is_bsd_index(out->name);
	out->stored = !archive->thin || out->special;
	return true;
}

/* Does the member whose header stands at `at` lie inside the file? */
static bool fits(const struct nsc_archive *archive, size_t at,
		 const struct header *header)
{
	return !header->stored || header->size <= archive->bytes.size - at - HEADER_SIZE;
}

/* Behind the member: contents are padded to even sizes, the last one not always. */
static size_t behind(const struct nsc_archive *archive, size_t at,
		     const struct header *header)
{
	size_t next = at + HEADER_SIZE;

	if (header->stored) {
		next += (size_t)header->size + (header->size & 1);
	}
	return next < archive->bytes.size ? next : archive->bytes.size;
}

/* The next offset from `at` on where a whole member stands; the end when none does. */
static size_t find_header(const struct nsc_archive *archive, size_t at)
{
	const unsigned char *bytes = archive->bytes.ptr;
	size_t end = archive->bytes.size;
	size_t from = at + END_AT;
	struct header header;

	while (from < end) {
		const unsigned char *tick = memchr(bytes + from, '`', end - from);

		if (!tick) {
			break;
		}
		from = (size_t)(tick - bytes);
		at = from - END_AT;
		if (at % 2 == 0 && read_header(archive, at, &header) &&
		    fits(archive, at, &header)) {
			return at;
		}
		from++;
	}
	return end;
}

/* -- names --------------------------------------------------------------------------- */

/*
 * The text at `offset` of "//", which ends at a line end or NUL, without its final '/'.
 * Many members may name one long text, so what is read in all is limited.
 */
static bool long_name(struct nsc_archive *archive, uint64_t offset, struct nostd_str *out)
{
	struct nostd_str all = nostd_str_new((const char *)archive->long_names.ptr,
					     archive->long_names.size);
	size_t len = 0;

	if (offset >= all.len) {
		return false;
	}
	all = nostd_str_skip(all, (size_t)offset);
	all = nostd_str_take(all, archive->text_left);
	while (len < all.len && all.ptr[len] != '\n' && all.ptr[len] != 0) {
		len++;
	}
	archive->text_left -= len;
	*out = nostd_str_take(all, len);
	nostd_str_strip_suffix(out, NOSTD_STR("/"));
	return out->len != 0;
}

/*
 * "/123", and in thin archives "/123:456" for a member of an archive. GNU ar (binutils
 * 2.40) leaves a '/' in the last column when a long name was first cut to fit in.
 */
static bool gnu_long_name(struct nsc_archive *archive, struct nostd_str text,
			  struct nsc_archive_member *out)
{
	struct nostd_str number = nostd_str_skip(text, 1);
	struct nostd_str origin;
	uint64_t offset;

	if (text.len == NAME_SIZE && nostd_str_strip_suffix(&number, NOSTD_STR("/"))) {
		number = nostd_str_trim_end(number);
	}
	if (archive->thin && nostd_str_split_once(number, ':', &number, &origin)) {
		out->nested = true;
		if (!nostd_str_to_u64(origin, 10, &out->origin)) {
			return false;
		}
	}
	return nostd_str_to_u64(number, 10, &offset) &&
	       long_name(archive, offset, &out->name);
}

/* "#1/N": the name is the first N bytes of the content, NULs at its end. */
static bool bsd_long_name(struct nostd_str text, struct nsc_archive_member *out)
{
	uint64_t size;

	if (!nostd_str_to_u64(nostd_str_skip(text, 3), 10, &size) ||
	    size > out->content.size) {
		return false;
	}
	out->name = nostd_str_new((const char *)out->content.ptr, (size_t)size);
	while (out->name.len > 0 && out->name.ptr[out->name.len - 1] == 0) {
		out->name.len--;
	}
	out->content.ptr += size;
	out->content.size -= (size_t)size;
	out->size = out->content.size;
	return true;
}

static bool member_name(struct nsc_archive *archive, struct nostd_str text,
			struct nsc_archive_member *out)
{
	out->name = text;
	if (text.len >= 2 && text.ptr[0] == '/') {
		return gnu_long_name(archive, text, out);
	}
	if (nostd_str_starts_with(text, NOSTD_STR("#1/"))) {
		return bsd_long_name(text, out);
	}
	nostd_str_strip_suffix(&out->name, NOSTD_STR("/"));
	return true;
}

/* -- the walk ------------------------------------------------------------------------ */

static struct nostd_span content_of(const struct nsc_archive *archive, size_t at,
				    const struct header *header)
{
	return nostd_span_new(archive->bytes.ptr + at + HEADER_SIZE,
			      header->stored ? (size_t)header->size : 0);
}

static void take_index(struct nsc_archive *archive, enum nsc_archive_index_kind kind,
		       struct nostd_span content)
{
	if (archive->index_kind == NSC_INDEX_NONE) {
		archive->index_kind = kind;
		archive->index = content;
	}
}

/* Kinds of index by name. */
static const struct index_name {
	struct nostd_str name;
	enum nsc_archive_index_kind kind;
} index_names[] = {
	{NOSTD_STR_INIT("/"), NSC_INDEX_GNU_32},
	{NOSTD_STR_INIT("/SYM64/"), NSC_INDEX_GNU_64},
	{NOSTD_STR_INIT("__.SYMDEF"), NSC_INDEX_BSD_32},
	{NOSTD_STR_INIT("__.SYMDEF/"), NSC_INDEX_BSD_32},
	{NOSTD_STR_INIT("__.SYMDEF SORTED"), NSC_INDEX_BSD_32},
	{NOSTD_STR_INIT("__.SYMDEF_64"), NSC_INDEX_BSD_64},
	{NOSTD_STR_INIT("__.SYMDEF_64 SORTED"), NSC_INDEX_BSD_64},
};

/*
 * Tables that are no members. Microsoft's second "/" and LLVM's "/<ECSYMBOLS>/" serve
 * COFF and are passed over.
 */
static void take_special(struct nsc_archive *archive, struct nostd_str name,
			 struct nostd_span content)
{
	size_t i;

	if (nostd_str_eq(name, NOSTD_STR("//"))) {
		archive->long_names = content;
		return;
	}
	for (i = 0; i < sizeof(index_names) / sizeof(index_names[0]); i++) {
		if (nostd_str_eq(name, index_names[i].name)) {
			take_index(archive, index_names[i].kind, content);
		}
	}
}

static enum nsc_archive_step damage(struct nsc_archive *archive, size_t at,
				    const char *problem, struct nsc_archive_member *out)
{
	out->header = at;
	out->problem = problem;
	archive->at = find_header(archive, at + 1);
	return NSC_ARCHIVE_DAMAGE;
}

/* One member or table; NSC_ARCHIVE_END with *special set for a table. */
static enum nsc_archive_step step(struct nsc_archive *archive, bool *special,
				  struct nsc_archive_member *out)
{
	size_t at = archive->at;
	struct header header;

	memset(out, 0, sizeof(*out));
	*special = false;
	if (at >= archive->bytes.size) {
		return NSC_ARCHIVE_END;
	}
	if (!read_header(archive, at, &header)) {
		return damage(archive, at, "a member header was expected", out);
	}
	out->name = header.name;
	if (!fits(archive, at, &header)) {
		return damage(archive, at, "the member is larger than what is left", out);
	}
	out->header = at;
	out->content = content_of(archive, at, &header);
	out->size = header.size;
	archive->at = behind(archive, at, &header);
	if (header.special) {
		*special = true;
		take_special(archive, header.name, out->content);
		return NSC_ARCHIVE_END;
	}
	if (!member_name(archive, header.name, out)) {
		out->name = header.name;
		out->problem = "the name of the member lies outside the table of names";
	}
	if (is_bsd_index(out->name)) { /* "#1/20" with "__.SYMDEF SORTED" in it */
		*special = true;
		take_special(archive, out->name, out->content);
		return NSC_ARCHIVE_END;
	}
	return NSC_ARCHIVE_MEMBER;
}

enum nsc_archive_step nsc_archive_next(struct nsc_archive *archive,
				       struct nsc_archive_member *out)
{
	enum nsc_archive_step what;
	bool special;

	do {
		what = step(archive, &special, out);
	} while (special);
	return what;
}

void nsc_archive_open(struct nsc_archive *archive, struct nostd_span bytes)
{
	struct nsc_archive_member member;
	bool special;
	size_t at;

	memset(archive, 0, sizeof(*archive));
	archive->bytes = bytes;
	archive->thin = has_magic(bytes, thin_magic);
	archive->at = MAGIC_SIZE;
	archive->text_left = (uint64_t)bytes.size * NSC_LIMIT_NAMES_FACTOR;
	do {
		at = archive->at;
		step(archive, &special, &member);
	} while (special);
	archive->at = at;
}

/* -- the index ----------------------------------------------------------------------- */

/* count, offsets[count], then NUL-terminated names in the same order. */
static bool open_gnu(struct nsc_archive_index *out, struct nostd_span bytes,
		     unsigned word)
{
	struct nsc_cursor cursor = nsc_cursor(bytes, true);
	uint64_t count = nsc_cursor_uint(&cursor, word);
	const unsigned char *offsets;

	if (cursor.bad || count > nsc_cursor_left(&cursor) / word) {
		return false;
	}
	offsets = nsc_cursor_take(&cursor, count * word);
	out->big_endian = true;
	out->count = (size_t)count;
	out->offsets = nostd_span_new(offsets, (size_t)count * word);
	out->texts = nostd_span_new(cursor.at, nsc_cursor_left(&cursor));
	return true;
}

/* size of the pairs, pairs of (text, member), size of the texts, texts. */
static bool open_bsd(struct nsc_archive_index *out, struct nostd_span bytes,
		     unsigned word)
{
	struct nsc_cursor cursor = nsc_cursor(bytes, out->big_endian);
	uint64_t pairs_size = nsc_cursor_uint(&cursor, word);
	const unsigned char *pairs = nsc_cursor_take(&cursor, pairs_size);
	uint64_t texts_size = nsc_cursor_uint(&cursor, word);
	const unsigned char *texts = nsc_cursor_take(&cursor, texts_size);

	if (cursor.bad || pairs_size % (2 * word) != 0) {
		return false;
	}
	out->count = (size_t)(pairs_size / (2 * word));
	out->offsets = nostd_span_new(pairs, (size_t)pairs_size);
	out->texts = nostd_span_new(texts, (size_t)texts_size);
	return true;
}

bool nsc_archive_index_open(const struct nsc_archive *archive,
			    struct nsc_archive_index *out)
{
	bool wide = archive->index_kind == NSC_INDEX_GNU_64 ||
		    archive->index_kind == NSC_INDEX_BSD_64;
	unsigned word = wide ? 8 : 4;
	bool good = false;

	memset(out, 0, sizeof(*out));
	out->kind = archive->index_kind;
	/* Each name once is the size of the texts; BSD's may share their ends. */
	out->text_left = archive->index.size * NSC_LIMIT_NAMES_FACTOR;
	switch (archive->index_kind) {
	case NSC_INDEX_NONE:
		return true;
	case NSC_INDEX_GNU_32:
	case NSC_INDEX_GNU_64:
		return open_gnu(out, archive->index, word);
	case NSC_INDEX_BSD_32:
	case NSC_INDEX_BSD_64:
		/* Nothing says the byte order: the one in which the sizes fit. */
		good = open_bsd(out, archive->index, word);
		if (!good) {
			out->big_endian = true;
			good = open_bsd(out, archive->index, word);
		}
		break;
	}
	return good;
}

static bool text_at(struct nsc_archive_index *index, uint64_t at, struct nostd_str *out)
{
	const char *text;
	size_t len, most;

	if (at >= index->texts.size) {
		return false;
	}
	text = (const char *)index->texts.ptr + at;
	most = index->texts.size - (size_t)at;
	most = most < index->text_left ? most : index->text_left;
	len = nsc_text_len(text, most);
	if (len == most) {
		return false;
	}
	index->text_left -= len;
	*out = nostd_str_new(text, len);
	return true;
}

int nsc_archive_index_next(struct nsc_archive_index *index,
			   struct nsc_archive_entry_text *out)
{
	bool gnu = index->kind == NSC_INDEX_GNU_32 || index->kind == NSC_INDEX_GNU_64;
	bool wide = index->kind == NSC_INDEX_GNU_64 || index->kind == NSC_INDEX_BSD_64;
	unsigned word = wide ? 8 : 4;
	struct nsc_cursor cursor;
	uint64_t text;

	if (index->next >= index->count) {
		return 0;
	}
	cursor = nsc_cursor(index->offsets, index->big_endian);
	nsc_cursor_take(&cursor, (uint64_t)index->next * word * (gnu ? 1 : 2));
	text = gnu ? index->text_at : nsc_cursor_uint(&cursor, word);
	out->header = nsc_cursor_uint(&cursor, word);
	if (!text_at(index, text, &out->symbol)) {
		index->next = index->count;
		return -1;
	}
	index->text_at += out->symbol.len + 1;
	index->next++;
	return 1;
}
