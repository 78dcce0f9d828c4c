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

sys.dont_write_bytecode = True
from rules_coverage_samples import (CXX, CXX_FULL, FAULTS, PATTERN_FAULTS, PATTERN_HEAD, ROW,
                                    SHOWN, SOURCES, SYMBOL_HEAD, USES, WRITTEN)

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
# Headers of one unit: a compiler is slow to start, and fast to read.
GROUP = 8


def including(headers):
    return "".join("#include <%s>\n" % header for header in headers)


def aux_info(libc, headers, mode):
    """Functions that gcc itself says it has seen declared; None if it stopped at an error."""
    path = os.path.join(WORK, "aux-%d" % os.getpid())
    done = subprocess.run(libc.gcc + mode + ["-fsyntax-only", "-w", "-aux-info", path, "-x", "c",
                                             "-"],
                          input=including(headers), capture_output=True, text=True,
                          errors="replace")
    if done.returncode != 0:
        return None
    # /* file:line:NC */ extern void (*signal (int, void (*)(int)))(int);
    with open(path, errors="replace") as lines:
        found = [re.search(r"([A-Za-z_]\w*) \((?!\*\w)", line.split("*/", 1)[-1])
                 for line in lines]
    return {match[1] for match in found if match}


def ast_names(libc, text):
    """Link-level names of the declarations that clang sees in preprocessed text."""
    done = subprocess.run(
        [CLANG, "--target=" + libc.target] + libc.clang +
        ["-x", "cpp-output", "-std=gnu17", "-fsyntax-only", "-w", "-ferror-limit=0",
         "-Xclang", "-ast-dump", "-fno-color-diagnostics", "-"],
        input=text, capture_output=True, text=True, errors="replace")
    names, last = set(), None
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
    return names


def declared_by(job):
    """Names of the functions and objects that headers declare in one mode, with the headers
    that can be included. Those that do not get along are looked at in smaller groups."""
    libc, headers, mode = job
    done = subprocess.run(libc.gcc + mode + ["-E", "-x", "c", "-"], input=including(headers),
                          capture_output=True, text=True, errors="replace")
    names = aux_info(libc, headers, mode) if done.returncode == 0 else None
    if names is None and len(headers) > 1:
        half = len(headers) // 2
        first, second = (declared_by((libc, part, mode))
                         for part in (headers[:half], headers[half:]))
        return first[0] | second[0], first[1] | second[1]
    if done.returncode != 0:
        return set(), set()
    return (names or set()) | ast_names(libc, done.stdout), set(headers)


def declared(libc, pool):
    headers = libc.headers()
    jobs = [(libc, headers[at:at + GROUP], list(mode)) for mode in libc.modes
            for at in range(0, len(headers), GROUP)]
    names, parsed = set(), set()
    for found, usable in pool.imap_unordered(declared_by, jobs):
        names |= found
        parsed |= usable
    return names, parsed, set(headers) - parsed


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


def undefined_by_file(nm, files):
    """Undefined names of many objects by one nm, which takes longer to start than to read."""
    names = {path: set() for path in files}
    if files:
        for line in run([nm, "-A", "-u"] + list(files)).split("\n"):
            match = re.match(r"^([^:]+):.*\s[Uwv] (\S+)$", line)
            if match:
                names[match[1]].add(match[2])
    return names


def undefined(nm, files):
    return set().union(*undefined_by_file(nm, files).values())


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


def check_shipped(shipped):
    """The "shipped by" column against the headers that could be included, by libc."""
    rows = dict(line.split("\t") for line in run([LOOKUP, "headers"]).split("\n")[:-1])
    for name, headers in shipped.items():
        here = {re.sub("^x86_64-linux-gnu/", "", header) for header in headers} & set(rows)
        said = {header for header, libraries in rows.items() if name in libraries.split()}
        check(len(here) > 10 and here == said, "%s: %d rows say that it ships the header%s" % (
            name, len(said), "".join("\n      only %s: %s" % (who, " ".join(sorted(some)))
                                     for who, some in (("said", said - here),
                                                       ("there", here - said)) if some)))


