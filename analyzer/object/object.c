/*
 * object.c - one file on disk: an object, or an archive member by member. See object.h.
 */
#include "analyzer/object/object.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/archive.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/ir.h"
#include "analyzer/object/member.h"
#include "analyzer/object/reader.h"

/* Where each member of the archive has its header: what the index speaks of. */
#define NOSTD_NAME headers
#define NOSTD_T    uint64_t
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME      header_order
#define NOSTD_T         uint64_t
#define NOSTD_CMP(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#include <nostd/sort.h>

bool nsc_object_is(struct nostd_span bytes)
{
	return nsc_elf_is(bytes) || nsc_archive_is(bytes) || nsc_ir_is_bitcode(bytes);
}

/* A walk over an archive, and what the index is read with afterwards. */
struct archive_reader {
	struct nsc_object_reader *file;
	struct nsc_archive archive;
	struct headers headers; /* of the members, by row; ascending */
	bool damaged;
};

/* -- members ------------------------------------------------------------------------- */

/* A member nothing could be read of: its row stays, for the index may name it. */
static void tell_unusable(struct nsc_object_reader *file, struct nsc_name name,
			  const struct nsc_err *err)
{
	struct nsc_trouble trouble = {NSC_DIAG_NOT_ANALYSED, name, NSC_NO_OFFSET};

	file->unusable++;
	nsc_trouble(file, trouble, "{}", err->text);
}

static void push_unusable(struct nsc_object_reader *file, struct nsc_name name)
{
	struct nsc_object_facts *out = file->out;
	struct nsc_member row;

	memset(&row, 0, sizeof(row));
	row.name = name;
	row.flags = NSC_MEMBER_DAMAGED;
	row.section_first = (uint32_t)out->sections.len;
	row.symbol_first = (uint32_t)out->symbols.len;
	row.reloc_first = (uint32_t)out->relocs.len;
	row.segment_first = (uint32_t)out->segments.len;
	row.ir_symbol_first = (uint32_t)out->ir_symbols.len;
	nsc_member_vec_push(&out->members, row);
}

/* A member whose bytes are in the archive. */
static void read_stored(struct archive_reader *reader,
			const struct nsc_archive_member *from)
{
	struct nsc_object_reader *file = reader->file;
	struct nsc_found found = {
		nsc_name(file->run->names, from->name),
		(uint64_t)(from->content.ptr - reader->archive.bytes.ptr), from->content};
	struct nsc_err err = {NSC_ERR_NONE, ""};

	if (nsc_member_read(file, found, &err) < 0) {
		tell_unusable(file, found.name, &err);
	}
}

/* -- thin archives ------------------------------------------------------------------- */

/* The member of another archive that a thin archive names: "other.a(member.o)". */
static int find_nested(struct nsc_object_reader *file,
		       const struct nsc_archive_member *from, struct nsc_found *found,
		       struct nsc_err *err)
{
	struct nostd_string name = nostd_string_new_in(nsc_scratch(file->run));
	struct nsc_archive_member inner;
	struct nsc_archive archive;

	if (!nsc_archive_is(found->bytes) || from->origin >= found->bytes.size) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x} of an archive was expected there",
				from->origin);
	}
	nsc_archive_open(&archive, found->bytes);
	archive.at = (size_t)from->origin;
	if (nsc_archive_next(&archive, &inner) != NSC_ARCHIVE_MEMBER || archive.thin ||
	    inner.header != from->origin) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"no member stands at its offset {:#x}", from->origin);
	}
	nostd_format(&name, "{}({})", nsc_name_text(file->run->names, found->name),
		     inner.name);
	found->name = nsc_name(file->run->names, nostd_string_as_str(&name));
	found->offset = (uint64_t)(inner.content.ptr - found->bytes.ptr);
	found->bytes = inner.content;
	return 0;
}

/* Read a member from its own file, which is open. */
static int read_opened(struct nsc_object_reader *file,
		       const struct nsc_archive_member *from, struct nsc_found *found,
		       struct nsc_err *err)
{
	if (found->bytes.size > file->thin_left) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"the files of this archive have more than {} bytes",
				NSC_LIMIT_THIN_SIZE);
	}
	file->thin_left -= found->bytes.size;
	if (from->nested && find_nested(file, from, found, err) < 0) {
		return -1;
	}
	return nsc_member_read(file, *found, err);
}

