/*
 * test_map_refusals.c - what no reader claims is refused by name, with its line.
 */
#include "tests/unit/map_case.h"

#include "analyzer/base/limits.h"
#include "analyzer/map/side.h"

/* A text, how it is refused, and whether it is some linker's map. */
struct refusal {
	const char *text;
	const char *message;
	bool is_link_map;
};

#define LINK_MAP(what)                                                                  \
	"this is " what "; a reader for it is not part of this version, link with GNU " \
	"ld's -Wl,-Map or give the objects"
#define NO_LINK_MAP(what) "this is " what ", expected a link map"

static const struct refusal refusals[] = {
	{"", "x.map: empty file, expected a link map", false},
	{" \n\t\n", "x.map: empty file, expected a link map", false},
	{"{\"version\":3,\"sources\":[\"a.ts\"],\"mappings\":\"AAAA\"}",
	 "x.map:1:1: " NO_LINK_MAP("a JavaScript source map"), false},
	{"<area shape=\"rect\" id=\"node1\" href=\"a.html\" alt=\"\"/>\n",
	 "x.map:1:1: " NO_LINK_MAP("an HTML image map, as Doxygen and Graphviz write it"),
	 false},
	{"<map id=\"a\" name=\"a\">\n</map>\n",
	 "x.map:1:1: " NO_LINK_MAP("an HTML image map, as Doxygen and Graphviz write it"),
	 false},
	{"LIB_1.0 {\n  global: f;\n  local: *;\n};\n",
	 "x.map:1:1: " NO_LINK_MAP("a linker version script"), false},
	{"ffffffff81000000 T _text\nffffffff81000000 T startup_64\n",
	 "x.map:1:1: " NO_LINK_MAP("a list of symbols, as nm writes it"), false},
	{"<?xml version=\"1.0\" ?>\n<link_info>\n   <banner>TI ARM Linker</banner>\n",
	 "x.map:2:1: " LINK_MAP("XML of TI's linker"), true},
	{"---\nCommandLine:     ld.eld a.o\nOutputSections:\n  - Name: .text\n",
	 "x.map:3:1: " LINK_MAP("a YAML map of eld"), true},
	{" *(.init)\n                0x00010a30                _etext = .\n"
	 "\n.data           0x00800000     0x3844 load address 0x00010a30\n *(.data)\n"
	 " .data          0x00800000      0x372 ./main.o\n"
	 "                0x00800374                _impure_ptr\n",
	 "x.map:1:1: this is a piece of a GNU ld map, expected a whole one: its "
	 "beginning, "
	 "with the headings, is missing",
	 true},
	{"int main(void)\n{\n\treturn 0;\n}\n",
	 "x.map:1:1: not a link map: found \"int main(void)\", expected a heading of GNU "
	 "ld's "
	 "such as \"Memory Configuration\"",
	 false},
};

static void each_kind_of_file_is_refused_by_name(void **state)
{
	struct map_case one;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *refusal = &refusals[i];
		struct nostd_str text = nostd_str_from_c(refusal->text);

		map_case_read_size(&one, text.ptr, text.len);
		assert_int_equal(one.ret, -1);
		assert_int_equal(one.err.kind, NSC_ERR_INPUT);
		assert_string_equal(one.err.text, refusal->message);
		assert_int_equal(one.run.diags->all.len, 0);
		assert_false(nsc_map_is(text));
		assert_int_equal(nsc_map_is_foreign(text), refusal->is_link_map);
		map_case_end(&one);
	}
}

static void a_binary_file_is_refused(void **state)
{
	static const char text[] = "\x7f"
				   "ELF\x01\x01\0\0Memory Configuration\n\n";
	struct map_case one;

	(void)state;
	map_case_read_size(&one, text, sizeof(text) - 1);
	assert_int_equal(one.ret, -1);
	assert_string_equal(one.err.text, "x.map: binary file, expected a link map");
	assert_false(nsc_map_is_foreign(nostd_str_new(text, sizeof(text) - 1)));
	map_case_end(&one);
}

