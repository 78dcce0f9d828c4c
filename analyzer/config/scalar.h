/*
 * scalar.h - what the text of a YAML scalar is, by the core schema (YAML 1.2.2, 10.3.2).
 */
#ifndef NSC_ANALYZER_CONFIG_SCALAR_H
#define NSC_ANALYZER_CONFIG_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

enum nsc_scalar_kind {
	NSC_SCALAR_NULL,
	NSC_SCALAR_BOOL,
	NSC_SCALAR_INTEGER,
	NSC_SCALAR_FLOAT,
	NSC_SCALAR_TEXT
};

/* Of a plain scalar; one in quotes is always a text. */
enum nsc_scalar_kind nsc_scalar_kind(struct nostd_str text);

/* An integer from 0 to 2^53: decimal, 0x or 0o. False: it is none, or beyond. */
bool nsc_scalar_number(struct nostd_str text, uint64_t *out);

/* The same, or with a unit behind it: "12 KiB" (B, KiB, MiB, GiB). In bytes. */
bool nsc_scalar_size(struct nostd_str text, uint64_t *out);

/* Not empty, and nothing in it that would end a line or move a cursor. */
bool nsc_scalar_one_line(struct nostd_str text);

#endif
