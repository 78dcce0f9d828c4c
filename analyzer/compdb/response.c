/*
 * response.c - response files, with a stack instead of recursion. See response.h.
 *
 * GCC looks nested files up in the working folder, not beside the file that names them
 * (libiberty's expandargv passes names to fopen as they are; seen in 12.2).
 */
#include "analyzer/compdb/response.h"

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"

struct expansion {
	struct nsc_run *run;
	const struct nsc_response *response;
	struct nsc_name_vec *out;
	struct nsc_quote open[NSC_LIMIT_RESPONSE_DEPTH]; /* files being read */
	unsigned depth;
	size_t left;       /* words and files that may still come */
	size_t bytes_left; /* of response files */
};

static void tell(struct expansion *expansion, struct nostd_str word, const char *what)
{
	nsc_diag(expansion->run->diags, NSC_DIAG_WARNING, expansion->response->at,
		 "response file {}: {}", nostd_str_skip(word, 1), what);
}

/* The text of a response file, in scratch; false when it cannot be read. */
static bool read_file(struct expansion *expansion, struct nostd_str word,
		      struct nostd_str *text)
{
	struct nostd_bump *scratch = expansion->run->scratch;
	struct nostd_str path = nsc_path_join(scratch, expansion->response->folder,
					      nostd_str_skip(word, 1));
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;

	if (nsc_host_open(path.ptr, &file, &err) < 0) {
		tell(expansion, word, "cannot be read, so the command is not complete");
		return false;
	}
	if (file.bytes.size > expansion->bytes_left) {
		nsc_host_close(&file);
		tell(expansion, word, "larger than any command can be");
		return false;
	}
	expansion->bytes_left -= file.bytes.size;
	*text = nostd_bump_str(scratch, nostd_str_new((const char *)file.bytes.ptr,
						      file.bytes.size));
	nsc_host_close(&file);
	return true;
}

static bool open_file(struct expansion *expansion, struct nostd_str word)
{
	struct nostd_str text;

	if (expansion->depth == NSC_LIMIT_RESPONSE_DEPTH) {
		tell(expansion, word, "nested too deeply");
		return false;
	}
	if (!read_file(expansion, word, &text)) {
		return false;
	}
	expansion->open[expansion->depth++] = nsc_quote_words(
		expansion->run->scratch, expansion->response->quoting, text);
	return true;
}

static void add_word(struct expansion *expansion, struct nostd_str word)
{
	if (expansion->left == 0) {
		return;
	}
	if (--expansion->left == 0) {
		nsc_diag(expansion->run->diags, NSC_DIAG_WARNING, expansion->response->at,
			 "the command has more than {} arguments; the rest is dropped",
			 (unsigned)NSC_LIMIT_ARGUMENTS);
		word = NOSTD_STR("@"); /* what says that the command is not complete */
	} else if (word.len > 1 && word.ptr[0] == '@' && open_file(expansion, word)) {
		return;
	}
	nsc_name_vec_push(expansion->out, nsc_name(expansion->run->names, word));
}

void nsc_response_expand(struct nsc_run *run, const struct nsc_response *response,
			 const struct nostd_str *words, size_t count,
			 struct nsc_name_vec *out)
{
	struct expansion expansion = {.run = run,
				      .response = response,
				      .out = out,
				      .left = NSC_LIMIT_ARGUMENTS,
				      .bytes_left = NSC_LIMIT_RESPONSE_SIZE};
	size_t i;

	for (i = 0; i < count && expansion.left > 0; i++) {
		add_word(&expansion, words[i]);
		while (expansion.depth > 0 && expansion.left > 0) {
			struct nsc_quote *file = &expansion.open[expansion.depth - 1];

			if (nsc_quote_next(file)) {
				add_word(&expansion, file->word);
			} else {
				expansion.depth--;
			}
		}
	}
}
