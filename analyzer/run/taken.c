/*
 * taken.c - `why --taken`: how the linker came to take a member, by the reasons that a
 * map gives. See commands.h.
 *
 * Needs no configuration, target or store, and of a map of GNU ld or gold nothing but
 * its first tables: the answer for 100 MB comes at once. It is what `why -v` says of the
 * member at its end, in the map's own paths.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/row.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/map.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

struct taken {
	struct nsc_run *run;
	struct nostd_str wanted; /* name or pattern */
	bool is_wild;            /* it is a pattern */
	struct nsc_map_facts facts;
	uint32_t *pull_of; /* by file: row of pulls, the first; NSC_NO_ROW: not taken */
	uint32_t *way;     /* room for a chain */
	struct nsc_put put;
};

#define PUT(of, ...) NSC_PUT(&(of)->put, __VA_ARGS__)

/* -- the question -------------------------------------------------------------------- */

static int read_map(struct taken *of, struct nostd_str said, struct nsc_err *err)
{
	struct nsc_name path = nsc_name(of->run->names, said);
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_open(nsc_name_chars(of->run->names, path), &file, err) < 0) {
		return -1;
	}
	nsc_map_facts_init(&of->facts, of->run->keep);
	ret = nsc_map_parse_pulls(of->run, path, file.bytes, &of->facts, err);
	nsc_host_close(&file);
	if (ret < 0) {
		return ret;
	}
	if ((of->facts.knows & NSC_MAP_PULLS) == 0 && !of->facts.truncated) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: this map does not say why members were taken; "
				"without --taken the files are asked",
				said);
	}
	return 0;
}

static int take_request(struct taken *of, const struct nsc_request *request,
			struct nsc_err *err)
{
	const struct nsc_words *args = &request->args;
	bool named = request->maps.len == 1 && args->len == 1;

	if (request->format.len != 0 &&
	    !nostd_str_eq(request->format, NOSTD_STR("text"))) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--taken is text; `why --format json` has it as pulls");
	}
	if (args->len == 0 || args->ptr[0].len == 0 ||
	    (!named && (args->len != 2 || request->maps.len != 0))) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"why --taken: expected a name and one link map");
	}
	of->wanted = args->ptr[0];
	of->is_wild = nsc_pattern_is_wild(of->wanted);
	return read_map(of, named ? request->maps.ptr[0] : args->ptr[1], err);
}

/* -- what fits ----------------------------------------------------------------------- */

static struct nostd_str text_of(const struct taken *of, struct nsc_name name)
{
	return nsc_name_text(of->run->names, name);
}

/* "libc.a(rand.o)", in scratch. */
static struct nostd_str file_text(const struct taken *of, uint32_t row)
{
	const struct nsc_map_file *file = &of->facts.files.ptr[row];
	struct nostd_str archive = text_of(of, file->archive);
	struct nostd_str name = text_of(of, file->name);
	char *text;

	if (archive.len == 0) {
		return name;
	}
	text = nostd_bump_array(of->run->scratch, char, archive.len + name.len + 2);
	memcpy(text, archive.ptr, archive.len);
	text[archive.len] = '(';
	memcpy(text + archive.len + 1, name.ptr, name.len);
	text[archive.len + 1 + name.len] = ')';
	return nostd_str_new(text, archive.len + name.len + 2);
}

static bool fits_symbol(const struct taken *of, const struct nsc_map_pull *pull)
{
	return nsc_name_given(pull->symbol) &&
	       nsc_pattern_match(of->wanted, text_of(of, pull->symbol));
}

static bool fits_end(const struct taken *of, struct nostd_str path)
{
	return (of->is_wild || nostd_str_ends_with(path, of->wanted)) &&
	       nsc_pattern_fits_end(of->wanted, path);
}

/* As `why` takes names of files: by the end of the path, a member or an archive alone. */
static bool fits_file(const struct taken *of, const struct nsc_map_pull *pull)
{
	const struct nsc_map_file *file = &of->facts.files.ptr[pull->file];
	struct nostd_bump_mark mark = nostd_bump_mark(of->run->scratch);
	bool fits;

	if (fits_end(of, text_of(of, file->name)) || !nsc_name_given(file->archive)) {
		return fits_end(of, text_of(of, file->name));
	}
	if (fits_end(of, text_of(of, file->archive))) {
		return true;
	}
	if (!of->is_wild && !nostd_str_ends_with(of->wanted, NOSTD_STR(")"))) {
		return false;
	}
	fits = fits_end(of, file_text(of, pull->file));
	nostd_bump_reset(of->run->scratch, mark);
	return fits;
}

/* -- the answer ---------------------------------------------------------------------- */

