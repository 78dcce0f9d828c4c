/*
 * debug.c - debugging entries through libdw, line tables through line.h. See debug.h.
 *
 * libdw 0.188 trusts its input in ways that cost memory or time without bound, so this is
 * checked before it is called, or counted while it works:
 *
 *   - every unit keeps its own copy of its abbreviations, so many units that share a
 *     large table take all memory; an object of 1.3 MB ended in a failed assertion
 *     (check_units);
 *   - each question about an entry walks over all attributes of its abbreviation
 *     (skip_attributes);
 *   - dwarf_siblingof() walks over all entries below one that has no DW_AT_sibling
 *     (struct walk);
 *   - a range list has no owner, so each entry may name the longest (ranges_left);
 *   - .gnu_debugaltlink makes it open a file the object names (open_dwarf); so would
 *     skeleton units, whose other half is never asked for;
 *   - it takes 4 and 8 as the only sizes of an address (check_units).
 *
 * Source: DWARF 5, 2, 3.3 (inlined functions), 7.5.
 */
#include "analyzer/object/debug.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <string.h>

#include <nostd/alloc.h>
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/limits.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/debug_image.h"
#include "analyzer/object/line.h"
#include "analyzer/object/range.h"
#include "analyzer/object/reader.h"

enum {
	ATTRIBUTES_MAX = 128, /* of one entry; gcc 12 and clang 19 stay below 32 */
	ABBREVS_FACTOR = 64,  /* bytes of tables read, over their section: shared ones */
	ABBREVS_MIN = 1 << 24
};

/* A body of a function: the entry that says so, and the name once somebody asked. */
struct body {
	Dwarf_Die entry;
	struct nsc_name function;
	bool known;
};
#define NOSTD_NAME bodies
#define NOSTD_T    struct body
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_debug {
	struct nsc_member_reader *member;
	struct nsc_debug_image image;
	Dwarf *dwarf; /* NULL: none, or not to be trusted */
	struct nsc_lines lines;
	struct nsc_line_root_vec roots;
	struct nsc_range_vec ranges; /* of bodies */
	struct bodies bodies;
	struct nsc_name source, producer;
	bool any_unit;
	uint64_t ranges_left;
	const char *problem; /* the first damage of entries */
	uint64_t problem_offset;
};

static void damage(struct nsc_debug *debug, uint64_t offset, const char *problem)
{
	if (!debug->problem) {
		debug->problem = problem;
		debug->problem_offset = offset;
	}
}

/* -- before libdw works -------------------------------------------------------------- */

/* The attributes of one declaration: pairs up to (0, 0). False: too many. */
static bool skip_attributes(struct nsc_cursor *cursor)
{
	uint64_t name, form;
	unsigned count = 0;

	do {
		name = nsc_cursor_uleb(cursor);
		form = nsc_cursor_uleb(cursor);
		if (form == DW_FORM_implicit_const) {
			nsc_cursor_sleb(cursor);
		}
		if (++count > ATTRIBUTES_MAX) {
			return false;
		}
	} while (!cursor->bad && (name != 0 || form != 0));
	return true;
}

/* Bytes of the table at `offset`, but no more than `most`; 0: damaged. */
static uint64_t abbrevs_size(struct nostd_span section, uint64_t offset, uint64_t most)
{
	struct nsc_cursor cursor = nsc_cursor(section, false);
	const unsigned char *start;

	nsc_cursor_take(&cursor, offset);
	start = cursor.at;
	while (nsc_cursor_uleb(&cursor) != 0) {
		nsc_cursor_uleb(&cursor);
		nsc_cursor_uint(&cursor, 1);
		if (!skip_attributes(&cursor)) {
			return 0;
		}
		if ((uint64_t)(cursor.at - start) > most) {
			break;
		}
	}
	return cursor.bad ? 0 : (uint64_t)(cursor.at - start);
}

/* A unit's header. */
struct unit {
	Dwarf_Off offset, next, abbrevs;
	size_t header_size;
	Dwarf_Half version;
	uint8_t address_size;
};

