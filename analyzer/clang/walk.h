/*
 * walk.h - the definitions of a unit, and what each of them uses.
 *
 * In:   a parsed translation unit with its preprocessing record.
 * Out:  entities, uses, macros and includes of nsc_unit_facts.
 *
 * Only function bodies and initialisers are looked into, and of static and inline ones
 * only those that something emitted needs; those of the main file are listed with what
 * they use even if nothing does, and marked UNUSED.
 *
 * C++: inline methods and instantiations count where they are used. Destructors count of
 * variables, not of temporaries, nor of classes that are implicit instantiations, nor of
 * members and bases of which more than 64 are still to be looked into; methods that only
 * a vtable needs are not seen.
 */
#ifndef NSC_ANALYZER_CLANG_WALK_H
#define NSC_ANALYZER_CLANG_WALK_H

struct nsc_parse;

void nsc_walk(struct nsc_parse *parse);

#endif
