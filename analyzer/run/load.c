/*
 * load.c - see load.h.
 */
#include "analyzer/run/load.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/compdb.h"
#include "analyzer/config/exempt.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/wire.h"
#include "analyzer/map/map.h"
#include "analyzer/map/side.h"
#include "analyzer/object/object.h"
#include "analyzer/run/session.h"
#include "analyzer/store/store.h"

enum {
	ELF_TYPE_OFFSET = 16, /* e_type (gABI, chapter 4) */
	ELF_DATA_OFFSET = 5,  /* EI_DATA */
	ELF_RELOCATABLE = 1,
	ELF_BIG_ENDIAN = 2
};

static const char *chars(const struct nsc_session *session, struct nsc_name path)
{
	return nsc_name_chars(session->run->names, path);
}

/* -- kinds --------------------------------------------------------------------------- */

static bool is_archive(struct nostd_str text)
{
	return nostd_str_starts_with(text, NOSTD_STR("!<arch>\n")) ||
	       nostd_str_starts_with(text, NOSTD_STR("!<thin>\n"));
}

static bool is_linked(struct nostd_span bytes)
{
	unsigned type;

	if (bytes.size < ELF_TYPE_OFFSET + 2 || memcmp(bytes.ptr, "\177ELF", 4) != 0) {
		return false;
	}
	type = bytes.ptr[ELF_DATA_OFFSET] == ELF_BIG_ENDIAN
		       ? (unsigned)bytes.ptr[ELF_TYPE_OFFSET] << 8 |
				 bytes.ptr[ELF_TYPE_OFFSET + 1]
		       : (unsigned)bytes.ptr[ELF_TYPE_OFFSET + 1] << 8 |
				 bytes.ptr[ELF_TYPE_OFFSET];
	return type != ELF_RELOCATABLE;
}

static bool is_json_array(struct nostd_str text)
{
	struct nostd_str rest = text;

	nostd_str_strip_prefix(&rest, NOSTD_STR("\xef\xbb\xbf"));
	rest = nostd_str_trim_start(rest);
	return rest.len != 0 && rest.ptr[0] == '[';
}

static enum nsc_input_kind kind_of_bytes(struct nostd_span bytes)
{
	struct nostd_str text = nostd_str_new((const char *)bytes.ptr, bytes.size);

	if (is_linked(bytes)) {
		return NSC_INPUT_IMAGE;
	}
	if (nsc_object_is(bytes) || is_archive(text)) {
		return NSC_INPUT_OBJECT;
	}
	if (nsc_map_is_side(text)) {
		return NSC_INPUT_SIDE;
	}
	if (nsc_map_is(text) || nsc_map_is_foreign(text)) {
		return NSC_INPUT_MAP;
	}
	return is_json_array(text) ? NSC_INPUT_DATABASE : NSC_INPUT_OTHER;
}

enum nsc_input_kind nsc_load_kind(struct nsc_session *session, struct nsc_name path)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	enum nsc_input_kind kind;

	switch (nsc_host_look(chars(session, path), NULL)) {
	case NSC_FILE_NONE:
		return NSC_INPUT_NONE;
	case NSC_FILE_FOLDER:
		return NSC_INPUT_FOLDER;
	case NSC_FILE_OTHER:
		return NSC_INPUT_OTHER;
	case NSC_FILE_REGULAR:
		break;
	}
	if (nsc_host_open(chars(session, path), &file, &ignored) < 0) {
		return NSC_INPUT_OTHER;
	}
	kind = kind_of_bytes(file.bytes);
	nsc_host_close(&file);
	return kind;
}

/* -- through the store --------------------------------------------------------------- */

static bool decode(struct nsc_session *session, const struct nsc_schema *schema,
		   struct nostd_span record, void *facts)
{
	struct nsc_wire_target target = {session->run->names, session->run->keep, facts};
	struct nsc_err ignored = {NSC_ERR_NONE, ""};

	return nsc_wire_decode(schema, record, &target, &ignored) == 0;
}

static bool known(struct nsc_session *session, const struct nsc_schema *schema,
		  struct nsc_name path, void *facts)
{
	struct nostd_span record;

	return nsc_store_get_file(session->store, schema->id, path, &record) &&
	       decode(session, schema, record, facts);
}

