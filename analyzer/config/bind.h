/*
 * bind.h - the nodes of a configuration made into its rows, by the tables of keys.h.
 */
#ifndef NSC_ANALYZER_CONFIG_BIND_H
#define NSC_ANALYZER_CONFIG_BIND_H

#include <stdint.h>

#include <nostd/str.h>

struct nsc_config;
struct nsc_config_words;
struct nsc_faults;
struct nsc_key;
struct nsc_run;
struct nsc_section;
struct nsc_yaml_nodes;
struct nsc_yaml_node;

/* What all steps of one reading share. */
struct nsc_binder {
	struct nsc_run *run;
	struct nsc_config *config; /* its path and folder are set */
	const struct nsc_config_words *words;
	const struct nsc_yaml_nodes *nodes;
	struct nsc_faults *faults;
};

/* Fill binder->config from the tree that begins at `root`. */
void nsc_bind(struct nsc_binder *binder, uint32_t root);

/*
 * One value into its field (of the type that key->type says). For the types that hold no
 * section; a value of another type is a fault, and the field stays as it was.
 */
void nsc_bind_value(struct nsc_binder *binder, const struct nsc_key *key,
		    const struct nsc_yaml_node *node, void *field);

/* "a list", "the number 5", "\"text\"": what was found, for messages. In scratch. */
struct nostd_str nsc_bind_found(struct nsc_binder *binder,
				const struct nsc_yaml_node *node);

/* Empty vectors in a zeroed row. */
void nsc_section_init(const struct nsc_section *section, void *row, struct nsc_run *run);

#endif
