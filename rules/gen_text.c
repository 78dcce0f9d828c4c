/*
 * gen_text.c - writing constant tables as C on the build host.
 *
 * In:   strings and a path.
 * Out:  see gen_text.h.
 */
#include "rules/gen_text.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gen_tsv.h"

/* Where the string stands in the pool, or its size. */
static size_t find(const struct gen_pool *pool, const char *text, size_t len)
{
	for (size_t at = 0; at + len <= pool->bytes.len; at++) {
		const char *hit = memchr(pool->bytes.ptr + at, text[0],
					 pool->bytes.len - len + 1 - at);

		if (!hit) {
			break;
		}
		at = (size_t)(hit - pool->bytes.ptr);
		if (memcmp(hit, text, len) == 0) {
			return at;
		}
	}
	return pool->bytes.len;
}

size_t gen_pool_append(struct gen_pool *pool, const char *text)
{
	size_t at = pool->bytes.len;

	gen_bytes_extend_from_slice(&pool->bytes, text, strlen(text));
	return at;
}

size_t gen_pool_add(struct gen_pool *pool, const char *text)
{
	size_t len = strlen(text);
	size_t at;

	if (gen_is_empty(text)) {
		return 0;
	}
	at = find(pool, text, len);
	return at < pool->bytes.len ? at : gen_pool_append(pool, text);
}

void gen_pool_release(struct gen_pool *pool)
{
	gen_bytes_drop(&pool->bytes);
}

/* One byte as a character constant. */
static void write_char(FILE *out, char c)
{
	fprintf(out, c == '\'' || c == '\\' ? "'\\%c'," : "'%c',", c);
}

void gen_pool_write(FILE *out, const struct gen_pool *pool, const char *name)
{
	fprintf(out, "const char %s[] = {", name);
	for (size_t i = 0; i < pool->bytes.len; i++) {
		if (i % 20 == 0) {
			fputs("\n\t", out);
		}
		write_char(out, pool->bytes.ptr[i]);
	}
	fputs("\n\t0,\n};\n\n", out);
}

void gen_write_text(FILE *out, struct gen_pool *pool, const char *text)
{
	size_t len = gen_is_empty(text) ? 0 : strlen(text);

	fprintf(out, "{%zu, %zu}", gen_pool_add(pool, text), len);
}

void gen_write_str(FILE *out, const char *text)
{
	size_t len = 0;

	fputs("{\"", out);
	if (!gen_is_empty(text)) {
		for (; text[len]; len++) {
			if (text[len] == '"' || text[len] == '\\') {
				fputc('\\', out);
			}
			fputc(text[len], out);
		}
	}
	fprintf(out, "\", %zu}", len);
}

FILE *gen_open(const char *path, const char *from)
{
	FILE *out = fopen(path, "w");

	if (!out) {
		perror(path);
		exit(1);
	}
	fprintf(out, "/* Made at build time from %s: edit that. */\n", from);
	return out;
}

int gen_close(FILE *out, const char *path)
{
	int failed = ferror(out) != 0;

	if (fclose(out) != 0 || failed) {
		perror(path);
		failed = 1;
	}
	if (failed || gen_faults() > 0) {
		remove(path);
		return 1;
	}
	return 0;
}
