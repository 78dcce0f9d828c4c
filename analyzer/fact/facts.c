/*
 * facts.c - empty facts of each kind, their rows in the caller's arena.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/exemption.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"

void nsc_object_facts_init(struct nsc_object_facts *facts, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(facts, 0, sizeof(*facts));
	facts->members = nsc_member_vec_new_in(in);
	facts->sections = nsc_object_section_vec_new_in(in);
	facts->symbols = nsc_object_symbol_vec_new_in(in);
	facts->relocs = nsc_object_reloc_vec_new_in(in);
	facts->sites = nsc_object_site_vec_new_in(in);
	facts->segments = nsc_object_segment_vec_new_in(in);
	facts->ir_symbols = nsc_ir_symbol_vec_new_in(in);
	facts->index = nsc_archive_entry_vec_new_in(in);
}

bool nsc_object_has_thin(const struct nsc_object_facts *facts, struct nsc_name path)
{
	size_t i;

	for (i = 0; facts->container == NSC_THIN_ARCHIVE && i < facts->members.len; i++) {
		if (nsc_name_eq(facts->members.ptr[i].name, path)) {
			return true;
		}
	}
	return false;
}

void nsc_map_facts_init(struct nsc_map_facts *facts, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(facts, 0, sizeof(*facts));
	facts->files = nsc_map_file_vec_new_in(in);
	facts->pulls = nsc_map_pull_vec_new_in(in);
	facts->loads = nsc_map_load_vec_new_in(in);
	facts->outputs = nsc_map_output_vec_new_in(in);
	facts->sections = nsc_map_section_vec_new_in(in);
	facts->discarded = nsc_map_section_vec_new_in(in);
	facts->symbols = nsc_map_symbol_vec_new_in(in);
	facts->commons = nsc_map_common_vec_new_in(in);
	facts->regions = nsc_map_region_vec_new_in(in);
	facts->cref = nsc_map_cref_vec_new_in(in);
}

void nsc_link_line_init(struct nsc_link_line *line, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(line, 0, sizeof(*line));
	line->items = nsc_line_item_vec_new_in(in);
	line->undefined = nsc_line_name_vec_new_in(in);
	line->wraps = nsc_line_name_vec_new_in(in);
	line->assignments = nsc_assignment_vec_new_in(in);
	line->uses = nsc_line_name_vec_new_in(in);
	line->patterns = nsc_script_pattern_vec_new_in(in);
	line->excluded = nsc_line_name_vec_new_in(in);
	line->missing = nsc_line_missing_vec_new_in(in);
	line->complete = true;
}

void nsc_unit_facts_init(struct nsc_unit_facts *facts, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(facts, 0, sizeof(*facts));
	facts->entities = nsc_entity_vec_new_in(in);
	facts->uses = nsc_use_vec_new_in(in);
	facts->macros = nsc_macro_vec_new_in(in);
	facts->guards = nsc_guard_vec_new_in(in);
	facts->guard_macros = nsc_guard_macro_vec_new_in(in);
	facts->includes = nsc_include_vec_new_in(in);
	facts->header_names = nsc_header_name_vec_new_in(in);
	facts->inputs = nsc_unit_input_vec_new_in(in);
	facts->diags = nsc_unit_diag_vec_new_in(in);
	facts->constructs = nsc_construct_vec_new_in(in);
	facts->formats = nsc_format_vec_new_in(in);
}

void nsc_compdb_facts_init(struct nsc_compdb_facts *facts, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(facts, 0, sizeof(*facts));
	facts->commands = nsc_compile_command_vec_new_in(in);
	facts->arguments = nsc_name_vec_new_in(in);
}

void nsc_unit_request_init(struct nsc_unit_request *request, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(request, 0, sizeof(*request));
	request->arguments = nsc_name_vec_new_in(in);
	request->guise = nsc_name_vec_new_in(in);
	request->compiler_folders = nsc_name_vec_new_in(in);
	request->hosted_folders = nsc_name_vec_new_in(in);
	request->unsaved = nsc_unsaved_vec_new_in(in);
}

void nsc_driver_facts_init(struct nsc_driver_facts *facts, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(facts, 0, sizeof(*facts));
	facts->flags = nsc_name_vec_new_in(in);
	facts->folders = nsc_name_vec_new_in(in);
	facts->own = nsc_name_vec_new_in(in);
	facts->defines = nsc_name_vec_new_in(in);
}

void nsc_exemption_facts_init(struct nsc_exemption_facts *facts, struct nostd_bump *keep)
{
	facts->all = nsc_exemption_vec_new_in(nostd_bump_in(keep));
}
