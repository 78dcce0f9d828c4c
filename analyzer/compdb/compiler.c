/*
 * compiler.c - base names against two tables. See compiler.h.
 */
#include "analyzer/compdb/compiler.h"

#include "analyzer/base/path.h"
#include "analyzer/compdb/command.h"

static const struct {
	struct nostd_str name;
	enum nsc_compiler family;
} compilers[] = {
#define COMPILER(name, family) {NOSTD_STR_INIT(name), NSC_COMPILER_##family},
#include "analyzer/compdb/compiler.def"
#undef COMPILER
};

static const struct {
	struct nostd_str name;
	struct nostd_str with_argument;
} wrappers[] = {
#define WRAPPER(name, with_argument) \
	{NOSTD_STR_INIT(name), NOSTD_STR_INIT(with_argument)},
#include "analyzer/compdb/wrapper.def"
#undef WRAPPER
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The base name; foreign databases have backslashes. ".exe" is not part of it. */
static struct nostd_str base_of(struct nostd_str program)
{
	size_t back = nostd_str_rfind_byte(program, '\\');
	struct nostd_str base = nsc_path_base(
		back == NOSTD_NOT_FOUND ? program : nostd_str_skip(program, back + 1));

	if (base.len > 4 && nostd_str_eq_ignore_case(nostd_str_skip(base, base.len - 4),
						     NOSTD_STR(".exe"))) {
		base = nostd_str_take(base, base.len - 4);
	}
	return base;
}

static bool is_version(struct nostd_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if ((text.ptr[i] < '0' || text.ptr[i] > '9') && text.ptr[i] != '.') {
			return false;
		}
	}
	return text.len != 0;
}

/* Without "-12.2.1", "-posix", "-win32" at the end. */
static struct nostd_str without_version(struct nostd_str base)
{
	struct nostd_str before, after;

	while (nostd_str_rsplit_once(base, '-', &before, &after) &&
	       (is_version(after) || nostd_str_eq(after, NOSTD_STR("posix")) ||
		nostd_str_eq(after, NOSTD_STR("win32")))) {
		base = before;
	}
	return base;
}

struct nsc_compiler_name nsc_compiler_name(struct nostd_str program)
{
	struct nsc_compiler_name out = {NSC_COMPILER_UNKNOWN, false, {NULL, 0}};
	struct nostd_str base = without_version(base_of(program));
	struct nostd_str target = NOSTD_STR(""), name = base;
	size_t i;

	nostd_str_rsplit_once(base, '-', &target, &name);
	for (i = 0; i < COUNT(compilers); i++) {
		if (nostd_str_eq(compilers[i].name, name)) {
			out.family = compilers[i].family;
			out.target = target;
			out.cxx = nostd_str_ends_with(name, NOSTD_STR("++"));
		}
	}
	return out;
}

static bool is_compiler(struct nostd_str word)
{
	return nsc_compiler_name(word).family != NSC_COMPILER_UNKNOWN;
}

/* Row of a wrapper; COUNT(wrappers) when it is none. */
static size_t wrapper_row(struct nostd_str word)
{
	struct nostd_str base = base_of(word);
	size_t i = 0;

	while (i < COUNT(wrappers) && !nostd_str_eq(wrappers[i].name, base)) {
		i++;
	}
	return i;
}

static bool takes_argument(size_t row, struct nostd_str option)
{
	size_t at = nostd_str_find(wrappers[row].with_argument, option);

	return at != NOSTD_NOT_FOUND && at > 0 &&
	       wrappers[row].with_argument.ptr[at - 1] == ' ' &&
	       wrappers[row].with_argument.ptr[at + option.len] == ' ';
}

/* Index behind a wrapper at words[at], its options and its settings. */
static size_t behind_wrapper(const struct nostd_str *words, size_t count, size_t at)
{
	size_t row = wrapper_row(words[at]);

	for (at++; at < count; at++) {
		bool option = words[at].len != 0 && words[at].ptr[0] == '-';

		if (option) {
			at += row < COUNT(wrappers) && takes_argument(row, words[at]);
		} else if (nostd_str_find_byte(words[at], '=') == NOSTD_NOT_FOUND) {
			break;
		}
	}
	return at;
}

size_t nsc_compiler_skip_wrappers(const struct nostd_str *words, size_t count)
{
	size_t at = 0;

	while (at < count && !is_compiler(words[at])) {
		bool known = wrapper_row(words[at]) < COUNT(wrappers);

		if (!known && !(at + 1 < count && is_compiler(words[at + 1]))) {
			break;
		}
		at = known ? behind_wrapper(words, count, at) : at + 1;
	}
	return at < count ? at : 0;
}
