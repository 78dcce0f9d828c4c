#!/usr/bin/env python3
"""Check the pull rows of an image's map against the linker's trace and the symbol tables.

    check_pulls.py BUILD [--image NAME]

The map is the one in the build folder. Every member that `ld -t -t` names has one pull
row and every pull row has such a member; the member defines the row's symbol, and the
file that the row blames has it undefined (nm). Rows whose reference is weak are named:
they blame a file that pulled nothing, because a -u or another root had asked for the
symbol before.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import mapfile
from linkline import LinkError, LinkFailed, find_link


def traced_members(line, folder):
    """archive(member) names that the linker opens, by its own trace."""
    said = line.run(folder, extra=["-t", "-t"])[2]
    found = set()
    for text in said.splitlines():
        match = re.fullmatch(r"\((.+)\)(.+)", text)  # "(archive)member"
        if match:
            found.add(f"{match.group(1)}({match.group(2)})")
    return found


class Symbols:
    """What nm says about the files of a link; each archive is read once."""

    def __init__(self, line):
        self.line, self.known = line, {}

    def of(self, file):
        """(defined names, {undefined name: is weak}) of a file or archive(member)."""
        archive, _, member = file.rstrip(")").partition("(")
        if archive not in self.known:
            self.known[archive] = self._read(archive)
        return self.known[archive].get(member, (set(), {}))

    def _read(self, path):
        """{member, or "" for an object: (defined, undefined)}."""
        text = subprocess.run(
            [self.line.tool("nm"), "-A", "-P", path],
            check=True,
            cwd=self.line.folder,
            capture_output=True,
            text=True,
        ).stdout
        found = {}
        for row in text.splitlines():
            place, name, kind = re.match(r"(.*?): (\S+) (\S)", row).groups()
            member = place[len(path) :].strip("[]") if place.endswith("]") else ""
            defined, undefined = found.setdefault(member, (set(), {}))
            if kind in "Uwv":
                undefined[name] = kind != "U"
            elif kind != "a":
                defined.add(name)
        return found


def check(line, pulls, folder):
    """Faults, in words."""
    members, symbols = [p.member for p in pulls], Symbols(line)
    traced = traced_members(line, folder)
    faults = [f"{m}: pulled by the map, not by the trace" for m in set(members) - traced]
    faults += [f"{m}: in the trace, without a pull row" for m in traced - set(members)]
    faults += [
        f"{m}: {members.count(m)} pull rows" for m in set(members) if members.count(m) > 1
    ]
    for pull in pulls:
        if pull.symbol not in symbols.of(pull.member)[0]:
            faults.append(f"{pull.member} does not define {pull.symbol}")
        undefined = symbols.of(pull.by)[1] if pull.by else {pull.symbol: False}
        if pull.symbol not in undefined:
            faults.append(f"{pull.by} does not need {pull.symbol}")
        elif undefined[pull.symbol]:
            print(f"weak: {pull.by} is blamed for {pull.symbol}")
    return sorted(faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--image")
    options = parser.parse_args()
    try:
        line = find_link(options.build, options.image)
        if not line.map:
            raise LinkError(f"{options.build}: the link writes no map")
        pulls = mapfile.read(line.folder / line.map).pulls
        with tempfile.TemporaryDirectory(prefix="pulls.") as temp:
            faults = check(line, pulls, Path(temp))
    except (LinkError, LinkFailed) as error:
        print(f"check_pulls: {error}", file=sys.stderr)
        return 2
    for fault in faults:
        print(f"FAIL {fault}")
    print(f"{len(pulls)} pull rows, {len(faults)} faults")
    return 1 if faults or not pulls else 0


if __name__ == "__main__":
    sys.exit(main())
