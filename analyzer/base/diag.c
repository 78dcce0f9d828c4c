/*
 * diag.c - diagnostics kept in a list. See diag.h.
 */
#include "analyzer/base/diag.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"

/* Six numbers and no padding, so the bytes of two equal ones are equal. */
_Static_assert(sizeof(struct nsc_diag) == 6 * sizeof(uint32_t),
	       "struct nsc_diag is hashed and compared as bytes");

#define NOSTD_NAME          nsc_diag_set
#define NOSTD_K             struct nsc_diag
#define NOSTD_V             char
#define NOSTD_HASH(k, seed) nostd_hash_bytes((k), sizeof(*(k)), (seed))
#define NOSTD_EQ(a, b)      (memcmp((a), (b), sizeof(*(a))) == 0)
#define NOSTD_IN
#include <nostd/hashmap.h>

/* A diagnostic with its texts at hand: an order has no room for the table of names. */
struct shown {
	struct nsc_diag diag;
	struct nostd_str target, file, text;
};

static int number_cmp(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int shown_cmp(const struct shown *a, const struct shown *b)
{
	int order = nostd_str_cmp(a->target, b->target);

	if (order == 0) {
		order = nostd_str_cmp(a->file, b->file);
	}
	if (order == 0) {
		order = number_cmp(a->diag.at.line, b->diag.at.line);
	}
	if (order == 0) {
		order = number_cmp(a->diag.at.column, b->diag.at.column);
	}
	if (order == 0) {
		order = number_cmp((uint32_t)a->diag.kind, (uint32_t)b->diag.kind);
	}
	return order != 0 ? order : nostd_str_cmp(a->text, b->text);
}

#define NOSTD_NAME      by_place
#define NOSTD_T         struct shown
#define NOSTD_CMP(a, b) shown_cmp((a), (b))
#include <nostd/sort.h>
#define NOSTD_NAME shown_vec
#define NOSTD_T    struct shown
#include <nostd/vec.h>

void nsc_diags_init(struct nsc_diags *diags, struct nostd_bump *keep,
		    struct nsc_names *names)
{
	diags->all = nsc_diag_vec_new_in(nostd_bump_in(keep));
	diags->known = nostd_bump_new(keep, struct nsc_diag_set);
	*diags->known = nsc_diag_set_new_in(nostd_bump_in(keep));
	diags->names = names;
	diags->target.ix = 0;
}

void nsc_diag_args(struct nsc_diags *diags, struct nsc_diag_head head, const char *format,
		   const struct nostd_fmt_arg *args, size_t count)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_diag diag = {head.kind, head.at, diags->target, {0}};

	nostd_string_format_args(&text, format, args, count);
	diag.text = nsc_name(diags->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	if (nsc_diag_set_insert(diags->known, diag, 0) == NOSTD_INSERTED) {
		nsc_diag_vec_push(&diags->all, diag);
	}
}

void nsc_diags_sort(struct nsc_diags *diags, const struct nsc_mounts *mounts)
{
	struct shown_vec shown = shown_vec_with_capacity(diags->all.len);
	size_t i;

	for (i = 0; i < diags->all.len; i++) {
		const struct nsc_diag *diag = &diags->all.ptr[i];
		struct nsc_name file = nsc_mounts_show(mounts, diag->at.file);
		struct shown one = {*diag, nsc_name_text(diags->names, diag->target),
				    nsc_name_text(diags->names, file),
				    nsc_name_text(diags->names, diag->text)};

		shown_vec_push(&shown, one);
	}
	by_place_sort_unstable(shown.ptr, shown.len);
	for (i = 0; i < shown.len; i++) {
		diags->all.ptr[i] = shown.ptr[i].diag;
	}
	shown_vec_drop(&shown);
}

const char *nsc_diag_rule(enum nsc_diag_kind kind)
{
	switch (kind) {
	case NSC_DIAG_DETAIL:
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
