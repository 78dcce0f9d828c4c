/*
 * value.c - one value of a configuration into one field. See bind.h.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/conversion.h"
#include "analyzer/base/date.h"
#include "analyzer/base/near.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/config/bind.h"
#include "analyzer/config/config.h"
#include "analyzer/config/fault.h"
#include "analyzer/config/glob.h"
#include "analyzer/config/keys.h"
#include "analyzer/config/scalar.h"
#include "analyzer/config/yaml.h"

static struct nsc_place place_of(const struct nsc_binder *binder,
				 const struct nsc_yaml_node *node)
{
	return nsc_place(binder->config->path, node->at.line, node->at.column);
}

static const struct nsc_yaml_node *node_at(const struct nsc_binder *binder, uint32_t row)
{
	return &binder->nodes->ptr[row];
}

/* -- what was found, what was expected -------------------------------------------- */

static enum nsc_scalar_kind kind_of(const struct nsc_yaml_node *node)
{
	return node->plain ? nsc_scalar_kind(node->text) : NSC_SCALAR_TEXT;
}

struct nostd_str nsc_bind_found(struct nsc_binder *binder,
				const struct nsc_yaml_node *node)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(binder->run));

	if (node->kind != NSC_YAML_SCALAR) {
		return node->kind == NSC_YAML_MAP ? NOSTD_STR("a map")
						  : NOSTD_STR("a list");
	}
	switch (kind_of(node)) {
	case NSC_SCALAR_NULL:
		return NOSTD_STR("nothing");
	case NSC_SCALAR_BOOL:
		nostd_format(&text, "`{}`", node->text);
		break;
	case NSC_SCALAR_INTEGER:
	case NSC_SCALAR_FLOAT:
		nostd_format(&text, "the number {:.40}", node->text);
		break;
	case NSC_SCALAR_TEXT:
		nostd_format(&text, "{:.60?}", node->text);
		break;
	}
	return nostd_string_as_str(&text);
}

/* What a value of each type is called. */
static const char *type_text(enum nsc_key_type type)
{
	switch (type) {
	case NSC_KEY_TEXT:
		return "a text on one line";
	case NSC_KEY_PROSE:
		return "a text that is not blank";
	case NSC_KEY_PATH:
		return "a path";
	case NSC_KEY_FORMAT:
		return "a conversion";
	case NSC_KEY_NUMBER:
		return "a number";
	case NSC_KEY_SIZE:
		return "a size in bytes, such as 4096 or 12 KiB";
	case NSC_KEY_DATE:
		return "a date as YYYY-MM-DD";
	case NSC_KEY_WORD:
		return "a word";
	case NSC_KEY_TEXTS:
		return "a text, or a list of texts";
	case NSC_KEY_PATHS:
		return "a path, or a list of paths";
	case NSC_KEY_GLOBS:
		return "a path pattern, or a list of them";
	case NSC_KEY_WORDS:
		return "a word, or a list of words";
	case NSC_KEY_ROWS:
		return "a list of maps";
	case NSC_KEY_NAMED:
		return "a map of names";
	case NSC_KEY_LEVELS:
		return "a map of rules to levels";
	}
	return "";
}

static void wrong_type(struct nsc_binder *binder, const struct nsc_yaml_node *node,
		       enum nsc_key_type type)
{
	bool quotes = node->kind == NSC_YAML_SCALAR && kind_of(node) != NSC_SCALAR_TEXT &&
		      kind_of(node) != NSC_SCALAR_NULL && type != NSC_KEY_NUMBER &&
		      type != NSC_KEY_SIZE && type != NSC_KEY_DATE;

	if (node->kind != NSC_YAML_BAD) {
		nsc_fault(binder->faults, node->at, "found {}, expected {}{}",
			  nsc_bind_found(binder, node), type_text(type),
			  quotes ? ": put it in quotes if it is one" : "");
	}
}

/* The text of a scalar that is one, or a fault and false. */
static bool text_of(struct nsc_binder *binder, const struct nsc_yaml_node *node,
		    enum nsc_key_type type, struct nostd_str *out)
{
	bool valid = node->kind == NSC_YAML_SCALAR && kind_of(node) == NSC_SCALAR_TEXT;

	if (valid) {
		valid = type == NSC_KEY_PROSE ? nostd_str_trim(node->text).len != 0
					      : nsc_scalar_one_line(node->text);
	}
	if (!valid) {
		wrong_type(binder, node, type);
		return false;
	}
	*out = type == NSC_KEY_PROSE ? nostd_str_trim(node->text) : node->text;
	return true;
}

/* -- words --------------------------------------------------------------------------- */

