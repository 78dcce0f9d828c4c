/*
 * assemble.c - see assemble.h.
 */
#include "analyzer/judge/assemble.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/why.h"
#include "analyzer/replay/replay.h"
#include "rules/rewrite.h"
#include "rules/symbol.h"

/* -- evidence ------------------------------------------------------------------------ */

void nsc_finding_add_source(struct nsc_findings *findings, struct nsc_source_site site)
{
	uint32_t first = site.macro_first;
	uint32_t i;

	site.macro_first = (uint32_t)findings->macros.len;
	for (i = 0; i < site.macro_count; i++) {
		const struct nsc_macro *macro = &site.unit->macros.ptr[first + i];
		struct nsc_finding_macro row = {macro->name, macro->defined};

		nsc_finding_macro_vec_push(&findings->macros, row);
	}
	nsc_source_site_vec_push(&findings->sources, site);
}

static bool is_same_place(const struct nsc_place *a, const struct nsc_place *b)
{
	return nsc_name_eq(a->file, b->file) && a->line == b->line &&
	       a->column == b->column;
}

void nsc_finding_add_source_once(struct nsc_findings *findings,
				 struct nsc_finding *finding, struct nsc_source_site site)
{
	uint32_t i;

	for (i = 0; i < finding->source_count; i++) {
		if (is_same_place(&findings->sources.ptr[finding->source_first + i].at,
				  &site.at)) {
			return;
		}
	}
	nsc_finding_add_source(findings, site);
	finding->source_count++;
}

struct nsc_source_site nsc_source_site_of(const struct nsc_unit_facts *unit,
					  const struct nsc_use *use,
					  struct nsc_name function)
{
	struct nsc_source_site site = {.at = use->at,
				       .physical = use->physical,
				       .function = function,
				       .spelled = use->name,
				       .width = use->width,
				       .macro_first = use->macro_first,
				       .macro_count = use->macro_count,
				       .unit = unit,
				       .guard_first = use->guard_first,
				       .guard_count = use->guard_count};

	return site;
}

static void add_source(const struct nsc_target *target,
		       const struct nsc_crossing_site *from,
		       struct nsc_findings *findings)
{
	const struct nsc_graph_file *file = &target->graph->files.ptr[from->file];
	const struct nsc_unit_facts *unit = target->graph->in.units[file->unit].facts;

	nsc_finding_add_source(findings,
			       nsc_source_site_of(unit, &unit->uses.ptr[from->use],
						  from->function));
}

static const struct nsc_want *keep_origin(const struct nsc_target *target,
					  const struct nsc_crossing_site *from)
{
	struct nsc_want *row = nostd_bump_array(target->run->keep, struct nsc_want, 1);

	*row = nsc_want_of(target, from->ref, from->function, from->at);
	return row;
}

static void add_object(const struct nsc_target *target,
		       const struct nsc_crossing *crossing,
		       const struct nsc_crossing_site *from,
		       struct nsc_findings *findings)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_ref *ref = &graph->refs.ptr[from->ref];
	const struct nsc_graph_node *node = &graph->nodes.ptr[ref->from];
	struct nsc_object_evidence row = {0};
	struct nsc_hop hop = nsc_why_node_hop(target, ref->from, NSC_NO_ROW);

	row.object = hop.object;
	row.archive = hop.archive;
	row.member = hop.member;
	row.section = node->kind == NSC_NODE_FILE ? (struct nsc_name){0} : node->name;
	row.function = from->function;
	row.symbol = graph->symbols.ptr[from->symbol].name;
	row.at = from->at;
	row.live = from->live;
	row.emitted = crossing->unit_known &&
		      (!crossing->has_use || from->symbol != crossing->symbol);
	if (row.emitted && graph->files.ptr[node->file].basis == NSC_FROM_OBJECT) {
		row.origin = keep_origin(target, from);
	}
	nsc_object_evidence_vec_push(&findings->objects, row);
}

/* Sources in order of place; then what objects say, in the order of the crossing. */
static void add_sites(const struct nsc_why *why, const struct nsc_crossing *crossing,
		      struct nsc_findings *findings)
{
	uint32_t i;

	for (i = 0; i < crossing->site_count; i++) {
		const struct nsc_crossing_site *site =
			&why->crossings->sites.ptr[crossing->site_first + i];

		if (site->use != NSC_NO_ROW) {
			add_source(why->target, site, findings);
		} else if (site->ref != NSC_NO_ROW) {
			add_object(why->target, crossing, site, findings);
		}
	}
}

