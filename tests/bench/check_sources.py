#!/usr/bin/env python3
"""Measures what reading sources costs, beside a compiler that only parses the same units.

usage: check_sources.py CHECK UNIT_DUMP [--worker FILE] [--work DIR] [--clang PROGRAM]
                        [--rounds N] [--out FILE]

In:   grub2 as third-party/recipes.py builds it: its freestanding units, and their objects.
      `unit_dump --requests` has the words that libclang is given for each that is C; the few
      in assembly are read by nostd-check alone.
Out:  a line for each figure with its bound; FILE has all that was measured, as JSON. The last
      line is `N passed, N failed`.
Exit: 0 if all bounds are kept, 1 if one is not, 2 if it could not be measured.

A round is PROGRAM -fsyntax-only on every unit, a process each, one and two at a time, then
nostd-check with a store that is not there yet: the sources by one worker, by two, and objects
first. Time is user and system time of a program and all it starts; of the rounds the median is
taken, of each ratio within its round. A machine that others use has no second core to give: so
what two workers save of the clock is held against what the same machine gives to the compiler.
The memory of a worker is the most that the kernel saw of it (wait4).
"""
import argparse
import concurrent.futures
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/third-party"))
import recipes  # noqa: E402
import sources  # noqa: E402

PACKAGE = "grub2"
UNITS_MIN = 300
# What is measured; its bound; what it is.
BOUNDS = {
    "cold": (0.6, "sources, one worker: CPU of clang -fsyntax-only"),
    "two-workers": (1.1, "the same, two workers: what that leaves of the clock, relative to "
                         "what a second process of clang leaves"),
    "objects-first": (0.02, "objects first: CPU of clang -fsyntax-only"),
    "worker-megabytes": (250, "memory of a worker, MB"),
}
SOURCES = ("--level", "source")
OBJECTS_FIRST = ("--objects-first",)
# A worker in its place: notes the most memory it had, in KiB.
WATCHER = """#!{python}
import os, sys
child = os.spawnv(os.P_NOWAIT, {worker!r}, [{worker!r}, *sys.argv[1:]])
_, status, used = os.wait4(child, 0)
with open({log!r}, "a") as log:
    print(used.ru_maxrss, file=log)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
"""


class Unusable(Exception):
    """What could not be done."""


