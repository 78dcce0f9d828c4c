/*
 * digest.c - XXH3-128 behind our names. See digest.h.
 */
#include "analyzer/base/digest.h"

/* The library's state is ours to place, so its size must be known here. */
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <nostd/fmt.h>

_Static_assert(sizeof(XXH3_state_t) <= sizeof(struct nsc_digester),
	       "struct nsc_digester holds the library's state");
_Static_assert(_Alignof(XXH3_state_t) <= _Alignof(struct nsc_digester),
	       "struct nsc_digester is aligned as the library's state");

static XXH3_state_t *state_of(struct nsc_digester *digester)
{
	return (XXH3_state_t *)(void *)digester->state;
}

static struct nsc_digest from_hash(XXH128_hash_t hash)
{
	struct nsc_digest digest = {hash.high64, hash.low64};

	return digest;
}

struct nsc_digest nsc_digest(struct nostd_span bytes)
{
	return from_hash(XXH3_128bits(bytes.ptr, bytes.size));
}

void nsc_digester_init(struct nsc_digester *digester)
{
	XXH3_128bits_reset(state_of(digester));
}

void nsc_digester_add(struct nsc_digester *digester, struct nostd_span part)
{
	nsc_digester_add_u64(digester, part.size);
	if (part.size != 0) {
		XXH3_128bits_update(state_of(digester), part.ptr, part.size);
	}
}

void nsc_digester_add_str(struct nsc_digester *digester, struct nostd_str part)
{
	struct nostd_span bytes = {(const unsigned char *)part.ptr, part.len};

	nsc_digester_add(digester, bytes);
}

/* Little-endian on every machine: digests travel in fact files. */
void nsc_digester_add_u64(struct nsc_digester *digester, uint64_t part)
{
	unsigned char bytes[8];
	unsigned i;

	for (i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (unsigned char)(part >> (8 * i));
	}
	XXH3_128bits_update(state_of(digester), bytes, sizeof(bytes));
}

struct nsc_digest nsc_digester_finish(const struct nsc_digester *digester)
{
	struct nsc_digester copy = *digester;

	return from_hash(XXH3_128bits_digest(state_of(&copy)));
}

void nsc_digest_hex(struct nsc_digest digest, char out[NSC_DIGEST_HEX_SIZE])
{
	nostd_format_to(out, NSC_DIGEST_HEX_SIZE, "{:016x}{:016x}", digest.high,
			digest.low);
}

bool nsc_digest_parse(struct nostd_str hex, struct nsc_digest *out)
{
	struct nsc_digest parsed;

	if (hex.len != NSC_DIGEST_HEX_SIZE - 1 ||
	    !nostd_str_to_u64(nostd_str_take(hex, 16), 16, &parsed.high) ||
	    !nostd_str_to_u64(nostd_str_skip(hex, 16), 16, &parsed.low)) {
		return false;
	}
	*out = parsed;
	return true;
}

bool nsc_digest_eq(struct nsc_digest a, struct nsc_digest b)
{
	return a.high == b.high && a.low == b.low;
}
