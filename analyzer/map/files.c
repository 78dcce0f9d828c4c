/*
 * files.c - from the text of a file to its row. See files.h.
 *
 * A map names the same few thousand files in a million lines, mostly the same as the
 * line before, so the last one is looked at first; then a table with open addressing
 * and linear steps, never more than half full.
 */
#include "analyzer/map/files.h"

#include <nostd/bump.h>
#include <nostd/hash.h>

#include "analyzer/base/names.h"

enum { SLOTS_FIRST = 1024 }; /* a power of two */

static uint32_t hash_text(struct nostd_str text)
{
	return (uint32_t)nostd_hash_bytes(text.ptr, text.len, 0);
}

static void new_slots(struct nsc_map_files *files, uint32_t count)
{
	uint32_t i;

	files->slots = nostd_bump_array(files->scratch, struct nsc_map_file_slot, count);
	files->mask = count - 1;
	for (i = 0; i < count; i++) {
		files->slots[i].row = NSC_NO_ROW;
	}
}

void nsc_map_files_init(struct nsc_map_files *files, struct nostd_bump *scratch,
			struct nsc_names *names, struct nsc_map_file_vec *rows)
{
	files->names = names;
	files->rows = rows;
	files->texts = nsc_map_text_vec_new_in(nostd_bump_in(scratch));
	files->scratch = scratch;
	files->last = NSC_NO_ROW;
	new_slots(files, SLOTS_FIRST);
}

/* The slot that holds `text`, or the free one where it belongs. */
static struct nsc_map_file_slot *slot_of(const struct nsc_map_files *files,
					 struct nostd_str text, uint32_t hash)
{
	uint32_t at = hash & files->mask;
	struct nsc_map_file_slot *slot;

	for (;;) {
		slot = &files->slots[at];
		if (slot->row == NSC_NO_ROW ||
		    (slot->hash == hash &&
		     nostd_str_eq(files->texts.ptr[slot->row], text))) {
			return slot;
		}
		at = (at + 1) & files->mask;
	}
}

static void grow(struct nsc_map_files *files)
{
	struct nsc_map_file_slot *old = files->slots;
	uint32_t count = files->mask + 1;
	uint32_t i, at;

	new_slots(files, count * 2);
	for (i = 0; i < count; i++) {
		if (old[i].row == NSC_NO_ROW) {
			continue;
		}
		at = old[i].hash & files->mask;
		while (files->slots[at].row != NSC_NO_ROW) {
			at = (at + 1) & files->mask;
		}
		files->slots[at] = old[i];
	}
}

bool nsc_map_split_group(struct nostd_str text, struct nostd_str *before,
			 struct nostd_str *inside)
{
	size_t depth = 0;
	size_t at = text.len;

	if (text.len == 0 || text.ptr[text.len - 1] != ')') {
		return false;
	}
	while (at-- > 0) {
		if (text.ptr[at] == ')') {
			depth++;
		} else if (text.ptr[at] == '(' && --depth == 0) {
			*inside = nostd_str_new(text.ptr + at + 1, text.len - at - 2);
			*before = nostd_str_take(text, at);
			return true;
		}
	}
	return false;
}

/*
 * An archive's path never has a blank before the member's parenthesis, so "main (1)" is
 * an object, and "x.o (symbol from plugin)" (IRONLY_SUFFIX of ld/plugin.c, binutils
 * 2.40; not translated) an object without its code.
 */
static struct nsc_map_file file_of(struct nsc_names *names, struct nostd_str text)
{
	struct nsc_map_file file = {{0}, {0}, false};
	struct nostd_str plain = text;
	struct nostd_str before, inside;

	if (nostd_str_strip_suffix(&plain, NOSTD_STR(" (symbol from plugin)")) &&
	    plain.len != 0) {
		file.from_plugin = true;
		text = plain;
	} else if (nsc_map_split_group(text, &before, &inside) && inside.len != 0 &&
		   before.len != 0 && before.ptr[before.len - 1] != ' ') {
		file.archive = nsc_name(names, before);
		text = inside;
	}
	file.name = nsc_name(names, text);
	return file;
}

static uint32_t add_row(struct nsc_map_files *files, struct nsc_map_file_slot *slot,
			uint32_t hash, struct nostd_str text, struct nsc_map_file file)
{
	slot->hash = hash;
	slot->row = (uint32_t)files->rows->len;
	files->last = slot->row;
	nsc_map_file_vec_push(files->rows, file);
	nsc_map_text_vec_push(&files->texts, nostd_bump_str(files->scratch, text));
	if (files->rows->len > files->mask / 2) {
		grow(files);
	}
	return files->last;
}

static bool is_last(const struct nsc_map_files *files, struct nostd_str text)
{
	return files->last != NSC_NO_ROW &&
	       nostd_str_eq(files->texts.ptr[files->last], text);
}

uint32_t nsc_map_file_row(struct nsc_map_files *files, struct nostd_str text)
{
	struct nsc_map_file_slot *slot;
	uint32_t hash;

	if (is_last(files, text)) {
		return files->last;
	}
	hash = hash_text(text);
	slot = slot_of(files, text, hash);
	if (slot->row == NSC_NO_ROW) {
		return add_row(files, slot, hash, text, file_of(files->names, text));
	}
	files->last = slot->row;
	return slot->row;
}

uint32_t nsc_map_file_row_as(struct nsc_map_files *files, struct nostd_str text,
			     struct nostd_str archive, struct nostd_str name)
{
	struct nsc_map_file file = {{0}, {0}, false};
	struct nsc_map_file_slot *slot;
	uint32_t hash;

	if (is_last(files, text)) {
		return files->last;
	}
	hash = hash_text(text);
	slot = slot_of(files, text, hash);
	if (slot->row == NSC_NO_ROW) {
		file.archive = nsc_name(files->names, archive);
		file.name = nsc_name(files->names, name);
		return add_row(files, slot, hash, text, file);
	}
	files->last = slot->row;
	return slot->row;
}

bool nsc_map_file_known(const struct nsc_map_files *files, struct nostd_str text)
{
	return slot_of(files, text, hash_text(text))->row != NSC_NO_ROW;
}
