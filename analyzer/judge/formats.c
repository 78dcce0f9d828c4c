/*
 * formats.c - see formats.h.
 *
 * The policy is the target's `deny: format` entries; without any nothing is judged. Who
 * provides printf does not matter: a target's own small printf is what such a policy is
 * written for. So neither an exemption of the function's name nor one of the capability
 * covers a conversion: only `allow: format` does.
 *
 * One finding per conversion and function (decisions.md 46): its name is the conversion
 * without flags, width and precision ("%lf"), so that a wider column is not a new
 * finding. A format that is no literal is a note, once per function: what was not looked
 * at is said.
 */
#include "analyzer/judge/formats.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/conversion.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"

/* A row of a unit that breaks the policy, or could not be looked at. */
struct breach {
	const struct nsc_unit_facts *unit;
	const struct nsc_format *format;
	const struct nsc_denial *denial; /* NULL: the format is no literal */
	struct nsc_name symbol;          /* "%lf"; empty: the same */
	struct nsc_name function;        /* empty: outside any */
	enum nsc_state state;
	bool told;
};

#define NOSTD_NAME breach_vec
#define NOSTD_T    struct breach
#define NOSTD_IN
#include <nostd/vec.h>

/* -- what the policy says ------------------------------------------------------------ */

static bool is_about_formats(const struct nsc_denial *denial)
{
	return denial->subject == NSC_SUBJECT_FORMAT;
}

static bool has_policy(const struct nsc_target *target)
{
	const struct nsc_denial_vec *deny = &target->terms->deny;
	size_t i;

	for (i = 0; i < deny->len; i++) {
		if (is_about_formats(&deny->ptr[i])) {
			return true;
		}
	}
	return false;
}

static const struct nsc_denial *denial_of(const struct nsc_target *target,
					  const struct nsc_conversion *conversion)
{
	struct nsc_denial_vec *deny = &target->terms->deny;
	struct nsc_conversion_entry entry;
	size_t i;

	for (i = 0; i < deny->len; i++) {
		if (is_about_formats(&deny->ptr[i]) &&
		    nsc_conversion_entry_read(nsc_target_text(target, deny->ptr[i].name),
					      &entry) &&
		    nsc_conversion_entry_names(&entry, conversion, false)) {
			deny->ptr[i].used = true;
			return &deny->ptr[i];
		}
	}
	return NULL;
}

bool nsc_format_allowed(const struct nsc_target *target,
			const struct nsc_allowance *entry,
			const struct nsc_finding *finding)
{
	struct nsc_conversion_entry allowed;
	struct nsc_conversion conversion;
	size_t at = 0;

	/* The symbol has neither flags nor a width, so both families read it alike. */
	return finding->rule == NSC_RULE_210 &&
	       nsc_conversion_next(nsc_target_text(target, finding->symbol),
				   NSC_FORMAT_SCANF, &at, &conversion) &&
	       nsc_conversion_entry_read(nsc_target_text(target, entry->name),
					 &allowed) &&
	       nsc_conversion_entry_names(&allowed, &conversion, true);
}

static bool is_float(const struct nsc_target *target, const struct breach *breach)
{
	const struct nsc_conversion_entry floats = {.class = NSC_CONVERSION_FLOAT};
	struct nsc_conversion conversion;
	size_t at = 0;

	return nsc_conversion_next(nsc_target_text(target, breach->symbol),
				   NSC_FORMAT_SCANF, &at, &conversion) &&
	       nsc_conversion_entry_names(&floats, &conversion, false);
}

/* -- which rows break it ------------------------------------------------------------- */

