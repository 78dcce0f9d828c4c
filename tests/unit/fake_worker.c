/*
 * fake_worker.c - a worker for test_pool.c that does what the source's name says.
 *
 * "crash", "hang", "eat", "nonsense", "half", "giant", "exit": what is wrong with it.
 * "once-X": X on the first try only; a file beside the test remembers. Any other name is
 * answered with facts that hold the name. "nonsense" is followed by a proper answer: one
 * too many.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"
#include "analyzer/pool/protocol.h"

static uint32_t number; /* of the frame that is being answered */

static void put(struct nostd_str record)
{
	struct nostd_string frame = nostd_string_new();

	nsc_frame_put(&frame, number, nostd_span_new(record.ptr, record.len));
	nsc_host_write_all(nostd_span_new(frame.ptr, frame.len));
	nostd_string_drop(&frame);
}

/* The head of a frame that is a byte too large (NSC_LIMIT_RECORD_SIZE), and no more. */
static void put_giant(void)
{
	size_t size = NSC_LIMIT_RECORD_SIZE + 1;
	unsigned char head[NSC_FRAME_HEAD_SIZE] = {0};
	unsigned i;

	for (i = 0; i < 4; i++) {
		head[i] = (unsigned char)(size >> 8 * i);
		head[i + 4] = (unsigned char)(number >> 8 * i);
	}
	nsc_host_write_all(nostd_span_new(head, sizeof(head)));
	pause();
}

static void eat(void)
{
	for (;;) {
		size_t size = (size_t)16 << 20;
		char *block = malloc(size);

		if (block) {
			memset(block, 1, size);
		}
		usleep(1000);
	}
}

static void misbehave(const char *how)
{
	if (strcmp(how, "crash") == 0) {
		raise(SIGKILL);
	} else if (strcmp(how, "hang") == 0) {
		pause();
	} else if (strcmp(how, "eat") == 0) {
		eat();
	} else if (strcmp(how, "nonsense") == 0) {
		put(NOSTD_STR("this is no record"));
	} else if (strcmp(how, "half") == 0) {
		nsc_host_write_all(nostd_span_new("\xff\x00\x00\x00half...", 11));
		exit(0);
	} else if (strcmp(how, "giant") == 0) {
		put_giant();
	} else if (strcmp(how, "exit") == 0) {
		exit(7);
	}
}

/* The first try leaves a file behind. */
static bool is_first(const char *name)
{
	char path[256];
	bool first;

	snprintf(path, sizeof(path), "test_pool.tmp/%s", name);
	first = access(path, F_OK) != 0;
	if (first) {
		fclose(fopen(path, "w"));
	}
	return first;
}

static void answer(struct nsc_run *run, struct nostd_span record)
{
	struct nsc_unit_request request;
	struct nsc_unit_facts facts;
	struct nsc_wire_target target = {run->names, run->keep, &request};
	struct nsc_entity entity = {.kind = NSC_ENTITY_FUNCTION};
	struct nostd_string out = nostd_string_new();
	struct nsc_err err = {NSC_ERR_NONE, ""};
	const char *name;

	nsc_unit_request_init(&request, run->keep);
	nsc_unit_facts_init(&facts, run->keep);
	if (nsc_wire_decode(&nsc_schema_request, record, &target, &err) < 0) {
		exit(9);
	}
	name = nsc_name_chars(run->names, request.source) + 1;
	if (strncmp(name, "once-", 5) != 0) {
		misbehave(name);
	} else if (is_first(name)) {
		misbehave(name + 5);
	}
	usleep((useconds_t)(strlen(name) % 3) * 2000);
	facts.source = request.source;
	entity.symbol = nsc_name_c(run->names, name);
	nsc_entity_vec_push(&facts.entities, entity);
	nsc_wire_encode(&nsc_schema_unit, &facts, run->names, &out);
	put(nostd_string_as_str(&out));
	nostd_string_drop(&out);
}

int main(void)
{
	const char *start = getenv("FAKE_WORKER");
	unsigned char head[NSC_FRAME_HEAD_SIZE];
	char greeting[64];

	if (start && strcmp(start, "dies") == 0) {
		return 3;
	}
	if (start && (strcmp(start, "is-killed") == 0 ||
		      (strcmp(start, "is-killed-once") == 0 && is_first(start)))) {
		raise(SIGKILL);
	}
	snprintf(greeting, sizeof(greeting), "%s%d fake 1.0", NSC_WORKER_GREETING,
		 start && strcmp(start, "stranger") == 0 ? 0 : (int)NSC_WIRE_VERSION);
	put(nostd_str_from_c(greeting));
	while (nsc_host_read_all(head, sizeof(head))) {
		size_t size = nsc_frame_head(head).size;
		unsigned char *bytes = malloc(size + 1);
		struct nsc_run run;

		if (!bytes || !nsc_host_read_all(bytes, size)) {
			return 1;
		}
		number = nsc_frame_head(head).number;
		nsc_run_init(&run);
		answer(&run, nostd_span_new(bytes, size));
		nsc_run_release(&run);
		free(bytes);
	}
	return 0;
}
