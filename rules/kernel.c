/*
 * kernel.c - see kernel.h.
 */
#include "rules/kernel.h"

#include <stddef.h>

static const struct {
	struct nostd_str mnemonic, part, kind;
} kernels[] = {
#define KERNEL(mnemonic, part, kind) \
	{NOSTD_STR_INIT(mnemonic), NOSTD_STR_INIT(part), NOSTD_STR_INIT(kind)},
#include "rules/kernels.def"
};

static bool holds(struct nostd_str text, struct nostd_str part)
{
	size_t i;

	for (i = 0; i + part.len <= text.len; i++) {
		if (nostd_str_eq_ignore_case(nostd_str_slice(text, i, i + part.len),
					     part)) {
			return true;
		}
	}
	return false;
}

bool nsc_kernel_takes(struct nostd_str mnemonic, struct nostd_str function)
{
	size_t i;

	for (i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		if (nostd_str_eq(kernels[i].mnemonic, mnemonic) &&
		    holds(function, kernels[i].part) &&
		    holds(function, kernels[i].kind)) {
			return true;
		}
	}
	return false;
}
