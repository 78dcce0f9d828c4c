/*
 * yaml.c - libyaml's events made into nodes. See yaml.h.
 *
 * libyaml counts columns in code points and breaks lines also at U+0085, U+2028 and
 * U+2029; we count bytes, and lines as every editor does. Its index, which counts code
 * points from the start of the text (scanner.c, SKIP and SKIP_LINE), is what we go by.
 */
#include "analyzer/config/yaml.h"

#include <string.h>
#include <yaml.h>

#include <nostd/bump.h>
#include <nostd/hash.h>

#include "analyzer/base/limits.h"

/* A key of a map: duplicates are faults. */
struct seen_key {
	uint32_t map;
	struct nostd_str text;
};

static size_t seen_hash(const struct seen_key *key, size_t seed)
{
	return (size_t)nostd_hash_bytes(key->text.ptr, key->text.len, seed + key->map);
}

static bool seen_eq(const struct seen_key *a, const struct seen_key *b)
{
	return a->map == b->map && nostd_str_eq(a->text, b->text);
}

#define NOSTD_NAME          seen
#define NOSTD_K             struct seen_key
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) seen_hash((k), (seed))
#define NOSTD_EQ(a, b)      seen_eq((a), (b))
#define NOSTD_IN
#include <nostd/hashmap.h>

/* A container whose end was not read yet. */
struct open {
	uint32_t node;
	uint32_t key; /* map: the key whose value comes next; else NSC_YAML_NONE */
	bool is_key;  /* it stands where a key must stand */
};

/* Where libyaml's code point number `index` is. Only goes forward, but for faults. */
struct cursor {
	size_t index, byte, line_start;
	uint32_t line;
};

struct reader {
	struct nostd_str text;
	struct nostd_bump *arena;
	struct nsc_faults *faults;
	struct nsc_yaml_nodes *nodes;
	struct seen seen; /* the value is the node of the first such key */
	struct open open[NSC_LIMIT_NESTING];
	unsigned depth;
	struct cursor cursor;
	uint32_t root;
	uint32_t documents;
	bool stop;
};

/* -- places -------------------------------------------------------------------------- */

static void cursor_step(struct cursor *cursor, struct nostd_str text)
{
	unsigned char c = (unsigned char)text.ptr[cursor->byte++];

	while (cursor->byte < text.len &&
	       ((unsigned char)text.ptr[cursor->byte] & 0xc0) == 0x80) {
		cursor->byte++;
	}
	cursor->index++;
	if (c == '\n') {
		cursor->line++;
		cursor->line_start = cursor->byte;
	}
}

static struct nsc_mark mark_at(struct reader *reader, size_t index)
{
	struct cursor *cursor = &reader->cursor;
	struct nsc_mark mark;

	if (index < cursor->index) {
		memset(cursor, 0, sizeof(*cursor));
	}
	while (cursor->index < index && cursor->byte < reader->text.len) {
		cursor_step(cursor, reader->text);
	}
	mark.line = cursor->line + 1;
	mark.column = (uint32_t)(cursor->byte - cursor->line_start + 1);
	return mark;
}

/* Of a byte: for what is found before libyaml sees the text. */
static struct nsc_mark mark_of_byte(struct nostd_str text, size_t byte)
{
	struct nostd_str before = nostd_str_take(text, byte);
	size_t line_end = nostd_str_rfind_byte(before, '\n');
	struct nsc_mark mark = {1, 1};
	size_t i;

	for (i = 0; i < before.len; i++) {
		mark.line += before.ptr[i] == '\n';
	}
	mark.column +=
		(uint32_t)(line_end == NOSTD_NOT_FOUND ? byte : byte - line_end - 1);
	return mark;
}

/* -- nodes --------------------------------------------------------------------------- */

static struct nsc_yaml_node *node_at(struct reader *reader, uint32_t row)
{
	return &reader->nodes->ptr[row];
}

