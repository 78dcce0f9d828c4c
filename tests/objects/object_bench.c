/*
 * object_bench.c - how long reading an archive takes, against the barest reader there is.
 *
 *	object_bench ARCHIVE
 *
 * Prints CPU time, best of many runs in this process: the bare read (section headers,
 * symbols with their names and relocations of every 32-bit little-endian member, nothing
 * kept), the same as facts without debugging sections, and all facts. The last line is
 * "ratio N.NN", the second over the first.
 */
#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/archive.h"
#include "analyzer/object/object.h"

enum { RUNS = 40 };

static volatile unsigned long sum; /* so that nothing is optimised away */

static void bare_table(const unsigned char *base, const Elf32_Shdr *section,
		       const char *names)
{
	unsigned long all = 0;
	Elf32_Sym symbol;
	Elf32_Rel rel;
	Elf32_Word at;

	if (section->sh_type == SHT_SYMTAB) {
		for (at = 0; at < section->sh_size; at += sizeof(symbol)) {
			memcpy(&symbol, base + section->sh_offset + at, sizeof(symbol));
			all += symbol.st_value + symbol.st_info +
			       strlen(names + symbol.st_name);
		}
	} else if (section->sh_type == SHT_REL) {
		for (at = 0; at < section->sh_size; at += sizeof(rel)) {
			memcpy(&rel, base + section->sh_offset + at, sizeof(rel));
			all += rel.r_offset + rel.r_info;
		}
	}
	sum += all;
}

static void bare_object(struct nostd_span bytes)
{
	Elf32_Ehdr header;
	Elf32_Shdr section, strings;
	unsigned i;

	if (bytes.size < sizeof(header) || memcmp(bytes.ptr, ELFMAG "\1\1", 6) != 0) {
		return;
	}
	memcpy(&header, bytes.ptr, sizeof(header));
	for (i = 0; i < header.e_shnum; i++) {
		const unsigned char *all = bytes.ptr + header.e_shoff;

		memcpy(&section, all + i * sizeof(section), sizeof(section));
		memcpy(&strings, all + section.sh_link * sizeof(section),
		       sizeof(section));
		sum += section.sh_size;
		bare_table(bytes.ptr, &section,
			   (const char *)bytes.ptr + strings.sh_offset);
	}
}

static void bare(struct nostd_span bytes)
{
	struct nsc_archive archive;
	struct nsc_archive_member member;

	nsc_archive_open(&archive, bytes);
	while (nsc_archive_next(&archive, &member) == NSC_ARCHIVE_MEMBER) {
		bare_object(member.content);
	}
}

/* nsc_object_parse() or its sibling. */
typedef int parser(struct nsc_run *, struct nsc_name, struct nostd_span,
		   struct nsc_object_facts *, struct nsc_err *);

static void facts(struct nostd_span bytes, parser *parse)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_object_facts out;
	struct nsc_run run;

	nsc_run_init(&run);
	if (parse(&run, nsc_name_c(run.names, "/archive"), bytes, &out, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
	}
	sum += out.symbols.len;
	nsc_run_release(&run);
}

/* Milliseconds of the fastest run; `parse` NULL: the bare read. */
static double best(struct nostd_span bytes, parser *parse)
{
	double least = 1e9;
	int i;

	for (i = 0; i < RUNS; i++) {
		clock_t start = clock();
		double took;

		if (parse) {
			facts(bytes, parse);
		} else {
			bare(bytes);
		}
		took = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
		least = took < least ? took : least;
	}
	return least;
}

int main(int argc, char **argv)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	double first, second;

	if (argc != 2 || nsc_host_open(argv[1], &file, &err) < 0) {
		fprintf(stderr, "object_bench ARCHIVE: %s\n", err.text);
		return 2;
	}
	first = best(file.bytes, NULL);
	second = best(file.bytes, nsc_object_parse_symbols);
	printf("bare read              %8.3f ms\n", first);
	printf("symbols, relocations   %8.3f ms\n", second);
	printf("with places            %8.3f ms\n", best(file.bytes, nsc_object_parse));
	printf("ratio %.2f\n", second / first);
	nsc_host_close(&file);
	return 0;
}