/* 1: *unit follows the one that ended at unit->next; 0: the end; -1: damaged. */
static int next_unit(Dwarf *dwarf, struct unit *unit)
{
	Dwarf_Off offset = unit->next;
	int ret = dwarf_next_unit(dwarf, offset, &unit->next, &unit->header_size,
				  &unit->version, &unit->abbrevs, &unit->address_size,
				  NULL, NULL, NULL);

	if (ret != 0) {
		return ret > 0 ? 0 : -1;
	}
	unit->offset = offset;
	return unit->next > offset ? 1 : -1;
}

/* Can all units be handed to libdw? Says what is wrong when not. */
static bool check_units(struct nsc_debug *debug, uint64_t info_size)
{
	struct nostd_span section =
		nsc_debug_image_section(&debug->image, ".debug_abbrev");
	uint64_t left = (uint64_t)section.size * ABBREVS_FACTOR + ABBREVS_MIN;
	uint64_t size = 0, last = UINT64_MAX;
	struct unit unit = {0, 0, 0, 0, 0, 0};
	int more;

	while ((more = next_unit(debug->dwarf, &unit)) > 0) {
		if (unit.next - unit.offset > info_size - unit.offset ||
		    unit.header_size >= unit.next - unit.offset) {
			damage(debug, unit.offset,
			       "a unit is longer than what is left, or has no entry");
			return false;
		}
		if (unit.address_size != 4 && unit.address_size != 8) {
			damage(debug, unit.offset,
			       "units with addresses of neither 4 nor 8 bytes, which "
			       "libdw cannot read: inlined functions are not known");
			return false;
		}
		if (unit.abbrevs != last) {
			size = abbrevs_size(section, unit.abbrevs, left);
			last = unit.abbrevs;
		}
		if (size == 0 || size > left) {
			damage(debug, unit.offset,
			       "the abbreviations of a unit are damaged");
			return false;
		}
		left -= size;
	}
	if (more < 0) {
		damage(debug, unit.next, "the header of a unit is damaged");
	}
	return more == 0;
}

/* -- units --------------------------------------------------------------------------- */

static struct nostd_str text_of(Dwarf_Die *entry, unsigned name)
{
	Dwarf_Attribute attribute;
	const char *text = dwarf_formstring(dwarf_attr(entry, name, &attribute));

	return nostd_str_from_c(text);
}

static struct nostd_str without_null(struct nostd_str text)
{
	return text.len == 0 ? nostd_str_new("", 0) : text;
}

static void read_root(struct nsc_debug *debug, Dwarf_Die *entry)
{
	struct nsc_line_root root = {0, without_null(text_of(entry, DW_AT_comp_dir))};
	Dwarf_Attribute attribute;
	Dwarf_Word offset;

	if (dwarf_formudata(dwarf_attr(entry, DW_AT_stmt_list, &attribute), &offset) ==
	    0) {
		root.offset = offset;
		nsc_line_root_vec_push(&debug->roots, root);
	}
}

static void read_first(struct nsc_debug *debug, Dwarf_Die *entry)
{
	struct nsc_run *run = debug->member->file->run;
	struct nostd_str name = text_of(entry, DW_AT_name);
	struct nostd_str folder = without_null(text_of(entry, DW_AT_comp_dir));

	debug->any_unit = true;
	debug->producer = nsc_name(run->names, text_of(entry, DW_AT_producer));
	if (name.len != 0) {
		debug->source =
			nsc_name(run->names, nsc_path_join(run->scratch, folder, name));
	}
}

static void read_ranges(struct nsc_debug *debug, Dwarf_Die *entry, uint32_t depth)
{
	struct body body = {*entry, {0}, false};
	struct nsc_range range = {0, 0, depth, 0, (uint32_t)debug->bodies.len};
	Dwarf_Addr base, low, high;
	ptrdiff_t at = 0;
	bool any = false;

	while ((at = dwarf_ranges(entry, at, &base, &low, &high)) > 0) {
		if (debug->ranges_left-- == 0) {
			debug->ranges_left = 0;
			damage(debug, dwarf_dieoffset(entry), "range lists overlap");
			return;
		}
		range.low = low;
		range.high = high;
		range.order = (uint32_t)debug->ranges.len;
		if (low < high && debug->ranges.len < UINT32_MAX) {
			nsc_range_vec_push(&debug->ranges, range);
			any = true;
		}
	}
	if (at < 0) {
		damage(debug, dwarf_dieoffset(entry), "a range list is damaged");
	}
	if (any) {
		bodies_push(&debug->bodies, body);
	}
}

