"""Samples for rules-coverage.py: what is compiled, and tables with a fault in them."""

# Names that the sources below declare and leave undefined begin with use_; nothing else may
# stay undefined but what the compilers put in.
SOURCES = {
    "c": r"""
typedef __SIZE_TYPE__ size_t;
typedef long long i64; typedef unsigned long long u64;
typedef __INT32_TYPE__ i32; typedef __UINT32_TYPE__ u32;
struct big { char bytes[400]; };
extern void use_pointer(void *), use_int(int);
extern struct big use_a, use_b;
void copy(void) { use_a = use_b; }
void zero(struct big *p) { *p = (struct big){0}; }
void init(void) { char text[64] = "x"; use_pointer(text); }
void fill(char *p, size_t n) { for (size_t i = 0; i < n; i++) p[i] = 0; }
void loop(char *restrict p, const char *restrict q, size_t n) { while (n--) *p++ = *q++; }
void move(char *p, size_t n) { for (size_t i = 0; i < n; i++) p[i] = p[i + 1]; }
size_t length(const char *p) { size_t n = 0; while (*p++) n++; return n; }
i32 d32(i32 a, i32 b) { return a / b; } u32 m32(u32 a, u32 b) { return a % b; }
i64 d64(i64 a, i64 b) { return a / b; } u64 ud64(u64 a, u64 b) { return a / b; }
i64 m64(i64 a, i64 b) { return a % b; } u64 um64(u64 a, u64 b) { return a % b; }
i64 mul64(i64 a, i64 b) { return a * b; } i64 shl(i64 a, int n) { return a << n; }
i64 shr(i64 a, int n) { return a >> n; } u64 lshr(u64 a, int n) { return a >> n; }
int cmp64(i64 a, i64 b) { return a < b ? -1 : a > b; } i32 mul32(i32 a, i32 b) { return a * b; }
short d16(short a, short b) { return a / b; } signed char d8(signed char a, signed char b) { return a % b; }
int bits(u32 a, u64 b) { return __builtin_popcount(a) + __builtin_popcountll(b) +
	__builtin_clz(a) + __builtin_clzll(b) + __builtin_ctz(a) + __builtin_ctzll(b) +
	__builtin_ffs((int)a) + __builtin_parity(a); }
u32 swap32(u32 a) { return __builtin_bswap32(a); } u64 swap64(u64 a) { return __builtin_bswap64(a); }
float fa(float a, float b) { return a + b * a - b / a; }
double da(double a, double b) { return a + b * a - b / a; }
long double la(long double a, long double b) { return a + b * a - b / a; }
int fc(float a, float b) { return (a < b) + (a == b) * 2 + (a >= b) * 4; }
int dc(double a, double b) { return (a < b) + (a == b) * 2 + (a >= b) * 4; }
int un(double a, double b) { return __builtin_isunordered(a, b); }
double fd(float a) { return a * 1.1; } float df(double a) { return (float)a; }
int fi(float a) { return (int)a; } u64 du(double a) { return (u64)a; } i64 di(double a) { return (i64)a; }
u32 fu(float a) { return (u32)a; } double ud(u64 a) { return (double)a; }
double id(i64 a) { return (double)a; } float inf(int a) { return (float)a; } float uf(u32 a) { return (float)a; }
double dneg(double a) { return -a; }
_Complex float cm(_Complex float a, _Complex float b) { return a * b; }
_Complex double cd(_Complex double a, _Complex double b) { return a / b; }
double pw(double a, int n) { return __builtin_powi(a, n); }
int ovf(i64 a, i64 b, i64 *r) { return __builtin_mul_overflow(a, b, r); }
_Atomic i32 a32; _Atomic i64 a64; _Atomic unsigned char a8;
void at(void) { a32++; a64 += 2; a8 |= 1; a32 = 5; }
i64 al(void) { return a64; }
int cas(i32 *p, i32 *e, i32 v) { return __atomic_compare_exchange_n(p, e, v, 0, 5, 5); }
i32 sfa(i32 *p) { return __sync_fetch_and_add(p, 1); }
void bar(void) { __sync_synchronize(); }
struct odd { char c[12]; }; _Atomic struct odd ao;
struct odd ld(void) { return ao; }
void trap(void) { __builtin_trap(); }
int sw(int n) { switch (n) { case 0: return 7; case 1: return 3; case 2: return 99; case 3: return 21;
	case 4: return 6; case 5: return 77; case 6: return 31; default: return 0; } }
void sw2(int n) { switch (n) { case 0: use_int(5); break; case 1: use_pointer(0); break;
	case 2: use_int(n); break; case 3: use_int(2); break; case 4: use_int(1); break; } }
int data = 1, zeroes[100];
void icache(char *a, char *b) { __builtin___clear_cache(a, b); }
void frame(void) { char room[20000]; use_pointer(room); }
void vla(int n) { char room[n]; use_pointer(room); }
static void done(int *p) { use_int(*p); }
void clean(void) { int x __attribute__((cleanup(done))) = 1; use_pointer(&x); }
void many(int a, int b, int c, int d) { use_int(a); use_int(b); use_int(c); use_int(d); use_int(a + b + c + d); }
""",
    "tls": r"""
extern _Thread_local int use_tls; _Thread_local int mine = 3;
int get(void) { return use_tls + mine; }
int *where(void) { return &mine; }
""",
    "int128": r"""
typedef __int128 q;
q mul(q a, q b) { return a * b; } q dv(q a, q b) { return a / b; }
unsigned __int128 ud(unsigned __int128 a, unsigned __int128 b) { return a % b; }
double qd(q a) { return (double)a; } q dq(double a) { return (q)a; } q sh(q a, int n) { return a << n; }
""",
    "float16": r"""
_Float16 h(_Float16 a, _Float16 b) { return a * b; } float hf(_Float16 a) { return a; }
_Float16 fh(float a) { return a; } double hd(_Float16 a) { return a; } _Float16 dh(double a) { return a; }
""",
    "float128": r"""
__float128 q(__float128 a, __float128 b) { return a * b + a / b; } double d(__float128 a) { return a; }
__float128 i(int a) { return a; } int l(__float128 a, __float128 b) { return a < b; }
""",
    "fixed": r"""
_Fract f(_Fract a, _Fract b) { return a * b; } _Accum a(_Accum x, _Accum y) { return x / y; }
float t(_Accum x) { return x; } _Accum c(float x) { return x; } _Sat _Fract s(_Sat _Fract x, _Sat _Fract y) { return x + y; }
""",
    "decimal": r"""
_Decimal64 d(_Decimal64 a, _Decimal64 b) { return a * b + a / b; } double t(_Decimal64 a) { return a; }
int l(_Decimal32 a, _Decimal32 b) { return a < b; } _Decimal128 w(_Decimal64 a) { return a; }
""",
    "vector": r"""
double sin(double), cos(double), exp(double), pow(double, double); float sinf(float), expf(float);
void v(double *restrict a, const double *restrict b) { for (int i = 0; i < 256; i++) a[i] = sin(b[i]) + exp(b[i]); }
void w(float *restrict a, const float *restrict b) { for (int i = 0; i < 256; i++) a[i] = sinf(b[i]) + expf(b[i]); }
""",
    "nested": r"""
extern void use_call(int (*)(int));
void f(int n) { int inner(int k) { return n + k; } use_call(inner); }
""",
}
CXX = r"""
extern "C" void use_int(int);
struct A { virtual ~A(); virtual void pure() = 0; }; struct B : A { ~B() override; void pure() override; int n; };
A::~A() {} B::~B() {} void B::pure() { use_int(n); }
A *make() { return new B; } void drop(A *a) { delete a; }
int *row(unsigned n) { return new int[n]; } void drop_row(int *p) { delete[] p; }
struct S { S(); ~S(); int x; }; S::S() { use_int(1); } S::~S() { use_int(2); }
S global; S &local() { static S s; return s; }
S *array(unsigned n) { return new S[n]; }
"""
CXX_FULL = CXX + r"""
void thrower(int n) { if (n) throw n; } int catcher() { try { thrower(1); } catch (int n) { return n; } return 0; }
struct E { virtual ~E(); }; E::~E() {} void throw_e() { throw E(); }
B *cast(A *a) { return dynamic_cast<B *>(a); } B &cast_ref(A &a) { return dynamic_cast<B &>(a); }
void hard() noexcept { thrower(2); }
thread_local S per_thread; int use_thread() { return per_thread.x; }
namespace std { class type_info { public: const char *name() const; virtual ~type_info(); const char *n; }; }
const char *what(A *a) { return a ? typeid(*a).name() : typeid(int).name(); }
"""

