/*
 * emit.h - what was collected as rows of nsc_unit_facts, in an order of their own.
 */
#ifndef NSC_ANALYZER_CLANG_EMIT_H
#define NSC_ANALYZER_CLANG_EMIT_H

struct nsc_construct_vec;
struct nsc_format_vec;
struct nsc_found_vec;
struct nsc_parse;
struct nsc_use_vec;

/* What was collected in the bodies of the entities. */
struct nsc_collected {
	struct nsc_use_vec *uses;
	const struct nsc_construct_vec *constructs;
	const struct nsc_format_vec *formats;
};

/*
 * Entities by place and symbol, those of headers that nothing needs left out; uses by
 * entity, place and symbol; constructs and formats by entity, as they were met. All are
 * used up.
 */
void nsc_emit(struct nsc_parse *parse, struct nsc_found_vec *found,
	      const struct nsc_collected *collected);

#endif
