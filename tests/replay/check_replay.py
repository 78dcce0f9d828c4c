#!/usr/bin/env python3
"""Link random programs and compare what the linker did with what the replay predicts.

usage: check_replay.py NOSTD_CHECK [--seed N] [--links N] [--linker NAME] [--wide]
           [--keep FOLDER] [--case N]

For each link (gen_link.py), from the link command and the objects alone
(`dump --link-cmd`): the members that are taken, in their order for GNU ld (-t -t, --trace);
the sections that are collected (--print-gc-sections); the sections that stay (the map). And
with the map beside it (`check --map --link-cmd`): both must agree. Half of the links have a
fixed seed, half a fresh one. Each failure prints what makes its link again. --wide: with
what is rare in commands and scripts (expressions, COMMON beside data, OVERLAY, INCLUDE and so
on), of which not all is replayed yet; README.md of analyzer/replay names it.

A quarter of the links are of another form (gen_link.FORMS): -pie, --start-lib, -shared,
--icf and so on. What is not replayed of them must be named; members, and that nothing is
called dead which the linker keeps, are compared all the same.

The links of cases.py, which once were replayed wrongly, come first. A fifth as many links
as are asked for have modules of IR beside those of machine code (-flto, slim and
fat, gcc and clang). Of these the members are compared that are taken before any code is
generated; what that code calls is not known from IR, which the tool must say.
"""
import argparse
import concurrent.futures
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "maps"))
import cases  # noqa: E402
import gen_link  # noqa: E402
import maplib  # noqa: E402

# name -> machine, command
LINKERS = {
    "bfd": ("x86_64", ["ld.bfd", "-t", "-t"]),
    "gold": ("x86_64", ["ld.gold", "-t"]),
    "lld-19": ("x86_64", ["ld.lld-19", "-t"]),
    "mold": ("x86_64", ["mold", "--no-fork", "--trace"]),
    "lld-14": ("x86_64", ["ld.lld-14", "-t"]),
    "bfd-arm": ("arm", ["arm-none-eabi-ld", "-t", "-t"]),
    "lld-arm": ("arm", ["ld.lld-19", "-t"]),
    "bfd-riscv": ("riscv", ["riscv64-unknown-elf-ld", "-t", "-t"]),
    "bfd-avr": ("avr", ["avr-ld", "-t"]),
}
GCC_PLUGIN = ["-plugin", "{gcc:file:liblto_plugin.so}", "-plugin-opt={gcc:prog:lto-wrapper}",
              "-plugin-opt=-fresolution=out.res"]
LLVM_PLUGIN = ["-plugin", "/usr/lib/llvm-19/lib/LLVMgold.so"]
SLIM = (["gcc", "-flto", "-O1"], "gcc-ar")
FAT = (["gcc", "-flto", "-ffat-lto-objects", "-O1"], "gcc-ar")
CLANG = (["clang-19", "-flto", "-O1"], "llvm-ar-19")
# name -> the linker as above, what makes its IR
LTO_LINKERS = {
    "bfd-gcc": (["ld.bfd", "-t", "-t"] + GCC_PLUGIN, SLIM),
    "lld-clang": (["ld.lld-19", "-t"], CLANG),
    "bfd-fat": (["ld.bfd", "-t", "-t"] + GCC_PLUGIN, FAT),
    "lld-clang14": (["ld.lld-14", "-t"], (["clang-14", "-flto=thin", "-O1"], "llvm-ar-19")),
    "gold-gcc": (["ld.gold", "-t"] + GCC_PLUGIN, SLIM),
    "bfd-llvm": (["ld.bfd", "-t", "-t"] + LLVM_PLUGIN, CLANG),
    "mold-gcc": (["mold", "--no-fork", "--trace"] + GCC_PLUGIN, SLIM),
}
ENVIRONMENT = dict(os.environ, LC_ALL="C", COLLECT_GCC="gcc",  # lto-wrapper asks for these
                   COLLECT_GCC_OPTIONS="'-flto=1' '-O1' '-fno-pie'")
MADE = re.compile(r"(?:trace: )?(/tmp/.*(\.ltrans|lto-llvm-).*|.*\.lto\.o|lto\.tmp)$")
FIXED_SEED = 20261130
GROUPED = re.compile(r"\.(data\.g_[ab]\d+|(text|rodata)\.c\d)$")


