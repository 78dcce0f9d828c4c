/*
 * dump_map_text.c - a link map's facts as text for people. See dump_map.h.
 *
 * Not for scripts: those read the JSON form.
 */
#include "analyzer/report/dump_map.h"

#include "analyzer/base/names.h"
#include "analyzer/fact/map.h"

struct text {
	struct nostd_sink out;
	const struct nsc_names *names;
	const struct nsc_map_facts *facts;
	bool failed;
};

#define PUT(text, ...)    \
	((text)->failed = \
		 (text)->failed || !nostd_try_format_sink((text)->out, __VA_ARGS__))

static const char *name(const struct text *text, struct nsc_name id)
{
	return nsc_name_chars(text->names, id);
}

static void put_file(struct text *text, uint32_t row)
{
	const struct nsc_map_file *file;

	if (row == NSC_NO_ROW) {
		PUT(text, "(the linker)");
		return;
	}
	file = &text->facts->files.ptr[row];
	if (nsc_name_given(file->archive)) {
		PUT(text, "{}({})", name(text, file->archive), name(text, file->name));
	} else {
		PUT(text, "{}", name(text, file->name));
	}
	if (file->from_plugin) {
		PUT(text, " [LTO]");
	}
}

static void put_pull(struct text *text, const struct nsc_map_pull *pull)
{
	PUT(text, "  ");
	put_file(text, pull->file);
	PUT(text, "\n      ");
	switch ((enum nsc_pull_reason)pull->reason) {
	case NSC_PULL_REFERENCE:
	case NSC_PULL_AS_NEEDED:
		PUT(text, "because of {}", name(text, pull->symbol));
		if (pull->by == NSC_NO_ROW) {
			PUT(text, "; in which file is not told");
			break;
		}
		PUT(text, " in ");
		put_file(text, pull->by);
		break;
	case NSC_PULL_UNDEFINED:
		PUT(text, "because of {} on the command line or in the script",
		    name(text, pull->symbol));
		break;
	case NSC_PULL_WHOLE_ARCHIVE:
		PUT(text, "because of --whole-archive");
		break;
	}
	PUT(text, "\n");
}

static void put_load(struct text *text, const struct nsc_map_load *load)
{
	switch ((enum nsc_load_kind)load->kind) {
	case NSC_LOAD_FILE:
		PUT(text, "  {}\n", name(text, load->path));
		break;
	case NSC_LOAD_GROUP_START:
		PUT(text, "  --start-group\n");
		break;
	case NSC_LOAD_GROUP_END:
		PUT(text, "  --end-group\n");
		break;
	}
}

static void put_common(struct text *text, const struct nsc_map_common *common)
{
	PUT(text, "  {:>10}  {}  ", common->size, name(text, common->name));
	put_file(text, common->file);
	PUT(text, "\n");
}

static void put_region(struct text *text, const struct nsc_map_region *region)
{
	PUT(text, "  {:#018x}  {:#018x}  {} {}\n", region->origin, region->length,
	    name(text, region->name), name(text, region->attributes));
}

static void put_section(struct text *text, const struct nsc_map_section *section)
{
	PUT(text, "    {:#018x}  {:>10}  {}  ", section->address, section->size,
	    name(text, section->name));
	put_file(text, section->file);
	if (section->size_before != 0) {
		PUT(text, " ({} before relaxing)", section->size_before);
	}
	PUT(text, "\n");
}

static void put_discarded(struct text *text, const struct nsc_map_section *section)
{
	PUT(text, "  {:>10}  {}  ", section->size, name(text, section->name));
	put_file(text, section->file);
	PUT(text, "\n");
}

static void put_assignment(struct text *text, const struct nsc_map_symbol *symbol)
{
	switch ((enum nsc_map_symbol_kind)symbol->kind) {
	case NSC_MAP_SYMBOL_PLACED:
	case NSC_MAP_SYMBOL_LOCAL:
		return;
	case NSC_MAP_SYMBOL_ASSIGNED:
	case NSC_MAP_SYMBOL_PROVIDED:
		PUT(text, "  {:#018x}", symbol->address);
		break;
	case NSC_MAP_SYMBOL_UNUSED:
		PUT(text, "  {:<18}", "not needed");
		break;
	case NSC_MAP_SYMBOL_UNRESOLVED:
		PUT(text, "  {:<18}", "no value");
		break;
	}
	PUT(text, "  {}", name(text, symbol->name));
	if (nsc_name_given(symbol->expression)) {
		PUT(text, " = {}", name(text, symbol->expression));
	}
	PUT(text, "\n");
}

