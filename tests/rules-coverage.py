#!/usr/bin/env python3
"""rules-coverage.py LOOKUP WORK: do the tables of rules/ cover what is installed?

Every expectation comes from another tool: declared names from the compilers (the headers
preprocessed by a libc's own gcc, declarations listed by clang), defined and undefined names
from nm, linker-defined names from ld --verbose. Nothing is read from rules/*.tsv except to see
that each rewrite has an example that shows it.
"""
import collections
import multiprocessing
import os
import re
import subprocess
import sys

LOOKUP, WORK = sys.argv[1], sys.argv[2]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLANG = "clang-19"
passed = failed = 0


def run(args, text=None, ok=(0,)):
    done = subprocess.run(args, input=text, capture_output=True, text=True, errors="replace",
                          env={**os.environ, "LC_ALL": "C"})
    if done.returncode not in ok:
        sys.exit("%s: status %d\n%s" % (" ".join(args), done.returncode, done.stderr[-2000:]))
    return done.stdout


def check(fine, sentence):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
    print("%s  %s" % ("ok  " if fine else "FAIL", sentence))


FIELDS = "name state tier strict capability traits base pattern api aliases providers".split()
Answer = collections.namedtuple("Answer", FIELDS)


def look_up(names):
    names = sorted(names)
    lines = run([LOOKUP], "".join(n + "\n" for n in names)).split("\n")[:-1]
    answers = [Answer(*line.split("\t")) for line in lines]
    assert [a.name for a in answers] == names
    return {a.name: a for a in answers}


def check_known(what, names):
    """Every name has a row, by itself or through a pattern, or a reason to have none."""
    answers = look_up(names)
    unknown = [n for n in sorted(names) if answers[n].state == "unknown"]
    reason = sum(1 for n in names if answers[n].state == "reason")
    check(not unknown, "%s: %d names, %d classified, %d unknown on purpose, %d missing" % (
        what, len(names), len(names) - reason - len(unknown), reason, len(unknown)))
    for name in unknown:
        print("      missing: " + name)
    return answers


# -- what headers declare -----------------------------------------------------------------

class Libc:
    """One C library: the gcc that knows its headers, and where its archives are."""

    def __init__(self, name, rows, gcc, target, package, folder, archives, clang=(), skip="",
                 modes=(), std="gnu17"):
        self.name, self.gcc, self.target = name, gcc, target
        self.rows = rows.split()  # what "defined by" calls it, its stubs and companions
        self.package, self.folder, self.archives = package, folder, archives
        self.clang, self.skip = list(clang), skip
        self.modes = [("-D_GNU_SOURCE", "-std=" + std)] + list(modes)

    def headers(self):
        """Public headers by their names in an #include, from the package's own list."""
        found = []
        for package in self.package:
            for path in run(["dpkg", "-L", package]).split("\n"):
                path = os.path.normpath(path)
                if path.startswith(self.folder + "/") and path.endswith(".h"):
                    found.append(path[len(self.folder) + 1:])
        return sorted(h for h in set(found) if not re.match(self.skip, h))


PRIVATE = r"(bits|machine|asm|asm-generic|linux|rdma|scsi|sound|video|xen|misc|mtd|drm|c\+\+)/|.*/c\+\+/"
DECLARATION = re.compile(
    r"^[|`]-(FunctionDecl|VarDecl) 0x.*?(?: (?:col|line):\S+|>) (?:implicit )?(?:used |referenced )*"
    r"(?P<name>[A-Za-z_$][\w$]*) '")
LABEL = re.compile(r"^[| ] .*-AsmLabelAttr 0x[^\"]*\"(?P<label>[^\"]+)\"")


def aux_info(libc, header, mode):
    """Functions that gcc itself says it has seen declared; none if it stopped at an error."""
    path = os.path.join(WORK, "aux-%d" % os.getpid())
    done = subprocess.run(libc.gcc + mode + ["-fsyntax-only", "-w", "-aux-info", path, "-x", "c",
                                             "-"],
                          input="#include <%s>\n" % header, capture_output=True, text=True,
                          errors="replace")
    if done.returncode != 0:
        return set()
    # /* file:line:NC */ extern void (*signal (int, void (*)(int)))(int);
    with open(path, errors="replace") as lines:
        found = [re.search(r"([A-Za-z_]\w*) \((?!\*\w)", line.split("*/", 1)[-1])
                 for line in lines]
    return {match[1] for match in found if match}


