/*
 * nostd_stream.c - operations on a type of nostd beside its model, fuzzed.
 *
 * In:   STREAM_TEST, a unit test whose random steps follow a model and look at every
 *       invariant after each; STREAM_CALLS, some of its tests; bytes, each of which
 *       decides something. tests/fuzz/streams.tsv has a row for each program.
 * Out:  nothing; a difference, a wrong invariant or a leak ends the process.
 */
#define TEST_STREAM
#define main test_main
int test_main(int argc, char **argv);
#include STREAM_TEST
#undef main

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifdef STREAM_OF_allocators
/* The allocator whose name is given, with interrupts or without. */
static void one_allocator(void **state)
{
	size_t i = 0;

	(void)state;
	while (strcmp(subjects[i].name, STREAM_SUBJECT) != 0) {
		i++;
	}
	now = &subjects[i];
	if (random_below(2) == 0) {
		stream_with_interrupts(test_steps(4000));
	} else {
		stream(random_below(64), 4096 << random_below(6), test_steps(3000));
	}
}
#endif

typedef void stream_call(void **state);

static stream_call *const streams[] = {STREAM_CALLS};

/* A test by itself, with what is left of the input after its first byte. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t count = sizeof(streams) / sizeof(streams[0]);
	void *none = NULL;

	test_input = data;
	test_input_size = size;
	(void)test_restart(&none);
	streams[random_below(count)](&none);
	if (assert_nothing_live(&none) != 0) {
		fprintf(stderr, "%zu blocks are left\n", watch.live);
		abort();
	}
	return 0;
}
