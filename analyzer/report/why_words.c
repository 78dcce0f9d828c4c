/*
 * why_words.c - see why_words.h.
 */
#include "analyzer/report/why_words.h"

#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/causes.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/why.h"

const char *nsc_why_root_word(uint8_t root)
{
	static const char *const words[] = {"",         "entry",    "-u",   "kept",
					    "retained", "exported", "given"};

	return words[root];
}

const struct nsc_macro *nsc_why_macros(const struct nsc_causes *causes,
				       const struct nsc_cause *cause, uint32_t *count)
{
	const struct nsc_judgement *judgement = causes->survey->judgement;
	const struct nsc_graph *graph = judgement->target->graph;
	const struct nsc_crossing_site *site;
	const struct nsc_unit_facts *unit;
	const struct nsc_use *use;

	*count = 0;
	if (cause->site == NSC_NO_ROW) {
		return NULL;
	}
	site = &judgement->crossings.sites.ptr[cause->site];
	if (site->use == NSC_NO_ROW) {
		return NULL;
	}
	unit = graph->in.units[graph->files.ptr[site->file].unit].facts;
	use = &unit->uses.ptr[site->use];
	*count = use->macro_count;
	return unit->macros.ptr + use->macro_first;
}

size_t nsc_why_limits(const struct nsc_why_view *view,
		      struct nostd_str limits[NSC_WHY_LIMIT_COUNT])
{
	bool image = view->causes->survey->judgement->target->image;
	size_t count = 0;

	if (!image) {
		limits[count++] =
			NOSTD_STR("no link map: what an image keeps of this, and "
				  "what it costs, is not known");
	}
	if (!(view->levels & NSC_LEVEL_OBJECT)) {
		limits[count++] =
			image ? NOSTD_STR("no objects: a file leads to what it mentions; "
					  "what refers to what inside of it, and what it "
					  "costs, is not known")
			      : NOSTD_STR(
					"no objects: calls that the compiler puts in are "
					"not known, nor what lies behind a libc's "
					"function");
	}
	if (!(view->levels & NSC_LEVEL_SOURCE)) {
		limits[count++] = NOSTD_STR(
			"no sources: macros are not known, nor what the code calls it");
	}
	return count;
}
