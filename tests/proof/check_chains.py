#!/usr/bin/env python3
"""Prove each hop of each chain of a report with nm, objdump and the linker's own trace.

    check_chains.py REPORT.json BUILD [--image NAME] [--target NAME]

A node is "object:section", "archive(member):section" or the name of a symbol. A hop from
A to B holds if the file of A has
  * a relocation in A's section to a symbol that B's section defines (or that B is), or
  * an undefined name that B's file defines and no relocation of A's file mentions: the
    hop is one of extraction alone,
and the linker, told to trace that symbol, says that A's file refers to it and that B's
file defines it. An edge called "weak" must be a weak undefined symbol, one called
"script" an assignment in the map. Two nodes in one section need no relocation: they share
it.

The root must be the entry's section, one that a KEEP of the linker script names, or one
that a -u names. In a chain of a live finding every section must be in the image; that of
another finding, or of a weak resurrection (NSC301, the chain is what extracted it), begins
at a section that is not. One hop must lead to the finding's symbol, from a file that the
finding names; the link line names it where -u asks for it.
"""

import argparse
import fnmatch
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import findings
import mapfile
from archive import ArchiveError
from elf import Elf, ElfError
from linkline import LinkError, LinkFailed
from relink import Image, names_file

TRACE = re.compile(r"(?:\S*ld(?:\.\w+)?: )?(.+?): (reference to|definition of) (\S+)$")
RELOCATION = re.compile(r"^[0-9a-f]+ R_\S+\s+(.+?)(?:[+-]0x[0-9a-f]+)?$")


class Node(NamedTuple):
    """A place: file and section, or only a symbol's name."""

    file: str
    section: str
    symbol: str

    def __str__(self):
        return self.symbol or f"{self.file}:{self.section}"


def parse_node(text):
    """A name without a colon is a symbol (C++ names have two: not a section either)."""
    match = re.fullmatch(r"(.+\)|[^:]+(?::[\\/][^:]+)?):([^:]+)", text)
    if match and "::" not in text:
        return Node(match.group(1), match.group(2), "")
    return Node("", "", text)


class Program:
    """One image: its map, its files, and what binutils say about them."""

    def __init__(self, image, folder):
        self.line, self.folder = image.line, folder
        path, map_file, _ = self.line.run(folder / "plain")
        self.map = mapfile.read(map_file)
        self.map_text = map_file.read_text(errors="surrogateescape")
        self.elf = Elf(path.read_bytes(), str(path))
        self.files = {row.file for row in self.map.rows + self.map.dropped}
        self.traces, self.known = {}, {}

    def file(self, wanted):
        """The map's name for a file of a chain; None: not in the link, or not clear."""
        wanted = re.sub(r"^\{[a-z]+\}/", "", wanted)
        found = [f for f in self.files if names_file(wanted, f)]
        if len(found) > 1:
            found = [f for f in found if f == wanted]
        return found[0] if found else None

    def is_live(self, node):
        """Whether the image holds the section; its strings may be merged into another."""
        return any(
            r.file == node.file and r.name == node.section and r.before
            for r in self.map.rows
        )

    def trace(self, symbol):
        """(files that refer to it, files that define it), as the linker tells."""
        self.prefetch([symbol])
        return self.traces[symbol]

    def prefetch(self, symbols):
        """Trace symbols that were not traced yet, all in one link."""
        new = sorted(set(symbols) - set(self.traces))
        self.traces.update({name: (set(), set()) for name in new})
        if not new:
            return
        said = self.line.run(self.folder / "trace", extra=[f"--trace-symbol={n}" for n in new])[2]
        for line in said.splitlines():
            match = TRACE.match(line)
            if match and match.group(3) in new:
                file, what, name = match.groups()
                self.traces[name][0 if what == "reference to" else 1].add(file)

    def _object(self, file):
        """A path to the object; a member is taken out of its archive by ar."""
        match = re.fullmatch(r"(.+)\(([^()]+)\)", file)
        if not match:
            return self.line.folder / file
        path = self.folder / f"member{len(self.known)}.o"
        with path.open("wb") as out:
            subprocess.run(
                [
                    self.line.tool("ar"),
                    "p",
                    self.line.folder / match.group(1),
                    match.group(2),
                ],
                check=True,
                stdout=out,
            )
        return path

    def facts(self, file):
        """What objdump and nm say about a file: relocations, definitions, undefined."""
        if file not in self.known:
            path = self._object(file)
            self.known[file] = (_relocations(self.line, path), *_symbols(self.line, path))
        return self.known[file]


