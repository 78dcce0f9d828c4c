/*
 * fix_apply.c - the lines of proposals changed in the files themselves.
 *
 * A file is written once, with all of its changes, and only if each line is still what it
 * was when it was tried. A line that goes takes its line end along.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/run/fix_work.h"
#include "analyzer/run/session.h"

/* The change of a line of this file, if one of the best proposals has it. */
static const struct nsc_fix_change *change_of(const struct nsc_fix_target *target,
					      struct nsc_name path, uint32_t line)
{
	size_t i, k;

	for (i = 0; i < target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &target->proposals.ptr[i];

		for (k = 0; proposal->best && k < proposal->changes.len; k++) {
			const struct nsc_fix_change *change = &proposal->changes.ptr[k];

			if (change->kind == NSC_FIX_LINE && change->at.line == line &&
			    nsc_name_eq(change->at.file, path)) {
				return change;
			}
		}
	}
	return NULL;
}

/* The text with the changes made; < 0: a line is another by now. */
static int change_text(const struct nsc_session *session,
		       const struct nsc_fix_target *target, struct nsc_name path,
		       struct nostd_str text, struct nostd_string *out,
		       struct nsc_err *err)
{
	const struct nsc_names *names = session->run->names;
	uint32_t number = 1;

	while (text.len != 0) {
		size_t end = nostd_str_find_byte(text, '\n');
		struct nostd_str line =
			nostd_str_take(text, end == NOSTD_NOT_FOUND ? text.len : end);
		size_t whole = line.len + (end != NOSTD_NOT_FOUND);
		const struct nsc_fix_change *change = change_of(target, path, number);

		if (!change) {
			nostd_string_push_str(out, nostd_str_take(text, whole));
		} else if (!nostd_str_eq(line, nsc_name_text(names, change->before))) {
			return nsc_fail(err, NSC_ERR_INPUT,
					"{}:{}: changed since it was tried; nothing is "
					"written",
					nsc_name_text(names, path), number);
		} else if (nsc_name_given(change->after)) {
			nostd_string_push_str(out, nsc_name_text(names, change->after));
			nostd_string_push_str(out,
					      nostd_str_skip(nostd_str_take(text, whole),
							     line.len));
		}
		text = nostd_str_skip(text, whole);
		number++;
	}
	return 0;
}

static int write_file(const struct nsc_session *session,
		      const struct nsc_fix_target *target, struct nsc_name path,
		      struct nsc_err *err)
{
	const char *chars = nsc_name_chars(session->run->names, path);
	struct nostd_string text = nostd_string_new();
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(chars, &file, err) < 0) {
		return -1;
	}
	ret = change_text(session, target, path,
			  nostd_str_new((const char *)file.bytes.ptr, file.bytes.size),
			  &text, err);
	nsc_host_close(&file);
	if (ret == 0) {
		ret = nsc_host_write(chars, nostd_span_new(text.ptr, text.len), err);
	}
	nostd_string_drop(&text);
	return ret;
}

static bool is_written(const struct nsc_name_vec *written, struct nsc_name path)
{
	size_t i;

	for (i = 0; i < written->len; i++) {
		if (nsc_name_eq(written->ptr[i], path)) {
			return true;
		}
	}
	return false;
}

int nsc_fix_apply(struct nsc_session *session, const struct nsc_fix_target *target,
		  struct nsc_name_vec *written, struct nsc_err *err)
{
	size_t i, k;

	for (i = 0; i < target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &target->proposals.ptr[i];

		for (k = 0; proposal->best && k < proposal->changes.len; k++) {
			const struct nsc_fix_change *change = &proposal->changes.ptr[k];

			if (change->kind != NSC_FIX_LINE ||
			    is_written(written, change->at.file)) {
				continue;
			}
			if (write_file(session, target, change->at.file, err) < 0) {
				return -1;
			}
			nsc_name_vec_push(written, change->at.file);
		}
	}
	return 0;
}
