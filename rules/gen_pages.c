/*
 * gen_pages.c - pages/NAME.md as string constants, so that `explain` needs no file.
 *
 * In:   gen_pages OUTPUT PAGE...: the pages in byte order of their names.
 * Out:  nsc_pages; status 1 and no output if a page is at fault or a rule has none.
 * Plain hosted C, run on the build host.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <nostd/string.h>

#include "rules/gen_text.h"
#include "rules/gen_tsv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * ISO C asks of a compiler no string longer than 4,095 bytes (C11 5.2.4.1), and a page
 * that does not fit two screens is too long.
 */
enum { PAGE_MAX = 4000, LINE_MAX_LENGTH = 90 };

static const char *const rule_ids[] = {
#define RULE(number, ...) "NSC" #number,
#include "rules/rules.def"
};

struct page {
	const char *path;
	struct nostd_string name; /* without folder and ".md" */
};

#define NOSTD_NAME    pages
#define NOSTD_T       struct page
#define NOSTD_DROP(p) nostd_string_drop(&(p)->name)
#include <nostd/vec.h>

static struct page page_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t len = strlen(base);

	if (len > 3 && strcmp(base + len - 3, ".md") == 0) {
		len -= 3;
	}
	return (struct page){path, nostd_string_from_str(nostd_str_new(base, len))};
}

static bool fault(const char *path, unsigned line, const char *sentence)
{
	fprintf(stderr, "%s:%u: %s\n", path, line, sentence);
	return false;
}

/* One line as one literal; the rest of the page follows as further literals. */
static bool write_line(FILE *out, const struct page *page, unsigned line,
		       const char *text)
{
	size_t len = strcspn(text, "\n");

	if (text[len] != '\n') {
		return fault(page->path, line, "the line has no end or is far too long");
	}
	if (len > LINE_MAX_LENGTH) {
		return fault(page->path, line, "the line is longer than 90 bytes");
	}
	if (len > 0 && text[len - 1] == ' ') {
		return fault(page->path, line, "the line ends in blanks");
	}
	fputs("\t \"", out);
	for (size_t i = 0; i < len; i++) {
		if (text[i] < ' ' || text[i] > '~') {
			return fault(page->path, line, "only printable ASCII is allowed");
		}
		if (text[i] == '"' || text[i] == '\\') {
			fputc('\\', out);
		}
		fputc(text[i], out);
	}
	fputs("\\n\"\n", out);
	return true;
}

static bool write_page(FILE *out, const struct page *page)
{
	FILE *in = fopen(page->path, "r");
	char text[1024];
	unsigned line = 0;
	size_t size = 0;
	bool fine = true;

	if (!in) {
		perror(page->path);
		return false;
	}
	fprintf(out, "\t{{\"%s\", %zu},\n\t{\n", page->name.ptr, page->name.len);
	while (fine && fgets(text, sizeof(text), in)) {
		line++;
		size += strlen(text);
		if (line == 1 && strncmp(text, "# ", 2) != 0) {
			fine = fault(page->path, line,
				     "a page begins with a title, \"# ...\"");
		}
		fine = fine && write_line(out, page, line, text);
	}
	fclose(in);
	if (fine && (size == 0 || size > PAGE_MAX)) {
		fine = fault(page->path, line, "a page has between 1 and 4000 bytes");
	}
	fprintf(out, "\t, %zu}},\n", size);
	return fine;
}

/*
 * Does every rule have its page, and is every page that looks like a rule's one of a
 * rule?
 */
static bool check_rules(const struct page *pages, size_t count)
{
	size_t rule_pages = 0;
	bool fine = true;

	for (size_t rule = 0; rule < COUNT(rule_ids); rule++) {
		size_t i = 0;

		while (i < count && strcmp(pages[i].name.ptr, rule_ids[rule]) != 0) {
			i++;
		}
		if (i == count) {
			fprintf(stderr, "rules.def:1: %s has no page\n", rule_ids[rule]);
			fine = false;
		} else {
			rule_pages++;
		}
	}
	for (size_t i = 0; i < count; i++) {
		rule_pages -= strncmp(pages[i].name.ptr, "NSC", 3) == 0;
		if (i > 0 && strcmp(pages[i - 1].name.ptr, pages[i].name.ptr) >= 0) {
			fine = fault(pages[i].path, 1,
				     "pages are not given in byte order");
		}
	}
	if (rule_pages != 0 && fine) {
		fprintf(stderr, "rules.def:1: a page is called NSC... and no rule is\n");
		fine = false;
	}
	return fine;
}

int main(int argc, char **argv)
{
	size_t count = argc > 2 ? (size_t)argc - 2 : 0;
	struct pages pages = {0};
	bool fine;
	FILE *out;

	if (count == 0) {
		fprintf(stderr, "usage: gen_pages OUTPUT PAGE...\n");
		return 1;
	}
	for (size_t i = 0; i < count; i++) {
		pages_push(&pages, page_of(argv[i + 2]));
	}
	fine = check_rules(pages.ptr, count);
	out = gen_open(argv[1], "the files of pages/");
	fputs("#include \"rules/table.h\"\n\nconst struct nsc_page nsc_pages[] = {\n",
	      out);
	for (size_t i = 0; i < count; i++) {
		fine = write_page(out, &pages.ptr[i]) && fine;
	}
	pages_drop(&pages);
	fprintf(out, "};\n\nconst size_t nsc_pages_count = %zu;\n", count);
	if (gen_close(out, argv[1]) != 0) {
		return 1;
	}
	if (!fine) {
		remove(argv[1]);
		return 1;
	}
	return 0;
}
