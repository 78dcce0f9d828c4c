/*
 * reader.c - diagnostics about an object file. See reader.h.
 */
#include "analyzer/object/reader.h"

#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/place.h"
#include "analyzer/base/run.h"

void nsc_trouble_args(struct nsc_object_reader *reader, struct nsc_trouble trouble,
		      const char *format, const struct nostd_fmt_arg *args, size_t count)
{
	struct nsc_run *run = reader->run;
	struct nostd_string text;

	if (reader->diags++ >= NSC_LIMIT_OBJECT_DIAGS) {
		reader->diags_hidden |= trouble.kind == NSC_DIAG_NOT_ANALYSED;
		return;
	}
	text = nostd_string_new_in(nsc_scratch(run));
	if (nsc_name_given(trouble.member)) {
		nostd_format(&text,
			     "member {}: ", nsc_name_text(run->names, trouble.member));
	}
	if (trouble.offset != NSC_NO_OFFSET) {
		nostd_format(&text, "offset {:#x}: ", trouble.offset);
	}
	nostd_string_format_args(&text, format, args, count);
	nsc_diag(run->diags, trouble.kind, nsc_place(reader->path, 0, 0), "{}",
		 nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

void nsc_trouble_end(struct nsc_object_reader *reader)
{
	if (reader->diags > NSC_LIMIT_OBJECT_DIAGS) {
		nsc_diag(reader->run->diags,
			 reader->diags_hidden ? NSC_DIAG_NOT_ANALYSED : NSC_DIAG_WARNING,
			 nsc_place(reader->path, 0, 0), "{} more faults like these",
			 reader->diags - NSC_LIMIT_OBJECT_DIAGS);
	}
}
