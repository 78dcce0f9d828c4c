/*
 * containers.c - the containers of nostd beside those of Rust's std, on the same work.
 *
 * In:   argv[1], rounds (default 15); argv[2], the seed (default 1); containers.rs, which
 *       is linked.
 * Out:  JSON: for each row the best round of both in ns per element, and ours by theirs.
 *       Both sides' checksums must agree; if not, the process ends with 1.
 *
 * Both take their memory from malloc, which keeps what it has. What prepares the work is
 * not measured. In each round each row has its turn, ours and Rust's one after the other.
 */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nostd/alloc.h>
#include <nostd/panic.h>
#include <nostd/str.h>
#include <nostd/string.h>

/* -- the library's surroundings ------------------------------------------------------ */

static void *host_alloc(void *self, struct nostd_layout want)
{
	(void)self;
	return want.align <= 16 ? malloc(want.size)
				: aligned_alloc(want.align, (want.size + want.align - 1) &
								    ~(want.align - 1));
}

static void host_dealloc(void *self, void *p, struct nostd_layout have)
{
	(void)self;
	(void)have;
	free(p);
}

static const struct nostd_alloc_ops host_ops = {host_alloc, NULL, NULL, host_dealloc};
NOSTD_GLOBAL_ALLOCATOR(&host_ops, NULL);

void nostd_panic_handler(const struct nostd_panic *info)
{
	(void)fprintf(stderr, "%.*s\n", (int)info->message.len, info->message.ptr);
	abort();
}

/* -- types --------------------------------------------------------------------------- */

struct pair {
	uint64_t key, at;
};

#define NOSTD_NAME vec
#define NOSTD_T    uint64_t
#include <nostd/vec.h>

#define NOSTD_NAME       numbers
#define NOSTD_T          uint64_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/sort.h>

#define NOSTD_NAME       pairs
#define NOSTD_T          struct pair
#define NOSTD_LESS(a, b) ((a)->key < (b)->key)
#include <nostd/sort.h>

#define NOSTD_NAME deque
#define NOSTD_T    uint64_t
#include <nostd/vecdeque.h>

#define NOSTD_NAME       heap
#define NOSTD_T          uint64_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/binaryheap.h>

#define NOSTD_NAME       tree
#define NOSTD_K          uint64_t
#define NOSTD_V          uint64_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/btreemap.h>

#define NOSTD_NAME hash
#define NOSTD_K    uint64_t
#define NOSTD_V    uint64_t
#include <nostd/hashmap.h>

#define NOSTD_NAME rc
#define NOSTD_T    uint64_t
#include <nostd/rc.h>

#define NOSTD_NAME arc
#define NOSTD_T    uint64_t
#include <nostd/arc.h>

/* -- the clock ----------------------------------------------------------------------- */

static double started, elapsed;

static double now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Called from containers.rs as well. */
void bench_start(void);
void bench_stop(void);

void bench_start(void)
{
	started = now_ns();
}

void bench_stop(void)
{
	elapsed += now_ns() - started;
}

/* The compiler must not know what it holds, nor that it is not looked at. */
#define OPAQUE(x) __asm__ volatile("" : "+r"(x) : : "memory")

/* -- the work ------------------------------------------------------------------------ */

struct input {
	const uint64_t *keys;
	const uint64_t *others; /* none of the keys */
	size_t count;
	const char *text;
	size_t size;
};

static uint64_t vec_work(const struct input *in)
{
	struct vec v = vec_new();
	uint64_t sum;
	size_t i;

	bench_start();
	for (i = 0; i < in->count; i++) {
		vec_push(&v, in->keys[i]);
	}
	bench_stop();
	sum = v.len ^ v.ptr[v.len - 1];
	vec_drop(&v);
	return sum;
}

static struct vec vec_of(const struct input *in)
{
	struct vec v = vec_new();

	vec_extend_from_slice(&v, in->keys, in->count);
	return v;
}