def declared_by(job):
    """Link-level names of the functions and objects that one header declares in one mode."""
    libc, header, mode = job
    done = subprocess.run(libc.gcc + mode + ["-E", "-x", "c", "-"],
                          input="#include <%s>\n" % header, capture_output=True, text=True,
                          errors="replace")
    if done.returncode != 0:
        return header, None
    text, names = done.stdout, aux_info(libc, header, mode)
    done = subprocess.run(
        [CLANG, "--target=" + libc.target] + libc.clang +
        ["-x", "cpp-output", "-std=gnu17", "-fsyntax-only", "-w", "-ferror-limit=0",
         "-Xclang", "-ast-dump", "-fno-color-diagnostics", "-"],
        input=text, capture_output=True, text=True, errors="replace")
    last = None
    for line in done.stdout.split("\n"):
        match = DECLARATION.match(line)
        if match:
            last = match["name"]
            names.add(last)
        elif line[:1] in "|`" and line[1:2] == "-":
            last = None
        elif last:
            match = LABEL.match(line)
            if match:
                names.add(match["label"])
    return header, names


def declared(libc, pool):
    jobs = [(libc, header, list(mode)) for mode in libc.modes for header in libc.headers()]
    names, parsed, refused = set(), set(), set()
    for header, found in pool.imap_unordered(declared_by, jobs, 8):
        if found is None:
            refused.add(header)
        else:
            parsed.add(header)
            names |= found
    return names, parsed, refused - parsed


def defined(nm, archives, strong_only=False):
    """Global names that archives and objects define."""
    names = set()
    for archive in archives:
        dynamic = ["-D"] if ".so" in os.path.basename(archive) else []
        for line in run([nm] + dynamic + ["-g", archive]).split("\n"):
            match = re.match(r"^[0-9a-f]+ ([A-TV-Zuvwi]) (\S+)$", line)
            if match and match[1] not in "wv" or match and not strong_only:
                names.add(match[2])
    return names


def undefined(nm, files):
    names = set()
    for path in files:
        for line in run([nm, "-u", path]).split("\n"):
            match = re.match(r"^\s+[Uwv] (\S+)$", line)
            if match:
                names.add(match[1])
    return names


def where(gcc, name):
    path = run(gcc + ["-print-file-name=" + name]).strip()
    if not os.path.isabs(path):
        sys.exit("%s has no %s" % (" ".join(gcc), name))
    return os.path.normpath(path)


ARM = ["arm-none-eabi-gcc", "-mcpu=cortex-m3", "-mthumb"]
RISCV = ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32"]
AVR = ["avr-gcc", "-mmcu=atmega328p"]
NEWLIB = "/usr/lib/arm-none-eabi/newlib/thumb/v7-m/nofp/"
PICO_ARM = "/usr/lib/picolibc/arm-none-eabi/lib/thumb/v7-m/nofp/"
PICO_RISCV = "/usr/lib/picolibc/riscv64-unknown-elf/lib/rv32imac/ilp32/"
GLIBC = "/usr/lib/x86_64-linux-gnu/"
MUSL = "/usr/lib/x86_64-linux-musl/"
FORTIFY = ("-O2", "-D_FORTIFY_SOURCE=2", "-D_GNU_SOURCE")


