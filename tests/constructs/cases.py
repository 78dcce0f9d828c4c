"""Small sources, each with one construct that compilers may make a call of.

A case is a name, the kinds that may be blamed (slugs of analyzer/fact/construct.def, `call`
where the call of another function becomes one, `flag` where only a flag puts it in), and the
source. Lines that end in /*@*/ are where the construct stands; the call has to be led back to
one of them. Names a source spells out itself are `written`.
"""

from dataclasses import dataclass

MARK = "/*@*/"


@dataclass
class Case:
    name: str
    kinds: set
    lines: list
    suffix: str = ".c"

    def text(self, blanks=0):
        return "\n" * blanks + "\n".join(self.lines) + "\n"

    def marked(self, blanks=0):
        return {number + blanks for number, line in enumerate(self.lines, 1) if MARK in line}


def parse(text, suffix):
    """`# name: kind kind` begins a case; what follows is its source."""
    found = []
    for line in text.strip("\n").split("\n"):
        if line.startswith("# "):
            name, kinds = line[2:].split(":")
            found.append(Case(name, set(kinds.split()), [], suffix))
        elif line.startswith("##"):
            found[-1].lines.append(line[1:])
        else:
            found[-1].lines.append(line)
    return found


C = r"""
# copy-large: struct-copy
struct block { int words[64]; };
void put(struct block *to, const struct block *from)
{
	*to = *from; /*@*/
}
# copy-small: struct-copy
struct pair { int words[4]; };
void put(struct pair *to, const struct pair *from)
{
	*to =      /*@*/
		*from; /*@*/
}
# copy-volatile: struct-copy
struct block { int words[64]; };
void put(volatile struct block *to, volatile struct block *from)
{
	*to = *from; /*@*/
}
# copy-of-local: struct-copy stack-array
struct block { int words[64]; };
void use(struct block *);
void put(const struct block *from)
{
	struct block own = *from; /*@*/
	use(&own);
}
# argument: struct-argument
struct block { int words[64]; };
void take(struct block);
void give(const struct block *from)
{
	take(*from); /*@*/
}
# return: struct-return
struct block { int words[64]; };
struct block give(const struct block *from)
{ /*@*/
	return *from; /*@*/
} /*@*/
# array-zero: initialiser stack-array
void use(int *);
void make(void)
{
	int values[64] = {0}; /*@*/
	use(values);
}
# array-zero-small: initialiser stack-array
void use(int *);
void make(void)
{
	int values[4] = {0}; /*@*/
	use(values);
}
# array-some: initialiser stack-array
void use(int *);
void make(void)
{
	int values[64] = {9, 8, 7, 6, 5, 4, 3, 2, 1}; /*@*/
	use(values);
}
# array-text: initialiser stack-array data
void use(char *);
void make(void)
{
	char text[] = "text that is longer than any register and any two of them, and " /*@*/
		"goes on until no compiler wants to move it word by word any more, " /*@*/
		"which takes some of them more than a hundred bytes"; /*@*/
	use(text);
}
# literal: compound-literal struct-copy
struct block { int words[64]; };
void clear(struct block *it)
{
	*it = (struct block){0}; /*@*/
}
# loop-zero: loop
void clear(char *it, unsigned count)
{
	for (unsigned i = 0; i < count; i++) /*@*/
		it[i] = 0; /*@*/
}
# loop-fill: loop
void fill(char *it, unsigned count, char with)
{
	for (unsigned i = 0; i < count; i++) { /*@*/
		it[i] = with; /*@*/
	} /*@*/
}
# loop-copy: loop
void move(char *restrict to, const char *restrict from, unsigned count)
{
	for (unsigned i = 0; i < count; i++) /*@*/
		to[i] = from[i]; /*@*/
}
# loop-move: loop
void move(char *to, const char *from, unsigned count)
{
	for (unsigned i = 0; i < count; i++) /*@*/
		to[i] = from[i]; /*@*/
}
# loop-length: loop
unsigned long length(const char *text)
{
	unsigned long n = 0;
	while (*text++) /*@*/
		n++; /*@*/
	return n;
}
# loop-compare: loop
int differ(const char *a, const char *b, unsigned count)
{
	for (unsigned i = 0; i < count; i++) /*@*/
		if (a[i] != b[i]) /*@*/
			return 1;
	return 0;
}
# zeroed-block: call
void *malloc(__SIZE_TYPE__);
void *memset(void *, int, __SIZE_TYPE__);
void *make(__SIZE_TYPE__ size)
{
	void *it = malloc(size); /*@*/
	if (it)
		memset(it, 0, size); /*@*/
	return it;
}
# printf-line: call
int printf(const char *, ...);
void say(void)
{
	printf("ready\n"); /*@*/
}
# printf-text: call
int printf(const char *, ...);
void say(const char *text)
{
	printf("%s\n", text); /*@*/
}
# printf-byte: call
int printf(const char *, ...);
void say(int byte)
{
	printf("%c", byte); /*@*/
}
# sprintf-text: call
int sprintf(char *, const char *, ...);
void put(char *to, const char *text)
{
	sprintf(to, "%s", text); /*@*/
}
# snprintf-plain: call
int snprintf(char *, __SIZE_TYPE__, const char *, ...);
void put(char *to)
{
	snprintf(to, 16, "ready"); /*@*/
}
# strcpy-text: call
char *strcpy(char *, const char *);
void put(char *to)
{
	strcpy(to, "text that is longer than any register and any two of them, and " /*@*/
		   "goes on until no compiler moves it word by word"); /*@*/
}
# strcat-text: call
char *strcat(char *, const char *);
void put(char *to)
{
	strcat(to, "end"); /*@*/
}
# strchr-end: call
char *strchr(const char *, int);
char *end(const char *text)
{
	return strchr(text, 0); /*@*/
}
# strcmp-text: call
int strcmp(const char *, const char *);
int is(const char *text)
{
	return strcmp(text, "x") == 0; /*@*/
}
# memcpy-word: call
void *memcpy(void *, const void *, __SIZE_TYPE__);
int load(const char *from)
{
	int word;
	memcpy(&word, from, 4); /*@*/
	return word;
}
# strlen-text: call
__SIZE_TYPE__ strlen(const char *);
__SIZE_TYPE__ length(void)
{
	return strlen("text"); /*@*/
}
# abs: call
int abs(int);
int size(int x)
{
	return abs(x); /*@*/
}
# builtin-memcpy: builtin call
void put(void *to, const void *from, unsigned count)
{
	__builtin_memcpy(to, from, count); /*@*/
}
# builtin-trap: builtin
void stop(void)
{
	__builtin_trap(); /*@*/
}
# builtin-popcount: builtin
int bits(unsigned long x)
{
	return __builtin_popcountl(x); /*@*/
}
# builtin-clz: builtin
int zeros(unsigned x)
{
	return __builtin_clz(x); /*@*/
}
# builtin-ctz: builtin
int zeros(unsigned long long x)
{
	return __builtin_ctzll(x); /*@*/
}
# builtin-bswap: builtin
unsigned swap(unsigned x)
{
	return __builtin_bswap32(x); /*@*/
}
# builtin-cache: builtin
void flush(char *from, char *to)
{
	__builtin___clear_cache(from, to); /*@*/
}
# builtin-overflow: builtin
int times(__INT64_TYPE__ a, __INT64_TYPE__ b, __INT64_TYPE__ *to)
{
	return __builtin_mul_overflow(a, b, to); /*@*/
}
# builtin-setjmp: builtin call
void *state[5];
int mark(void)
{
	return __builtin_setjmp(state); /*@*/
}
# divide-32: division
__INT32_TYPE__ part(__INT32_TYPE__ a, __INT32_TYPE__ b)
{
	return a / b; /*@*/
}
# rest-32: division
__UINT32_TYPE__ rest(__UINT32_TYPE__ a, __UINT32_TYPE__ b)
{
	return a % b; /*@*/
}
# divide-32-assign: division
void part(__UINT32_TYPE__ *a, __UINT32_TYPE__ b)
{
	*a /= b; /*@*/
}
# divide-32-by-ten: division
__UINT32_TYPE__ tenth(__UINT32_TYPE__ a)
{
	return a / 10; /*@*/
}
# divide-32-by-eight: division
__UINT32_TYPE__ eighth(__UINT32_TYPE__ a)
{
	return a / 8; /*@*/
}
# divide-64: division
__INT64_TYPE__ part(__INT64_TYPE__ a, __INT64_TYPE__ b)
{
	return a /  /*@*/
	       b; /*@*/
}
# divide-64-macro: division
##define PART(a, b) ((a) / (b))
__UINT64_TYPE__ part(__UINT64_TYPE__ a, __UINT64_TYPE__ b)
{
	return PART(a, b); /*@*/
}
# divide-64-inlined: division addition
static inline __UINT64_TYPE__ inner(__UINT64_TYPE__ a, __UINT64_TYPE__ b)
{
	return a / b; /*@*/
}
__UINT64_TYPE__ part(__UINT64_TYPE__ a, __UINT64_TYPE__ b)
{
	return inner(a, b + 1); /*@*/
}
# divide-64-by-ten: division
__UINT64_TYPE__ tenth(__UINT64_TYPE__ a)
{
	return a / 10; /*@*/
}
# multiply-32: multiplication
__INT32_TYPE__ times(__INT32_TYPE__ a, __INT32_TYPE__ b)
{
	return a * b; /*@*/
}
# multiply-64: multiplication
__INT64_TYPE__ times(__INT64_TYPE__ a, __INT64_TYPE__ b)
{
	return a * b; /*@*/
}
# index-12: index multiplication
struct odd { int words[3]; };
int nth(struct odd (*all)[7], unsigned i, unsigned k)
{
	return all[i]  /*@*/
		  [k].words[1]; /*@*/
}
# bytes-swapped: byte-order
unsigned long swap(unsigned long n)
{
	return ((n & 0xff) << 24) | ((n & 0xff00) << 8) | /*@*/
	       ((n & 0xff0000) >> 8) | (n >> 24); /*@*/
}
# bytes-read: byte-order
unsigned long read(const unsigned char *from)
{
	return (unsigned long)from[0] << 24 | (unsigned long)from[1] << 16 | /*@*/
	       (unsigned long)from[2] << 8 | from[3]; /*@*/
}
# shift-64: shift
__INT64_TYPE__ half(__INT64_TYPE__ a, int by)
{
	return a >> by; /*@*/
}
# compare-64: comparison
int less(__INT64_TYPE__ a, __INT64_TYPE__ b)
{
	return a < b; /*@*/
}
# add-64: addition
__INT64_TYPE__ sum(__INT64_TYPE__ a, __INT64_TYPE__ b)
{
	return a + b; /*@*/
}
# divide-128: division
##ifdef __SIZEOF_INT128__
__int128 part(__int128 a, __int128 b)
{
	return a / b; /*@*/
}
##endif
# multiply-128: multiplication
##ifdef __SIZEOF_INT128__
__int128 times(__int128 a, __int128 b)
{
	return a * b; /*@*/
}
##endif
# float-add: float-addition
float sum(float a, float b)
{
	return a + b; /*@*/
}
# float-divide: float-division
float part(float a, float b)
{
	return a / b; /*@*/
}
# double-divide-by-power: float-division
double part(double a)
{
	return a / 1024; /*@*/
}
# float-divide-by-power: float-division
float part(float a)
{
	return a / 1024; /*@*/
}
# float-less: float-comparison
int less(float a, float b)
{
	return a < b; /*@*/
}
# float-truth: float-comparison
int is(float a)
{
	return a ? 5 : 7; /*@*/
}
# double-times: float-multiplication
double times(double a, double b)
{
	return a * b; /*@*/
}
# literal-double: float-multiplication float-widening float-narrowing
float scale(float a)
{
	return a * 1.1; /*@*/
}
# int-to-float: int-to-float
float from(int a)
{
	return (float)a; /*@*/
}
# int-to-double-implied: int-to-float
double from(unsigned long long a)
{
	return a; /*@*/
}
# double-to-int: float-to-int
unsigned long long to(double a)
{
	return (unsigned long long)a; /*@*/
}
# long-double: float-addition
long double sum(long double a, long double b)
{
	return a + b; /*@*/
}
# half-add: float-addition float-widening float-narrowing
##ifdef __FLT16_MANT_DIG__
_Float16 sum(_Float16 a, _Float16 b)
{ /*@*/
	return a + b; /*@*/
}
##endif
# fmod: call
double fmod(double, double);
double rest(double a, double b)
{
	return fmod(a, b); /*@*/
}
# sqrt: call
double sqrt(double);
double root(double a)
{
	return sqrt(a); /*@*/
}
# pow-two: call builtin
double pow(double, double);
double square(double a)
{
	return pow(a, 2.0); /*@*/
}
# sin-cos: call float-addition
double sin(double);
double cos(double);
double both(double a)
{
	return sin(a) + cos(a); /*@*/
}
# complex-times: complex-arithmetic
_Complex double times(_Complex double a, _Complex double b)
{
	return a * b; /*@*/
}
# complex-divide: complex-arithmetic
_Complex float part(_Complex float a, _Complex float b)
{
	return a / b; /*@*/
}
# tls-read: thread-local
extern _Thread_local int own;
int read(void)
{
	return own; /*@*/
}
# tls-step: thread-local
_Thread_local int own;
int step(void)
{
	return ++own; /*@*/
}
# variable-array: variable-array
void use(char *);
void make(int n)
{
	char room[n]; /*@*/
	use(room);
} /*@*/
# alloca: variable-array builtin
void use(char *);
void make(int n)
{
	use(__builtin_alloca(n)); /*@*/
} /*@*/
# large-frame: stack-array
void use(char *);
void make(void)
{
	char room[20000]; /*@*/
	use(room);
} /*@*/
# atomic-32: atomic
int step(_Atomic int *it)
{
	return ++*it; /*@*/
}
# atomic-64: atomic addition
long long step(_Atomic long long *it)
{
	return ++*it; /*@*/
}
# atomic-struct: atomic struct-copy
typedef struct { int words[5]; } block;
void put(_Atomic block *it, block value)
{
	*it = value; /*@*/
}
# atomic-sync: atomic
int step(int *it)
{
	return __sync_fetch_and_add(it, 1); /*@*/
}
# atomic-exchange: atomic
char take(char *it)
{
	return __atomic_exchange_n(it, 1, 5); /*@*/
}
# switch-calls: switch
int one(int);
int two(int);
int choose(int x)
{
	switch (x) { /*@*/
	case 0:
		return one(1);
	case 1:
		return two(2);
	case 2:
		return one(7);
	case 3:
		return two(9);
	case 4:
		return one(3);
	case 5:
		return two(4);
	case 6:
		return one(8);
	case 7:
		return two(5);
	}
	return 0;
}
# switch-values: switch data
int choose(int x)
{
	switch (x) { /*@*/
	case 0:
		return 3;
	case 1:
		return 2;
	case 2:
		return 7;
	case 3:
		return 99;
	case 4:
		return 1234;
	case 5:
		return 4;
	case 6:
		return 8;
	case 7:
		return 500;
	}
	return 0;
}
# many-registers: flag
int use(int);
int all(int a, int b, int c, int d) /*@*/
{ /*@*/
	int x = use(a), y = use(b), z = use(c), w = use(d);
	return use(x + y) + use(z + w) + a + b + c + d; /*@*/
} /*@*/
# stack-array: stack-array
void use(char *);
void make(void)
{
	char room[32]; /*@*/
	use(room);
} /*@*/
# main: flag
int main(void)
{
	return 0;
}
# data: data zero-data
int set = 1; /*@*/
int unset; /*@*/
# constructor: flag
void __attribute__((constructor)) begin(void)
{
}
# abort: call
_Noreturn void abort(void);
void check(int x)
{
	if (x)
		abort(); /*@*/
}
# nested: nested-function
##ifndef __clang__
int use(int (*)(int));
int outer(int k)
{
	int inner(int x) { return x + k; } /*@*/
	return use(inner); /*@*/
}
##endif
# cleanup: cleanup flag
void done(int *);
void work(void);
void run(void)
{
	int x __attribute__((cleanup(done))) = 0; /*@*/
	work();
} /*@*/
# weak: call
extern int maybe(void) __attribute__((weak));
int ask(void)
{
	return maybe ? maybe() : 0; /*@*/
}
# global: flag
extern int other;
int read(void)
{
	return other;
}
"""

