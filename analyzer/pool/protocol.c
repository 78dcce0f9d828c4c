/*
 * protocol.c - frames. See protocol.h.
 */
#include "analyzer/pool/protocol.h"

#include <nostd/string.h>

#include "analyzer/base/limits.h"

enum { NUMBER_SIZE = 4 };

static void put_number(struct nostd_string *out, uint32_t number)
{
	unsigned i;

	for (i = 0; i < NUMBER_SIZE; i++) {
		nostd_string_push_byte(out, (char)(unsigned char)(number >> (8 * i)));
	}
}

static uint32_t get_number(const unsigned char *bytes)
{
	uint32_t number = 0;
	unsigned i;

	for (i = 0; i < NUMBER_SIZE; i++) {
		number |= (uint32_t)bytes[i] << (8 * i);
	}
	return number;
}

void nsc_frame_put(struct nostd_string *out, uint32_t number, struct nostd_span record)
{
	put_number(out, (uint32_t)record.size);
	put_number(out, number);
	nostd_string_push_str(out, nostd_str_new((const char *)record.ptr, record.size));
}

struct nsc_frame_head nsc_frame_head(const unsigned char bytes[NSC_FRAME_HEAD_SIZE])
{
	struct nsc_frame_head head = {get_number(bytes), get_number(bytes + NUMBER_SIZE)};

	return head;
}

enum nsc_frame_state nsc_frame_get(struct nostd_span bytes, struct nsc_frame *out)
{
	struct nsc_frame_head head;

	if (bytes.size < NSC_FRAME_HEAD_SIZE) {
		return NSC_FRAME_PARTIAL;
	}
	head = nsc_frame_head(bytes.ptr);
	if (head.size > NSC_LIMIT_RECORD_SIZE) {
		return NSC_FRAME_DAMAGED;
	}
	if (bytes.size - NSC_FRAME_HEAD_SIZE < head.size) {
		return NSC_FRAME_PARTIAL;
	}
	out->number = head.number;
	out->record = nostd_span_new(bytes.ptr + NSC_FRAME_HEAD_SIZE, head.size);
	return NSC_FRAME_WHOLE;
}
