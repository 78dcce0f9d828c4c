#!/usr/bin/env python3
"""Read maps that were written by hand after maps of linkers that nobody can run here.

usage: check_written.py MAP_DUMP FOLDER [--bless]

For each NAME.map: the facts are those of NAME.txt, which was compared with the map line by
line by whoever changed it; no line is left over. Then the map with CRLF says the same, one
that is cut between two lines either says the same or that it was cut, and a line that means
nothing, put anywhere but among rows that are not read, is counted.
"""
import argparse
import glob
import os
import subprocess
import tempfile

import maplib

ODD = "%% this is no line of a map %%\n"
PLACES = 12  # cuts, and odd lines, of a map: some of its lines, spread evenly
# Nothing ends such a map: not even a table, or pieces that fill the last section.
WITHOUT_END = ("lld-link-lldmap.map", "eld.map")


def places(lines):
    return range(4, len(lines), max(1, len(lines) // PLACES))


def text_of(program, path):
    run = subprocess.run([program, "--text", path], capture_output=True)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def check_cuts(checks, program, path, lines, whole):
    """A cut that is not told has lost nothing; at half of the places it must be told."""
    told = tried = 0
    with tempfile.NamedTemporaryFile("w", suffix=".map", newline="") as file:
        for stop in places(lines):
            file.seek(0)
            file.truncate()
            file.write("".join(lines[:stop]))
            file.flush()
            code, _, error = text_of(program, file.name)
            checks.true(code in (0, 1, 2), "line %d: exit code %d" % (stop, code))
            tried += 1
            told += "the map ends here" in error or code == 2
            if code == 0 and checks.about not in WITHOUT_END:
                facts = maplib.dump(program, file.name)[1]
                checks.true(facts["sections"] == whole["sections"],
                            "cut behind line %d, and nothing is told" % stop)
    checks.true(told > tried // 2 or checks.about in WITHOUT_END,
                "%d cuts of %d are told" % (told, tried))


def check_odd_lines(checks, program, lines):
    told = tried = 0
    with tempfile.NamedTemporaryFile("w", suffix=".map", newline="") as file:
        for at in places(lines):
            file.seek(0)
            file.truncate()
            file.write("".join(lines[:at] + [ODD] + lines[at:]))
            file.flush()
            code, _, error = text_of(program, file.name)
            checks.true(code in (0, 1), "odd line at %d: exit code %d" % (at, code))
            tried += 1
            told += ":%d:1: line not understood" % (at + 1) in error
    checks.true(told > tried // 4, "%d odd lines of %d are told" % (told, tried))


def check_map(checks, program, path, bless):
    code, text, error = text_of(program, path)
    checks.equal((code, error), (0, ""), "exit code and diagnostics")
    expected = path[:-len(".map")] + ".txt"
    if bless:
        open(expected, "w", encoding="utf8").write(text)
    checks.same_list(text.splitlines(),
                     open(expected, encoding="utf8").read().splitlines(), "facts")
    lines = open(path, encoding="utf8").readlines()
    whole = maplib.dump(program, path)[1]
    with tempfile.NamedTemporaryFile("w", suffix=".map", newline="") as file:
        file.write("".join(lines).replace("\n", "\r\n"))
        file.flush()
        checks.equal(maplib.dump(program, file.name)[1], whole, "facts with CRLF")
    check_cuts(checks, program, path, lines, whole)
    check_odd_lines(checks, program, lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--bless", action="store_true")
    options = parser.parse_args()
    checks = maplib.Checks()
    for path in sorted(glob.glob(os.path.join(options.folder, "*.map"))):
        checks.about = os.path.basename(path)
        check_map(checks, options.program, path, options.bless)
    checks.finish()


if __name__ == "__main__":
    main()