def check_libcs(pool):
    shipped = {}
    for libc in libcs():
        names, parsed, refused = declared(libc, pool)
        shipped.setdefault(libc.rows[0], set()).update(parsed)
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
    check_shipped(shipped)


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
        "libstdc++": ("nm", [where(["g++"], "libstdc++.a")]),
    }
    for what, (nm, archives) in sets.items():
        names = {n.split("@")[0] for n in defined(nm, archives)}
        names = {n for n in names if not OWN_CXX.match(n)}
        check(len(names) > 10, "%s: archives were read" % what)
        check_known(what + ": defined", names)


# What belongs to one object alone: what lies inside a C++ function, helpers of transactional
# clones, the anchor of trace points.
OWN_CXX = re.compile(r"^_ZGVZ|^_ZZ|^_ZT[VIS]Z|^_Z\d+_txnal_|^_\.stapsdt\.base$")


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

# How to compile. The host's nm reads the symbol tables of all of them.
COMPILERS = {
    "gcc x86-64": ["gcc"],
    "gcc i386": ["gcc", "-m32"],
    "clang-14 x86-64": ["clang-14"],
    "clang-19 x86-64": ["clang-19"],
    "clang-19 i386": ["clang-19", "-m32"],
    "gcc cortex-m0": ["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb"],
    "gcc cortex-m4f": ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb",
                        "-mfloat-abi=hard"],
    "clang-19 cortex-m0": ["clang-19", "--target=arm-none-eabi", "-mcpu=cortex-m0",
                            "-mthumb"],
    "clang-14 cortex-m4": ["clang-14", "--target=arm-none-eabi", "-mcpu=cortex-m4",
                            "-mthumb", "-mfloat-abi=soft"],
    "clang-19 aarch64": ["clang-19", "--target=aarch64-none-elf"],
    "gcc rv32i": ["riscv64-unknown-elf-gcc", "-march=rv32i", "-mabi=ilp32"],
    "gcc rv32imac": RISCV,
    "gcc rv64gc": ["riscv64-unknown-elf-gcc"],
    "clang-19 rv32i": ["clang-19", "--target=riscv32-none-elf", "-march=rv32i"],
    "gcc avr": AVR,
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

def compiled(key):
    """All sources under all flags with one compiler: (source, flags, undefined names)."""
    command = COMPILERS[key]
    folder = os.path.join(WORK, "emit-%d" % os.getpid())
    os.makedirs(folder, exist_ok=True)
    jobs = [(name, text, ".c", flags) for name, text in SOURCES.items() for flags in FLAGS]
    jobs += [("c++", CXX, ".cc", [o, "-fno-exceptions", "-fno-rtti"])
             for o in ("-O0", "-Os", "-O2")]
    jobs += [("c++ full", CXX_FULL, ".cc", [o]) for o in ("-O0", "-O2")]
    made = {}
    for number, (name, text, suffix, flags) in enumerate(jobs):
        source = os.path.join(folder, "source" + suffix)
        target = os.path.join(folder, "%d.o" % number)
        driver = command
        if suffix == ".cc":
            driver = [command[0].replace("gcc", "g++").replace("clang", "clang++")] + command[1:]
        with open(source, "w") as file:
            file.write(text)
        done = subprocess.run(driver + " ".join(flags).split() + ["-w", "-c", source, "-o",
                                                                  target], capture_output=True)
        if done.returncode == 0:
            made[target] = (name, " ".join(flags))
    found = undefined_by_file("nm", list(made))
    return key, [(made[t] + ({n for n in found[t] if not n.startswith("use_")},)) for t in made]


def check_emitted(pool):
    names = collections.defaultdict(set)
    for key, objects in pool.imap_unordered(compiled, COMPILERS, 1):
        check(len(objects) >= 50, "%s: %d sources compiled" % (key, len(objects)))
        for source, flags, found in objects:
            for name in found - WRITTEN:
                names[name].add("%s, %s, %s" % (key, source, flags))
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

USE_FLAGS = [["-O0", "-D_FILE_OFFSET_BITS=64"], ["-O2", "-D_FORTIFY_SOURCE=2"],
             ["-O2", "-ffreestanding"]]
# A use that cannot be written without another name.
COMPANY = {"pthread_cleanup_push": {"pthread_cleanup_pop"}}