static void read_thin(struct archive_reader *reader,
		      const struct nsc_archive_member *from)
{
	struct nsc_object_reader *file = reader->file;
	struct nsc_run *run = file->run;
	struct nostd_str folder = nsc_path_folder(nsc_name_text(run->names, file->path));
	struct nsc_found found = {
		nsc_name(run->names, nsc_path_join(run->scratch, folder, from->name)),
		0,
		{NULL, 0}};
	uint32_t rows = (uint32_t)file->out->members.len;
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_name nobody = {0};
	struct nsc_file_bytes bytes;
	int ret = nsc_host_open(nsc_name_chars(run->names, found.name), &bytes, &err);

	if (ret < 0) { /* the sentence has the path */
		push_unusable(file, found.name);
		tell_unusable(file, nobody, &err);
		return;
	}
	found.bytes = bytes.bytes;
	ret = read_opened(file, from, &found, &err);
	nsc_host_close(&bytes);
	if (file->out->members.len == rows) {
		push_unusable(file, found.name);
	}
	if (ret < 0) {
		tell_unusable(file, found.name, &err);
	}
}

/* -- the walk ------------------------------------------------------------------------ */

static void tell_archive(const struct archive_reader *reader, uint64_t offset,
			 const char *problem)
{
	struct nsc_trouble trouble = {NSC_DIAG_NOT_ANALYSED, {0}, offset};

	nsc_trouble(reader->file, trouble, "{}", problem);
}

static void tell_damage(struct archive_reader *reader,
			const struct nsc_archive_member *from)
{
	struct nsc_trouble trouble = {NSC_DIAG_NOT_ANALYSED, {0}, from->header};
	size_t left = reader->archive.bytes.size - reader->archive.at;

	reader->damaged = true;
	if (left != 0) {
		nsc_trouble(reader->file, trouble, "{}; the next member is at {:#x}",
			    from->problem, reader->archive.at);
	} else {
		nsc_trouble(reader->file, trouble, "{}; no member follows",
			    from->problem);
	}
}

static void make_room(struct nsc_object_facts *out, const struct nsc_elf_counts *counts)
{
	nsc_object_section_vec_reserve(&out->sections, counts->sections);
	nsc_object_symbol_vec_reserve(&out->symbols, counts->symbols);
	nsc_object_reloc_vec_reserve(&out->relocs, counts->rels);
}

/* Rows are most of what is written, and memory touched for the first time is dear. */
static void make_room_for_members(const struct archive_reader *reader)
{
	struct nsc_archive archive = reader->archive;
	struct nsc_elf_counts counts = {0, 0, 0};
	struct nsc_archive_member member;
	enum nsc_archive_step step;
	size_t members = 0;

	while ((step = nsc_archive_next(&archive, &member)) != NSC_ARCHIVE_END) {
		if (step == NSC_ARCHIVE_MEMBER) {
			nsc_elf_count(member.content, &counts);
			members++;
		}
	}
	nsc_member_vec_reserve(&reader->file->out->members, members);
	make_room(reader->file->out, &counts);
}

static void read_members(struct archive_reader *reader)
{
	struct nsc_archive_member member;
	enum nsc_archive_step step;

	while ((step = nsc_archive_next(&reader->archive, &member)) != NSC_ARCHIVE_END) {
		if (member.problem && step == NSC_ARCHIVE_MEMBER) {
			tell_archive(reader, member.header, member.problem);
		}
		if (step == NSC_ARCHIVE_DAMAGE) {
			tell_damage(reader, &member);
			continue;
		}
		headers_push(&reader->headers, member.header);
		if (reader->archive.thin) {
			read_thin(reader, &member);
		} else {
			read_stored(reader, &member);
		}
	}
}

/* -- the index ----------------------------------------------------------------------- */

/* Entries in the order of the index; one that names no member is damage. */
static void read_index(struct archive_reader *reader)
{
	struct nsc_object_facts *out = reader->file->out;
	struct nsc_archive_index index;
	struct nsc_archive_entry_text text;
	bool lost = false, good = nsc_archive_index_open(&reader->archive, &index);
	uint64_t offset =
		(uint64_t)(reader->archive.index.ptr - reader->archive.bytes.ptr);
	int more = 0;

	while (good && (more = nsc_archive_index_next(&index, &text)) > 0) {
		struct nsc_archive_entry entry;
		size_t at = header_order_binary_search(reader->headers.ptr,
						       reader->headers.len, &text.header);

		lost |= at == NOSTD_NOT_FOUND;
		if (at != NOSTD_NOT_FOUND) {
			entry.symbol = nsc_name(reader->file->run->names, text.symbol);
			entry.member = (uint32_t)at;
			nsc_archive_entry_vec_push(&out->index, entry);
		}
	}
	if (!good || more < 0) {
		tell_archive(reader, offset, "the index is damaged");
	}
	if (lost) {
		tell_archive(reader, offset,
			     "the index names offsets at which no member stands");
	}
}