/* Can code of its own stand below an entry of this kind? */
static bool holds_code(int tag)
{
	switch (tag) {
	case DW_TAG_subprogram:
	case DW_TAG_inlined_subroutine:
	case DW_TAG_lexical_block:
	case DW_TAG_namespace:
	case DW_TAG_module:
	case DW_TAG_class_type:
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
	case DW_TAG_try_block:
	case DW_TAG_catch_block:
	case DW_TAG_with_stmt:
	case DW_TAG_entry_point:
		return true;
	default:
		return false;
	}
}

/*
 * A walk over the entries of one unit, without recursion, in the order of their bytes.
 *
 * Where a list of children ends, dwarf_siblingof() leaves the address of the null entry
 * that ends it; the parent's next sibling stands right behind (DWARF 5, 2.3). Asking
 * dwarf_siblingof() for the parent's would walk over all its children again, at every
 * level, when there is no DW_AT_sibling; clang writes none.
 */
struct walk {
	struct nsc_debug *debug;
	Dwarf_Die entries[NSC_LIMIT_DWARF_DEPTH]; /* from the unit's first child down */
	uint32_t depth;                           /* of them */
	const unsigned char *last;                /* the last entry seen */
	const unsigned char *end;                 /* of the unit */
};

static void walk_damage(const struct walk *walk, const char *problem)
{
	damage(walk->debug, dwarf_dieoffset((Dwarf_Die *)&walk->entries[walk->depth - 1]),
	       problem);
}

/* Up to the innermost list that goes on behind the null entry at `null`. */
static bool go_up(struct walk *walk, unsigned char *null)
{
	while (null && --walk->depth > 0 && ++null < walk->end) {
		Dwarf_Die next = {null, walk->entries[0].cu, NULL, 0};

		if (*null != 0) {
			walk->entries[walk->depth - 1] = next;
			return true;
		}
	}
	return false;
}

/* Behind an entry whose children were not looked at. */
static bool go_on(struct walk *walk)
{
	Dwarf_Die *entry = &walk->entries[walk->depth - 1];
	Dwarf_Die next = {NULL, entry->cu, NULL, 0};
	int ret = dwarf_siblingof(entry, &next);

	/* A DW_AT_sibling that points back would show entries twice. */
	if (ret < 0 || (ret == 0 && (unsigned char *)next.addr <= walk->last)) {
		walk_damage(walk, "an entry is damaged");
		return false;
	}
	if (ret == 0) {
		*entry = next;
		return true;
	}
	return go_up(walk, next.addr);
}

/* The entry the walk stands on; true when it goes on at the first one below. */
static bool visit(struct walk *walk)
{
	Dwarf_Die *entry = &walk->entries[walk->depth - 1];
	int tag = dwarf_tag(entry);

	walk->last = entry->addr;
	if (tag == DW_TAG_inlined_subroutine || tag == DW_TAG_subprogram) {
		read_ranges(walk->debug, entry, walk->depth);
	}
	if (!holds_code(tag)) {
		return false;
	}
	if (walk->depth == NSC_LIMIT_DWARF_DEPTH) {
		walk_damage(walk, "entries nest too deep");
		return false;
	}
	if (dwarf_child(entry, &walk->entries[walk->depth]) != 0) {
		return false;
	}
	walk->depth++;
	return true;
}

static void walk_unit(struct nsc_debug *debug, const struct unit *unit, Dwarf_Die *entry)
{
	struct walk walk;

	walk.debug = debug;
	walk.depth = 1;
	walk.end = (unsigned char *)entry->addr + (unit->next - dwarf_dieoffset(entry));
	if (dwarf_child(entry, &walk.entries[0]) != 0) {
		return;
	}
	do {
		while (visit(&walk)) {
		}
	} while (go_on(&walk));
}

static void read_unit(struct nsc_debug *debug, const struct unit *unit, bool bodies)
{
	Dwarf_Die entry;

	if (!dwarf_offdie(debug->dwarf, unit->offset + unit->header_size, &entry)) {
		damage(debug, unit->offset, "a unit is damaged");
		return;
	}
	if (dwarf_tag(&entry) == DW_TAG_type_unit) {
		return;
	}
	read_root(debug, &entry);
	if (!debug->any_unit) {
		read_first(debug, &entry);
	}
	if (bodies) {
		walk_unit(debug, unit, &entry);
	}
}

