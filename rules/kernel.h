/*
 * kernel.h - which functions show that a target is a kernel.
 *
 * In:   the mnemonic of a system call instruction, the name of a function.
 * Out:  whether such a function takes these calls.
 *
 * The rows are kernels.def.
 */
#ifndef NSC_RULES_KERNEL_H
#define NSC_RULES_KERNEL_H

#include <stdbool.h>

#include <nostd/str.h>

bool nsc_kernel_takes(struct nostd_str mnemonic, struct nostd_str function);

#endif