static void sort_sources(const struct nsc_mounts *mounts, struct nsc_source_site *all,
			 size_t count)
{
	size_t i, j;

	for (i = 1; i < count; i++) {
		struct nsc_source_site one = all[i];

		for (j = i; j > 0 && nsc_mounts_cmp(mounts, all[j - 1].at, one.at) > 0;
		     j--) {
			all[j] = all[j - 1];
		}
		all[j] = one;
	}
}

/* Bytes that a file has in the image. */
static struct nsc_cost bytes_of_file(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	struct nsc_cost sum = {0, 0};
	uint32_t i;

	for (i = row->node_first; target->priced && i < row->node_first + row->node_count;
	     i++) {
		struct nsc_cost one = nsc_node_cost(target->priced, i);

		sum.flash += one.flash;
		sum.ram += one.ram;
	}
	return sum;
}

static void name_file(const struct nsc_target *target, uint32_t file,
		      struct nsc_name *archive, struct nsc_name *member,
		      struct nsc_name *object)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	if (nsc_name_given(row->archive)) {
		*archive = row->archive;
		*member = row->name;
	} else {
		*object = row->name;
	}
}

/* The map's line that says why the member came in; 0: none does. */
static uint32_t pull_line(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_map_facts *map = target->graph->in.map;
	size_t i;

	for (i = 0; map && i < map->pulls.len; i++) {
		if (map->pulls.ptr[i].file == target->graph->files.ptr[file].map_file) {
			return map->pulls.ptr[i].line;
		}
	}
	return 0;
}

void nsc_finding_add_link(const struct nsc_target *target, uint32_t symbol,
			  struct nsc_findings *findings)
{
	const struct nsc_link *link = target->link;
	struct nsc_link_evidence row = {0};
	struct nsc_name lone = {0};
	uint32_t file;

	if (!target->image || !nsc_target_provider(target, symbol, &file) ||
	    link->loaded[file] != NSC_LOADED_EXTRACTED) {
		return;
	}
	name_file(target, file, &row.archive, &row.member, &lone);
	if (link->pulled_by[file] != NSC_NO_ROW) {
		name_file(target, link->pulled_by[file], &row.by_archive, &row.by_member,
			  &row.by_object);
	}
	if (link->pulled_for[file] != NSC_NO_ROW) {
		row.symbol = target->graph->symbols.ptr[link->pulled_for[file]].name;
	}
	row.bytes = bytes_of_file(target, file);
	row.line = pull_line(target, file);
	nsc_link_evidence_vec_push(&findings->links, row);
}

/* -- words --------------------------------------------------------------------------- */

/* "log_reading()", "app/table.o", "the link line (-u)": who refers. */
static void write_who(const struct nsc_why *why, const struct nsc_crossing *crossing,
		      struct nostd_string *out)
{
	const struct nsc_target *target = why->target;

	if (crossing->kind == NSC_CROSS_OPTION) {
		nostd_format(out, "the link line (-u)");
	} else if (nsc_name_given(crossing->function)) {
		nostd_format(out, "{}()", nsc_target_text(target, crossing->function));
	} else {
		nostd_format(
			out, "{}",
			nsc_path_base(nsc_target_text(
				target, nsc_target_file_name(target, crossing->file))));
	}
}

static const char *verb_of(const struct nsc_crossing *crossing)
{
	if (crossing->kind == NSC_CROSS_OPTION) {
		return "asks for";
	}
	return crossing->called ? "calls" : "refers to";
}

/* Is it the name of a macro around one of the uses? */
static bool is_written(const struct nsc_why *why, const struct nsc_crossing *crossing,
		       struct nostd_str name)
{
	const struct nsc_graph *graph = why->target->graph;
	uint32_t i, m;

	for (i = crossing->site_first; i < crossing->site_first + crossing->site_count;
	     i++) {
		const struct nsc_crossing_site *site = &why->crossings->sites.ptr[i];
		const struct nsc_unit_facts *unit;
		const struct nsc_use *use;

		if (site->use == NSC_NO_ROW) {
			continue;
		}
		unit = graph->in.units[graph->files.ptr[site->file].unit].facts;
		use = &unit->uses.ptr[site->use];
		for (m = use->macro_first; m < use->macro_first + use->macro_count; m++) {
			if (nostd_str_eq(nsc_target_text(why->target,
							 unit->macros.ptr[m].name),
					 name)) {
				return true;
			}
		}
	}
	return false;
}

/* What was written for a reserved name: the only way to, or what a source says. */
static struct nostd_str written_for(const struct nsc_why *why,
				    const struct nsc_crossing *crossing,
				    struct nostd_str name)
{
	const struct nsc_alias *aliases;
	size_t count = nsc_aliases_of(name, &aliases), i;

