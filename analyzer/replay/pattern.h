/*
 * pattern.h - patterns of linker scripts: which sections, which files.
 *
 * Private to analyzer/replay.
 */
#ifndef NSC_ANALYZER_REPLAY_PATTERN_H
#define NSC_ANALYZER_REPLAY_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

/* A file as a linker may spell it. */
struct nsc_pattern_file {
	struct nostd_str archive; /* absolute path; empty: of no archive */
	struct nostd_str name;    /* absolute path, or the member's name */
	struct nostd_str folder;  /* where the link runs: paths may be relative to it */
};

/* `*`, `?`, `[set]`, `[!set]`, and a backslash in front of any (fnmatch of POSIX). */
bool nsc_pattern_takes(struct nostd_str pattern, struct nostd_str text);

/*
 * Does a file pattern match, as this linker (enum nsc_linker) spells the file? GNU ld:
 * the member, its archive, or "archive:member"; lld: "archive:member" as one text; gold:
 * "archive(member)".
 */
bool nsc_pattern_takes_file(uint8_t linker, struct nostd_str pattern,
			    const struct nsc_pattern_file *file);

#endif
