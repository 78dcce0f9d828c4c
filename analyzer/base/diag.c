/*
 * diag.c - diagnostics kept in a list. See diag.h.
 */
#include "analyzer/base/diag.h"

#include <nostd/bump.h>
#include <nostd/string.h>

static int compare(const struct nsc_diags *diags, const struct nsc_diag *a,
		   const struct nsc_diag *b)
{
	int order = nsc_name_cmp(diags->names, a->target, b->target);

	if (order == 0) {
		order = nsc_place_cmp(diags->names, a->at, b->at);
	}
	if (order == 0) {
		order = (int)a->kind - (int)b->kind;
	}
	return order != 0 ? order : nsc_name_cmp(diags->names, a->text, b->text);
}

void nsc_diags_init(struct nsc_diags *diags, struct nostd_bump *keep,
		    struct nsc_names *names)
{
	diags->all = nsc_diag_vec_new_in(nostd_bump_in(keep));
	diags->names = names;
	diags->target.ix = 0;
}

static bool is_known(const struct nsc_diags *diags, const struct nsc_diag *diag)
{
	size_t i;

	for (i = diags->all.len; i > 0; i--) {
		if (compare(diags, &diags->all.ptr[i - 1], diag) == 0) {
			return true;
		}
	}
	return false;
}

void nsc_diag_args(struct nsc_diags *diags, struct nsc_diag_head head, const char *format,
		   const struct nostd_fmt_arg *args, size_t count)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_diag diag = {head.kind, head.at, diags->target, {0}};

	nostd_string_format_args(&text, format, args, count);
	diag.text = nsc_name(diags->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	if (!is_known(diags, &diag)) {
		nsc_diag_vec_push(&diags->all, diag);
	}
}

/* Insertion by halves: lists are short, and almost in order already. */
void nsc_diags_sort(struct nsc_diags *diags)
{
	struct nsc_diag *all = diags->all.ptr;
	size_t i, j;

	for (i = 1; i < diags->all.len; i++) {
		struct nsc_diag one = all[i];

		for (j = i; j > 0 && compare(diags, &all[j - 1], &one) > 0; j--) {
			all[j] = all[j - 1];
		}
		all[j] = one;
	}
}

const char *nsc_diag_rule(enum nsc_diag_kind kind)
{
	switch (kind) {
	case NSC_DIAG_NOTE:
	case NSC_DIAG_WARNING:
		return NULL;
	case NSC_DIAG_NOT_ANALYSED:
		return "NSC901";
	case NSC_DIAG_STALE:
		return "NSC902";
	case NSC_DIAG_LTO:
		return "NSC903";
	case NSC_DIAG_NOTHING:
		return "NSC905";
	}
	return NULL;
}

bool nsc_diags_incomplete(const struct nsc_diags *diags, struct nsc_name target)
{
	size_t i;

	for (i = 0; i < diags->all.len; i++) {
		const struct nsc_diag *diag = &diags->all.ptr[i];

		if (nsc_diag_rule(diag->kind) && (!nsc_name_given(diag->target) ||
						  nsc_name_eq(diag->target, target))) {
			return true;
		}
	}
	return false;
}
