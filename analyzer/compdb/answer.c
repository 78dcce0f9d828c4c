/*
 * answer.c - a compiler's -v and -dM output. See answer.h.
 */
#include "analyzer/compdb/answer.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/driver.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where compilers keep their own headers, below their installation. */
static const struct nostd_str own_folders[] = {
	NOSTD_STR_INIT("/lib/gcc/"),       NOSTD_STR_INIT("/lib64/gcc/"),
	NOSTD_STR_INIT("/lib/gcc-cross/"), /* Debian's cross compilers */
	NOSTD_STR_INIT("/lib/clang/"),     NOSTD_STR_INIT("/lib64/clang/"),
};

bool nsc_answer_is_own(struct nostd_str folder)
{
	size_t i;

	for (i = 0; i < COUNT(own_folders); i++) {
		if (nostd_str_contains(folder, own_folders[i])) {
			return nostd_str_ends_with(folder, NOSTD_STR("/include")) ||
			       nostd_str_ends_with(folder, NOSTD_STR("/include-fixed"));
		}
	}
	return false;
}

/*
 * gcc prints "/usr/lib/gcc/avr/5.4.0/../../../avr/include". Resolved by text, unless a
 * link on the way makes that another folder.
 */
static struct nsc_name folder_name(struct nsc_run *run, struct nostd_str path)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nostd_str normal = nsc_path_normal(run->scratch, path);
	struct nostd_str real =
		nsc_host_real(run->scratch, nostd_bump_str(run->scratch, path).ptr);
	struct nsc_name name;

	if (real.len != 0 &&
	    !nostd_str_eq(nsc_host_real(run->scratch, normal.ptr), real)) {
		normal = real;
	}
	name = nsc_name(run->names, normal);
	nostd_bump_reset(run->scratch, mark);
	return name;
}

static void add_folder(struct nsc_run *run, struct nostd_str path,
		       struct nsc_driver_facts *facts)
{
	struct nsc_name name;

	nostd_str_strip_suffix(&path, NOSTD_STR(" (framework directory)"));
	name = folder_name(run, path);
	nsc_name_vec_push(&facts->folders, name);
	if (nsc_answer_is_own(nsc_name_text(run->names, name))) {
		nsc_name_vec_push(&facts->own, name);
	}
}

static bool read_log(struct nsc_run *run, struct nostd_str text,
		     struct nsc_driver_facts *facts)
{
	struct nostd_str_lines it = nostd_str_lines(text);
	bool in_list = false, ended = false;

	while (nostd_str_lines_next(&it)) {
		struct nostd_str line = it.line;

		if (nostd_str_strip_prefix(&line, NOSTD_STR("Target: "))) {
			facts->triple = nsc_name(run->names, nostd_str_trim(line));
		} else if (nostd_str_starts_with(line, NOSTD_STR("gcc version ")) ||
			   nostd_str_contains(line, NOSTD_STR("clang version "))) {
			facts->version = nsc_name(run->names, nostd_str_trim(line));
		} else if (nostd_str_starts_with(line, NOSTD_STR("#include <...>"))) {
			in_list = true;
		} else if (in_list && nostd_str_starts_with(line, NOSTD_STR(" "))) {
			add_folder(run, nostd_str_trim(line), facts);
		} else {
			ended = ended || in_list;
			in_list = false;
		}
	}
	return ended && nsc_name_given(facts->triple);
}

/* "#define NAME VALUE" as "NAME=VALUE". */
static void add_define(struct nsc_run *run, struct nostd_str name, struct nostd_str value,
		       struct nsc_driver_facts *facts)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(run));

	nostd_format(&text, "{}={}", name, value);
	nsc_name_vec_push(&facts->defines,
			  nsc_name(run->names, nostd_string_as_str(&text)));
}

static bool read_defines(struct nsc_run *run, struct nostd_str text,
			 struct nsc_driver_facts *facts)
{
	struct nostd_str_lines it = nostd_str_lines(text);
	uint32_t pointer_bytes = 0;

	while (nostd_str_lines_next(&it)) {
		struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
		struct nostd_str line = it.line, name, value = NOSTD_STR("");

		if (!nostd_str_strip_prefix(&line, NOSTD_STR("#define "))) {
			continue;
		}
		if (!nostd_str_split_once(line, ' ', &name, &value)) {
			name = line;
		}
		if (nostd_str_eq(name, NOSTD_STR("__SIZEOF_POINTER__")) &&
		    !nostd_str_to_u32(value, 10, &pointer_bytes)) {
			return false;
		}
		add_define(run, name, value, facts);
		nostd_bump_reset(run->scratch, mark);
	}
	facts->pointer_bits = (uint8_t)(pointer_bytes * 8);
	return pointer_bytes >= 1 && pointer_bytes <= 16;
}

bool nsc_answer_read(struct nsc_run *run, struct nostd_str out, struct nostd_str err_text,
		     struct nsc_driver_facts *facts)
{
	return read_log(run, err_text, facts) && read_defines(run, out, facts);
}