	for (i = 0; i < count; i++) {
		if (count == 1 || is_written(why, crossing, aliases[i].source)) {
			return aliases[i].source;
		}
	}
	return name;
}

/*
 * "errno (__errno)": the name people write, and the reserved one that the link has for
 * it. A name that people write themselves stands alone.
 */
static void write_symbol(const struct nsc_why *why, const struct nsc_crossing *crossing,
			 struct nostd_string *out)
{
	const struct nsc_target *target = why->target;
	struct nostd_str name = nsc_target_text(
		target, target->graph->symbols.ptr[crossing->symbol].name);
	struct nostd_str written = name;

	if (nostd_str_starts_with(name, NOSTD_STR("_"))) {
		written = written_for(why, crossing, name);
	}
	if (nostd_str_eq(written, name)) {
		nostd_format(out, "{}", name);
	} else {
		nostd_format(out, "{} ({})", written, name);
	}
}

static void write_provider(const struct nsc_target *target, uint32_t symbol,
			   struct nostd_string *out)
{
	uint32_t file;

	if (nsc_target_provider(target, symbol, &file)) {
		nostd_format(out, ", from {}",
			     nsc_path_base(nsc_target_text(
				     target, nsc_target_file_name(target, file))));
	} else if (target->image && target->plan->complete) {
		nostd_format(out, ", and nobody provides it");
	}
}

/* What a capability set is called: "heap, io". */
static void write_capabilities(uint64_t set, struct nostd_string *out)
{
	const char *comma = "";
	unsigned i;

	for (i = 0; i < NSC_CAP_COUNT; i++) {
		if (set & (uint64_t)1 << i) {
			nostd_format(out, "{}{}", comma,
				     nsc_capability_name((enum nsc_capability)i));
			comma = ", ";
		}
	}
}

static void write_emitter(const struct nsc_target *target,
			  const struct nsc_crossing *crossing, struct nostd_string *out)
{
	const struct nsc_rewrite *rewrites;
	struct nostd_str name = nsc_target_text(
		target, target->graph->symbols.ptr[crossing->symbol].name);
	struct nsc_symbol_meaning meaning;

	if (nsc_name_given(crossing->written)) {
		nostd_format(out, " (the compiler made it of {})",
			     nsc_target_text(target, crossing->written));
	} else if (nsc_rewrites_to(name, &rewrites) != 0 && rewrites[0].when.len != 0) {
		nostd_format(out, " (put in by the compiler: {})", rewrites[0].when);
	} else if (nsc_symbol_find(&target->terms->profile, name, &meaning) &&
		   meaning.note.len != 0) {
		nostd_format(out, " (put in by the compiler: {})", meaning.note);
	} else {
		nostd_format(out, " (put in by the compiler)");
	}
}

/* What is wrong with it, where the rule says more than the tier does. */
static const struct {
	enum nsc_rule_id rule;
	const char *charge;
} charges[] = {
	{NSC_RULE_106, ": no panic handler of the target's own"},
	{NSC_RULE_107, ": every target must have it"},
	{NSC_RULE_110, ": this target's policy does not allow it"},
	{NSC_RULE_204, ": floating point in software, which the policy forbids"},
	{NSC_RULE_205, ": thread-local storage, and nothing here sets it up"},
	{NSC_RULE_206, ": hardening"},
	{NSC_RULE_207, ": instrumentation"},
	{NSC_RULE_208, ", though the processor has an instruction: only to set errno"},
	{NSC_RULE_209, ": unwinding"},
	{NSC_RULE_904, ": no table knows this name, so it counts as std"},
};

static void write_charge(const struct nsc_why *why, const struct nsc_crossing *crossing,
			 const struct nsc_decision *decision, struct nostd_string *out)
{
	size_t i;

	for (i = 0; i < sizeof(charges) / sizeof(charges[0]); i++) {
		if (charges[i].rule == decision->rule) {
			nostd_format(out, "{}", charges[i].charge);
			return;
		}
	}
	if (decision->rule == NSC_RULE_111) {
		nostd_format(out, ": core by name, but brings ");
		write_capabilities(
			nsc_drag_of(why->drags, crossing->symbol)->capabilities, out);
	} else if (decision->has_capability) {
		nostd_format(out, ": {}, {}", nsc_tier_name(decision->tier),
			     nsc_capability_name(decision->capability));
	}
}

