/*
 * side.c - see side.h.
 */
#include "analyzer/map/side.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/map.h"

/* From the names of an archive and a member, as one number, to the row of files. */
#define NOSTD_NAME member_rows
#define NOSTD_K    uint64_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME flag_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

bool nsc_map_is_side(struct nostd_str text)
{
	size_t i;

	for (i = 0; nsc_map_formats[i]; i++) {
		if (nsc_map_formats[i]->probe(text)) {
			return nsc_map_formats[i]->side;
		}
	}
	return false;
}

bool nsc_map_tells_side(const struct nsc_names *names, const struct nsc_map_facts *facts)
{
	struct nostd_str format = nsc_name_text(names, facts->format);
	size_t i;

	for (i = 0; nsc_map_formats[i]; i++) {
		if (nsc_map_formats[i]->side &&
		    nostd_str_eq(nostd_str_from_c(nsc_map_formats[i]->name), format)) {
			return true;
		}
	}
	return false;
}

static uint64_t key_of(const struct nsc_map_file *file)
{
	return (uint64_t)file->archive.ix << 32 | file->name.ix;
}

static struct member_rows rows_of(struct nsc_run *run, const struct nsc_map_facts *map)
{
	struct member_rows rows = member_rows_new_in(nsc_keep(run));
	uint32_t i;

	for (i = 0; i < map->files.len; i++) {
		member_rows_insert(&rows, key_of(&map->files.ptr[i]), i);
	}
	return rows;
}

/* The map's row for a row of the side's files; NSC_NO_ROW: it has none. */
static uint32_t row_in(struct member_rows *rows, const struct nsc_map_facts *side,
		       uint32_t file)
{
	uint32_t *row =
		file == NSC_NO_ROW
			? NULL
			: member_rows_get_mut(rows, key_of(&side->files.ptr[file]));

	return row ? *row : NSC_NO_ROW;
}

static size_t count_common(struct member_rows *rows, const struct nsc_map_facts *side)
{
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < side->files.len; i++) {
		count += nsc_name_given(side->files.ptr[i].archive) &&
			 row_in(rows, side, i) != NSC_NO_ROW;
	}
	return count;
}

/* A member that was taken may have no piece in the map; one with a piece was taken. */
static bool all_told(const struct nsc_map_facts *map, const struct flag_vec *told)
{
	size_t i;

	for (i = 0; i < map->sections.len; i++) {
		uint32_t file = map->sections.ptr[i].file;

		if (file != NSC_NO_ROW && file < told->len && !told->ptr[file] &&
		    nsc_name_given(map->files.ptr[file].archive)) {
			return false;
		}
	}
	return true;
}

static uint32_t row_or_new(struct member_rows *rows, struct nsc_map_facts *out,
			   const struct nsc_map_facts *side, uint32_t file)
{
	uint32_t row = row_in(rows, side, file);

	if (row == NSC_NO_ROW && file != NSC_NO_ROW) {
		row = (uint32_t)out->files.len;
		nsc_map_file_vec_push(&out->files, side->files.ptr[file]);
		member_rows_insert(rows, key_of(&side->files.ptr[file]), row);
	}
	return row;
}

/* The map's own vectors stay as they are: what grows is copied. */
static void copy_files(struct nsc_run *run, const struct nsc_map_facts *map,
		       struct nsc_map_facts *out)
{
	size_t i;

	*out = *map;
	out->pulls = nsc_map_pull_vec_new_in(nsc_keep(run));
	out->files = nsc_map_file_vec_new_in(nsc_keep(run));
	for (i = 0; i < map->files.len; i++) {
		nsc_map_file_vec_push(&out->files, map->files.ptr[i]);
	}
	for (i = 0; i < map->pulls.len; i++) {
		nsc_map_pull_vec_push(&out->pulls, map->pulls.ptr[i]);
	}
}

static struct nostd_str base_of(struct nostd_str path)
{
	struct nostd_str folder, base;

	return nostd_str_rsplit_once(path, '/', &folder, &base) ? base : path;
}

bool nsc_map_join(struct nsc_run *run, const struct nsc_map_facts *map,
		  const struct nsc_map_facts *side, struct nsc_map_facts *out)
{
	struct member_rows rows = rows_of(run, map);
	struct flag_vec told = flag_vec_new_in(nsc_keep(run));
	bool pullers = (side->knows & ~map->knows & NSC_MAP_PULLS) != 0;
	size_t i;

	if (count_common(&rows, side) == 0) {
		return false;
	}
	copy_files(run, map, out);
	for (i = 0; i < map->files.len; i++) {
		flag_vec_push(&told, 0);
	}
	for (i = 0; i < side->files.len; i++) {
		uint32_t row = row_in(&rows, side, (uint32_t)i);

		if (row != NSC_NO_ROW) {
			told.ptr[row] = 1;
		}
	}
	if (!all_told(map, &told)) {
		nsc_diag(run->diags, NSC_DIAG_STALE, nsc_place(side->path, 0, 0),
			 "not of the same link as the map {}: that has members which "
			 "were not taken here",
			 base_of(nsc_name_text(run->names, map->path)));
		return true;
	}
	for (i = 0; pullers && i < side->pulls.len; i++) {
		struct nsc_map_pull pull = side->pulls.ptr[i];

		pull.file = row_or_new(&rows, out, side, pull.file);
		pull.by = row_or_new(&rows, out, side, pull.by);
		nsc_map_pull_vec_push(&out->pulls, pull);
	}
	out->knows |= pullers ? NSC_MAP_PULLS : 0;
	return true;
}
