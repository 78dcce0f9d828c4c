#!/usr/bin/env python3
"""Measure what reading a large map costs, against grep on the same file.

usage: check_cost.py MAP_DUMP [--check NOSTD_CHECK] [--megabytes N] [--times X]
                     [--memory X] [--seed N] [FORMAT...]

FORMAT: of gen_big_map.py; without one, GNU ld's. Time is user and system time, the least
of several runs, relative to LC_ALL=C grep -c ' 0x' (the unit of the aim: at most 6).
Memory is what map_dump touches beyond the file itself, relative to the file's size (at
most 0.5, of GNU ld's, most of which are cross references). Some formats are told and not
judged: grep meets no ' 0x' in them and is done at once, or no aim was set. With --check,
`why --taken` on GNU ld's map takes less than twice the time of head -n 20000.
Limits below 0 are not checked: builds with sanitizers are measured, not judged.
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
JUDGED = ("gnu-ld", "gold", "lld", "lld-cref", "armlink")
WHY_TIMES = 2


def cpu_seconds(commands, runs):
    """The least of each command; they take turns, so that all have the same machine."""
    best = [None] * len(commands)
    for _ in range(runs):
        for i, command in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            # GNU grep stops at the first hit when its output is /dev/null.
            run = subprocess.run(command, stdout=subprocess.PIPE,
                                 env=dict(os.environ, LC_ALL="C"))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if run.returncode != 0 and command[0] != "grep":
                sys.exit("%s: exit code %d" % (" ".join(command), run.returncode))
            used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
            best[i] = used if best[i] is None else min(best[i], used)
    return best


def touched_bytes(program, path):
    """Anonymous memory at the end of the run, which is its peak: nothing is given back."""
    run = subprocess.run([program, "--cost", path], stdout=subprocess.PIPE, check=True)
    return int(re.search(rb"anonymous (\d+)", run.stdout).group(1)) * 1024


def check_format(options, name, path):
    size = os.path.getsize(path)
    grep, read = cpu_seconds([["grep", "-c", " 0x", path],
                              [options.program, "--none", path]], 12)
    memory = touched_bytes(options.program, path)
    judged = name in JUDGED
    print("%s: %d bytes: grep %.3f s, map_dump %.3f s = %.1f times; memory %.1f MB = %.2f of"
          " the file%s" % (name, size, grep, read, read / grep, memory / 1e6, memory / size,
                           "" if judged else "; not judged"), flush=True)
    return not judged or (
        (options.times < 0 or read <= options.times * grep) and
        (options.memory < 0 or name != "gnu-ld" or memory <= options.memory * size))


def check_why(options, path):
    """A member that was taken for the tenth reason: chains of real links are as long."""
    with open(path, "rb") as lines:
        member = [next(lines).strip() for _ in range(21)][20]
    head, why = cpu_seconds([["head", "-n", "20000", path],
                             [options.check, "why", "--taken", member.decode(), path]], 60)
    print("why --taken: head -n 20000 %.2f ms, why %.2f ms = %.1f times"
          % (head * 1e3, why * 1e3, why / head), flush=True)
    return options.times < 0 or why < WHY_TIMES * head


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--check")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--times", type=float, default=6)
    parser.add_argument("--memory", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("formats", nargs="*", default=["gnu-ld"])
    options = parser.parse_intermixed_args()
    good = True
    for name in options.formats:
        with tempfile.TemporaryDirectory(prefix="nsc-maps-") as folder:
            path = os.path.join(folder, "big.map")
            with open(path, "wb") as out:
                subprocess.run([sys.executable, os.path.join(HERE, "gen_big_map.py"),
                                "--format", name, "--seed", str(options.seed), "--bytes",
                                str(options.megabytes << 20)], stdout=out, check=True)
            good &= check_format(options, name, path)
            if options.check and name == "gnu-ld":
                good &= check_why(options, path)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