/* Asked for by name, or by the libc on the way. */
static void write_stub(const struct nsc_target *target,
		       const struct nsc_crossing *crossing, uint32_t stub,
		       struct nostd_string *out)
{
	if (stub != crossing->symbol) {
		nostd_format(out, ", which ends in {}",
			     nsc_target_text(target,
					     target->graph->symbols.ptr[stub].name));
	}
	nostd_format(out, ": only a stub satisfies it");
	write_provider(target, stub, out);
}

static struct nsc_name message_of(const struct nsc_why *why,
				  const struct nsc_crossing *crossing,
				  const struct nsc_decision *decision)
{
	const struct nsc_target *target = why->target;
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;
	bool emitted = decision->rule == NSC_RULE_201 || decision->rule == NSC_RULE_202 ||
		       nsc_name_given(crossing->written);

	write_who(why, crossing, &text);
	nostd_format(&text, " {} ", verb_of(crossing));
	write_symbol(why, crossing, &text);
	if (emitted) {
		write_emitter(target, crossing, &text);
	}
	if (decision->rule == NSC_RULE_108) {
		write_stub(target, crossing, decision->stub, &text);
	} else {
		write_charge(why, crossing, decision, &text);
		write_provider(target, crossing->symbol, &text);
	}
	name = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

/* A name that only a hardening flag brings goes with the flag, whatever else it does. */
static size_t put_flag(const struct nsc_finding *finding, char *buffer, size_t size)
{
	struct nsc_remedy_values none = {0};
	size_t used;

	if (!(finding->related & (uint64_t)1 << NSC_RULE_206)) {
		return 0;
	}
	used = nsc_remedy_format(nsc_rule_at(NSC_RULE_206), &none, buffer, size);
	if (used + 1 >= size) {
		return 0;
	}
	buffer[used] = ' ';
	return used + 1;
}

static void set_remedy(const struct nsc_target *target, struct nsc_finding *finding,
		       struct nsc_name use_instead, struct nsc_name provider,
		       struct nsc_name dragged)
{
	struct nsc_remedy_values values = {0};
	struct nsc_symbol_meaning meaning;
	char buffer[1024];
	size_t size;

	values.symbol = nsc_target_text(target, finding->symbol);
	values.header = values.symbol;
	values.use_instead = nsc_target_text(target, use_instead);
	values.provider = nsc_target_text(target, provider);
	if (nsc_name_given(dragged)) {
		values.capability = nsc_target_text(target, dragged);
	} else if (finding->has_capability) {
		values.capability = nsc_capability_name(finding->capability);
	}
	if (values.use_instead.len == 0 &&
	    nsc_symbol_find(&target->terms->profile, values.symbol, &meaning)) {
		values.use_instead = meaning.use_instead;
	}
	size = put_flag(finding, buffer, sizeof(buffer));
	size += nsc_remedy_format(nsc_rule_at(finding->rule), &values, buffer + size,
				  sizeof(buffer) - size);
	size = size < sizeof(buffer) ? size : sizeof(buffer);
	finding->remedy = nsc_name(target->graph->names, nostd_str_new(buffer, size));
}

void nsc_finding_set_remedy(const struct nsc_target *target, struct nsc_name use_instead,
			    struct nsc_finding *finding)
{
	struct nsc_name none = {0};

	set_remedy(target, finding, use_instead, none, none);
}

void nsc_finding_set_remedy_beside(const struct nsc_target *target,
				   struct nsc_name provider, struct nsc_finding *finding)
{
	struct nsc_name none = {0};

	set_remedy(target, finding, none, provider, none);
}

void nsc_finding_set_id(const struct nsc_target *target, struct nsc_finding *finding)
{
	const struct nsc_names *names = target->graph->names;
	/* As shown: the same on every machine. */
	struct nsc_name path = nsc_mounts_show(target->mounts, finding->path);
	struct nsc_digester digester;

	nsc_digester_init(&digester);
	nsc_digester_add_str(&digester, NOSTD_STR("nostd-check finding 1"));
	nsc_digester_add_str(&digester, nsc_name_text(names, finding->target));
	nsc_digester_add_str(&digester, nsc_rule_at(finding->rule)->id);
	nsc_digester_add_str(&digester, nsc_name_text(names, finding->base));
	nsc_digester_add_str(&digester, nsc_name_text(names, path));
	nsc_digester_add_str(&digester, nsc_name_text(names, finding->function));
	finding->id = nsc_digester_finish(&digester);
}

/* -- the finding --------------------------------------------------------------------- */

/* The first place in a source, else the first by DWARF, else the file itself. */
static struct nsc_place place_of(const struct nsc_findings *findings,
				 const struct nsc_finding *finding)
{
	uint32_t i;

	if (finding->source_count != 0) {
		return findings->sources.ptr[finding->source_first].at;
	}
	for (i = 0; i < finding->object_count; i++) {
		struct nsc_place at = findings->objects.ptr[finding->object_first + i].at;

		if (at.line != 0) {
			return at;
		}
	}
	return nsc_place(finding->path, 0, 0);
}

static void describe(const struct nsc_why *why, const struct nsc_crossing *crossing,
		     const struct nsc_decision *decision, struct nsc_finding *finding)
{
	const struct nsc_target *target = why->target;
	struct nsc_symbol_meaning meaning;

	finding->rule = decision->rule;
	finding->related = decision->related;
	finding->target = target->terms->target;
	finding->symbol = decision->symbol;
	finding->base = decision->symbol;
	if (nsc_symbol_find(&target->terms->profile,
			    nsc_target_text(target, decision->symbol), &meaning)) {
		finding->base = nsc_name(target->graph->names, meaning.name);
	}
	finding->tier = decision->tier;
	finding->has_capability = decision->has_capability;
	finding->capability = decision->capability;
	finding->state = nsc_crossing_state(target, why->crossings, crossing);
	finding->has_state = true;
	finding->function =
		decision->per_symbol ? (struct nsc_name){0} : crossing->function;
	finding->path = crossing->path;
	finding->message = message_of(why, crossing, decision);
}

static struct nsc_name own_provider(const struct nsc_why *why,
				    const struct nsc_crossing *crossing)
{
	struct nsc_name none = {0};
	uint32_t file;

	if (crossing->kind != NSC_CROSS_OWN_HEAP ||
	    !nsc_target_provider(why->target, crossing->symbol, &file)) {
		return none;
	}
	return nsc_mounts_show(why->target->mounts,
			       nsc_target_file_name(why->target, file));
}

/* "heap, io": what an exemption of NSC111 would have to name. */
static struct nsc_name dragged_by(const struct nsc_why *why,
				  const struct nsc_crossing *crossing,
				  const struct nsc_decision *decision)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	if (decision->rule == NSC_RULE_111) {
		write_capabilities(
			nsc_drag_of(why->drags, crossing->symbol)->capabilities, &text);
	}
	name = nsc_name(why->target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

size_t nsc_assemble(const struct nsc_why *why, uint32_t row,
		    const struct nsc_decision *decision, struct nsc_findings *findings)
{
	const struct nsc_target *target = why->target;
	const struct nsc_crossing *crossing = &why->crossings->all.ptr[row];
	struct nsc_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.crossing = row;
	finding.stands_at = row;
	finding.subject =
		decision->rule == NSC_RULE_108 ? decision->stub : crossing->symbol;
	finding.suppressed_by = NSC_NO_ROW;
	describe(why, crossing, decision, &finding);
	finding.source_first = (uint32_t)findings->sources.len;
	finding.object_first = (uint32_t)findings->objects.len;
	finding.link_first = (uint32_t)findings->links.len;
	add_sites(why, crossing, findings);
	nsc_finding_add_link(target, finding.subject, findings);
	finding.source_count = (uint32_t)findings->sources.len - finding.source_first;
	finding.object_count = (uint32_t)findings->objects.len - finding.object_first;
	finding.link_count = (uint32_t)findings->links.len - finding.link_first;
	finding.why_count =
		finding.object_count != 0 ? finding.object_count : finding.source_count;
	if (finding.source_count != 0) {
		sort_sources(target->mounts, findings->sources.ptr + finding.source_first,
			     finding.source_count);
	}
	finding.at = place_of(findings, &finding);
	finding.severity = nsc_severity_of(target, finding.rule, true, finding.state);
	nsc_why_write(why, crossing, findings, &finding);
	nsc_finding_set_id(target, &finding);
	set_remedy(target, &finding, decision->use_instead, own_provider(why, crossing),
		   dragged_by(why, crossing, decision));
	nsc_finding_vec_push(&findings->all, finding);
	return findings->all.len - 1;
}

void nsc_assemble_more(const struct nsc_why *why, uint32_t row,
		       struct nsc_findings *findings)
{
	struct nsc_finding *last = &findings->all.ptr[findings->all.len - 1];

	add_sites(why, &why->crossings->all.ptr[row], findings);
	last->source_count = (uint32_t)findings->sources.len - last->source_first;
	last->object_count = (uint32_t)findings->objects.len - last->object_first;
	last->why_count =
		last->object_count != 0 ? last->object_count : last->source_count;
}
