/*
 * bind.c - sections: which keys a map has, which it lacks. See bind.h.
 *
 * Sections wait in a list instead of being entered, so nothing recurses. The rows of a
 * vector are all made before the first is filled: pointers to them stay.
 */
#include "analyzer/config/bind.h"

#include <string.h>

#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/config/config.h"
#include "analyzer/config/fault.h"
#include "analyzer/config/keys.h"
#include "analyzer/config/scalar.h"
#include "analyzer/config/yaml.h"

/* A map that waits to be bound to a row. */
struct pending {
	const struct nsc_section *section;
	const struct nsc_yaml_node *node;
	char *row;
};

#define NOSTD_NAME pending_vec
#define NOSTD_T    struct pending
#define NOSTD_IN
#include <nostd/vec.h>

static const struct nsc_yaml_node *node_at(const struct nsc_binder *binder, uint32_t row)
{
	return &binder->nodes->ptr[row];
}

static struct nsc_place place_of(const struct nsc_binder *binder, struct nsc_mark at)
{
	return nsc_place(binder->config->path, at.line, at.column);
}

static void *field_of(const struct pending *in, const struct nsc_key *key)
{
	return in->row + key->offset;
}

void nsc_section_init(const struct nsc_section *section, void *row, struct nsc_run *run)
{
	size_t i;

	for (i = 0; i < section->key_count; i++) {
		const struct nsc_key *key = &section->keys[i];
		void *field = (char *)row + key->offset;

		switch (key->type) {
		case NSC_KEY_TEXTS:
		case NSC_KEY_PATHS:
			*(struct nsc_said_text_vec *)field =
				nsc_said_text_vec_new_in(nsc_keep(run));
			break;
		case NSC_KEY_GLOBS:
			*(struct nsc_glob_vec *)field =
				nsc_glob_vec_new_in(nsc_keep(run));
			break;
		case NSC_KEY_WORDS:
			*(struct nsc_said_word_vec *)field =
				nsc_said_word_vec_new_in(nsc_keep(run));
			break;
		case NSC_KEY_LEVELS:
			*(struct nsc_config_level_vec *)field =
				nsc_config_level_vec_new_in(nsc_keep(run));
			break;
		case NSC_KEY_ROWS:
		case NSC_KEY_NAMED:
			key->section->init(field, nsc_keep(run));
			break;
		case NSC_KEY_TEXT:
		case NSC_KEY_PROSE:
		case NSC_KEY_PATH:
		case NSC_KEY_FORMAT:
		case NSC_KEY_NUMBER:
		case NSC_KEY_SIZE:
		case NSC_KEY_DATE:
		case NSC_KEY_WORD:
			break;
		}
	}
}

/* -- keys ---------------------------------------------------------------------------- */

static const struct nsc_key *find_key(const struct nsc_section *section,
				      struct nostd_str name)
{
	size_t i;

	for (i = 0; i < section->key_count; i++) {
		if (nostd_str_eq(name, nostd_str_from_c(section->keys[i].name))) {
			return &section->keys[i];
		}
	}
	return NULL;
}

/* A key that is right elsewhere: the first section that has it. */
static const struct nsc_section *other_home(struct nostd_str name)
{
	size_t i;

	for (i = 0; nsc_sections[i]; i++) {
		if (find_key(nsc_sections[i], name)) {
			return nsc_sections[i];
		}
	}
	return NULL;
}

static void unknown_key(struct nsc_binder *binder, const struct nsc_section *section,
			const struct nsc_yaml_node *key)
{
	const struct nsc_section *home = other_home(key->text);
	struct nsc_near near;
	size_t i;

	if (home) {
		nsc_fault(binder->faults, key->at,
			  "found the key `{}` in {}, expected it in {}", key->text,
			  section->what, home->what);
		return;
	}
	nsc_near_init(&near, key->text);
	for (i = 0; i < section->key_count; i++) {
		nsc_near_offer(&near, nostd_str_from_c(section->keys[i].name));
	}
	if (near.best.len != 0) {
		nsc_fault(binder->faults, key->at,
			  "found an unknown key `{:.60}`, expected a key of {} (did you "
			  "mean `{}`?)",
			  key->text, section->what, near.best);
		return;
	}
	nsc_fault(binder->faults, key->at,
		  "found an unknown key `{:.60}`, expected a key of {}", key->text,
		  section->what);
}

/* -- sections inside sections -------------------------------------------------------- */

/* Rows for the elements of a list or map, and the work of filling them. */
static void add_rows(struct nsc_binder *binder, const struct nsc_key *key,
		     const struct nsc_yaml_node *node, void *field,
		     struct pending_vec *waiting)
{
	const struct nsc_section *section = key->section;
	char *rows = section->extend(field, node->count);
	uint32_t at;