static void what_powershell_redirects_is_refused_as_utf_16(void **state)
{
	static const char text[] = "\xFF\xFEM\0e\0m\0";
	struct map_case one;

	(void)state;
	map_case_read_size(&one, text, sizeof(text) - 1);
	assert_int_equal(one.ret, -1);
	assert_string_equal(
		one.err.text,
		"x.map: UTF-16 text, expected a link map in ASCII or UTF-8; let "
		"the linker write it with -Map=FILE");
	map_case_end(&one);
}

static void a_map_over_the_limit_is_refused_unread(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_size(&one, MEMORY IMAGE, NSC_LIMIT_MAP_SIZE + 1);
	assert_int_equal(one.ret, -1);
	assert_string_equal(
		one.err.text,
		"x.map: a map of 4294967296 bytes, expected at most 4294967295");
	map_case_end(&one);
}

static void maps_of_gnu_ld_are_claimed(void **state)
{
	(void)state;
	assert_true(nsc_map_is(NOSTD_STR(MEMORY IMAGE)));
	assert_true(nsc_map_is(NOSTD_STR("\xEF\xBB\xBF" MEMORY IMAGE)));
	assert_true(
		nsc_map_is(NOSTD_STR(PULLS "liba.a(a.o)                   b.o (f)\n")));
	/* in words that we do not know */
	assert_true(nsc_map_is(
		NOSTD_STR("Titel\n\nliba.a(a.o)                   b.o (f)\n\n"
			  "Speicher\n\nName   Start   L\xC3\xA4nge   Eigenschaft\n"
			  "*default*        0x0                0xffff\n")));
	assert_false(nsc_map_is_foreign(NOSTD_STR(MEMORY IMAGE)));
	/* the heading in a sentence, or in a source */
	assert_false(nsc_map_is(NOSTD_STR("The Memory Configuration\n\n")));
	assert_false(
		nsc_map_is(NOSTD_STR("minfo (\"\\nMemory Configuration\\n\\n\");\n")));
	assert_false(nsc_map_is(NOSTD_STR("Memory Configuration\nof this board\n")));
}

/* A beginning that a reader claims, and one that is near it and nobody's. */
static const struct {
	const char *format, *text, *other;
} claims[] = {
	{"gold", "Discarded input sections\n\nMemory map\n\n", "Memory maps\n\n"},
	{"lld", "     VMA      LMA     Size Align Out     In      Symbol\n",
	 "     VMA      LMA     Size Align Out     In      Symbol  x\n"},
	{"mold", "  VMA       Size Align Out     In      Symbol\n",
	 "in the VMA       Size Align Out     In      Symbol\n"},
	{"wasm-ld", "    Addr      Off     Size Out     In      Symbol\n",
	 "    Addr      Off     Size Out     In\n"},
	{"lld-link", "Address  Size     Align Out     In      Symbol\n",
	 "Address  Size     Align Out     In      Symbols\n"},
	{"msvc",
	 " o.exe\n\n Timestamp is 0\n\n Preferred load address is 0000000140000000\n",
	 " o.exe\n\n the Preferred load address is 0000000140000000\n"},
	{"ld64",
	 "# Path: o.out\n# Arch: arm64\n# Object files:\n[  0] linker synthesized\n",
	 "# Path: o.out\n# Arch: arm64\n# Objects:\n"},
	{"armlink", "Component: ARM Compiler 5.05 Tool: armlink [4d0efa]\n",
	 "Component: ARM Compiler 5.05 Tool: armasm [4d0efa]\n"},
	{"iar-ilink", "####\n#\n# IAR ELF Linker V8.40.1\n",
	 "####\n#\n# IAR ELF Dumper V8\n"},
	{"ti", "*****\n  TI ARM Linker PC v18.9.0\n*****\n\nOUTPUT FILE NAME:   <a>\n",
	 "*****\n  TI ARM Linker PC v18.9.0\n*****\n"},
	{"ti", "*****\n    TMS320C2000 Linker v22.6\n*****\n\nOUTPUT FILE NAME:   <a>\n",
	 "*****\n    TMS320C2000 Linker v22.6\n*****\n\nOUTPUT FILE:   <a>\n"},
	{"mwld", "Link map of __start\n  1] __start (func,weak) found in os.a start.c\n",
	 "The Link map of __start\n"},
	{"mwld", ".text section layout\n  Starting        Virtual  File\n",
	 ".text section layout\n  is like this\n"},
	{"sdcc", "\fASxxxx Linker V03.00 + NoICE + sdld,  page 1.\n",
	 "the ASxxxx Linker V03.00\n"},
	{"hlink",
	 "Machine type is 12F675\n\n  Name   Link  Load  Length Selector   Space Scale\n",
	 "Machine type is 12F675\n\n  Name   Link  Load  Length\n"},
	{"renesas", "*** Options ***\n\n-end\n\n*** Mapping List ***\n\n",
	 "*** Options ***\n\n-end\n\nthe *** Mapping List ***\n\n"},
	{"iar-xlink", "####\n#\n#      IAR Universal Linker V4.61I\n",
	 "####\n#\n#      IAR Universal Librarian V4.61I\n"},
	{"tasking",
	 "******  Processed Files  ******\n+------+\n| File | From archive | Symbol "
	 "causing the extraction |\n",
	 "******  Processed Fields  ******\n+------+\n"},
	{"ghs", "Load Map Tue Jan 7\nImage Summary\n\n",
	 "Load Map Tue Jan 7\n\nImage Summary\n\n"},
	{"eld", "# Linker based on LLVM version: 19.0\n# CommandLine : ld.eld a.o\n",
	 "# Linker based on LLVM version: 19.0\n# ld.eld a.o\n"},
};

