/*
 * protocol.c - frames. See protocol.h.
 */
#include "analyzer/pool/protocol.h"

#include <nostd/string.h>

#include "analyzer/base/limits.h"

void nsc_frame_put(struct nostd_string *out, struct nostd_span record)
{
	unsigned i;

	for (i = 0; i < NSC_FRAME_HEAD_SIZE; i++) {
		nostd_string_push_byte(out, (char)(unsigned char)(record.size >> (8 * i) &
								  0xff));
	}
	nostd_string_push_str(out, nostd_str_new((const char *)record.ptr, record.size));
}

size_t nsc_frame_size(const unsigned char head[NSC_FRAME_HEAD_SIZE])
{
	size_t size = 0;
	unsigned i;

	for (i = 0; i < NSC_FRAME_HEAD_SIZE; i++) {
		size |= (size_t)head[i] << (8 * i);
	}
	return size;
}

enum nsc_frame_state nsc_frame_get(struct nostd_span bytes, struct nostd_span *record)
{
	size_t size;

	if (bytes.size < NSC_FRAME_HEAD_SIZE) {
		return NSC_FRAME_PARTIAL;
	}
	size = nsc_frame_size(bytes.ptr);
	if (size > NSC_LIMIT_RECORD_SIZE) {
		return NSC_FRAME_DAMAGED;
	}
	if (bytes.size - NSC_FRAME_HEAD_SIZE < size) {
		return NSC_FRAME_PARTIAL;
	}
	*record = nostd_span_new(bytes.ptr + NSC_FRAME_HEAD_SIZE, size);
	return NSC_FRAME_WHOLE;
}
