/*
 * chain.c - see chain.h.
 */
#include "analyzer/report/chain.h"

#include <nostd/string.h>

#include "analyzer/judge/finding.h"

enum {
	COLUMNS = 88,
	OWN_FIRST = 2, /* nodes of a long way that are shown at its start */
	OWN_LAST = 3   /* and in front of the boundary */
};

struct line {
	struct nostd_string *out;
	size_t used; /* columns of the last line */
};

/* A step inside one function's sections is no news. */
static bool is_news(const struct nsc_hop *hops, uint32_t row)
{
	return nsc_name_given(hops[row].symbol) &&
	       (row == 0 || !nsc_name_eq(hops[row].symbol, hops[row - 1].symbol));
}

static void add(struct line *line, const char *arrow, struct nostd_str text)
{
	if (line->used != 0 && line->used + text.len + 4 > COLUMNS) {
		nostd_format(line->out, "\n       ");
		line->used = 0;
	}
	nostd_format(line->out, "{}{}", arrow, text);
	line->used += text.len + 4;
}

static uint32_t count_news(const struct nsc_hop *hops, uint32_t from, uint32_t to)
{
	uint32_t count = 0, i;

	for (i = from; i < to; i++) {
		count += is_news(hops, i);
	}
	return count;
}

static const char *edge_arrow(const struct nsc_hop *hops, const struct nsc_chain *chain,
			      uint32_t row, bool first)
{
	if (first) {
		return "";
	}
	if (row == chain->boundary) {
		return " => ";
	}
	return hops[row].edge == NSC_HOP_SHARES ? " ~ " : " -> ";
}

void nsc_chain_write(const struct nsc_names *names, const struct nsc_hop *hops,
		     const struct nsc_chain *chain, struct nostd_string *out)
{
	struct line line = {out, 0};
	uint32_t own = count_news(hops, 0, chain->boundary), seen = 0, i;

	if (count_news(hops, 0, chain->count) < 2) {
		return;
	}
	for (i = 0; i < chain->count; i++) {
		bool left_out;

		if (!is_news(hops, i)) {
			continue;
		}
		seen++;
		left_out = !chain->whole && i < chain->boundary && seen > OWN_FIRST &&
			   seen + OWN_LAST <= own;
		if (!left_out) {
			add(&line, edge_arrow(hops, chain, i, seen == 1),
			    nsc_name_text(names, hops[i].symbol));
		} else if (seen == OWN_FIRST + 1) {
			add(&line, " -> ", NOSTD_STR("..."));
		}
	}
}
