/*
 * show.c - see show.h.
 */
#include "analyzer/report/show.h"

#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/finding.h"
#include "analyzer/report/report.h"

struct nostd_str nsc_show_path(const struct nsc_report *report, struct nsc_name path)
{
	if (!nsc_name_given(path)) {
		return NOSTD_STR("");
	}
	return nsc_name_text(report->run->names, nsc_mounts_show(report->mounts, path));
}

static struct nsc_name keep(const struct nsc_report *report, struct nostd_string *text)
{
	struct nsc_name name = nsc_name(report->run->names, nostd_string_as_str(text));

	nostd_string_drop(text);
	return name;
}

struct nsc_name nsc_show_file(const struct nsc_report *report, struct nsc_name archive,
			      struct nsc_name member, struct nsc_name object)
{
	struct nostd_string text = nostd_string_new();

	if (nsc_name_given(archive)) {
		nostd_format(&text, "{}({})", nsc_show_path(report, archive),
			     nsc_name_text(report->run->names, member));
	} else {
		nostd_format(&text, "{}", nsc_show_path(report, object));
	}
	return keep(report, &text);
}

struct nsc_name nsc_show_node(const struct nsc_report *report, const struct nsc_hop *hop)
{
	struct nostd_string text;

	if (!hop->defined) {
		return hop->symbol;
	}
	text = nostd_string_new();
	nostd_format(&text, "{}",
		     nsc_name_text(report->run->names,
				   nsc_show_file(report, hop->archive, hop->member,
						 hop->object)));
	if (nsc_name_given(hop->section)) {
		nostd_format(&text, ":{}",
			     nsc_name_text(report->run->names, hop->section));
	} else if (nsc_name_given(hop->symbol)) {
		nostd_format(&text, ":{}",
			     nsc_name_text(report->run->names, hop->symbol));
	}
	return keep(report, &text);
}

const char *nsc_show_bytes(int64_t bytes, char buffer[NSC_SHOW_BYTES_SIZE])
{
	static const char *const units[] = {"KiB", "MiB", "GiB"};
	uint64_t size = bytes < 0 ? (uint64_t)-bytes : (uint64_t)bytes;
	const char *sign = bytes < 0 ? "-" : "";
	uint64_t tenths;
	unsigned unit = 0;

	if (size < 1024) {
		nostd_format_to(buffer, NSC_SHOW_BYTES_SIZE, "{}{} B", sign, size);
		return buffer;
	}
	while (unit < 2 && size >= 1024 * 1024) {
		size /= 1024;
		unit++;
	}
	tenths = (size * 10 + 512) / 1024;
	nostd_format_to(buffer, NSC_SHOW_BYTES_SIZE, "{}{}.{} {}", sign, tenths / 10,
			tenths % 10, units[unit]);
	return buffer;
}

const char *nsc_show_cost(const struct nsc_cost *cost, char *buffer, size_t size)
{
	char flash[NSC_SHOW_BYTES_SIZE], ram[NSC_SHOW_BYTES_SIZE];

	nsc_show_bytes(cost->flash, flash);
	nsc_show_bytes(cost->ram, ram);
	if (cost->ram == 0) {
		nostd_format_to(buffer, size, cost->flash == 0 ? "{}" : "{} flash",
				flash);
	} else if (cost->flash == 0) {
		nostd_format_to(buffer, size, "{} RAM", ram);
	} else {
		nostd_format_to(buffer, size, "{} flash, {} RAM", flash, ram);
	}
	return buffer;
}

const char *nsc_show_change(int64_t bytes, char buffer[NSC_SHOW_BYTES_SIZE])
{
	char text[NSC_SHOW_BYTES_SIZE];

	if (bytes == 0) {
		nostd_format_to(buffer, NSC_SHOW_BYTES_SIZE, "-");
	} else {
		nsc_show_bytes(bytes, text);
		nostd_format_to(buffer, NSC_SHOW_BYTES_SIZE, "{}{}", bytes > 0 ? "+" : "",
				text);
	}
	return buffer;
}

const char *nsc_show_root(uint8_t root)
{
	static const char *const words[] = {
		"", "entry", "asked for by -u", "kept", "kept", "exported", "given"};

	return words[root];
}
