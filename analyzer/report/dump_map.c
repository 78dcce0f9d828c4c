/*
 * dump_map.c - a link map's facts as JSON. See dump_map.h.
 */
#include "analyzer/report/dump_map.h"

#include "analyzer/base/json_out.h"
#include "analyzer/base/names.h"
#include "analyzer/fact/map.h"

#define SIZE_EXACT_MAX ((uint64_t)1 << 53)

static const char *const reasons[] = {
	[NSC_PULL_REFERENCE] = "reference",
	[NSC_PULL_UNDEFINED] = "undefined",
	[NSC_PULL_WHOLE_ARCHIVE] = "whole-archive",
	[NSC_PULL_AS_NEEDED] = "as-needed",
};

static const char *const symbol_kinds[] = {
	[NSC_MAP_SYMBOL_PLACED] = "placed",
	[NSC_MAP_SYMBOL_LOCAL] = "local",
	[NSC_MAP_SYMBOL_ASSIGNED] = "assigned",
	[NSC_MAP_SYMBOL_PROVIDED] = "provided",
	[NSC_MAP_SYMBOL_UNUSED] = "unused",
	[NSC_MAP_SYMBOL_UNRESOLVED] = "unresolved",
};

static const char *const cref_roles[] = {
	[NSC_CREF_MENTIONS] = "mentions",
	[NSC_CREF_DEFINES] = "defines",
	[NSC_CREF_EITHER] = "either",
};

/* What every row's writer needs. */
struct dump {
	struct nsc_json *json;
	const struct nsc_names *names;
	const struct nsc_map_facts *facts;
};

static void put_c(const struct dump *dump, const char *key, const char *text)
{
	nsc_json_kstr(dump->json, key, nostd_str_from_c(text));
}

/* A name that may be missing: null. */
static void put_name(const struct dump *dump, const char *key, struct nsc_name name)
{
	nsc_json_key(dump->json, key);
	if (nsc_name_given(name)) {
		nsc_json_str(dump->json, nsc_name_text(dump->names, name));
	} else {
		nsc_json_null(dump->json);
	}
}

/* A name that is there, and may be the empty text. */
static void put_text(const struct dump *dump, const char *key, struct nsc_name name)
{
	nsc_json_kstr(dump->json, key, nsc_name_text(dump->names, name));
}

static void put_hex(const struct dump *dump, const char *key, uint64_t value)
{
	nsc_json_key(dump->json, key);
	nsc_json_hex(dump->json, value);
}

static void put_size(const struct dump *dump, const char *key, uint64_t value)
{
	nsc_json_key(dump->json, key);
	if (value > SIZE_EXACT_MAX) {
		nsc_json_null(dump->json);
	} else {
		nsc_json_uint(dump->json, value);
	}
}

/* "object", "archive", "member" of a row of files, or of none. */
static void put_file(const struct dump *dump, uint32_t row)
{
	static const struct nsc_map_file none;
	const struct nsc_map_file *file =
		row == NSC_NO_ROW ? &none : &dump->facts->files.ptr[row];
	bool is_member = nsc_name_given(file->archive);
	struct nsc_name nothing = {0};

	put_name(dump, "object", is_member ? nothing : file->name);
	put_name(dump, "archive", file->archive);
	put_name(dump, "member", is_member ? file->name : nothing);
}

static void put_pull(const struct dump *dump, const struct nsc_map_pull *pull)
{
	const struct nsc_map_file *files = dump->facts->files.ptr;

	nsc_json_object_line(dump->json);
	put_name(dump, "archive", files[pull->file].archive);
	put_name(dump, "member", files[pull->file].name);
	nsc_json_key(dump->json, "by");
	if (pull->by == NSC_NO_ROW) {
		nsc_json_null(dump->json);
	} else {
		nsc_json_object_line(dump->json);
		put_name(dump, "archive", files[pull->by].archive);
		put_name(dump, "member", files[pull->by].name);
		nsc_json_end(dump->json);
	}
	put_name(dump, "symbol", pull->symbol);
	put_c(dump, "reason", reasons[pull->reason]);
	nsc_json_end(dump->json);
}

static void put_output(const struct dump *dump, const struct nsc_map_output *output)
{
	nsc_json_object_line(dump->json);
	put_text(dump, "name", output->name);
	put_hex(dump, "address", output->address);
	put_size(dump, "size", output->size);
	put_hex(dump, "load_address", output->load_address);
	nsc_json_end(dump->json);
}

