/*
 * line.h - the lines of a map and what stands in them: blanks, hexadecimal numbers,
 * words.
 *
 * All of it looks at the text in place and is inline: it runs for every line of files
 * with millions of them.
 */
#ifndef NSC_ANALYZER_MAP_LINE_H
#define NSC_ANALYZER_MAP_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <nostd/str.h>

/* A walk over lines; copy it to look ahead. The text must stay. */
struct nsc_map_lines {
	const char *at, *end;
	uint32_t number; /* of the line that was given last, from 1 */
	bool ended;      /* it had its line end */
};

static inline struct nsc_map_lines nsc_map_lines(struct nostd_str text)
{
	struct nsc_map_lines lines = {text.ptr, text.ptr, 0, true};

	if (text.len != 0) {
		lines.end += text.len;
	}
	return lines;
}

/* The next line, without its end, which is \n or \r\n; false: there is none. */
static inline bool nsc_map_lines_next(struct nsc_map_lines *lines, struct nostd_str *line)
{
	const char *from = lines->at;
	const char *stop;

	if (from == lines->end) {
		return false;
	}
	stop = memchr(from, '\n', (size_t)(lines->end - from));
	lines->ended = stop != NULL;
	lines->at = stop ? stop + 1 : lines->end;
	stop = stop ? stop : lines->end;
	if (stop > from && stop[-1] == '\r') {
		stop--;
	}
	lines->number++;
	*line = nostd_str_new(from, (size_t)(stop - from));
	return true;
}

static inline bool nsc_map_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * Cuts the blanks off the front of *text and says how many there were. Eight at a time:
 * half the lines of a large map begin with 16 or 50.
 */
static inline size_t nsc_map_skip_blanks(struct nostd_str *text)
{
	size_t count = 0;

	while (text->len - count >= 8 && memcmp(text->ptr + count, "        ", 8) == 0) {
		count += 8;
	}
	while (count < text->len && nsc_map_blank(text->ptr[count])) {
		count++;
	}
	*text = nostd_str_skip(*text, count);
	return count;
}

static inline struct nostd_str nsc_map_trim_end(struct nostd_str text)
{
	while (text.len != 0 && nsc_map_blank(text.ptr[text.len - 1])) {
		text.len--;
	}
	return text;
}

static inline bool nsc_map_all_blank(struct nostd_str line)
{
	if (line.len != 0 && nsc_map_blank(line.ptr[line.len - 1])) {
		nsc_map_skip_blanks(&line);
	}
	return line.len == 0;
}

/* By character: 0 .. 15, or 16 for what is no hexadecimal digit. */
extern const unsigned char nsc_map_digits[256];

static inline unsigned nsc_map_digit(char c)
{
	return nsc_map_digits[(unsigned char)c];
}

static inline bool nsc_map_at_hex(struct nostd_str text)
{
	return text.len > 2 && text.ptr[0] == '0' && text.ptr[1] == 'x' &&
	       nsc_map_digit(text.ptr[2]) < 16;
}

/*
 * Cuts "0x" and 1 to 16 digits off the front of *text. False, and nothing done, when they
 * are not there, or are followed by anything but a blank, ']' or the end.
 */
static inline bool nsc_map_take_hex(struct nostd_str *text, uint64_t *value)
{
	size_t stop = text->len < 18 ? text->len : 18;
	uint64_t number = 0;
	unsigned digit;
	size_t at;

	if (!nsc_map_at_hex(*text)) {
		return false;
	}
	for (at = 2; at < stop; at++) {
		digit = nsc_map_digit(text->ptr[at]);
		if (digit > 15) {
			break;
		}
		number = number << 4 | digit;
	}
	if (at < text->len && !nsc_map_blank(text->ptr[at]) && text->ptr[at] != ']') {
		return false;
	}
	*value = number;
	*text = nostd_str_skip(*text, at);
	return true;
}

/*
 * Cuts 1 to 16 hexadecimal digits without "0x" off the front of *text. False, and nothing
 * done, when they are not there, or something else than a blank or the end follows.
 */
static inline bool nsc_map_take_digits(struct nostd_str *text, uint64_t *value)
{
	size_t stop = text->len < 16 ? text->len : 16;
	uint64_t number = 0;
	unsigned digit;
	size_t at;

	for (at = 0; at < stop; at++) {
		digit = nsc_map_digit(text->ptr[at]);
		if (digit > 15) {
			break;
		}
		number = number << 4 | digit;
	}
	if (at == 0 || (at < text->len && !nsc_map_blank(text->ptr[at]))) {
		return false;
	}
	*value = number;
	*text = nostd_str_skip(*text, at);
	return true;
}

/* The same for a decimal number of at most 19 digits. */
static inline bool nsc_map_take_decimal(struct nostd_str *text, uint64_t *value)
{
	size_t stop = text->len < 19 ? text->len : 19;
	uint64_t number = 0;
	size_t at;

	for (at = 0; at < stop && text->ptr[at] >= '0' && text->ptr[at] <= '9'; at++) {
		number = number * 10 + (uint64_t)(text->ptr[at] - '0');
	}
	if (at == 0 || (at < text->len && !nsc_map_blank(text->ptr[at]))) {
		return false;
	}
	*value = number;
	*text = nostd_str_skip(*text, at);
	return true;
}

/* Cuts everything up to the first blank off the front of *text. */
static inline struct nostd_str nsc_map_take_word(struct nostd_str *text)
{
	struct nostd_str word = *text;

	word.len = 0;
	while (word.len < text->len && !nsc_map_blank(text->ptr[word.len])) {
		word.len++;
	}
	*text = nostd_str_skip(*text, word.len);
	return word;
}

#endif