def libcs():
    arm_clang = ["-mcpu=cortex-m3"]
    return [
        Libc("newlib", "newlib nosys", ARM, "arm-none-eabi", ["libnewlib-dev"], "/usr/include/newlib",
             [NEWLIB + a for a in ("libc.a", "libm.a", "libnosys.a", "librdimon.a", "crt0.o",
                                   "rdimon-crt0.o")],
             arm_clang, PRIVATE, [FORTIFY]),
        Libc("newlib-nano", "nano nosys", ARM + ["--specs=nano.specs"], "arm-none-eabi", ["libnewlib-dev"],
             "/usr/include/newlib", [NEWLIB + a for a in ("libc_nano.a", "librdimon_nano.a")],
             arm_clang, PRIVATE, [FORTIFY]),
        Libc("picolibc arm", "picolibc semihost", ARM + ["--specs=picolibc.specs"], "arm-none-eabi",
             ["picolibc-arm-none-eabi"], "/usr/lib/picolibc/arm-none-eabi/include",
             [PICO_ARM + a for a in ("libc.a", "libm.a", "libsemihost.a", "libdummyhost.a",
                                     "crt0.o", "crt0-hosted.o", "crt0-semihost.o")],
             arm_clang, PRIVATE, [FORTIFY]),
        Libc("picolibc riscv", "picolibc semihost", RISCV + ["--specs=picolibc.specs"], "riscv32-unknown-elf",
             ["picolibc-riscv64-unknown-elf"],
             "/usr/lib/picolibc/riscv64-unknown-elf/include",
             [PICO_RISCV + a for a in ("libc.a", "libm.a", "libsemihost.a", "libdummyhost.a",
                                       "crt0.o")],
             ["-march=rv32imac"], PRIVATE, [FORTIFY]),
        Libc("avr-libc", "avr", AVR, "avr", ["avr-libc"], "/usr/lib/avr/include",
             [where(AVR, a) for a in ("libc.a", "libm.a", "libatmega328p.a",
                                      "crtatmega328p.o")],
             ["-mmcu=atmega328p"], PRIVATE + r"|avr/io[^.]", std="gnu11"),
        Libc("glibc", "glibc xcrypt", ["gcc"], "x86_64-linux-gnu", ["libc6-dev", "libcrypt-dev"], "/usr/include",
             [GLIBC + a for a in ("libc.a", "libm-2.36.a", "libmvec.a", "libcrypt.a",
                                  "libresolv.a", "libanl.a", "libc_nonshared.a", "libc.so.6",
                                  "libm.so.6", "libresolv.so.2", "crt1.o", "gcrt1.o")],
             [], PRIVATE + r"|x86_64-linux-gnu/(asm|bits|gnu)/",
             [FORTIFY, ("-std=c99",), ("-D_FILE_OFFSET_BITS=64", "-D_GNU_SOURCE")]),
        Libc("musl", "musl", ["musl-gcc"], "x86_64-linux-musl", ["musl-dev"],
             "/usr/include/x86_64-linux-musl", [MUSL + a for a in ("libc.a", "crt1.o")], [],
             PRIVATE),
    ]


def check_libcs(pool):
    for libc in libcs():
        names, parsed, refused = declared(libc, pool)
        here = defined("nm" if libc.target.startswith("x86") else libc.gcc[0][:-3] + "nm",
                       libc.archives)
        plain = {n.split("@")[0] for n in here}
        both = names & plain
        print("      %s: %d headers read, %d that cannot be used, %d names declared, "
              "%d defined" % (libc.name, len(parsed), len(refused), len(names), len(plain)))
        check(len(parsed) > 10 and len(both) > 100, "%s: headers and archives were read" %
              libc.name)
        answers = check_known("%s: declared and defined" % libc.name, both)
        silent = sorted(n for n in both if answers[n].state == "found" and
                        not answers[n].pattern and
                        not set(libc.rows) & set(answers[n].providers.split()))
        check(not silent, "%s: each row says that it defines the name" % libc.name)
        for name in silent:
            print("      not said: %s (%s)" % (name, answers[name].providers))


# -- run-times, linkers, start files ------------------------------------------------------

def check_runtimes():
    clang_rt = "/usr/lib/llvm-%s/lib/clang/%s/lib/linux/libclang_rt.%s.a"
    sets = {
        "libgcc x86-64": ("nm", [where(["gcc"], a) for a in (
            "libgcc.a", "libgcc_eh.a", "crtbegin.o", "crtend.o", "crtbeginS.o")]),
        "libatomic": ("nm", [where(["gcc"], "libatomic.a")]),
        "libgcov": ("nm", [where(["gcc"], "libgcov.a"), where(ARM, "libgcov.a")]),
        "libgcc arm": ("arm-none-eabi-nm", [where(ARM[:1] + flags, "libgcc.a") for flags in (
            ["-mcpu=cortex-m0", "-mthumb"], ["-mcpu=cortex-m3", "-mthumb"],
            ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"],
            ["-mcpu=cortex-m33", "-mthumb"], ["-mcpu=cortex-a9"])]),
        "libgcc riscv": ("riscv64-unknown-elf-nm", [where(RISCV[:1] + flags, "libgcc.a")
                         for flags in (["-march=rv32i", "-mabi=ilp32"], RISCV[1:],
                                       ["-march=rv64imac", "-mabi=lp64"],
                                       ["-march=rv64gc", "-mabi=lp64d"])]),
        "libgcc avr": ("avr-nm", [where(["avr-gcc", "-mmcu=" + mcu], "libgcc.a")
                                  for mcu in ("atmega328p", "attiny85", "atmega2560",
                                              "atxmega128a1")]),
        "compiler-rt": ("nm", [clang_rt % (v, d, "builtins-" + arch)
                               for v, d in (("14", "14.0.6"), ("19", "19"))
                               for arch in ("x86_64", "i386")]),
        "libsupc++": ("nm", [where(["g++"], "libsupc++.a")]),
    }
    for what, (nm, archives) in sets.items():
        names = {n.split("@")[0] for n in defined(nm, archives)}
        names = {n for n in names if not OWN_CXX.match(n)}
        check(len(names) > 10, "%s: archives were read" % what)
        check_known(what + ": defined", names)