/* "%lf" of "%-5.2lf"; of a positional one "%1$f", or its class would not be seen. */
static struct nsc_name symbol_of(const struct nsc_target *target,
				 const struct nsc_conversion *conversion)
{
	struct nostd_string text = nostd_string_new();
	char letter[1] = {conversion->letter};
	struct nsc_name name;

	nostd_format(&text, "%{}{}{}{}", conversion->positional ? "1$" : "",
		     conversion->allocates ? "m" : "", conversion->length,
		     nostd_str_new(letter, 1));
	name = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static bool breaks(const struct nsc_target *target, struct breach *breach)
{
	struct nostd_str text = nsc_target_text(target, breach->format->text);
	struct nsc_conversion conversion;
	size_t at = 0;

	if (text.len == 0) {
		return true;
	}
	if (!nsc_conversion_next(text, (enum nsc_format_family)breach->format->family,
				 &at, &conversion)) {
		return false;
	}
	breach->denial = denial_of(target, &conversion);
	breach->symbol = symbol_of(target, &conversion);
	return breach->denial != NULL;
}

static void take_unit(const struct nsc_target *target, uint32_t file,
		      const struct nsc_unit_facts *unit, struct breach_vec *all)
{
	size_t i;

	for (i = 0; i < unit->formats.len; i++) {
		const struct nsc_format *format = &unit->formats.ptr[i];
		const struct nsc_entity *entity =
			format->entity == NSC_NO_ROW
				? NULL
				: &unit->entities.ptr[format->entity];
		struct breach breach = {.unit = unit, .format = format};

		if ((entity && entity->flags & NSC_ENTITY_UNUSED) ||
		    nsc_target_is_hosted_path(target, format->at.file) ||
		    !breaks(target, &breach)) {
			continue;
		}
		if (entity && entity->kind == NSC_ENTITY_FUNCTION) {
			breach.function = entity->name;
		}
		breach.state = nsc_unit_state(target, file, entity);
		breach_vec_push(all, breach);
	}
}

/* -- findings ------------------------------------------------------------------------ */

static bool is_same_finding(const struct breach *a, const struct breach *b)
{
	return nsc_name_eq(a->symbol, b->symbol) &&
	       nsc_name_eq(a->function, b->function) &&
	       nsc_name_eq(a->format->at.file, b->format->at.file);
}

static struct nsc_source_site site_of(const struct breach *breach)
{
	const struct nsc_format *format = breach->format;
	struct nsc_source_site site = {.at = format->at,
				       .physical = format->physical,
				       .function = breach->function,
				       .spelled = breach->denial ? format->text
								 : format->function,
				       .width = format->width,
				       .macro_first = format->macro_first,
				       .macro_count = format->macro_count,
				       .unit = breach->unit,
				       .guard_first = format->guard_first,
				       .guard_count = format->guard_count};

	return site;
}

static void write_who(const struct nsc_target *target, const struct breach *breach,
		      struct nostd_string *text)
{
	if (nsc_name_given(breach->function)) {
		nostd_format(text, "{}() hands ",
			     nsc_target_text(target, breach->function));
	} else {
		nostd_format(
			text, "{} hands ",
			nsc_path_base(nsc_target_text(target, breach->format->at.file)));
	}
	nostd_format(text, "{}() a format ",
		     nsc_target_text(target, breach->format->function));
}

static struct nsc_name message_of(const struct nsc_target *target,
				  const struct breach *breach)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	write_who(target, breach, &text);
	if (!breach->denial) {
		nostd_format(&text, "that is no literal: its conversions are not known");
	} else {
		nostd_format(&text, "with {}, which the target's policy denies ({})",
			     nsc_target_text(target, breach->format->text),
			     nsc_target_text(target, breach->denial->name));
		if (nsc_name_given(breach->denial->reason)) {
			nostd_format(&text, ": {}",
				     nsc_target_text(target, breach->denial->reason));
		}
	}
	name = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

/*
 * newlib-nano's printf and scanf refer weakly to the functions that handle floats; an
 * option -u brings these in (newlib 3.3, nano-vfprintf.c). Where the image has the name,
 * it is that libc.
 */
static void add_float_words(const struct nsc_target *target, const struct breach *breach,
			    struct nostd_string *text)
{
	struct nostd_str hook = breach->format->family == NSC_FORMAT_SCANF
					? NOSTD_STR("_scanf_float")
					: NOSTD_STR("_printf_float");
	uint32_t symbol =
		nsc_graph_symbol_row(target->graph, nsc_name(target->graph->names, hook));
	uint32_t def;

	if (!target->image || symbol == NSC_NO_ROW || !is_float(target, breach)) {
		return;
	}
	def = nsc_link_def(target->link, symbol);
	if (def != NSC_NO_ROW && target->graph->defs.ptr[def].node != NSC_NO_ROW &&
	    target->link->live[target->graph->defs.ptr[def].node] == NSC_LIVE_YES) {
		nostd_format(text,
			     " When no format has a float any more, -u {} can leave the "
			     "link line, and what it keeps leaves with it.",
			     hook);
	} else {
		nostd_format(text, " In this image it does nothing: that takes -u {}.",
			     hook);
	}
}

/* The rule's row speaks of conversions. */
static void set_remedy(const struct nsc_target *target, const struct breach *breach,
		       struct nsc_finding *finding)
{
	const char *archetype =
		breach->format->family == NSC_FORMAT_SCANF ? "scanf" : "printf";
	struct nostd_string text = nostd_string_new();

	if (breach->denial) {
		nsc_finding_set_remedy(target, breach->denial->use_instead, finding);
		nostd_format(&text, "{}", nsc_target_text(target, finding->remedy));
		add_float_words(target, breach, &text);
	} else {
		nostd_format(&text,
			     "Write the format as a literal in the call. If the function "
			     "hands on a format of its own, mark it with "
			     "__attribute__((format({}, FORMAT, FIRST))): then its "
			     "callers are looked at.",
			     archetype);
	}
	finding->remedy = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

static enum nsc_severity severity_of(const struct nsc_target *target,
				     const struct breach *breach, enum nsc_state state)
{
	enum nsc_severity severity = nsc_severity_of(target, NSC_RULE_210, true, state);

	return !breach->denial && severity > NSC_SEVERITY_NOTE ? NSC_SEVERITY_NOTE
							       : severity;
}

/* One finding for this row and those behind it that are of the same. */
static void tell(const struct nsc_target *target, struct breach_vec *all, size_t from,
		 struct nsc_findings *findings)
{
	const struct breach *first = &all->ptr[from];
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_210);
	size_t i;

	finding.message = message_of(target, first);
	finding.symbol = first->symbol;
	finding.base = first->denial ? first->symbol
				     : nsc_name_c(target->graph->names, "no literal");
	finding.tier = target->terms->tier;
	finding.function = first->function;
	finding.path = first->format->at.file;
	finding.at = first->format->at;
	finding.has_state = true;
	finding.state = first->state;
	finding.source_first = (uint32_t)findings->sources.len;
	for (i = from; i < all->len; i++) {
		struct breach *breach = &all->ptr[i];

		if (!breach->told && is_same_finding(first, breach)) {
			breach->told = true;
			finding.state = breach->state > finding.state ? breach->state
								      : finding.state;
			nsc_finding_add_source_once(findings, &finding, site_of(breach));
		}
	}
	finding.severity = severity_of(target, first, finding.state);
	nsc_finding_set_id(target, &finding);
	set_remedy(target, first, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

void nsc_formats_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct breach_vec all = breach_vec_new_in(nsc_scratch(target->run));
	bool judged = has_policy(target);
	uint32_t file;
	size_t i;

	for (file = 0; judged && file < target->graph->files.len; file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, file);

		if (unit) {
			take_unit(target, file, unit, &all);
		}
	}
	for (i = 0; i < all.len; i++) {
		if (!all.ptr[i].told) {
			tell(target, &all, i, findings);
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}
