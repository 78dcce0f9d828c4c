"""What the checks of the map readers share: run them, compare, count, report."""
import json
import os
import re
import subprocess
import sys


class Checks:
    """Counts checks; a failed one is told at once, with what it was about."""

    def __init__(self):
        self.done = 0
        self.failed = 0
        self.about = ""

    def true(self, good, text):
        self.done += 1
        if not good:
            self.failed += 1
            print("FAILED %s: %s" % (self.about, text))

    def equal(self, found, expected, text):
        self.true(found == expected, "%s: found %r, expected %r"
                  % (text, shorten(found), shorten(expected)))

    def same_list(self, found, expected, text):
        """Like equal, but tells the first difference of long lists."""
        self.done += 1
        for i, (a, b) in enumerate(zip(found, expected)):
            if a != b:
                self.failed += 1
                print("FAILED %s: %s, row %d: found %r, expected %r"
                      % (self.about, text, i + 1, a, b))
                return
        if len(found) != len(expected):
            self.failed += 1
            print("FAILED %s: %s: found %d rows, expected %d"
                  % (self.about, text, len(found), len(expected)))

    def finish(self):
        print("%d checks, %d failed" % (self.done, self.failed))
        sys.exit(1 if self.failed or not self.done else 0)


def shorten(value):
    return value if len(repr(value)) < 300 else repr(value)[:300] + "..."


def dump(program, path):
    """Exit code, facts (None when the map was refused), lines of standard error. The program
    is map_dump, or nostd-check itself."""
    is_command = os.path.basename(program) == "nostd-check"
    options = ["dump", "--format", "json"] if is_command else ["--json"]
    run = subprocess.run([program, *options, path], capture_output=True)
    text = run.stdout.decode()
    return run.returncode, json.loads(text) if text else None, run.stderr.decode(
        errors="surrogateescape").splitlines()


def file_text(row):
    """How GNU ld spells the file of a row; None for the linker's own."""
    if row.get("archive"):
        return "%s(%s)" % (row["archive"], row["member"])
    return row.get("object") or row.get("member")


def removed_sections(said, plain):
    """(file by `plain`, section) that a linker says it collected, in any linker's words."""
    found = set()
    for line in said:
        match = (re.search(r"[Rr]emoving unused section '(.*)' (?:in|from) file '(.*)'", line)
                 or re.search(r"removing unused section from '(.*)' in file '(.*)'", line))
        if match:
            found.add((plain(match.group(2)), match.group(1)))
        match = re.match(r"removing unused section (.*):\((.*)\)$", line)
        if match:
            found.add((plain(match.group(1)), match.group(2)))
    return found


def pulls(facts):
    """(member, puller, symbol) of each archive member, as the truth files have them."""
    rows = []
    for pull in facts["pulls"]:
        if pull["reason"] == "as-needed":
            continue
        symbol = "--whole-archive" if pull["reason"] == "whole-archive" else pull["symbol"]
        rows.append((file_text(pull), file_text(pull["by"]) if pull["by"] else "", symbol))
    return rows


def covered(output, sections):
    """Bytes of an output section that its pieces cover, each byte once."""
    start = int(output["address"], 16)
    end = start + output["size"]
    pieces = sorted((int(s["address"], 16), int(s["address"], 16) + s["size"])
                    for s in sections)
    total, at = 0, start
    for first, last in pieces:
        first, last = max(first, at), min(last, end)
        if last > first:
            total += last - first
            at = last
    return total


def pieces_of_outputs(facts):
    """Each output section with its pieces; equal names are told apart by the order."""
    sections = [s for s in facts["sections"] if s["output"] is not None]
    at = 0
    for output in facts["outputs"]:
        pieces = []
        while at < len(sections) and sections[at]["output"] == output["name"]:
            pieces.append(sections[at])
            at += 1
        yield output, pieces
