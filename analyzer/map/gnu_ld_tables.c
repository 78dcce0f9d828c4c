/*
 * gnu_ld_tables.c - the tables that stand before the memory map: archive members that
 * were pulled in, shared libraries kept by --as-needed, common symbols, memory regions.
 *
 * In:   one line of such a table, or of the heading's neighbourhood.
 * Out:  rows of pulls, commons and regions.
 * Does not know which table it is in but through gnu->part.
 */
#include "analyzer/map/gnu_ld.h"

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"

enum {
	PULL_COLUMN = 30,   /* where the second column begins (ld/ldmain.c) */
	PULL_FIRST_MAX = 28 /* bytes of a first column that stays on the line */
};

/* -- pulls ------------------------------------------------------------------------- */

/*
 * "MEMBER  FILE (SYMBOL)" on one line. The first column may have blanks in it, but never
 * reaches the two before the second; where columns were moved, the member's ')' and the
 * run of blanks behind it tell.
 */
static bool split_pull(struct nostd_str line, struct nostd_str *first,
		       struct nostd_str *second)
{
	size_t at = PULL_COLUMN;

	if (line.len <= PULL_COLUMN || line.ptr[PULL_FIRST_MAX] != ' ' ||
	    line.ptr[PULL_FIRST_MAX + 1] != ' ' || line.ptr[PULL_COLUMN] == ' ') {
		at = nostd_str_find_byte(line, ' ') == NOSTD_NOT_FOUND
			     ? NOSTD_NOT_FOUND
			     : nostd_str_find(line, NOSTD_STR(")  "));
		if (at == NOSTD_NOT_FOUND) {
			return false;
		}
		at++;
	}
	*first = nsc_map_trim_end(nostd_str_take(line, at));
	*second = nostd_str_skip(line, at);
	nsc_map_skip_blanks(second);
	return first->len != 0 && second->len != 0;
}

/* "FILE (SYMBOL)" or "(SYMBOL)"; the symbol may be demangled, with groups of its own. */
static bool split_reference(struct nostd_str text, struct nostd_str *file,
			    struct nostd_str *symbol)
{
	text = nsc_map_trim_end(text);
	if (!nsc_map_split_group(text, file, symbol) || symbol->len == 0) {
		return false;
	}
	if (file->len != 0 && file->ptr[file->len - 1] != ' ') {
		return false;
	}
	*file = nsc_map_trim_end(*file);
	return true;
}

static enum nsc_pull_reason reason_of(const struct nsc_gnu *gnu, struct nostd_str file,
				      struct nostd_str symbol)
{
	if (gnu->part == NSC_GNU_AS_NEEDED) {
		return NSC_PULL_AS_NEEDED;
	}
	if (file.len != 0) {
		return NSC_PULL_REFERENCE;
	}
	return nostd_str_eq(symbol, NOSTD_STR("--whole-archive")) ? NSC_PULL_WHOLE_ARCHIVE
								  : NSC_PULL_UNDEFINED;
}

/*
 * gold, where no file refers to the symbol: "entry symbol _start", "-u f"; see
 * should_include_member() of gold/archive.cc, binutils 2.40.
 */
static bool split_gold_reason(struct nostd_str text, struct nostd_str *symbol)
{
	static const struct nostd_str words[] = {
		NOSTD_STR_INIT("entry symbol "),
		NOSTD_STR_INIT("-u "),
		NOSTD_STR_INIT("--export-dynamic-symbol "),
		NOSTD_STR_INIT("script or expression reference to "),
	};
	size_t i;

	*symbol = nsc_map_trim_end(text);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nostd_str_strip_prefix(symbol, words[i])) {
			return symbol->len != 0;
		}
	}
	return nostd_str_eq(*symbol, NOSTD_STR("--whole-archive"));
}

/* One row; false: `reference` is none. */
static bool add_pull(struct nsc_gnu *gnu, struct nostd_str member,
		     struct nostd_str reference, uint32_t line)
{
	struct nsc_map_pull pull = {0};
	struct nostd_str file = NOSTD_STR(""), symbol;

	if (!split_reference(reference, &file, &symbol) &&
	    !(gnu->gold && split_gold_reason(reference, &symbol))) {
		return false;
	}
	pull.file = nsc_map_file_row(&gnu->files, member);
	pull.by = file.len == 0 ? NSC_NO_ROW : nsc_map_file_row(&gnu->files, file);
	pull.reason = (uint8_t)reason_of(gnu, file, symbol);
	if (pull.reason != NSC_PULL_WHOLE_ARCHIVE) {
		pull.symbol = nsc_name(gnu->run->names, symbol);
	}
	pull.line = line;
	nsc_map_pull_vec_push(&gnu->out->pulls, pull);
	return true;
}

