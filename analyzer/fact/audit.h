/*
 * audit.h - what the flags of a unit let its compiler put in (audit.def).
 */
#ifndef NSC_ANALYZER_FACT_AUDIT_H
#define NSC_ANALYZER_FACT_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

enum nsc_audit_item {
#define AUDIT(id, slug, brings, stop) NSC_AUDIT_##id,
#include "analyzer/fact/audit.def"
#undef AUDIT
	NSC_AUDIT_COUNT
};

enum nsc_audit_state {
	NSC_AUDIT_UNSAID, /* the command does not say, nor is its compiler known */
	NSC_AUDIT_OFF,
	NSC_AUDIT_DEFAULT, /* on, because the compiler has it so */
	NSC_AUDIT_GIVEN    /* on, by the command line */
};

enum nsc_audit_compiler { NSC_AUDIT_NO_COMPILER, NSC_AUDIT_GCC, NSC_AUDIT_CLANG };

struct nsc_audit {
	uint8_t compiler;               /* enum nsc_audit_compiler */
	bool optimises;                 /* the command's last -O is not -O0 */
	uint8_t state[NSC_AUDIT_COUNT]; /* enum nsc_audit_state */
};

const char *nsc_audit_slug(unsigned item);
const char *nsc_audit_brings(unsigned item);
const char *nsc_audit_stop(unsigned item);

#endif
