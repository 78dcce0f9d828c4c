/*
 * policy.c - see policy.h.
 */
#include "analyzer/run/policy.h"

#include <nostd/bump.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/policy.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "analyzer/run/units.h"

/* -- globs --------------------------------------------------------------------------- */

static void add_globs(struct nsc_policy_terms *terms, const struct nsc_glob_vec *globs,
		      uint32_t *first, uint32_t *count)
{
	size_t i;

	*first = (uint32_t)terms->globs.len;
	for (i = 0; i < globs->len; i++) {
		nsc_glob_vec_push(&terms->globs, globs->ptr[i]);
	}
	*count = (uint32_t)terms->globs.len - *first;
}

/* -- allow and deny ------------------------------------------------------------------ */

static uint8_t subject_of(const struct nsc_policy *entry)
{
	switch (nsc_policy_subject(entry)) {
	case NSC_POLICY_SYMBOL:
		return NSC_SUBJECT_SYMBOL;
	case NSC_POLICY_HEADER:
		return NSC_SUBJECT_HEADER;
	case NSC_POLICY_CAPABILITY:
		return NSC_SUBJECT_CAPABILITY;
	case NSC_POLICY_FORMAT:
		return NSC_SUBJECT_FORMAT;
	}
	return NSC_SUBJECT_SYMBOL;
}

static struct nsc_name name_of(const struct nsc_policy *entry)
{
	switch (nsc_policy_subject(entry)) {
	case NSC_POLICY_HEADER:
		return entry->header.text;
	case NSC_POLICY_FORMAT:
		return entry->format.text;
	case NSC_POLICY_SYMBOL:
	case NSC_POLICY_CAPABILITY:
		break;
	}
	return entry->symbol.text;
}

static void add_allowance(struct nsc_policy_terms *terms, const struct nsc_policy *entry)
{
	struct nsc_allowance row = {0};
	size_t i;

	row.kind = NSC_EXEMPT_CONFIG;
	row.subject = subject_of(entry);
	row.at = entry->at;
	row.name = name_of(entry);
	row.capability = (uint8_t)entry->capability.index;
	row.reason = entry->reason.text;
	row.expires = nsc_place_given(entry->expires.at);
	row.last_day = entry->expires.days;
	for (i = 0; i < entry->drags.len; i++) {
		row.drags |= (uint64_t)1 << entry->drags.ptr[i].index;
	}
	add_globs(terms, &entry->only_from, &row.glob_first, &row.glob_count);
	nsc_allowance_vec_push(&terms->allow, row);
}

static void add_denial(struct nsc_policy_terms *terms, const struct nsc_policy *entry)
{
	struct nsc_denial row = {0};

	row.at = entry->at;
	row.subject = subject_of(entry);
	row.name = name_of(entry);
	row.capability = (uint8_t)entry->capability.index;
	row.use_instead = entry->use_instead.text;
	row.reason = entry->reason.text;
	nsc_denial_vec_push(&terms->deny, row);
}

/* -- budgets ------------------------------------------------------------------------- */

static struct nsc_budget_limit limit_of(const struct nsc_said_number *said)
{
	return (struct nsc_budget_limit){nsc_place_given(said->at), said->value};
}

static void add_budget(struct nsc_policy_terms *terms, const struct nsc_budget *entry)
{
	struct nsc_budget_term row = {.at = entry->at, .subject = NSC_BUDGET_HOSTED};

	if (nsc_place_given(entry->tier.at)) {
		row.subject = NSC_BUDGET_TIER;
		row.tier = (uint8_t)entry->tier.index;
	} else if (nsc_place_given(entry->capability.at)) {
		row.subject = NSC_BUDGET_CAPABILITY;
		row.capability = (uint8_t)entry->capability.index;
	} else if (nsc_place_given(entry->component.at)) {
		row.subject = NSC_BUDGET_COMPONENT;
		row.component = entry->component.text;
	}
	row.flash = limit_of(&entry->flash);
	row.ram = limit_of(&entry->ram);
	nsc_budget_term_vec_push(&terms->budgets, row);
}

/* -- what a target says -------------------------------------------------------------- */

static void add_texts(struct nsc_pattern_vec *to, const struct nsc_said_text_vec *from)
{
	size_t i;

	for (i = 0; i < from->len; i++) {
		nsc_pattern_vec_push(to, from->ptr[i].text);
	}
}

static void take_said(const struct nsc_config_target *said,
		      struct nsc_policy_terms *terms)
{
	size_t i;

	terms->tier = (enum nsc_tier)said->tier.index;
	if (nsc_place_given(said->profile.at)) {
		terms->profile.strict = said->profile.index == 1;
	}
	if (nsc_place_given(said->edition.at)) {
		terms->profile.edition = (enum nsc_edition)said->edition.index;
	}
	for (i = 0; i < said->allow.len; i++) {
		add_allowance(terms, &said->allow.ptr[i]);
	}
	for (i = 0; i < said->deny.len; i++) {
		add_denial(terms, &said->deny.ptr[i]);
	}
	for (i = 0; i < said->budgets.len; i++) {
		add_budget(terms, &said->budgets.ptr[i]);
	}
	add_texts(&terms->hooks, &said->hooks);
	add_texts(&terms->provides, &said->provides);
	terms->allocator = said->allocator.text;
	terms->panic = said->panic.text;
}

