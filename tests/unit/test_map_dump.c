/*
 * test_map_dump.c - a map's facts as JSON and as text, against what was written by hand.
 */
#include "tests/unit/map_case.h"

#include <nostd/string.h>

#include "analyzer/base/json_out.h"
#include "analyzer/report/dump_map.h"

static const char map_text[] = PULLS
	"liba.a(a.o)                   main.o (f)\n"
	"liba.a(b.o)                   (g)\n"
	"liba.a(c.o)                   (--whole-archive)\n\n"
	"Allocating common symbols\nCommon symbol       size              file\n\n"
	"shared              0x4               liba.a(b.o)\n\n"
	"Discarded input sections\n\n .text.h        0x00000000        0x6 "
	"liba.a(b.o)\n\n"
	"Memory Configuration\n\n"
	"Name             Origin             Length             Attributes\n"
	"ROM              0x08000000         0x00010000         xr\n"
	"*default*        0x0000000000000000 0xffffffffffffffff\n\n"
	"Linker script and memory map\n\n"
	"START GROUP\nLOAD liba.a\nEND GROUP\n"
	"                [!provide]                        PROVIDE (end = .)\n"
	"\n.data           0x20000000       0x10 load address 0x08000010\n"
	" .data          0x20000000        0xc main.o\n"
	"                                 0x10 (size before relaxing)\n"
	"                0x20000000                f\n"
	" *fill*         0x2000000c        0x4 \n" IMAGE "\nCross Reference Table\n\n"
	"Symbol                                            File\n"
	"f                                                 main.o\n"
	"g                                                 liba.a(b.o)\n";

static const char json_text[] =
	"{\n"
	"  \"kind\": \"map\",\n"
	"  \"format\": \"gnu-ld\",\n"
	"  \"pulls\": [\n"
	"    {\"archive\": \"liba.a\", \"member\": \"a.o\", \"by\": {\"archive\": null, "
	"\"member\": \"main.o\"}, \"symbol\": \"f\", \"reason\": \"reference\"},\n"
	"    {\"archive\": \"liba.a\", \"member\": \"b.o\", \"by\": null, \"symbol\": "
	"\"g\", "
	"\"reason\": \"undefined\"},\n"
	"    {\"archive\": \"liba.a\", \"member\": \"c.o\", \"by\": null, \"symbol\": "
	"null, "
	"\"reason\": \"whole-archive\"}\n"
	"  ],\n"
	"  \"outputs\": [\n"
	"    {\"name\": \".data\", \"address\": \"0x20000000\", \"size\": 16, "
	"\"load_address\": \"0x08000010\"}\n"
	"  ],\n"
	"  \"sections\": [\n"
	"    {\"output\": \".data\", \"name\": \".data\", \"object\": \"main.o\", "
	"\"archive\": null, \"member\": null, \"address\": \"0x20000000\", \"size\": "
	"12},\n"
	"    {\"output\": \".data\", \"name\": \"*fill*\", \"object\": null, "
	"\"archive\": null, \"member\": null, \"address\": \"0x2000000c\", \"size\": 4}\n"
	"  ],\n"
	"  \"discarded\": [\n"
	"    {\"name\": \".text.h\", \"object\": null, \"archive\": \"liba.a\", "
	"\"member\": \"b.o\", \"size\": 6}\n"
	"  ],\n"
	"  \"symbols\": [\n"
	"    {\"name\": \"end\", \"kind\": \"unused\", \"address\": null, \"size\": "
	"null, "
	"\"section\": null, \"object\": null, \"archive\": null, \"member\": null, "
	"\"expression\": \".\"},\n"
	"    {\"name\": \"f\", \"kind\": \"placed\", \"address\": \"0x20000000\", "
	"\"size\": null, \"section\": \".data\", \"object\": \"main.o\", \"archive\": "
	"null, "
	"\"member\": null, \"expression\": null}\n"
	"  ],\n"
	"  \"regions\": [\n"
	"    {\"name\": \"ROM\", \"origin\": \"0x08000000\", \"length\": 65536, "
	"\"attributes\": \"xr\"},\n"
	"    {\"name\": \"*default*\", \"origin\": \"0x00000000\", \"length\": null, "
	"\"attributes\": \"\"}\n"
	"  ],\n"
	"  \"cref\": [\n"
	"    {\"symbol\": \"f\", \"object\": \"main.o\", \"archive\": null, "
	"\"member\": null, \"role\": \"defines\"},\n"
	"    {\"symbol\": \"g\", \"object\": null, \"archive\": \"liba.a\", "
	"\"member\": \"b.o\", \"role\": \"either\"}\n"
	"  ]\n"
	"}\n";