static uint64_t vec_iterate(const struct input *in)
{
	struct vec v = vec_of(in);
	const uint64_t *at = v.ptr;
	uint64_t sum = 0;
	size_t i;

	bench_start();
	OPAQUE(at);
	for (i = 0; i < v.len; i++) {
		sum += at[i];
	}
	OPAQUE(sum);
	bench_stop();
	vec_drop(&v);
	return sum;
}

static uint64_t sort(const struct input *in)
{
	struct vec v = vec_of(in);
	uint64_t sum;

	bench_start();
	numbers_sort_unstable(v.ptr, v.len);
	bench_stop();
	sum = v.ptr[0] ^ v.ptr[v.len / 2] ^ v.ptr[v.len - 1];
	vec_drop(&v);
	return sum;
}

static struct pair *make_pairs(const struct input *in)
{
	struct pair *all = (struct pair *)malloc(in->count * sizeof(*all));
	size_t i;

	for (i = 0; all && i < in->count; i++) {
		all[i].key = in->keys[i];
		all[i].at = i;
	}
	return all ? all : (abort(), NULL);
}

static uint64_t sort_kv(const struct input *in)
{
	struct pair *all = make_pairs(in);
	uint64_t sum;

	bench_start();
	pairs_sort_unstable(all, in->count);
	bench_stop();
	sum = all[0].key ^ all[in->count / 2].key;
	free(all);
	return sum;
}

static uint64_t sort_stable_kv(const struct input *in)
{
	struct pair *all = make_pairs(in);
	uint64_t sum;

	bench_start();
	pairs_sort_stable_in(all, in->count, &nostd_global_allocator);
	bench_stop();
	sum = all[0].key ^ all[in->count / 2].at;
	free(all);
	return sum;
}

static uint64_t deque_work(const struct input *in)
{
	struct deque d = deque_new();
	uint64_t sum = 0;
	uint64_t x;
	size_t i;

	bench_start();
	for (i = 0; i < in->count; i++) {
		deque_push_back(&d, in->keys[i]);
		if (i % 3 != 0 && deque_pop_front(&d, &x)) {
			sum += x;
		}
	}
	while (deque_pop_front(&d, &x)) {
		sum = sum * 3 ^ x;
	}
	bench_stop();
	deque_drop(&d);
	return sum;
}

static uint64_t heap_work(const struct input *in)
{
	struct heap h = heap_new();
	uint64_t sum = 0;
	uint64_t x;
	size_t i;

	bench_start();
	for (i = 0; i < in->count; i++) {
		heap_push(&h, in->keys[i]);
	}
	while (heap_pop(&h, &x)) {
		sum = sum * 3 ^ x;
	}
	heap_drop(&h);
	bench_stop();
	return sum;
}

