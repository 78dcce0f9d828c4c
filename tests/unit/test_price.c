/*
 * test_price.c - prices of many cuts in one go against the same cuts one by one, on
 * random links: what the dominators and a layout that is changed say, against a replay,
 * a marking and a layout from the start.
 *
 * usage: test_price [SEED [LINKS]]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/predict.h"
#include "analyzer/replay/price.h"
#include "analyzer/replay/replay.h"

enum { SHF_WRITE = 1, SHF_ALLOC = 2, SHF_EXEC = 4, SHF_MERGE = 16, SHF_STRINGS = 32 };
enum { SHF_RETAIN = 1 << 21, SHT_PROGBITS = 1, SHT_NOBITS = 8 };
enum { SHT_EXIDX = 0x70000001, SYMBOLS = 24, GIVEN_MAX = 6, ARCHIVES = 2, MEMBERS = 9 };

static uint64_t state = 1;
static int links = 400;

static uint32_t pick(uint32_t below)
{
	uint64_t mix;

	state += 0x9e3779b97f4a7c15U;
	mix = (state ^ state >> 30) * 0xbf58476d1ce4e5b9U;
	mix = (mix ^ mix >> 27) * 0x94d049bb133111ebU;
	return (uint32_t)((mix ^ mix >> 31) % below);
}

static struct nsc_name named(struct nsc_run *run, const char *form, uint32_t number)
{
	char text[64];

	snprintf(text, sizeof(text), form, (unsigned)number);
	return nsc_name_c(run->names, text);
}

/* -- random objects ------------------------------------------------------------------ */

struct maker {
	struct nsc_run *run;
	struct nsc_object_facts *facts;
	struct nsc_member *member;
	uint32_t symbol_of[SYMBOLS]; /* row in this member; 0: it has none yet */
};

static uint32_t add_section(struct maker *of, const char *name, uint64_t flags,
			    uint64_t size)
{
	struct nsc_object_section row = {0};

	row.name = nsc_name_c(of->run->names, name);
	row.type = SHT_PROGBITS;
	row.flags = flags | SHF_ALLOC;
	row.size = size;
	row.align = (uint64_t)1 << pick(pick(4) == 0 ? 7 : 4);
	row.link = NSC_NO_ROW;
	nsc_object_section_vec_push(&of->facts->sections, row);
	of->member->section_count++;
	return (uint32_t)of->facts->sections.len - 1;
}

static uint32_t add_symbol(struct maker *of, struct nsc_name name, uint8_t binding,
			   uint32_t section)
{
	struct nsc_object_symbol row = {0};

	row.name = name;
	row.binding = binding;
	row.section = section;
	row.where = section == NSC_NO_ROW ? NSC_WHERE_UNDEFINED : NSC_WHERE_SECTION;
	nsc_object_symbol_vec_push(&of->facts->symbols, row);
	of->member->symbol_count++;
	return (uint32_t)of->facts->symbols.len - 1;
}

static void add_reloc(struct maker *of, uint32_t section, uint32_t symbol)
{
	struct nsc_object_reloc row = {0};

	row.section = section;
	row.symbol = symbol;
	row.site = NSC_NO_ROW;
	nsc_object_reloc_vec_push(&of->facts->relocs, row);
	of->member->reloc_count++;
}

/* A function, sometimes in a group that other files have as well. */
static uint32_t add_function(struct maker *of, uint32_t number)
{
	static const char *const names[] = {".text.f", ".text.g", ".data.x", "hook"};
	uint32_t kind = pick(4), section;
	struct nsc_object_section *row;

	section = add_section(of, names[kind], kind < 2 ? SHF_EXEC : SHF_WRITE, pick(50));
	row = &of->facts->sections.ptr[section];
	if (pick(4) == 0) {
		row->group = named(of->run, "group%u", pick(6));
		row->group_is_comdat = pick(5) != 0;
	}
	if (pick(30) == 0) {
		row->flags |= SHF_RETAIN;
	}
	if (kind == 2 && pick(2) == 0) {
		row->type = SHT_NOBITS;
	}
	of->symbol_of[number] =
		add_symbol(of, named(of->run, "s%u", number),
			   pick(5) == 0 ? NSC_BIND_WEAK : NSC_BIND_GLOBAL, section);
	return section;
}

