/*
 * driver.h - ask a compiler where its headers are and what it compiles for.
 *
 * A compile database comes from other people's repositories, and the answer is got by
 * running a program it names. So (design.md, "Untrusted input"):
 *
 *  - only programs with the base name of a compiler we know (compiler.def) are run, and
 *    of these only such as are found on PATH, or whose absolute path matches a glob the
 *    caller gives (--query-driver);
 *  - the arguments are ours: `-E -dM -v -x c /dev/null` and, from the command, only
 *    machine options, plain names of specs files and sysroots. Options that make a
 *    compiler run or load something (-B, -wrapper, -fplugin, specs files with a path,
 *    @file) never are;
 *  - no shell; the working folder is "/"; time and output are limited.
 *
 * Answers are kept per (program, options) for the run, and may be stored and given back.
 */
#ifndef NSC_ANALYZER_COMPDB_DRIVER_H
#define NSC_ANALYZER_COMPDB_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"

struct nsc_command_result;
struct nsc_compdb_facts;
struct nsc_compile_command;
struct nsc_driver_facts;
struct nsc_drivers;
struct nsc_invocation;
struct nsc_run;

struct nsc_driver_policy {
	const struct nostd_str *globs; /* absolute paths that may be run besides PATH's */
	size_t glob_count;
	unsigned seconds_max; /* of one question; 0: 10 */
};

/* No question asked yet. `policy` is copied, its globs must stay. Lives in run->keep. */
struct nsc_drivers *nsc_drivers_new(struct nsc_run *run,
				    const struct nsc_driver_policy *policy);

/* A stored answer. Ignored when its program is another file by now. `facts` must stay. */
void nsc_drivers_add(struct nsc_drivers *drivers, const struct nsc_driver_facts *facts);

/*
 * What the compiler of `command` says. NULL when it may not or cannot be asked; *why is
 * then one sentence for a message (static or in run->keep).
 */
const struct nsc_driver_facts *nsc_drivers_ask(struct nsc_drivers *drivers,
					       const struct nsc_compdb_facts *facts,
					       const struct nsc_compile_command *command,
					       const struct nsc_invocation *invocation,
					       struct nostd_str *why);

/*
 * For other questions to programs of foreign commands, under the same rules. The absolute
 * path of a program as a command of `folder` writes it, if it may be run; else empty, and
 * *why. Whoever asks has looked at its base name before.
 */
struct nsc_name nsc_drivers_program(struct nsc_drivers *drivers, struct nsc_name written,
				    struct nsc_name folder, struct nostd_str *why);
/* Does --query-driver allow this absolute path? */
bool nsc_drivers_allow(const struct nsc_drivers *drivers, struct nostd_str path);
/*
 * Run it in "/" and give what it prints, in run->scratch; false, with *why, when it
 * cannot be run or takes too long. Its exit code is the caller's to look at.
 */
bool nsc_drivers_run(struct nsc_drivers *drivers, const char *const *argv,
		     struct nsc_command_result *result, struct nostd_str *why);

/* All answers so far, in order of the first question: what a store may keep. */
size_t nsc_drivers_count(const struct nsc_drivers *drivers);
const struct nsc_driver_facts *nsc_drivers_get(const struct nsc_drivers *drivers,
					       size_t index);

#endif
