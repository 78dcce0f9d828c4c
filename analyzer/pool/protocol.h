/*
 * protocol.h - what runs between the tool and its workers.
 *
 * Both directions carry frames: four bytes, the size of the record, four bytes, its
 * number, both least significant first, then the record. The worker's first frame is its
 * greeting, a text, numbered 0. After that go records (fact/wire.h) of nsc_schema_request
 * to it, and back come records of nsc_schema_unit with the number of what they answer, in
 * order. The worker ends at end of file.
 */
#ifndef NSC_ANALYZER_POOL_PROTOCOL_H
#define NSC_ANALYZER_POOL_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/span.h>

struct nostd_string;

enum { NSC_FRAME_HEAD_SIZE = 8 };

/* Name of the option that carries the limit of the worker's address space, in bytes. */
#define NSC_WORKER_MEMORY_OPTION "--memory-max="

/*
 * The greeting: this, the wire version, a blank, and the name and version of the parser,
 * as in "nostd-check worker 1 libclang 19.1.7".
 */
#define NSC_WORKER_GREETING "nostd-check worker "

/* Append a frame with `record`, which is at most NSC_LIMIT_RECORD_SIZE bytes. */
void nsc_frame_put(struct nostd_string *out, uint32_t number, struct nostd_span record);

/* What a frame's head says. */
struct nsc_frame_head {
	uint32_t size; /* bytes of the record */
	uint32_t number;
};
struct nsc_frame_head nsc_frame_head(const unsigned char bytes[NSC_FRAME_HEAD_SIZE]);

enum nsc_frame_state { NSC_FRAME_PARTIAL, NSC_FRAME_WHOLE, NSC_FRAME_DAMAGED };

/* A frame; the record borrows from where it was read. */
struct nsc_frame {
	uint32_t number;
	struct nostd_span record;
};

/* Is there a whole frame at the start of `bytes`? */
enum nsc_frame_state nsc_frame_get(struct nostd_span bytes, struct nsc_frame *out);

#endif
