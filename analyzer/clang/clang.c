/*
 * clang.c - see clang.h and unit.h.
 */
#include "analyzer/clang/clang.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/unit.h"

/* "Debian clang version 19.1.7 (3~deb12u1)" as "libclang 19.1.7". */
static void read_version(struct nsc_clang *clang)
{
	CXString text = clang_getClangVersion();
	struct nostd_str version = nostd_str_from_c(clang_getCString(text));
	size_t at = nostd_str_find(version, NOSTD_STR("version "));
	struct nostd_str_words it = nostd_str_words(
		nostd_str_skip(version, at == NOSTD_NOT_FOUND ? 0 : at + 8));

	nostd_str_words_next(&it);
	nostd_format(&clang->version, "libclang {}", it.word);
	clang_disposeString(text);
}

struct nsc_clang *nsc_clang_new(struct nsc_run *run)
{
	struct nsc_clang *clang = nostd_bump_new(run->keep, struct nsc_clang);

	clang->index = clang_createIndex(0, 0);
	clang->version = nostd_string_new();
	clang->headers = nostd_string_new();
	read_version(clang);
	return clang;
}

void nsc_clang_release(struct nsc_clang *clang)
{
	clang_disposeIndex(clang->index);
	nostd_string_drop(&clang->version);
	nostd_string_drop(&clang->headers);
}

const char *nsc_clang_version(const struct nsc_clang *clang)
{
	return nostd_string_c_str(&clang->version);
}

static void visit_header(CXFile file, CXSourceLocation *stack, unsigned depth,
			 CXClientData data)
{
	struct nsc_clang *clang = data;
	CXString name = clang_getFileName(file);
	struct nostd_str path = nostd_str_from_c(clang_getCString(name));

	(void)stack;
	if (depth == 1 && nostd_str_ends_with(path, NOSTD_STR("/stdarg.h"))) {
		nostd_string_push_str(&clang->headers, nsc_path_folder(path));
	}
	clang_disposeString(name);
}

struct nostd_str nsc_clang_headers(struct nsc_clang *clang)
{
	/* Linux: drivers for bare metal leave the folder out under some options (14). */
	static const char *const arguments[] = {"--target=x86_64-unknown-linux-gnu",
						"-w"};
	static const char text[] = "#include <stdarg.h>\n";
	struct CXUnsavedFile file = {"nostd-check-probe.c", text, sizeof(text) - 1};
	CXTranslationUnit tu = NULL;

	if (!clang->headers_known &&
	    clang_parseTranslationUnit2(clang->index, file.Filename, arguments,
					sizeof(arguments) / sizeof(arguments[0]), &file,
					1, CXTranslationUnit_None,
					&tu) == CXError_Success) {
		clang_getInclusions(tu, visit_header, clang);
		clang_disposeTranslationUnit(tu);
	}
	clang->headers_known = true;
	return nostd_string_as_str(&clang->headers);
}
