/*
 * err.c - failures as text with a kind. See err.h.
 */
#include "analyzer/base/err.h"

#include <string.h>

/* A text that was cut says so. */
static void mark_cut(struct nsc_err *err, size_t wanted)
{
	if (wanted >= NSC_ERR_TEXT_SIZE) {
		memcpy(err->text + NSC_ERR_TEXT_SIZE - 4, "...", 4);
	}
}

int nsc_fail_args(struct nsc_err *err, enum nsc_err_kind kind, const char *format,
		  const struct nostd_fmt_arg *args, size_t count)
{
	if (err->kind == NSC_ERR_NONE) {
		err->kind = kind;
		mark_cut(err, nostd_format_to_args(err->text, sizeof(err->text), format,
						   args, count));
	}
	return -1;
}

int nsc_while_args(struct nsc_err *err, const char *format,
		   const struct nostd_fmt_arg *args, size_t count)
{
	char text[NSC_ERR_TEXT_SIZE];
	char context[NSC_ERR_TEXT_SIZE];

	memcpy(text, err->text, sizeof(text));
	nostd_format_to_args(context, sizeof(context), format, args, count);
	mark_cut(err,
		 nostd_format_to(err->text, sizeof(err->text), "{}: {}", context, text));
	return -1;
}

int nsc_err_exit_code(enum nsc_err_kind kind)
{
	switch (kind) {
	case NSC_ERR_NONE:
		return 0;
	case NSC_ERR_USAGE:
	case NSC_ERR_CONFIG:
	case NSC_ERR_INPUT:
		return 2;
	case NSC_ERR_HOST:
	case NSC_ERR_INTERNAL:
		return 3;
	}
	return 3;
}