static void put_placed(struct text *text, const struct nsc_map_symbol *symbol)
{
	if (symbol->section == NSC_NO_ROW) {
		return;
	}
	PUT(text, "  {:#018x}  {}{}  ", symbol->address, name(text, symbol->name),
	    symbol->kind == NSC_MAP_SYMBOL_LOCAL ? " (local)" : "");
	put_file(text, text->facts->sections.ptr[symbol->section].file);
	PUT(text, "\n");
}

/* A name once, then its files. */
static void put_cref(struct text *text, const struct nsc_map_cref *cref)
{
	static const char *const roles[] = {
		[NSC_CREF_MENTIONS] = "",
		[NSC_CREF_DEFINES] = "  (defines it)",
		[NSC_CREF_EITHER] = "  (defines it, or nobody does)",
	};

	if (cref == text->facts->cref.ptr ||
	    !nsc_name_eq(cref[-1].symbol, cref->symbol)) {
		PUT(text, "  {}\n", name(text, cref->symbol));
	}
	PUT(text, "      ");
	put_file(text, cref->file);
	PUT(text, "{}\n", roles[cref->role]);
}

/* A title with the number of rows, and a row each; nothing for none. */
#define PUT_ROWS(text, title, rows, put_row)                          \
	do {                                                          \
		size_t row_;                                          \
                                                                      \
		if ((rows)->len != 0) {                               \
			PUT(text, "\n{} ({})\n", title, (rows)->len); \
		}                                                     \
		for (row_ = 0; row_ < (rows)->len; row_++) {          \
			put_row(text, &(rows)->ptr[row_]);            \
		}                                                     \
	} while (0)

static void put_head(struct text *text)
{
	const struct nsc_map_facts *facts = text->facts;

	PUT(text, "link map of {} ({}), format {}, {} lines\n",
	    nsc_name_given(facts->output) ? name(text, facts->output)
					  : "an unknown image",
	    nsc_name_given(facts->target) ? name(text, facts->target) : "unknown target",
	    name(text, facts->format), facts->lines);
	if (facts->truncated) {
		PUT(text, "the map is not whole: it ends before its end\n");
	}
	if (facts->lines_unknown != 0) {
		PUT(text, "{} lines were not understood\n", facts->lines_unknown);
	}
}

/* Output sections, each with its pieces. */
static void put_outputs(struct text *text)
{
	const struct nsc_map_facts *facts = text->facts;
	size_t output, at = 0;

	if (facts->outputs.len != 0) {
		PUT(text, "\nmemory map ({})\n", facts->outputs.len);
	}
	while (at < facts->sections.len && facts->sections.ptr[at].output == NSC_NO_ROW) {
		put_section(text, &facts->sections.ptr[at++]);
	}
	for (output = 0; output < facts->outputs.len; output++) {
		const struct nsc_map_output *of = &facts->outputs.ptr[output];

		PUT(text, "  {:#018x}  {:>12}  {}", of->address, of->size,
		    name(text, of->name));
		if (of->has_load_address) {
			PUT(text, "  loaded at {:#018x}", of->load_address);
		}
		PUT(text, "{}\n", of->allocated ? "" : "  (not in memory)");
		while (at < facts->sections.len &&
		       (facts->sections.ptr[at].output == output ||
			facts->sections.ptr[at].output == NSC_NO_ROW)) {
			put_section(text, &facts->sections.ptr[at++]);
		}
	}
}

bool nsc_dump_map_text(struct nostd_sink out, const struct nsc_names *names,
		       const struct nsc_map_facts *facts)
{
	struct text text = {out, names, facts, false};

	put_head(&text);
	PUT_ROWS(&text, "archive members pulled in", &facts->pulls, put_pull);
	PUT_ROWS(&text, "files of the link, in order", &facts->loads, put_load);
	PUT_ROWS(&text, "common symbols", &facts->commons, put_common);
	PUT_ROWS(&text, "memory regions", &facts->regions, put_region);
	put_outputs(&text);
	PUT_ROWS(&text, "symbols, assigned ones first", &facts->symbols, put_assignment);
	for (size_t i = 0; i < facts->symbols.len; i++) {
		put_placed(&text, &facts->symbols.ptr[i]);
	}
	PUT_ROWS(&text, "discarded sections", &facts->discarded, put_discarded);
	PUT_ROWS(&text, "cross references", &facts->cref, put_cref);
	return !text.failed;
}
