/*
 * fix_apply.c - the lines of proposals changed in the files themselves.
 *
 * All files are made in memory first: when one line is not what it was when it was tried,
 * no file is written. A line that goes takes its line end along.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/run/fix_work.h"
#include "analyzer/run/session.h"

/* A file as it is to be. */
struct changed {
	struct nsc_name path;
	struct nostd_str text;
};

#define NOSTD_NAME changed_vec
#define NOSTD_T    struct changed
#define NOSTD_IN
#include <nostd/vec.h>

/* The change of a line of this file, if one of the proposals that are taken has it. */
static const struct nsc_fix_change *change_of(const struct nsc_fix_target *target,
					      struct nsc_name path, uint32_t line)
{
	size_t i, k;

	for (i = 0; i < target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &target->proposals.ptr[i];

		for (k = 0;
		     proposal->plan == NSC_FIX_PLAN_TAKEN && k < proposal->changes.len;
		     k++) {
			const struct nsc_fix_change *change = &proposal->changes.ptr[k];

			if (change->kind == NSC_FIX_LINE && change->at.line == line &&
			    nsc_name_eq(change->at.file, path)) {
				return change;
			}
		}
	}
	return NULL;
}

/* A file's text with the changes made; < 0: a line is another by now. */
static int change_text(const struct nsc_session *session,
		       const struct nsc_fix_target *target, struct changed *file,
		       struct nsc_err *err)
{
	struct nostd_string out = nostd_string_new();
	struct nostd_str text = file->text;
	const struct nsc_names *names = session->run->names;
	uint32_t number = 1;

	while (text.len != 0) {
		size_t end = nostd_str_find_byte(text, '\n');
		struct nostd_str line =
			nostd_str_take(text, end == NOSTD_NOT_FOUND ? text.len : end);
		size_t whole = line.len + (end != NOSTD_NOT_FOUND);
		const struct nsc_fix_change *change =
			change_of(target, file->path, number);

		if (!change) {
			nostd_string_push_str(&out, nostd_str_take(text, whole));
		} else if (!nostd_str_eq(line, nsc_name_text(names, change->before))) {
			nostd_string_drop(&out);
			return nsc_fail(err, NSC_ERR_INPUT,
					"{}:{}: changed since it was tried; nothing is "
					"written",
					nsc_name_text(names, file->path), number);
		} else if (nsc_name_given(change->after)) {
			nostd_string_push_str(&out, nsc_name_text(names, change->after));
			nostd_string_push_str(&out,
					      nostd_str_skip(nostd_str_take(text, whole),
							     line.len));
		}
		text = nostd_str_skip(text, whole);
		number++;
	}
	file->text = nostd_bump_str(session->run->keep, nostd_string_as_str(&out));
	nostd_string_drop(&out);
	return 0;
}

static int change_file(const struct nsc_session *session,
		       const struct nsc_fix_target *target, struct changed *out,
		       struct nsc_err *err)
{
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(nsc_name_chars(session->run->names, out->path), &file, err) <
	    0) {
		return -1;
	}
	out->text = nostd_str_new((const char *)file.bytes.ptr, file.bytes.size);
	ret = change_text(session, target, out, err);
	nsc_host_close(&file);
	return ret;
}

static bool is_changed(const struct changed_vec *all, struct nsc_name path)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (nsc_name_eq(all->ptr[i].path, path)) {
			return true;
		}
	}
	return false;
}

/* The files that a target wants changed. */
static int change_target(const struct nsc_session *session,
			 const struct nsc_fix_target *target, struct changed_vec *all,
			 struct nsc_err *err)
{
	size_t i, k;

	for (i = 0; i < target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &target->proposals.ptr[i];

		for (k = 0;
		     proposal->plan == NSC_FIX_PLAN_TAKEN && k < proposal->changes.len;
		     k++) {
			const struct nsc_fix_change *change = &proposal->changes.ptr[k];
			struct changed file = {.path = change->at.file};

			if (change->kind != NSC_FIX_LINE || is_changed(all, file.path)) {
				continue;
			}
			if (change_file(session, target, &file, err) < 0) {
				return -1;
			}
			changed_vec_push(all, file);
		}
	}
	return 0;
}

int nsc_fix_apply(struct nsc_session *session, const struct nsc_fix_answer *answer,
		  struct nsc_name_vec *written, struct nsc_err *err)
{
	struct changed_vec all = changed_vec_new_in(nsc_keep(session->run));
	size_t i;

	for (i = 0; i < answer->count; i++) {
		struct changed_vec more = changed_vec_new_in(nsc_keep(session->run));

		if (change_target(session, &answer->targets[i], &more, err) < 0) {
			return -1;
		}
		if (more.len != 0 && all.len != 0) {
			return nsc_fail(err, NSC_ERR_USAGE,
					"--apply: more than one target wants lines "
					"changed, and each was tried alone; nothing is "
					"written; name one with --target");
		}
		all = more.len != 0 ? more : all;
	}
	for (i = 0; i < all.len; i++) {
		const char *path = nsc_name_chars(session->run->names, all.ptr[i].path);
		struct nostd_str text = all.ptr[i].text;

		if (nsc_host_write(path, nostd_span_new(text.ptr, text.len), err) < 0) {
			return -1;
		}
		nsc_name_vec_push(written, all.ptr[i].path);
	}
	return 0;
}