static uint32_t add_node(struct reader *reader, enum nsc_yaml_kind kind,
			 const yaml_event_t *event)
{
	struct nsc_yaml_node node = {0};

	node.kind = (uint8_t)kind;
	node.at = mark_at(reader, event->start_mark.index);
	node.key = node.first = node.last = node.next = NSC_YAML_NONE;
	nsc_yaml_nodes_push(reader->nodes, node);
	return (uint32_t)(reader->nodes->len - 1);
}

static void append(struct reader *reader, uint32_t container, uint32_t row)
{
	struct nsc_yaml_node *into = node_at(reader, container);

	if (into->last == NSC_YAML_NONE) {
		into->first = row;
	} else {
		node_at(reader, into->last)->next = row;
	}
	into->last = row;
	into->count++;
}

/* Is a key of the innermost map expected here? */
static bool key_expected(const struct reader *reader, const struct open *in)
{
	return reader->nodes->ptr[in->node].kind == NSC_YAML_MAP &&
	       in->key == NSC_YAML_NONE;
}

static void take_key(struct reader *reader, struct open *in, uint32_t row)
{
	struct nsc_yaml_node *node = node_at(reader, row);
	struct seen_key key = {in->node, node->text};
	const uint32_t *first;

	in->key = row;
	if (node->kind != NSC_YAML_SCALAR) {
		return;
	}
	if (node->plain && nostd_str_eq(node->text, NOSTD_STR("<<"))) {
		nsc_fault(reader->faults, node->at,
			  "found a merge key `<<`, expected the keys themselves");
		node->kind = NSC_YAML_BAD;
		return;
	}
	first = seen_get(&reader->seen, key);
	if (first) {
		nsc_fault(reader->faults, node->at,
			  "found the key `{}` again, expected it once: the first is in "
			  "line {}",
			  node->text, node_at(reader, *first)->at.line);
		node->kind = NSC_YAML_BAD;
		return;
	}
	seen_insert(&reader->seen, key, row);
}

/*
 * Put a finished scalar, or a container that begins, where it belongs. True: it is a key.
 */
static bool place_node(struct reader *reader, uint32_t row)
{
	struct open *in = reader->depth == 0 ? NULL : &reader->open[reader->depth - 1];

	if (!in) {
		reader->root = row;
		return false;
	}
	if (key_expected(reader, in)) {
		if (node_at(reader, row)->kind == NSC_YAML_SCALAR ||
		    node_at(reader, row)->kind == NSC_YAML_BAD) {
			take_key(reader, in, row);
		}
		return true;
	}
	node_at(reader, row)->key = in->key;
	in->key = NSC_YAML_NONE;
	append(reader, in->node, row);
	return false;
}

/* -- events -------------------------------------------------------------------------- */

/* Properties that the subset leaves out; the node itself is read as if they were not. */
static void refuse_properties(struct reader *reader, const yaml_event_t *event,
			      const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct nsc_mark at = mark_at(reader, event->start_mark.index);

	if (anchor) {
		nsc_fault(reader->faults, at,
			  "found an anchor `&{}`, expected a plain value: write it out",
			  (const char *)anchor);
	}
	if (tag) {
		nsc_fault(reader->faults, at,
			  "found a tag `{}`, expected a value without one",
			  (const char *)tag);
	}
}

static void on_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct nostd_str text = nostd_str_new((const char *)event->data.scalar.value,
					      event->data.scalar.length);
	uint32_t row = add_node(reader, NSC_YAML_SCALAR, event);
	struct nsc_yaml_node *node = node_at(reader, row);

	refuse_properties(reader, event, event->data.scalar.anchor,
			  event->data.scalar.tag);
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = nostd_bump_str(reader->arena, text);
	if (nostd_str_find_byte(text, '\0') != NOSTD_NOT_FOUND) {
		nsc_fault(reader->faults, node->at, "found a NUL in a text");
		node->kind = NSC_YAML_BAD;
	}
	place_node(reader, row);
}