void nsc_gnu_pull_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct nostd_str first, second;

	if (nsc_map_blank(line.ptr[0])) {
		nsc_map_skip_blanks(&line);
		if (gnu->wrapped == NSC_GNU_WRAPPED_MEMBER &&
		    add_pull(gnu, gnu->name, line, gnu->name_line)) {
			gnu->wrapped = NSC_GNU_WRAPPED_NONE;
			return;
		}
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
		return;
	}
	nsc_gnu_settle(gnu);
	if (!split_pull(line, &first, &second) ||
	    !add_pull(gnu, first, second, gnu->lines.number)) {
		nsc_gnu_wrap(gnu, NSC_GNU_WRAPPED_MEMBER, line);
	}
}

bool nsc_gnu_is_pull(struct nostd_str line, struct nostd_str next, bool *as_needed)
{
	struct nostd_str first, second, file, symbol;

	if (line.len == 0 || nsc_map_blank(line.ptr[0])) {
		return false;
	}
	if (!split_pull(line, &first, &second) ||
	    !split_reference(second, &file, &symbol)) {
		first = line;
		if (nsc_map_skip_blanks(&next) < PULL_COLUMN ||
		    !split_reference(next, &file, &symbol)) {
			return false;
		}
	}
	*as_needed = first.ptr[first.len - 1] != ')' &&
		     nostd_str_contains(first, NOSTD_STR(".so"));
	return true;
}

/* -- common symbols ---------------------------------------------------------------- */

/* "0xSIZE FILE" */
static bool take_common(struct nostd_str text, uint64_t *size, struct nostd_str *file)
{
	if (!nsc_map_take_hex(&text, size) || nsc_map_skip_blanks(&text) == 0) {
		return false;
	}
	*file = text;
	return text.len != 0;
}

/* "NAME 0xSIZE FILE"; the name may be demangled, with blanks. */
static bool split_common(struct nostd_str line, struct nostd_str *name, uint64_t *size,
			 struct nostd_str *file)
{
	size_t at = nostd_str_find(line, NOSTD_STR(" 0x"));

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	*name = nsc_map_trim_end(nostd_str_take(line, at));
	return name->len != 0 && take_common(nostd_str_skip(line, at + 1), size, file);
}

static void add_common(struct nsc_gnu *gnu, struct nostd_str name, uint64_t size,
		       struct nostd_str file)
{
	struct nsc_map_common common;

	common.name = nsc_name(gnu->run->names, name);
	common.size = size;
	common.file = nsc_map_file_row(&gnu->files, file);
	nsc_map_common_vec_push(&gnu->out->commons, common);
}

void nsc_gnu_common_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct nostd_str name, file;
	uint64_t size;

	if (nsc_map_blank(line.ptr[0])) {
		nsc_map_skip_blanks(&line);
		if (gnu->wrapped == NSC_GNU_WRAPPED_COMMON &&
		    take_common(line, &size, &file)) {
			add_common(gnu, gnu->name, size, file);
			gnu->wrapped = NSC_GNU_WRAPPED_NONE;
			return;
		}
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
		return;
	}
	nsc_gnu_settle(gnu);
	if (split_common(line, &name, &size, &file)) {
		add_common(gnu, name, size, file);
	} else {
		nsc_gnu_wrap(gnu, NSC_GNU_WRAPPED_COMMON, line);
	}
}

bool nsc_gnu_is_common(struct nostd_str line, struct nostd_str next)
{
	struct nostd_str name, file;
	uint64_t size;

	if (line.len == 0 || nsc_map_blank(line.ptr[0])) {
		return false;
	}
	return split_common(line, &name, &size, &file) ||
	       (nsc_map_skip_blanks(&next) != 0 && take_common(next, &size, &file));
}

/* -- memory regions ---------------------------------------------------------------- */

/* "NAME 0xORIGIN 0xLENGTH [ATTRIBUTES]"; attributes are words like "xr" and "!w". */
static bool split_region(struct nostd_str line, struct nostd_str *name,
			 struct nsc_map_region *region, struct nostd_str *attributes)
{
	*name = nsc_map_take_word(&line);
	if (name->len == 0 || nsc_map_skip_blanks(&line) == 0 ||
	    !nsc_gnu_take_pair(&line, &region->origin, &region->length)) {
		return false;
	}
	*attributes = nsc_map_trim_end(line);
	return true;
}

void nsc_gnu_region_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct nsc_map_region region = {0};
	struct nostd_str name, attributes;

	if (!split_region(line, &name, &region, &attributes)) {
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
		return;
	}
	region.name = nsc_name(gnu->run->names, name);
	region.attributes = nsc_name(gnu->run->names, attributes);
	nsc_map_region_vec_push(&gnu->out->regions, region);
}

bool nsc_gnu_is_region(struct nostd_str line)
{
	struct nsc_map_region region;
	struct nostd_str name, attributes;

	return line.len != 0 && !nsc_map_blank(line.ptr[0]) &&
	       split_region(line, &name, &region, &attributes);
}
