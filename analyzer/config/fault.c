/*
 * fault.c - see fault.h.
 */
#include "analyzer/config/fault.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/config/config.h"

/* Collected before they are ordered; a file with more is not read by its faults. */
enum { COLLECTED_MAX = 50 * NSC_CONFIG_FAULTS_MAX };

static int fault_cmp(const struct nsc_config_fault *a, const struct nsc_config_fault *b)
{
	int order = (a->line > b->line) - (a->line < b->line);

	return order != 0 ? order : (a->column > b->column) - (a->column < b->column);
}

#define NOSTD_NAME      by_place
#define NOSTD_T         struct nsc_config_fault
#define NOSTD_CMP(a, b) fault_cmp((a), (b))
#include <nostd/sort.h>

void nsc_fault_args(struct nsc_faults *faults, struct nsc_mark at, const char *format,
		    const struct nostd_fmt_arg *args, size_t count)
{
	struct nsc_config_fault fault = {at.line, at.column, {0}};
	struct nostd_string text;

	if (faults->config->faults.len == COLLECTED_MAX) {
		faults->config->faults_more++;
		return;
	}
	text = nostd_string_new();
	nostd_string_format_args(&text, format, args, count);
	fault.text = nsc_name(faults->run->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	nsc_config_fault_vec_push(&faults->config->faults, fault);
}

static int fail(const struct nsc_faults *faults, struct nsc_err *err)
{
	const struct nsc_config *config = faults->config;
	const struct nsc_config_fault *first = &config->faults.ptr[0];
	const struct nsc_names *names = faults->run->names;
	/* Paths are shown relative to the root, which is the file's own folder. */
	struct nostd_str file = nsc_path_base(nsc_name_text(names, config->path));
	size_t more = config->faults.len - 1 + config->faults_more;
	struct nostd_string text = nostd_string_new();

	nostd_format(&text, "{}", nsc_name_text(names, first->text));
	if (more != 0) {
		nostd_format(&text, " (and {} more)", more);
	}
	if (first->line == 0) {
		nsc_fail(err, NSC_ERR_CONFIG, "{}: {}", file, &text);
	} else {
		nsc_fail(err, NSC_ERR_CONFIG, "{}:{}:{}: {}", file, first->line,
			 first->column, &text);
	}
	nostd_string_drop(&text);
	return -1;
}

int nsc_faults_close(struct nsc_faults *faults, struct nsc_err *err)
{
	struct nsc_config_fault_vec *all = &faults->config->faults;

	if (all->len == 0) {
		return 0;
	}
	/* Stable: faults of one place stay in the order in which they were found. */
	by_place_sort_stable_in(all->ptr, all->len, nsc_scratch(faults->run));
	if (all->len > NSC_CONFIG_FAULTS_MAX) {
		faults->config->faults_more +=
			(uint32_t)(all->len - NSC_CONFIG_FAULTS_MAX);
		nsc_config_fault_vec_truncate(all, NSC_CONFIG_FAULTS_MAX);
	}
	return fail(faults, err);
}

bool nsc_config_tell(const struct nsc_run *run, const struct nsc_config *config,
		     struct nostd_sink out)
{
	struct nostd_str file = nsc_path_base(nsc_name_text(run->names, config->path));
	size_t i;

	for (i = 0; i < config->faults.len; i++) {
		const struct nsc_config_fault *fault = &config->faults.ptr[i];
		struct nostd_str text = nsc_name_text(run->names, fault->text);
		bool done =
			fault->line == 0
				? nostd_try_format_sink(out, "{}: {}\n", file, text)
				: nostd_try_format_sink(out, "{}:{}:{}: {}\n", file,
							fault->line, fault->column, text);

		if (!done) {
			return false;
		}
	}
	return config->faults_more == 0 ||
	       nostd_try_format_sink(out, "{}: and {} more\n", file, config->faults_more);
}