static void on_alias(struct reader *reader, const yaml_event_t *event)
{
	uint32_t row = add_node(reader, NSC_YAML_BAD, event);

	nsc_fault(reader->faults, node_at(reader, row)->at,
		  "found an alias `*{}`, expected a plain value: write it out",
		  (const char *)event->data.alias.anchor);
	place_node(reader, row);
}

static void on_open(struct reader *reader, const yaml_event_t *event,
		    enum nsc_yaml_kind kind)
{
	uint32_t row = add_node(reader, kind, event);
	struct nsc_mark at = node_at(reader, row)->at;
	struct open open = {row, NSC_YAML_NONE, false};

	if (reader->depth == NSC_LIMIT_NESTING) {
		nsc_fault(reader->faults, at,
			  "found more than {} levels of nesting, expected at most that",
			  (int)NSC_LIMIT_NESTING);
		reader->stop = true;
		return;
	}
	open.is_key = place_node(reader, row);
	if (open.is_key) {
		nsc_fault(reader->faults, at, "found a {} as a key, expected a word",
			  kind == NSC_YAML_MAP ? "map" : "list");
	}
	reader->open[reader->depth++] = open;
}

static void on_close(struct reader *reader)
{
	struct open *closed = &reader->open[--reader->depth];

	node_at(reader, closed->node)->closed = true;
	if (closed->is_key) {
		node_at(reader, closed->node)->kind = NSC_YAML_BAD;
		take_key(reader, &reader->open[reader->depth - 1], closed->node);
	}
}

static void on_document(struct reader *reader, const yaml_event_t *event)
{
	if (reader->documents++ != 0) {
		nsc_fault(reader->faults, mark_at(reader, event->start_mark.index),
			  "found a second document, expected one");
		reader->stop = true;
	}
}

static void on_event(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return;
	case YAML_STREAM_END_EVENT:
		reader->stop = true;
		return;
	case YAML_DOCUMENT_START_EVENT:
		on_document(reader, event);
		return;
	case YAML_ALIAS_EVENT:
		on_alias(reader, event);
		return;
	case YAML_SCALAR_EVENT:
		on_scalar(reader, event);
		return;
	case YAML_SEQUENCE_START_EVENT:
		refuse_properties(reader, event, event->data.sequence_start.anchor,
				  event->data.sequence_start.tag);
		on_open(reader, event, NSC_YAML_LIST);
		return;
	case YAML_MAPPING_START_EVENT:
		refuse_properties(reader, event, event->data.mapping_start.anchor,
				  event->data.mapping_start.tag);
		on_open(reader, event, NSC_YAML_MAP);
		return;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		on_close(reader);
		return;
	}
}

/* -- syntax -------------------------------------------------------------------------- */

/* What libyaml 0.2.5 says (scanner.c, parser.c), and what we say. The first that fits. */
static const struct {
	const char *problem, *says;
} problems[] = {
	{"could not find expected ':'",
	 "found a line without a key, expected `key: value`"},
	{"did not find expected key",
	 "found text that is not indented like what stands above it, expected a key"},
	{"did not find expected '-' indicator",
	 "found text that is not indented like the list above it, expected `- `"},
	{"mapping values are not allowed in this context",
	 "found a second `: ` in one value, expected a key on a line of its own, "
	 "indented "
	 "like its neighbours; texts with `: ` go in quotes"},
	{"block sequence entries are not allowed in this context",
	 "found `- ` behind a key, expected it on a line of its own"},
	{"mapping keys are not allowed in this context",
	 "found `? ` in front of a key, expected `key: value`"},
	{"did not find expected ',' or ']'",
	 "found no `]` to the `[` before, expected `,` or `]`"},
	{"did not find expected ',' or '}'",
	 "found no `}` to the `{` before, expected `,` or `}`"},
	{"found unexpected end of stream",
	 "found the end of the file inside a text in quotes, expected the closing quote"},
	{"found unknown escape character", "found an escape that YAML does not know; a "
					   "text with backslashes goes in single "
					   "quotes"},
	{"did not find expected hexdecimal number",
	 "found an escape without its hexadecimal digits"},
	{"found character that cannot start any token",
	 "found a character that can begin no value, expected it in quotes"},
	{"did not find expected <document start>",
	 "found text behind the end of the document, expected nothing"},
	{"did not find expected comment or line break",
	 "found text behind `|` or `>`, expected it on the next line"},
	{"control characters are not allowed",
	 "found a control character, expected a text file"},
};

