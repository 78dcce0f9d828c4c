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
struct nsc_object_facts;

#define NOSTD_NAME nsc_object_ptr_vec
#define NOSTD_T    const struct nsc_object_facts *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_image {
	struct nsc_loaded_map map;
	struct nsc_name elf;                      /* absolute; empty: none was found */
	const struct nsc_object_facts *elf_facts; /* NULL: none, or not readable */
	struct nsc_name *map_paths;               /* by row of the map's files */
	struct nsc_name *load_paths;              /* by row of its loads */
	struct nsc_object_ptr_vec objects; /* of the link, each once, in its order */
	bool hosted; /* linked for an operating system: nothing to judge */
};

/*
 * Read a map, find and read what it names. `elf` may be empty: then the file beside the
 * map. Objects are read when objects are wanted as evidence; those that are not there, or
 * are newer than the map, become diagnostics.
 */
int nsc_image_open(struct nsc_session *session, struct nsc_name map, struct nsc_name elf,
		   struct nsc_image *image, struct nsc_err *err);

/* The map beside a linked file: "x.map" for "x.elf"; empty: there is none. */
struct nsc_name nsc_image_map_of(struct nsc_session *session, struct nsc_name elf);

#endif
