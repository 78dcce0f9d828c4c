/*
 * image.h - a link map and what belongs to it: the linked file, the objects and archives
 * of the link, found on this machine and checked against each other.
 */
#ifndef NSC_ANALYZER_RUN_IMAGE_H
#define NSC_ANALYZER_RUN_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzer/base/names.h"
#include "analyzer/run/session.h"

struct nsc_err;
struct nsc_link_line;
struct nsc_object_facts;

#define NOSTD_NAME nsc_object_ptr_vec
#define NOSTD_T    const struct nsc_object_facts *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_image {
	struct nsc_loaded_map map;
	const struct nsc_link_line *line;         /* how it is linked; NULL: not known */
	struct nsc_name elf;                      /* absolute; empty: none was found */
	const struct nsc_object_facts *elf_facts; /* NULL: none, or not readable */
	struct nsc_name *map_paths;               /* by row of the map's files */
	struct nsc_name *load_paths;              /* by row of its loads */
	struct nsc_object_ptr_vec objects; /* of the link, each once, in its order */
	bool hosted; /* linked for an operating system: nothing to judge */
};

/* What an image is opened from. */
struct nsc_image_input {
	struct nsc_name map;
	struct nsc_name elf;              /* empty: the file beside the map */
	const struct nsc_link_line *line; /* NULL: not known */
	bool is_target; /* somebody says so: judged whatever it is linked for */
};

/*
 * Read a map, find and read what it and the link line name. Objects are read when objects
 * are wanted as evidence; those that are not there, or are newer than the map, become
 * diagnostics. Of an image that turns out to be hosted only the map is read.
 */
int nsc_image_open(struct nsc_session *session, const struct nsc_image_input *in,
		   struct nsc_image *image, struct nsc_err *err);

/* Has the link an object, thin member or archive of this path, read already? */
bool nsc_image_has(const struct nsc_image *image, struct nsc_name path);

/* Is this path one of the files that the map or the link line names, read or not? */
bool nsc_image_names(const struct nsc_image *image, struct nsc_name path);

/* Is it linked for an operating system, by its map or its link line? */
bool nsc_image_is_hosted(const struct nsc_session *session,
			 const struct nsc_image *image);

/* The map beside a linked file: "x.map" for "x.elf"; empty: there is none. */
struct nsc_name nsc_image_map_of(struct nsc_session *session, struct nsc_name elf);

#endif
