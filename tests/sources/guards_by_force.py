#!/usr/bin/env python3
"""Compare the guards of uses with what the real preprocessor does when they are turned over.

    guards_by_force.py --dump UNIT_DUMP compile_commands.json

For each use of a name that the unit uses once and does not define: every conditional
directive of the project's files is forced, one at a time, to 0 and to 1, and the unit is
preprocessed by its own compiler. Then

  a guard that is `taken`, forced to 0, takes the use away, and so does a branch in front of
  it, forced to 1; no other directive does, but for the guards of whole headers.

Exit status 0 when that is so of every use. Names must end in _H where they guard a header.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from against_compiler import dump_units

DIRECTIVE = re.compile(r"^[ \t]*(?:#|%:|\?\?=)[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else)\b(.*)$", re.S)
SPLICE = re.compile(r"(\\|\?\?/)\r?\n$")


def directives(path):
    """Line number, logical line and its physical lines, of all that look like directives."""
    lines = open(path).read().splitlines(True)
    at = 0
    while at < len(lines):
        first, text = at, lines[at]
        while SPLICE.search(text) and at + 1 < len(lines):
            at += 1
            text = SPLICE.sub("", text) + lines[at]
        at += 1
        found = DIRECTIVE.match(text)
        if found:
            yield first + 1, found.group(1), found.group(2), at - first


class Unit:
    def __init__(self, entry, copy):
        words = entry["arguments"]
        at = words.index("-o")
        self.command = [w for w in words[:at] + words[at + 2:] if w != "-c"] + ["-E", "-P"]
        self.copy = copy
        self.words = self.preprocess()

    def preprocess(self):
        done = subprocess.run(self.command, cwd=self.copy, capture_output=True, text=True,
                              errors="replace")
        count = {}
        for word in re.findall(r"\w+", done.stdout):
            count[word] = count.get(word, 0) + 1
        return count

    def forced(self, file, line, keyword, size, value):
        """Words that are there fewer times when this directive has this value."""
        path = os.path.join(self.copy, file)
        text = open(path).read()
        lines = text.splitlines(True)
        word = "if" if keyword.startswith("if") else "elif"
        lines[line - 1:line - 1 + size] = [f"#{word} {value}\n"] + ["\n"] * (size - 1)
        open(path, "w").write("".join(lines))
        count = self.preprocess()
        open(path, "w").write(text)
        return {w for w, n in self.words.items() if count.get(w, 0) < n}


def check_unit(entry, facts, folder):
    faults, checked = [], 0
    uses = {}
    defined = {entity["name"] for entity in facts["entities"]}
    for use in facts["references"]:
        uses.setdefault(use["name"], []).append(use)
    with tempfile.TemporaryDirectory() as work:
        copy = os.path.join(work, "copy")
        shutil.copytree(folder, copy)
        unit = Unit(entry, copy)
        wanted = {n: u[0] for n, u in uses.items() if len(u) == 1 and n in unit.words and n not in defined}
        want = {n: set() for n in wanted}
        for name, use in wanted.items():
            for guard in use["guards"]:
                at = guard.get("physical", guard)
                want[name].add((os.path.relpath(at["file"], folder), at["line"],
                                0 if guard["taken"] else 1))
        own = sorted(f for f in os.listdir(folder)
                     if f.endswith((".c", ".cc", ".h", ".S")))
        found = {n: set() for n in wanted}
        for file in own:
            for line, keyword, rest, size in directives(os.path.join(folder, file)):
                if re.search(r"^\W*(defined\W*)?\w+_H\W*$", rest) and file.endswith(".h") and line < 5:
                    continue
                for value in (0, 1):
                    for name in unit.forced(file, line, keyword, size, value) & set(wanted):
                        found[name].add((file, line, value))
        for name in sorted(wanted):
            checked += 1
            want[name] = {g for g in want[name] if os.path.exists(os.path.join(folder, g[0]))}
            for guard in sorted(want[name] ^ found[name]):
                what = "changes nothing" if guard in want[name] else "is not told"
                faults.append(f"{facts['source']}: {name}: {guard[0]}:{guard[1]} forced to {guard[2]} {what}")
    return checked, faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dump", required=True)
    parser.add_argument("database")
    options = parser.parse_args()
    entries = json.load(open(options.database))
    units, _ = dump_units(options.dump, options.database)
    checked, faults = 0, []
    for entry, facts in zip(entries, units):
        count, more = check_unit(entry, facts, entry["directory"])
        checked += count
        faults += more
    for fault in faults:
        print(fault)
    print(f"{options.database}: {checked} uses, {len(faults)} faults")
    return 1 if faults or (checked == 0) else 0


if __name__ == "__main__":
    sys.exit(main())