/* -- components, levels, folders ----------------------------------------------------- */

static uint8_t side_of_kind(uint32_t kind)
{
	switch ((enum nsc_component_kind)kind) {
	case NSC_COMPONENT_OWN:
		return NSC_SIDE_OF_OWN;
	case NSC_COMPONENT_LIBC:
	case NSC_COMPONENT_OS:
		return NSC_SIDE_OF_HOSTED;
	case NSC_COMPONENT_STUB:
		return NSC_SIDE_OF_STUB;
	case NSC_COMPONENT_RUNTIME:
		return NSC_SIDE_OF_RUNTIME;
	}
	return NSC_SIDE_OF_OWN;
}

static void add_components(struct nsc_session *session, struct nsc_policy_terms *terms)
{
	size_t i;

	for (i = 0; i < session->config.components.len; i++) {
		const struct nsc_config_component *said =
			&session->config.components.ptr[i];
		struct nsc_component_rule row = {0};
		uint32_t more_first, more_count;

		row.name = said->name.text;
		row.side = side_of_kind(said->kind.index);
		row.side_given = nsc_place_given(said->kind.at);
		add_globs(terms, &said->paths, &row.path_first, &row.path_count);
		add_globs(terms, &said->objects, &row.object_first, &row.object_count);
		add_globs(terms, &said->archives, &more_first, &more_count);
		row.object_count += more_count;
		nsc_component_rule_vec_push(&terms->components, row);
	}
}

/* NSC210 is off until there is a format policy (decisions.md 32). */
static void ask_for_formats(struct nsc_policy_terms *terms)
{
	size_t i;

	for (i = 0; i < terms->deny.len; i++) {
		if (terms->deny.ptr[i].subject == NSC_SUBJECT_FORMAT &&
		    !terms->level_given[NSC_RULE_210]) {
			terms->level[NSC_RULE_210] = nsc_rule_at(NSC_RULE_210)->severity;
			terms->level_given[NSC_RULE_210] = true;
		}
	}
}

static void add_levels(const struct nsc_session *session, struct nsc_policy_terms *terms)
{
	size_t i;

	for (i = 0; i < session->settings.levels.len; i++) {
		const struct nsc_setting_level *level = &session->settings.levels.ptr[i];

		terms->level[level->rule] = (enum nsc_severity)level->level;
		terms->level_given[level->rule] = true;
	}
}

/*
 * Where hosted headers lie: the folders the compilers named, and those that every Linux
 * distribution keeps for compilers and their libraries (FHS 3.0, 4.7 and 4.9).
 */
static void add_folders(struct nsc_session *session, const struct nsc_run_units *units,
			struct nsc_policy_terms *terms)
{
	static const char *const system[] = {"/usr/include", "/usr/lib",
					     "/usr/local/include", "/usr/local/lib"};
	size_t i;

	for (i = 0; i < units->hosted_folders.len; i++) {
		nsc_pattern_vec_push(&terms->hosted_folders,
				     units->hosted_folders.ptr[i]);
	}
	for (i = 0; i < sizeof(system) / sizeof(system[0]); i++) {
		nsc_pattern_vec_push(&terms->hosted_folders,
				     nsc_name_c(session->run->names, system[i]));
	}
	nsc_pattern_vec_push(&terms->own_folders, session->root);
	for (i = 0; i < session->inputs.build_dirs.len; i++) {
		nsc_pattern_vec_push(&terms->own_folders,
				     session->inputs.build_dirs.ptr[i]);
	}
}

void nsc_terms_fill(struct nsc_session *session, const struct nsc_run_units *units,
		    struct nsc_run_target *target)
{
	struct nsc_policy_terms *terms = &target->terms;
	struct nostd_str tier =
		nsc_setting_text(session->run, &session->settings, NSC_SETTING_TIER);
	size_t i;

	nsc_policy_terms_init(terms, session->run->keep);
	terms->target = target->name;
	terms->tier_assumed = !target->said;
	if (target->said) {
		take_said(target->said, terms);
	} else if (tier.len != 0) {
		nsc_tier_by_name(tier, &terms->tier);
		terms->tier_assumed = false;
	}
	add_components(session, terms);
	add_levels(session, terms);
	ask_for_formats(terms);
	add_folders(session, units, terms);
	for (i = 0; i < session->inputs.filters.len; i++) {
		nsc_pattern_vec_push(&terms->filters, session->inputs.filters.ptr[i]);
	}
	terms->levels = session->request_levels;
	terms->full = !session->inputs.filtered && !session->request->objects_first &&
		      session->request_levels ==
			      (NSC_LEVEL_SOURCE | NSC_LEVEL_OBJECT | NSC_LEVEL_LINK);
	terms->today = nsc_host_today();
}
