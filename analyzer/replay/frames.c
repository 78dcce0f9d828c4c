/*
 * frames.c - .eh_frame row by row. See frames.h.
 */
#include "analyzer/replay/frames.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/cfa.h"
#include "analyzer/replay/layout.h"

enum {
	WORD = 4,         /* bytes of a length, and of what follows it */
	COMMON_MAX = 4096 /* different CIEs of an image; more are not told apart */
};

#define EXTENDED 0xffffffffu /* a length of 64 bits follows */

/* What rows have in common (CIE). */
struct common {
	const unsigned char *bytes;
	uint64_t size;         /* bytes here */
	uint64_t size_written; /* without what pads it */
	struct nsc_cfa cfa;
	uint32_t refers; /* node or symbol of its personality routine, or NSC_NO_ROW */
	bool to_symbol;  /* `refers` is a symbol */
	uint32_t output;
};

/* A row (FDE). */
struct frame {
	uint32_t section; /* node: the .eh_frame it stands in */
	uint32_t about;   /* node of the function; NSC_NO_ROW: it always stays */
	uint32_t common;  /* row of commons; NSC_NO_ROW: the zero at the end */
	uint64_t size;    /* bytes */
};

#define NOSTD_NAME common_vec
#define NOSTD_T    struct common
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME frame_vec
#define NOSTD_T    struct frame
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_frames {
	struct common_vec commons;
	struct frame_vec all;  /* by output: they follow each other */
	uint32_t *first, *end; /* by output: rows of `all` */
	uint8_t *known;        /* by output: 1: sizes are known */
	uint32_t *output_of;   /* by node: where the rows about it are, or NSC_NO_ROW */
	uint8_t *used;         /* by common, while a size is found */
};

/* A section that is being read. */
struct reader {
	const struct nsc_priced *priced;
	struct nsc_frames *frames;
	const struct nsc_object_section *section;
	uint32_t node, output;
	bool big_endian, is_64;
	/* Its CIEs, by their offsets. */
	struct {
		uint64_t offset;
		uint32_t common;
	} seen[16];
	size_t seen_count;
};

static uint32_t word_at(const struct reader *reader, uint64_t offset)
{
	const unsigned char *p = reader->section->bytes.ptr + offset;

	return reader->big_endian ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
					    (uint32_t)p[2] << 8 | p[3]
				  : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
					    (uint32_t)p[1] << 8 | p[0];
}

/* The first reference from [from, end) of the section; NSC_NO_ROW: none. */
static uint32_t ref_within(const struct reader *reader, uint64_t from, uint64_t end)
{
	const struct nsc_graph *graph = reader->priced->graph;
	const struct nsc_graph_node *node = &graph->nodes.ptr[reader->node];
	const struct nsc_object_facts *object =
		graph->in.objects[graph->files.ptr[node->file].object];
	uint32_t low = node->ref_first, high = low + node->ref_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint32_t evidence = graph->refs.ptr[middle].evidence;

		if (object->relocs.ptr[evidence].offset < from) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low < node->ref_first + node->ref_count &&
	    object->relocs.ptr[graph->refs.ptr[low].evidence].offset < end) {
		return low;
	}
	return NSC_NO_ROW;
}

static struct nostd_span entry_at(const struct reader *reader, uint64_t offset,
				  uint64_t size)
{
	return nostd_span_new(reader->section->bytes.ptr + offset, (size_t)size);
}

