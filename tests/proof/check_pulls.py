#!/usr/bin/env python3
"""Check the pull rows of an image's map against the linker's trace and the symbol tables.

    check_pulls.py BUILD [--image NAME]

The map is the one in the build folder. Every member that `ld -t -t` names has one pull row
and every pull row has such a member; the member defines the row's symbol, and the file that
the row blames has it undefined (nm). Rows whose reference is weak are named: they blame a
file that pulled nothing, because a -u or another root had asked for the symbol before.
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
    said = line.run(folder, extra=["-Wl,-t", "-Wl,-t"])[2]
    found = set()
    for text in said.splitlines():
        match = re.fullmatch(r"\((.+)\)(.+)", text)  # "(archive)member"
        if match:
            found.add(f"{match.group(1)}({match.group(2)})")
    return found


def symbols(line, file):
    """(defined names, {undefined name: is weak}) of a file or archive(member), by nm."""
    match = re.fullmatch(r"(.+)\(([^()]+)\)", file)
    path = line.folder / (match.group(1) if match else file)
    text = subprocess.run([line.tool("nm"), "-A", "-P", path], check=True,
                          capture_output=True, text=True).stdout
    defined, undefined = set(), {}
    for row in text.splitlines():
        place, name, kind = re.match(r"(.*?): (\S+) (\S)", row).groups()
        if match and not place.endswith(f"[{match.group(2)}]"):
            continue
        if kind in "Uwv":
            undefined[name] = kind != "U"
        elif kind not in "a":
            defined.add(name)
    return defined, undefined


def check(line, pulls, folder):
    """Faults, in words."""
    faults, known = [], {}
    members = [p.member for p in pulls]
    traced = traced_members(line, folder)
    faults += [f"{m}: pulled by the map, not by the trace" for m in set(members) - traced]
    faults += [f"{m}: in the trace, without a pull row" for m in traced - set(members)]
    faults += [f"{m}: {members.count(m)} pull rows" for m in set(members)
               if members.count(m) > 1]
    for pull in pulls:
        for file in (pull.member, pull.by):
            if file and file not in known:
                known[file] = symbols(line, file)
        if pull.symbol not in known[pull.member][0]:
            faults.append(f"{pull.member} does not define {pull.symbol}")
        if pull.by and pull.symbol not in known[pull.by][1]:
            faults.append(f"{pull.by} does not need {pull.symbol}")
        elif pull.by and known[pull.by][1][pull.symbol]:
            print(f"weak: {pull.by} is blamed for {pull.symbol}")
    return faults


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
