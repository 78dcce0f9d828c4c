/*
 * lines.h - the link commands of --link-cmd, read; and links that have no map.
 */
#ifndef NSC_ANALYZER_RUN_LINES_H
#define NSC_ANALYZER_RUN_LINES_H

#include "analyzer/base/names.h"

struct nsc_err;
struct nsc_image;
struct nsc_link_line;
struct nsc_session;

#define NOSTD_NAME nsc_link_line_ptr_vec
#define NOSTD_T    struct nsc_link_line *
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * Every command of every --link-cmd, in order. < 0: a file that cannot be read, or a text
 * without a command that links. One that cannot be understood is a diagnostic (NSC901).
 */
int nsc_lines_load(struct nsc_session *session, struct nsc_link_line_ptr_vec *out,
		   struct nsc_err *err);

/* NSC901 for each file that a link names and nobody finds; for a link that is judged. */
void nsc_lines_say_missing(struct nsc_session *session, const struct nsc_link_line *line);

/* Is a file an input of one of these links? */
bool nsc_lines_take(const struct nsc_link_line_ptr_vec *all, struct nsc_name path);
/* Is one of them no `ld -r`? */
bool nsc_lines_have_whole(const struct nsc_link_line_ptr_vec *all);

/*
 * The image of a link that has no map: its objects read, the link replayed. What cannot
 * be read is a diagnostic.
 */
int nsc_lines_predict(struct nsc_session *session, const struct nsc_link_line *line,
		      struct nsc_image *image, struct nsc_err *err);

#endif