static void index_pulls(struct taken *of)
{
	uint32_t i;

	of->pull_of = nsc_no_rows(of->run->keep, of->facts.files.len);
	of->way = nostd_bump_array(of->run->keep, uint32_t, of->facts.pulls.len);
	for (i = (uint32_t)of->facts.pulls.len; i-- > 0;) {
		of->pull_of[of->facts.pulls.ptr[i].file] = i;
	}
}

static void put_file(struct taken *of, uint32_t row)
{
	const struct nsc_map_file *file = &of->facts.files.ptr[row];

	if (nsc_name_given(file->archive)) {
		PUT(of, "{}({})\n", text_of(of, file->archive), text_of(of, file->name));
	} else {
		PUT(of, "{}\n", text_of(of, file->name));
	}
}

/* From the command line down to the member. */
static int put_chain(struct taken *of, uint32_t file, struct nsc_err *err)
{
	const struct nsc_map_pull_vec *pulls = &of->facts.pulls;
	uint32_t from = file;
	size_t count = 0;

	while (from != NSC_NO_ROW && of->pull_of[from] != NSC_NO_ROW) {
		if (count == pulls->len) {
			return nsc_fail(err, NSC_ERR_INPUT,
					"{}:{}: {} was taken for a file that was taken "
					"for it: no linker takes members in a circle",
					nsc_name_chars(of->run->names, of->facts.path),
					pulls->ptr[of->pull_of[from]].line,
					file_text(of, from));
		}
		of->way[count++] = of->pull_of[from];
		from = pulls->ptr[of->pull_of[from]].by;
	}
	PUT(of, "how the linker came to take {}:\n  {}\n", file_text(of, file),
	    from == NSC_NO_ROW ? NOSTD_STR("the link line") : file_text(of, from));
	while (count-- > 0) {
		const struct nsc_map_pull *pull = &pulls->ptr[of->way[count]];

		if (nsc_name_given(pull->symbol)) {
			PUT(of, "  -> {} -> ", text_of(of, pull->symbol));
		} else {
			PUT(of, "  ");
		}
		put_file(of, pull->file);
	}
	return 0;
}

/* The members that fit, each once, in the order they were taken. */
static int put_fitting(struct taken *of,
		       bool (*fits)(const struct taken *of,
				    const struct nsc_map_pull *pull),
		       size_t *count, struct nsc_err *err)
{
	const struct nsc_map_pull_vec *pulls = &of->facts.pulls;
	uint32_t i;

	for (i = 0; i < pulls->len; i++) {
		if (of->pull_of[pulls->ptr[i].file] != i || !fits(of, &pulls->ptr[i])) {
			continue;
		}
		if ((*count)++ != 0) {
			PUT(of, "\n");
		}
		if (put_chain(of, pulls->ptr[i].file, err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Symbols before files, as everywhere. */
static int answer(struct taken *of, struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(of->run->keep, 1);
	struct nsc_err closing = {NSC_ERR_NONE, ""};
	size_t count = 0;
	int ret;

	of->put = (struct nsc_put){nsc_out_sink(out), false, false};
	index_pulls(of);
	ret = put_fitting(of, fits_symbol, &count, err);
	if (ret == 0 && count == 0) {
		ret = put_fitting(of, fits_file, &count, err);
	}
	if (nsc_out_close(out, ret < 0 ? &closing : err) < 0) {
		ret = -1;
	}
	if (ret == 0 && count == 0) {
		nsc_view_say(of->run,
			     "{}: no reason of the map names it; without --taken all of "
			     "the map is asked",
			     of->wanted);
	}
	return ret < 0 ? ret : count == 0;
}

static void put_diags(struct taken *of, bool notes)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_out *out = nsc_out_fd(of->run->scratch, 2);
	struct nsc_put put = {nsc_out_sink(out), false, false};
	struct nsc_mounts mounts;
	struct nsc_report report;

	memset(&report, 0, sizeof(report));
	nsc_mounts_init(&mounts, of->run->keep, of->run->names);
	report.run = of->run;
	report.mounts = &mounts;
	nsc_diags_sort(of->run->diags, &mounts);
	nsc_put_diags(&put, &report, notes);
	nsc_out_close(out, &ignored);
}

int nsc_why_taken(struct nsc_run *run, const struct nsc_request *request,
		  struct nsc_err *err)
{
	struct taken of;
	int ret;

	memset(&of, 0, sizeof(of));
	of.run = run;
	if (take_request(&of, request, err) < 0) {
		return -1;
	}
	put_diags(&of, request->verbose);
	ret = answer(&of, err);
	if (ret < 0) {
		return ret;
	}
	return nsc_diags_incomplete(run->diags, (struct nsc_name){0}) ? 2 : ret;
}
