/*
 * test_pool.c - workers that crash, hang, eat memory and talk nonsense.
 *
 * The worker is fake_worker.c; FAKE_WORKER_PATH is where the build put it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/request.h"
#include "analyzer/fact/unit.h"
#include "analyzer/fact/wire.h"
#include "analyzer/pool/pool.h"
#include "analyzer/pool/protocol.h"

enum { COUNT_MAX = 64 };

struct fixture {
	struct nsc_run run;
	struct nsc_pool_options options;
	struct nsc_unit_request requests[COUNT_MAX];
	struct nsc_unit_facts facts[COUNT_MAX];
	size_t count;
	struct nsc_err err;
	size_t progress;
	int ret;
};

static void count_progress(void *self, size_t done, size_t count)
{
	struct fixture *fixture = self;

	fixture->progress++;
	assert_int_equal(done, fixture->progress);
	assert_int_equal(count, fixture->count);
}

static void begin(struct fixture *fixture)
{
	memset(fixture, 0, sizeof(*fixture));
	nsc_run_init(&fixture->run);
	fixture->options.worker = nostd_str_from_c(FAKE_WORKER_PATH);
	fixture->options.workers = 1;
	fixture->options.seconds_max = 30;
	fixture->options.progress = count_progress;
	fixture->options.self = fixture;
}

static void add(struct fixture *fixture, const char *name)
{
	struct nsc_unit_request *request = &fixture->requests[fixture->count++];
	struct nostd_string path = nostd_string_new();

	nsc_unit_request_init(request, fixture->run.keep);
	nostd_format(&path, "/{}", name);
	request->source = nsc_name(fixture->run.names, nostd_string_as_str(&path));
	request->kind = NSC_REQUEST_PARSE;
	nostd_string_drop(&path);
}

static void go(struct fixture *fixture)
{
	struct nsc_pool_work work = {fixture->requests, fixture->count, fixture->facts};

	fixture->ret =
		nsc_pool_run(&fixture->run, &fixture->options, &work, &fixture->err);
}

static const char *why(const struct fixture *fixture, size_t i)
{
	return nsc_name_chars(fixture->run.names, fixture->facts[i].diags.ptr[0].text);
}

/* Unit `i` was answered with its own name. */
static void check_answered(const struct fixture *fixture, size_t i)
{
	const struct nsc_unit_facts *facts = &fixture->facts[i];

	assert_int_equal(facts->status, NSC_UNIT_OK);
	assert_int_equal(facts->entities.len, 1);
	assert_string_equal(
		nsc_name_chars(fixture->run.names, facts->entities.ptr[0].symbol),
		nsc_name_chars(fixture->run.names, fixture->requests[i].source) + 1);
}

static void check_failed(const struct fixture *fixture, size_t i, const char *text)
{
	assert_int_equal(fixture->facts[i].status, NSC_UNIT_FAILED);
	assert_string_equal(why(fixture, i), text);
	assert_int_equal(fixture->facts[i].inputs.len, 0);
}

static void answers_come_in_the_order_of_the_requests(void **state)
{
	struct fixture fixture;
	unsigned workers;
	char name[32];
	size_t i;

	(void)state;
	for (workers = 1; workers <= 5; workers += 2) {
		begin(&fixture);
		fixture.options.workers = workers;
		for (i = 0; i < COUNT_MAX; i++) {
			nostd_format_to(name, sizeof(name), "unit{:x>{}}", i, i % 7);
			add(&fixture, name);
		}
		go(&fixture);
		assert_int_equal(fixture.ret, 0);
		assert_int_equal(fixture.progress, COUNT_MAX);
		for (i = 0; i < COUNT_MAX; i++) {
			check_answered(&fixture, i);
		}
		nsc_run_release(&fixture.run);
	}
}

/* All facts of one run, encoded one after the other, and all names in order. */
static void encode_all(unsigned workers, struct nostd_string *out)
{
	static const char *const names[] = {"a",   "once-crash", "bb",
					    "ccc", "crash",      "once-half",
					    "d",   "nonsense",   "eeee"};
	struct fixture fixture;
	uint32_t n;
	size_t i;

	assert_int_equal(system("rm -rf test_pool.tmp && mkdir test_pool.tmp"), 0);
	begin(&fixture);
	fixture.options.workers = workers;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		add(&fixture, names[i]);
	}
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	for (i = 0; i < fixture.count; i++) {
		nsc_wire_encode(&nsc_schema_unit, &fixture.facts[i], fixture.run.names,
				out);
	}
	for (n = 0; n < nsc_names_count(fixture.run.names); n++) {
		nostd_string_push_str(out, nsc_name_text(fixture.run.names,
							 (struct nsc_name){n}));
	}
	nsc_run_release(&fixture.run);
}