# What SOURCES call by name.
WRITTEN = {"sin", "cos", "exp", "sinf", "expf", "pow", "_ZNKSt9type_info4nameEv"}

# One use of a name by its public header: what is written -> includes; body of void use(...).
USES = {
    "errno": ("errno.h", "errno = 1;"),
    "assert": ("assert.h", "assert(n);"),
    "stdin": ("stdio.h", "p = stdin;"),
    "stdout": ("stdio.h", "p = stdout;"),
    "stderr": ("stdio.h", "p = stderr;"),
    "getc": ("stdio.h", "n = getc((FILE *)p);"),
    "putc": ("stdio.h", "putc(n, (FILE *)p);"),
    "fgetc": ("stdio.h", "n = fgetc((FILE *)p);"),
    "fputc": ("stdio.h", "fputc(n, (FILE *)p);"),
    "getchar": ("stdio.h", "n = getchar();"),
    "putchar": ("stdio.h", "putchar(n);"),
    "getc_unlocked": ("stdio.h", "n = getc_unlocked((FILE *)p);"),
    "putc_unlocked": ("stdio.h", "putc_unlocked(n, (FILE *)p);"),
    "getchar_unlocked": ("stdio.h", "n = getchar_unlocked();"),
    "putchar_unlocked": ("stdio.h", "putchar_unlocked(n);"),
    "puts": ("stdio.h", "puts(p);"),
    "feof": ("stdio.h", "n = feof((FILE *)p);"),
    "ferror": ("stdio.h", "n = ferror((FILE *)p);"),
    "clearerr": ("stdio.h", "clearerr((FILE *)p);"),
    "fileno": ("stdio.h", "n = fileno((FILE *)p);"),
    "fopen": ("stdio.h", "p = fopen(p, p);"),
    "fgets": ("stdio.h", "fgets(p, n, (FILE *)p);"),
    "fread": ("stdio.h", "fread(p, 1, n, (FILE *)p);"),
    "printf": ("stdio.h", "printf(\"%d\", n);"),
    "fprintf": ("stdio.h", "fprintf((FILE *)p, \"%d\", n);"),
    "sprintf": ("stdio.h", "sprintf(p, \"%d\", n);"),
    "snprintf": ("stdio.h", "snprintf(p, 9, \"%d\", n);"),
    "vsnprintf": ("stdio.h stdarg.h", "va_list *v = p; vsnprintf(p, 9, p, *v);"),
    "sscanf": ("stdio.h", "sscanf(p, \"%d\", &n);"),
    "fscanf": ("stdio.h", "fscanf((FILE *)p, \"%d\", &n);"),
    "scanf": ("stdio.h", "scanf(\"%d\", &n);"),
    "vsscanf": ("stdio.h stdarg.h", "va_list *v = p; vsscanf(p, p, *v);"),
    "perror": ("stdio.h", "perror(p);"),
    "isalnum": ("ctype.h", "n = isalnum(n);"), "isalpha": ("ctype.h", "n = isalpha(n);"),
    "iscntrl": ("ctype.h", "n = iscntrl(n);"), "isdigit": ("ctype.h", "n = isdigit(n);"),
    "isgraph": ("ctype.h", "n = isgraph(n);"), "islower": ("ctype.h", "n = islower(n);"),
    "isprint": ("ctype.h", "n = isprint(n);"), "ispunct": ("ctype.h", "n = ispunct(n);"),
    "isspace": ("ctype.h", "n = isspace(n);"), "isupper": ("ctype.h", "n = isupper(n);"),
    "isxdigit": ("ctype.h", "n = isxdigit(n);"), "isblank": ("ctype.h", "n = isblank(n);"),
    "toupper": ("ctype.h", "n = toupper(n);"), "tolower": ("ctype.h", "n = tolower(n);"),
    "isascii": ("ctype.h", "n = isascii(n);"), "toascii": ("ctype.h", "n = toascii(n);"),
    "setjmp": ("setjmp.h", "n = setjmp(*(jmp_buf *)p);"),
    "longjmp": ("setjmp.h", "longjmp(*(jmp_buf *)p, n);"),
    "sigsetjmp": ("setjmp.h", "n = sigsetjmp(*(sigjmp_buf *)p, n);"),
    "isnan": ("math.h", "n = isnan(d) + isnan((float)d);"),
    "isinf": ("math.h", "n = isinf(d) + isinf((float)d);"),
    "isfinite": ("math.h", "n = isfinite(d) + isfinite((float)d);"),
    "isnormal": ("math.h", "n = isnormal(d) + isnormal((float)d);"),
    "signbit": ("math.h", "n = signbit(d) + signbit((float)d);"),
    "fpclassify": ("math.h", "n = fpclassify(d) + fpclassify((float)d);"),
    "issignaling": ("math.h", "n = issignaling(d);"),
    "iseqsig": ("math.h", "n = iseqsig(d, 1.0);"),
    "sqrt": ("math.h", "d = sqrt(d);"), "pow": ("math.h", "d = pow(d, 3.3);"),
    "atoi": ("stdlib.h", "n = atoi(p);"), "atol": ("stdlib.h", "n = (int)atol(p);"),
    "atoll": ("stdlib.h", "n = (int)atoll(p);"), "atof": ("stdlib.h", "d = atof(p);"),
    "strtol": ("stdlib.h", "n = (int)strtol(p, 0, 10);"),
    "strtoul": ("stdlib.h", "n = (int)strtoul(p, 0, 10);"),
    "strtod": ("stdlib.h", "d = strtod(p, 0);"),
    "abs": ("stdlib.h", "n = abs(n);"), "labs": ("stdlib.h", "n = (int)labs(n);"),
    "div": ("stdlib.h", "n = div(n, 3).rem;"), "ldiv": ("stdlib.h", "n = (int)ldiv(n, 3).rem;"),
    "itoa": ("stdlib.h", "itoa(n, p, 10);"), "utoa": ("stdlib.h", "utoa((unsigned)n, p, n);"),
    "ltoa": ("stdlib.h", "ltoa(n, p, n);"),
    "malloc": ("stdlib.h", "p = malloc(n);"), "free": ("stdlib.h", "free(p);"),
    "abort": ("stdlib.h", "abort();"), "exit": ("stdlib.h", "exit(n);"),
    "atexit": ("stdlib.h", "atexit((void (*)(void))p);"),
    "qsort": ("stdlib.h", "qsort(p, n, 4, (int (*)(const void *, const void *))p);"),
    "bsearch": ("stdlib.h", "p = bsearch(p, p, n, 4, (int (*)(const void *, const void *))p);"),
    "rand": ("stdlib.h", "n = rand();"), "getenv": ("stdlib.h", "p = getenv(p);"),
    "MB_CUR_MAX": ("stdlib.h", "n = MB_CUR_MAX;"),
    "strcpy": ("string.h", "strcpy(p, p);"), "strcmp": ("string.h", "n = strcmp(p, p + n);"),
    "strlen": ("string.h", "n = strlen(p);"), "memcpy": ("string.h", "memcpy(p, p + n, n);"),
    "memset": ("string.h", "memset(p, 0, n);"), "strtok": ("string.h", "p = strtok(p, p);"),
    "strtok_r": ("string.h", "p = strtok_r(p, p, p);"), "strdup": ("string.h", "p = strdup(p);"),
    "strchr": ("string.h", "p = strchr(p, n);"), "strsep": ("string.h", "p = strsep(p, p);"),
    "strcasecmp": ("strings.h", "n = strcasecmp(p, p);"), "ffs": ("strings.h", "n = ffs(n);"),
    "strerror": ("string.h", "p = strerror(n);"),
    "strerror_r": ("string.h", "(void)strerror_r(n, p, 9);"),
    "basename": ("libgen.h", "p = basename(p);"), "dirname": ("libgen.h", "p = dirname(p);"),
    "stpcpy": ("string.h", "p = stpcpy(p, p);"), "mempcpy": ("string.h", "p = mempcpy(p, p, n);"),
    "time": ("time.h", "(void)time(p);"), "clock": ("time.h", "n = (int)clock();"),
    "localtime": ("time.h", "p = localtime(p);"), "mktime": ("time.h", "(void)mktime(p);"),
    "strftime": ("time.h", "strftime(p, 9, p, p);"),
    "timezone": ("time.h", "n = (int)timezone;"), "daylight": ("time.h", "n = daylight;"),
    "tzname": ("time.h", "p = tzname[0];"),
    "signal": ("signal.h", "signal(n, (void (*)(int))p);"), "raise": ("signal.h", "raise(n);"),
    "sigemptyset": ("signal.h", "sigemptyset(p);"), "SIGRTMIN": ("signal.h", "n = SIGRTMIN;"),
    "SIGRTMAX": ("signal.h", "n = SIGRTMAX;"),
    "setlocale": ("locale.h", "p = setlocale(n, p);"),
    "read": ("unistd.h", "n = (int)read(n, p, 9);"), "write": ("unistd.h", "n = (int)write(n, p, 9);"),
    "open": ("fcntl.h", "n = open(p, n);"), "stat": ("sys/stat.h", "n = stat(p, p);"),
    "fstat": ("sys/stat.h", "n = fstat(n, p);"), "mknod": ("sys/stat.h", "n = mknod(p, 0, 0);"),
    "select": ("sys/select.h", "n = select(n, p, p, p, p);"),
    "FD_SET": ("sys/select.h", "FD_SET(n, (fd_set *)p);"),
    "pthread_create": ("pthread.h", "pthread_create(p, p, (void *(*)(void *))p, p);"),
    "pthread_cleanup_push": ("pthread.h", "pthread_cleanup_push((void (*)(void *))p, p); n++; "
                             "pthread_cleanup_pop(1);"),
    "CPU_COUNT": ("sched.h", "n = CPU_COUNT((cpu_set_t *)p);"),
    "CMSG_NXTHDR": ("sys/socket.h", "p = CMSG_NXTHDR((struct msghdr *)p, (struct cmsghdr *)p);"),
    "h_errno": ("netdb.h", "n = h_errno;"), "htons": ("arpa/inet.h", "n = htons(n);"),
    "htonl": ("arpa/inet.h", "n = (int)htonl((unsigned)n);"),
    "major": ("sys/sysmacros.h", "n = major(n);"), "minor": ("sys/sysmacros.h", "n = minor(n);"),
    "makedev": ("sys/sysmacros.h", "n = (int)makedev(n, n);"),
    "environ": ("unistd.h", "extern char **environ; p = environ;"),
    "getopt": ("unistd.h", "n = getopt(n, p, p);"),
    "wcslen": ("wchar.h", "n = wcslen(p);"), "towupper": ("wctype.h", "n = towupper(n);"),
    "feclearexcept": ("fenv.h", "n = feclearexcept(n);"),
    "atomic_fetch_add": ("stdatomic.h", "n = atomic_fetch_add((_Atomic int *)p, 1);"),
    "mtx_lock": ("threads.h", "n = mtx_lock(p);"),
    "strcpy_P": ("avr/pgmspace.h", "strcpy_P(p, p);"),
    "eeprom_read_byte": ("avr/eeprom.h", "n = eeprom_read_byte(p);"),
}