static bool same_common(const struct common *a, const struct common *b)
{
	return a->output == b->output && a->size == b->size && a->refers == b->refers &&
	       a->to_symbol == b->to_symbol && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static bool add_common(struct reader *reader, uint64_t offset, uint64_t size)
{
	struct common_vec *all = &reader->frames->commons;
	struct common common = {.bytes = reader->section->bytes.ptr + offset,
				.size = size,
				.refers = NSC_NO_ROW,
				.output = reader->output};
	uint32_t ref = ref_within(reader, offset, offset + size), i;

	if (ref != NSC_NO_ROW) {
		common.refers = reader->priced->graph->refs.ptr[ref].to;
		common.to_symbol = !reader->priced->graph->refs.ptr[ref].local;
	}
	for (i = 0; i < all->len && !same_common(&all->ptr[i], &common); i++) {
	}
	if (reader->seen_count == sizeof(reader->seen) / sizeof(reader->seen[0]) ||
	    i >= COMMON_MAX) {
		return false;
	}
	if (i == all->len) {
		common.size_written = nsc_cfa_common_size(entry_at(reader, offset, size),
							  reader->is_64, &common.cfa);
		common_vec_push(all, common);
	}
	reader->seen[reader->seen_count].offset = offset;
	reader->seen[reader->seen_count++].common = i;
	return true;
}

/* `back` is how far the CIE is from its own field. */
static bool add_frame(struct reader *reader, uint64_t offset, uint64_t size,
		      uint32_t back)
{
	struct frame frame = {reader->node, NSC_NO_ROW, NSC_NO_ROW, size};
	uint64_t field = offset + WORD;
	uint32_t ref = ref_within(reader, field + WORD, field + WORD + 1);
	size_t i;

	if (ref != NSC_NO_ROW) {
		frame.about = nsc_link_target(reader->priced->base, ref);
	}
	for (i = 0; i < reader->seen_count; i++) {
		if (back <= field && reader->seen[i].offset == field - back) {
			frame.common = reader->seen[i].common;
		}
	}
	if (frame.common == NSC_NO_ROW) {
		return false;
	}
	frame.size = nsc_cfa_row_size(entry_at(reader, offset, size),
				      &reader->frames->commons.ptr[frame.common].cfa);
	if (frame.about != NSC_NO_ROW) {
		reader->frames->output_of[frame.about] = reader->output;
	}
	frame_vec_push(&reader->frames->all, frame);
	return true;
}

static bool read_section(struct reader *reader)
{
	uint64_t at = 0, total = reader->section->bytes.size;

	while (total - at >= WORD) {
		uint32_t length = word_at(reader, at);
		uint64_t size = (uint64_t)length + WORD;
		struct frame end = {reader->node, NSC_NO_ROW, NSC_NO_ROW, WORD};
		uint32_t back;

		if (length == 0) {
			frame_vec_push(&reader->frames->all, end);
			at += WORD;
			continue;
		}
		if (length == EXTENDED || length < WORD || size > total - at) {
			return false;
		}
		back = word_at(reader, at + WORD);
		if (back == 0 ? !add_common(reader, at, size)
			      : !add_frame(reader, at, size, back)) {
			return false;
		}
		at += size;
	}
	return at == total;
}

static bool read_row(struct nsc_priced *priced, uint32_t row)
{
	const struct nsc_graph *graph = priced->graph;
	struct reader reader = {0};
	const struct nsc_graph_file *file;
	unsigned flags;

	reader.priced = priced;
	reader.frames = priced->frames;
	reader.node = priced->node_of[row];
	reader.output = graph->in.map->sections.ptr[row].output;
	reader.section = nsc_layout_section(graph, reader.node);
	if (!reader.section || reader.section->bytes.size < reader.section->size) {
		return false;
	}
	file = &graph->files.ptr[graph->nodes.ptr[reader.node].file];
	flags = graph->in.objects[file->object]->members.ptr[file->member].flags;
	reader.big_endian = (flags & NSC_MEMBER_BIG_ENDIAN) != 0;
	reader.is_64 = (flags & NSC_MEMBER_64) != 0;
	return read_section(&reader);
}

static bool is_frames(const struct nsc_priced *priced, uint32_t row)
{
	return priced->node_of[row] != NSC_NO_ROW &&
	       priced->graph->in.map->sections.ptr[row].output != NSC_NO_ROW &&
	       priced->graph->nodes.ptr[priced->node_of[row]].flags & NSC_NODE_EH_FRAME;
}

/* Rows of the map's sections [first, end) are one output. */
static void read_output(struct nsc_priced *priced, struct nsc_layout_rows rows)
{
	const struct nsc_map_section_vec *sections = &priced->graph->in.map->sections;
	uint32_t output = sections->ptr[rows.first].output, row;
	struct nsc_layout base = {.priced = priced, .link = priced->base};
	struct nsc_frames *frames = priced->frames;
	uint64_t told = 0;
	bool good = true;

	frames->first[output] = (uint32_t)frames->all.len;
	for (row = rows.first; row < rows.end && good; row++) {
		if (is_frames(priced, row)) {
			told += sections->ptr[row].size;
			good = read_row(priced, row);
		}
	}
	frames->end[output] = (uint32_t)frames->all.len;
	frames->used = nostd_bump_array(priced->run->keep, uint8_t, frames->commons.len);
	frames->known[output] =
		good && told != 0 && nsc_frames_size(&base, output) == told;
}

void nsc_frames_read(struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	struct nostd_bump *keep = priced->run->keep;
	size_t outputs = graph->in.map->outputs.len;
	struct nsc_frames *frames;
	struct nsc_layout_rows rows;
	uint32_t row, first;

	for (first = 0; first < graph->in.map->sections.len; first++) {
		if (is_frames(priced, first)) {
			break;
		}
	}
	if (first == graph->in.map->sections.len) {
		return;
	}
	frames = nostd_bump_new(keep, struct nsc_frames);
	frames->commons = common_vec_new_in(nostd_bump_in(keep));
	frames->all = frame_vec_new_in(nostd_bump_in(keep));
	frames->first = nsc_rows(keep, outputs);
	frames->end = nsc_rows(keep, outputs);
	frames->known = nostd_bump_array(keep, uint8_t, outputs);
	frames->output_of = nsc_no_rows(keep, graph->nodes.len);
	priced->frames = frames;
	for (row = 0; row < graph->in.map->sections.len; row = rows.end) {
		rows = nsc_layout_rows_at(priced, row);
		for (first = rows.first; first < rows.end; first++) {
			if (is_frames(priced, first)) {
				read_output(priced, rows);
				break;
			}
		}
	}
}

bool nsc_frames_has(const struct nsc_priced *priced, uint32_t row)
{
	return priced->frames && is_frames(priced, row) &&
	       priced->frames->known[priced->graph->in.map->sections.ptr[row].output];
}

uint32_t nsc_frames_output(const struct nsc_priced *priced, uint32_t node)
{
	return priced->frames ? priced->frames->output_of[node] : NSC_NO_ROW;
}

/* What is written, section by section. */
struct written {
	const struct nsc_layout *layout;
	uint64_t size;    /* of the sections before */
	uint64_t section; /* of this one, so far */
	uint64_t padding; /* behind the newest section that is not empty */
};

/* Each section is padded to its alignment in its last row. */
static void end_section(struct written *out, uint32_t node)
{
	uint64_t align = out->layout->priced->graph->nodes.ptr[node].align;

	if (out->section != 0) {
		out->padding = nsc_layout_align_up(out->section, align) - out->section;
		out->size += out->section + out->padding;
	}
	out->section = 0;
}

static bool is_written(const struct nsc_layout *layout, const struct frame *frame)
{
	return nsc_layout_has(layout, frame->section) &&
	       (frame->about == NSC_NO_ROW || nsc_layout_has(layout, frame->about));
}

uint64_t nsc_frames_size(const struct nsc_layout *layout, uint32_t output)
{
	struct nsc_frames *frames = layout->priced->frames;
	struct written out = {layout, 0, 0, 0};
	uint64_t ends = 0;
	uint32_t i;

	memset(frames->used, 0, frames->commons.len);
	for (i = frames->first[output]; i < frames->end[output]; i++) {
		const struct frame *frame = &frames->all.ptr[i];

		if (i != frames->first[output] && frame[-1].section != frame->section) {
			end_section(&out, frame[-1].section);
		}
		if (!is_written(layout, frame)) {
			continue;
		}
		if (frame->common == NSC_NO_ROW) {
			ends += frame->size;
			continue;
		}
		out.section += frame->size;
		if (!frames->used[frame->common]) {
			frames->used[frame->common] = 1;
			out.section += frames->commons.ptr[frame->common].size_written;
		}
	}
	if (i != frames->first[output]) {
		end_section(&out, frames->all.ptr[i - 1].section);
	}
	return out.size - out.padding + ends;
}