def used(job):
    """Undefined names that each use of a public name leaves with one libc and set of flags."""
    libc, flags = job
    folder = os.path.join(WORK, "use-%d" % os.getpid())
    os.makedirs(folder, exist_ok=True)
    std = ["-std=gnu11"] if libc.gcc[0] == "avr-gcc" else []
    made = {}
    for written, (headers, body) in USES.items():
        source = os.path.join(folder, "use.c")
        target = os.path.join(folder, written + ".o")
        with open(source, "w") as file:
            file.write("".join("#include <%s>\n" % h for h in headers.split()))
            file.write("int use(char *p, int n, double d) { %s\n"
                       " return n + (int)d + (p != 0); }\n" % body)
        done = subprocess.run(libc.gcc + std + ["-D_GNU_SOURCE", "-w"] + flags +
                              ["-c", source, "-o", target], capture_output=True)
        if done.returncode == 0:
            made[target] = written
    found = undefined_by_file("nm", list(made))
    return libc.name, {made[target]: found[target] for target in made}


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
    for name, found in pool.imap_unordered(
            used, [(libc, flags) for libc in libcs() for flags in USE_FLAGS], 1):
        compiled_uses[name] += len(found)
        for written, links in found.items():
            for link in links:
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
        made = {}
        for kind, commands in compilers.items():
            for command in commands:
                for level in ("-O0", "-Os", "-O2"):
                    target = "%s-%d.o" % (stem, len(made))
                    run(command + [level, "-U_FORTIFY_SOURCE", "-w", "-c", stem + ".c", "-o",
                                   target])
                    made[target] = kind
        found = undefined_by_file("nm", list(made))
        seen = {made[target] for target in made if emitted in found[target]}
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
             "libstdc++": ("nm", where(["g++"], "libstdc++.a"))}
    for kind, archives in (("libc", libc), ("other", other)):
        for what, archive in archives.items():
            names = defined(archive[0], [archive[1]], strong_only=True)
            answers = look_up(names)
            share = 100 * sum(a.api == "api" for a in answers.values()) / len(names)
            check(share >= 40 if kind == "libc" else share < 5,
                  "%s: %.0f %% of %d strong global names are libc API" % (
                      what, share, len(names)))


def check_libraries():
    """Files of C libraries and compilers have a role, and no other archive has one."""
    tool_chain = ["libc6-dev", "libcrypt-dev", "libgcc-12-dev", "libstdc++-12-dev", "musl-dev",
                  "libnewlib-arm-none-eabi", "picolibc-arm-none-eabi", "gcc-arm-none-eabi",
                  "picolibc-riscv64-unknown-elf", "gcc-riscv64-unknown-elf", "avr-libc",
                  "gcc-avr", "libclang-rt-19-dev"]
    paths = set(run(["dpkg", "-L"] + tool_chain).split("\n"))
    paths = {p for p in paths if re.search(r"\.(a|o)$", p) and "/plugin/" not in p and
             "/cpu-init/" not in p}
    roles = dict(line.split("\t") for line in
                 run([LOOKUP, "libraries"], "".join(p + "\n" for p in paths)).split("\n")[:-1])
    none = sorted({os.path.basename(p) for p in paths if roles[p] == "-"})
    check(len(paths) > 500, "libraries: %d files of tool chains were listed" % len(paths))
    check(not none, "libraries: each file of a tool chain has a role")
    for name in none:
        print("      no role: " + name)
    ours = {os.path.basename(p) for p in paths}
    others = {os.path.join(GLIBC, f) for f in os.listdir(GLIBC)
              if f.endswith(".a") and f not in ours | {"libnsl.a"}}  # once a part of glibc
    others |= {"libcrypto.a", "libcurl.a", "libcmsis.a", "libmbedcrypto.a", "libgpio.a"}
    lines = run([LOOKUP, "libraries"], "".join(p + "\n" for p in others)).split("\n")[:-1]
    wrong = sorted(line for line in lines if not line.endswith("\t-"))
    check(not wrong, "libraries: none of %d other archives has a role" % len(others))
    for line in wrong:
        print("      role: " + line)


# -- the generators ------------------------------------------------------------------------

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
         "libraries": lambda pool: check_libraries(),
         "generators": lambda pool: check_generators()}


def main():
    with multiprocessing.Pool(2) as pool:
        for part in sys.argv[3:] or PARTS:
            PARTS[part](pool)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
