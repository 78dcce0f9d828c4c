/*
 * unit.c - what a unit's facts take away from the verdict. See unit.h.
 */
#include "analyzer/fact/unit.h"

#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/path.h"

static const char *const guard_directives[] = {
#define GUARD(id, spelling) "#" spelling,
#include "analyzer/fact/guard.def"
#undef GUARD
};

const char *nsc_guard_directive_name(uint8_t directive)
{
	return guard_directives[directive];
}

static const struct {
	const char *slug, *phrase;
} construct_words[] = {
#define CONSTRUCT(id, slug, phrase) {slug, phrase},
#include "analyzer/fact/construct.def"
#undef CONSTRUCT
};

const char *nsc_construct_slug(uint8_t kind)
{
	return construct_words[kind].slug;
}

const char *nsc_construct_phrase(uint8_t kind)
{
	return construct_words[kind].phrase;
}

const char *nsc_construct_phrase_of(struct nostd_str slug)
{
	size_t i;

	for (i = 0; i < NSC_CONSTRUCT_COUNT; i++) {
		if (nostd_str_eq(nostd_str_from_c(construct_words[i].slug), slug)) {
			return construct_words[i].phrase;
		}
	}
	return NULL;
}

/* -- includes ------------------------------------------------------------------------ */

bool nsc_header_is_freestanding(struct nostd_str name)
{
	static const struct nostd_str headers[] = {
		NOSTD_STR_INIT("float.h"),    NOSTD_STR_INIT("iso646.h"),
		NOSTD_STR_INIT("limits.h"),   NOSTD_STR_INIT("stdalign.h"),
		NOSTD_STR_INIT("stdarg.h"),   NOSTD_STR_INIT("stdbit.h"),
		NOSTD_STR_INIT("stdbool.h"),  NOSTD_STR_INIT("stddef.h"),
		NOSTD_STR_INIT("stdint.h"),   NOSTD_STR_INIT("stdnoreturn.h"),
		NOSTD_STR_INIT("stdckdint.h")};
	size_t i;

	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (nostd_str_eq(headers[i], name)) {
			return true;
		}
	}
	return false;
}

uint32_t nsc_include_from(const struct nsc_include_vec *includes, uint32_t row)
{
	uint32_t from = includes->ptr[row].from;

	return from < row ? from : NSC_NO_ROW;
}

/* From `open` back to where it goes on in `file`; NSC_NO_ROW: in none that is open. */
static uint32_t back_to(const struct nsc_include_vec *includes, uint32_t open,
			struct nsc_name file)
{
	while (open != NSC_NO_ROW && !nsc_name_eq(includes->ptr[open].file, file)) {
		open = includes->ptr[open].from;
	}
	return open;
}

void nsc_includes_link(struct nsc_include_vec *includes, const struct nsc_name *within,
		       struct nsc_name main_file)
{
	uint32_t open = NSC_NO_ROW, row;

	for (row = 0; row < includes->len; row++) {
		uint32_t from = back_to(includes, open, within[row]);

		/* #line may call a file by any name: then it goes on where it was. */
		if (from == NSC_NO_ROW && nsc_name_given(within[row]) &&
		    !nsc_name_eq(within[row], main_file) && open != NSC_NO_ROW) {
			from = includes->ptr[open].from;
		}
		includes->ptr[row].from = from;
		open = row;
	}
}

/* -- diagnostics --------------------------------------------------------------------- */

static bool is_error(const struct nsc_unit_diag *diag)
{
	return diag->kind == NSC_UNIT_ERROR || diag->kind == NSC_UNIT_FATAL;
}

static struct nsc_place place_of(const struct nsc_unit_facts *facts,
				 const struct nsc_unit_diag *diag)
{
	return nsc_place_given(diag->at) ? diag->at : nsc_place(facts->source, 0, 0);
}

/* An error in a header says whose. */
static void tell(struct nsc_diags *diags, const struct nsc_unit_facts *facts,
		 const struct nsc_unit_diag *first, size_t more)
{
	struct nsc_place at = place_of(facts, first);
	struct nostd_string text = nostd_string_new();

	if (more != 0) {
		nostd_format(&text, " ({} more errors)", more);
	}
	if (!nsc_name_eq(at.file, facts->source)) {
		nostd_format(&text, ", included by {}",
			     nsc_path_base(nsc_name_text(diags->names, facts->source)));
	}
	nsc_diag(diags, NSC_DIAG_NOT_ANALYSED, at, "{}: {}{}",
		 facts->status == NSC_UNIT_FAILED ? "not analysed" : "analysed in part",
		 nsc_name_text(diags->names, first->text), nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

void nsc_unit_diagnose(struct nsc_diags *diags, const struct nsc_unit_facts *facts)
{
	bool failed = facts->status == NSC_UNIT_FAILED;
	const struct nsc_unit_diag *first = NULL;
	size_t i, more = 0;

	if (!failed && facts->status != NSC_UNIT_PARTIAL) {
		return;
	}
	for (i = 0; i < facts->diags.len; i++) {
		if (is_error(&facts->diags.ptr[i])) {
			more += first != NULL;
			first = first ? first : &facts->diags.ptr[i];
		}
	}
	if (!first) {
		nsc_diag(diags, NSC_DIAG_NOT_ANALYSED, nsc_place(facts->source, 0, 0),
			 "not analysed");
		return;
	}
	tell(diags, facts, first, more);
}
