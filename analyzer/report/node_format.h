/*
 * node_format.h - templates for the nodes of a tree: "{p} {size} {{x}}".
 */
#ifndef NSC_ANALYZER_REPORT_NODE_FORMAT_H
#define NSC_ANALYZER_REPORT_NODE_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

struct nostd_bump;
struct nsc_err;

/* What a place in a template stands for; the rows of node_format.c spell them. */
enum nsc_node_key {
	NSC_KEY_TEXT,     /* no place: text as it stands */
	NSC_KEY_NAME,     /* {p}: what the node is called */
	NSC_KEY_MEMBER,   /* {m}: member of an archive */
	NSC_KEY_ARCHIVE,  /* {a}: path of the archive, or of the object */
	NSC_KEY_LOCATION, /* {loc}: the reference between this line and that above it */
	NSC_KEY_TIER,
	NSC_KEY_CAPABILITY, /* {cap} */
	NSC_KEY_STATE,
	NSC_KEY_SIZE,    /* own bytes */
	NSC_KEY_RETAINED /* bytes that go with it */
};

struct nsc_node_part {
	uint8_t key; /* enum nsc_node_key */
	struct nostd_str text;
};

#define NOSTD_NAME nsc_node_format
#define NOSTD_T    struct nsc_node_part
#define NOSTD_IN
#include <nostd/vec.h>

/* < 0: an unknown place or an unpaired brace. Texts point into `text` or are literals. */
int nsc_node_format_parse(struct nostd_bump *keep, struct nostd_str text,
			  struct nsc_node_format *out, struct nsc_err *err);

#endif
