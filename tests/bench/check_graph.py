#!/usr/bin/env python3
"""Measures what marking a large graph and pricing its cut edges costs, and how that grows.

usage: check_graph.py GRAPH_BENCH [--seconds X] [--megabytes X] [--exponent X]

In:   graph_bench (graph.c beside this script), on a thousand to a million sections with ten
      references each.
Out:  a line for each size, with the exponent by which time grows from the size before; the
      largest size is judged: seconds of CPU, megabytes with the graph itself. The exponent is
      judged from the smallest to the largest size that take time enough to be measured.
      The last line is `N passed, N failed`.
Exit: 0 if all bounds are kept.
"""
import argparse
import math
import subprocess
import sys

SIZES = (1000, 10000, 100000, 1000000)
MEASURABLE = 0.01  # seconds


def measure(program, sections):
    """The fastest of three runs: sections, seconds, bytes, and all that was printed."""
    best = None
    for _ in range(3):
        words = subprocess.run([program, str(sections)], check=True, text=True,
                               stdout=subprocess.PIPE).stdout.split()
        said = dict(zip(words[::2], map(float, words[1::2])))
        if best is None or said["seconds"] < best["seconds"]:
            best = said
    return best


def exponent(small, large):
    return (math.log(large["seconds"] / small["seconds"]) /
            math.log(large["sections"] / small["sections"]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--megabytes", type=float, default=500)
    parser.add_argument("--exponent", type=float, default=1.05)
    options = parser.parse_args()
    rows = []
    for size in SIZES:
        row = measure(options.program, size)
        grows = f", exponent {exponent(rows[-1], row):.2f}" if rows else ""
        print("%d sections, %d references, %d cut edges of which %d retain something: %.3f s, "
              "%.0f MB%s" % (row["sections"], row["references"], row["cut-edges"],
                             row["retaining"], row["seconds"], row["bytes"] / 1e6, grows))
        rows.append(row)
    timed = [row for row in rows if row["seconds"] >= MEASURABLE]
    bounds = (("seconds", rows[-1]["seconds"], options.seconds),
              ("megabytes", rows[-1]["bytes"] / 1e6, options.megabytes),
              ("exponent", exponent(timed[0], timed[-1]), options.exponent))
    failed = 0
    for name, found, most in bounds:
        failed += found > most
        print(f"{'ok  ' if found <= most else 'FAIL'} {name} {found:.2f}, at most {most:g}")
    print(f"{len(bounds) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