static void unknown_word(struct nsc_binder *binder, const struct nsc_yaml_node *node,
			 const struct nsc_key_words *words)
{
	const struct nsc_word_list *list = nsc_key_word_list(words, binder->words);

	nsc_fault(binder->faults, node->at, "found {}, expected {}",
		  nsc_bind_found(binder, node),
		  nsc_word_expected(binder->run, list, words->what, node->text));
}

static bool word_of(struct nsc_binder *binder, const struct nsc_yaml_node *node,
		    const struct nsc_key_words *words, struct nsc_said_word *out)
{
	const struct nsc_word_list *list = nsc_key_word_list(words, binder->words);

	if (node->kind != NSC_YAML_SCALAR) {
		wrong_type(binder, node, NSC_KEY_WORD);
		return false;
	}
	if (kind_of(node) != NSC_SCALAR_TEXT ||
	    !nsc_word_find(list, node->text, &out->index)) {
		unknown_word(binder, node, words);
		return false;
	}
	out->at = place_of(binder, node);
	return true;
}

/* -- single values ------------------------------------------------------------------- */

static bool said_text(struct nsc_binder *binder, const struct nsc_yaml_node *node,
		      enum nsc_key_type type, struct nsc_said_text *out)
{
	struct nsc_names *names = binder->run->names;
	struct nostd_str text;

	if (!text_of(binder, node, type, &text)) {
		return false;
	}
	if (type == NSC_KEY_PATH) {
		text = nsc_path_join(binder->run->scratch,
				     nsc_name_text(names, binder->config->folder), text);
	}
	out->text = nsc_name(names, text);
	out->at = place_of(binder, node);
	return true;
}

/* What was meant by "lld" or "%5.2f"; empty: nothing that is near. */
static struct nostd_str near_format(struct nsc_binder *binder, struct nostd_str found)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(binder->run));
	struct nsc_conversion_entry entry;
	struct nsc_conversion conversion;
	struct nsc_near near;
	size_t at = 0, i;

	nostd_format(&text, "{}{}",
		     nostd_str_starts_with(found, NOSTD_STR("%")) ? "" : "%", found);
	if (nsc_conversion_next(nostd_string_as_str(&text), NSC_FORMAT_PRINTF, &at,
				&conversion) &&
	    conversion.text.len == text.len) {
		char letter[1] = {conversion.letter};
		struct nostd_string plain = nostd_string_new_in(nsc_scratch(binder->run));

		nostd_format(&plain, "%{}{}", conversion.length,
			     nostd_str_new(letter, 1));
		if (nsc_conversion_entry_read(nostd_string_as_str(&plain), &entry)) {
			return nostd_string_as_str(&plain);
		}
	}
	nsc_near_init(&near, found);
	for (i = 0; nsc_conversion_word(i).len != 0; i++) {
		nsc_near_offer(&near, nsc_conversion_word(i));
	}
	return near.best;
}

static void bind_format(struct nsc_binder *binder, const struct nsc_yaml_node *node,
			struct nsc_said_text *out)
{
	struct nsc_conversion_entry entry;
	struct nostd_string text;
	struct nostd_str near;
	size_t i;

	if (!said_text(binder, node, NSC_KEY_FORMAT, out) ||
	    nsc_conversion_entry_read(node->text, &entry)) {
		return;
	}
	text = nostd_string_new_in(nsc_scratch(binder->run));
	for (i = 0; nsc_conversion_word(i).len != 0; i++) {
		bool last = nsc_conversion_word(i + 1).len == 0;

		nostd_format(&text, "{}{}", i == 0 ? "" : (last ? " or " : ", "),
			     nsc_conversion_word(i));
	}
	near = near_format(binder, node->text);
	if (near.len != 0) {
		nostd_format(&text, " (did you mean {:?}?)", near);
	}
	nsc_fault(binder->faults, node->at,
		  "found {}, expected a conversion such as \"%f\" or \"%lld\", {}",
		  nsc_bind_found(binder, node), nostd_string_as_str(&text));
}

static void bind_number(struct nsc_binder *binder, const struct nsc_yaml_node *node,
			enum nsc_key_type type, struct nsc_said_number *out)
{
	enum nsc_scalar_kind kind =
		node->kind == NSC_YAML_SCALAR ? kind_of(node) : NSC_SCALAR_NULL;
	bool valid =
		kind == NSC_SCALAR_INTEGER && nsc_scalar_number(node->text, &out->value);

	if (type == NSC_KEY_SIZE && kind == NSC_SCALAR_TEXT) {
		valid = nsc_scalar_size(node->text, &out->value);
	}
	if (!valid) {
		wrong_type(binder, node, type);
		return;
	}
	out->at = place_of(binder, node);
}

static void bind_date(struct nsc_binder *binder, const struct nsc_yaml_node *node,
		      struct nsc_said_date *out)
{
	if (node->kind != NSC_YAML_SCALAR || kind_of(node) != NSC_SCALAR_TEXT ||
	    !nsc_date_parse(node->text, &out->days)) {
		wrong_type(binder, node, NSC_KEY_DATE);
		return;
	}
	out->at = place_of(binder, node);
}