static void add_strings(struct maker *of, uint32_t user)
{
	static const char *const texts[] = {"tail\0long tail\0x", "x\0tail", "once"};
	static const size_t sizes[] = {17, 7, 5};
	uint32_t which = pick(3);
	uint32_t section =
		add_section(of, ".rodata.str1.1", SHF_MERGE | SHF_STRINGS, sizes[which]);
	struct nsc_object_section *row = &of->facts->sections.ptr[section];

	row->align = 1;
	row->entry_size = 1;
	row->bytes.ptr = (const unsigned char *)texts[which];
	row->bytes.size = sizes[which];
	add_reloc(of, user,
		  add_symbol(of, (struct nsc_name){0}, NSC_BIND_LOCAL, section));
}

/* Words of two rows: one that stands for itself, or one that does not. */
static void add_unwind(struct maker *of, uint32_t user)
{
	static const unsigned char rows[3][8] = {{0, 0, 0, 0, 1, 0, 0, 0},
						 {0, 0, 0, 0, 0xb0, 0xb0, 0xb0, 0x80},
						 {0, 0, 0, 0, 4, 0, 0, 0}};
	uint32_t section = add_section(of, ".ARM.exidx", 0, 8);
	struct nsc_object_section *row = &of->facts->sections.ptr[section];

	row->type = SHT_EXIDX;
	row->align = 4;
	row->link = user;
	row->bytes.ptr = rows[pick(3)];
	row->bytes.size = 8;
}

static uint32_t symbol_row(struct maker *of, uint32_t number)
{
	if (of->symbol_of[number] == 0) {
		of->symbol_of[number] =
			add_symbol(of, named(of->run, "s%u", number),
				   pick(6) == 0 ? NSC_BIND_WEAK : NSC_BIND_GLOBAL,
				   NSC_NO_ROW);
	}
	return of->symbol_of[number];
}

static void add_member(struct maker *of, struct nsc_name name)
{
	struct nsc_member member = {0};
	uint32_t functions[4], count = 1 + pick(4), i, k;

	memset(of->symbol_of, 0, sizeof(of->symbol_of));
	member.name = name;
	member.section_first = (uint32_t)of->facts->sections.len;
	member.symbol_first = (uint32_t)of->facts->symbols.len;
	member.reloc_first = (uint32_t)of->facts->relocs.len;
	nsc_member_vec_push(&of->facts->members, member);
	of->member = &of->facts->members.ptr[of->facts->members.len - 1];
	add_symbol(of, (struct nsc_name){0}, NSC_BIND_LOCAL, NSC_NO_ROW);
	for (i = 0; i < count; i++) {
		uint32_t number = pick(SYMBOLS);

		functions[i] = of->symbol_of[number] == 0 ? add_function(of, number)
							  : functions[i - 1];
	}
	for (i = 0; i < count; i++) {
		for (k = pick(5); k > 0; k--) {
			add_reloc(of, functions[i], symbol_row(of, pick(SYMBOLS)));
		}
		if (pick(3) == 0) {
			add_strings(of, functions[i]);
		}
		if (pick(3) == 0) {
			add_unwind(of, functions[i]);
		}
		if (pick(8) == 0) {
			add_reloc(of, functions[i],
				  add_symbol(of, named(of->run, "__start_hook", 0),
					     NSC_BIND_GLOBAL, NSC_NO_ROW));
		}
	}
}

static void index_members(struct nsc_object_facts *facts)
{
	uint32_t member, i;

	for (member = 0; member < facts->members.len; member++) {
		const struct nsc_member *row = &facts->members.ptr[member];

		for (i = row->symbol_first; i < row->symbol_first + row->symbol_count;
		     i++) {
			const struct nsc_object_symbol *symbol = &facts->symbols.ptr[i];
			struct nsc_archive_entry entry = {symbol->name, member};

			if (symbol->where == NSC_WHERE_SECTION &&
			    symbol->binding != NSC_BIND_LOCAL) {
				nsc_archive_entry_vec_push(&facts->index, entry);
			}
		}
	}
}

static const struct nsc_object_facts *make_object(struct nsc_run *run, uint32_t number,
						  bool archive)
{
	struct maker of = {
		run, nostd_bump_new(run->keep, struct nsc_object_facts), NULL, {0}};
	uint32_t members = archive ? 1 + pick(MEMBERS) : 1, i;

	nsc_object_facts_init(of.facts, run->keep);
	of.facts->path = named(run, archive ? "/w/lib%u.a" : "/w/f%u.o", number);
	of.facts->container = archive ? NSC_ARCHIVE : NSC_OBJECT;
	for (i = 0; i < members; i++) {
		add_member(&of, archive ? named(run, "m%u.o", i) : (struct nsc_name){0});
	}
	if (archive) {
		index_members(of.facts);
	}
	return of.facts;
}