class Case:
    """One link, and what its linker says of it."""

    def __init__(self, seed, linker, folder, wide):
        if linker in LTO_LINKERS:
            (command, ir), machine = LTO_LINKERS[linker], "x86_64"
            command = [of_gcc(word) for word in command]
            self.slim = ir is not FAT
        else:
            (machine, command), ir = LINKERS[linker], None
        self.about = "--seed %d --links 1 --linker %s%s" % (seed, linker, " --wide" * wide)
        self.linker = linker.split("-")[0]
        self.folder = folder
        self.link = self.new_link(seed, machine, command, ir, wide)
        self.words = self.link.make(self.run)

    def new_link(self, seed, machine, command, ir, wide):
        return gen_link.Link(random.Random(seed), self.linker, machine, command, self.folder,
                             ir, wide)

    def run(self, *command):
        run = subprocess.run(command, cwd=self.folder, capture_output=True)
        if run.returncode:
            raise RuntimeError("%s\n%s" % (shlex.join(command), run.stderr.decode()))

    def link_it(self):
        """False: the linker refuses, so there is nothing to compare with."""
        run = subprocess.run(self.words, cwd=self.folder, capture_output=True,
                             env=ENVIRONMENT)
        self.said = (run.stdout + run.stderr).decode(errors="replace").splitlines()
        return run.returncode == 0

    def lines_of_map(self):
        """What gold says of members that its plugin takes stands only in its map."""
        with open(os.path.join(self.folder, "out.map"), errors="replace") as file:
            text = file.read()
        return [line.split(" ")[0] for line in text.split("Memory map")[0].split("\n")
                if re.match(r"\S+\(", line)]

    def members(self, lines):
        """Members as the linker traces them, in its order."""
        found = []
        for line in lines:
            match = (re.match(r"\((.*)\)(m\d+\.o)$", line)
                     or re.match(r"(?:trace: )?(.*\.a)\((?:\./)?(m\d+\.o)\)$", line))
            if match:
                found.append(match.group(2))
            elif re.match(r"(?:trace: )?(\./)?m\d+\.o$", line):
                found.append(plain(line))
        given = {m.path for m in self.link.objects + self.link.lazy}
        return [name for name in dict.fromkeys(found) if name not in given]

    def removed(self):
        return maplib.removed_sections(self.said, plain)


class Written(Case):
    """A link of cases.py; its seed is its number."""

    def new_link(self, seed, machine, command, ir, wide):
        self.about = "--case %d (%s): %s" % (seed, self.linker, cases.CASES[seed][0])
        return cases.Link(cases.CASES[seed], self.linker, machine, command, self.folder)


def of_gcc(word):
    """A word with the path that gcc has for a file or program of its own."""
    match = re.search(r"\{gcc:(file|prog):(.*)\}", word)
    if not match:
        return word
    path = subprocess.run(["gcc", "-print-%s-name=%s" % match.groups()], check=True,
                          capture_output=True).stdout.decode().strip()
    return word[:match.start()] + path + word[match.end():]


def plain(name):
    """Module of a file or member: each is in one place, which linkers spell in many ways."""
    return re.search(r"(m\d+\.o)\)?$", name).group(1)


def file_of(row):
    return plain(maplib.file_text(row))


def sections_of(case):
    """(file, section) of everything that takes memory, by the texts it was made from."""
    return {(module.path, section) for module in case.link.modules
            for section in module.sections}


def run_tool(program, case, *words):
    run = subprocess.run([program, *words, "--db", os.path.join(case.folder, "db")],
                         cwd=case.folder, capture_output=True)
    return run.returncode, run.stdout.decode(), run.stderr.decode(errors="replace")


def live_rows(facts, known):
    return {(file_of(row), row["name"]) for row in facts["sections"]
            if maplib.file_text(row) and row["size"]} & known


