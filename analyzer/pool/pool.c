/*
 * pool.c - one thread, some workers, poll. See pool.h.
 *
 * Each worker has one request at a time. Answers are kept as bytes until those of all
 * earlier requests are there and are decoded in order, so names get the same numbers
 * whatever the workers' timing was.
 */
#include "analyzer/pool/pool.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"
#include "analyzer/pool/protocol.h"

enum {
	SECONDS_DEFAULT = 60,
	TRIES_MAX = 2,
	STARTS_MAX = 32,      /* workers killed before their greeting, in a row */
	SIGNAL_STATUS = 128,  /* statuses above are signals */
	TICK = 200,           /* ms between two looks at the workers' memory */
	SECONDS_TO_START = 30 /* for the greeting; loading libclang takes 20 ms */
};
#define MEMORY_DEFAULT ((size_t)4 << 30)
#define READ_SIZE      ((size_t)64 << 10)
#define NOTHING        SIZE_MAX

struct worker {
	struct nsc_child child; /* pid 0: not running */
	size_t request;         /* index; NOTHING: idle */
	bool greeted;
	bool answered;   /* a request, since it was started */
	uint32_t number; /* of the request's frame */
	struct nostd_string to_send;
	size_t sent; /* bytes of it */
	struct nostd_string received;
	int64_t deadline; /* ms; of the greeting or the request */
};

struct answer {
	struct nostd_string record; /* whole: `here` */
	unsigned tries;
	bool here;
	struct nostd_str failure; /* given: no answer will come, and why */
};

struct pool {
	struct nsc_run *run;
	struct nsc_pool_options options;
	const char *argv[3];
	const struct nsc_unit_request *requests;
	struct answer *answers;
	size_t count;
	uint32_t frames; /* requests sent so far */
	size_t next;     /* request that was never tried */
	size_t *again;   /* requests to be tried again; at most one for each worker */
	size_t again_count;
	size_t decoded;       /* answers handed out */
	unsigned starts_lost; /* since the last greeting */
	struct worker *workers;
	struct nsc_wait *waits;
	struct nsc_unit_facts *out;
	struct nsc_err *err;
};

/* -- answers ------------------------------------------------------------------------- */

/* Facts of a unit that was not analysed, and why. */
static void fail_unit(struct pool *pool, size_t index, enum nsc_unit_status status,
		      struct nostd_str why)
{
	const struct nsc_unit_request *request = &pool->requests[index];
	struct nsc_unit_facts *facts = &pool->out[index];
	struct nsc_unit_diag diag = {.kind = status == NSC_UNIT_FAILED ? NSC_UNIT_FATAL
								       : NSC_UNIT_NOTE};

	nsc_unit_facts_init(facts, pool->run->keep);
	facts->source = request->source;
	facts->triple = request->triple;
	facts->status = (uint8_t)status;
	diag.at = nsc_place(request->source, 0, 0);
	diag.text = nsc_name(pool->run->names, why);
	nsc_unit_diag_vec_push(&facts->diags, diag);
}

static void decode(struct pool *pool, size_t index)
{
	struct answer *answer = &pool->answers[index];
	struct nsc_wire_target target = {pool->run->names, pool->run->keep,
					 &pool->out[index]};
	struct nsc_err err = {NSC_ERR_NONE, ""};

	if (answer->failure.len != 0) {
		fail_unit(pool, index, NSC_UNIT_FAILED, answer->failure);
		return;
	}
	nsc_unit_facts_init(&pool->out[index], pool->run->keep);
	if (nsc_wire_decode(&nsc_schema_unit,
			    nostd_span_new(answer->record.ptr, answer->record.len),
			    &target, &err) < 0) {
		fail_unit(pool, index, NSC_UNIT_FAILED, nostd_str_from_c(err.text));
	}
	nostd_string_drop(&answer->record);
}

static bool is_answered_here(const struct pool *pool, size_t index)
{
	uint8_t kind = pool->requests[index].kind;

	return kind == NSC_REQUEST_REFUSED || kind == NSC_REQUEST_SKIPPED;
}

static void answer_here(struct pool *pool, size_t index)
{
	const struct nsc_unit_request *request = &pool->requests[index];

	fail_unit(pool, index,
		  request->kind == NSC_REQUEST_SKIPPED ? NSC_UNIT_SKIPPED
						       : NSC_UNIT_FAILED,
		  nsc_name_text(pool->run->names, request->why));
}