# What belongs to one object alone: function statics of C++, and the anchor of trace points.
OWN_CXX = re.compile(r"^_ZGVZ|^_ZZ|^DW\.ref\.|^_\.stapsdt\.base$")


def check_hooks():
    """What a libc leaves undefined must be known, and known for what it is."""
    roles = {"platform", "linker", "startup", "runtime", "tls", "emitted", "memory4"}
    # A public function that this library refers to and lacks (newlib: regcomp, sigprocmask).
    lacks = {"api"}
    bare = {
        "newlib": (ARM, "arm-none-eabi-nm", [NEWLIB + a for a in ("libc.a", "libm.a", "crt0.o")]),
        "newlib-nano": (ARM, "arm-none-eabi-nm",
                        [NEWLIB + a for a in ("libc_nano.a", "libm.a", "crt0.o")]),
        "picolibc": (ARM, "arm-none-eabi-nm", [PICO_ARM + a for a in ("libc.a", "crt0.o")]),
        "picolibc riscv": (RISCV, "riscv64-unknown-elf-nm",
                           [PICO_RISCV + a for a in ("libc.a", "crt0.o")]),
        "avr-libc": (AVR, "avr-nm", [where(AVR, a) for a in ("libc.a", "libm.a",
                                                             "crtatmega328p.o")]),
    }
    for what, (gcc, nm, files) in bare.items():
        left = undefined(nm, files) - defined(nm, files)
        left -= defined(nm, [where(gcc, "libgcc.a")])
        answers = check_known(what + ": left to the platform", left)
        plain = sorted(n for n in left if not roles & set(answers[n].traits.split()) and
                       answers[n].api not in lacks)
        check(not plain, "%s: each hook is marked as one" % what)
        for name in plain:
            print("      no role: %s (%s)" % (name, answers[name].traits))


def check_linkers():
    """Names that the default scripts of the linkers assign."""
    names = set()
    for linker in ("ld", "arm-none-eabi-ld", "riscv64-unknown-elf-ld", "avr-ld"):
        text = run([linker, "--verbose"])
        names |= set(re.findall(r"(?:PROVIDE(?:_HIDDEN)?\s*\(\s*|^\s*)([A-Za-z_.]\w*)\s*=",
                                text, re.M))
    # What avr-ld's script computes with and no program refers to.
    names -= {n for n in names if re.match(r"__\w+_REGION_(LENGTH|ORIGIN)__$|^__TEXT_REGION", n)}
    names.discard(".")
    answers = check_known("linker scripts: assigned", names)
    wrong = sorted(n for n in names if not {"linker", "startup", "tls", "platform"} &
                   set(answers[n].traits.split()))
    check(not wrong, "linker scripts: each assigned name is marked as the linker's")
    for name in wrong:
        print("      not marked: %s (%s)" % (name, answers[name].traits))


# -- what compilers put in ----------------------------------------------------------------

