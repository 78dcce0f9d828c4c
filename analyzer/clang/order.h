/*
 * order.h - the order of uses in nsc_unit_facts.
 */
#ifndef NSC_ANALYZER_CLANG_ORDER_H
#define NSC_ANALYZER_CLANG_ORDER_H

struct nsc_run;
struct nsc_use_vec;

/* By entity, place, symbol; equal ones stay as they were. Those in none are last. */
void nsc_order_uses(struct nsc_run *run, struct nsc_use_vec *uses);

#endif
