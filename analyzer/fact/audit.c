/*
 * audit.c - words of audit.def. See audit.h.
 */
#include "analyzer/fact/audit.h"

static const struct {
	const char *slug, *brings, *stop;
} words[] = {
#define AUDIT(id, slug, brings, stop) {slug, brings, stop},
#include "analyzer/fact/audit.def"
#undef AUDIT
};

const char *nsc_audit_slug(unsigned item)
{
	return words[item].slug;
}

const char *nsc_audit_brings(unsigned item)
{
	return words[item].brings;
}

const char *nsc_audit_stop(unsigned item)
{
	return words[item].stop;
}
