/*
 * asm_unit.h - assembly sources as unit facts.
 *
 * .S goes through the target's own preprocessor first, whose command is in the request;
 * .s is read as it is.
 */
#ifndef NSC_ANALYZER_CLANG_ASM_UNIT_H
#define NSC_ANALYZER_CLANG_ASM_UNIT_H

struct nsc_run;
struct nsc_unit_facts;
struct nsc_unit_request;

/* Fill `out`; what cannot be read is a status and a diagnostic in it. */
void nsc_asm_unit_read(struct nsc_run *run, const struct nsc_unit_request *request,
		       struct nsc_unit_facts *out);

#endif
