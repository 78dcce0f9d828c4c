#!/usr/bin/env python3
"""Link random programs and compare what the linker did with what the replay predicts.

usage: check_replay.py NOSTD_CHECK [--seed N] [--links N] [--linker NAME] [--keep FOLDER]

For each link (gen_link.py), from the link command and the objects alone
(`dump --link-cmd`): the members that are taken, in their order for GNU ld (-t -t, --trace);
the sections that are collected (--print-gc-sections); the sections that stay (the map). And
with the map beside it (`check --map --link-cmd`): both must agree. Half of the links have a
fixed seed, half a fresh one. Each failure prints what makes its link again.
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
}
FIXED_SEED = 20261130
GROUPED = re.compile(r"\.(data\.g_[ab]\d+|(text|rodata)\.c\d)$")


class Case:
    """One link, and what its linker says of it."""

    def __init__(self, seed, linker, folder):
        machine, command = LINKERS[linker]
        self.about = "--seed %d --links 1 --linker %s" % (seed, linker)
        self.linker = linker.split("-")[0]
        self.folder = folder
        self.link = gen_link.Link(random.Random(seed), self.linker, machine, command, folder)
        self.words = self.link.make(self.run)

    def run(self, *command):
        run = subprocess.run(command, cwd=self.folder, capture_output=True)
        if run.returncode:
            raise RuntimeError("%s\n%s" % (shlex.join(command), run.stderr.decode()))

    def link_it(self):
        """False: the linker refuses, so there is nothing to compare with."""
        run = subprocess.run(self.words, cwd=self.folder, capture_output=True,
                             env=dict(os.environ, LC_ALL="C"))
        self.said = (run.stdout + run.stderr).decode(errors="replace").splitlines()
        return run.returncode == 0

    def members(self):
        """Members as the linker traces them, in its order."""
        found = []
        for line in self.said:
            match = (re.match(r"\((.*)\)(m\d+\.o)$", line)
                     or re.match(r"(?:trace: )?(.*\.a)\((?:\./)?(m\d+\.o)\)$", line))
            if match:
                found.append(match.group(2))
            elif re.match(r"(?:trace: )?(\./)?m\d+\.o$", line):
                found.append(plain(line))
        given = {m.path for m in self.link.objects}
        return [name for name in dict.fromkeys(found) if name not in given]

    def removed(self):
        return maplib.removed_sections(self.said, plain)


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
    checks.equal((code, told), (0, ""), "exit code and messages of dump --link-cmd")
    if not text:
        return
    facts = json.loads(text)
    known = sections_of(case)
    code, actual, told = maplib.dump(program, os.path.join(case.folder, "out.map"))
    checks.equal(code, 0, "exit code of dump out.map")
    removed = case.removed() & known
    found = [file_of(row) for row in facts["pulls"]]
    expected = case.members()
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
    gone = {(file_of(row), row["name"]) for row in facts["discarded"] if row["size"]} & known
    if case.link.gc:
        checks.equal(sorted(gone ^ removed), [],
                     "collected by one side (tool: %d, linker: %d)" % (len(gone), len(removed)))
    known = sections_of(case)
    live, kept = live_rows(facts, known), live_rows(actual, known)
    checks.equal((sorted(live - kept), sorted(kept - live)), ([], []),
                 "live for the tool alone, and for the linker alone")
    if "mold" not in case.linker or found:
        code, text, told = run_tool(program, case, "why", "s0", "--map", "out.map", "--tier",
                                    "core", "--link-cmd", command, "-v")
        checks.true("a replay of the link" not in text + told,
                    "map and replay differ: %s" % maplib.shorten(text + told))
        checks.true("NSC902" not in text + told,
                    "files are taken for others: %s" % maplib.shorten(text + told))


def seeds(options):
    """Half of them fixed, half fresh; one seed that was named is itself."""
    if options.seed is not None:
        return [options.seed + i for i in range(options.links)]
    fresh = random.SystemRandom().randrange(1 << 31)
    return [(FIXED_SEED if i % 2 == 0 else fresh) + i // 2 for i in range(options.links)]


def run_link(program, seed, linker, keep):
    """The checks of one link; None: its linker refuses it."""
    folder = keep or tempfile.mkdtemp(prefix="nsc-replay-")
    os.makedirs(folder, exist_ok=True)
    case = Case(seed, linker, folder)
    checks = maplib.Checks()
    checks.about = case.about
    linked = case.link_it()
    if linked:
        check_case(checks, program, case)
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
    parser.add_argument("--linker", choices=sorted(LINKERS))
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    names = [options.linker] if options.linker else list(LINKERS)
    all_seeds = seeds(options)
    print("seeds from %s on" % " and ".join(str(s) for s in all_seeds[:2]))

    def run_one(i):
        linker = names[i // (1 if options.seed is not None else 2) % len(names)]
        return run_link(program, all_seeds[i], linker, options.keep)

    checks = maplib.Checks()
    refused = differed = 0
    with concurrent.futures.ThreadPoolExecutor(1 if options.keep else 2) as pool:
        for one in pool.map(run_one, range(len(all_seeds))):
            refused += one is None
            differed += bool(one and one.failed)
            checks.done += one.done if one else 0
            checks.failed += one.failed if one else 0
    linked = options.links - refused
    print("%d links, %d refused by their linker, %d differ" % (linked, refused, differed))
    checks.true(linked * 2 >= options.links, "most links are refused")
    checks.finish()


if __name__ == "__main__":
    main()