/* Hand out what is there, up to the first gap. */
static void hand_out(struct pool *pool)
{
	while (pool->decoded < pool->count) {
		size_t index = pool->decoded;

		if (is_answered_here(pool, index)) {
			answer_here(pool, index);
		} else if (pool->answers[index].here) {
			decode(pool, index);
		} else {
			return;
		}
		pool->decoded++;
		if (pool->options.progress) {
			pool->options.progress(pool->options.self, pool->decoded,
					       pool->count);
		}
	}
}

/* -- workers ------------------------------------------------------------------------- */

static int start(struct pool *pool, struct worker *worker)
{
	if (nsc_host_spawn(pool->argv, &worker->child, pool->err) < 0) {
		return -1;
	}
	worker->greeted = false;
	worker->answered = false;
	worker->deadline = nsc_host_milliseconds() + SECONDS_TO_START * 1000;
	nostd_string_clear(&worker->received);
	nostd_string_clear(&worker->to_send);
	worker->sent = 0;
	return 0;
}

/* What a worker did wrong, with its exit status behind it. */
static void keep_failure(struct pool *pool, struct answer *answer, struct nostd_str what,
			 int status)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(pool->run));

	nostd_format(&text, "the parser {} (status {}, {} tries)", what, status,
		     answer->tries);
	answer->failure = nostd_string_as_str(&text);
	answer->here = true;
}

/*
 * A worker that fails before its greeting cannot be started: that ends the run. If
 * somebody killed it, another is started; its request was not read, and its try does not
 * count.
 */
static int give_up_start(struct pool *pool, struct worker *worker, size_t index,
			 struct nostd_str what, int status)
{
	bool killed = nsc_host_milliseconds() < worker->deadline &&
		      status > SIGNAL_STATUS && worker->received.len == 0;

	if (!killed || ++pool->starts_lost >= STARTS_MAX) {
		return nsc_fail(pool->err, NSC_ERR_INTERNAL,
				"{}: the worker does not start: it {} (status {})",
				pool->argv[0], what, status);
	}
	if (index != NOTHING) {
		pool->answers[index].tries--;
		pool->again[pool->again_count++] = index;
	}
	return 0;
}

/* The worker is gone or must go. Its request gets another try, or is given up. */
static int give_up(struct pool *pool, struct worker *worker, struct nostd_str what)
{
	size_t index = worker->request;
	int status = nsc_host_end(&worker->child, true);

	worker->request = NOTHING;
	if (!worker->greeted) {
		return give_up_start(pool, worker, index, what, status);
	}
	if (index == NOTHING) {
		return 0;
	}
	if (pool->answers[index].tries < TRIES_MAX) {
		pool->again[pool->again_count++] = index;
	} else {
		keep_failure(pool, &pool->answers[index], what, status);
	}
	return 0;
}

/* The next request for a worker: one that failed once, else a new one. */
static size_t take_request(struct pool *pool)
{
	if (pool->again_count > 0) {
		return pool->again[--pool->again_count];
	}
	while (pool->next < pool->count && is_answered_here(pool, pool->next)) {
		pool->next++;
	}
	return pool->next < pool->count ? pool->next++ : NOTHING;
}

static void assign(struct pool *pool, struct worker *worker, size_t index)
{
	struct nostd_string record = nostd_string_new();

	nsc_wire_encode(&nsc_schema_request, &pool->requests[index], pool->run->names,
			&record);
	nostd_string_clear(&worker->to_send);
	worker->number = ++pool->frames;
	nsc_frame_put(&worker->to_send, worker->number,
		      nostd_span_new(record.ptr, record.len));
	nostd_string_drop(&record);
	worker->sent = 0;
	worker->request = index;
	worker->deadline =
		nsc_host_milliseconds() + (int64_t)pool->options.seconds_max * 1000;
	pool->answers[index].tries++;
}

/* Give every worker that has none something to do, and start those that are needed. */
static int feed(struct pool *pool)
{
	unsigned i;

	for (i = 0; i < pool->options.workers; i++) {
		struct worker *worker = &pool->workers[i];
		size_t index;

		if (worker->request != NOTHING ||
		    (worker->child.pid != 0 && !worker->greeted)) {
			continue;
		}
		index = take_request(pool);
		if (index == NOTHING) {
			return 0;
		}
		if (worker->child.pid == 0 && start(pool, worker) < 0) {
			return -1;
		}
		assign(pool, worker, index);
	}
	return 0;
}

/* -- what comes back ----------------------------------------------------------------- */

static bool greets(struct nostd_span record)
{
	char wanted[sizeof(NSC_WORKER_GREETING) + 16];

	nostd_format_to(wanted, sizeof(wanted), "{}{} ", NSC_WORKER_GREETING,
			(int)NSC_WIRE_VERSION);
	return nostd_str_starts_with(nostd_str_new((const char *)record.ptr, record.size),
				     nostd_str_from_c(wanted));
}