/* The same for both kinds of map. */
#define MAP_WORK(map)                                                         \
	static struct map map##_of(const struct input *in)                    \
	{                                                                     \
		struct map m = map##_new();                                   \
		size_t i;                                                     \
                                                                              \
		for (i = 0; i < in->count; i++) {                             \
			(void)map##_insert(&m, in->keys[i], in->keys[i] ^ 1); \
		}                                                             \
		return m;                                                     \
	}                                                                     \
                                                                              \
	static uint64_t map##_insert_work(const struct input *in)             \
	{                                                                     \
		struct map m;                                                 \
		uint64_t sum;                                                 \
                                                                              \
		bench_start();                                                \
		m = map##_of(in);                                             \
		bench_stop();                                                 \
		sum = map##_len(&m);                                          \
		map##_drop(&m);                                               \
		return sum;                                                   \
	}                                                                     \
                                                                              \
	static uint64_t map##_hit(const struct input *in)                     \
	{                                                                     \
		struct map m = map##_of(in);                                  \
		uint64_t sum = 0;                                             \
		size_t i;                                                     \
                                                                              \
		bench_start();                                                \
		for (i = in->count; i-- != 0;) {                              \
			sum += *map##_get(&m, in->keys[i]);                   \
		}                                                             \
		bench_stop();                                                 \
		map##_drop(&m);                                               \
		return sum;                                                   \
	}                                                                     \
                                                                              \
	static uint64_t map##_miss(const struct input *in)                    \
	{                                                                     \
		struct map m = map##_of(in);                                  \
		uint64_t sum = 0;                                             \
		size_t i;                                                     \
                                                                              \
		bench_start();                                                \
		for (i = 0; i < in->count; i++) {                             \
			sum += map##_get(&m, in->others[i]) != NULL;          \
		}                                                             \
		bench_stop();                                                 \
		map##_drop(&m);                                               \
		return sum;                                                   \
	}                                                                     \
                                                                              \
	static uint64_t map##_iter_work(const struct input *in)               \
	{                                                                     \
		struct map m = map##_of(in);                                  \
		struct map##_iter it;                                         \
		uint64_t sum = 0;                                             \
                                                                              \
		bench_start();                                                \
		it = map##_iter(&m);                                          \
		while (map##_next(&it)) {                                     \
			sum += *it.key ^ (*it.value >> 1);                    \
		}                                                             \
		bench_stop();                                                 \
		map##_drop(&m);                                               \
		return sum;                                                   \
	}                                                                     \
                                                                              \
	static uint64_t map##_remove_work(const struct input *in)             \
	{                                                                     \
		struct map m = map##_of(in);                                  \
		uint64_t sum = 0;                                             \
		uint64_t x;                                                   \
		size_t i;                                                     \
                                                                              \
		bench_start();                                                \
		for (i = 0; i < in->count; i++) {                             \
			if (map##_remove(&m, in->keys[i], &x)) {              \
				sum += x;                                     \
			}                                                     \
		}                                                             \
		bench_stop();                                                 \
		map##_drop(&m);                                               \
		return sum;                                                   \
	}

MAP_WORK(tree)
MAP_WORK(hash)

static uint64_t tree_range_work(const struct input *in)
{
	struct tree m = tree_of(in);
	uint64_t sum = 0;
	size_t i;
	unsigned left;

	bench_start();
	for (i = 0; i < in->count; i += 16) {
		struct tree_iter it = tree_range(&m, NOSTD_INCLUDED, &in->keys[i],
						 NOSTD_UNBOUNDED, NULL);

		for (left = 32; left != 0 && tree_next(&it); left--) {
			sum += *it.value;
		}
	}
	bench_stop();
	tree_drop(&m);
	return sum;
}

static uint64_t string_append(const struct input *in)
{
	struct nostd_string s = nostd_string_new();
	uint64_t sum;
	size_t i;

	bench_start();
	for (i = 0; i < in->count; i++) {
		nostd_string_push_str(&s, nostd_str_new(in->text, in->keys[i] & 15));
	}
	bench_stop();
	sum = s.len;
	nostd_string_drop(&s);
	return sum;
}

static uint64_t string_char(const struct input *in)
{
	struct nostd_string s = nostd_string_new();
	uint64_t sum;
	size_t i;

	bench_start();
	for (i = 0; i < in->count; i++) {
		nostd_string_push(&s, (uint32_t)('a' + (in->keys[i] & 15)));
	}
	bench_stop();
	sum = s.len;
	nostd_string_drop(&s);
	return sum;
}

static uint64_t utf8(const struct input *in)
{
	struct nostd_str text = nostd_str_new(in->text, in->size);
	uint64_t valid;

	bench_start();
	valid = nostd_str_is_utf8(text);
	bench_stop();
	return valid;
}

#define COUNTED_WORK(type)                                       \
	static uint64_t type##_work(const struct input *in)      \
	{                                                        \
		struct type first = type##_new(in->keys[0]);     \
		uint64_t sum = 0;                                \
		size_t i;                                        \
                                                                 \
		bench_start();                                   \
		for (i = 0; i < in->count; i++) {                \
			struct type other = type##_clone(first); \
                                                                 \
			OPAQUE(other.ptr);                       \
			sum += *other.ptr;                       \
			type##_drop(&other);                     \
		}                                                \
		bench_stop();                                    \
		type##_drop(&first);                             \
		return sum;                                      \
	}

