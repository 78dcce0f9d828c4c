/*
 * survey.c - see survey.h.
 */
#include "analyzer/judge/survey.h"

#include "analyzer/base/path.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/target.h"

void nsc_survey_make(const struct nsc_judgement *judgement,
		     const struct nsc_mounts *mounts, struct nsc_survey *out)
{
	out->judgement = judgement;
	out->mounts = mounts;
	nsc_pieces_find(judgement->target, &judgement->crossings, judgement->drags,
			&out->pieces);
}

struct nsc_name nsc_survey_archive(const struct nsc_survey *survey, uint32_t file)
{
	const struct nsc_target *target = survey->judgement->target;
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	struct nsc_names *names = target->graph->names;
	struct nsc_name path = nsc_name_given(row->archive) ? row->archive : row->name;

	return nsc_side_is_own(target->side[file])
		       ? nsc_mounts_show(survey->mounts, path)
		       : nsc_name(names, nsc_path_base(nsc_name_text(names, path)));
}

struct nsc_name nsc_survey_file(const struct nsc_survey *survey, uint32_t file)
{
	return nsc_graph_file_text(survey->judgement->target->graph, file,
				   nsc_survey_archive(survey, file));
}