/* -- a link of them ------------------------------------------------------------------ */

struct made {
	uint64_t seed; /* that made it */
	struct nsc_run run;
	const struct nsc_object_facts *objects[GIVEN_MAX + ARCHIVES];
	size_t count;
	struct nsc_link_line line;
	struct nsc_map_facts map;
	struct nsc_graph graph;
	struct nsc_plan plan;
	struct nsc_link link;
	struct nsc_priced priced;
};

static void add_item(struct made *made, uint8_t kind, struct nsc_name path)
{
	struct nsc_line_item item = {0};

	item.kind = kind;
	item.path = path;
	nsc_line_item_vec_push(&made->line.items, item);
}

static void add_pattern(struct made *made, const char *file, const char *section,
			const char *output)
{
	struct nsc_script_pattern row = {0};

	row.file = nsc_name_c(made->run.names, file);
	row.section = nsc_name_c(made->run.names, section);
	row.output = nsc_name_c(made->run.names, output);
	row.keep = row.file.ix != nsc_name_c(made->run.names, "*").ix;
	nsc_script_pattern_vec_push(&made->line.patterns, row);
}

/* A script that keeps what some files have, and sometimes discards what others want. */
static void make_script(struct made *made)
{
	made->line.has_script = true;
	add_pattern(made, "*1.o", ".data.x", ".data");
	add_pattern(made, "*2.o", ".text.g", ".text");
	if (pick(2) == 0) {
		add_pattern(made, "*", ".text.f", "/DISCARD/");
	}
	add_pattern(made, "*", ".text.*", ".text");
	add_pattern(made, "*", ".rodata.*", ".rodata");
	add_pattern(made, "*", ".ARM.exidx", ".ARM.exidx");
	add_pattern(made, "*", "hook", ".data");
	add_pattern(made, "*", ".data.x", ".data");
}

static void make_line(struct made *made)
{
	static const uint8_t linkers[] = {NSC_LINKER_BFD, NSC_LINKER_BFD, NSC_LINKER_GOLD,
					  NSC_LINKER_LLD, NSC_LINKER_MOLD};
	uint32_t given = 1 + pick(GIVEN_MAX), i;
	bool group = pick(2) == 0;

	nsc_link_line_init(&made->line, made->run.keep);
	made->line.linker = linkers[pick(5)];
	made->line.folder = nsc_name_c(made->run.names, "/w");
	made->line.output = nsc_name_c(made->run.names, "/w/a.elf");
	made->line.gc = pick(6) != 0;
	made->line.complete = true;
	for (i = 0; i < given + ARCHIVES; i++) {
		if (i == given && group) {
			add_item(made, NSC_LINE_GROUP_START, (struct nsc_name){0});
		}
		made->objects[i] = make_object(&made->run, i, i >= given);
		add_item(made, NSC_LINE_FILE, made->objects[i]->path);
	}
	if (group) {
		add_item(made, NSC_LINE_GROUP_END, (struct nsc_name){0});
	}
	if (pick(3) == 0) {
		make_script(made);
	}
	made->count = given + ARCHIVES;
	made->line.entry = made->objects[0]->symbols.ptr[1].name;
	if (pick(4) == 0) {
		nsc_line_name_vec_push(&made->line.undefined,
				       named(&made->run, "s%u", pick(SYMBOLS)));
	}
}

static struct nsc_name absolute(struct nsc_run *run, struct nsc_name path)
{
	char text[64];

	snprintf(text, sizeof(text), "/w/%s", nsc_name_chars(run->names, path));
	return nsc_name_c(run->names, text);
}

static void find_paths(struct made *made, struct nsc_graph_input *in)
{
	struct nsc_run *run = &made->run;
	struct nsc_name *files =
		nostd_bump_array(run->keep, struct nsc_name, made->map.files.len);
	struct nsc_name *loads =
		nostd_bump_array(run->keep, struct nsc_name, made->map.loads.len);
	size_t i;

	for (i = 0; i < made->map.files.len; i++) {
		const struct nsc_map_file *row = &made->map.files.ptr[i];

		files[i] = absolute(run, nsc_name_given(row->archive) ? row->archive
								      : row->name);
	}
	for (i = 0; i < made->map.loads.len; i++) {
		loads[i] = absolute(run, made->map.loads.ptr[i].path);
	}
	in->map_paths = files;
	in->load_paths = loads;
}

