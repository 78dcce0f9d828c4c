/*
 * json_out.h - JSON (RFC 8259) written as it comes: no tree, no floats, nothing lost.
 *
 * Keys and elements are indented by two blanks, one per line, so that reports diff well;
 * small objects and arrays may be put on one line. Text that is not UTF-8 is made valid,
 * byte by byte: a byte that begins no valid sequence becomes U+FFFD followed by nothing
 * else, so two different invalid texts can look alike but no valid text is ever changed.
 */
#ifndef NSC_ANALYZER_BASE_JSON_OUT_H
#define NSC_ANALYZER_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/fmt.h>
#include <nostd/str.h>

enum { NSC_JSON_DEPTH_MAX = 64 };

/* Storage is the caller's. Members are the writer's own. */
struct nsc_json {
	struct nostd_sink out;
	unsigned depth;
	bool failed; /* the sink refused; the rest is dropped */
	unsigned char state[NSC_JSON_DEPTH_MAX]; /* bits, see json_out.c */
};

void nsc_json_init(struct nsc_json *json, struct nostd_sink out);

/* Containers. `_line` variants stay on one line together with all they hold. */
void nsc_json_object(struct nsc_json *json);
void nsc_json_object_line(struct nsc_json *json);
void nsc_json_array(struct nsc_json *json);
void nsc_json_array_line(struct nsc_json *json);
/* Close the innermost; closing the last ends the text with a line end. */
void nsc_json_end(struct nsc_json *json);

void nsc_json_key(struct nsc_json *json, const char *key);
void nsc_json_key_str(struct nsc_json *json, struct nostd_str key);

void nsc_json_str(struct nsc_json *json, struct nostd_str text);
/* Numbers beyond 2^53 on either side are a bug of the caller (decisions.md 45). */
void nsc_json_uint(struct nsc_json *json, uint64_t value);
void nsc_json_int(struct nsc_json *json, int64_t value);
void nsc_json_bool(struct nsc_json *json, bool value);
void nsc_json_null(struct nsc_json *json);
/* A string "0x08000123", at least 8 digits. */
void nsc_json_hex(struct nsc_json *json, uint64_t value);

/* Key and value in one. */
void nsc_json_kstr(struct nsc_json *json, const char *key, struct nostd_str text);
void nsc_json_kuint(struct nsc_json *json, const char *key, uint64_t value);
void nsc_json_kbool(struct nsc_json *json, const char *key, bool value);

#endif
