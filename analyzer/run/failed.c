/*
 * failed.c - see failed.h.
 *
 * GNU ld writes its map whatever went wrong after it had read its inputs: sections that
 * do not fit are in it with their addresses, undefined symbols only among its cross
 * references (2.40). gold, and ld.lld where symbols are undefined, write theirs too; mold
 * none.
 */
#include "analyzer/run/failed.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "rules/symbol.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- sections that do not fit -------------------------------------------------------- */

static bool holds(const struct nsc_map_region *region, uint64_t address)
{
	return address >= region->origin && address - region->origin < region->length;
}

/*
 * The region in which a section begins and does not end; NULL: none, or its end lies in
 * another one, for the map does not say into which of two it was put.
 */
static const struct nsc_map_region *overflown(const struct nsc_session *session,
					      const struct nsc_map_facts *map,
					      uint64_t address, uint64_t size)
{
	const struct nsc_map_region *found = NULL;
	size_t i;

	for (i = 0; i < map->regions.len; i++) {
		const struct nsc_map_region *region = &map->regions.ptr[i];

		if (nostd_str_eq(text_of(session, region->name),
				 NOSTD_STR("*default*"))) {
			continue;
		}
		if (holds(region, address + size - 1)) {
			return NULL;
		}
		if (holds(region, address) &&
		    (!found || region->length > found->length)) {
			found = region;
		}
	}
	return found;
}

struct span {
	uint64_t address, size;
};

/* Where a section runs, or where it is loaded. */
static struct span span_of(const struct nsc_map_output *output, bool loaded)
{
	return (struct span){loaded ? output->load_address : output->address,
			     output->size};
}

/*
 * Does it follow what stands before it in its region, aligned? Else the script gave it
 * its address, and it may be in no region (XC32 has such sections).
 */
static bool follows(const struct nsc_map_facts *map, const struct nsc_map_region *region,
		    const struct span *span, bool loaded)
{
	uint64_t end = region->origin, aligned = span->address & (~span->address + 1);
	size_t i;

	for (i = 0; i < map->outputs.len; i++) {
		struct span one = span_of(&map->outputs.ptr[i], loaded);

		if (map->outputs.ptr[i].allocated && one.address < span->address &&
		    one.address + one.size > end) {
			end = one.address + one.size;
		}
	}
	return end <= span->address &&
	       (end == span->address || span->address - end < aligned);
}

static void say_overflow(struct nsc_session *session, const struct nsc_map_facts *map,
			 const struct nsc_map_output *output, bool loaded)
{
	struct span span = span_of(output, loaded);
	const struct nsc_map_region *region =
		overflown(session, map, span.address, span.size);

	if (region && follows(map, region, &span, loaded)) {
		nsc_diag(session->run->diags, NSC_DIAG_WARNING,
			 nsc_place(map->path, output->line, 0),
			 "the link failed: {} does not fit into {}, it ends {} bytes "
			 "behind it",
			 text_of(session, output->name), text_of(session, region->name),
			 span.address + span.size - region->origin - region->length);
	}
}

static void say_overflows(struct nsc_session *session,
			  const struct nsc_run_target *target)
{
	const struct nsc_map_facts *map = target->graph.in.map;
	size_t i;

	for (i = 0; i < map->outputs.len; i++) {
		const struct nsc_map_output *output = &map->outputs.ptr[i];

		/* Thread-local room has an address, but takes none of it. */
		if (!output->allocated || output->size == 0 ||
		    nostd_str_eq(text_of(session, output->name), NOSTD_STR(".tbss"))) {
			continue;
		}
		say_overflow(session, map, output, false);
		if (target->priced.in_flash[i] &&
		    output->load_address != output->address) {
			say_overflow(session, map, output, true);
		}
	}
}

/* -- symbols that nobody defines ----------------------------------------------------- */

static bool made_by_linker(const struct nsc_session *session,
			   const struct nsc_run_target *target, struct nsc_name name)
{
	struct nostd_str text = text_of(session, name);
	struct nsc_symbol_meaning meaning;

	return nostd_str_starts_with(text, NOSTD_STR("__start_")) ||
	       nostd_str_starts_with(text, NOSTD_STR("__stop_")) ||
	       (nsc_symbol_find(&target->terms.profile, text, &meaning) &&
		meaning.capability == NSC_CAP_LINKER);
}

static bool is_missing(const struct nsc_link *link, const struct nsc_graph_ref *ref)
{
	return link->live[ref->from] == NSC_LIVE_YES && !ref->local &&
	       ref->kind != NSC_REF_WEAK && link->bound[ref->to] == NSC_BOUND_NONE;
}

static void say_missing(struct nsc_session *session, const struct nsc_run_target *target)
{
	const struct nsc_graph *graph = &target->graph;
	size_t i;

	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];
		struct nsc_name name = graph->symbols.ptr[ref->to].name;
		uint32_t file = graph->nodes.ptr[ref->from].file;

		if (is_missing(&target->link, ref) &&
		    !made_by_linker(session, target, name)) {
			nsc_diag(session->run->diags, NSC_DIAG_WARNING,
				 nsc_place(graph->in.map->path, 0, 0),
				 "the link failed, or was told not to mind: nobody "
				 "defines {}, which {} needs",
				 text_of(session, name),
				 nsc_path_base(
					 text_of(session, graph->files.ptr[file].name)));
			return;
		}
	}
}

void nsc_target_say_failed(struct nsc_session *session,
			   const struct nsc_run_target *target)
{
	if (!target->has_image || target->image.elf_facts) {
		return;
	}
	say_overflows(session, target);
	if (target->priced.exact) {
		say_missing(session, target);
	}
}