static const char *problem_text(const yaml_parser_t *parser)
{
	size_t i;

	for (i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
		if (strcmp(parser->problem, problems[i].problem) == 0) {
			return problems[i].says;
		}
	}
	return parser->problem;
}

static bool is_tab_fault(const struct reader *reader, const yaml_parser_t *parser)
{
	size_t byte = reader->cursor.byte; /* mark_at() has just been there */

	return byte < reader->text.len && reader->text.ptr[byte] == '\t' &&
	       parser->error == YAML_SCANNER_ERROR;
}

static void syntax_fault(struct reader *reader, const yaml_parser_t *parser)
{
	struct nsc_mark at;

	if (parser->error == YAML_READER_ERROR) {
		at = mark_of_byte(reader->text, parser->problem_offset);
		nsc_fault(reader->faults, at, "{}", problem_text(parser));
		return;
	}
	at = mark_at(reader, parser->problem_mark.index);
	if (is_tab_fault(reader, parser)) {
		nsc_fault(reader->faults, at,
			  "found a tab, expected spaces: YAML is indented by spaces");
		return;
	}
	nsc_fault(reader->faults, at, "{}", problem_text(parser));
}

/* What libyaml would take for another encoding, or stop at without a place. */
static bool is_text(struct reader *reader)
{
	size_t valid = nostd_str_valid_up_to(reader->text);
	size_t nul = nostd_str_find_byte(reader->text, '\0');

	if (nul < valid) {
		nsc_fault(reader->faults, mark_of_byte(reader->text, nul),
			  "found a NUL, expected a text file");
		return false;
	}
	if (valid != reader->text.len) {
		nsc_fault(
			reader->faults, mark_of_byte(reader->text, valid),
			"found bytes that are not UTF-8, expected a text file in UTF-8");
		return false;
	}
	return true;
}

static void read_events(struct reader *reader)
{
	yaml_parser_t parser;
	yaml_event_t event;

	if (!yaml_parser_initialize(&parser)) {
		nostd_alloc_error_handler(nostd_layout_new(sizeof(parser), 1));
	}
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)reader->text.ptr,
				     reader->text.len);
	while (!reader->stop) {
		if (!yaml_parser_parse(&parser, &event)) {
			if (parser.error == YAML_MEMORY_ERROR) {
				nostd_alloc_error_handler(
					nostd_layout_new(reader->text.len, 1));
			}
			syntax_fault(reader, &parser);
			break;
		}
		on_event(reader, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

void nsc_yaml_read(struct nostd_span text, struct nostd_bump *arena,
		   struct nsc_faults *faults, struct nsc_yaml_nodes *nodes,
		   uint32_t *root)
{
	struct reader reader = {0};

	reader.text = nostd_str_new((const char *)text.ptr, text.size);
	nostd_str_strip_prefix(&reader.text, NOSTD_STR("\xef\xbb\xbf"));
	reader.arena = arena;
	reader.faults = faults;
	reader.nodes = nodes;
	reader.seen = seen_new_in(nostd_bump_in(arena));
	reader.root = NSC_YAML_NONE;
	if (is_text(&reader)) {
		read_events(&reader);
	}
	*root = reader.root;
}
