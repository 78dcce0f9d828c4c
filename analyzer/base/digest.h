/*
 * digest.h - what content is known by: 128 bits of XXH3 (xxhash 0.8). Not for secrets.
 */
#ifndef NSC_ANALYZER_BASE_DIGEST_H
#define NSC_ANALYZER_BASE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

struct nsc_digest {
	uint64_t high, low;
};

enum { NSC_DIGEST_HEX_SIZE = 33 }; /* 32 digits and the NUL */

struct nsc_digest nsc_digest(struct nostd_span bytes);

/* In steps. Parts are framed by their sizes, so ("ab","c") and ("a","bc") differ. */
struct nsc_digester {
	_Alignas(64) unsigned char state[576]; /* XXH3_state_t */
};
void nsc_digester_init(struct nsc_digester *digester);
void nsc_digester_add(struct nsc_digester *digester, struct nostd_span part);
void nsc_digester_add_str(struct nsc_digester *digester, struct nostd_str part);
void nsc_digester_add_u64(struct nsc_digester *digester, uint64_t part);
struct nsc_digest nsc_digester_finish(const struct nsc_digester *digester);

/* Lower-case hexadecimal, most significant first. */
void nsc_digest_hex(struct nsc_digest digest, char out[NSC_DIGEST_HEX_SIZE]);
bool nsc_digest_parse(struct nostd_str hex, struct nsc_digest *out);
bool nsc_digest_eq(struct nsc_digest a, struct nsc_digest b);

#endif
