/*
 * settings.h - options, environment, configuration file and defaults, in layers.
 *
 * In:   flags as given, the environment, a configuration (or none yet).
 * Out:  the value of each setting of settings.def with its origin; the whole as YAML for
 *       --print-config.
 * Knows nothing of what a setting is for.
 */
#ifndef NSC_ANALYZER_CONFIG_SETTINGS_H
#define NSC_ANALYZER_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/config/said.h"

struct nsc_config;
struct nsc_config_words;
struct nsc_err;
struct nsc_run;

enum nsc_setting {
#define SETTING(id, key, flag, where, many, type, fallback, help) NSC_SETTING_##id,
#include "analyzer/config/settings.def"
};
enum {
	NSC_SETTING_COUNT = 0
#define SETTING(...) +1
#include "analyzer/config/settings.def"
};

/* A stronger one is greater. */
enum nsc_origin {
	NSC_ORIGIN_DEFAULT,
	NSC_ORIGIN_FILE,
	NSC_ORIGIN_ENVIRONMENT,
	NSC_ORIGIN_FLAG
};

struct nsc_setting_value {
	struct nsc_name text; /* a PATH is absolute and normalised */
	uint32_t index;       /* WORD: position in its list; NUMBER: the number; else 0 */
	uint8_t origin;       /* enum nsc_origin */
	struct nsc_place at;  /* in the file; elsewhere not given */
};

/* The level of a rule, from the strongest layer that names it. */
struct nsc_setting_level {
	uint32_t rule, level; /* positions in the word lists */
	uint8_t origin;       /* enum nsc_origin */
	struct nsc_place at;  /* in the file, of the level */
};

#define NOSTD_NAME nsc_setting_value_vec
#define NOSTD_T    struct nsc_setting_value
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_setting_level_vec
#define NOSTD_T    struct nsc_setting_level
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * An option as it was given: `-D soft-float` is {NSC_SETTING_SEVERITY, "soft-float=deny",
 * "--deny"}.
 */
struct nsc_given_flag {
	enum nsc_setting setting;
	struct nostd_str text;
	const char *by; /* for messages; NULL: the setting's own option */
};

struct nsc_settings_in {
	const struct nsc_given_flag *flags; /* in the order of the command line */
	size_t flag_count;
	struct nostd_str cwd; /* absolute: what paths of flags are relative to */
	const struct nsc_config *config; /* NULL: not read yet */
	const struct nsc_config_words *words;
};

struct nsc_settings {
	/*
	 * By enum nsc_setting; empty: nothing holds. Those of severity are in `levels`.
	 */
	struct nsc_setting_value_vec values[NSC_SETTING_COUNT];
	struct nsc_setting_level_vec levels; /* each rule once, by rule */
};

/*
 * Lay the layers over each other. Called once without a configuration to learn
 * NSC_SETTING_CONFIG, and again with it. < 0: a flag or a variable has a value it cannot
 * have (NSC_ERR_USAGE). A NOSTD_CHECK_ variable that nothing knows becomes a diagnostic.
 */
int nsc_settings_resolve(struct nsc_run *run, const struct nsc_settings_in *in,
			 struct nsc_settings *out, struct nsc_err *err);

/* The only (or first) text; empty when nothing holds. */
struct nostd_str nsc_setting_text(const struct nsc_run *run,
				  const struct nsc_settings *settings,
				  enum nsc_setting setting);

/* The level of a rule; false: no layer names it. */
bool nsc_setting_level(const struct nsc_settings *settings, uint32_t rule,
		       uint32_t *level);

/* A row of settings.def, for option tables and help. */
struct nsc_setting_row {
	const char *key, *flag, *help, *fallback;
	const char *variable; /* "NOSTD_CHECK_FAIL_ON" */
	bool in_file, many, is_path;
};
const struct nsc_setting_row *nsc_setting_row(enum nsc_setting setting);

/*
 * Everything that holds, as a configuration that says the same, each value followed by
 * `# origin`. Settings that no file may hold are comments. False: the sink refused.
 */
bool nsc_settings_print(struct nsc_run *run, const struct nsc_settings *settings,
			const struct nsc_settings_in *in, struct nostd_sink out);

#endif