def check_case(checks, program, case):
    command = shlex.join(case.words)
    code, text, told = run_tool(program, case, "dump", "--format", "json", "--link-cmd", command)
    if case.link.notes:
        checks.true("the link line has %s" % case.link.notes in told,
                    "%s is not named: %s" % (case.link.notes, told))
        told = ""
    checks.equal((code, told), (0, ""), "exit code and messages of dump --link-cmd")
    if not text or case.link.form == "needed":
        return
    facts = json.loads(text)
    known = sections_of(case)
    code, actual, told = maplib.dump(program, os.path.join(case.folder, "out.map"))
    checks.equal((code, told), (0, []), "exit code and messages of dump out.map")
    if actual is None:
        return
    removed = case.removed() & known
    found = [file_of(row) for row in facts["pulls"]]
    expected = case.members(case.said)
    # Of --start-lib some linkers trace all, some nothing: what stays of it is below.
    found = [name for name in found if name not in {m.path for m in case.link.lazy}]
    if case.linker == "mold":  # it also traces members that it looks at and does not take
        taken = {name for name, _ in live_rows(actual, known) | removed}
        expected = [name for name in expected if name in taken]
        empty = {m for m in found if not any(f == m for f, _ in known)}
        found = [name for name in found if name not in empty]
    if case.linker == "bfd":
        checks.same_list(found, expected, "members, in the order of ld -t")
    else:
        checks.equal(sorted(found), sorted(expected), "members that are taken")
    if case.linker == "bfd":  # it does not tell all sections of groups; their liveness is below
        removed = {row for row in removed if not GROUPED.match(row[1])}
        known = {row for row in known if not GROUPED.match(row[1])}
    # What a script discards though it is live, no linker but GNU ld names as collected.
    known = {row for row in known if row[1] not in case.link.discards}
    removed &= known
    gone = {(file_of(row), row["name"]) for row in facts["discarded"] if row["size"]} & known
    superset = case.link.form in ("icf", "versions", "export")
    if case.link.gc and superset:
        checks.equal(sorted(gone - removed), [], "collected by the tool alone")
    elif case.link.gc:
        checks.equal(sorted(gone ^ removed), [],
                     "collected by one side (tool: %d, linker: %d)" % (len(gone), len(removed)))
    known = sections_of(case)
    live, kept = live_rows(facts, known), live_rows(actual, known)
    checks.equal((sorted(live - kept) if not superset else [], sorted(kept - live)), ([], []),
                 "live for the tool alone, and for the linker alone")
    if case.link.notes:
        return
    if "mold" not in case.linker or found:
        code, text, told = run_tool(program, case, "why", "s0", "--map", "out.map", "--tier",
                                    "core", "--link-cmd", command, "-v")
        checks.true("a replay of the link" not in text + told,
                    "map and replay differ: %s" % maplib.shorten(text + told))
        loaded = set(expected) | {m.path for m in case.link.objects}
        wrong = ["NSC901", "NSC902", "cost: not known"]
        wrong += ["NSC904"] if any("s0" in m.defines for m in case.link.modules
                                   if m.path in loaded) else []
        for words in wrong:
            checks.true(words not in text + told,
                        "%s: %s" % (words, maplib.shorten(text + told)))


def check_lto(checks, program, case):
    """Members before any code is generated, and what is said of those that come later."""
    command = shlex.join(case.words)
    code, text, told = run_tool(program, case, "dump", "--format", "json", "--link-cmd", command)
    if not text:
        checks.equal(code, 0, "exit code of dump --link-cmd: %s" % told)
        return
    found = [file_of(row) for row in json.loads(text)["pulls"]]
    made = [i for i, line in enumerate(case.said) if MADE.match(line)] or [len(case.said)]
    lines = case.said + (case.lines_of_map() if case.linker == "gold" else [])
    taken, early = case.members(lines), case.members(lines[:made[0]])
    if case.linker == "mold":
        # It traces what it looks at; its map has what it takes of machine code. After
        # link-time optimisation it begins anew: what only IR asked for may be gone again.
        _, actual, _ = maplib.dump(program, os.path.join(case.folder, "out.map"))
        actual["sections"] = [row for row in actual["sections"]
                              if not MADE.match(maplib.file_text(row) or "")]
        taken = {name for name, _ in live_rows(actual, sections_of(case))}
        taken -= {m.path for m in case.link.objects}
    late = set(taken) - set(found)
    if case.linker == "bfd":
        checks.same_list(found[:len(early)], early, "members, in the order of ld -t")
        checks.equal(sorted(set(found) - set(taken)), [], "members when archives are searched"
                     " again, that the tool alone takes")
        if not late:  # code beside the IR says what it will call, but not all (seed 5034)
            checks.same_list(found, taken, "members of fat objects, in the order of ld -t")
    elif case.linker != "mold":
        checks.equal(sorted(set(found) - set(taken)), [], "members that the tool alone takes")
    calls = {m.path for m in case.link.modules if gen_link.LATE in m.defines}
    if case.linker == "mold":  # what the compiler drops of the IR comes from elsewhere then
        of_ir = {name for m in case.link.modules if m.source == ".c" and m.path in found
                 for name in m.defines}
        calls |= {m.path for m in case.link.modules if of_ir & set(m.defines)}
    checks.true(not late or late & calls, "taken by the linker alone: %s" % sorted(late))
    slim = any(m.source == ".c" and (m.path in found or m in case.link.objects)
               for m in case.link.modules) and case.slim
    checks.equal(("up to link-time optimisation" in told, code), (slim, 2 if slim else 0),
                 "what is said of code to come")
    code, text, told = run_tool(program, case, "why", "s0", "--map", "out.map", "--tier", "core",
                                "--link-cmd", command, "-v")
    checks.true("a replay of the link" not in text + told,
                "map and replay differ: %s" % maplib.shorten(text + told))


