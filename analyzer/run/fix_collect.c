/*
 * fix_collect.c - which findings might be mended, and what is worth a try.
 *
 * In:   the findings of a target, the facts of its units, rules/knobs.tsv.
 * Out:  items with the references that must go; changes: macros that decide about them by
 *       the conditions around the reference and around the macros it comes out of, knobs
 *       of libraries whose header a unit includes, lines that the rule's remedy names.
 *
 * Nothing here knows whether a change helps: it is a list of things to try.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/unit.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/policy.h"
#include "analyzer/run/fix_work.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "rules/knob.h"

static struct nostd_str text_of(const struct nsc_fix_work *work, struct nsc_name name)
{
	return nsc_name_text(work->session->run->names, name);
}

static struct nsc_name name_of(const struct nsc_fix_work *work, struct nostd_str text)
{
	return nsc_name(work->session->run->names, text);
}

/* -- items --------------------------------------------------------------------------- */

static uint32_t unit_row(const struct nsc_fix_work *work,
			 const struct nsc_unit_facts *facts)
{
	size_t i;

	for (i = 0; i < work->units.all.len; i++) {
		if (work->units.all.ptr[i].facts == facts) {
			return (uint32_t)i;
		}
	}
	return NSC_NO_ROW;
}

static const struct nsc_use *use_at(const struct nsc_unit_facts *facts,
				    const struct nsc_source_site *site)
{
	size_t i;

	for (i = 0; i < facts->uses.len; i++) {
		const struct nsc_use *use = &facts->uses.ptr[i];

		if (nsc_name_eq(use->name, site->spelled) &&
		    nsc_place_eq(use->physical, site->physical)) {
			return use;
		}
	}
	return NULL;
}

static struct nsc_name function_of(const struct nsc_unit_facts *facts,
				   const struct nsc_use *use)
{
	return use->entity == NSC_NO_ROW ? (struct nsc_name){0}
					 : facts->entities.ptr[use->entity].symbol;
}

static void add_ref(struct nsc_fix_work *work, struct nsc_fix_item *item,
		    const struct nsc_fix_ref *ref)
{
	uint32_t i;

	for (i = item->ref_first; i < work->refs.len; i++) {
		const struct nsc_fix_ref *known = &work->refs.ptr[i];

		if (known->unit == ref->unit && nsc_name_eq(known->symbol, ref->symbol) &&
		    nsc_name_eq(known->function, ref->function)) {
			return;
		}
	}
	nsc_fix_ref_vec_push(&work->refs, *ref);
	item->ref_count++;
}

/*
 * A header's function stands in every unit that includes it, and one finding names but
 * one of them: the same reference in others must go as well.
 */
static void add_refs(struct nsc_fix_work *work, struct nsc_fix_item *item,
		     const struct nsc_unit_facts *facts, const struct nsc_use *use)
{
	struct nsc_fix_ref ref = {.symbol = use->symbol};
	uint32_t i;

	ref.function = function_of(facts, use);
	for (i = 0; i < work->units.all.len; i++) {
		ref.unit = i;
		if (work->units.all.ptr[i].facts == facts ||
		    (use->entity != NSC_NO_ROW &&
		     nsc_fix_has_ref(work, work->units.all.ptr[i].facts, &ref))) {
			add_ref(work, item, &ref);
		}
	}
}

static bool add_site(struct nsc_fix_work *work, struct nsc_fix_item *item,
		     const struct nsc_source_site *site)
{
	const struct nsc_use *use = site->unit ? use_at(site->unit, site) : NULL;

	if (!use || unit_row(work, site->unit) == NSC_NO_ROW ||
	    !nsc_name_given(use->symbol)) {
		return false;
	}
	add_refs(work, item, site->unit, use);
	return true;
}

