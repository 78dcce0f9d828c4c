/*
 * header.c - look-up of header names.
 *
 * In:   the generated table of headers.tsv.
 * Out:  see header.h.
 */
#include "rules/header.h"

#include "rules/table.h"

static struct nostd_str text(struct nsc_text piece)
{
	return (struct nostd_str){nsc_header_text + piece.at, piece.len};
}

/* Number of the row with this name, or nsc_header_row_count. */
static size_t find_row(struct nostd_str wanted)
{
	size_t low = 0;
	size_t high = nsc_header_row_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = nostd_str_cmp(text(nsc_header_rows[middle].name), wanted);

		if (order == 0) {
			return middle;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return nsc_header_row_count;
}

/* Number of the longest row "folder/" + asterisk that covers the name. */
static size_t find_folder(struct nostd_str wanted)
{
	size_t found = nsc_header_row_count;
	size_t longest = 0;

	for (size_t i = 0; i < nsc_header_row_count; i++) {
		struct nostd_str name = text(nsc_header_rows[i].name);
		struct nostd_str folder = nostd_str_take(name, name.len - 1);

		if (name.ptr[folder.len] == '*' && wanted.len > folder.len &&
		    folder.len > longest && nostd_str_starts_with(wanted, folder)) {
			found = i;
			longest = folder.len;
		}
	}
	return found;
}

bool nsc_header_find(const struct nsc_profile *profile, struct nostd_str name,
		     struct nsc_header_meaning *out)
{
	size_t found;

	while (nostd_str_starts_with(name, NOSTD_STR("./"))) {
		name = nostd_str_skip(name, 2);
	}
	found = find_row(name);
	if (found == nsc_header_row_count) {
		found = find_folder(name);
	}
	if (found == nsc_header_row_count) {
		return false;
	}
	nsc_header_at(profile, found, out);
	return true;
}

size_t nsc_header_count(void)
{
	return nsc_header_row_count;
}

void nsc_header_at(const struct nsc_profile *profile, size_t index,
		   struct nsc_header_meaning *out)
{
	const struct nsc_header_row *row = &nsc_header_rows[index];

	*out = (struct nsc_header_meaning){
		.name = text(row->name),
		.tier = nsc_tier_under(profile, row->tier, row->strict),
		.capability = (enum nsc_capability)row->capability,
		.mixed = row->mixed,
		.providers = row->providers,
		.origin = nsc_origin_name((enum nsc_origin)row->origin),
		.use_instead = text(row->use_instead),
		.note = text(row->note),
	};
}

static const struct {
	struct nostd_str header, names;
} freestanding[] = {
#define FREESTANDING(header, names) {NOSTD_STR_INIT(header), NOSTD_STR_INIT(names)},
#include "rules/freestanding.def"
#undef FREESTANDING
};

struct nostd_str nsc_header_freestanding_of(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < sizeof(freestanding) / sizeof(freestanding[0]); i++) {
		struct nostd_str_split it = nostd_str_split(freestanding[i].names, ' ');

		while (nostd_str_split_next(&it)) {
			if (nostd_str_eq(it.part, name)) {
				return freestanding[i].header;
			}
		}
	}
	return NOSTD_STR("");
}