# How to compile; the objects of all of them can be read by the host's nm.
COMPILERS = {
    "gcc x86-64": (["gcc"], "nm"),
    "gcc i386": (["gcc", "-m32"], "nm"),
    "clang-14 x86-64": (["clang-14"], "nm"),
    "clang-19 x86-64": (["clang-19"], "nm"),
    "clang-19 i386": (["clang-19", "-m32"], "nm"),
    "gcc cortex-m0": (["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb"], "nm"),
    "gcc cortex-m4f": (["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb",
                        "-mfloat-abi=hard"], "nm"),
    "clang-19 cortex-m0": (["clang-19", "--target=arm-none-eabi", "-mcpu=cortex-m0",
                            "-mthumb"], "nm"),
    "clang-14 cortex-m4": (["clang-14", "--target=arm-none-eabi", "-mcpu=cortex-m4",
                            "-mthumb", "-mfloat-abi=soft"], "nm"),
    "clang-19 aarch64": (["clang-19", "--target=aarch64-none-elf"], "nm"),
    "gcc rv32i": (["riscv64-unknown-elf-gcc", "-march=rv32i", "-mabi=ilp32"], "nm"),
    "gcc rv32imac": (RISCV, "nm"),
    "gcc rv64gc": (["riscv64-unknown-elf-gcc"], "nm"),
    "clang-19 rv32i": (["clang-19", "--target=riscv32-none-elf", "-march=rv32i"], "nm"),
    "gcc avr": (AVR, "nm"),
}
FLAGS = [[o] + e for o in ("-O0", "-Os", "-O2") for e in ([], ["-ffreestanding"])] + [
    ["-O2", f] for f in ("-fstack-protector-all", "-fPIC", "-finstrument-functions", "-pg",
                         "-fsanitize=undefined", "-fsanitize=address", "--coverage",
                         "-fexceptions", "-ftrapv", "-ffast-math", "-msave-restore",
                         "-moutline-atomics", "-mgeneral-regs-only", "-mcall-prologues",
                         "-fsplit-stack", "-mindirect-branch=thunk-extern", "-mretpoline",
                         "-ftls-model=global-dynamic", "-femulated-tls", "-msoft-float",
                         "-funwind-tables", "-fsanitize=undefined -fsanitize-minimal-runtime",
                         "-fsanitize-coverage=trace-pc", "-fsanitize-coverage=trace-pc-guard",
                         "-fprofile-generate", "-mfentry -pg", "-fprofile-instr-generate",
                         "-mharden-sls=all")]

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