static void add_item(struct nsc_fix_work *work, uint32_t row)
{
	const struct nsc_findings *findings = &work->target->judgement.findings;
	const struct nsc_finding *finding = &findings->all.ptr[row];
	struct nsc_fix_item item = {.finding = row};
	uint32_t i;

	item.ref_first = (uint32_t)work->refs.len;
	for (i = 0; i < finding->source_count; i++) {
		if (!add_site(work, &item,
			      &findings->sources.ptr[finding->source_first + i]) &&
		    finding->rule != NSC_RULE_102) {
			item.hidden = true;
		}
	}
	if (item.ref_count == 0 && finding->rule != NSC_RULE_102) {
		item.hidden = true;
	}
	nsc_fix_item_vec_push(&work->items, item);
}

/* Findings that a change of source or configuration can mend. */
static bool is_fixable(const struct nsc_finding *finding)
{
	return finding->suppressed == NSC_SUPPRESS_NONE &&
	       nsc_name_given(finding->symbol) && finding->rule < NSC_RULE_304;
}

/* -- candidates ---------------------------------------------------------------------- */

static struct nsc_fix_candidate *candidate(struct nsc_fix_work *work, struct nsc_name key)
{
	const struct nostd_allocator *in = nsc_keep(work->session->run);
	struct nsc_fix_candidate fresh;
	size_t i;

	for (i = 0; i < work->candidates.len; i++) {
		if (nsc_name_eq(work->candidates.ptr[i].key, key)) {
			return &work->candidates.ptr[i];
		}
	}
	fresh.changes = nsc_fix_change_vec_new_in(in);
	fresh.origins = nsc_fix_origin_vec_new_in(in);
	fresh.units = nsc_fix_row_vec_new_in(in);
	fresh.key = key;
	nsc_fix_candidate_vec_push(&work->candidates, fresh);
	return &work->candidates.ptr[work->candidates.len - 1];
}

static void add_unit(struct nsc_fix_candidate *to, uint32_t unit)
{
	size_t i;

	for (i = 0; i < to->units.len; i++) {
		if (to->units.ptr[i] == unit) {
			return;
		}
	}
	nsc_fix_row_vec_push(&to->units, unit);
}

static void add_origin(struct nsc_fix_candidate *to, const struct nsc_fix_origin *origin)
{
	size_t i;

	for (i = 0; i < to->origins.len; i++) {
		const struct nsc_fix_origin *known = &to->origins.ptr[i];

		if (known->knob == origin->knob && nsc_place_eq(known->at, origin->at)) {
			return;
		}
	}
	nsc_fix_origin_vec_push(&to->origins, *origin);
}

/* An option, by its parts: "-D" "X" "=0". */
struct option {
	struct nostd_str how, macro, value;
};

static struct nsc_name option_name(struct nsc_fix_work *work, const struct option *option)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	nostd_format(&text, "{}{}{}", option->how, option->macro, option->value);
	name = name_of(work, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static void offer_option(struct nsc_fix_work *work, uint32_t unit,
			 const struct option *option, const struct nsc_fix_origin *origin)
{
	struct nsc_fix_change change = {.kind = NSC_FIX_OPTION};
	struct nsc_fix_candidate *to;

	change.macro = name_of(work, option->macro);
	change.option = option_name(work, option);
	to = candidate(work, change.option);
	if (to->changes.len == 0) {
		nsc_fix_change_vec_push(&to->changes, change);
	}
	add_unit(to, unit);
	add_origin(to, origin);
}

/* -- lines --------------------------------------------------------------------------- */

/* A line of a file, without its end; false: there is none. */
static bool read_line(struct nsc_fix_work *work, struct nsc_place at,
		      struct nsc_name *out)
{
	struct nsc_file_bytes file;
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nostd_str rest, line = {0};
	uint32_t number = 0;

	if (nsc_host_open(nsc_name_chars(work->session->run->names, at.file), &file,
			  &ignored) < 0) {
		return false;
	}
	rest = nostd_str_new((const char *)file.bytes.ptr, file.bytes.size);
	while (number < at.line && rest.len != 0) {
		size_t end = nostd_str_find_byte(rest, '\n');

		line = nostd_str_take(rest, end == NOSTD_NOT_FOUND ? rest.len : end);
		rest = nostd_str_skip(rest, line.len + (end != NOSTD_NOT_FOUND));
		number++;
	}
	if (number == at.line) {
		*out = name_of(work, line);
	}
	nsc_host_close(&file);
	return number == at.line;
}

/* May a line of it be changed: the project's, and nothing that a build makes. */
static bool is_editable(const struct nsc_fix_work *work, struct nsc_name path)
{
	const struct nsc_policy_terms *terms = &work->target->terms;

	return nsc_path_within(text_of(work, path), text_of(work, work->session->root)) &&
	       !nsc_terms_is_hosted(terms, work->session->run->names, path);
}

static void offer_line(struct nsc_fix_work *work, uint32_t unit,
		       const struct nsc_fix_change *change,
		       const struct nsc_fix_origin *origin)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_fix_candidate *to;

	nostd_format(&text, "{}:{}: {}", text_of(work, change->at.file), change->at.line,
		     text_of(work, change->after));
	to = candidate(work, name_of(work, nostd_string_as_str(&text)));
	nostd_string_drop(&text);
	if (to->changes.len == 0) {
		nsc_fix_change_vec_push(&to->changes, *change);
	}
	add_unit(to, unit);
	add_origin(to, origin);
}

