/*
 * said.h - values of a configuration, each with the place where it is said.
 *
 * The place is what a finding about the configuration itself points at (NSC951, NSC952). A
 * value that is not said has a place with no file: nsc_place_given(value.at) is false. Open,
 * plain data; texts live as long as the names they were interned in.
 */
#ifndef NSC_ANALYZER_CONFIG_SAID_H
#define NSC_ANALYZER_CONFIG_SAID_H

#include <stdint.h>

#include "analyzer/base/glob.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

/* A text or, where the key says so, a path: absolute and normalised. */
struct nsc_said_text {
	struct nsc_name text;
	struct nsc_place at;
};

struct nsc_said_number {
	uint64_t value; /* unit as the key says */
	struct nsc_place at;
};

/* Days since 1970-01-01. */
struct nsc_said_date {
	int64_t days;
	struct nsc_place at;
};

/* One of a closed list of words, by its number there: see struct nsc_word_list. */
struct nsc_said_word {
	uint32_t index;
	struct nsc_place at;
};

#define NOSTD_NAME nsc_said_text_vec
#define NOSTD_T    struct nsc_said_text
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_said_word_vec
#define NOSTD_T    struct nsc_said_word
#define NOSTD_IN
#include <nostd/vec.h>

#endif