COUNTED_WORK(rc)
COUNTED_WORK(arc)

/* -- rows ---------------------------------------------------------------------------- */

typedef uint64_t work(const struct input *in);

/* Row: name, keys, elements, ours, Rust's. */
#define ROWS(ROW)                                                                        \
	ROW("vec push 1e5", SHUFFLED, 100000, vec_work, rust_vec_push)                   \
	ROW("vec iterate 1e5", SHUFFLED, 100000, vec_iterate, rust_vec_iterate)          \
	ROW("sort rand 1e3", SHUFFLED, 1000, sort, rust_sort)                            \
	ROW("sort rand 1e5", SHUFFLED, 100000, sort, rust_sort)                          \
	ROW("sort sorted 1e3", SORTED, 1000, sort, rust_sort)                            \
	ROW("sort sorted 1e5", SORTED, 100000, sort, rust_sort)                          \
	ROW("sort few 1e3", FEW, 1000, sort, rust_sort)                                  \
	ROW("sort few 1e5", FEW, 100000, sort, rust_sort)                                \
	ROW("sort kv 1e3", SHUFFLED, 1000, sort_kv, rust_sort_kv)                        \
	ROW("sort kv 1e5", SHUFFLED, 100000, sort_kv, rust_sort_kv)                      \
	ROW("sort stable kv 1e3", SHUFFLED, 1000, sort_stable_kv, rust_sort_stable_kv)   \
	ROW("sort stable kv 1e5", SHUFFLED, 100000, sort_stable_kv, rust_sort_stable_kv) \
	ROW("deque 1e5", SHUFFLED, 100000, deque_work, rust_deque)                       \
	ROW("heap 1e5", SHUFFLED, 100000, heap_work, rust_heap)                          \
	ROW("tree insert 1e3", SHUFFLED, 1000, tree_insert_work, rust_tree_insert)       \
	ROW("tree insert 1e5", SHUFFLED, 100000, tree_insert_work, rust_tree_insert)     \
	ROW("tree hit 1e3", SHUFFLED, 1000, tree_hit, rust_tree_hit)                     \
	ROW("tree hit 1e5", SHUFFLED, 100000, tree_hit, rust_tree_hit)                   \
	ROW("tree miss 1e5", SHUFFLED, 100000, tree_miss, rust_tree_miss)                \
	ROW("tree iter 1e5", SHUFFLED, 100000, tree_iter_work, rust_tree_iter)           \
	ROW("tree range 1e5", SHUFFLED, 100000, tree_range_work, rust_tree_range)        \
	ROW("tree remove 1e5", SHUFFLED, 100000, tree_remove_work, rust_tree_remove)     \
	ROW("hash insert 1e3", SHUFFLED, 1000, hash_insert_work, rust_hash_insert)       \
	ROW("hash insert 1e5", SHUFFLED, 100000, hash_insert_work, rust_hash_insert)     \
	ROW("hash hit 1e5", SHUFFLED, 100000, hash_hit, rust_hash_hit)                   \
	ROW("hash miss 1e5", SHUFFLED, 100000, hash_miss, rust_hash_miss)                \
	ROW("hash iter 1e5", SHUFFLED, 100000, hash_iter_work, rust_hash_iter)           \
	ROW("hash remove 1e3", SHUFFLED, 1000, hash_remove_work, rust_hash_remove)       \
	ROW("hash remove 1e5", SHUFFLED, 100000, hash_remove_work, rust_hash_remove)     \
	ROW("string append 1e5", SHUFFLED, 100000, string_append, rust_string_append)    \
	ROW("string char 1e5", SHUFFLED, 100000, string_char, rust_string_char)          \
	ROW("utf8 ascii", ASCII, 100000, utf8, rust_utf8)                                \
	ROW("utf8 mixed", MIXED, 100000, utf8, rust_utf8)                                \
	ROW("rc clone 1e5", SHUFFLED, 100000, rc_work, rust_rc)                          \
	ROW("arc clone 1e5", SHUFFLED, 100000, arc_work, rust_arc)