	for (at = node->first; at != NSC_YAML_NONE; at = node_at(binder, at)->next) {
		struct pending one = {section, node_at(binder, at), rows};

		nsc_section_init(section, rows, binder->run);
		if (key->type == NSC_KEY_NAMED) {
			const struct nsc_yaml_node *name = node_at(binder, one.node->key);
			struct nsc_said_text *said = (void *)(rows + section->name);

			said->text = nsc_name(binder->run->names, name->text);
			said->at = place_of(binder, name->at);
			if (name->kind != NSC_YAML_BAD &&
			    !nsc_scalar_one_line(name->text)) {
				nsc_fault(binder->faults, name->at,
					  "found {:?} as the name of {}, expected a text "
					  "on one line",
					  name->text, section->what);
			}
		} else {
			struct nsc_place *said = (void *)(rows + section->at);

			*said = place_of(binder, one.node->at);
		}
		pending_vec_push(waiting, one);
		rows += section->row_size;
	}
}

static void bind_key(struct nsc_binder *binder, const struct pending *in,
		     const struct nsc_key *key, const struct nsc_yaml_node *node,
		     struct pending_vec *waiting)
{
	bool rows = key->type == NSC_KEY_ROWS && node->kind == NSC_YAML_LIST;
	bool named = key->type == NSC_KEY_NAMED && node->kind == NSC_YAML_MAP;

	if (rows || named) {
		if (node->count != 0) {
			add_rows(binder, key, node, field_of(in, key), waiting);
		}
		return;
	}
	nsc_bind_value(binder, key, node, field_of(in, key));
}

/* -- what is missing, or too much ---------------------------------------------------- */

static void check_required(struct nsc_binder *binder, const struct pending *in,
			   uint64_t seen)
{
	size_t i;

	for (i = 0; i < in->section->key_count; i++) {
		const struct nsc_key *key = &in->section->keys[i];

		if (key->required && !(seen >> i & 1)) {
			nsc_fault(binder->faults, in->node->at,
				  "found {} without `{}`, expected that key: {}",
				  in->section->what, key->name, key->help);
		}
	}
}

static void check_group(struct nsc_binder *binder, const struct pending *in,
			const struct nsc_key_group *group, uint64_t seen)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; i < in->section->key_count; i++) {
		count += in->section->keys[i].group == group->letter && (seen >> i & 1);
	}
	if (count < group->least) {
		nsc_fault(binder->faults, in->node->at, "found {} without any of {}",
			  in->section->what, group->expected);
	}
	if (count > group->most) {
		nsc_fault(binder->faults, in->node->at,
			  "found {} with {} of {}, expected {}", in->section->what, count,
			  group->expected, (unsigned)group->most);
	}
}

static void bind_section(struct nsc_binder *binder, const struct pending *in,
			 struct pending_vec *waiting)
{
	const struct nsc_section *section = in->section;
	uint64_t seen = 0; /* bit i: key i */
	uint32_t at;
	size_t i;

	for (at = in->node->first; at != NSC_YAML_NONE; at = node_at(binder, at)->next) {
		const struct nsc_yaml_node *value = node_at(binder, at);
		const struct nsc_yaml_node *name = node_at(binder, value->key);
		const struct nsc_key *key = NULL;

		if (name->kind == NSC_YAML_BAD) {
			continue;
		}
		key = find_key(section, name->text);
		if (!key) {
			unknown_key(binder, section, name);
			continue;
		}
		seen |= (uint64_t)1 << (key - section->keys);
		bind_key(binder, in, key, value, waiting);
	}
	if (!in->node->closed) {
		return; /* the text ended: what is missing may have come */
	}
	check_required(binder, in, seen);
	for (i = 0; i < section->group_count; i++) {
		check_group(binder, in, &section->groups[i], seen);
	}
}

static void check_version(struct nsc_binder *binder)
{
	const struct nsc_said_number *version = &binder->config->version;
	struct nsc_mark at = {version->at.line, version->at.column};

	if (nsc_place_given(version->at) && version->value != NSC_CONFIG_VERSION) {
		nsc_fault(binder->faults, at, "found version {}, expected {}",
			  version->value, (int)NSC_CONFIG_VERSION);
	}
}

void nsc_bind(struct nsc_binder *binder, uint32_t root)
{
	struct pending_vec waiting = pending_vec_new_in(nsc_scratch(binder->run));
	struct pending first = {&nsc_section_root, node_at(binder, root),
				(char *)binder->config};
	size_t i;

	pending_vec_push(&waiting, first);
	for (i = 0; i < waiting.len; i++) {
		struct pending one = waiting.ptr[i];

		if (one.node->kind == NSC_YAML_MAP) {
			bind_section(binder, &one, &waiting);
		} else if (one.node->kind != NSC_YAML_BAD) {
			nsc_fault(binder->faults, one.node->at,
				  "found {}, expected the keys of {}",
				  nsc_bind_found(binder, one.node), one.section->what);
		}
	}
	check_version(binder);
}
