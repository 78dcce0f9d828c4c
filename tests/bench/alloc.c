/*
 * alloc.c - the allocators of nostd beside those of the host, on the same requests.
 *
 * In:   argv[1], rounds (default 15); argv[2], the seed (default 1); argv[3], the name of
 *       the only workload (default, and if empty: all). Peers besides malloc are loaded
 *       when they are installed: libmimalloc2.0, libjemalloc2 (Debian). argv[4], the only
 *       allocator: the rounds are played, and that is all (for who counts the
 *       instructions); empty: all. argv[5] and on: name, file, name, file, of shared
 *       objects that are peers, too; they export malloc, aligned_alloc, realloc and free.
 * Out:  JSON: for each workload and allocator the best round in ns per operation, with
 *       what the loop itself takes subtracted; that divided by malloc's and mimalloc's;
 *       with the loop, divided by its limit: an allocator of the few instructions that
 *       none of its kind can do without; the smallest region that served all requests,
 *       divided by the most live bytes; and the most cycles of one operation of rt,
 *       where there is rdtsc.
 *
 * All are called through struct nostd_alloc_ops. In each round each allocator has its
 * turn, so that what else the machine does strikes all of them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nostd/bump.h>
#include <nostd/heap.h>
#include <nostd/mem.h>
#include <nostd/pool.h>
#include <nostd/rt.h>
#include <nostd/small.h>

/* -- requests ------------------------------------------------------------------------ */

enum op { TAKE, GIVE, RESIZE };

struct request {
	unsigned op, slot, size, align;
};

#define SLOTS    20000
#define REQUESTS 200000

static struct request requests[REQUESTS];
static size_t request_count;
static unsigned held[SLOTS]; /* sizes; 0: none, while the requests are made */
static size_t live, live_peak;
static unsigned long long random_state;

/* Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003. */
static unsigned random_below(unsigned limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned)(random_state >> 33) % limit;
}

static void request(enum op op, unsigned slot, unsigned size, unsigned align)
{
	struct request *r = &requests[request_count++];

	live = live - held[slot] + (op == GIVE ? 0 : size);
	live_peak = live > live_peak ? live : live_peak;
	r->op = op;
	r->slot = slot;
	r->size = op == GIVE ? held[slot] : size;
	r->align = align;
	held[slot] = op == GIVE ? 0 : size;
}

static bool is_room_for(size_t more)
{
	return request_count + more + SLOTS <= REQUESTS;
}

/* Most are small, some are not: as many below 64 as from 64 to 4096. */
static unsigned some_size(void)
{
	return 8 + random_below(1U << (6 + random_below(7)) >> random_below(3));
}

static void make_random(void)
{
	while (is_room_for(1)) {
		unsigned slot = random_below(2000);

		request(held[slot] ? GIVE : TAKE, slot, some_size(), 8);
	}
}

static void make_fifo(void)
{
	unsigned at = 0;

	while (is_room_for(2)) {
		if (held[at]) {
			request(GIVE, at, 0, 8);
		}
		request(TAKE, at, 16 + random_below(240), 8);
		at = (at + 1) % 1000;
	}
}

static void make_lifo(void)
{
	unsigned top = 0;

	while (is_room_for(2000)) {
		for (; top < 1000; top++) {
			request(TAKE, top, 16 + random_below(240), 8);
		}
		while (top != 0) {
			request(GIVE, --top, 0, 8);
		}
	}
}

static void make_same64(void)
{
	while (is_room_for(1)) {
		unsigned slot = random_below(2000);

		request(held[slot] ? GIVE : TAKE, slot, 64, 8);
	}
}

/* What a small target holds: some 4 KiB in all. */
static void make_small4k(void)
{
	while (is_room_for(1)) {
		unsigned slot = random_below(160);

		request(held[slot] ? GIVE : TAKE, slot, 4 + random_below(92), 4);
	}
}

static void make_grow1(void)
{
	while (is_room_for(2100)) {
		unsigned size;

		request(TAKE, 0, 32, 8);
		for (size = 64; size < 65536; size += 32) {
			request(RESIZE, 0, size, 8);
		}
		request(GIVE, 0, 0, 8);
	}
}