static void each_reader_claims_its_maps_and_no_others(void **state)
{
	struct map_case one;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
		struct nostd_str text = nostd_str_from_c(claims[i].text);

		assert_true(nsc_map_is(text));
		assert_false(nsc_map_is_foreign(text));
		assert_false(nsc_map_is(nostd_str_from_c(claims[i].other)));
		map_case_read(&one, claims[i].text);
		assert_int_equal(one.ret, 0);
		assert_string_equal(map_case_name(&one, one.facts.format),
				    claims[i].format);
		/* there is nothing in it: each reader says that more must come */
		assert_true(one.facts.truncated);
		map_case_end(&one);
	}
}

/* What linkers say beside their maps, and what is near it. */
static const struct {
	const char *format, *text, *other;
} sides[] = {
	{"why-extract", "reference\textracted\tsymbol\na.o\tl.a(b.o)\tf\n",
	 "reference extracted symbol\na.o\tl.a(b.o)\tf\n"},
	{"why-load", "_f forced load of l.a(b.o)\n",
	 "it was a forced load of l.a(b.o), we think\n"},
	{"link-verbose", "lld-link: Reading a.obj\nlld-link: Loaded l.lib(b.obj) for f\n",
	 "lld-link: error: a.obj\n"},
	{"trace", "a.o\nl.a(b.o)\n(l.a)c.o\n", "a.o\nb.o\n"},
};

static void what_linkers_say_beside_a_map_is_no_map(void **state)
{
	struct map_case one;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		struct nostd_str text = nostd_str_from_c(sides[i].text);

		assert_true(nsc_map_is_side(text));
		assert_false(nsc_map_is_side(nostd_str_from_c(sides[i].other)));
		map_case_read(&one, sides[i].text);
		assert_int_equal(one.ret, 0);
		assert_int_equal(one.facts.lines_unknown, 0);
		assert_false(one.facts.truncated);
		assert_string_equal(map_case_name(&one, one.facts.format),
				    sides[i].format);
		assert_true(nsc_map_tells_side(one.run.names, &one.facts));
		map_case_end(&one);
	}
	assert_false(nsc_map_is_side(NOSTD_STR(MEMORY IMAGE)));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_file_is_refused_by_name),
		cmocka_unit_test(a_binary_file_is_refused),
		cmocka_unit_test(what_powershell_redirects_is_refused_as_utf_16),
		cmocka_unit_test(a_map_over_the_limit_is_refused_unread),
		cmocka_unit_test(maps_of_gnu_ld_are_claimed),
		cmocka_unit_test(each_reader_claims_its_maps_and_no_others),
		cmocka_unit_test(what_linkers_say_beside_a_map_is_no_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
