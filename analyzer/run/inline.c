/*
 * inline.c - see inline.h.
 */
#include "analyzer/run/inline.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/exemption.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/run/load.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "rules/rule.h"

/* Files that were looked at already, for the target at hand. */
#define NOSTD_NAME seen_files
#define NOSTD_K    uint32_t /* name id of the path */
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

struct collecting {
	struct nsc_session *session;
	struct nsc_policy_terms *terms;
	struct seen_files seen;
};

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* "NSC101", "hosted-symbol"; < 0, with what is wrong, for a word that is no rule. */
static int find_rule(struct nsc_session *session, struct nostd_str word, uint8_t *rule,
		     struct nsc_name *fault)
{
	const struct nsc_rule *found = nsc_rule_find(word);
	struct nostd_string text;
	struct nsc_near near;
	int i;

	if (found) {
		*rule = (uint8_t)(found - nsc_rule_at((enum nsc_rule_id)0));
		return 0;
	}
	nsc_near_init(&near, word);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		nsc_near_offer(&near, nsc_rule_at((enum nsc_rule_id)i)->slug);
		nsc_near_offer(&near, nsc_rule_at((enum nsc_rule_id)i)->id);
	}
	text = nostd_string_new();
	nostd_format(&text, "{} is no rule", word);
	if (near.best.len != 0) {
		nostd_format(&text, "; did you mean {}?", near.best);
	}
	*fault = nsc_name(session->run->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return -1;
}

static void add_exemption(struct collecting *to, const struct nsc_exemption *from)
{
	struct nsc_allowance row = {0};

	row.kind = NSC_EXEMPT_INLINE;
	row.subject = NSC_SUBJECT_RULE;
	row.at = from->at;
	row.name = from->symbol;
	row.reason = from->reason;
	row.line_first = from->line_first;
	row.line_last = from->line_last;
	row.fault = from->fault;
	if (!nsc_name_given(row.fault)) {
		find_rule(to->session, text_of(to->session, from->rule), &row.rule,
			  &row.fault);
	}
	nsc_allowance_vec_push(&to->terms->allow, row);
}

static bool is_hosted(const struct collecting *to, struct nsc_name path)
{
	return nsc_terms_is_hosted(to->terms, to->session->run->names, path);
}

static void take_file(struct collecting *to, struct nsc_name path)
{
	const struct nsc_exemption_facts *facts;
	size_t i;

	if (!nsc_name_given(path) || seen_files_contains_key(&to->seen, path.ix)) {
		return;
	}
	seen_files_insert(&to->seen, path.ix, 0);
	if (is_hosted(to, path)) {
		return;
	}
	facts = nsc_load_exemptions(to->session, path);
	for (i = 0; facts && i < facts->all.len; i++) {
		add_exemption(to, &facts->all.ptr[i]);
	}
}

static void take_unit(struct collecting *to, const struct nsc_unit_facts *unit)
{
	size_t i;

	for (i = 0; i < unit->inputs.len; i++) {
		take_file(to, unit->inputs.ptr[i].path);
	}
}

static void take_object(struct collecting *to, const struct nsc_object_facts *object)
{
	size_t i;

	if (is_hosted(to, object->path)) {
		return;
	}
	for (i = 0; i < object->sites.len; i++) {
		take_file(to, object->sites.ptr[i].at.file);
	}
}

void nsc_inline_add(struct nsc_session *session, struct nsc_run_target *target)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	const struct nsc_graph_input *in = &target->graph.in;
	struct collecting to = {session, &target->terms,
				seen_files_new_in(nsc_keep(session->run))};
	size_t i;

	for (i = 0; i < in->unit_count; i++) {
		if (in->units[i].facts) {
			take_unit(&to, in->units[i].facts);
		}
	}
	for (i = 0; i < in->object_count; i++) {
		take_object(&to, in->objects[i]);
	}
	nostd_bump_reset(session->run->scratch, mark);
}

/* -- across targets ------------------------------------------------------------------ */

static bool is_same(const struct nsc_allowance *a, const struct nsc_allowance *b)
{
	return b->kind == NSC_EXEMPT_INLINE && nsc_name_eq(a->at.file, b->at.file) &&
	       a->at.line == b->at.line && a->at.column == b->at.column;
}

static void settle_one(const struct nsc_run_target_vec *targets, size_t first,
		       struct nsc_allowance *entry)
{
	size_t t, i;

	for (t = first + 1; t < targets->len; t++) {
		struct nsc_allowance_vec *others = &targets->ptr[t]->terms.allow;

		for (i = 0; i < others->len; i++) {
			if (is_same(entry, &others->ptr[i])) {
				entry->used |= others->ptr[i].used;
				others->ptr[i].told = true;
			}
		}
	}
}

void nsc_inline_settle(const struct nsc_run_target_vec *targets)
{
	size_t t, i;

	for (t = 0; t < targets->len; t++) {
		struct nsc_allowance_vec *allow = &targets->ptr[t]->terms.allow;

		for (i = 0; i < allow->len; i++) {
			if (allow->ptr[i].kind == NSC_EXEMPT_INLINE &&
			    !allow->ptr[i].told) {
				settle_one(targets, t, &allow->ptr[i]);
			}
		}
	}
}