static void make_realloc(void)
{
	while (is_room_for(1)) {
		unsigned slot = random_below(500);

		request(held[slot] ? random_below(4) ? RESIZE : GIVE : TAKE, slot,
			some_size(), 8);
	}
}

static void make_ramp(void)
{
	unsigned at;

	while (is_room_for(40000)) {
		for (at = 0; at < 20000; at++) {
			request(TAKE, at, 8 + random_below(120), 8);
		}
		for (at = 0; at < 20000; at++) {
			request(GIVE, at, 0, 8);
		}
	}
}

static unsigned aligns[SLOTS];

static void make_align(void)
{
	while (is_room_for(1)) {
		unsigned slot = random_below(1000);

		if (!held[slot]) {
			aligns[slot] = 16U << random_below(7);
		}
		request(held[slot] ? GIVE : TAKE, slot, some_size(), aligns[slot]);
	}
}

/* Blocks for a phase, after which all go at once. */
static void make_arena(void)
{
	unsigned slot;

	for (slot = 0; slot < SLOTS; slot++) {
		request(TAKE, slot, 8 + random_below(120), 8);
	}
}

static const struct workload {
	const char *name;
	void (*make)(void);
} workloads[] = {
	{"random", make_random},   {"fifo", make_fifo},       {"lifo", make_lifo},
	{"same64", make_same64},   {"small4k", make_small4k}, {"grow1", make_grow1},
	{"realloc", make_realloc}, {"ramp", make_ramp},       {"align", make_align},
	{"arena", make_arena},
};

/* What is still held at the end goes back. */
static void make_requests(const struct workload *workload, unsigned long long seed)
{
	unsigned slot;

	random_state = seed * 0x9E3779B97F4A7C15ULL + 1;
	request_count = 0;
	live = 0;
	live_peak = 0;
	memset(held, 0, sizeof(held));
	workload->make();
	for (slot = 0; slot < SLOTS; slot++) {
		if (held[slot]) {
			request(GIVE, slot, 0, aligns[slot] ? aligns[slot] : 8);
		}
	}
}

/* -- allocators ---------------------------------------------------------------------- */

/* What a host's library gives; a NULL function: it was not found. */
struct peer {
	void *(*get)(size_t size);
	void *(*get_aligned)(size_t align, size_t size);
	void *(*change)(void *p, size_t size);
	void (*give)(void *p);
};

static struct peer glibc = {malloc, aligned_alloc, realloc, free};
static struct peer mimalloc, jemalloc;

#define GUESTS 8
static struct peer guests[GUESTS]; /* named by the caller */

static void *peer_alloc(void *self, struct nostd_layout want)
{
	const struct peer *peer = (const struct peer *)self;

	return want.align <= 16 ? peer->get(want.size)
				: peer->get_aligned(want.align, want.size);
}

static void peer_dealloc(void *self, void *p, struct nostd_layout have)
{
	(void)have;
	((const struct peer *)self)->give(p);
}

static const struct nostd_alloc_ops peer_ops = {peer_alloc, NULL, NULL, peer_dealloc};

/* False: the library is not there, or lacks one of the four. */
static bool load(struct peer *peer, const char *library, const char *prefix)
{
	static const char *const names[4] = {"malloc", "aligned_alloc", "realloc",
					     "free"};
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	void *found[4] = {NULL, NULL, NULL, NULL};
	size_t i;

	for (i = 0; handle && i < 4; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "%s%s", prefix, names[i]);
		found[i] = dlsym(handle, name);
	}
	if (!found[0] || !found[1] || !found[2] || !found[3]) {
		return false;
	}
	memcpy(peer, found, sizeof(*peer));
	return true;
}

static unsigned char nowhere[65536 + 4096];

/* No allocator at all: what the loop takes. */
static void *none_alloc(void *self, struct nostd_layout want)
{
	(void)want;
	return self;
}

static bool none_resize(void *self, void *p, struct nostd_layout have, size_t size)
{
	(void)self;
	(void)p;
	(void)have;
	return size != 0;
}

static void none_dealloc(void *self, void *p, struct nostd_layout have)
{
	(void)self;
	(void)p;
	(void)have;
}

static const struct nostd_alloc_ops none_ops = {none_alloc, NULL, none_resize,
						none_dealloc};

/* -- what no arena and no pool can do without ---------------------------------------- */

static struct {
	uintptr_t next, least;
} arena_limit;

