/*
 * size.c - `size`: what takes how many bytes. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/select.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/report/size.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

/* What was asked for, once it was understood. */
struct asked {
	enum nsc_group_size by[NSC_GROUP_SIZE_COUNT]; /* each once, as they were named */
	size_t by_count;
	const struct nsc_size_cut *cuts; /* names only */
	size_t cut_count;
	struct nsc_size_style style;
};

/* -- words --------------------------------------------------------------------------- */

static void add_size(struct asked *asked, enum nsc_group_size size)
{
	size_t i;

	for (i = 0; i < asked->by_count; i++) {
		if (asked->by[i] == size) {
			return;
		}
	}
	asked->by[asked->by_count++] = size;
}

static int take_size(struct asked *asked, struct nostd_str word, struct nsc_err *err)
{
	struct nsc_near near;
	unsigned i;

	nsc_near_init(&near, word);
	for (i = 0; i < NSC_GROUP_SIZE_COUNT; i++) {
		struct nostd_str name =
			nostd_str_from_c(nsc_group_size_name((enum nsc_group_size)i));

		if (nostd_str_eq(word, name)) {
			add_size(asked, (enum nsc_group_size)i);
			return 0;
		}
		nsc_near_offer(&near, name);
	}
	if (near.best.len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE, "--by {:?}: did you mean {}?", word,
				near.best);
	}
	return nsc_fail(
		err, NSC_ERR_USAGE,
		"--by {:?}: expected component, object, archive, member, section, "
		"symbol, tier, capability or region",
		word);
}

static int take_sizes(const struct nsc_words *by, struct asked *asked,
		      struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < by->len; i++) {
		struct nostd_str_split it = nostd_str_split(by->ptr[i], ',');

		while (nostd_str_split_next(&it)) {
			if (take_size(asked, it.part, err) < 0) {
				return -1;
			}
		}
	}
	if (asked->by_count == 0) {
		add_size(asked, NSC_BY_COMPONENT);
	}
	return 0;
}

/* At the first colon that is not one of C++'s "::". */
static bool split_cut(struct nostd_str text, struct nsc_size_cut *cut)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] != ':') {
			continue;
		}
		if (i + 1 < text.len && text.ptr[i + 1] == ':') {
			i++;
			continue;
		}
		cut->from = nostd_str_new(text.ptr, i);
		cut->to = nostd_str_new(text.ptr + i + 1, text.len - i - 1);
		return cut->from.len != 0 && cut->to.len != 0;
	}
	return false;
}

static int take_cuts(struct nsc_run *run, const struct nsc_words *words,
		     struct asked *asked, struct nsc_err *err)
{
	struct nsc_size_cut *cuts =
		nostd_bump_array(run->keep, struct nsc_size_cut, words->len);
	size_t i;

	for (i = 0; i < words->len; i++) {
		if (!split_cut(words->ptr[i], &cuts[i])) {
			return nsc_fail(err, NSC_ERR_USAGE,
					"--what-if-cut {:?}: expected FROM:TO",
					words->ptr[i]);
		}
	}
	asked->cuts = cuts;
	asked->cut_count = words->len;
	return 0;
}

/* -- output -------------------------------------------------------------------------- */

static const struct nsc_size_cut *make_cuts(const struct nsc_survey *survey,
					    const struct asked *asked)
{
	struct nsc_run *run = survey->pieces.target->run;
	struct nsc_size_cut *cuts =
		nostd_bump_array(run->keep, struct nsc_size_cut, asked->cut_count);
	size_t i;

	for (i = 0; i < asked->cut_count; i++) {
		struct nsc_selection from, to;

		cuts[i] = asked->cuts[i];
		nsc_select(survey, cuts[i].from, &from);
		nsc_select(survey, cuts[i].to, &to);
		nsc_what_if_cut(survey, &from, &to, &cuts[i].what);
	}
	return cuts;
}

static void make_view(const struct nsc_survey *survey, const struct asked *asked,
		      struct nsc_size_view *view)
{
	struct nsc_run *run = survey->pieces.target->run;
	struct nsc_sizes *sizes = nostd_bump_array(run->keep, struct nsc_sizes, 1);
	struct nsc_size_table *tables =
		nostd_bump_array(run->keep, struct nsc_size_table, asked->by_count);
	size_t i;

	nsc_sizes_find(survey, sizes);
	for (i = 0; i < asked->by_count; i++) {
		nsc_size_table_make(sizes, asked->by[i], &tables[i]);
	}
	*view = (struct nsc_size_view){sizes, tables, asked->by_count,
				       make_cuts(survey, asked), asked->cut_count};
}

static int check_cuts(const struct nsc_view *view, const struct asked *asked,
		      struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < asked->cut_count; i++) {
		struct nostd_str names[2] = {asked->cuts[i].from, asked->cuts[i].to};

		if (nsc_view_check_names(view, "--what-if-cut", names, 2, err) < 0) {
			return -1;
		}
	}
	return 0;
}

static int show_sizes(struct nsc_view *view, const void *self, struct nsc_err *err)
{
	const struct asked *asked = self;
	struct nsc_run *run = view->session->run;
	struct nsc_size_view *views =
		nostd_bump_array(run->keep, struct nsc_size_view, view->count);
	struct nsc_out *out;
	size_t i;

	if (check_cuts(view, asked, err) < 0) {
		return -1;
	}
	for (i = 0; i < view->count; i++) {
		make_view(&view->surveys[i], asked, &views[i]);
	}
	out = nsc_out_fd(run->scratch, 1);
	if (view->json) {
		nsc_report_size_json(&view->report, views, view->count, &asked->style,
				     nsc_out_sink(out));
	} else {
		nsc_report_size_text(&view->report, views, view->count, &asked->style,
				     nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

int nsc_size(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err)
{
	const struct nsc_size_request *size = &request->size;
	struct asked asked = {.style = {size->limit, request->color}};
	struct nsc_view_show show = {show_sizes, &asked};

	if (take_sizes(&size->by, &asked, err) < 0 ||
	    take_cuts(run, &size->cuts, &asked, err) < 0) {
		return -1;
	}
	return nsc_view_run(run, request, version, &show, err);
}
