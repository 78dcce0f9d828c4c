#!/usr/bin/env python3
"""Measure what reading a large map costs, against grep on the same file.

usage: check_cost.py MAP_DUMP [--megabytes N] [--times X] [--memory X] [--seed N]

Time is user and system time, the least of several runs, relative to LC_ALL=C grep -c ' 0x'
(the unit of the aim: at most 6). Memory is what map_dump touches beyond the file itself,
relative to the file's size (at most 0.5). Limits below 0 are not checked: builds with
sanitizers are measured, not judged.
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def cpu_seconds(command, runs):
    best = None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # GNU grep stops at the first hit when its output is /dev/null.
        subprocess.run(command, stdout=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"),
                       check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
        best = used if best is None else min(best, used)
    return best


def touched_bytes(program, path):
    """Anonymous memory at the end of the run, which is its peak: nothing is given back."""
    run = subprocess.run([program, "--cost", path], stdout=subprocess.PIPE, check=True)
    return int(re.search(rb"anonymous (\d+)", run.stdout).group(1)) * 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--times", type=float, default=6)
    parser.add_argument("--memory", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nsc-maps-") as folder:
        path = os.path.join(folder, "big.map")
        with open(path, "wb") as out:
            subprocess.run([sys.executable, os.path.join(HERE, "gen_big_map.py"), "--seed",
                            str(options.seed), "--bytes", str(options.megabytes << 20)],
                           stdout=out, check=True)
        size = os.path.getsize(path)
        grep = cpu_seconds(["grep", "-c", " 0x", path], 15)
        read = cpu_seconds([options.program, "--none", path], 9)
        memory = touched_bytes(options.program, path)
    print("%d bytes: grep %.3f s, map_dump %.3f s = %.1f times; memory %.1f MB = %.2f of the"
          " file" % (size, grep, read, read / grep, memory / 1e6, memory / size))
    good = (options.times < 0 or read <= options.times * grep) and \
        (options.memory < 0 or memory <= options.memory * size)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
