/*
 * need.c - see need.h.
 */
#include "analyzer/run/need.h"

#include <stdint.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/object.h"
#include "analyzer/judge/policy.h"
#include "analyzer/run/load.h"
#include "analyzer/run/session.h"
#include "analyzer/run/units.h"

#define NOSTD_NAME defined_names
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

/* IR has calls that its table of symbols does not: nsc_ir_symbol. */
static bool says_all(const struct nsc_object_facts *object)
{
	const struct nsc_member *member = &object->members.ptr[0];

	return object->members.len == 1 && member->type == NSC_ELF_RELOCATABLE &&
	       member->ir == NSC_IR_NONE &&
	       !(member->flags &
		 (NSC_MEMBER_LTO_SLIM | NSC_MEMBER_LTO_FAT | NSC_MEMBER_NOT_ELF |
		  NSC_MEMBER_NO_SYMBOLS | NSC_MEMBER_DAMAGED));
}

/* The object that stands for a unit; NULL: its source is read. */
static const struct nsc_object_facts *object_of(struct nsc_session *session,
						const struct nsc_run_unit *unit)
{
	struct nsc_name path = unit->command->object;
	const struct nsc_object_facts *object;
	int64_t time;

	if (!unit->wanted || !nsc_name_given(path)) {
		return NULL;
	}
	time = nsc_session_time(session, path);
	if (time == 0 || time < nsc_session_time(session, unit->command->file)) {
		return NULL;
	}
	object = nsc_load_object(session, path, true);
	return object && says_all(object) ? object : NULL;
}

static void add_defined(const struct nsc_object_facts *object,
			struct defined_names *defined)
{
	size_t i;

	for (i = 0; i < object->symbols.len; i++) {
		const struct nsc_object_symbol *symbol = &object->symbols.ptr[i];

		if (symbol->binding != NSC_BIND_LOCAL &&
		    symbol->where != NSC_WHERE_UNDEFINED) {
			defined_names_insert(defined, symbol->name.ix, 0);
		}
	}
}

static bool is_explained(const struct nsc_object_facts *object,
			 const struct defined_names *defined)
{
	size_t i;

	for (i = 0; i < object->symbols.len; i++) {
		const struct nsc_object_symbol *symbol = &object->symbols.ptr[i];

		if (symbol->where == NSC_WHERE_UNDEFINED &&
		    nsc_name_given(symbol->name) &&
		    !defined_names_contains_key(defined, symbol->name.ix)) {
			return false;
		}
	}
	return true;
}

void nsc_units_settle(struct nsc_session *session, struct nsc_run_units *units)
{
	struct defined_names defined = defined_names_new_in(nsc_keep(session->run));
	size_t i;

	if (!(session->request_levels & NSC_LEVEL_OBJECT)) {
		return;
	}
	for (i = 0; i < units->all.len; i++) {
		const struct nsc_object_facts *object =
			object_of(session, &units->all.ptr[i]);

		if (object) {
			add_defined(object, &defined);
		}
	}
	for (i = 0; i < units->all.len; i++) {
		struct nsc_run_unit *unit = &units->all.ptr[i];
		const struct nsc_object_facts *object = object_of(session, unit);

		if (object && is_explained(object, &defined)) {
			unit->wanted = false;
			unit->settled = true;
		}
	}
}
