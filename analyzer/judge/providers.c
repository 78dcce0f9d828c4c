/*
 * providers.c - see providers.h.
 *
 * That a name has several definitions is normal: own code defines `memcpy` over the
 * libc's, a strong handler takes the place of a weak one, inline functions are in every
 * object, libc.a and libg.a are one libc. It matters where somebody here wrote a
 * definition and the link took another one for it; the contests below are these cases.
 * Which one a linker takes: link-semantics of ELF gABI ("Symbol Table", STB_WEAK), GNU ld
 * manual, "Command-line Options" (archives, --allow-multiple-definition, --warn-common).
 */
#include "analyzer/judge/providers.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "analyzer/judge/why.h"
#include "analyzer/replay/replay.h"
#include "rules/symbol.h"

/* How a definition that somebody here wrote lost, worst first. */
enum contest {
	CONTEST_HOSTED,   /* against a libc's or a stub's that was extracted first */
	CONTEST_YIELDED,  /* it is weak or common, and a libc's is neither */
	CONTEST_STRONG,   /* both are in the link and strong: the link allows several */
	CONTEST_CROSSED,  /* its own archive calls what another archive has */
	CONTEST_COMMON,   /* common symbols of different sizes became one */
	CONTEST_WEAK,     /* all are weak and in the link: their order decides */
	CONTEST_OVERRIDE, /* it should replace a weak one, but nothing extracts it */
	CONTEST_NONE
};

/* One name, and the definition that lost in the worst way. */
struct contested {
	uint32_t symbol;
	uint32_t won, lost; /* rows of defs */
	enum contest contest;
};

struct contests {
	const struct nsc_why *why;
	const struct nsc_target *target;
	const struct nsc_graph *graph;
	const struct nsc_link *link;
	uint8_t *offered; /* by file: the link was given it, or its archive */
	uint32_t *asked;  /* by symbol, when it is asked for: see find_crossed */
	struct nsc_findings *findings;
};

static struct nostd_str text_of(const struct contests *of, struct nsc_name name)
{
	return nsc_name_text(of->graph->names, name);
}

static const struct nsc_graph_file *file_of(const struct contests *of, uint32_t def)
{
	return &of->graph->files.ptr[of->graph->defs.ptr[def].file];
}

static const struct nsc_member *member_of(const struct contests *of, uint32_t def)
{
	const struct nsc_graph_file *file = file_of(of, def);

	return &of->graph->in.objects[file->object]->members.ptr[file->member];
}

static uint8_t side_of(const struct contests *of, uint32_t def)
{
	return of->target->side[of->graph->defs.ptr[def].file];
}

static bool is_loaded(const struct contests *of, uint32_t def)
{
	return of->link->loaded[of->graph->defs.ptr[def].file] != NSC_NOT_LOADED;
}

static bool is_live(const struct contests *of, uint32_t def)
{
	return of->link->live[of->graph->defs.ptr[def].node] == NSC_LIVE_YES;
}

/* Common symbols of a name are one: a map has it where it was first, or largest. */
static bool is_live_one(const struct contests *of, uint32_t won, uint32_t lost)
{
	return is_live(of, won) ||
	       (of->graph->defs.ptr[won].kind == NSC_DEF_COMMON && is_live(of, lost));
}

/* Weak, or common: whoever wrote it left room for another one. */
static bool is_yielding(const struct nsc_graph_def *def)
{
	return def->weak || def->kind == NSC_DEF_COMMON;
}

/* -- which definitions count --------------------------------------------------------- */

static void find_offered(struct contests *of)
{
	const struct nsc_plan *plan = of->target->plan;
	uint8_t *archives = nostd_bump_array(of->target->run->scratch, uint8_t,
					     of->graph->in.object_count);
	size_t i;

	for (i = 0; i < plan->steps.len; i++) {
		const struct nsc_step *step = &plan->steps.ptr[i];

		switch ((enum nsc_step_kind)step->kind) {
		case NSC_STEP_FILE:
		case NSC_STEP_LAZY:
			of->offered[step->row] = 1;
			break;
		case NSC_STEP_ARCHIVE:
		case NSC_STEP_WHOLE:
			archives[step->row] = 1;
			break;
		case NSC_STEP_GROUP_START:
		case NSC_STEP_GROUP_END:
		case NSC_STEP_LIB_START:
		case NSC_STEP_LIB_END:
		case NSC_STEP_ASSIGN:
			break;
		}
	}
	for (i = 0; i < of->graph->files.len; i++) {
		uint32_t object = of->graph->files.ptr[i].object;

		of->offered[i] |= object != NSC_NO_ROW && archives[object];
	}
}