def _run(line, tool, *arguments):
    return subprocess.run(
        [line.tool(tool), *arguments],
        check=True,
        capture_output=True,
        text=True,
        errors="surrogateescape",
    ).stdout


def _relocations(line, path):
    """{section: symbols} by objdump -r."""
    found, section = {}, None
    for text in _run(line, "objdump", "-r", "-w", path).splitlines():
        if text.startswith("RELOCATION RECORDS FOR ["):
            section = text[text.index("[") + 1 : text.rindex("]")]
        elif RELOCATION.match(text) and section:
            found.setdefault(section, set()).add(RELOCATION.match(text).group(1))
    return found


def _symbols(line, path):
    """({name: section} defined, {name: is weak} undefined) by objdump -t."""
    defined, undefined = {}, {}
    for text in _run(line, "objdump", "-t", "-w", path).splitlines():
        match = re.match(r"[0-9a-f]+ (.{7}) (\S+)\t[0-9a-f]+ (?:\.\w+ )?(.*)$", text)
        if not match:
            continue
        flags, section, name = match.groups()
        if section == "*UND*":
            undefined[name] = flags[1] == "w"
        else:
            defined[name] = section
    return defined, undefined


def resolve(program, node):
    """The node with the file and section that the link gave it; None: there is none."""
    if node.symbol:
        _, defines = program.trace(node.symbol)
        for file in sorted(defines):
            section = program.facts(file)[1].get(node.symbol)
            if section:
                return Node(file, section, node.symbol)
        return Node("", "", node.symbol)
    file = program.file(node.file)
    return Node(file, node.section, "") if file else None


def prove(program, a, b, edge):
    """How a hop holds, in a word, or "" if nothing proves it."""
    if a.file and a.file == b.file and a.section == b.section:
        return "same section"
    if edge == "script" or not a.file:
        text = rf"\b{re.escape(str(a))} = {re.escape(str(b))}\b"
        return "assignment" if re.search(text, program.map_text) else ""
    relocations, _, undefined = program.facts(a.file)
    program.prefetch(undefined)
    for name in sorted(relocations.get(a.section, ())):
        if leads_to(program, a, b, name):
            if edge == "weak" and not undefined.get(name):
                continue
            return f"relocation to {name}"
    for name in sorted(set(undefined).difference(*relocations.values())):
        if traced(program, a, b, name) and (edge != "weak" or undefined[name]):
            return f"undefined {name}"
    return ""


def leads_to(program, a, b, name):
    """Whether a relocation of A to `name` ends in B."""
    _, defined, undefined = program.facts(a.file)
    if name in undefined:
        return traced(program, a, b, name)
    inside = defined.get(name, name)  # a section symbol has the section's name
    return a.file == b.file and inside == b.section and b.symbol in ("", name)


def traced(program, a, b, name):
    """Whether the linker says that A's file refers to a name and B is its definition."""
    if b.symbol and b.symbol != name:
        return False
    refers, defines = program.trace(name)
    if a.file not in refers:
        return False
    if not b.file:
        return b.symbol == name
    return b.file in defines and program.facts(b.file)[1].get(name) == b.section


