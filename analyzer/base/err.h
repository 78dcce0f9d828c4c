/*
 * err.h - an operation that failed, and why.
 *
 * One of four channels (style.md calls them: bug, failure, diagnostic, finding). A
 * function that can fail returns < 0 and fills its last parameter; the first failure
 * wins; callers put their context in front and never print. Only cmd/ prints, only
 * cmd/main.c exits.
 */
#ifndef NSC_ANALYZER_BASE_ERR_H
#define NSC_ANALYZER_BASE_ERR_H

#include <stddef.h>

#include <nostd/fmt.h>

/* What kind of failure; it decides the exit code. */
enum nsc_err_kind {
	NSC_ERR_NONE,    /* nothing failed */
	NSC_ERR_USAGE,   /* options or arguments; exit 2 */
	NSC_ERR_CONFIG,  /* the configuration file; exit 2 */
	NSC_ERR_INPUT,   /* an input is missing, unusable or empty; exit 2 */
	NSC_ERR_HOST,    /* the operating system refused; exit 3 */
	NSC_ERR_INTERNAL /* our own limit or a broken helper program; exit 3 */
};

enum { NSC_ERR_TEXT_SIZE = 1024 }; /* bytes, with the NUL; the rest is cut */

/* Storage is the caller's; all zero is "no failure". */
struct nsc_err {
	enum nsc_err_kind kind;
	char text[NSC_ERR_TEXT_SIZE];
};

/*
 * Record a failure, unless `err` holds one already. Always returns -1, so that
 * `return nsc_fail(err, NSC_ERR_INPUT, "{}: empty file", path);` reads as it should.
 */
#define nsc_fail(err, kind, ...) nsc_fail_args((err), (kind), NOSTD_FMT_ARGS(__VA_ARGS__))

/*
 * Put context in front of a recorded failure: "target boot: out/boot.map: ...". Returns
 * -1.
 */
#define nsc_while(err, ...) nsc_while_args((err), NOSTD_FMT_ARGS(__VA_ARGS__))

int nsc_fail_args(struct nsc_err *err, enum nsc_err_kind kind, const char *format,
		  const struct nostd_fmt_arg *args, size_t count);
int nsc_while_args(struct nsc_err *err, const char *format,
		   const struct nostd_fmt_arg *args, size_t count);

/* The process exit code for a failure of this kind: 2 or 3 (0 for NSC_ERR_NONE). */
int nsc_err_exit_code(enum nsc_err_kind kind);

#endif