/*
 * Inline functions and templates exist once on purpose; after link-time optimisation the
 * same definition stands in the object with the IR and in the one that was made of it.
 */
static bool counts(const struct contests *of, uint32_t row)
{
	const struct nsc_graph_def *def = &of->graph->defs.ptr[row];
	const struct nsc_graph_file *file = &of->graph->files.ptr[def->file];

	return file->basis == NSC_FROM_OBJECT && file->replaced_by == NSC_NO_ROW &&
	       of->offered[def->file] && def->node != NSC_NO_ROW &&
	       def->kind != NSC_DEF_ABSOLUTE &&
	       !(of->graph->nodes.ptr[def->node].flags & NSC_NODE_COMDAT) &&
	       of->link->live[def->node] != NSC_LIVE_DROPPED &&
	       !(member_of(of, row)->flags &
		 (NSC_MEMBER_LTO_SLIM | NSC_MEMBER_LTO_FAT)) &&
	       !nsc_graph_is_lto_output(text_of(of, file->name));
}

static bool same_refs(const struct nsc_graph *graph, const struct nsc_graph_node *a,
		      const struct nsc_graph_node *b)
{
	uint32_t i;

	for (i = 0; i < a->ref_count; i++) {
		const struct nsc_graph_ref *one = &graph->refs.ptr[a->ref_first + i];
		const struct nsc_graph_ref *two = &graph->refs.ptr[b->ref_first + i];

		if (one->kind != two->kind || one->local != two->local ||
		    (!one->local && one->to != two->to)) {
			return false;
		}
	}
	return true;
}

/*
 * As far as it shows, one function or object that two files have: of a header, or of an
 * object that is in two archives. Which one is taken makes no difference.
 */
static bool is_copy(const struct contests *of, uint32_t one, uint32_t two)
{
	const struct nsc_graph_def *a = &of->graph->defs.ptr[one];
	const struct nsc_graph_def *b = &of->graph->defs.ptr[two];
	const struct nsc_graph_node *from = &of->graph->nodes.ptr[a->node];
	const struct nsc_graph_node *to = &of->graph->nodes.ptr[b->node];
	const struct nsc_member *member = member_of(of, one);
	const struct nsc_member *other = member_of(of, two);

	if (member->digest_high == other->digest_high &&
	    member->digest_low == other->digest_low) {
		return true;
	}
	return a->kind == b->kind && a->size != 0 && a->size == b->size &&
	       from->size == to->size && from->ref_count == to->ref_count &&
	       same_refs(of->graph, from, to);
}

/* -- contests ------------------------------------------------------------------------ */

static enum contest against_hosted(const struct contests *of, uint32_t won, uint32_t lost)
{
	const struct nsc_graph_def *def = &of->graph->defs.ptr[lost];

	if (is_loaded(of, lost) && is_yielding(def)) {
		return is_yielding(&of->graph->defs.ptr[won]) ? CONTEST_NONE
							      : CONTEST_YIELDED;
	}
	return CONTEST_HOSTED;
}

static enum contest both_loaded(const struct nsc_graph_def *won,
				const struct nsc_graph_def *lost)
{
	bool common = won->kind == NSC_DEF_COMMON || lost->kind == NSC_DEF_COMMON;

	if (common) {
		return won->size != lost->size && won->size != 0 && lost->size != 0
			       ? CONTEST_COMMON
			       : CONTEST_NONE;
	}
	if (won->weak != lost->weak) {
		return CONTEST_NONE;
	}
	return won->weak ? CONTEST_WEAK : CONTEST_STRONG;
}

/*
 * Was the member written to replace weak definitions, and nothing else? A driver whose
 * interrupt handler is among its functions is not in the link because nobody uses it.
 */
static bool only_overrides(const struct contests *of, uint32_t lost)
{
	const struct nsc_graph_file *file = file_of(of, lost);
	uint32_t i, won;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *def = &of->graph->defs.ptr[i];

		won = nsc_link_def(of->link, def->symbol);
		if (def->function && !def->weak &&
		    (won == NSC_NO_ROW || !of->graph->defs.ptr[won].weak)) {
			return false;
		}
	}
	return true;
}

