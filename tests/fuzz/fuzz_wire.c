/*
 * fuzz_wire.c - libFuzzer target: any bytes as a record of facts.
 *
 * The first byte picks the schema; the head of the record is put in front of the rest.
 * What is taken can be written, and what was written is taken and written the same.
 *
 *	cmake -DNSC_FUZZ=ON with clang; fuzz_wire -max_len=4096 CORPUS
 */
#include <stddef.h>
#include <stdint.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

union facts {
	struct nsc_object_facts object;
	struct nsc_map_facts map;
	struct nsc_unit_facts unit;
	struct nsc_compdb_facts compdb;
	struct nsc_unit_request request;
	struct nsc_driver_facts driver;
};

#define INIT(type, member)                                                     \
	static void init_##member(union facts *facts, struct nostd_bump *keep) \
	{                                                                      \
		type##_init(&facts->member, keep);                             \
	}

INIT(nsc_object_facts, object)
INIT(nsc_map_facts, map)
INIT(nsc_unit_facts, unit)
INIT(nsc_compdb_facts, compdb)
INIT(nsc_unit_request, request)
INIT(nsc_driver_facts, driver)

static const struct kind {
	const struct nsc_schema *schema;
	void (*init)(union facts *facts, struct nostd_bump *keep);
} kinds[] = {
	{&nsc_schema_object, init_object},   {&nsc_schema_map, init_map},
	{&nsc_schema_unit, init_unit},       {&nsc_schema_compdb, init_compdb},
	{&nsc_schema_request, init_request}, {&nsc_schema_driver, init_driver},
};

/* Decode a record and encode what it says. False: it is refused. */
static bool rewrite(struct nsc_run *run, const struct kind *kind,
		    const struct nostd_string *record, struct nostd_string *out)
{
	union facts facts;
	struct nsc_wire_target target = {run->names, run->keep, &facts};
	struct nsc_err err = {0};

	kind->init(&facts, run->keep);
	if (nsc_wire_decode(kind->schema, nostd_span_new(record->ptr, record->len),
			    &target, &err) < 0) {
		NSC_BUG_IF(err.kind != NSC_ERR_INTERNAL);
		return false;
	}
	nsc_wire_encode(kind->schema, &facts, run->names, out);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct kind *kind = &kinds[size == 0 ? 0 : bytes[0] % 6];
	struct nostd_string record, first, second;
	struct nsc_run run;

	nsc_run_init(&run);
	record = nostd_string_new_in(nsc_keep(&run));
	first = nostd_string_new_in(nsc_keep(&run));
	second = nostd_string_new_in(nsc_keep(&run));
	nostd_format(&record, "nscf{:c}{:c}", (char)NSC_WIRE_VERSION,
		     (char)kind->schema->id);
	nostd_string_push_str(
		&record, nostd_str_skip(nostd_str_new((const char *)bytes, size), 1));
	if (rewrite(&run, kind, &record, &first)) {
		NSC_BUG_IF(!rewrite(&run, kind, &first, &second));
		NSC_BUG_IF(!nostd_str_eq(nostd_string_as_str(&first),
					 nostd_string_as_str(&second)));
	}
	nsc_run_release(&run);
	return 0;
}
