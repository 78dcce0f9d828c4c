/*
 * tree.h - a folder of its own for one test, with files made from text.
 *
 * Include it in one .c file per program, behind <cmocka.h> and with _GNU_SOURCE defined.
 */
#ifndef NSC_TESTS_UNIT_TREE_H
#define NSC_TESTS_UNIT_TREE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"

static char tree_top[64];
static struct nostd_bump *tree_arena;

/* Paths from tree_path() live in `arena`. 0, or not. */
static inline int tree_make(struct nostd_bump *arena)
{
	tree_arena = arena;
	strcpy(tree_top, "/tmp/nsc-test-XXXXXX");
	return mkdtemp(tree_top) ? 0 : -1;
}

static inline int tree_remove(void)
{
	char command[256];

	snprintf(command, sizeof(command), "chmod -R u+rwX '%s' && rm -rf '%s'", tree_top,
		 tree_top);
	return system(command);
}

/* The absolute path of something in the tree; "" is the tree itself. */
static inline struct nostd_str tree_path(const char *path)
{
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(tree_arena));

	nostd_format(&text, "{}{}{}", (const char *)tree_top, *path ? "/" : "", path);
	return nostd_string_as_str(&text);
}

static inline void tree_folder(const char *path)
{
	struct nsc_err err = {0};

	assert_int_equal(nsc_host_mkdirs(tree_path(path).ptr, &err), 0);
}

/* A file with this text; its folders are made. */
static inline void tree_file(const char *path, const char *text)
{
	struct nostd_str folder = nsc_path_folder(tree_path(path));
	struct nsc_err err = {0};

	assert_int_equal(nsc_host_mkdirs(nostd_bump_str(tree_arena, folder).ptr, &err),
			 0);
	assert_int_equal(nsc_host_write(tree_path(path).ptr,
					nostd_span_new(text, strlen(text)), &err),
			 0);
}

#endif
