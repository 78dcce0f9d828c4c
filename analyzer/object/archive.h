/*
 * archive.h - the `ar` format, member by member.
 *
 * Formats: System V and GNU (names ending in '/', long names in "//", indexes "/" and
 * "/SYM64/", thin archives), BSD and Apple ("#1/N" names, "__.SYMDEF" indexes), and what
 * LLVM and Microsoft add to the first. Knows nothing of what the members are.
 *
 * Sources: System V ABI 4.1, 7 "Archive File"; ar(5) of FreeBSD; binutils 2.40,
 * include/aout/ar.h and bfd/archive.c (thin archives, 64-bit index).
 */
#ifndef NSC_ANALYZER_OBJECT_ARCHIVE_H
#define NSC_ANALYZER_OBJECT_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

/* Formats of the index. */
enum nsc_archive_index_kind {
	NSC_INDEX_NONE,
	NSC_INDEX_GNU_32, /* counts and offsets are big-endian */
	NSC_INDEX_GNU_64,
	NSC_INDEX_BSD_32, /* ... of the target's byte order */
	NSC_INDEX_BSD_64
};

/* A walk over an archive. Storage is the caller's; the bytes must stay. */
struct nsc_archive {
	struct nostd_span bytes;
	bool thin;
	size_t at;          /* where the next member header is expected */
	uint64_t text_left; /* bytes of long names that may still be read */
	struct nostd_span long_names;
	enum nsc_archive_index_kind index_kind;
	struct nostd_span index;
};

enum nsc_archive_step {
	NSC_ARCHIVE_END,
	NSC_ARCHIVE_MEMBER, /* any file but an index; with a problem: its name is lost */
	NSC_ARCHIVE_DAMAGE  /* no member; the walk goes on at the next that is whole */
};

struct nsc_archive_member {
	struct nostd_str name; /* of a thin archive: a path, relative to the archive */
	uint64_t header;       /* offset of its header: how the index names it */
	struct nostd_span content; /* empty in a thin archive, ... */
	uint64_t size;             /* ... but its size is known */
	bool nested;               /* thin: `name` is an archive, and the member ... */
	uint64_t origin;           /* ... has its header at this offset of that */
	const char *problem; /* of a damage: what was wrong at `header`; else NULL */
};

bool nsc_archive_is(struct nostd_span bytes);

/* Start; reads the index and the long names, which stand in front. */
void nsc_archive_open(struct nsc_archive *archive, struct nostd_span bytes);
enum nsc_archive_step nsc_archive_next(struct nsc_archive *archive,
				       struct nsc_archive_member *out);

/* A walk over the index, in its own order. */
struct nsc_archive_index {
	enum nsc_archive_index_kind kind;
	bool big_endian;
	struct nostd_span offsets; /* of the members; BSD: pairs of text and member */
	struct nostd_span texts;
	size_t next;      /* entry */
	size_t count;     /* entries */
	size_t text_at;   /* GNU: where the next name begins */
	size_t text_left; /* bytes of names that may still be given out */
};
struct nsc_archive_entry_text {
	struct nostd_str symbol;
	uint64_t header; /* of the member */
};

/* False: the index does not fit its own counts; it then has no entries. */
bool nsc_archive_index_open(const struct nsc_archive *archive,
			    struct nsc_archive_index *out);
/* 1: *out is an entry; 0: the end; -1: a name outside the index, which ends it. */
int nsc_archive_index_next(struct nsc_archive_index *index,
			   struct nsc_archive_entry_text *out);

#endif
