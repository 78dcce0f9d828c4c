/*
 * find.c - where the configuration is, and reading it. See config.h.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/config/bind.h"
#include "analyzer/config/config.h"
#include "analyzer/config/fault.h"
#include "analyzer/config/keys.h"
#include "analyzer/config/yaml.h"

void nsc_config_init(struct nsc_config *config, struct nsc_run *run)
{
	static const struct nsc_config none;

	*config = none;
	nsc_section_init(&nsc_section_root, config, run);
	config->faults = nsc_config_fault_vec_new_in(nsc_keep(run));
}

/* -- looking for it ------------------------------------------------------------------ */

/* Is there something called `name` in `folder`? */
static bool is_there(struct nsc_run *run, struct nostd_str folder, struct nostd_str name,
		     struct nostd_str *path)
{
	*path = nsc_path_join(run->scratch, folder, name);
	return nsc_host_look(path->ptr, NULL) != NSC_FILE_NONE;
}

/* A file that somebody took for the configuration. */
static void tell_misnamed(struct nsc_run *run, struct nostd_str folder)
{
	struct nostd_str path;

	if (is_there(run, folder, NOSTD_STR(".nostd-check.yml"), &path)) {
		nsc_diag(run->diags, NSC_DIAG_WARNING,
			 nsc_place(nsc_name(run->names, path), 0, 0),
			 "found this file, expected " NSC_CONFIG_FILE ": it is not read");
	}
}

/*
 * Upward from `folder` to a repository's top. True: *path is the configuration. *top is
 * the repository's top, or as it was when there is none on the way.
 */
static bool find_upward(struct nsc_run *run, struct nostd_str folder,
			struct nostd_str *path, struct nostd_str *top)
{
	struct nostd_str mark, up;

	for (;;) {
		if (is_there(run, folder, NOSTD_STR(NSC_CONFIG_FILE), path)) {
			return true;
		}
		tell_misnamed(run, folder);
		if (is_there(run, folder, NOSTD_STR(".git"), &mark)) {
			*top = folder;
			return false;
		}
		up = nsc_path_folder(folder);
		if (up.len >= folder.len) {
			return false;
		}
		folder = up;
	}
}

static int find_given(struct nsc_run *run, const struct nsc_config_search *search,
		      struct nsc_name *path, struct nsc_err *err)
{
	struct nostd_str full = nsc_path_join(run->scratch, search->cwd, search->given);

	if (nsc_host_look(full.ptr, NULL) != NSC_FILE_REGULAR) {
		return nsc_fail(err, NSC_ERR_CONFIG,
				"{}: expected a configuration file, found {}",
				search->given,
				nsc_host_look(full.ptr, NULL) == NSC_FILE_NONE
					? "nothing"
					: "something else");
	}
	*path = nsc_name(run->names, full);
	return 0;
}

int nsc_config_find(struct nsc_run *run, const struct nsc_config_search *search,
		    struct nsc_name *path, struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nostd_str found = {NULL, 0}, top;
	int ret = 0;

	path->ix = 0;
	if (search->given.len != 0) {
		ret = find_given(run, search, path, err);
	} else if (find_upward(run, search->cwd, &found, &top) ||
		   (search->sources.len != 0 &&
		    find_upward(run, search->sources, &found, &top))) {
		*path = nsc_name(run->names, found);
	}
	nostd_bump_reset(run->scratch, mark);
	return ret;
}

struct nsc_name nsc_config_root(struct nsc_run *run, const struct nsc_config *config,
				const struct nsc_config_search *search)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nostd_str root = search->sources.len != 0 ? search->sources : search->cwd;
	struct nostd_str found, top = {NULL, 0};
	struct nsc_name name;

	if (nsc_name_given(config->folder)) {
		return config->folder;
	}
	find_upward(run, search->cwd, &found, &top);
	if (search->sources.len != 0 &&
	    (top.len == 0 || !nsc_path_within(search->sources, top))) {
		top = NOSTD_STR("");
		find_upward(run, search->sources, &found, &top);
	}
	name = nsc_name(run->names, top.len != 0 ? top : root);
	nostd_bump_reset(run->scratch, mark);
	return name;
}

/* -- reading it ---------------------------------------------------------------------- */

static void read_text(struct nsc_run *run, struct nostd_span text,
		      const struct nsc_config_words *words, struct nsc_faults *faults)
{
	struct nsc_yaml_nodes nodes = nsc_yaml_nodes_new_in(nsc_scratch(run));
	struct nsc_binder binder = {run, faults->config, words, &nodes, faults};
	const struct nsc_mark nowhere = {0, 0};
	uint32_t root;

	nsc_yaml_read(text, run->scratch, faults, &nodes, &root);
	if (root != NSC_YAML_NONE) {
		nsc_bind(&binder, root);
	} else if (faults->config->faults.len == 0) {
		nsc_fault(faults, nowhere, "found an empty file, expected `version: {}`",
			  (int)NSC_CONFIG_VERSION);
	}
}

int nsc_config_parse(struct nsc_run *run, const struct nsc_config_source *source,
		     const struct nsc_config_words *words, struct nsc_config *config,
		     struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_faults faults = {run, config};
	const struct nsc_mark nowhere = {0, 0};
	int ret;

	config->path = source->path;
	config->folder = nsc_name(
		run->names, nsc_path_folder(nsc_name_text(run->names, source->path)));
	if (source->text.size > NSC_LIMIT_CONFIG_SIZE) {
		nsc_fault(&faults, nowhere, "found {} bytes, expected at most {}",
			  source->text.size, (size_t)NSC_LIMIT_CONFIG_SIZE);
	} else {
		read_text(run, source->text, words, &faults);
	}
	ret = nsc_faults_close(&faults, err);
	nostd_bump_reset(run->scratch, mark);
	return ret;
}

int nsc_config_load(struct nsc_run *run, struct nsc_name path,
		    const struct nsc_config_words *words, struct nsc_config *config,
		    struct nsc_err *err)
{
	struct nsc_config_source source;
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(nsc_name_chars(run->names, path), &file, err) < 0) {
		return -1;
	}
	source.path = path;
	source.text = file.bytes;
	ret = nsc_config_parse(run, &source, words, config, err);
	nsc_host_close(&file);
	return ret;
}