def keep_patterns(line):
    """Section patterns in KEEP(...) of the script, or of the linker's own script."""
    scripts = [b for a, b in zip(line.words, line.words[1:]) if a == "-T"]
    if scripts:
        text = "".join((line.folder / s).read_text() for s in scripts)
    else:
        text = _run(line, "ld", "--verbose")
    found = []
    for body in re.findall(r"KEEP\s*\(\s*[^()]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text):
        found += [w for w in re.split(r"[\s()]+", body) if w and not w.startswith("SORT")]
    return found


def root_reason(program, node):
    """Why a section is a root, or ""."""
    for row in program.map.rows:
        if row.file == node.file and row.name == node.section:
            if row.address <= program.elf.entry & ~1 < row.address + row.size:
                return "entry"
    if any(fnmatch.fnmatchcase(node.section, p) for p in keep_patterns(program.line)):
        return "KEEP"
    for name in program.line.undefined_options():
        if node.file in program.trace(name)[1]:
            return f"-u {name}"
    return ""


def check_finding(program, finding):
    """Faults of a finding's chain, in words; prints each hop."""
    nodes = [resolve(program, parse_node(hop.node)) for hop in finding.why]
    faults = [f"no such node: {hop.node}" for hop, n in zip(finding.why, nodes) if not n]
    if faults:
        return faults
    reason = root_reason(program, nodes[0])
    if not reason and may_be_dead(finding) and not program.is_live(nodes[0]):
        reason = "discarded"
    print(f"  root {nodes[0]}: {reason or 'NOT A ROOT'}")
    if not reason:
        faults.append(f"{nodes[0]} is not a root")
    crossed = is_option(program, finding, nodes[0])
    for a, b, hop in zip(nodes, nodes[1:], finding.why[1:]):
        how = prove(program, a, b, hop.edge)
        print(f"  {a} -> {b}: {how or 'NOT PROVEN'}")
        if not how:
            faults.append(f"{a} -> {b} ({hop.edge}) is not proven")
        crossed |= crosses(program, finding, a, b)
    if not crossed:
        faults.append(f"no hop leads to {finding.symbol} from a file of the finding")
    if not may_be_dead(finding):
        faults += [
            f"{n} is not in the image" for n in nodes if n.file and not program.is_live(n)
        ]
    return faults


def may_be_dead(finding):
    """Whether what refers may be out of the image."""
    return finding.state != "live" or finding.rule == "NSC301"


def is_option(program, finding, root):
    """Whether the link line asks for the finding's symbol, which the root defines."""
    return (
        not finding.sites
        and finding.symbol in program.line.undefined_options()
        and bool(root.file)
        and program.facts(root.file)[1].get(finding.symbol) == root.section
    )


def crosses(program, finding, a, b):
    """Whether a hop is the finding's own reference."""
    if not any(
        names_file(re.sub(r"^\{[a-z]+\}/", "", s.file), a.file) for s in finding.sites
    ):
        return False
    return any(
        b.symbol == s.symbol or (b.file and b.file in program.trace(s.symbol)[1])
        for s in finding.sites
    )


def check(image, found, folder):
    """Whether all chains hold. Findings without a chain are counted and named."""
    program = Program(image, folder)
    good = True
    for finding in found:
        label = f"{finding.rule} {finding.symbol} in {finding.function or '(data)'}"
        if not finding.why:
            print(f"no chain: {label}")
            if finding.state == "live" and finding.sites:
                print("FAIL a live finding has a chain")
                good = False
            continue
        print(label)
        for fault in check_finding(program, finding):
            print(f"FAIL {label}: {fault}")
            good = False
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("build")
    parser.add_argument("--image")
    parser.add_argument("--target")
    options = parser.parse_args()
    try:
        found = findings.load(options.report, options.target)
        if not found:
            raise findings.ReportError(f"{options.report}: no findings to check")
        image = Image(options.build, options.image)
        with tempfile.TemporaryDirectory(prefix="chains.") as temp:
            return 0 if check(image, found, Path(temp)) else 1
    except (findings.ReportError, LinkError, LinkFailed, ElfError, ArchiveError) as error:
        print(f"check_chains: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