/*
 * A second answer to an earlier request: the present one is not to blame and its try does
 * not count. It happens at most once for each answer, since the worker is ended for it.
 */
static bool is_late(const struct worker *worker, const struct nsc_frame *frame)
{
	return worker->answered && worker->request != NOTHING &&
	       frame->number < worker->number;
}

/* One whole frame: the greeting first, then the answer to what was asked. */
static bool take_frame(struct pool *pool, struct worker *worker,
		       const struct nsc_frame *frame)
{
	struct answer *answer;

	if (!worker->greeted) {
		worker->greeted = frame->number == 0 && greets(frame->record);
		worker->deadline = nsc_host_milliseconds() +
				   (int64_t)pool->options.seconds_max * 1000;
		pool->starts_lost = worker->greeted ? 0 : pool->starts_lost;
		return worker->greeted;
	}
	if (is_late(worker, frame)) {
		pool->answers[worker->request].tries--;
	}
	if (worker->request == NOTHING || frame->number != worker->number) {
		return false;
	}
	answer = &pool->answers[worker->request];
	nostd_string_push_str(&answer->record,
			      nostd_str_new((const char *)frame->record.ptr,
					    frame->record.size));
	answer->here = true;
	worker->answered = true;
	worker->request = NOTHING;
	return true;
}

/* All whole frames that were received. False: this is no worker of ours. */
static bool take_frames(struct pool *pool, struct worker *worker)
{
	struct nostd_string *received = &worker->received;
	struct nsc_frame frame;
	enum nsc_frame_state state;

	for (;;) {
		state = nsc_frame_get(nostd_span_new(received->ptr, received->len),
				      &frame);
		if (state != NSC_FRAME_WHOLE) {
			return state == NSC_FRAME_PARTIAL;
		}
		if (!take_frame(pool, worker, &frame)) {
			return false;
		}
		if (!nostd_string_try_remove_range(
			    received, 0, NSC_FRAME_HEAD_SIZE + frame.record.size)) {
			return false;
		}
	}
}

static int receive(struct pool *pool, struct worker *worker)
{
	static char buffer[READ_SIZE];
	long count = nsc_host_receive(&worker->child, buffer, sizeof(buffer));

	if (count == 0) {
		return give_up(pool, worker, NOSTD_STR("ended before its answer"));
	}
	if (count > 0) {
		nostd_string_push_str(&worker->received,
				      nostd_str_new(buffer, (size_t)count));
		if (!take_frames(pool, worker)) {
			return give_up(pool, worker, NOSTD_STR("answered nonsense"));
		}
	}
	return 0;
}

/* A worker that does not read is found by its deadline, one that is gone by receive(). */
static void send(struct worker *worker)
{
	struct nostd_span rest = nostd_span_new(worker->to_send.ptr + worker->sent,
						worker->to_send.len - worker->sent);
	long count = nsc_host_send(&worker->child, rest);

	worker->sent += count > 0 ? (size_t)count : 0;
}

/* -- limits -------------------------------------------------------------------------- */

/*
 * The worker limits its own address space; programs built with AddressSanitizer reserve
 * terabytes and cannot, so resident memory is watched from here as well (decisions.md 6).
 */
static int check_limits(struct pool *pool, struct worker *worker)
{
	char text[64];

	if (worker->child.pid == 0 || (worker->greeted && worker->request == NOTHING)) {
		return 0;
	}
	if (nsc_host_milliseconds() >= worker->deadline) {
		nostd_format_to(text, sizeof(text), "took longer than {} s",
				pool->options.seconds_max);
		return give_up(pool, worker, nostd_str_from_c(text));
	}
	if (nsc_host_child_memory(&worker->child) > pool->options.memory_max) {
		nostd_format_to(text, sizeof(text), "needed more than {} MiB of memory",
				pool->options.memory_max >> 20);
		return give_up(pool, worker, nostd_str_from_c(text));
	}
	return 0;
}

/* Wait for the workers, take what they have, look at their limits. */
static int serve(struct pool *pool)
{
	unsigned i;

	for (i = 0; i < pool->options.workers; i++) {
		struct worker *worker = &pool->workers[i];

		pool->waits[i].child = worker->child.pid != 0 ? &worker->child : NULL;
		pool->waits[i].to_send = worker->sent < worker->to_send.len;
	}
	nsc_host_wait(pool->waits, pool->options.workers, TICK);
	for (i = 0; i < pool->options.workers; i++) {
		struct worker *worker = &pool->workers[i];

		if (pool->waits[i].can_send) {
			send(worker);
		}
		if (pool->waits[i].can_receive && receive(pool, worker) < 0) {
			return -1;
		}
		if (check_limits(pool, worker) < 0) {
			return -1;
		}
	}
	return 0;
}