def seeds(options):
    """Half of them fixed, half fresh; one seed that was named is itself."""
    if options.seed is not None:
        return [options.seed + i for i in range(options.links)]
    fresh = random.SystemRandom().randrange(1 << 31)
    return [(FIXED_SEED if i % 2 == 0 else fresh) + i // 2 for i in range(options.links)]


def lto_links(options):
    """(seed, linker) of the links with IR, whichever linkers come first."""
    fresh = random.SystemRandom().randrange(1 << 31)
    names = list(LTO_LINKERS)
    return [((FIXED_SEED if i % 2 == 0 else fresh) + i, names[(fresh + i) % len(names)])
            for i in range(options.links // 5)]


def all_jobs(options):
    """(seed, linker, kind) of each link; the seeds are told."""
    # binutils 2.26, which Debian has for AVR, does otherwise in more than the oracle knows.
    names = [options.linker] if options.linker else [name for name in LINKERS
                                                     if options.wide or name != "bfd-avr"]
    written = [(i, linker, Written) for i, case in enumerate(cases.CASES)
               for linker in case[1] if options.case in (None, i)]
    if options.case is not None:
        return written
    numbers = seeds(options)
    more = [] if options.linker else lto_links(options)
    print("seeds from %s on" % " and ".join(str(s) for s in numbers[:2]))
    if more:
        print("seeds of links with IR: %s" % " ".join("%d" % seed for seed, _ in more))
    each = 1 if options.seed is not None else 2
    random_ones = [(seed, names[i // each % len(names)], Case)
                   for i, seed in enumerate(numbers)]
    return ([] if options.linker else written) + random_ones + [job + (Case,) for job in more]


def run_link(options, program, seed, linker, kind):
    """The checks of one link; None: its linker refuses it."""
    keep = options.keep
    folder = keep or tempfile.mkdtemp(prefix="nsc-replay-")
    os.makedirs(folder, exist_ok=True)
    case = kind(seed, linker, folder, options.wide)
    checks = maplib.Checks()
    checks.about = case.about
    linked = case.link_it()
    if linked:
        (check_lto if linker in LTO_LINKERS else check_case)(checks, program, case)
    if checks.failed or keep:
        print("%s: %s" % (case.about, shlex.join(case.words)))
    if not keep:
        shutil.rmtree(folder)
    return checks if linked else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--links", type=int, default=28)
    parser.add_argument("--linker", choices=sorted({**LINKERS, **LTO_LINKERS}))
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--case", type=int, help="one of cases.py alone")
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    jobs = all_jobs(options)
    checks = maplib.Checks()
    refused = differed = 0
    with concurrent.futures.ThreadPoolExecutor(1 if options.keep else 2) as pool:
        for one in pool.map(lambda job: run_link(options, program, *job), jobs):
            refused += one is None
            differed += bool(one and one.failed)
            checks.done += one.done if one else 0
            checks.failed += one.failed if one else 0
    links = len(jobs)
    linked = links - refused
    print("%d links, %d refused by their linker, %d differ" % (linked, refused, differed))
    checks.true(linked * 2 >= links, "most links are refused")
    checks.finish()


if __name__ == "__main__":
    main()
