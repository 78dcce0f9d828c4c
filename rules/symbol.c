/*
 * symbol.c - look-up of link-level names.
 *
 * In:   the generated tables of symbols.tsv, patterns.tsv and unknown.tsv.
 * Out:  see symbol.h.
 *
 * A name is looked up as it stands, by hash. If it has no row, each pattern that fits
 * strips it, and what is left is looked up the same way, to a depth of PATH_MAX_STEPS - 1
 * patterns. A pattern alone decides nothing: the base it leads to must have a row, of a
 * capability the pattern allows.
 */
#include "rules/symbol.h"

#include "rules/table.h"

/*
 * `__imp__wfopen_s@8` needs four steps; no name that a tool chain makes needs more. The
 * bound is there for names made by hand ("a_l_l_l_l").
 */
enum { PATH_MAX_STEPS = 6 };

static const struct nostd_str trait_names[] = {
#define TRAIT(id, spelling, meaning) NOSTD_STR_INIT(spelling),
#include "rules/traits.def"
};

static const struct nostd_str trait_meanings[] = {
#define TRAIT(id, spelling, meaning) NOSTD_STR_INIT(meaning),
#include "rules/traits.def"
};

static const struct nostd_str provider_names[] = {
#define PROVIDER(id, spelling, kind, source) NOSTD_STR_INIT(spelling),
#include "rules/providers.def"
};

static const struct nostd_str provider_sources[] = {
#define PROVIDER(id, spelling, kind, source) NOSTD_STR_INIT(source),
#include "rules/providers.def"
};

#define LIBC  1
#define STUB  0
#define OTHER 0
static const uint32_t libc_providers = 0
#define PROVIDER(id, spelling, kind, source) | (uint32_t)kind << NSC_PROVIDER_INDEX_##id
#include "rules/providers.def"
	;
#undef LIBC
#undef STUB
#undef OTHER

_Static_assert(NSC_PROVIDER_COUNT <= 32, "providers are bits of a uint32_t");
_Static_assert(NSC_TRAIT_COUNT <= 31, "traits are enumerators, hence bits of an int");
_Static_assert(NSC_CAP_COUNT <= 64, "a pattern's bases are bits of a uint64_t");

/* One name on the way to a row, and the patterns already tried on it. */
struct step {
	struct nostd_str name;
	size_t next; /* pattern to try next; the one that led on is next - 1 */
	bool looked_up;
};

struct path {
	struct step steps[PATH_MAX_STEPS];
	size_t depth; /* index of the last step */
};

static struct nostd_str text(struct nsc_text piece)
{
	return (struct nostd_str){nsc_symbol_text + piece.at, piece.len};
}

static struct nostd_str name_text(size_t index)
{
	const struct nsc_symbol_name *name = &nsc_symbol_names[index];

	return (struct nostd_str){nsc_symbol_text + name->at, name->len};
}

/* Number of the name that is spelt so, or NSC_NO_NAME. */
static size_t find_name(struct nostd_str wanted)
{
	uint32_t slot = nsc_symbol_hash(wanted.ptr, wanted.len);

	for (;;) {
		size_t index = nsc_symbol_slots[slot & nsc_symbol_slot_mask];

		if (index == NSC_NO_NAME || nostd_str_eq(name_text(index), wanted)) {
			return index;
		}
		slot++;
	}
}

/*
 * Does the pattern fit? Then *base is what its asterisk stands for. It may be empty only
 * if the pattern names a fixed base: `_Znwm` is `_Znwm*`, but `_l` is no `*_l`.
 */
static bool fits(const struct nsc_symbol_pattern *pattern, struct nostd_str name,
		 struct nostd_str *base)
{
	struct nostd_str prefix = text(pattern->prefix);
	struct nostd_str suffix = text(pattern->suffix);
	struct nostd_str rest = nostd_str_skip(name, prefix.len);
	size_t least = pattern->base == NSC_NO_NAME ? 1 : 0;
	size_t len;

	if (rest.len < suffix.len + least || !nostd_str_starts_with(name, prefix)) {
		return false;
	}
	if (!pattern->open_end) {
		*base = nostd_str_take(rest, rest.len - suffix.len);
		return nostd_str_ends_with(rest, suffix);
	}
	for (len = least; len + suffix.len <= rest.len; len++) {
		if (rest.ptr[len] == suffix.ptr[0] &&
		    nostd_str_starts_with(nostd_str_skip(rest, len), suffix)) {
			*base = nostd_str_take(rest, len);
			return true;
		}
	}
	return false;
}

/* The pattern that led on from this step: the last one tried. */
static const struct nsc_symbol_pattern *pattern_of(const struct step *step)
{
	return &nsc_symbol_patterns[step->next - 1];
}

/* May every pattern on the path lead to this name? */
static bool allowed(const struct path *path, size_t name)
{
	uint64_t capability = UINT64_C(1)
			      << nsc_symbol_rows[nsc_symbol_names[name].row].capability;

	for (size_t i = 0; i < path->depth; i++) {
		if (!(pattern_of(&path->steps[i])->bases & capability)) {
			return false;
		}
	}
	return true;
}

/*
 * Try the next pattern on the last step. true: the path has a new last step, or *found is
 * the fixed base the pattern names. false: none is left for this step.
 */