/* Its #define gets another value, or goes. */
static void offer_define_line(struct nsc_fix_work *work, uint32_t unit,
			      const struct nsc_guard_macro *macro, struct nostd_str value,
			      const struct nsc_fix_origin *origin)
{
	struct nsc_fix_change change = {.kind = NSC_FIX_LINE, .at = macro->at};
	struct nostd_string text = nostd_string_new();
	struct nostd_str before, name = text_of(work, macro->name);
	size_t at;

	change.macro = macro->name;
	if (is_editable(work, macro->at.file) &&
	    read_line(work, macro->at, &change.before)) {
		before = text_of(work, change.before);
		at = nostd_str_find(before, name);
		if (at != NOSTD_NOT_FOUND &&
		    !nostd_str_ends_with(before, NOSTD_STR("\\"))) {
			if (value.len != 0) {
				nostd_format(&text, "{} {}",
					     nostd_str_take(before, at + name.len),
					     value);
			} else {
				nostd_format(&text, "/* #undef {} */", name);
			}
			change.after = name_of(work, nostd_string_as_str(&text));
			offer_line(work, unit, &change, origin);
		}
	}
	nostd_string_drop(&text);
}

/* -- macros of conditions ------------------------------------------------------------ */

/* C11 7.1.3: not a project's to choose. */
static bool is_reserved(struct nostd_str name)
{
	return name.len > 1 && name.ptr[0] == '_' &&
	       (name.ptr[1] == '_' || (name.ptr[1] >= 'A' && name.ptr[1] <= 'Z'));
}

/*
 * What keeps a header from being read twice, looked at by another one; and what puts the
 * code into the one file that is to have it ("STB_IMAGE_IMPLEMENTATION").
 */
static bool is_include_guard(struct nostd_str name)
{
	return nostd_str_ends_with(name, NOSTD_STR("_IMPLEMENTATION")) ||
	       nostd_str_ends_with(name, NOSTD_STR("_H")) ||
	       nostd_str_ends_with(name, NOSTD_STR("_H_")) ||
	       nostd_str_ends_with(name, NOSTD_STR("_H__")) ||
	       nostd_str_ends_with(name, NOSTD_STR("_INCLUDED"));
}

/* Is it given by the command of the unit, and not by the compiler itself? */
static bool is_option(const struct nsc_fix_work *work, uint32_t unit,
		      struct nostd_str macro)
{
	const struct nsc_run_unit *of = &work->units.all.ptr[unit];
	uint32_t i;

	for (i = 0; i < of->command->argument_count; i++) {
		struct nostd_str word = text_of(
			work,
			of->database->arguments.ptr[of->command->argument_first + i]);

		nostd_str_strip_prefix(&word, NOSTD_STR("-D"));
		if (nostd_str_strip_prefix(&word, macro) &&
		    (word.len == 0 || word.ptr[0] == '=')) {
			return true;
		}
	}
	return false;
}