static void any_number_of_workers_gives_the_same_bytes(void **state)
{
	struct nostd_string one = nostd_string_new();
	struct nostd_string more = nostd_string_new();
	unsigned workers;

	(void)state;
	encode_all(1, &one);
	for (workers = 2; workers <= 4; workers++) {
		nostd_string_clear(&more);
		encode_all(workers, &more);
		assert_true(nostd_string_eq(&one, &more));
	}
	nostd_string_drop(&one);
	nostd_string_drop(&more);
}

static void a_crash_costs_its_unit_after_two_tries(void **state)
{
	struct fixture fixture;

	(void)state;
	assert_int_equal(system("rm -rf test_pool.tmp && mkdir test_pool.tmp"), 0);
	begin(&fixture);
	add(&fixture, "a");
	add(&fixture, "crash");
	add(&fixture, "once-crash");
	add(&fixture, "exit");
	add(&fixture, "b");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	check_answered(&fixture, 0);
	check_failed(&fixture, 1,
		     "the parser ended before its answer (status 137, 2 tries)");
	check_answered(&fixture, 2);
	check_failed(&fixture, 3,
		     "the parser ended before its answer (status 7, 2 tries)");
	check_answered(&fixture, 4);
	nsc_run_release(&fixture.run);
}

static void a_hang_costs_its_unit_after_the_time_limit(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	fixture.options.workers = 2;
	fixture.options.seconds_max = 1;
	add(&fixture, "a");
	add(&fixture, "hang");
	add(&fixture, "b");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	check_answered(&fixture, 0);
	check_failed(&fixture, 1,
		     "the parser took longer than 1 s (status 137, 2 tries)");
	check_answered(&fixture, 2);
	nsc_run_release(&fixture.run);
}

static void a_unit_that_eats_memory_is_stopped(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	fixture.options.memory_max = (size_t)512 << 20;
	add(&fixture, "a");
	add(&fixture, "eat");
	add(&fixture, "b");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	check_answered(&fixture, 0);
	check_failed(
		&fixture, 1,
		"the parser needed more than 512 MiB of memory (status 137, 2 tries)");
	check_answered(&fixture, 2);
	nsc_run_release(&fixture.run);
}

static void damaged_answers_are_failures_of_their_unit(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	add(&fixture, "nonsense");
	add(&fixture, "half");
	add(&fixture, "a");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	assert_int_equal(fixture.facts[0].status, NSC_UNIT_FAILED);
	check_failed(&fixture, 1,
		     "the parser ended before its answer (status 0, 2 tries)");
	check_answered(&fixture, 2);
	nsc_run_release(&fixture.run);
}

/* "nonsense" sends two answers; the second comes when "once-crash" was asked for. */
static void a_surplus_answer_costs_the_next_unit_no_try(void **state)
{
	struct fixture fixture;

	(void)state;
	assert_int_equal(system("rm -rf test_pool.tmp && mkdir test_pool.tmp"), 0);
	begin(&fixture);
	add(&fixture, "nonsense");
	add(&fixture, "once-crash");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	assert_int_equal(fixture.facts[0].status, NSC_UNIT_FAILED);
	check_answered(&fixture, 1);
	nsc_run_release(&fixture.run);
}

static void an_answer_over_the_limit_is_not_waited_for(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	add(&fixture, "giant");
	add(&fixture, "a");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	check_failed(&fixture, 0, "the parser answered nonsense (status 137, 2 tries)");
	check_answered(&fixture, 1);
	nsc_run_release(&fixture.run);
}

static void refused_and_skipped_units_need_no_worker(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	fixture.options.worker = NOSTD_STR("/nowhere/worker");
	add(&fixture, "a");
	add(&fixture, "b");
	fixture.requests[0].kind = NSC_REQUEST_REFUSED;
	fixture.requests[0].why = nsc_name_c(fixture.run.names, "because");
	fixture.requests[1].kind = NSC_REQUEST_SKIPPED;
	fixture.requests[1].why = nsc_name_c(fixture.run.names, "Fortran");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	check_failed(&fixture, 0, "because");
	assert_int_equal(fixture.facts[1].status, NSC_UNIT_SKIPPED);
	assert_string_equal(why(&fixture, 1), "Fortran");
	nsc_run_release(&fixture.run);
}