static enum contest one_left_out(const struct contests *of, uint32_t won, uint32_t lost)
{
	const struct nsc_graph_def *winner = &of->graph->defs.ptr[won];
	const struct nsc_graph_def *loser = &of->graph->defs.ptr[lost];

	if (winner->weak) {
		return winner->function && loser->function && !loser->weak &&
				       side_of(of, lost) == NSC_SIDE_OF_OWN &&
				       only_overrides(of, lost)
			       ? CONTEST_OVERRIDE
			       : CONTEST_NONE;
	}
	return of->link->loaded[winner->file] == NSC_LOADED_EXTRACTED && !loser->weak &&
			       of->asked[winner->symbol] == file_of(of, lost)->object
		       ? CONTEST_CROSSED
		       : CONTEST_NONE;
}

static enum contest contest_of(const struct contests *of, uint32_t won, uint32_t lost)
{
	if (!nsc_side_is_own(side_of(of, lost))) {
		return CONTEST_NONE;
	}
	if (nsc_side_is_hosted(side_of(of, won))) {
		return against_hosted(of, won, lost);
	}
	if (!nsc_side_is_own(side_of(of, won)) || !is_live_one(of, won, lost) ||
	    is_copy(of, won, lost)) {
		return CONTEST_NONE;
	}
	return is_loaded(of, lost) ? both_loaded(&of->graph->defs.ptr[won],
						 &of->graph->defs.ptr[lost])
				   : one_left_out(of, won, lost);
}

/*
 * By symbol, the archive out of which something live asks for a name that it has itself
 * and that another file gave: code that was written against one definition and calls
 * another.
 */
static bool has_definition(const struct contests *of, uint32_t symbol, uint32_t object)
{
	const struct nsc_graph_symbol *row = &of->graph->symbols.ptr[symbol];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		if (file_of(of, of->graph->defs_of.ptr[i])->object == object) {
			return true;
		}
	}
	return false;
}

static void find_crossed(struct contests *of)
{
	const struct nsc_graph *graph = of->graph;
	uint32_t i, won;

	for (i = 0; i < graph->symbols.len; i++) {
		of->asked[i] = NSC_NO_ROW;
	}
	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];
		const struct nsc_graph_file *file =
			&graph->files.ptr[graph->nodes.ptr[ref->from].file];

		if (ref->local || of->asked[ref->to] != NSC_NO_ROW ||
		    graph->symbols.ptr[ref->to].def_count < 2 ||
		    !nsc_name_given(file->archive) || file->object == NSC_NO_ROW ||
		    of->link->live[ref->from] != NSC_LIVE_YES) {
			continue;
		}
		won = nsc_link_def(of->link, ref->to);
		if (won != NSC_NO_ROW && file_of(of, won)->object != file->object &&
		    has_definition(of, ref->to, file->object)) {
			of->asked[ref->to] = file->object;
		}
	}
}

/* False: one definition, or nothing that matters. */
static bool find_contest(const struct contests *of, uint32_t symbol,
			 struct contested *out)
{
	const struct nsc_graph_symbol *row = &of->graph->symbols.ptr[symbol];
	uint32_t won = nsc_link_def(of->link, symbol), i;

	*out = (struct contested){symbol, won, NSC_NO_ROW, CONTEST_NONE};
	if (row->def_count < 2 || won == NSC_NO_ROW || !is_loaded(of, won) ||
	    !counts(of, won) || of->target->meaning[symbol].traits & NSC_TRAIT_LINKER) {
		return false;
	}
	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		uint32_t lost = of->graph->defs_of.ptr[i];
		enum contest contest;

		if (lost == won || !counts(of, lost) ||
		    !of->target->interest[of->graph->defs.ptr[lost].file]) {
			continue;
		}
		contest = contest_of(of, won, lost);
		if (contest < out->contest) {
			out->contest = contest;
			out->lost = lost;
		}
	}
	return out->contest != CONTEST_NONE;
}

/* -- severity ------------------------------------------------------------------------ */

/* Does the hosted definition bring what the target must be without? */
static bool is_leak(const struct contests *of, const struct contested *one)
{
	const struct nsc_meaning *meaning = &of->target->meaning[one->symbol];
	enum nsc_tier tier = of->target->terms->tier;

	return tier != NSC_TIER_STD &&
	       (!meaning->known || meaning->tier > tier ||
		nsc_drag_of(of->why->drags, one->symbol)->tier > tier);
}