static const char plain_text[] =
	"link map of a.elf (elf32-littlearm), format gnu-ld, 40 lines\n"
	"\n"
	"archive members pulled in (3)\n"
	"  liba.a(a.o)\n"
	"      because of f in main.o\n"
	"  liba.a(b.o)\n"
	"      because of g on the command line or in the script\n"
	"  liba.a(c.o)\n"
	"      because of --whole-archive\n"
	"\n"
	"files of the link, in order (3)\n"
	"  --start-group\n"
	"  liba.a\n"
	"  --end-group\n"
	"\n"
	"common symbols (1)\n"
	"           4  shared  liba.a(b.o)\n"
	"\n"
	"memory regions (2)\n"
	"  0x0000000008000000  0x0000000000010000  ROM xr\n"
	"  0x0000000000000000  0xffffffffffffffff  *default* \n"
	"\n"
	"memory map (1)\n"
	"  0x0000000020000000            16  .data  loaded at 0x0000000008000010\n"
	"    0x0000000020000000          12  .data  main.o (16 before relaxing)\n"
	"    0x000000002000000c           4  *fill*  (the linker)\n"
	"\n"
	"symbols, assigned ones first (2)\n"
	"  not needed          end = .\n"
	"  0x0000000020000000  f  main.o\n"
	"\n"
	"discarded sections (1)\n"
	"           6  .text.h  liba.a(b.o)\n"
	"\n"
	"cross references (2)\n"
	"  f\n"
	"      main.o  (defines it)\n"
	"  g\n"
	"      liba.a(b.o)  (defines it, or nobody does)\n";

static void the_json_form_has_every_key(void **state)
{
	struct nostd_string out = nostd_string_new();
	struct map_case one;
	struct nsc_json json;

	(void)state;
	map_case_read_whole(&one, map_text);
	nsc_json_init(&json, nostd_string_sink(&out));
	nsc_dump_map_json(&json, one.run.names, &one.facts);
	assert_string_equal(nostd_string_c_str(&out), json_text);
	nostd_string_drop(&out);
	map_case_end(&one);
}

static void the_text_form_has_every_row(void **state)
{
	struct nostd_string out = nostd_string_new();
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, map_text);
	assert_true(
		nsc_dump_map_text(nostd_string_sink(&out), one.run.names, &one.facts));
	assert_string_equal(nostd_string_c_str(&out), plain_text);
	nostd_string_drop(&out);
	map_case_end(&one);
}

static bool refuse(void *self, struct nostd_str text)
{
	(void)self;
	(void)text;
	return false;
}

static void a_sink_that_refuses_is_told(void **state)
{
	struct nostd_sink sink = {refuse, NULL};
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, map_text);
	assert_false(nsc_dump_map_text(sink, one.run.names, &one.facts));
	map_case_end(&one);
}

/* Sizes over 2^53 are what a hostile map has; no JSON reader keeps them. */
static void sizes_that_json_cannot_keep_are_null(void **state)
{
	struct nostd_string out = nostd_string_new();
	struct map_case one;
	struct nsc_json json;

	(void)state;
	map_case_read_whole(&one, MEMORY
			    "\n.text           0x00000000 0xffffffffffffffff\n"
			    " .text          0x00000000 0xffffffffffffffff a.o\n" IMAGE);
	nsc_json_init(&json, nostd_string_sink(&out));
	nsc_dump_map_json(&json, one.run.names, &one.facts);
	assert_non_null(
		strstr(nostd_string_c_str(&out), "\"size\": null, \"load_address\""));
	nostd_string_drop(&out);
	map_case_end(&one);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_json_form_has_every_key),
		cmocka_unit_test(the_text_form_has_every_row),
		cmocka_unit_test(a_sink_that_refuses_is_told),
		cmocka_unit_test(sizes_that_json_cannot_keep_are_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
