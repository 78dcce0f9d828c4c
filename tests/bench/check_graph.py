#!/usr/bin/env python3
"""Measures what marking a large graph and pricing its cut edges costs, and how that grows.

usage: check_graph.py GRAPH_BENCH [--seconds X] [--megabytes X] [--exponent X]

In:   graph_bench (graph.c beside this script), on a thousand to a million sections with ten
      references each: as programs are, where most stays whatever is cut, and with all of
      it behind one call, so that nothing does.
Out:  a line for each size, with the exponent by which time grows from the size before; the
      largest size is judged: seconds of CPU, megabytes with the graph itself; and the
      exponent from the smallest to the largest. Time is that of the fastest run, of more
      runs the smaller the graph is. The last line is `N passed, N failed`.
Exit: 0 if all bounds are kept.
"""
import argparse
import math
import subprocess
import sys

SIZES = {1000: 40, 10000: 20, 100000: 10, 1000000: 8}  # sections: runs


def measure(program, sections, form):
    """The fastest of some runs: sections, seconds, bytes, and all that was printed."""
    best = None
    for _ in range(SIZES[sections]):
        words = subprocess.run([program, str(sections), *form], check=True, text=True,
                               stdout=subprocess.PIPE).stdout.split()
        said = dict(zip(words[::2], map(float, words[1::2])))
        if best is None or said["seconds"] < best["seconds"]:
            best = said
    return best


def exponent(small, large):
    return (math.log(large["seconds"] / small["seconds"]) /
            math.log(large["sections"] / small["sections"]))


def check(options, form):
    """Measures all sizes of a form; how many bounds were kept, and how many there are."""
    rows = []
    for size in SIZES:
        row = measure(options.program, size, form)
        grows = f", exponent {exponent(rows[-1], row):.2f}" if rows else ""
        print("%d sections, %d references, %d cut edges of which %d retain something: %.5f s, "
              "%.0f MB%s" % (row["sections"], row["references"], row["cut-edges"],
                             row["retaining"], row["seconds"], row["bytes"] / 1e6, grows))
        rows.append(row)
    bounds = (("seconds", rows[-1]["seconds"], options.seconds),
              ("megabytes", rows[-1]["bytes"] / 1e6, options.megabytes),
              ("exponent", exponent(rows[0], rows[-1]), options.exponent))
    for name, found, most in bounds:
        print(f"{'ok  ' if found <= most else 'FAIL'} {name} {found:.2f}, at most {most:g}")
    return sum(found <= most for _, found, most in bounds), len(bounds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--megabytes", type=float, default=500)
    parser.add_argument("--exponent", type=float, default=1.05)
    options = parser.parse_args()
    passed = count = 0
    for form, title in (((), "as programs are"), (("behind",), "all behind one call")):
        print(f"{title}:")
        kept, bounds = check(options, form)
        passed += kept
        count += bounds
    print(f"{passed} passed, {count - passed} failed")
    sys.exit(0 if passed == count else 1)


if __name__ == "__main__":
    main()