static void *arena_limit_alloc(void *self, struct nostd_layout want)
{
	uintptr_t at = arena_limit.next;

	(void)self;
	if (want.size > at - arena_limit.least) {
		return NULL;
	}
	at = (at - want.size) & ~(uintptr_t)(want.align - 1);
	arena_limit.next = at;
	return at < arena_limit.least ? NULL : (void *)at;
}

static const struct nostd_alloc_ops arena_limit_ops = {arena_limit_alloc, NULL, NULL,
						       NULL};

struct link {
	struct link *next;
};

static struct link *pool_limit;

static void *pool_limit_alloc(void *self, struct nostd_layout want)
{
	struct link *block = pool_limit;

	(void)self;
	(void)want;
	if (block) {
		pool_limit = block->next;
	}
	return block;
}

static void pool_limit_dealloc(void *self, void *p, struct nostd_layout have)
{
	struct link *block = (struct link *)p;

	(void)self;
	(void)have;
	block->next = pool_limit;
	pool_limit = block;
}

static const struct nostd_alloc_ops pool_limit_ops = {pool_limit_alloc, NULL, NULL,
						      pool_limit_dealloc};

#define REGION ((size_t)64 << 20)

static unsigned char *region;
static struct nostd_heap heap;
static struct nostd_rt rt;
static struct nostd_small small;
static struct nostd_bump bump;
static struct nostd_pool pool;

static void start_arena_limit(size_t size)
{
	arena_limit.least = (uintptr_t)region;
	arena_limit.next = (uintptr_t)region + size;
}

static void start_bump(size_t size)
{
	nostd_bump_init_fixed(&bump, region, size);
}

/* As its users call it. */
static void *pool_alloc(void *self, struct nostd_layout want)
{
	(void)self;
	(void)want;
	return nostd_pool_take(&pool);
}

static void pool_dealloc(void *self, void *p, struct nostd_layout have)
{
	(void)self;
	(void)have;
	nostd_pool_give(&pool, p);
}

static const struct nostd_alloc_ops pool_ops = {pool_alloc, NULL, NULL, pool_dealloc};

static void start_pool_limit(size_t size)
{
	pool_limit = NULL;
	for (size -= size % 64; size != 0; size -= 64) {
		pool_limit_dealloc(NULL, region + size - 64, nostd_layout_new(64, 8));
	}
}

static void start_pool(size_t size)
{
	(void)nostd_pool_init(&pool, region, size, nostd_layout_new(64, 8), NULL);
}

static void start_heap(size_t size)
{
	memset(&heap, 0, sizeof(heap));
	(void)nostd_heap_add_region(&heap, region, size);
}

static void start_rt(size_t size)
{
	memset(&rt, 0, sizeof(rt));
	(void)nostd_rt_add_region(&rt, region, size);
}

static void start_small(size_t size)
{
	(void)nostd_small_init(&small, region, size, NULL);
}

/* Those of the guests are at the end; without a name there is none. */
static struct contestant {
	const char *name;
	struct nostd_allocator in;
	void (*start)(size_t size); /* NULL: not ours, there is no region */
	const struct peer *peer;
	size_t region_most;
	double best;      /* ns per request, of the best round */
	bool served;      /* no request failed */
	const char *only; /* the one workload it is for; NULL: all */
	unsigned limit;   /* its limit is so many rows above; 0: none */
} contestants[11 + GUESTS] = {
	{"none", {&none_ops, nowhere}, NULL, NULL, 0, 0, true, NULL, 0},
	{"glibc", {&peer_ops, &glibc}, NULL, &glibc, 0, 0, true, NULL, 0},
	{"mimalloc", {&peer_ops, &mimalloc}, NULL, &mimalloc, 0, 0, true, NULL, 0},
	{"jemalloc", {&peer_ops, &jemalloc}, NULL, &jemalloc, 0, 0, true, NULL, 0},
	{"heap", {&nostd_heap_ops, &heap}, start_heap, NULL, REGION, 0, true, NULL, 0},
	{"rt", {&nostd_rt_ops, &rt}, start_rt, NULL, REGION, 0, true, NULL, 0},
	{"small",
	 {&nostd_small_ops, &small},
	 start_small,
	 NULL,
	 256 << 10,
	 0,
	 true,
	 NULL,
	 0},
	{"arena_limit",
	 {&arena_limit_ops, NULL},
	 start_arena_limit,
	 NULL,
	 2 << 20,
	 0,
	 true,
	 "arena",
	 0},
	{"bump",
	 {&nostd_bump_ops, &bump},
	 start_bump,
	 NULL,
	 2 << 20,
	 0,
	 true,
	 "arena",
	 1},
	{"pool_limit",
	 {&pool_limit_ops, NULL},
	 start_pool_limit,
	 NULL,
	 256 << 10,
	 0,
	 true,
	 "same64",
	 0},
	{"pool", {&pool_ops, &pool}, start_pool, NULL, 256 << 10, 0, true, "same64", 1},
};