/*
 * The most that a contest can be. Whoever lost `memcpy` to the libc has lost speed at
 * worst; who wrote it weakly said that another one is welcome.
 */
static enum nsc_severity ceiling_of(const struct contests *of,
				    const struct contested *one)
{
	switch (one->contest) {
	case CONTEST_HOSTED:
		if (is_leak(of, one)) {
			return NSC_SEVERITY_ERROR;
		}
		return is_live(of, one->won) && side_of(of, one->lost) == NSC_SIDE_OF_OWN
			       ? NSC_SEVERITY_NOTE
			       : NSC_SEVERITY_OFF;
	case CONTEST_YIELDED:
		return is_leak(of, one) ? NSC_SEVERITY_WARNING : NSC_SEVERITY_OFF;
	case CONTEST_STRONG:
	case CONTEST_CROSSED:
	case CONTEST_COMMON:
	case CONTEST_WEAK:
		return NSC_SEVERITY_WARNING;
	case CONTEST_OVERRIDE:
		return NSC_SEVERITY_NOTE;
	case CONTEST_NONE:
		break;
	}
	return NSC_SEVERITY_OFF;
}

/* -- words and evidence -------------------------------------------------------------- */

/* "libbsp.a(syscalls.c.o)" */
static struct nostd_str shown(const struct contests *of, uint32_t file)
{
	return nsc_path_base(text_of(of, nsc_target_file_name(of->target, file)));
}

/* Why the winner's member is in the link. */
static void write_pull(const struct contests *of, const struct contested *one,
		       struct nostd_string *out)
{
	uint32_t file = of->graph->defs.ptr[one->won].file;
	uint32_t by = of->link->pulled_by[file], symbol = of->link->pulled_for[file];

	if (of->link->loaded[file] != NSC_LOADED_EXTRACTED || symbol == NSC_NO_ROW) {
		nostd_format(out, "it is in the link already");
		return;
	}
	if (symbol != one->symbol) {
		nostd_format(out, "it came along with {}",
			     text_of(of, of->graph->symbols.ptr[symbol].name));
		return;
	}
	if (by != NSC_NO_ROW) {
		nostd_format(out, "{} asks for it, and ", shown(of, by));
	}
	nostd_format(out, "{} is the first to be searched then",
		     nsc_path_base(text_of(of, file_of(of, one->won)->archive)));
}

static void write_reason(const struct contests *of, const struct contested *one,
			 struct nostd_string *out)
{
	const struct nsc_graph_def *won = &of->graph->defs.ptr[one->won];
	const struct nsc_graph_def *lost = &of->graph->defs.ptr[one->lost];

	switch (one->contest) {
	case CONTEST_HOSTED:
		if (is_loaded(of, one->lost)) {
			nostd_format(out, "the first one counts, since the link allows "
					  "several definitions");
		} else {
			write_pull(of, one, out);
		}
		break;
	case CONTEST_CROSSED:
		write_pull(of, one, out);
		nostd_format(out, "; {} refers to it, too",
			     nsc_path_base(text_of(of, file_of(of, one->lost)->archive)));
		break;
	case CONTEST_YIELDED:
		nostd_format(out, "a {} one gives way to it",
			     lost->weak ? "weak" : "common");
		break;
	case CONTEST_STRONG:
		nostd_format(out, "the first one counts, since the link allows several "
				  "definitions");
		break;
	case CONTEST_COMMON:
		nostd_format(out, "{} bytes there and {} here became one", won->size,
			     lost->size);
		break;
	case CONTEST_WEAK:
		nostd_format(out, "both are weak, so the first one counts");
		break;
	case CONTEST_OVERRIDE:
		nostd_format(out, "the weak one is there, so nothing extracts the other");
		break;
	case CONTEST_NONE:
		break;
	}
}