/* -- the whole ----------------------------------------------------------------------- */

static NOSTD_NORETURN void out_of_memory(void)
{
	nostd_alloc_error_handler(nostd_layout_new(0, 1));
}

static bool has_section(const struct nsc_debug *debug, const char *name)
{
	return nsc_debug_image_section(&debug->image, name).size != 0;
}

/* A handle on entries that can be trusted, or none. */
static void open_dwarf(struct nsc_debug *debug)
{
	uint64_t size = nsc_debug_image_section(&debug->image, ".debug_info").size;

	if (size == 0 || !debug->image.whole) {
		return;
	}
	if (has_section(debug, ".gnu_debugaltlink") || has_section(debug, ".debug_sup")) {
		damage(debug, 0, "a part lies in another file, which is not looked at");
		return;
	}
	debug->dwarf = dwarf_begin_elf(debug->image.elf, DWARF_C_READ, NULL);
	if (!debug->dwarf) {
		damage(debug, 0, dwarf_errmsg(-1));
		return;
	}
	dwarf_new_oom_handler(debug->dwarf, out_of_memory);
	debug->ranges_left =
		size + nsc_debug_image_section(&debug->image, ".debug_ranges").size +
		nsc_debug_image_section(&debug->image, ".debug_rnglists").size;
	if (!check_units(debug, size)) {
		dwarf_end(debug->dwarf);
		debug->dwarf = NULL;
	}
}

static void read_units(struct nsc_debug *debug, bool bodies)
{
	struct unit unit = {0, 0, 0, 0, 0, 0};

	while (debug->dwarf && next_unit(debug->dwarf, &unit) > 0) {
		read_unit(debug, &unit, bodies);
	}
}

static void read_lines(struct nsc_debug *debug)
{
	const struct nsc_debug_image *image = &debug->image;
	bool big_endian = debug->member->elf.big_endian;
	struct nsc_line_sections dwarf = {
		nsc_debug_image_section(image, ".debug_line"),
		nsc_debug_image_section(image, ".debug_line_str"),
		nsc_debug_image_section(image, ".debug_str"),
		big_endian,
		&debug->roots,
	};
	struct nsc_stab_sections stabs = {
		nsc_debug_image_section(image, ".stab"),
		nsc_debug_image_section(image, ".stabstr"),
		big_endian,
	};

	nsc_lines_dwarf(&debug->lines, &dwarf);
	nsc_lines_stabs(&debug->lines, &stabs);
	if (!nsc_name_given(debug->source)) {
		debug->source = nsc_lines_path(&debug->lines, debug->lines.source);
	}
}

static void tell(const struct nsc_debug *debug, const char *section, uint64_t offset,
		 const char *problem)
{
	if (problem) {
		nsc_member_trouble(debug->member, NSC_DIAG_WARNING, NSC_NO_OFFSET,
				   "{} at {:#x}: {}; some places in the source may be "
				   "missing",
				   section, offset, problem);
	}
}

struct nsc_debug *nsc_debug_open(struct nsc_member_reader *member,
				 const uint64_t *addresses, bool bodies)
{
	struct nsc_run *run = member->file->run;
	struct nsc_debug *debug = nostd_bump_new(run->scratch, struct nsc_debug);

	debug->member = member;
	nsc_lines_init(&debug->lines, run, member->elf.text_left);
	debug->roots = nsc_line_root_vec_new_in(nsc_scratch(run));
	debug->ranges = nsc_range_vec_new_in(nsc_scratch(run));
	debug->bodies = bodies_new_in(nsc_scratch(run));
	if (nsc_debug_image_open(&debug->image, member, addresses)) {
		open_dwarf(debug);
		read_units(debug, bodies);
		read_lines(debug);
	} else {
		damage(debug, 0, "libelf cannot open the object again");
	}
	tell(debug, ".debug_info", debug->problem_offset, debug->problem);
	tell(debug, ".debug_line or .stab", debug->lines.problem_offset,
	     debug->lines.problem);
	return debug;
}