/*
 * Members that are no objects. Linkers take what the index names, so one that is named
 * is something we cannot look into; any other one is a text file, a resource ...
 */
static void tell_foreign(struct archive_reader *reader)
{
	struct nsc_object_facts *out = reader->file->out;
	bool *named =
		nostd_bump_array(reader->file->run->scratch, bool, out->members.len);
	size_t i;

	for (i = 0; i < out->index.len; i++) {
		named[out->index.ptr[i].member] = true;
	}
	for (i = 0; i < out->members.len; i++) {
		const struct nsc_member *member = &out->members.ptr[i];
		struct nsc_trouble trouble = {NSC_DIAG_DETAIL, member->name, 0};

		if (!(member->flags & NSC_MEMBER_NOT_ELF) ||
		    (member->flags & NSC_MEMBER_LTO_SLIM)) {
			continue;
		}
		trouble.kind = named[i] ? NSC_DIAG_NOT_ANALYSED : NSC_DIAG_DETAIL;
		nsc_trouble(reader->file, trouble, "neither ELF nor LLVM bitcode{}",
			    named[i] ? ", but the index names its symbols" : "");
	}
}

static int read_archive(struct nsc_object_reader *file, struct nostd_span bytes,
			struct nsc_err *err)
{
	struct nsc_object_facts *out = file->out;
	struct archive_reader reader;

	memset(&reader, 0, sizeof(reader));
	reader.file = file;
	reader.headers = headers_new_in(nsc_scratch(file->run));
	nsc_archive_open(&reader.archive, bytes);
	out->container = reader.archive.thin ? NSC_THIN_ARCHIVE : NSC_ARCHIVE;
	make_room_for_members(&reader);
	read_members(&reader);
	out->index_missing =
		reader.archive.index_kind == NSC_INDEX_NONE && out->members.len != 0;
	read_index(&reader);
	tell_foreign(&reader);
	if (file->unusable == out->members.len &&
	    (reader.damaged || out->members.len != 0)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: an archive of which no member can be read",
				nsc_name_text(file->run->names, file->path));
	}
	return 0;
}

/* -- one file ------------------------------------------------------------------------ */

static int read_file(struct nsc_object_reader *file, struct nostd_span bytes,
		     struct nsc_err *err)
{
	struct nostd_str path = nsc_name_text(file->run->names, file->path);
	struct nsc_found found = {{0}, 0, bytes};
	struct nsc_elf_counts counts = {0, 0, 0};

	if (bytes.size > NSC_LIMIT_OBJECT_SIZE) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: more than {} bytes", path,
				NSC_LIMIT_OBJECT_SIZE);
	}
	if (nsc_archive_is(bytes)) {
		return read_archive(file, bytes, err);
	}
	if (!nsc_object_is(bytes)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: neither an ELF file nor an archive nor LLVM bitcode",
				path);
	}
	nsc_elf_count(bytes, &counts);
	make_room(file->out, &counts);
	return nsc_member_read(file, found, err) < 0 ? nsc_while(err, "{}", path) : 0;
}

static int parse(struct nsc_object_reader *file, struct nostd_span bytes,
		 struct nsc_err *err)
{
	struct nsc_run *run = file->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	int ret;

	nsc_object_facts_init(file->out, run->keep);
	file->out->path = file->path;
	file->thin_left = NSC_LIMIT_THIN_SIZE;
	ret = read_file(file, bytes, err);
	nsc_trouble_end(file);
	if (ret < 0) {
		nsc_object_facts_init(file->out, run->keep);
	}
	nostd_bump_reset(run->scratch, mark);
	return ret;
}

int nsc_object_parse(struct nsc_run *run, struct nsc_name path, struct nostd_span bytes,
		     struct nsc_object_facts *out, struct nsc_err *err)
{
	struct nsc_object_reader file = {run, out, path, true, 0, false, 0, 0};

	return parse(&file, bytes, err);
}

int nsc_object_parse_symbols(struct nsc_run *run, struct nsc_name path,
			     struct nostd_span bytes, struct nsc_object_facts *out,
			     struct nsc_err *err)
{
	struct nsc_object_reader file = {run, out, path, false, 0, false, 0, 0};

	return parse(&file, bytes, err);
}