# For each pair of rewrites.tsv a call that shows it; "-" stands for no call at all.
SHOWN = {
    ("puts", "printf"): r'printf("hello\n");',
    ("puts", "vprintf"): r'__builtin_va_list v; vprintf("hello\n", v);',
    ("putchar", "printf"): 'printf("%c", c);',
    ("putchar", "puts"): 'puts("");',
    ("putc", "putchar"): "putchar(c);",
    ("fwrite", "fprintf"): 'fprintf(fp, "hello");',
    ("fputs", "fprintf"): 'fprintf(fp, "%s", s);',
    ("fputc", "fprintf"): 'fprintf(fp, "%c", c);',
    ("fwrite", "fputs"): 'fputs("hello", fp);',
    ("fputc", "fputs"): 'fputs("x", fp);',
    ("fputc", "fwrite"): 'fwrite("x", 1, 1, fp);',
    ("strcpy", "sprintf"): 'sprintf(d, "%s", s);',
    ("strcpy", "snprintf"): 'snprintf(d, 16, "abc");',
    ("stpcpy", "sprintf"): 'n = sprintf(d, "%s", s);',
    ("stpcpy", "strcpy"): "strcpy(d, s); n = strlen(d);",
    ("strcpy", "stpcpy"): "stpcpy(d, s);",
    ("strlen", "strcat"): 'strcat(d, "a literal");',
    ("strlen", "strchr"): "n = strchr(s, 0) - s;",
    ("strlen", "strrchr"): "n = strrchr(s, 0) - s;",
    ("strlen", "strcspn"): 'n = strcspn(s, "");',
    ("strchr", "strstr"): 'n = strstr(s, "x") - s;',
    ("strchr", "strpbrk"): 'n = strpbrk(s, "x") - s;',
    ("strncmp", "strstr"): "n = strstr(s, d) == s;",
    ("strcmp", "strncmp"): 'n = strncmp(s, "abc", 100);',
    ("strcat", "strncat"): 'strncat(d, "ab", 10);',
    ("memchr", "strchr"): 'n = strchr("abcdefghijklmnopqrstuvwxyz", c) != 0;',
    ("bcmp", "memcmp"): "n = memcmp(d, s, n) == 0;",
    ("memcmp", "bcmp"): "n = bcmp(d, s, n);",
    ("memset", "bzero"): "bzero(d, n);",
    ("memmove", "bcopy"): "bcopy(s, d, n);",
    ("memcpy", "mempcpy"): "n = (char *)mempcpy(d, s, n) - d;",
    ("memcpy", "memmove"): "char own[99]; memmove(own, s, n); use_pointer(own);",
    ("memcpy", "strcat"): 'strcat(d, "%s");' % ("long literal " * 20),
    ("memcpy", "strcpy"): 'strcpy(d, "%s");' % ("long literal " * 20),
    ("memcpy", "snprintf"): 'snprintf(d, 999, "%s");' % ("long literal " * 20),
    ("memcpy", "stpcpy"): 'n = stpcpy(d, "%s") - d;' % ("long literal " * 20),
    ("memcpy", "strncpy"): 'strncpy(d, "%s", 99);' % ("long literal " * 20),
    ("calloc", "malloc"): "d = malloc(n); if (d) memset(d, 0, n); use_pointer(d);",
    ("sincos", "sin"): "x = sin(x) * cos(x);",
    ("sincos", "cos"): "x = sin(x) * cos(x);",
    ("exp2", "pow"): "x = pow(2.0, x);",
    ("ldexp", "exp2"): "x = exp2(c);",
    ("sqrtf", "sqrt"): "f = sqrt(f);",
    ("floorf", "floor"): "f = floor(f);",
}