def compiled(job):
    """Undefined names of one source under one compiler and one set of flags."""
    key, name, source, suffix, flags = job
    command, nm = COMPILERS[key]
    stem = os.path.join(WORK, "emit-%d" % os.getpid())
    with open(stem + suffix, "w") as file:
        file.write(source)
    if suffix == ".cc":
        command = [command[0].replace("gcc", "g++").replace("clang", "clang++")] + command[1:]
    done = subprocess.run(command + " ".join(flags).split() + ["-w", "-c", stem + suffix, "-o",
                                                               stem + ".o"],
                          capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        return key, name, flags, None
    return key, name, flags, {n for n in undefined(nm, [stem + ".o"])
                              if not n.startswith("use_")}


# What SOURCES call by name.
WRITTEN = {"sin", "cos", "exp", "sinf", "expf", "pow", "_ZNKSt9type_info4nameEv"}


def check_emitted(pool):
    jobs = [(key, name, source, ".c", flags) for key in COMPILERS
            for name, source in SOURCES.items() for flags in FLAGS]
    for key in COMPILERS:
        jobs += [(key, "c++", CXX, ".cc", [o, "-fno-exceptions", "-fno-rtti"])
                 for o in ("-O0", "-Os", "-O2")]
        jobs += [(key, "c++ full", CXX_FULL, ".cc", [o]) for o in ("-O0", "-O2")]
    names, worked = collections.defaultdict(set), collections.Counter()
    for key, source, flags, found in pool.imap_unordered(compiled, jobs, 4):
        if found is None:
            continue
        worked[key] += 1
        for name in found - WRITTEN:
            names[name].add("%s, %s, %s" % (key, source, " ".join(flags)))
    for key in COMPILERS:
        check(worked[key] >= 20, "%s: %d sources compiled" % (key, worked[key]))
    answers = check_known("compilers: emitted", names.keys())
    # User-defined C++ names stay unknown, and rightly so.
    unmarked = sorted(n for n in names if answers[n].state == "found" and
                      not {"emitted", "runtime", "linker", "instrumentation", "hardening",
                           "memory4"} & set(answers[n].traits.split()))
    check(not unmarked, "compilers: each emitted name is marked as one")
    for name in unmarked:
        print("      not marked: %s (%s) from %s" % (name, answers[name].traits,
                                                     sorted(names[name])[0]))


# -- source names and link names ----------------------------------------------------------

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
USE_FLAGS = [["-O0", "-D_FILE_OFFSET_BITS=64"], ["-O2", "-D_FORTIFY_SOURCE=2"],
             ["-O2", "-ffreestanding"]]
# A use that cannot be written without another name.
COMPANY = {"pthread_cleanup_push": {"pthread_cleanup_pop"}}


def used(job):
    """Undefined names that one use of a public name leaves with one libc and set of flags."""
    libc, written, flags = job
    headers, body = USES[written]
    text = "".join("#include <%s>\n" % h for h in headers.split())
    text += "int use(char *p, int n, double d) { %s\n return n + (int)d + (p != 0); }\n" % body
    body = body.replace("p = ", "p = (void *)")
    stem = os.path.join(WORK, "use-%d" % os.getpid())
    with open(stem + ".c", "w") as file:
        file.write(text)
    std = ["-std=gnu11"] if libc.gcc[0] == "avr-gcc" else []
    done = subprocess.run(libc.gcc + std + ["-D_GNU_SOURCE", "-w"] + flags +
                          ["-c", stem + ".c", "-o", stem + ".o"],
                          capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        return libc.name, written, None
    return libc.name, written, undefined("nm", [stem + ".o"])


def rewrites():
    rows = []
    with open(os.path.join(ROOT, "rules", "rewrites.tsv")) as table:
        for line in table:
            if not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
    return rows[1:]


def check_uses(pool):
    """What a header makes of a public name leads back to that name."""
    seen = collections.defaultdict(set)
    compiled_uses = collections.Counter()
    jobs = [(libc, written, flags) for libc in libcs() for written in USES for flags in USE_FLAGS]
    for name, written, found in pool.imap_unordered(used, jobs, 8):
        if found is not None:
            compiled_uses[name] += 1
            for link in found:
                seen[link, written].add(name)
    for libc in libcs():
        check(compiled_uses[libc.name] > 100, "%s: %d uses compiled" % (
            libc.name, compiled_uses[libc.name]))
    answers = check_known("uses of public names", {link for link, _ in seen})
    made_of = {(row[0], row[1]) for row in rewrites()}
    lost = []
    for (link, written), where_seen in sorted(seen.items()):
        answer = answers[link]
        sources = {written} | COMPANY.get(written, set())
        explained = (link in sources or answer.base in sources or
                     sources & set(answer.aliases.split()) or (link, written) in made_of or
                     {"runtime", "linker", "emitted"} & set(answer.traits.split()))
        if not explained:
            lost.append("%s from %s (%s)" % (link, written, ", ".join(sorted(where_seen))))
    check(not lost, "uses: each of %d link names leads back to what was written" % len(seen))
    for line in lost:
        print("      no way back: " + line)


# -- rewritten calls ----------------------------------------------------------------------

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
    ("memcpy", "strcpy"): 'strcpy(d, "%s");' % ("long literal " * 20),
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


def check_rewrites():
    """Each row is seen with a compiler that it names, and with none that it does not."""
    rows = [row for row in rewrites() if row[1] != "-"]
    compilers = {"gcc": (["gcc"], ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"]),
                 "clang": (["clang-14"], ["clang-19"])}
    head = ("#define _GNU_SOURCE\n#include <stdio.h>\n#include <string.h>\n#include <stdlib.h>\n"
            "#include <strings.h>\n#include <math.h>\n"
            "void use_pointer(void *);\n"
            "void shown(FILE *fp, char *d, const char *s, int c, size_t n, float f, double x, "
            "void *q[]) { %s\n q[0] = fp; q[1] = d; *(size_t *)q[2] = n; *(float *)q[3] = f; "
            "*(double *)q[4] = x; }\n")
    stem = os.path.join(WORK, "rewrite")
    for emitted, written, named, _, _ in rows:
        body = SHOWN.get((emitted, written))
        if body is None:
            check(False, "rewrites.tsv: %s from %s has no example here" % (emitted, written))
            continue
        with open(stem + ".c", "w") as file:
            file.write(head % body)
        seen = set()
        for kind, commands in compilers.items():
            for command in commands:
                for level in ("-O0", "-Os", "-O2"):
                    run(command + [level, "-U_FORTIFY_SOURCE", "-w", "-c", stem + ".c", "-o",
                                   stem + ".o"])
                    if emitted in undefined("nm", [stem + ".o"]):
                        seen.add(kind)
        check(seen == set(named.split()), "%s from %s: seen with %s, the table says %s" % (
            emitted, written, " ".join(sorted(seen)) or "none", named))


# -- what a C library looks like -----------------------------------------------------------

def check_fingerprints():
    """Most of what a libc defines is known as API, and hardly anything of another archive."""
    libc = {"newlib libc": ("arm-none-eabi-nm", NEWLIB + "libc.a"),
            "newlib libm": ("arm-none-eabi-nm", NEWLIB + "libm.a"),
            "newlib-nano libc": ("arm-none-eabi-nm", NEWLIB + "libc_nano.a"),
            "picolibc libc": ("arm-none-eabi-nm", PICO_ARM + "libc.a"),
            "avr-libc libc": ("avr-nm", where(AVR, "libc.a")),
            "musl libc": ("nm", MUSL + "libc.a")}
    other = {"libgcc": ("nm", where(["gcc"], "libgcc.a")),
             "libgcov": ("nm", where(["gcc"], "libgcov.a")),
             "libstdc++": ("nm", where(["g++"], "libstdc++.a")),
             "libcmocka": ("nm", GLIBC + "libcmocka.a") if
             os.path.exists(GLIBC + "libcmocka.a") else None}
    for kind, archives in (("libc", libc), ("other", other)):
        for what, archive in archives.items():
            if archive is None:
                continue
            names = defined(archive[0], [archive[1]], strong_only=True)
            answers = look_up(names)
            share = 100 * sum(a.api == "api" for a in answers.values()) / len(names)
            check(share >= 40 if kind == "libc" else share < 5,
                  "%s: %.0f %% of %d strong global names are libc API" % (
                      what, share, len(names)))


# -- the generators ------------------------------------------------------------------------

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
    (SYMBOL_HEAD + ROW.replace("alloc\talloc\t", "unknown\tstd\t"), 2, 'column "tier"'),
    (SYMBOL_HEAD + ROW.replace("alloc\talloc\t", "alloc\tcore\t"), 2, "one tier in both profiles"),
    (SYMBOL_HEAD + ROW.replace("alloc\talloc\t", "std\tstd\t"), 2, "a heap entry is alloc"),
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


def check_generators():
    """A faulty row fails the build with its place; no table is left behind."""
    generator = os.path.join(os.path.dirname(LOOKUP), "nsc_gen_symbols")
    paths = {n: os.path.join(WORK, n + ".tsv") for n in ("symbols", "patterns", "unknown")}
    out = os.path.join(WORK, "table.c")
    jobs = [(symbols, PATTERN_HEAD, "symbols", line, part) for symbols, line, part in FAULTS]
    jobs += [(SYMBOL_HEAD + ROW, PATTERN_HEAD + row, "patterns", line, part)
             for row, line, part in PATTERN_FAULTS]
    for symbols, patterns, where_expected, line, part in jobs:
        for name, text in (("symbols", symbols), ("patterns", patterns),
                           ("unknown", "name\treason\n")):
            with open(paths[name], "w", encoding="latin-1") as file:
                file.write(text)
        done = subprocess.run([generator] + list(paths.values()) + [out], capture_output=True,
                              text=True, errors="replace")
        place = "%s:%d: " % (paths[where_expected], line)
        hit = [l for l in done.stderr.split("\n") if l.startswith(place) and part in l]
        check(done.returncode == 1 and hit and not os.path.exists(out),
              "a fault is reported with its place: %s" % part)
        if not hit:
            print("      got: " + done.stderr)
    with open(paths["symbols"], "w") as file:
        file.write(SYMBOL_HEAD + ROW)
    with open(paths["patterns"], "w") as file:
        file.write(PATTERN_HEAD)
    done = subprocess.run([generator] + list(paths.values()) + [out], capture_output=True)
    check(done.returncode == 0 and os.path.exists(out), "a table without fault is written")


PARTS = {"libcs": check_libcs, "runtimes": lambda pool: check_runtimes(),
         "hooks": lambda pool: check_hooks(), "linkers": lambda pool: check_linkers(),
         "emitted": check_emitted, "uses": check_uses,
         "rewrites": lambda pool: check_rewrites(),
         "fingerprints": lambda pool: check_fingerprints(),
         "generators": lambda pool: check_generators()}


def main():
    with multiprocessing.Pool(2) as pool:
        for part in sys.argv[3:] or PARTS:
            PARTS[part](pool)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
