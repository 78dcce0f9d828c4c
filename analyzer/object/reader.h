/*
 * reader.h - what the parts of analyzer/object share while one file is read.
 *
 * Private to this folder.
 */
#ifndef NSC_ANALYZER_OBJECT_READER_H
#define NSC_ANALYZER_OBJECT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/names.h"
#include "analyzer/object/elf.h"

struct nsc_object_facts;
struct nsc_run;

/* One file on disk. */
struct nsc_object_reader {
	struct nsc_run *run;
	struct nsc_object_facts *out;
	struct nsc_name path;
	bool places;        /* read debugging sections? */
	uint32_t diags;     /* how many there were, */
	bool diags_hidden;  /* ... and one that was not given takes something away */
	uint32_t unusable;  /* members nothing could be read of */
	uint64_t thin_left; /* bytes of foreign files that may still be read */
};

/* One object in it. */
struct nsc_member_reader {
	struct nsc_object_reader *file;
	struct nsc_name name; /* empty: the file is the object */
	uint32_t row;         /* of the member */
	struct nsc_elf elf;
	size_t symbols; /* section of the symbol table; 0: none */
	bool has_debug; /* has sections that say where code comes from */
};

#define NSC_NO_OFFSET UINT64_MAX

/* Where the trouble is: in which member, how many bytes from its start. */
struct nsc_trouble {
	enum nsc_diag_kind kind;
	struct nsc_name member; /* empty: the file itself */
	uint64_t offset;        /* NSC_NO_OFFSET: the text says it */
};

/*
 * nsc_trouble(reader, trouble, "format {}", ...): a diagnostic about the file, which says
 * member and offset. After NSC_LIMIT_OBJECT_DIAGS of them they are only counted.
 */
#define nsc_trouble(reader, trouble, ...) \
	nsc_trouble_args((reader), (trouble), NOSTD_FMT_ARGS(__VA_ARGS__))
void nsc_trouble_args(struct nsc_object_reader *reader, struct nsc_trouble trouble,
		      const char *format, const struct nostd_fmt_arg *args, size_t count);

/* The same about an object that is being read. */
#define nsc_member_trouble(member, kind, offset, ...)                            \
	nsc_trouble_args((member)->file,                                         \
			 (struct nsc_trouble){(kind), (member)->name, (offset)}, \
			 NOSTD_FMT_ARGS(__VA_ARGS__))

/* Say how many diagnostics were not given. */
void nsc_trouble_end(struct nsc_object_reader *reader);

#endif
