/*
 * keys.h - which keys a configuration has: the tables behind reading and printing it.
 *
 * A section is a map with a fixed set of keys that fills one struct. A new key is a row
 * in keys.c, a field in config.h and a line in schema/; tests compare the three.
 */
#ifndef NSC_ANALYZER_CONFIG_KEYS_H
#define NSC_ANALYZER_CONFIG_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nostd_allocator;
struct nsc_config_words;
struct nsc_word_list;

/* The type of a value, and of its field. */
enum nsc_key_type {
	NSC_KEY_TEXT,   /* one line: struct nsc_said_text */
	NSC_KEY_PROSE,  /* any text that is not blank: struct nsc_said_text */
	NSC_KEY_PATH,   /* made absolute: struct nsc_said_text */
	NSC_KEY_FORMAT, /* an entry of base/conversion.h: struct nsc_said_text */
	NSC_KEY_NUMBER, /* struct nsc_said_number */
	NSC_KEY_SIZE,   /* 4096, 12 KiB: struct nsc_said_number */
	NSC_KEY_DATE,   /* struct nsc_said_date */
	NSC_KEY_WORD,   /* struct nsc_said_word */
	NSC_KEY_TEXTS,  /* one or a list: struct nsc_said_text_vec */
	NSC_KEY_PATHS,  /* one or a list: struct nsc_said_text_vec */
	NSC_KEY_GLOBS,  /* one or a list: struct nsc_glob_vec */
	NSC_KEY_WORDS,  /* one or a list: struct nsc_said_word_vec */
	NSC_KEY_ROWS,   /* a list of maps: a vector of the section's struct */
	NSC_KEY_NAMED,  /* a map of names to maps: a vector of the section's struct */
	NSC_KEY_LEVELS  /* a map of rules to levels: struct nsc_config_level_vec */
};

/*
 * Which list a word is from: a member of struct nsc_config_words, or a list of our own.
 */
struct nsc_key_words {
	const struct nsc_word_list *own; /* NULL: `offset` tells */
	uint16_t offset;
	const char *what; /* in messages: "a capability" */
};

struct nsc_key {
	const char *name;
	enum nsc_key_type type;
	uint16_t offset; /* of the field in the section's struct */
	bool required;
	/* Keys of a section with the same letter exclude each other; see nsc_section. */
	char group;
	const struct nsc_key_words *words; /* WORD, WORDS, LEVELS (of the values) */
	const struct nsc_section *section; /* ROWS, NAMED */
	const char *help;                  /* one line, no full stop */
};

/* How many keys of a group a section may have. */
struct nsc_key_group {
	char letter;
	uint8_t least, most;
	const char *expected; /* "`flash` or `ram`" */
};

struct nsc_section {
	const char *what; /* in messages: "a target" */
	const struct nsc_key *keys;
	size_t key_count;
	const struct nsc_key_group *groups;
	size_t group_count;
	size_t row_size;
	uint16_t name; /* NAMED: offset of the struct nsc_said_text of its name */
	uint16_t at;   /* ROWS: offset of the struct nsc_place of the row */
	/*
	 * The vector of such rows in its parent: make it empty, add rows (zeroed), look.
	 */
	void (*init)(void *vec, const struct nostd_allocator *in);
	void *(*extend)(void *vec, size_t count);
	const void *(*rows)(const void *vec, size_t *count);
};

extern const struct nsc_section nsc_section_root; /* struct nsc_config */

/* Every section, the root first; NULL ends. */
extern const struct nsc_section *const nsc_sections[];

/* The list behind a key's words. */
const struct nsc_word_list *nsc_key_word_list(const struct nsc_key_words *words,
					      const struct nsc_config_words *given);

/* The rules that LEVELS has as keys. */
extern const struct nsc_key_words nsc_key_rules;

#endif