static void offer_defined(struct nsc_fix_work *work, uint32_t unit,
			  const struct nsc_guard_macro *macro,
			  const struct nsc_fix_origin *origin)
{
	struct option option = {NOSTD_STR("-D"), text_of(work, macro->name),
				NOSTD_STR("=0")};
	struct nostd_str body = text_of(work, macro->body);
	bool in_file = nsc_name_given(macro->at.file);

	if (!in_file && !is_option(work, unit, option.macro)) {
		return; /* the compiler's own */
	}
	if (nostd_str_eq(body, NOSTD_STR("0"))) {
		option.value = NOSTD_STR("=1");
	}
	if (body.len != 0 || !in_file) {
		offer_option(work, unit, &option, origin);
	}
	if (!in_file) {
		option.how = NOSTD_STR("-U");
		option.value = NOSTD_STR("");
		offer_option(work, unit, &option, origin);
	} else {
		if (body.len != 0) {
			offer_define_line(work, unit, macro,
					  nostd_str_skip(option.value, 1), origin);
		}
		offer_define_line(work, unit, macro, NOSTD_STR(""), origin);
	}
}

static void offer_macro(struct nsc_fix_work *work, uint32_t unit,
			const struct nsc_guard_macro *macro,
			const struct nsc_fix_origin *origin)
{
	struct option option = {NOSTD_STR("-D"), text_of(work, macro->name),
				NOSTD_STR("")};

	if (nsc_knob_is_platform(option.macro) || is_include_guard(option.macro) ||
	    (is_reserved(option.macro) && !is_option(work, unit, option.macro))) {
		return;
	}
	if (macro->state == NSC_GUARD_MACRO_DEFINED) {
		offer_defined(work, unit, macro, origin);
	} else {
		offer_option(work, unit, &option, origin);
	}
}

/* "#ifndef X" with "#define X" below it: X says that this was read. */
static bool is_once(struct nsc_fix_work *work, const struct nsc_guard *guard,
		    struct nsc_name macro)
{
	struct nsc_place below = guard->physical;
	struct nsc_name line;
	struct nostd_str text;

	below.line++;
	if (guard->directive != NSC_GUARD_IFNDEF || !read_line(work, below, &line)) {
		return false;
	}
	text = nostd_str_trim(text_of(work, line));
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("#"))) {
		return false;
	}
	text = nostd_str_trim_start(text);
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("define"))) {
		return false;
	}
	text = nostd_str_trim_start(text);
	return nostd_str_strip_prefix(&text, text_of(work, macro)) &&
	       nostd_str_trim(text).len == 0;
}

