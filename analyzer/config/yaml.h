/*
 * yaml.h - a YAML text as a tree of plain nodes, each with its place.
 *
 * In:   bytes.
 * Out:  nodes in an array; what the subset of config.h does not allow, as faults.
 * Knows no keys. The only user of libyaml, and of that only the event parser: its own
 * tree would resolve aliases, and lose places.
 */
#ifndef NSC_ANALYZER_CONFIG_YAML_H
#define NSC_ANALYZER_CONFIG_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/config/fault.h"

struct nostd_bump;

#define NSC_YAML_NONE UINT32_MAX /* "no node" */

enum nsc_yaml_kind {
	NSC_YAML_BAD, /* a fault was told of it; say no more */
	NSC_YAML_SCALAR,
	NSC_YAML_LIST,
	NSC_YAML_MAP
};

struct nsc_yaml_node {
	uint8_t kind; /* enum nsc_yaml_kind */
	bool plain;   /* scalar without quotes: its text may be a number, or null */
	bool closed;  /* list, map: its end was read */
	struct nostd_str text; /* scalar */
	struct nsc_mark at;    /* its first byte */
	uint32_t key;          /* node of its key, when it stands in a map */
	uint32_t first;        /* first element, or value of a map */
	uint32_t last, count;
	uint32_t next; /* next element or value of the same container */
};

#define NOSTD_NAME nsc_yaml_nodes
#define NOSTD_T    struct nsc_yaml_node
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * Read a text. *root is the node of its only document, NSC_YAML_NONE when there is none
 * (a fault was told then, or the text is empty). What stands before a syntax fault is
 * there. Nodes and texts live in `arena`.
 */
void nsc_yaml_read(struct nostd_span text, struct nostd_bump *arena,
		   struct nsc_faults *faults, struct nsc_yaml_nodes *nodes,
		   uint32_t *root);

#endif
