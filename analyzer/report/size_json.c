/*
 * size_json.c - sizes for programs. See size.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/report.h"
#include "analyzer/report/size.h"
#include "analyzer/report/size_row.h"

struct writer {
	struct nsc_doc doc;
	const struct nsc_size_view *view;
	uint32_t limit;
};

/* -- totals -------------------------------------------------------------------------- */

static void put_berkeley(struct writer *w)
{
	const struct nsc_sizes *sizes = w->view->sizes;

	nsc_json_key(&w->doc.json, "berkeley");
	if (!sizes->known) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "text", sizes->berkeley.text);
	nsc_json_kuint(&w->doc.json, "data", sizes->berkeley.data);
	nsc_json_kuint(&w->doc.json, "bss", sizes->berkeley.bss);
	nsc_json_kuint(&w->doc.json, "common", sizes->common);
	nsc_json_end(&w->doc.json);
}

static void put_hex(struct writer *w, const char *key, uint64_t value)
{
	nsc_json_key(&w->doc.json, key);
	nsc_json_hex(&w->doc.json, value);
}

static void put_regions(struct writer *w)
{
	const struct nsc_size_regions *all = &w->view->sizes->regions;
	size_t i;

	nsc_json_key(&w->doc.json, "regions");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < all->len; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_name(&w->doc, "name", all->ptr[i].name);
		put_hex(w, "origin", all->ptr[i].origin);
		nsc_json_kuint(&w->doc.json, "length", all->ptr[i].length);
		nsc_json_kuint(&w->doc.json, "used", all->ptr[i].used);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_sections(struct writer *w)
{
	const struct nsc_size_outputs *all = &w->view->sizes->outputs;
	size_t i;

	nsc_json_key(&w->doc.json, "sections");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < all->len; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_name(&w->doc, "name", all->ptr[i].name);
		put_hex(w, "address", all->ptr[i].address);
		put_hex(w, "load_address", all->ptr[i].load_address);
		nsc_json_kuint(&w->doc.json, "size", all->ptr[i].size);
		nsc_json_kbool(&w->doc.json, "flash", all->ptr[i].in_flash);
		nsc_json_kbool(&w->doc.json, "ram", all->ptr[i].in_ram);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_rests(struct writer *w)
{
	const struct nsc_size_rests *all = &w->view->sizes->rests;
	size_t i;

	nsc_json_key(&w->doc.json, "rest");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < all->len; i++) {
		const char *kind =
			nsc_rest_kind_name((enum nsc_rest_kind)all->ptr[i].kind);

		nsc_json_object_line(&w->doc.json);
		nsc_json_kstr(&w->doc.json, "kind", nostd_str_from_c(kind));
		nsc_doc_name(&w->doc, "section", all->ptr[i].output);
		nsc_json_kuint(&w->doc.json, "count", all->ptr[i].count);
		nsc_doc_cost(&w->doc, "size", true, &all->ptr[i].size);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

/* -- tables -------------------------------------------------------------------------- */

static void put_file(struct writer *w, const struct nsc_group *group)
{
	const struct nsc_graph *graph = w->view->sizes->survey->pieces.target->graph;
	const struct nsc_graph_file *file = &graph->files.ptr[group->file];
	struct nsc_name none = {0};
	bool inside = nsc_name_given(file->archive);

	nsc_doc_path(&w->doc, "object", inside ? none : file->name);
	nsc_doc_path(&w->doc, "archive", file->archive);
	nsc_doc_name(&w->doc, "member", inside ? file->name : none);
	nsc_doc_name(&w->doc, "section",
		     group->node != NSC_NO_ROW ? graph->nodes.ptr[group->node].name
					       : none);
}

/* All of an archive, or all that is in none. */
static void put_archive(struct writer *w, const struct nsc_groups *groups, uint32_t row)
{
	const struct nsc_pieces *pieces = &groups->survey->pieces;
	uint32_t first = groups->members.rows[groups->members.first[row]];
	uint32_t file = pieces->all.ptr[first].file;

	if (file != NSC_NO_ROW) {
		nsc_doc_path(&w->doc, "archive",
			     pieces->target->graph->files.ptr[file].archive);
	}
}

/* Empty: a region has none. */
static struct nostd_str tier_text(const struct nsc_size_table *table,
				  const struct nsc_group *group)
{
	if (table->groups.size == NSC_BY_REGION) {
		return NOSTD_STR("");
	}
	if (nsc_group_is_own(group) && table->groups.size != NSC_BY_COMPONENT) {
		return NOSTD_STR("own");
	}
	return nsc_tier_name((enum nsc_tier)group->tier);
}

static void put_row(struct writer *w, const struct nsc_size_table *table, uint32_t row)
{
	const struct nsc_group *group = &table->groups.all.ptr[row];
	const struct nsc_group_cost *cost = &table->costs.of[row];
	bool region = table->groups.size == NSC_BY_REGION;
	bool own = !region && nsc_group_is_own(group);

	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "name", nsc_group_bytes_name(&table->groups, group));
	nsc_doc_name(&w->doc, "in", group->where);
	nsc_doc_text(&w->doc, "side",
		     nostd_str_from_c(region ? "" : nsc_side_name(group->side)));
	if (group->file != NSC_NO_ROW) {
		put_file(w, group);
	} else if (table->groups.size == NSC_BY_ARCHIVE) {
		put_archive(w, &table->groups, row);
	}
	nsc_doc_text(&w->doc, "tier", tier_text(table, group));
	nsc_doc_text(&w->doc, "capability",
		     group->has_capability && !own
			     ? nsc_capability_name((enum nsc_capability)group->capability)
			     : NOSTD_STR(""));
	nsc_doc_cost(&w->doc, "size", true, &cost->own);
	nsc_json_kbool(&w->doc.json, "exact", cost->own_known);
	nsc_doc_price(&w->doc, "retained", &cost->retained);
	nsc_json_end(&w->doc.json);
}

static void put_table(struct writer *w, const struct nsc_size_table *table)
{
	uint32_t shown = nsc_size_shown(table, w->limit), i;
	struct nsc_cost more = nsc_size_more(table, w->limit);

	nsc_json_object(&w->doc.json);
	nsc_json_kstr(&w->doc.json, "by",
		      nostd_str_from_c(nsc_group_size_name(table->groups.size)));
	nsc_json_key(&w->doc.json, "rows");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < shown; i++) {
		put_row(w, table, table->rows[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "more");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "count", table->row_count - shown);
	nsc_doc_cost(&w->doc, "size", true, &more);
	nsc_json_end(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "unsized", table->unsized);
	nsc_json_kuint(&w->doc.json, "unpriced", table->costs.unasked);
	nsc_json_end(&w->doc.json);
}

static void put_cuts(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->doc.json, "cuts");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->view->cut_count; i++) {
		const struct nsc_size_cut *cut = &w->view->cuts[i];

		nsc_json_object_line(&w->doc.json);
		nsc_json_kstr(&w->doc.json, "from", cut->from);
		nsc_json_kstr(&w->doc.json, "to", cut->to);
		nsc_json_kuint(&w->doc.json, "references", cut->what.references);
		nsc_doc_price(&w->doc, "retained", &cut->what.price);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_target(struct writer *w)
{
	const struct nsc_sizes *sizes = w->view->sizes;
	const struct nsc_target *target = sizes->survey->pieces.target;
	size_t i;

	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "target", target->terms->target);
	nsc_json_kbool(&w->doc.json, "image", target->image);
	put_berkeley(w);
	nsc_doc_cost(&w->doc, "size", sizes->known, &sizes->total);
	put_regions(w);
	put_sections(w);
	put_rests(w);
	nsc_json_key(&w->doc.json, "tables");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->view->table_count; i++) {
		put_table(w, &w->view->tables[i]);
	}
	nsc_json_end(&w->doc.json);
	put_cuts(w);
	nsc_json_end(&w->doc.json);
}

bool nsc_report_size_json(const struct nsc_report *report,
			  const struct nsc_size_view *views, size_t count,
			  const struct nsc_size_style *style, struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}, .limit = style->limit};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "size");
	nsc_json_kbool(&w.doc.json, "complete", report->complete);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < count; i++) {
		w.view = &views[i];
		put_target(&w);
	}
	nsc_json_end(&w.doc.json);
	nsc_doc_errors(&w.doc);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