static void no_requests_are_no_work(void **state)
{
	struct fixture fixture;

	(void)state;
	begin(&fixture);
	fixture.options.worker = NOSTD_STR("/nowhere/worker");
	go(&fixture);
	assert_int_equal(fixture.ret, 0);
	nsc_run_release(&fixture.run);
}

static void check_no_start(const char *path, const char *start, const char *text)
{
	struct fixture fixture;

	begin(&fixture);
	fixture.options.worker = nostd_str_from_c(path);
	add(&fixture, "a");
	setenv("FAKE_WORKER", start, 1);
	go(&fixture);
	unsetenv("FAKE_WORKER");
	assert_int_equal(fixture.ret, -1);
	assert_non_null(strstr(fixture.err.text, text));
	nsc_run_release(&fixture.run);
}

static void a_worker_that_does_not_start_fails_the_run(void **state)
{
	(void)state;
	check_no_start("/nowhere/worker", "", "No such file");
	check_no_start(FAKE_WORKER_PATH, "dies", "does not start");
	check_no_start(FAKE_WORKER_PATH, "stranger", "does not start");
	check_no_start(FAKE_WORKER_PATH, "is-killed", "does not start");
	check_no_start("/bin/cat", "", "does not start");
}

/* Both tries of "once-crash" are left to it. */
static void a_worker_killed_as_it_starts_is_started_again(void **state)
{
	struct fixture fixture;

	(void)state;
	assert_int_equal(system("rm -rf test_pool.tmp && mkdir test_pool.tmp"), 0);
	begin(&fixture);
	add(&fixture, "once-crash");
	add(&fixture, "a");
	setenv("FAKE_WORKER", "is-killed-once", 1);
	go(&fixture);
	unsetenv("FAKE_WORKER");
	assert_int_equal(fixture.ret, 0);
	check_answered(&fixture, 0);
	check_answered(&fixture, 1);
	nsc_run_release(&fixture.run);
}

static void the_worker_is_found_by_environment(void **state)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nostd_bump arena;
	struct nostd_str path;

	(void)state;
	nostd_bump_init(&arena, &nsc_host_heap, 0);
	setenv("NOSTD_CHECK_WORKER", "/x/y", 1);
	assert_int_equal(nsc_pool_worker(&arena, &path, &err), 0);
	assert_string_equal(path.ptr, "/x/y");
	unsetenv("NOSTD_CHECK_WORKER");
	nostd_bump_release(&arena);
}

static void frames_are_whole_or_not(void **state)
{
	struct nostd_string bytes = nostd_string_new();
	struct nsc_frame frame;
	size_t i;

	(void)state;
	nsc_frame_put(&bytes, 258, nostd_span_new("hello", 5));
	for (i = 0; i < bytes.len; i++) {
		assert_int_equal(nsc_frame_get(nostd_span_new(bytes.ptr, i), &frame),
				 NSC_FRAME_PARTIAL);
	}
	assert_int_equal(nsc_frame_get(nostd_span_new(bytes.ptr, bytes.len), &frame),
			 NSC_FRAME_WHOLE);
	assert_int_equal(frame.number, 258);
	assert_int_equal(frame.record.size, 5);
	assert_memory_equal(frame.record.ptr, "hello", 5);
	assert_int_equal(nsc_frame_get(nostd_span_new("\xff\xff\xff\xff....", 8), &frame),
			 NSC_FRAME_DAMAGED);
	nostd_string_drop(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_come_in_the_order_of_the_requests),
		cmocka_unit_test(any_number_of_workers_gives_the_same_bytes),
		cmocka_unit_test(a_crash_costs_its_unit_after_two_tries),
		cmocka_unit_test(a_hang_costs_its_unit_after_the_time_limit),
		cmocka_unit_test(a_unit_that_eats_memory_is_stopped),
		cmocka_unit_test(damaged_answers_are_failures_of_their_unit),
		cmocka_unit_test(a_surplus_answer_costs_the_next_unit_no_try),
		cmocka_unit_test(an_answer_over_the_limit_is_not_waited_for),
		cmocka_unit_test(refused_and_skipped_units_need_no_worker),
		cmocka_unit_test(no_requests_are_no_work),
		cmocka_unit_test(a_worker_that_does_not_start_fails_the_run),
		cmocka_unit_test(a_worker_killed_as_it_starts_is_started_again),
		cmocka_unit_test(the_worker_is_found_by_environment),
		cmocka_unit_test(frames_are_whole_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
