/*
 * hidden_words.c - what the rows of hidden.h are called.
 *
 * In:   kinds, reasons and constructs.
 * Out:  their words; see hidden.h.
 */
#include "analyzer/judge/hidden.h"

#include <nostd/string.h>

#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/target.h"

const char *nsc_want_kind_name(uint8_t kind)
{
	static const char *const names[] = {"written", "rewritten", "construct", "flag",
					    "unknown"};

	return names[kind];
}

const char *nsc_want_by_name(uint8_t by)
{
	static const char *const names[] = {NULL, "line", "function", "ruling-out",
					    "unit"};

	return names[by];
}

const char *nsc_want_reason_text(uint8_t reason)
{
	static const char *const texts[] = {
		"",
		"no unit of the target is compiled into this object",
		"its unit could not be analysed",
		"its unit could be analysed in part only",
		"the source as read does not name it, and no table says what emits it",
		"no construct found at this line",
		"no construct found in this function, and the object knows no lines",
		"nothing in the object refers to it",
	};

	return texts[reason];
}

struct nsc_name nsc_construct_text(const struct nsc_target *target,
				   const struct nsc_construct *construct)
{
	struct nostd_string text = nostd_string_new();
	struct nostd_str name = nsc_target_text(target, construct->name);
	struct nsc_name out;

	nostd_format(&text, "{}", nsc_construct_phrase(construct->kind));
	if (construct->flags & NSC_CONSTRUCT_PROMOTED) {
		nostd_format(&text, ", double because of the literal {}", name);
	} else if (name.len != 0) {
		nostd_format(&text, " ({})", name);
	}
	if (construct->size != 0) {
		nostd_format(&text, ", {} byte{}", construct->size,
			     construct->size == 1 ? "" : "s");
	}
	out = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return out;
}

const char *nsc_want_compiler(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	struct nostd_str producer = NOSTD_STR("");

	if (row->basis == NSC_FROM_OBJECT) {
		producer = nsc_target_text(target, target->graph->in.objects[row->object]
							   ->members.ptr[row->member]
							   .producer);
	}
	if (nostd_str_find(producer, NOSTD_STR("clang")) != NOSTD_NOT_FOUND) {
		return "clang";
	}
	if (nostd_str_starts_with(producer, NOSTD_STR("GNU"))) {
		return "gcc";
	}
	if (row->unit == NSC_NO_ROW) {
		return "";
	}
	switch (target->graph->in.units[row->unit].audit.compiler) {
	case NSC_AUDIT_GCC:
		return "gcc";
	case NSC_AUDIT_CLANG:
		return "clang";
	}
	return "";
}