static struct nsc_name message_of(const struct contests *of, const struct contested *one)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	nostd_format(&text, "{} comes from {}, not from {}: ",
		     text_of(of, of->graph->symbols.ptr[one->symbol].name),
		     shown(of, of->graph->defs.ptr[one->won].file),
		     shown(of, of->graph->defs.ptr[one->lost].file));
	write_reason(of, one, &text);
	name = nsc_name(of->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

/* Where a source defines it; empty: no source was read, or not that part of it. */
static struct nsc_place place_of(const struct contests *of, uint32_t def)
{
	const struct nsc_graph_file *file = file_of(of, def);
	struct nsc_name symbol =
		of->graph->symbols.ptr[of->graph->defs.ptr[def].symbol].name;
	const struct nsc_unit_facts *unit =
		file->unit != NSC_NO_ROW ? of->graph->in.units[file->unit].facts : NULL;
	size_t i;

	for (i = 0; unit && i < unit->entities.len; i++) {
		if (nsc_name_eq(unit->entities.ptr[i].symbol, symbol)) {
			return unit->entities.ptr[i].at;
		}
	}
	return (struct nsc_place){0};
}

static void add_definition(const struct contests *of, uint32_t def)
{
	const struct nsc_graph_def *row = &of->graph->defs.ptr[def];
	struct nsc_hop hop = nsc_why_node_hop(of->target, row->node, NSC_NO_ROW);
	struct nsc_object_evidence evidence = {
		.object = hop.object,
		.archive = hop.archive,
		.member = hop.member,
		.section = of->graph->nodes.ptr[row->node].name,
		.symbol = of->graph->symbols.ptr[row->symbol].name,
		.at = place_of(of, def),
		.live = is_live(of, def)};

	nsc_object_evidence_vec_push(&of->findings->objects, evidence);
}

static void add_evidence(const struct contests *of, const struct contested *one,
			 struct nsc_finding *finding)
{
	struct nsc_findings *findings = of->findings;

	finding->object_first = (uint32_t)findings->objects.len;
	finding->object_count = 2;
	add_definition(of, one->lost);
	add_definition(of, one->won);
	finding->link_first = (uint32_t)findings->links.len;
	nsc_finding_add_link(of->target, one->symbol, findings);
	finding->link_count = (uint32_t)findings->links.len - finding->link_first;
}

/* The archive that the definition is not extracted from; empty: it is in the link. */
static struct nsc_name archive_left_out(const struct contests *of,
					const struct contested *one)
{
	struct nsc_name none = {0};

	return is_loaded(of, one->lost)
		       ? none
		       : nsc_name(of->graph->names,
				  nsc_path_base(
					  text_of(of, file_of(of, one->lost)->archive)));
}

static void tell(const struct contests *of, const struct contested *one)
{
	const struct nsc_meaning *meaning = &of->target->meaning[one->symbol];
	struct nsc_finding finding = nsc_finding_of_units(of->target, NSC_RULE_304);
	enum nsc_severity ceiling = ceiling_of(of, one);

	finding.message = message_of(of, one);
	finding.symbol = of->graph->symbols.ptr[one->symbol].name;
	finding.base = meaning->base;
	finding.tier = (enum nsc_tier)meaning->tier;
	finding.has_capability = meaning->known;
	finding.capability = (enum nsc_capability)meaning->capability;
	finding.has_state = true;
	finding.state = is_live_one(of, one->won, one->lost) ? NSC_STATE_LIVE
							     : NSC_STATE_EXTRACTED;
	finding.severity = nsc_severity_of(of->target, finding.rule, true, finding.state);
	finding.severity = finding.severity < ceiling ? finding.severity : ceiling;
	if (finding.severity == NSC_SEVERITY_OFF) {
		return;
	}
	add_evidence(of, one, &finding);
	finding.at = place_of(of, one->lost);
	finding.path = nsc_place_given(finding.at)
			       ? finding.at.file
			       : nsc_target_file_name(
					 of->target, of->graph->defs.ptr[one->lost].file);
	finding.at =
		nsc_place_given(finding.at) ? finding.at : nsc_place(finding.path, 0, 0);
	nsc_finding_set_id(of->target, &finding);
	nsc_finding_set_remedy_beside(of->target, archive_left_out(of, one), &finding);
	nsc_finding_vec_push(&of->findings->all, finding);
}

void nsc_providers_judge(const struct nsc_why *why, struct nsc_findings *findings)
{
	const struct nsc_target *target = why->target;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct contests of = {.why = why,
			      .target = target,
			      .graph = target->graph,
			      .link = target->link,
			      .findings = findings};
	struct contested one;
	uint32_t i;

	if (!target->image || !target->plan) {
		return;
	}
	of.offered = nostd_bump_array(target->run->scratch, uint8_t, of.graph->files.len);
	of.asked =
		nostd_bump_array(target->run->scratch, uint32_t, of.graph->symbols.len);
	find_offered(&of);
	find_crossed(&of);
	for (i = 0; i < of.graph->symbols.len; i++) {
		if (find_contest(&of, i, &one)) {
			tell(&of, &one);
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}
