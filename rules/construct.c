/*
 * construct.c - look-up of constructs.
 *
 * In:   the generated table of constructs.tsv, sorted by construct.
 * Out:  see construct.h.
 */
#include "rules/construct.h"

#include "rules/table.h"

size_t nsc_emitter_count(void)
{
	return nsc_emitters_count;
}

const struct nsc_emitter *nsc_emitter_at(size_t index)
{
	return &nsc_emitters[index];
}

/* `*` is any text, `?` one character: back to the last `*` where it does not fit. */
static bool glob_fits(struct nostd_str glob, struct nostd_str name)
{
	size_t at = 0, g = 0, star = SIZE_MAX, resume = 0;

	while (at < name.len) {
		if (g < glob.len && glob.ptr[g] == '*') {
			star = g++;
			resume = at;
		} else if (g < glob.len &&
			   (glob.ptr[g] == '?' || glob.ptr[g] == name.ptr[at])) {
			g++;
			at++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			at = ++resume;
		} else {
			return false;
		}
	}
	while (g < glob.len && glob.ptr[g] == '*') {
		g++;
	}
	return g == glob.len;
}

bool nsc_emitter_emits(const struct nsc_emitter *row, struct nostd_str name)
{
	struct nostd_str_split it = nostd_str_split(row->emitted, ' ');

	while (nostd_str_split_next(&it)) {
		if (glob_fits(it.part, name)) {
			return true;
		}
	}
	return false;
}

bool nsc_emitter_takes(const struct nsc_emitter *row, uint32_t bytes)
{
	struct nostd_str_split it = nostd_str_split(row->bytes, ' ');
	uint32_t number;

	if (bytes == 0 || row->bytes.len == 0) {
		return true;
	}
	while (nostd_str_split_next(&it)) {
		if (nostd_str_to_u32(it.part, 10, &number) && number == bytes) {
			return true;
		}
	}
	return false;
}

const struct nsc_emitter *nsc_emitter_find(struct nostd_str construct,
					   struct nostd_str name, uint32_t bytes)
{
	size_t i;

	for (i = 0; i < nsc_emitters_count; i++) {
		const struct nsc_emitter *row = &nsc_emitters[i];

		if (nostd_str_eq(row->construct, construct) &&
		    nsc_emitter_takes(row, bytes) && nsc_emitter_emits(row, name)) {
			return row;
		}
	}
	return NULL;
}