# -- tables with a fault --

SYMBOL_HEAD = "name\ttier\tstrict\tcapability\torigin\ttraits\tdefined by\tuse instead\tnote\n"
PATTERN_HEAD = "pattern\tbase\tbase may be\tkind\tadds\tdrops\n"
ROW = "malloc\talloc\talloc\theap\tISO C89\theap\tnewlib\t-\t-\n"
# A faulty symbols.tsv, and the fault that must be reported: line and a part of the sentence.
FAULTS = [
    (SYMBOL_HEAD + ROW + ROW, 3, "second row for the same name"),
    (SYMBOL_HEAD + ROW + ROW.replace("malloc", "free"), 3, "not in byte order"),
    (SYMBOL_HEAD + ROW.replace("\tnewlib", "\tnewlub"), 2, 'column "defined by" has no such word'),
    (SYMBOL_HEAD + ROW.replace("ISO C89", "ISO C90"), 2, 'column "origin" has no such word'),
    (SYMBOL_HEAD + ROW.replace("\theap\tISO", "\thaep\tISO"), 2, 'column "capability"'),
    (SYMBOL_HEAD + ROW.replace("\talloc\talloc\t", "\tunknown\tstd\t"), 2, 'column "tier"'),
    (SYMBOL_HEAD + ROW.replace("\talloc\talloc\t", "\talloc\tcore\t"), 2, "one tier in both profiles"),
    (SYMBOL_HEAD + ROW.replace("\talloc\talloc\t", "\tstd\tstd\t"), 2, "a heap entry is alloc"),
    (SYMBOL_HEAD + ROW.replace("\t-\t-\n", "\t-\n"), 2, "wrong number of columns"),
    (SYMBOL_HEAD + ROW.replace("\t-\t-\n", "\t\t-\n"), 2, "an empty field is written as -"),
    (SYMBOL_HEAD + ROW.replace("\t-\n", "\tnote \n"), 2, "the line ends in blanks"),
    (SYMBOL_HEAD + ROW.replace("\t-\n", "\tcaf\xe9\n"), 2, "only printable ASCII"),
    (SYMBOL_HEAD + ROW.rstrip("\n"), 2, "the last line has no newline"),
    (SYMBOL_HEAD + ROW.replace("malloc", "m{a,b"), 2, "braces do not match"),
    (SYMBOL_HEAD.replace("tier", "teir") + ROW, 1, "this column should be called otherwise"),
    (SYMBOL_HEAD + ROW + ROW.replace("malloc", "mallo{b,c}"), 3, "another row gives this name"),
]
PATTERN_FAULTS = [
    ("*f\tnothing\tany\tsame\t-\t-\n", 2, "the base has no row"),
    ("nostar\t*\tany\tsame\t-\t-\n", 2, "a pattern has one asterisk"),
    ("**\t*\tany\tsame\t-\t-\n", 2, "a pattern has one asterisk"),
    ("*f\t*\tmaths\tsame\t-\t-\n", 2, 'column "base may be" has no such word'),
    ("*f\t*\tany\tother\t-\t-\n", 2, 'column "kind" has no such word'),
]
