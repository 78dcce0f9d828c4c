/*
 * find.c - where the worker program is. See nsc_pool_worker() in pool.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/pool/pool.h"

/* From the folder of the running program, in this order. */
static const struct nostd_str places[] = {
	NOSTD_STR_INIT("../libexec/nostd-check/nostd-check-clang"), /* installed */
	NOSTD_STR_INIT("nostd-check-clang"),
	NOSTD_STR_INIT(
		"../analyzer/clang/nostd-check-clang"), /* cmd/ of a build folder */
	NOSTD_STR_INIT("../../analyzer/clang/nostd-check-clang"), /* tests/unit/ of one */
};

int nsc_pool_worker(struct nostd_bump *arena, struct nostd_str *path, struct nsc_err *err)
{
	const char *given = nsc_host_env("NOSTD_CHECK_WORKER");
	struct nostd_str folder;
	size_t i;

	if (given && *given) {
		*path = nostd_str_from_c(given);
		return 0;
	}
	folder = nsc_path_folder(nsc_host_self(arena));
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		*path = nsc_path_join(arena, folder, places[i]);
		if (nsc_host_look(path->ptr, NULL) == NSC_FILE_REGULAR) {
			return 0;
		}
	}
	return nsc_fail(err, NSC_ERR_HOST,
			"the worker program nostd-check-clang is neither installed nor "
			"beside {}; set NOSTD_CHECK_WORKER to its path",
			folder);
}