static void remember(struct nsc_session *session, const struct nsc_schema *schema,
		     struct nsc_name path, const struct nsc_file_bytes *file,
		     const void *facts)
{
	struct nsc_store_file made_of = {schema->id, path, &file->id, file->bytes};
	struct nostd_string record = nostd_string_new();
	struct nostd_span bytes;

	nsc_wire_encode(schema, facts, session->run->names, &record);
	bytes.ptr = (const unsigned char *)record.ptr;
	bytes.size = record.len;
	nsc_store_put_file(session->store, &made_of, bytes);
	nostd_string_drop(&record);
}

/* -- objects ------------------------------------------------------------------------- */

/* ":12" in front of `text`; 0, and nothing taken, where none is. */
static uint32_t take_number(struct nostd_str *text)
{
	struct nostd_str rest = *text;
	uint32_t number = 0;
	size_t digits = 0;

	if (!nostd_str_strip_prefix(&rest, NOSTD_STR(":"))) {
		return 0;
	}
	while (digits < rest.len && rest.ptr[digits] >= '0' && rest.ptr[digits] <= '9' &&
	       number < UINT32_MAX / 10 - 1) {
		number = number * 10 + (uint32_t)(rest.ptr[digits++] - '0');
	}
	if (digits != 0) {
		*text = nostd_str_skip(rest, digits);
	}
	return number;
}

/* The diagnostic has the place; a failure names it in front. */
static void say_unreadable(struct nsc_session *session, struct nsc_name path,
			   const struct nsc_err *err)
{
	struct nostd_str text = nostd_str_from_c(err->text);
	struct nsc_place at = nsc_place(path, 0, 0);

	if (nostd_str_strip_prefix(&text, nsc_name_text(session->run->names, path))) {
		at.line = take_number(&text);
		at.column = at.line != 0 ? take_number(&text) : 0;
		nostd_str_strip_prefix(&text, NOSTD_STR(": "));
	}
	nsc_diag(session->run->diags, NSC_DIAG_NOT_ANALYSED, at, "{}", text);
}

int nsc_load_excuse(struct nsc_session *session, struct nsc_name path,
		    struct nsc_err *err)
{
	if (err->kind != NSC_ERR_INPUT) {
		return -1;
	}
	say_unreadable(session, path, err);
	memset(err, 0, sizeof(*err));
	return 0;
}

/* Diagnostics of a parse make its facts less than whole: such facts are not kept. */
static const struct nsc_object_facts *read_object(struct nsc_session *session,
						  struct nsc_name path)
{
	struct nsc_object_facts *facts =
		nostd_bump_new(session->run->keep, struct nsc_object_facts);
	struct nsc_err err = {NSC_ERR_NONE, ""};
	size_t diags = session->run->diags->all.len;
	struct nsc_file_bytes file;
	int ret;

	nsc_object_facts_init(facts, session->run->keep);
	if (known(session, &nsc_schema_object, path, facts)) {
		facts->path = path;
		return facts;
	}
	if (nsc_host_open(chars(session, path), &file, &err) < 0) {
		say_unreadable(session, path, &err);
		return NULL;
	}
	ret = nsc_object_parse(session->run, path, file.bytes, facts, &err);
	if (ret < 0) {
		say_unreadable(session, path, &err);
	} else if (session->run->diags->all.len == diags) {
		remember(session, &nsc_schema_object, path, &file, facts);
	}
	nsc_host_close(&file);
	return ret < 0 ? NULL : facts;
}

const struct nsc_object_facts *nsc_load_object(struct nsc_session *session,
					       struct nsc_name path, bool quiet)
{
	const struct nsc_object_facts *const *known_one =
		nsc_loaded_objects_get(&session->objects, path.ix);
	const struct nsc_object_facts *facts;

	if (known_one) {
		return *known_one;
	}
	if (quiet && nsc_host_look(chars(session, path), NULL) == NSC_FILE_NONE) {
		return NULL;
	}
	facts = read_object(session, path);
	nsc_loaded_objects_insert(&session->objects, path.ix, facts);
	return facts;
}

/* -- exemption comments -------------------------------------------------------------- */