static struct nsc_name directive_text(struct nsc_fix_work *work,
				      const struct nsc_guard *guard)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	nostd_format(&text, "{} {}", nsc_guard_directive_name(guard->directive),
		     text_of(work, guard->condition));
	name = name_of(work, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static void offer_guards(struct nsc_fix_work *work, uint32_t unit, uint32_t first,
			 uint32_t count)
{
	const struct nsc_unit_facts *facts = work->units.all.ptr[unit].facts;
	uint32_t i, k;

	for (i = first; i < first + count; i++) {
		const struct nsc_guard *guard = &facts->guards.ptr[i];
		struct nsc_fix_origin origin = {NULL, guard->at, {0}};

		origin.directive = directive_text(work, guard);
		for (k = 0; k < guard->macro_count; k++) {
			const struct nsc_guard_macro *macro =
				&facts->guard_macros.ptr[guard->macro_first + k];

			if (!is_once(work, guard, macro->name)) {
				offer_macro(work, unit, macro, &origin);
			}
		}
	}
}

static bool is_in_function(const struct nsc_unit_facts *facts, const struct nsc_use *use,
			   const struct nsc_fix_ref *ref)
{
	return nsc_name_eq(use->symbol, ref->symbol) &&
	       nsc_name_eq(function_of(facts, use), ref->function);
}

/* All that decides about one reference: around it, and around the macros it is from. */
static void offer_ref(struct nsc_fix_work *work, const struct nsc_fix_ref *ref)
{
	const struct nsc_unit_facts *facts = work->units.all.ptr[ref->unit].facts;
	size_t i;
	uint32_t k;

	for (i = 0; i < facts->uses.len; i++) {
		const struct nsc_use *use = &facts->uses.ptr[i];

		if (!is_in_function(facts, use, ref)) {
			continue;
		}
		offer_guards(work, ref->unit, use->guard_first, use->guard_count);
		for (k = 0; k < use->macro_count; k++) {
			const struct nsc_macro *macro =
				&facts->macros.ptr[use->macro_first + k];

			offer_guards(work, ref->unit, macro->guard_first,
				     macro->guard_count);
		}
	}
}

/* -- knobs --------------------------------------------------------------------------- */

static bool includes(const struct nsc_fix_work *work, const struct nsc_unit_facts *facts,
		     const struct nsc_knob *knob)
{
	size_t i;

	for (i = 0; i < facts->inputs.len; i++) {
		if (nsc_knob_is_of(knob, text_of(work, facts->inputs.ptr[i].path))) {
			return true;
		}
	}
	return false;
}

static void offer_with(struct nsc_fix_work *work, const struct nsc_knob *knob,
		       struct nsc_fix_candidate *to)
{
	struct nostd_str_words it = nostd_str_words(knob->with);

	while (nostd_str_words_next(&it)) {
		struct option option = {NOSTD_STR("-D"), it.word, NOSTD_STR("")};
		struct nsc_fix_change change = {.kind = NSC_FIX_OPTION};

		change.macro = name_of(work, it.word);
		change.option = option_name(work, &option);
		nsc_fix_change_vec_push(&to->changes, change);
	}
}

static void offer_knob(struct nsc_fix_work *work, uint32_t unit,
		       const struct nsc_knob *knob)
{
	struct option option = {NOSTD_STR("-D"), knob->macro, NOSTD_STR("")};
	struct nsc_fix_origin origin = {.knob = knob};
	struct nostd_string value = nostd_string_new();
	size_t known = work->candidates.len;

	if (knob->action == NSC_KNOB_UNDEFINE) {
		option.how = NOSTD_STR("-U");
	} else if (knob->value.len != 0) {
		nostd_format(&value, "={}", knob->value);
		option.value = nostd_string_as_str(&value);
	}
	offer_option(work, unit, &option, &origin);
	if (work->candidates.len > known) {
		offer_with(work, knob, &work->candidates.ptr[known]);
	}
	nostd_string_drop(&value);
}

static void offer_knobs(struct nsc_fix_work *work, uint32_t unit)
{
	size_t i;

	for (i = 0; i < nsc_knob_count(); i++) {
		const struct nsc_knob *knob = nsc_knob_at(i);

		if (knob->action != NSC_KNOB_REPLACE &&
		    includes(work, work->units.all.ptr[unit].facts, knob)) {
			offer_knob(work, unit, knob);
		}
	}
}

static bool names_one_of(const struct nsc_fix_work *work, const struct nsc_knob *knob,
			 const struct nsc_finding *finding)
{
	return nsc_knob_names(knob, text_of(work, finding->symbol)) ||
	       nsc_knob_names(knob, text_of(work, finding->base));
}

const struct nsc_knob *nsc_fix_replacer(const struct nsc_fix_work *work,
					const struct nsc_fix_item *item)
{
	const struct nsc_finding *finding =
		&work->target->judgement.findings.all.ptr[item->finding];
	size_t i;
	uint32_t k;

	for (i = 0; i < nsc_knob_count(); i++) {
		const struct nsc_knob *knob = nsc_knob_at(i);

		if (knob->action != NSC_KNOB_REPLACE ||
		    !names_one_of(work, knob, finding)) {
			continue;
		}
		for (k = 0; k < item->ref_count; k++) {
			uint32_t unit = work->refs.ptr[item->ref_first + k].unit;

			if (includes(work, work->units.all.ptr[unit].facts, knob)) {
				return knob;
			}
		}
	}
	return NULL;
}

/* -- what the rule says -------------------------------------------------------------- */

/* The line of an #include of which nothing is used. */
static void offer_include(struct nsc_fix_work *work, const struct nsc_finding *finding)
{
	struct nsc_fix_change change = {.kind = NSC_FIX_LINE, .at = finding->at};
	struct nsc_fix_origin origin = {.at = finding->at};
	uint32_t unit, i;

	if (!is_editable(work, finding->at.file) ||
	    !read_line(work, finding->at, &change.before)) {
		return;
	}
	for (unit = 0; unit < work->units.all.len; unit++) {
		const struct nsc_unit_facts *facts = work->units.all.ptr[unit].facts;

		for (i = 0; i < facts->includes.len; i++) {
			if (nsc_place_eq(facts->includes.ptr[i].at, finding->at)) {
				offer_line(work, unit, &change, &origin);
				break;
			}
		}
	}
}

/* Another name in the place of the written one, where the policy gives it. */
static void offer_rename(struct nsc_fix_work *work, const struct nsc_finding *finding,
			 struct nsc_name use_instead)
{
	const struct nsc_findings *findings = &work->target->judgement.findings;
	struct nsc_fix_origin origin = {0};
	uint32_t i;

	for (i = 0; i < finding->source_count; i++) {
		const struct nsc_source_site *site =
			&findings->sources.ptr[finding->source_first + i];
		struct nsc_fix_change change = {.kind = NSC_FIX_LINE,
						.at = site->physical};
		struct nostd_string text = nostd_string_new();
		struct nostd_str before, name = text_of(work, site->spelled);
		size_t at = site->physical.column - 1;
		uint32_t unit = site->unit ? unit_row(work, site->unit) : NSC_NO_ROW;

		if (unit != NSC_NO_ROW && is_editable(work, site->physical.file) &&
		    read_line(work, site->physical, &change.before)) {
			before = text_of(work, change.before);
			if (nostd_str_starts_with(nostd_str_skip(before, at), name)) {
				nostd_format(&text, "{}{}{}", nostd_str_take(before, at),
					     text_of(work, use_instead),
					     nostd_str_skip(before, at + name.len));
				change.after = name_of(work, nostd_string_as_str(&text));
				origin.at = site->at;
				offer_line(work, unit, &change, &origin);
			}
		}
		nostd_string_drop(&text);
	}
}

static void offer_remedy(struct nsc_fix_work *work, const struct nsc_finding *finding)
{
	const struct nsc_denial_vec *deny = &work->target->terms.deny;
	size_t i;

	if (finding->rule == NSC_RULE_102) {
		offer_include(work, finding);
	}
	for (i = 0; i < deny->len; i++) {
		if (deny->ptr[i].subject == NSC_SUBJECT_SYMBOL &&
		    nsc_name_given(deny->ptr[i].use_instead) &&
		    (nsc_name_eq(deny->ptr[i].name, finding->symbol) ||
		     nsc_name_eq(deny->ptr[i].name, finding->base))) {
			offer_rename(work, finding, deny->ptr[i].use_instead);
		}
	}
}

void nsc_fix_collect(struct nsc_fix_work *work)
{
	const struct nsc_finding_vec *findings = &work->target->judgement.findings.all;
	bool *met =
		nostd_bump_array(work->session->run->keep, bool, work->units.all.len + 1);
	uint32_t i, k;

	for (i = 0; i < findings->len; i++) {
		if (is_fixable(&findings->ptr[i])) {
			add_item(work, i);
		}
	}
	for (i = 0; i < work->items.len; i++) {
		const struct nsc_fix_item *item = &work->items.ptr[i];

		for (k = 0; k < item->ref_count; k++) {
			const struct nsc_fix_ref *ref =
				&work->refs.ptr[item->ref_first + k];

			met[ref->unit] = true;
			offer_ref(work, ref);
		}
		offer_remedy(work, &findings->ptr[item->finding]);
	}
	for (i = 0; i < work->units.all.len; i++) {
		if (met[i]) {
			offer_knobs(work, i);
		}
	}
}