#define DECLARE(name, keys, count, ours, theirs) work theirs;
ROWS(DECLARE)

enum keys { SHUFFLED, SORTED, FEW, ASCII, MIXED, KEYS };

static struct row {
	const char *name;
	enum keys keys;
	size_t count;
	work *side[2];  /* ours, Rust's */
	double best[2]; /* ns per element */
} rows[] = {
#define ENTRY(name, keys, count, ours, theirs) \
	{name, keys, count, {ours, theirs}, {0, 0}},
	ROWS(ENTRY)};

#define COUNT ((size_t)100000)

static uint64_t keys[KEYS][COUNT], others[COUNT];
static char text[2][4 * COUNT];
static size_t text_size[2];

/* One to one: no two keys are equal. The finalizer of Steele, Lea and Flood 2014. */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* One character in three is none of ASCII. */
static void make_text(void)
{
	static const uint32_t wide[] = {0xE9, 0x416, 0x20AC, 0x1F600};
	size_t i;

	for (i = 0; i < COUNT; i++) {
		uint64_t bits = keys[SHUFFLED][i];
		uint32_t code = (uint32_t)('a' + bits % 26);

		text[0][text_size[0]++] = (char)code;
		code = bits % 3 == 0 ? wide[bits / 3 % 4] : code;
		text_size[1] += nostd_utf8_encode(code, text[1] + text_size[1]);
	}
}

static void make_inputs(uint64_t seed)
{
	size_t i;

	for (i = 0; i < COUNT; i++) {
		keys[SHUFFLED][i] = mix(seed + i);
		keys[SORTED][i] = i * 3;
		keys[FEW][i] = mix(seed + i) % 16;
		others[i] = mix(seed + COUNT + i);
	}
	memcpy(keys[ASCII], keys[SHUFFLED], sizeof(keys[ASCII]));
	memcpy(keys[MIXED], keys[SHUFFLED], sizeof(keys[MIXED]));
	make_text();
}

/* False: the two sides do not agree. */
static bool play(struct row *row, bool first)
{
	size_t repeats = COUNT / row->count;
	bool mixed = row->keys == MIXED;
	struct input in = {keys[row->keys], others, row->count, text[mixed],
			   text_size[mixed]};
	uint64_t sums[2];
	unsigned side;
	size_t i;

	for (side = 0; side < 2; side++) {
		elapsed = 0;
		for (i = 0; i < repeats; i++) {
			sums[side] = row->side[side](&in);
		}
		elapsed /= (double)(repeats * row->count);
		if (first || elapsed < row->best[side]) {
			row->best[side] = elapsed;
		}
	}
	if (sums[0] != sums[1]) {
		(void)fprintf(stderr, "%s: the checksums differ\n", row->name);
	}
	return sums[0] == sums[1];
}

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 15;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	const size_t count = sizeof(rows) / sizeof(rows[0]);
	unsigned round;
	size_t i;

	/* Or large blocks are the kernel's work. */
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 28);
	(void)mallopt(M_TRIM_THRESHOLD, 1 << 28);
	make_inputs(seed);
	for (round = 0; round < rounds; round++) {
		for (i = 0; i < count; i++) {
			if (!play(&rows[i], round == 0)) {
				return 1;
			}
		}
	}
	printf("{\"rounds\": %u, \"seed\": %llu, \"results\": {", rounds,
	       (unsigned long long)seed);
	for (i = 0; i < count; i++) {
		printf("%s\n    \"%s\": {\"ns\": %.3f, \"rust_ns\": %.3f, "
		       "\"per_rust\": %.3f}",
		       i ? "," : "", rows[i].name, rows[i].best[0], rows[i].best[1],
		       rows[i].best[0] / rows[i].best[1]);
	}
	printf("}}\n");
	return 0;
}
