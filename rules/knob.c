/*
 * knob.c - see knob.h.
 */
#include "rules/knob.h"

#include "rules/table.h"

static const struct nostd_str platforms[] = {
#define PLATFORM(name) NOSTD_STR_INIT(#name),
#include "rules/platforms.def"
#undef PLATFORM
};

size_t nsc_knob_count(void)
{
	return nsc_knobs_count;
}

const struct nsc_knob *nsc_knob_at(size_t index)
{
	return &nsc_knobs[index];
}

bool nsc_knob_is_of(const struct nsc_knob *knob, struct nostd_str header_path)
{
	size_t behind;

	if (!nostd_str_ends_with(header_path, knob->header)) {
		return false;
	}
	behind = header_path.len - knob->header.len;
	return behind == 0 || header_path.ptr[behind - 1] == '/';
}

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

bool nsc_knob_names(const struct nsc_knob *knob, struct nostd_str symbol)
{
	struct nostd_str rest = knob->removes;
	size_t at;

	while (symbol.len != 0 &&
	       (at = nostd_str_find(rest, symbol)) != NOSTD_NOT_FOUND) {
		size_t end = at + symbol.len;

		if ((at == 0 || !is_word_byte(rest.ptr[at - 1])) &&
		    (end == rest.len || !is_word_byte(rest.ptr[end]))) {
			return true;
		}
		rest = nostd_str_skip(rest, end);
	}
	return false;
}

bool nsc_knob_is_platform(struct nostd_str macro)
{
	for (size_t i = 0; i < sizeof(platforms) / sizeof(platforms[0]); i++) {
		if (nostd_str_eq(platforms[i], macro)) {
			return true;
		}
	}
	return false;
}