static const struct nsc_exemption_facts *read_exemptions(struct nsc_session *session,
							 struct nsc_name path)
{
	struct nsc_exemption_facts *facts =
		nostd_bump_new(session->run->keep, struct nsc_exemption_facts);
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	size_t i;

	nsc_exemption_facts_init(facts, session->run->keep);
	if (known(session, &nsc_schema_exemption, path, facts)) {
		for (i = 0; i < facts->all.len; i++) {
			facts->all.ptr[i].at.file = path;
		}
		return facts;
	}
	if (nsc_host_open(chars(session, path), &file, &ignored) < 0) {
		return NULL;
	}
	nsc_exemptions_scan(session->run, path,
			    nostd_str_new((const char *)file.bytes.ptr, file.bytes.size),
			    &facts->all);
	remember(session, &nsc_schema_exemption, path, &file, facts);
	nsc_host_close(&file);
	return facts;
}

const struct nsc_exemption_facts *nsc_load_exemptions(struct nsc_session *session,
						      struct nsc_name path)
{
	const struct nsc_exemption_facts *const *known_one =
		nsc_loaded_exemptions_get(&session->exemptions, path.ix);
	const struct nsc_exemption_facts *facts;

	if (known_one) {
		return *known_one;
	}
	facts = read_exemptions(session, path);
	nsc_loaded_exemptions_insert(&session->exemptions, path.ix, facts);
	return facts;
}

/* -- maps and databases -------------------------------------------------------------- */

static int read_map(struct nsc_session *session, struct nsc_name path,
		    struct nsc_map_facts *facts, struct nsc_err *err)
{
	size_t diags = session->run->diags->all.len;
	struct nsc_file_bytes file;
	int ret;

	if (known(session, &nsc_schema_map, path, facts)) {
		facts->path = path;
		return 0;
	}
	if (nsc_host_open(chars(session, path), &file, err) < 0) {
		return -1;
	}
	ret = nsc_map_parse(session->run, path, file.bytes, facts, err);
	if (ret == 0 && session->run->diags->all.len == diags) {
		remember(session, &nsc_schema_map, path, &file, facts);
	}
	nsc_host_close(&file);
	return ret;
}

int nsc_load_map(struct nsc_session *session, struct nsc_name path,
		 struct nsc_loaded_map *out, struct nsc_err *err)
{
	struct nsc_map_facts *facts;
	struct nsc_loaded_map one = {path, NULL, 0};
	struct nsc_file_id id = {0, 0, 0, 0};
	size_t i;

	for (i = 0; i < session->maps.len; i++) {
		if (nsc_name_eq(session->maps.ptr[i].path, path)) {
			*out = session->maps.ptr[i];
			return 0;
		}
	}
	facts = nostd_bump_new(session->run->keep, struct nsc_map_facts);
	nsc_map_facts_init(facts, session->run->keep);
	if (read_map(session, path, facts, err) < 0) {
		return -1;
	}
	nsc_host_look(chars(session, path), &id);
	one.facts = facts;
	one.mtime = id.mtime;
	nsc_loaded_map_vec_push(&session->maps, one);
	*out = one;
	return 0;
}

int nsc_load_database(struct nsc_session *session, struct nsc_name path,
		      const struct nsc_compdb_facts **out, struct nsc_err *err)
{
	struct nsc_loaded_database one = {path, NULL};
	struct nsc_compdb_facts *facts;
	struct nsc_file_bytes file;
	size_t i;
	int ret;

	for (i = 0; i < session->databases.len; i++) {
		if (nsc_name_eq(session->databases.ptr[i].path, path)) {
			*out = session->databases.ptr[i].facts;
			return 0;
		}
	}
	if (nsc_host_open(chars(session, path), &file, err) < 0) {
		return -1;
	}
	facts = nostd_bump_new(session->run->keep, struct nsc_compdb_facts);
	nsc_compdb_facts_init(facts, session->run->keep);
	ret = nsc_compdb_parse(session->run, nsc_name_text(session->run->names, path),
			       file.bytes, facts, err);
	nsc_host_close(&file);
	if (ret < 0) {
		return -1;
	}
	one.facts = facts;
	*out = facts;
	nsc_loaded_database_vec_push(&session->databases, one);
	return 0;
}