static bool strip(struct path *path, size_t *found)
{
	struct step *step = &path->steps[path->depth];
	uint64_t head = nsc_symbol_head(step->name.ptr, step->name.len);
	uint64_t tail = nsc_symbol_tail(step->name.ptr, step->name.len);
	struct nostd_str base;

	if (path->depth + 1 == PATH_MAX_STEPS) {
		return false;
	}
	while (step->next < nsc_symbol_pattern_count) {
		const struct nsc_symbol_pattern *pattern =
			&nsc_symbol_patterns[step->next++];

		if (pattern->prefix.len >= 2 && (head ^ pattern->head) >> 48 != 0) {
			step->next = pattern->group_end;
			continue;
		}
		if ((head & pattern->head_mask) != pattern->head ||
		    (tail & pattern->tail_mask) != pattern->tail ||
		    !fits(pattern, step->name, &base)) {
			continue;
		}
		path->depth++;
		path->steps[path->depth] = (struct step){base, 0, false};
		if (pattern->base != NSC_NO_NAME) {
			/* The row names the base; what was stripped means nothing. */
			path->steps[path->depth].looked_up = true;
			path->steps[path->depth].next = nsc_symbol_pattern_count;
			*found = pattern->base;
		}
		return true;
	}
	return false;
}

/* Number of the name in unknown.tsv, or nsc_unknown_name_count. */
static size_t find_unknown(struct nostd_str wanted)
{
	size_t low = 0;
	size_t high = nsc_unknown_name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = nostd_str_cmp(text(nsc_unknown_names[middle].name), wanted);

		if (order == 0) {
			return middle;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return nsc_unknown_name_count;
}

/* Was a name stripped that is unknown on purpose? */
static bool passes_unknown(const struct path *path)
{
	for (size_t i = 0; i < path->depth; i++) {
		if (find_unknown(path->steps[i].name) < nsc_unknown_name_count) {
			return true;
		}
	}
	return false;
}

/*
 * Walk all ways of stripping the name, first fit first; the path shows the way. A name
 * that is unknown on purpose ends the walk: `read64` is not `read`.
 */
static size_t resolve(struct nostd_str link_name, struct path *path)
{
	size_t found;

	path->depth = 0;
	path->steps[0] = (struct step){link_name, 0, false};
	for (;;) {
		struct step *step = &path->steps[path->depth];

		found = NSC_NO_NAME;
		if (!step->looked_up) {
			step->looked_up = true;
			found = find_name(step->name);
		} else if (!strip(path, &found)) {
			if (path->depth == 0) {
				return NSC_NO_NAME;
			}
			path->depth--;
			continue;
		}
		if (found != NSC_NO_NAME && allowed(path, found)) {
			return passes_unknown(path) ? NSC_NO_NAME : found;
		}
	}
}

static void fill(const struct nsc_profile *profile, size_t index,
		 struct nsc_symbol_meaning *out)
{
	const struct nsc_symbol_row *row = &nsc_symbol_rows[nsc_symbol_names[index].row];

	*out = (struct nsc_symbol_meaning){
		.name = name_text(index),
		.base = name_text(index),
		.pattern = NOSTD_STR(""),
		.tier = nsc_tier_under(profile, row->tier, row->strict),
		.capability = (enum nsc_capability)row->capability,
		.traits = row->traits,
		.providers = row->providers,
		.origin = nsc_origin_name((enum nsc_origin)row->origin),
		.use_instead = text(row->use_instead),
		.note = text(row->note),
	};
}

bool nsc_symbol_find(const struct nsc_profile *profile, struct nostd_str link_name,
		     struct nsc_symbol_meaning *out)
{
	struct path path;
	size_t found = resolve(link_name, &path);
	size_t same = 0;

	if (found == NSC_NO_NAME) {
		return false;
	}
	fill(profile, found, out);
	if (path.depth == 0) {
		return true;
	}
	/*
	 * The patterns nearest to the base come first: an outer one may take traits back.
	 */
	for (size_t i = path.depth; i-- > 0;) {
		const struct nsc_symbol_pattern *pattern = pattern_of(&path.steps[i]);

		out->traits = (out->traits & ~pattern->drops) | pattern->adds;
	}
	while (same < path.depth && pattern_of(&path.steps[same])->same) {
		same++;
	}
	if (same < path.depth) {
		out->name = path.steps[same].name;
	}
	out->pattern = text(pattern_of(&path.steps[0])->text);
	return true;
}

bool nsc_symbol_unknown_reason(struct nostd_str link_name, struct nostd_str *reason)
{
	size_t found = find_unknown(link_name);

	if (found == nsc_unknown_name_count) {
		return false;
	}
	*reason = text(nsc_unknown_names[found].reason);
	return true;
}

bool nsc_symbol_is_libc_api(struct nostd_str link_name)
{
	struct path path;
	size_t found = resolve(link_name, &path);
	const struct nsc_symbol_row *row;

	if (found == NSC_NO_NAME) {
		return false;
	}
	row = &nsc_symbol_rows[nsc_symbol_names[found].row];
	return !(row->traits & NSC_TRAIT_RUNTIME) && (row->providers & libc_providers);
}

size_t nsc_symbol_count(void)
{
	return nsc_symbol_name_count;
}

void nsc_symbol_at(const struct nsc_profile *profile, size_t index,
		   struct nsc_symbol_meaning *out)
{
	fill(profile, index, out);
}

struct nostd_str nsc_trait_name(enum nsc_trait trait)
{
	return trait_names[trait];
}

struct nostd_str nsc_trait_meaning(enum nsc_trait trait)
{
	return trait_meanings[trait];
}

struct nostd_str nsc_provider_name(enum nsc_provider provider)
{
	return provider_names[provider];
}

struct nostd_str nsc_provider_source(enum nsc_provider provider)
{
	return provider_sources[provider];
}