static size_t contestant_count = 11;

/* -- running ------------------------------------------------------------------------- */

static void *slots[SLOTS];
static struct nostd_layout layouts[SLOTS];

/* A peer's realloc moves as it likes; ours go through nostd_realloc. */
static void *change(const struct contestant *c, const struct request *r)
{
	struct nostd_layout have = layouts[r->slot];

	return c->peer ? c->peer->change(slots[r->slot], r->size)
		       : nostd_realloc(&c->in, slots[r->slot], have, r->size);
}

/* False: a request failed. What was taken by then is not given back. */
static bool play(const struct contestant *c)
{
	size_t i;

	for (i = 0; i < request_count; i++) {
		const struct request *r = &requests[i];
		void *p;

		if (r->op == GIVE) {
			if (!c->in.ops->dealloc) {
				continue;
			}
			c->in.ops->dealloc(c->in.self, slots[r->slot], layouts[r->slot]);
			continue;
		}
		if (r->op == TAKE) {
			layouts[r->slot] = nostd_layout_new(r->size, r->align);
			p = c->in.ops->alloc(c->in.self, layouts[r->slot]);
		} else {
			p = change(c, r);
			layouts[r->slot].size = r->size;
		}
		if (!p) {
			return false;
		}
		*(volatile unsigned char *)p = 1;
		slots[r->slot] = p;
	}
	return true;
}

/* The most cycles that one request takes, of each the least in some rounds. */
#if defined(__x86_64__)
static unsigned worst_cycles(struct contestant *c)
{
	static unsigned least[REQUESTS];
	unsigned worst = 0;
	unsigned round;
	size_t i;

	for (round = 0; round < 20; round++) {
		c->start(c->region_most);
		for (i = 0; i < request_count; i++) {
			const struct request *r = &requests[i];
			struct nostd_layout *layout = &layouts[r->slot];
			unsigned long long start = __builtin_ia32_rdtsc();
			unsigned cycles;

			if (r->op == GIVE) {
				c->in.ops->dealloc(c->in.self, slots[r->slot], *layout);
			} else {
				*layout = nostd_layout_new(r->size, r->align);
				slots[r->slot] = c->in.ops->alloc(c->in.self, *layout);
			}
			cycles = (unsigned)(__builtin_ia32_rdtsc() - start);
			if (round == 0 || cycles < least[i]) {
				least[i] = cycles;
			}
		}
	}
	for (i = 0; i < request_count; i++) {
		worst = least[i] > worst ? least[i] : worst;
	}
	return worst;
}
#endif

static bool has_resize(void)
{
	size_t i = 0;

	while (i < request_count && requests[i].op != RESIZE) {
		i++;
	}
	return i < request_count;
}

static double now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static const struct workload *now; /* the one that is played */

static bool is_there(const struct contestant *c)
{
	return (!c->peer || c->peer->get) &&
	       (!c->only || strcmp(c->only, now->name) == 0);
}

static void play_round(struct contestant *c, bool first)
{
	double ns;

	if (!is_there(c) || !c->served) {
		return;
	}
	if (c->start) {
		c->start(c->region_most);
	}
	ns = now_ns();
	c->served = play(c);
	ns = (now_ns() - ns) / (double)request_count;
	if (first || ns < c->best) {
		c->best = ns;
	}
}

/* The smallest region that serves, over the most that was live; to 1 in 256. */
static double memory_ratio(const struct contestant *c)
{
	size_t low = live_peak;
	size_t high = c->region_most;

	while (high - low > live_peak / 256 + 1) {
		size_t middle = low + (high - low) / 2;

		c->start(middle);
		if (play(c)) {
			high = middle;
		} else {
			low = middle;
		}
	}
	return (double)high / (double)live_peak;
}