/* -- the run ------------------------------------------------------------------------- */

static bool is_busy(const struct pool *pool)
{
	unsigned i;

	for (i = 0; i < pool->options.workers; i++) {
		if (pool->workers[i].request != NOTHING) {
			return true;
		}
	}
	return pool->again_count > 0;
}

static int run_all(struct pool *pool)
{
	do {
		if (feed(pool) < 0) {
			return -1;
		}
		if (is_busy(pool) && serve(pool) < 0) {
			return -1;
		}
		hand_out(pool);
	} while (pool->decoded < pool->count);
	return 0;
}

static void end_workers(struct pool *pool)
{
	unsigned i;

	for (i = 0; i < pool->options.workers; i++) {
		struct worker *worker = &pool->workers[i];

		if (worker->child.pid != 0) {
			nsc_host_end(&worker->child, worker->request != NOTHING);
		}
		nostd_string_drop(&worker->to_send);
		nostd_string_drop(&worker->received);
	}
}

static void set_defaults(struct pool *pool, size_t count)
{
	struct nsc_pool_options *options = &pool->options;

	options->workers = options->workers ? options->workers : 1;
	if (options->workers > count) {
		options->workers = (unsigned)count;
	}
	options->seconds_max =
		options->seconds_max ? options->seconds_max : SECONDS_DEFAULT;
	options->memory_max = options->memory_max ? options->memory_max : MEMORY_DEFAULT;
}

/* The worker's command line, in scratch. */
static int set_argv(struct pool *pool)
{
	struct nostd_bump *scratch = pool->run->scratch;
	struct nostd_string option = nostd_string_new_in(nostd_bump_in(scratch));
	struct nostd_str path = nostd_bump_str(scratch, pool->options.worker);

	if (path.len == 0 && nsc_pool_worker(scratch, &path, pool->err) < 0) {
		return -1;
	}
	nostd_format(&option, "{}{}", NSC_WORKER_MEMORY_OPTION, pool->options.memory_max);
	pool->argv[0] = path.ptr;
	pool->argv[1] = nostd_string_c_str(&option);
	pool->argv[2] = NULL;
	return 0;
}

static void set_up(struct pool *pool)
{
	struct nostd_bump *scratch = pool->run->scratch;
	unsigned workers = pool->options.workers, i;

	pool->answers = nostd_bump_array(scratch, struct answer, pool->count);
	pool->workers = nostd_bump_array(scratch, struct worker, workers);
	pool->waits = nostd_bump_array(scratch, struct nsc_wait, workers);
	pool->again = nostd_bump_array(scratch, size_t, workers);
	for (i = 0; i < workers; i++) {
		pool->workers[i].request = NOTHING;
		pool->workers[i].to_send = nostd_string_new();
		pool->workers[i].received = nostd_string_new();
	}
}

/* Strings of answers live on the heap: they come and go. */
static void set_up_answers(struct pool *pool)
{
	size_t i;

	for (i = 0; i < pool->count; i++) {
		pool->answers[i].record = nostd_string_new();
	}
}

static void drop_answers(struct pool *pool)
{
	size_t i;

	for (i = 0; i < pool->count; i++) {
		nostd_string_drop(&pool->answers[i].record);
	}
}

static bool needs_worker(const struct pool *pool)
{
	size_t i;

	for (i = 0; i < pool->count; i++) {
		if (!is_answered_here(pool, i)) {
			return true;
		}
	}
	return false;
}

int nsc_pool_run(struct nsc_run *run, const struct nsc_pool_options *options,
		 const struct nsc_pool_work *work, struct nsc_err *err)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct pool pool = {.run = run,
			    .options = *options,
			    .requests = work->requests,
			    .count = work->count,
			    .out = work->answers,
			    .err = err};
	int ret = 0;

	if (work->count == 0) {
		return 0;
	}
	set_defaults(&pool, work->count);
	if (needs_worker(&pool)) {
		ret = set_argv(&pool);
	}
	if (ret == 0) {
		set_up(&pool);
		set_up_answers(&pool);
		ret = run_all(&pool);
		end_workers(&pool);
		drop_answers(&pool);
	}
	nostd_bump_reset(run->scratch, mark);
	return ret;
}
