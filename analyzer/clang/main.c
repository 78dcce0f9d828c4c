/*
 * main.c - the worker program, nostd-check-clang.
 *
 * In:   frames with requests on standard input (pool/protocol.h).
 * Out:  a greeting, then one frame with unit facts for each request, on standard output.
 *
 * It is made to be killed: whatever libclang does on a hostile source, it does in here.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/unit.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"
#include "analyzer/pool/protocol.h"

enum { EXIT_CRASHED = 1, EXIT_USAGE = 2, EXIT_INTERNAL = 3 };

static bool write_frame(uint32_t number, struct nostd_str record)
{
	struct nostd_string frame = nostd_string_new();
	bool written;

	nsc_frame_put(&frame, number, nostd_span_new(record.ptr, record.len));
	written = nsc_host_write_all(nostd_span_new(frame.ptr, frame.len));
	nostd_string_drop(&frame);
	return written;
}

static bool greet(const struct nsc_clang *clang)
{
	struct nostd_string text = nostd_string_new();
	bool written;

	nostd_format(&text, "{}{} {}", NSC_WORKER_GREETING, (int)NSC_WIRE_VERSION,
		     nsc_clang_version(clang));
	written = write_frame(0, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return written;
}

/* The next frame, in run->scratch. False at the end of the input. */
static bool read_frame(struct nsc_run *run, struct nsc_frame *out)
{
	unsigned char bytes[NSC_FRAME_HEAD_SIZE];
	struct nsc_frame_head head;
	unsigned char *record;

	if (!nsc_host_read_all(bytes, sizeof(bytes))) {
		return false;
	}
	head = nsc_frame_head(bytes);
	if (head.size > NSC_LIMIT_RECORD_SIZE) {
		return false;
	}
	record = nostd_bump_array(run->scratch, unsigned char, (size_t)head.size + 1);
	out->number = head.number;
	out->record = nostd_span_new(record, head.size);
	return nsc_host_read_all(record, head.size);
}

/* Decode, answer, encode. Names and facts of one request go when it is answered. */
static int answer(struct nsc_clang *clang, const struct nsc_frame *frame)
{
	struct nsc_run run;
	struct nsc_unit_request request;
	struct nsc_unit_facts facts;
	struct nsc_wire_target target;
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nostd_string out = nostd_string_new();
	int ret = EXIT_INTERNAL;

	nsc_run_init(&run);
	nsc_unit_request_init(&request, run.keep);
	nsc_unit_facts_init(&facts, run.keep);
	target.names = run.names;
	target.keep = run.keep;
	target.facts = &request;
	if (nsc_wire_decode(&nsc_schema_request, frame->record, &target, &err) == 0) {
		bool healthy = nsc_unit_answer(clang, &run, &request, &facts);

		nsc_wire_encode(&nsc_schema_unit, &facts, run.names, &out);
		if (write_frame(frame->number, nostd_string_as_str(&out))) {
			ret = healthy ? 0 : EXIT_CRASHED;
		}
	}
	nsc_run_release(&run);
	nostd_string_drop(&out);
	return ret;
}

static int serve(struct nsc_run *run)
{
	struct nsc_clang *clang = nsc_clang_new(run);
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_frame frame;
	int ret = greet(clang) ? 0 : EXIT_INTERNAL;

	while (ret == 0 && read_frame(run, &frame)) {
		ret = answer(clang, &frame);
		nostd_bump_reset(run->scratch, mark);
	}
	nsc_clang_release(clang);
	return ret;
}

/* With AddressSanitizer a program reserves terabytes; the pool watches from outside. */
static bool limit_memory(struct nostd_str value)
{
	size_t size;

	if (!nostd_str_to_size(value, 10, &size)) {
		return false;
	}
#ifndef NOSTD_ASAN
	nsc_host_limit_memory(size);
#endif
	return true;
}

int main(int argc, char **argv)
{
	struct nsc_run run;
	int i, ret;

	for (i = 1; i < argc; i++) {
		struct nostd_str word = nostd_str_from_c(argv[i]);

		if (!nostd_str_strip_prefix(&word, NOSTD_STR(NSC_WORKER_MEMORY_OPTION)) ||
		    !limit_memory(word)) {
			return EXIT_USAGE;
		}
	}
	nsc_run_init(&run);
	ret = serve(&run);
	nsc_run_release(&run);
	return ret;
}