void nsc_debug_close(struct nsc_debug *debug)
{
	dwarf_end(debug->dwarf);
	nsc_debug_image_close(&debug->image);
}

struct nsc_range_vec *nsc_debug_lines(struct nsc_debug *debug)
{
	return &debug->lines.ranges;
}

struct nsc_place nsc_debug_place(struct nsc_debug *debug, uint32_t what)
{
	return nsc_lines_place(&debug->lines, what);
}

struct nsc_range_vec *nsc_debug_bodies(struct nsc_debug *debug)
{
	return &debug->ranges;
}

/* C++ has a linkage name; in C there is one only where an asm label gives it. */
static struct nostd_str function_name(Dwarf_Die *entry)
{
	Dwarf_Attribute attribute;
	const char *text = dwarf_formstring(
		dwarf_attr_integrate(entry, DW_AT_linkage_name, &attribute));

	if (!text) {
		text = dwarf_formstring(
			dwarf_attr_integrate(entry, DW_AT_MIPS_linkage_name, &attribute));
	}
	return nostd_str_from_c(text ? text : dwarf_diename(entry));
}

/* Behind the identifier, literal or back reference that begins at `at` (Itanium, 5.1). */
static size_t behind_word(struct nostd_str name, size_t at)
{
	size_t length = 0;

	if (name.ptr[at] == 'S' || name.ptr[at] == 'T' || name.ptr[at] == 'L') {
		char end = name.ptr[at] == 'L' ? 'E' : '_';

		while (name.ptr[at] != end && at + 1 < name.len &&
		       !(name.ptr[at] >= 'a' && name.ptr[at] <= 'z' && end == '_')) {
			at++;
		}
		return at + 1;
	}
	while (at < name.len && name.ptr[at] >= '0' && name.ptr[at] <= '9') {
		length = length * 10 + (size_t)(name.ptr[at] - '0');
		at++;
		if (length > name.len) {
			return name.len;
		}
	}
	return length == 0 ? at + 1 : at + length;
}

/*
 * gcc has one body for all names of a constructor or destructor that it inlines, and
 * calls it C4 or D4 (gcc 12), which no symbol is. Where the 4 stands; 0: nowhere.
 */
static size_t unified_at(struct nostd_str name)
{
	size_t at = 3;

	if (!nostd_str_starts_with(name, NOSTD_STR("_ZN"))) {
		return 0;
	}
	while (at + 2 < name.len) {
		if ((name.ptr[at] == 'C' || name.ptr[at] == 'D') &&
		    name.ptr[at + 1] == '4' && name.ptr[at + 2] == 'E') {
			return at + 1;
		}
		at = behind_word(name, at);
	}
	return 0;
}

/* As sources have it: C1, of a whole object (Itanium C++ ABI, 5.1.4.3). */
static struct nsc_name intern_function(struct nsc_debug *debug, struct nostd_str name)
{
	struct nsc_run *run = debug->member->file->run;
	size_t digit = unified_at(name);
	struct nostd_string text;

	if (digit == 0) {
		return nsc_name(run->names, name);
	}
	text = nostd_string_new_in(nsc_scratch(run));
	nostd_format(&text, "{}1{}", nostd_str_take(name, digit),
		     nostd_str_skip(name, digit + 1));
	return nsc_name(run->names, nostd_string_as_str(&text));
}

struct nsc_name nsc_debug_function(struct nsc_debug *debug, uint32_t what)
{
	struct body *body = &debug->bodies.ptr[what];
	struct nostd_str name;

	if (!body->known) {
		name = function_name(&body->entry);
		if (name.len <= debug->lines.text_left) {
			debug->lines.text_left -= name.len;
			body->function = intern_function(debug, name);
		}
		body->known = true;
	}
	return body->function;
}

bool nsc_debug_is_inlined(struct nsc_debug *debug, uint32_t what)
{
	return dwarf_tag(&debug->bodies.ptr[what].entry) == DW_TAG_inlined_subroutine;
}

struct nsc_name nsc_debug_source(const struct nsc_debug *debug)
{
	return debug->source;
}

struct nsc_name nsc_debug_producer(const struct nsc_debug *debug)
{
	return debug->producer;
}