static void print_contestant(struct contestant *c, const char *separator)
{
	double net = c->best - contestants[0].best;
	double malloc_net = contestants[1].best - contestants[0].best;

	printf("%s\n      \"%s\": {\"ns\": %.2f, \"per_glibc\": %.2f", separator, c->name,
	       net, net / malloc_net);
	if (mimalloc.get) {
		printf(", \"per_mimalloc\": %.2f",
		       net / (contestants[2].best - contestants[0].best));
	}
	if (c->limit) {
		printf(", \"per_limit\": %.2f", c->best / c[-(int)c->limit].best);
	}
	if (c->start && c->in.ops->dealloc && !c->only) {
		printf(", \"memory\": %.2f", memory_ratio(c));
	}
#if defined(__x86_64__)
	if (c->start == start_rt && !has_resize()) {
		printf(", \"worst_cycles\": %u", worst_cycles(c));
	}
#endif
	printf("}");
}

static void run(const struct workload *workload, unsigned rounds)
{
	const char *separator = "";
	unsigned round;
	size_t i;

	now = workload;
	for (i = 0; i < contestant_count; i++) {
		contestants[i].served = true;
	}
	for (round = 0; round < rounds; round++) {
		for (i = 0; i < contestant_count; i++) {
			/* Each comes after the other one: what it finds in the caches. */
			play_round(&contestants[round % 2 ? contestant_count - 1 - i : i],
				   round == 0);
		}
	}
	printf("\n    {\"workload\": \"%s\", \"live_bytes\": %zu, \"requests\": %zu, "
	       "\"allocators\": {",
	       workload->name, live_peak, request_count);
	for (i = 1; i < contestant_count; i++) {
		if (is_there(&contestants[i]) && contestants[i].served) {
			print_contestant(&contestants[i], separator);
			separator = ",";
		}
	}
	printf("}}");
}

/* Only the rounds, of one allocator. */
static int play_one(const char *name, unsigned rounds)
{
	size_t i;

	for (i = 0; i < contestant_count; i++) {
		if (strcmp(contestants[i].name, name) == 0) {
			while (rounds-- != 0) {
				play_round(&contestants[i], false);
			}
			return contestants[i].served ? 0 : 1;
		}
	}
	return 2;
}

/* Names and files in turn. */
static bool invite(int count, char **words)
{
	int i;

	for (i = 0; i + 1 < count && i / 2 < GUESTS; i += 2) {
		struct contestant *c = &contestants[contestant_count++];

		c->name = words[i];
		c->peer = &guests[i / 2];
		c->in.ops = &peer_ops;
		c->in.self = &guests[i / 2];
		if (!load(&guests[i / 2], words[i + 1], "")) {
			(void)fprintf(stderr, "%s: %s\n", words[i + 1],
				      "wants to be a shared object with malloc, "
				      "aligned_alloc, realloc and free");
			return false;
		}
	}
	return i >= count;
}

static bool is_given(int argc, char **argv, int i)
{
	return argc > i && argv[i][0] != '\0';
}

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 15;
	unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	const char *separator = "";
	size_t i;

	region = (unsigned char *)aligned_alloc(65536, REGION);
	if (!region) {
		return 3;
	}
	memset(region, 0, REGION);
	(void)load(&mimalloc, "libmimalloc.so.2", "mi_");
	(void)load(&jemalloc, "libjemalloc.so.2", "");
	if (argc > 5 && !invite(argc - 5, argv + 5)) {
		return 2;
	}
	if (is_given(argc, argv, 4)) {
		for (now = workloads; strcmp(now->name, argv[3]) != 0;) {
			now++;
		}
		make_requests(now, seed);
		return play_one(argv[4], rounds);
	}
	printf("{\"rounds\": %u, \"seed\": %llu, \"results\": [", rounds, seed);
	for (i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++) {
		if (!is_given(argc, argv, 3) || strcmp(workloads[i].name, argv[3]) == 0) {
			make_requests(&workloads[i], seed);
			printf("%s", separator);
			run(&workloads[i], rounds);
			(void)fflush(stdout);
			separator = ",";
		}
	}
	printf("]}\n");
	return 0;
}