def now():
    """Seconds of CPU of everything that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spent(words, **options):
    """Seconds of CPU and of the clock that a program took with all it started."""
    before, clock = now(), time.monotonic()
    done = subprocess.run([str(x) for x in words], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    return (now() - before, time.monotonic() - clock), done


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = options.work / "bench-sources"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.environment = {k: v for k, v in os.environ.items()
                            if not k.startswith("NOSTD_CHECK_")}
        self.environment["LC_ALL"] = "C"
        self.take_database()
        self.units = self.take_units()

    def ask(self, *words, cwd=None):
        done = subprocess.run([str(x) for x in words], env=self.environment, text=True, cwd=cwd,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if not done.stdout:
            raise Unusable(f"{' '.join(map(str, words))} says nothing: {done.stderr}")
        return done.stdout

    def take_database(self):
        """
        A database of the loader alone, so that every run has the same to read: what is
        compiled with -ffreestanding, and its assembler sources, which are not. What is below
        boot/ are programs of their own.
        """
        made = recipes.built(PACKAGE, sources.Apt(self.options.work), self.options.work)
        database = made.folder / "compile_commands.json"
        said = json.loads(self.ask(self.options.check, "dump", "--format", "json", database,
                                   cwd=made.folder))
        objects = {made.folder / x["object"] for x in said["commands"] if x["freestanding"] or
                   x["file"].endswith(".S") and x["object"].startswith("objects/grub-core/") and
                   "/boot/" not in x["file"]}
        rows = [x for x in json.loads(database.read_text()) if
                Path(x["directory"], x["arguments"][x["arguments"].index("-o") + 1]) in objects]
        (self.folder / "compile_commands.json").write_text(json.dumps(rows))

    def take_units(self):
        """The command of the compiler for each unit, with the words that libclang is given."""
        units = []
        for line in self.ask(self.options.unit_dump, "--requests",
                             self.folder / "compile_commands.json").splitlines():
            if line.startswith("\t"):
                units[-1][2].append(line[1:])
            else:
                units.append((*line.split(" ")[:2], []))
        units = [(source, words) for kind, source, words in units if kind == "parse"]
        if len(units) < UNITS_MIN:
            raise Unusable(f"{PACKAGE}: {len(units)} units, expected {UNITS_MIN}")
        return [[self.options.clang, "-fsyntax-only", *words, source]
                for source, words in units]

    def compile(self, processes):
        """(CPU, clock) of the compiler, so many at a time, and how many units it refuses."""
        def run(words):
            return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False).returncode != 0

        with concurrent.futures.ThreadPoolExecutor(processes) as pool:
            before, clock = now(), time.monotonic()
            refused = sum(pool.map(run, self.units))
            return (now() - before, time.monotonic() - clock), refused

    def check(self, *words):
        """(CPU, clock) of a check that knows nothing yet."""
        store = self.folder / "store.sqlite"
        for path in self.folder.glob("store.sqlite*"):
            path.unlink()
        took, done = spent([self.options.check, "check", "--tier", "core", "--db", store,
                            "-p", self.folder,
                            "--format", "json", *words], cwd=self.folder,
                           env=self.environment)
        if done.returncode not in (0, 1):
            raise Unusable(f"check {' '.join(words)}: exit {done.returncode}: "
                           f"{done.stderr.decode(errors='replace')[-2000:]}")
        return took

    def megabytes(self):
        """The most memory that the one worker had."""
        watcher, log = self.folder / "watcher", self.folder / "watched"
        watcher.write_text(WATCHER.format(python=sys.executable, log=str(log),
                                          worker=str(self.options.worker)))
        watcher.chmod(0o755)
        self.check(*SOURCES, "-j", "1", "--worker", str(watcher))
        return max(map(int, log.read_text().split())) * 1024 / 1e6

    def round(self):
        row = {}
        row["clang"], row["refused"] = self.compile(1)
        row["clang-two"], _ = self.compile(2)
        row["one"] = self.check(*SOURCES, "-j", "1")
        row["two"] = self.check(*SOURCES, "-j", "2")
        row["objects"] = self.check(*OBJECTS_FIRST, "-j", "1")
        return row


def figures(rounds, megabytes):
    """The median of each figure over the rounds."""
    median = {
        "cold": [row["one"][0] / row["clang"][0] for row in rounds],
        "two-workers": [row["two"][1] / row["one"][1] /
                        (row["clang-two"][1] / row["clang"][1]) for row in rounds],
        "objects-first": [row["objects"][0] / row["clang"][0] for row in rounds],
        "worker-megabytes": [megabytes],
    }
    return {name: statistics.median(values) for name, values in median.items()}


def measure(options):
    bench = Bench(options)
    print(f"{PACKAGE}: {len(bench.units)} units", flush=True)
    rounds = []
    for _ in range(options.rounds):
        rounds.append(row := bench.round())
        for kind, k in (("CPU  ", 0), ("clock", 1)):
            print("%s clang %.2f s, two at a time %.2f s; one worker %.2f s, two %.2f s; "
                  "objects first %.3f s" % (kind, *(row[x][k] for x in (
                      "clang", "clang-two", "one", "two", "objects"))))
        print(f"two workers take {row['two'][1] / row['one'][1]:.2f} of one's clock, two of "
              f"clang {row['clang-two'][1] / row['clang'][1]:.2f}; clang refuses "
              f"{row['refused']} units", flush=True)
    return {"package": PACKAGE, "units": len(bench.units), "rounds": rounds,
            "figures": figures(rounds, bench.megabytes())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("check", type=Path)
    parser.add_argument("unit_dump", type=Path)
    parser.add_argument("--worker", type=Path, help="default: that of the build of CHECK")
    parser.add_argument("--work", type=Path, default=ROOT / "build/third-party")
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    options.check, options.unit_dump = options.check.resolve(), options.unit_dump.resolve()
    options.work = options.work.resolve()
    options.worker = options.worker or \
        options.check.parents[1] / "analyzer/clang/nostd-check-clang"
    try:
        results = measure(options)
    except (Unusable, sources.Unusable, OSError) as trouble:
        print(trouble)
        return 2
    if options.out:
        options.out.write_text(json.dumps(results, indent=1) + "\n")
    failed = 0
    for name, (most, what) in BOUNDS.items():
        found = results["figures"][name]
        failed += found > most
        print(f"{'met    ' if found <= most else 'NOT MET'} {name} {found:.3f}, at most "
              f"{most:g}: {what}")
    print(f"{len(BOUNDS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