static void put_section(const struct dump *dump, const struct nsc_map_section *section)
{
	struct nsc_name nothing = {0};

	nsc_json_object_line(dump->json);
	put_name(dump, "output",
		 section->output == NSC_NO_ROW
			 ? nothing
			 : dump->facts->outputs.ptr[section->output].name);
	put_text(dump, "name", section->name);
	put_file(dump, section->file);
	put_hex(dump, "address", section->address);
	put_size(dump, "size", section->size);
	nsc_json_end(dump->json);
}

static void put_discarded(const struct dump *dump, const struct nsc_map_section *section)
{
	nsc_json_object_line(dump->json);
	put_text(dump, "name", section->name);
	put_file(dump, section->file);
	put_size(dump, "size", section->size);
	nsc_json_end(dump->json);
}

static bool has_address(const struct nsc_map_symbol *symbol)
{
	return symbol->kind != NSC_MAP_SYMBOL_UNUSED &&
	       symbol->kind != NSC_MAP_SYMBOL_UNRESOLVED;
}

static void put_symbol(const struct dump *dump, const struct nsc_map_symbol *symbol)
{
	const struct nsc_map_section *section =
		symbol->section == NSC_NO_ROW
			? NULL
			: &dump->facts->sections.ptr[symbol->section];
	struct nsc_name nothing = {0};

	nsc_json_object_line(dump->json);
	put_text(dump, "name", symbol->name);
	put_c(dump, "kind", symbol_kinds[symbol->kind]);
	nsc_json_key(dump->json, "address");
	if (has_address(symbol)) {
		nsc_json_hex(dump->json, symbol->address);
	} else {
		nsc_json_null(dump->json);
	}
	nsc_json_key(dump->json, "size");
	if (dump->facts->knows & NSC_MAP_SYMBOL_SIZES) {
		nsc_json_uint(dump->json, symbol->size);
	} else {
		nsc_json_null(dump->json);
	}
	put_name(dump, "section", section ? section->name : nothing);
	put_file(dump, section ? section->file : NSC_NO_ROW);
	put_name(dump, "expression", symbol->expression);
	nsc_json_end(dump->json);
}

static void put_region(const struct dump *dump, const struct nsc_map_region *region)
{
	nsc_json_object_line(dump->json);
	put_text(dump, "name", region->name);
	put_hex(dump, "origin", region->origin);
	put_size(dump, "length", region->length);
	put_text(dump, "attributes", region->attributes);
	nsc_json_end(dump->json);
}

static void put_cref(const struct dump *dump, const struct nsc_map_cref *cref)
{
	nsc_json_object_line(dump->json);
	put_text(dump, "symbol", cref->symbol);
	put_file(dump, cref->file);
	put_c(dump, "role", cref_roles[cref->role]);
	nsc_json_end(dump->json);
}

/* "key": [ a row each ] */
#define PUT_ROWS(dump, key, rows, put_row)                   \
	do {                                                 \
		size_t row_;                                 \
                                                             \
		nsc_json_key((dump)->json, key);             \
		nsc_json_array((dump)->json);                \
		for (row_ = 0; row_ < (rows)->len; row_++) { \
			put_row(dump, &(rows)->ptr[row_]);   \
		}                                            \
		nsc_json_end((dump)->json);                  \
	} while (0)

void nsc_dump_map_json(struct nsc_json *json, const struct nsc_names *names,
		       const struct nsc_map_facts *facts)
{
	struct dump dump = {json, names, facts};

	nsc_json_object(json);
	put_c(&dump, "kind", "map");
	put_text(&dump, "format", facts->format);
	PUT_ROWS(&dump, "pulls", &facts->pulls, put_pull);
	PUT_ROWS(&dump, "outputs", &facts->outputs, put_output);
	PUT_ROWS(&dump, "sections", &facts->sections, put_section);
	PUT_ROWS(&dump, "discarded", &facts->discarded, put_discarded);
	PUT_ROWS(&dump, "symbols", &facts->symbols, put_symbol);
	PUT_ROWS(&dump, "regions", &facts->regions, put_region);
	PUT_ROWS(&dump, "cref", &facts->cref, put_cref);
	nsc_json_end(json);
}
