/*
 * need.h - objects first: whose sources are read when the objects are there.
 */
#ifndef NSC_ANALYZER_RUN_NEED_H
#define NSC_ANALYZER_RUN_NEED_H

struct nsc_run_units;
struct nsc_session;

/*
 * After nsc_units_want(): a unit is wanted no more, and settled, when its object explains
 * it: it is there, no older than the source, machine code with a symbol table, and leaves
 * nothing undefined but what the object of another wanted unit defines. Whoever names a
 * libc, the compiler's run-time or a script's symbol is read. What only a source tells
 * (headers, macros, columns; that an included header is newer than the object) is not
 * known of the others, and their commands are not judged. Nothing is settled without the
 * object level. Objects are read through nsc_load_object().
 */
void nsc_units_settle(struct nsc_session *session, struct nsc_run_units *units);

#endif