/* -- one value or a list ------------------------------------------------------------- */

static void push_value(struct nsc_binder *binder, const struct nsc_key *key,
		       const struct nsc_yaml_node *node, void *field)
{
	struct nsc_said_text text;
	struct nsc_said_word word;
	struct nsc_glob glob;
	struct nostd_str written;

	if (key->type == NSC_KEY_WORDS) {
		if (word_of(binder, node, key->words, &word)) {
			nsc_said_word_vec_push(field, word);
		}
	} else if (key->type == NSC_KEY_GLOBS) {
		if (text_of(binder, node, NSC_KEY_TEXT, &written)) {
			glob = nsc_glob_make(binder->run,
					     nsc_name_text(binder->run->names,
							   binder->config->folder),
					     written);
			glob.at = place_of(binder, node);
			nsc_glob_vec_push(field, glob);
		}
	} else if (said_text(binder, node,
			     key->type == NSC_KEY_PATHS ? NSC_KEY_PATH : NSC_KEY_TEXT,
			     &text)) {
		nsc_said_text_vec_push(field, text);
	}
}

static void bind_many(struct nsc_binder *binder, const struct nsc_key *key,
		      const struct nsc_yaml_node *node, void *field)
{
	uint32_t row;

	if (node->kind == NSC_YAML_MAP ||
	    (node->kind == NSC_YAML_SCALAR && kind_of(node) == NSC_SCALAR_NULL)) {
		wrong_type(binder, node, key->type);
		return;
	}
	if (node->kind != NSC_YAML_LIST) {
		push_value(binder, key, node, field);
		return;
	}
	if (node->count == 0 && node->closed) {
		nsc_fault(binder->faults, node->at,
			  "found an empty list, expected at least one value");
	}
	for (row = node->first; row != NSC_YAML_NONE; row = node_at(binder, row)->next) {
		push_value(binder, key, node_at(binder, row), field);
	}
}

/*
 * The same rule by its id and by its slug is no duplicate key, but no less of a riddle.
 */
static void push_level(struct nsc_binder *binder, const struct nsc_yaml_node *name,
		       struct nsc_config_level_vec *levels, struct nsc_config_level level)
{
	size_t i;

	for (i = 0; i < levels->len; i++) {
		if (levels->ptr[i].rule.index == level.rule.index) {
			nsc_fault(
				binder->faults, name->at,
				"found the rule {:?} again, expected it once: the first "
				"is in line {}",
				name->text, levels->ptr[i].rule.at.line);
			return;
		}
	}
	nsc_config_level_vec_push(levels, level);
}

static void bind_levels(struct nsc_binder *binder, const struct nsc_key *key,
			const struct nsc_yaml_node *node,
			struct nsc_config_level_vec *levels)
{
	uint32_t row;

	if (node->kind != NSC_YAML_MAP) {
		wrong_type(binder, node, NSC_KEY_LEVELS);
		return;
	}
	for (row = node->first; row != NSC_YAML_NONE; row = node_at(binder, row)->next) {
		const struct nsc_yaml_node *value = node_at(binder, row);
		const struct nsc_yaml_node *name = node_at(binder, value->key);
		struct nsc_config_level level;
		bool known = name->kind == NSC_YAML_SCALAR &&
			     word_of(binder, name, &nsc_key_rules, &level.rule);

		if (word_of(binder, value, key->words, &level.level) && known) {
			push_level(binder, name, levels, level);
		}
	}
}

void nsc_bind_value(struct nsc_binder *binder, const struct nsc_key *key,
		    const struct nsc_yaml_node *node, void *field)
{
	switch (key->type) {
	case NSC_KEY_TEXT:
	case NSC_KEY_PROSE:
	case NSC_KEY_PATH:
		said_text(binder, node, key->type, field);
		return;
	case NSC_KEY_FORMAT:
		bind_format(binder, node, field);
		return;
	case NSC_KEY_NUMBER:
	case NSC_KEY_SIZE:
		bind_number(binder, node, key->type, field);
		return;
	case NSC_KEY_DATE:
		bind_date(binder, node, field);
		return;
	case NSC_KEY_WORD:
		word_of(binder, node, key->words, field);
		return;
	case NSC_KEY_TEXTS:
	case NSC_KEY_PATHS:
	case NSC_KEY_GLOBS:
	case NSC_KEY_WORDS:
		bind_many(binder, key, node, field);
		return;
	case NSC_KEY_LEVELS:
		bind_levels(binder, key, node, field);
		return;
	case NSC_KEY_ROWS:
	case NSC_KEY_NAMED:
		wrong_type(binder, node, key->type);
		return;
	}
}