CXX = r"""
# local-static: static-object
struct thing { thing(); ~thing(); int x; };
int get()
{
	static thing one; /*@*/
	return one.x;
}
# global-object: static-object
struct thing { thing(); ~thing(); };
thing one; /*@*/
# pure: virtual-class cleanup flag
struct base {
	virtual void f() = 0; /*@*/
	virtual ~base() {} /*@*/
};
struct derived : base { /*@*/
	void f() override {} /*@*/
};
base *make()
{
	return new derived;
}
# new-array: cleanup
struct thing { thing(); ~thing(); int x; };
thing *make(unsigned n)
{
	return new thing[n]; /*@*/
}
# throw: throw
void fail()
{
	throw 1; /*@*/
}
# dynamic-cast: dynamic-cast flag virtual-class
struct base { virtual ~base(); };
struct derived : base { int x; };
derived *to(base *it)
{
	return dynamic_cast<derived *>(it); /*@*/
}
# delete: delete
void drop(int *it)
{
	delete it; /*@*/
}
# unwind: cleanup throw flag
struct thing { ~thing(); };
void work();
void run() noexcept
{ /*@*/
	thing one; /*@*/
	work();
} /*@*/
"""

CASES = parse(C, ".c") + parse(CXX, ".cc")

# What a flag brings in on top of -O2, and the cases that can react to it.
EXTRA = {
    "-fstack-protector-strong": "stack-array variable-array",
    "-fstack-protector-all": "divide-32 stack-array",
    "-fsanitize=undefined": "divide-32 multiply-32 variable-array",
    "-fsanitize=address": "stack-array data copy-large",
    "-pg": "divide-32 stack-array",
    "--coverage": "divide-32 switch-calls",
    "-finstrument-functions": "divide-32",
    "-fPIC": "tls-read tls-step global",
    "-fsplit-stack": "stack-array",
    "-ftrapv": "multiply-32 divide-64 multiply-64",
    "-fno-tree-loop-distribute-patterns": "loop-zero loop-copy loop-length",
    "-msave-restore": "many-registers",
    "-mcall-prologues": "many-registers",
    "-fno-jump-tables": "switch-calls switch-values",
    "-mstringop-strategy=libcall": "copy-large array-zero",
    "-ffast-math": "pow-two sqrt complex-times complex-divide sin-cos fmod",
    "-mlong-calls": "divide-32 copy-large",
    "-fexceptions": "cleanup",
    "-mtp=soft": "tls-read tls-step",
    "-msoft-float": "double-times float-add",
}
