/*
 * header_text.c - needs and chains of includes for people. See header.h.
 */
#include "analyzer/report/header.h"

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/judge/headers.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"

enum { WAYS_SHOWN = 3, CHAIN_MAX = 32 };

static struct nostd_str text_of(const struct nsc_report *report, struct nsc_name name)
{
	return nsc_name_text(report->run->names, name);
}

void nsc_header_put_needs(struct nsc_put *put, const struct nsc_report *report,
			  const struct nsc_header_need *needs, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct nsc_header_need *need = &needs[i];

		NSC_PUT(put, "{}{} (", i == 0 ? "  needs: " : ", ",
			text_of(report, need->name));
		if (need->kind == NSC_HEADER_TAG) {
			NSC_PUT(put, "tag, ");
		}
		nsc_put_place(put, report, need->at);
		NSC_PUT(put, ")");
	}
	if (count != 0) {
		NSC_PUT(put, "\n");
	}
}

static void put_spelled(struct nsc_put *put, const struct nsc_report *report,
			const struct nsc_include *include)
{
	struct nostd_str spelled = text_of(report, include->spelled);

	if (spelled.len != 0) {
		NSC_PUT(put, "{}{}{}", include->angled ? "<" : "\"", spelled,
			include->angled ? ">" : "\"");
	} else {
		NSC_PUT(put, "{}", nsc_show_path(report, include->file));
	}
}

/* The branch that was taken, innermost, of those around the directive itself. */
static const struct nsc_guard *guard_of(const struct nsc_unit_facts *unit,
					const struct nsc_include *last,
					const struct nsc_include *include)
{
	uint32_t i;

	for (i = last->guard_count; i > 0; i--) {
		const struct nsc_guard *guard =
			&unit->guards.ptr[last->guard_first + i - 1];

		if (guard->taken && nsc_name_eq(guard->at.file, include->at.file)) {
			return guard;
		}
	}
	return NULL;
}

static void put_step(struct nsc_put *put, const struct nsc_report *report,
		     const struct nsc_header_way *way, uint32_t row)
{
	const struct nsc_include *include = &way->unit->includes.ptr[row];
	const struct nsc_guard *guard =
		guard_of(way->unit, &way->unit->includes.ptr[way->row], include);

	if (!nsc_place_given(include->at)) {
		NSC_PUT(put, "the command line");
		return;
	}
	nsc_put_place(put, report, include->at);
	if (guard) {
		NSC_PUT(put, " under {}{}{}", nsc_guard_directive_name(guard->directive),
			nsc_name_given(guard->condition) ? " " : "",
			text_of(report, guard->condition));
	}
}

static void put_way(struct nsc_put *put, const struct nsc_report *report,
		    const struct nsc_header_way *way)
{
	uint32_t rows[CHAIN_MAX];
	size_t count = nsc_header_chain(way, rows, CHAIN_MAX), shown, i;

	shown = count < CHAIN_MAX ? count : CHAIN_MAX;
	NSC_PUT(put, "  from: ");
	if (count > CHAIN_MAX || !nsc_place_given(way->unit->includes.ptr[rows[0]].at)) {
		NSC_PUT(put, "{} -> ", nsc_show_path(report, way->unit->source));
	}
	for (i = 0; i < shown; i++) {
		NSC_PUT(put, "{}{}", i == 0 ? "" : " -> ",
			count > CHAIN_MAX && i == 0 ? "... -> " : "");
		put_step(put, report, way, rows[i]);
	}
	NSC_PUT(put, " -> ");
	put_spelled(put, report, &way->unit->includes.ptr[way->row]);
	NSC_PUT(put, "\n");
}

void nsc_header_put_ways(struct nsc_put *put, const struct nsc_report *report,
			 const struct nsc_header_way *ways,
			 const struct nsc_header_shown *shown)
{
	size_t told = 0, left = 0, i;

	for (i = 0; i < shown->count; i++) {
		bool plain = nsc_include_from(&ways[i].unit->includes, ways[i].row) ==
				     NSC_NO_ROW &&
			     nsc_place_given(ways[i].unit->includes.ptr[ways[i].row].at);

		if (plain && !shown->from_units) {
			continue; /* it is the place of the finding */
		}
		if (told >= WAYS_SHOWN && !shown->all) {
			left++;
			continue;
		}
		put_way(put, report, &ways[i]);
		told++;
	}
	if (left != 0) {
		NSC_PUT(put, "  and {} more unit{} (--all-sites)\n", left,
			left == 1 ? "" : "s");
	}
}