/* False: map and replay do not agree, so nothing has a price. */
static bool make_link(struct made *made)
{
	struct nsc_graph_input in;
	struct nsc_graph first;
	struct nsc_err err;
	bool exact;

	memset(made, 0, sizeof(*made));
	memset(&in, 0, sizeof(in));
	memset(&err, 0, sizeof(err));
	nsc_run_init(&made->run);
	make_line(made);
	in.objects = made->objects;
	in.object_count = made->count;
	in.line = &made->line;
	assert_int_equal(nsc_graph_build(&made->run, &in, &first, &err), 0);
	nsc_map_facts_init(&made->map, made->run.keep);
	nsc_predict_map(&made->run, &first, &made->map);
	in.map = &made->map;
	find_paths(made, &in);
	if (made->line.linker == NSC_LINKER_BFD && pick(2) == 0) {
		in.line = NULL; /* as from a map alone */
	}
	assert_int_equal(nsc_graph_build(&made->run, &in, &made->graph, &err), 0);
	exact = nsc_link_image(&made->run, &made->graph, &made->plan, &made->link);
	nsc_priced_init(&made->run, &made->plan, &made->link, exact, &made->priced);
	return exact;
}

/* -- prices -------------------------------------------------------------------------- */

/*
 * Every reference in one of some cuts, or in none: by what it names, by where it stands,
 * or by chance.
 */
static void make_cuts(struct made *made, struct nsc_cut *cuts, size_t count)
{
	size_t refs = made->graph.refs.len, by = pick(5), i;
	uint32_t *rows = nostd_bump_array(made->run.keep, uint32_t, refs * count + 1);

	memset(cuts, 0, count * sizeof(*cuts));
	for (i = 0; i < count; i++) {
		cuts[i].refs = rows + i * refs;
	}
	for (i = 0; i < refs; i++) {
		const struct nsc_graph_ref *ref = &made->graph.refs.ptr[i];
		size_t to = pick((uint32_t)(2 * count));

		if (by < 2) {
			to = (ref->to + ref->local) % (count + 2);
		} else if (by < 4) {
			to = ref->from % (count + 2);
		}
		if (to < count) {
			rows[to * refs + cuts[to].ref_count++] = (uint32_t)i;
		}
	}
}

/* How many of the prices were not 0. */
static size_t compare_prices(struct made *made)
{
	enum { CUTS = 30 };
	struct nsc_cut cuts[CUTS];
	const struct nsc_cut *all[CUTS];
	struct nsc_price prices[CUTS];
	size_t moved = 0, i;

	make_cuts(made, cuts, CUTS);
	for (i = 0; i < CUTS; i++) {
		all[i] = &cuts[i];
	}
	nsc_price_each(&made->priced, all, CUTS, prices);
	for (i = 0; i < CUTS; i++) {
		struct nsc_price one = nsc_price_of(&made->priced, &cuts[i]);

		if (prices[i].cost.flash != one.cost.flash ||
		    prices[i].cost.ram != one.cost.ram) {
			print_message("seed %llu\n", (unsigned long long)made->seed);
		}
		assert_int_equal(prices[i].known, one.known);
		assert_int_equal(prices[i].missing, one.missing);
		assert_int_equal(prices[i].cost.flash, one.cost.flash);
		assert_int_equal(prices[i].cost.ram, one.cost.ram);
		moved += one.known && (one.cost.flash != 0 || one.cost.ram != 0);
	}
	return moved;
}

static void many_cuts_cost_what_each_costs(void **unused)
{
	size_t exact = 0, moved = 0;
	int i;

	(void)unused;
	for (i = 0; i < links; i++) {
		uint64_t seed = state;
		struct made made;

		if (make_link(&made)) {
			exact++;
			made.seed = seed;
			moved += compare_prices(&made);
		}
		nsc_run_release(&made.run);
	}
	print_message("\n%zu of %d links have prices, %zu cuts cost something\n", exact,
		      links, moved);
	assert_true(exact * 2 > (size_t)links);
	assert_true(moved > (size_t)links);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_cuts_cost_what_each_costs),
	};

	if (argc > 1) {
		state = strtoull(argv[1], NULL, 0);
	}
	if (argc > 2) {
		links = atoi(argv[2]);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
