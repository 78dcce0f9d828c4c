#!/usr/bin/env python3
"""Prove what `why` and `tree -i` say of every libc symbol in an image.

    check_why.py NOSTD_CHECK BUILD [--image NAME] [--target NAME] [NAME ...]

The symbols are those of the image that a file of the toolchain defines, as nm and the linker's
--trace-symbol tell; or those that are named. For each of them, `why NAME --all --format json`
and `tree -i NAME --edges all --format json` are run.

Each hop of each chain, and each edge of each tree, has to hold in the way check_chains.py
describes. Besides:
  * a chain begins at a root of the link, or, if it is of something that is not in the image,
    at a section that is not; it ends at the symbol; what it passes is in the image;
  * its cut leads from a file of the build, or a start file, to one of the toolchain, or to
    the symbol itself; only what the link line asks for has no file at the cut;
  * each way up a tree ends at the target or at a file of the build;
  * each pull is an undefined name of the one file that the other one defines.

The last line gives the figures. Exit codes: 0 holds, 1 does not, 2 could not be checked.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from archive import ArchiveError
from check_chains import Node, Program, prove, resolve, root_reason
from elf import ElfError
from linkline import LinkError, LinkFailed
from relink import Image

STARTUP = re.compile(r"(?:g?crt\w*|rcrt\w*|Scrt\w*)\.o$")


class ToolError(Exception):
    """The tool did not do what it was asked; the text says how."""


# What is needed of an answer, by command.
NEEDED = {"why": ("state", "ways", "chains", "pulls"), "tree": ("roots", "nodes", "edges")}


def ask(check, build, command, target):
    """The only target's part of a JSON document, and the exit code."""
    words = [check, *command, "--format", "json", "-p", build]
    if target:
        words += ["--target", target]
    done = subprocess.run(words, capture_output=True, text=True)
    try:
        targets = json.loads(done.stdout)["targets"]
    except (ValueError, KeyError) as error:
        raise ToolError(f"{' '.join(map(str, words))}: {error}\n{done.stderr}") from error
    if len(targets) != 1:
        raise ToolError(f"{' '.join(map(str, words))}: {len(targets)} targets; see --target")
    lacking = [key for key in NEEDED[command[0]] if key not in targets[0]]
    if lacking:
        raise ToolError(f"{' '.join(map(str, words))}: no {lacking[0]} in the answer")
    return targets[0], done.returncode


def libc_symbols(program):
    """Global names in the image that a file outside of the build defines."""
    text = subprocess.run(
        [program.line.tool("nm"), "-g", "--defined-only", program.folder / "plain/image.elf"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = [line.split()[-1] for line in text.splitlines()]
    program.prefetch(names)
    return [n for n in sorted(names) if any(is_foreign(f) for f in program.trace(n)[1])]


def is_foreign(file):
    """A file of the toolchain; start files are nobody's."""
    return file.startswith("/") and not STARTUP.search(file)


class Proof:
    """What was proven, what was not."""

    def __init__(self, program):
        self.program = program
        self.counts, self.faults = Counter(), []
        self.proven = {}

    def fault(self, text):
        self.faults.append(text)
        print(f"FAIL {text}")

    def node(self, raw, label):
        """A node of the tool as the link has it, or None."""
        file = raw["object"]
        if raw["archive"]:
            file = f"{raw['archive']}({raw['member']})"
        name = raw.get("symbol") or raw.get("name") or ""
        if not file:
            return resolve(self.program, Node("", "", name))
        node = resolve(self.program, Node(file, raw["section"] or "", ""))
        if node is None:
            self.fault(f"{label}: no such file in the link: {file}")
        return node

    def hop(self, a, b, edge, label):
        """Prove a step; each different one is looked into once."""
        self.counts["hops"] += 1
        key = (a, b, edge)
        if key not in self.proven:
            self.counts["different hops"] += 1
            self.proven[key] = prove(self.program, a, b, edge)
        how = self.proven[key]
        if not how:
            self.fault(f"{label}: {a} -> {b} ({edge}) is not proven")
        elif edge == "shares" and how != "same section":
            self.fault(f"{label}: {a} and {b} share no section: {how}")

    def defines(self, node, name):
        return self.program.facts(node.file)[1].get(name) == node.section

    def is_live(self, name):
        return any(
            self.program.is_live(Node(f, self.program.facts(f)[1].get(name, ""), ""))
            for f in self.program.trace(name)[1]
        )

    # -- why ------------------------------------------------------------------------------

    def chain(self, name, chain):
        label = f"why {name}: {chain['symbol']} in {chain['function'] or '(no function)'}"
        nodes = [self.node(hop, label) for hop in chain["why"]]
        if None in nodes:
            return
        self.counts["chains"] += 1
        for a, b, hop in zip(nodes, nodes[1:], chain["why"][1:]):
            self.hop(a, b, hop["edge"], label)
        self.root(chain, nodes[0], label)
        self.cut(name, chain, nodes, label)
        if nodes[-1].file and not self.defines(nodes[-1], name):
            self.fault(f"{label}: {nodes[-1]} does not define {name}")

    def root(self, chain, node, label):
        reason = root_reason(self.program, node)
        if chain["live"] and not reason:
            self.fault(f"{label}: {node} is no root of the link")
        if not chain["live"] and not reason and self.program.is_live(node):
            self.fault(f"{label}: {node} is in the image, and no root")

    def cut(self, name, chain, nodes, label):
        cut = chain["cut"]
        if chain["live"]:
            for node in nodes:
                if node.file and not self.program.is_live(node):
                    self.fault(f"{label}: {node} is not in the image")
        if chain["hosted"] and not is_foreign(nodes[cut].file):
            self.fault(f"{label}: the cut leads to {nodes[cut]}, which is no libc's")
        if cut > 0 and is_foreign(nodes[cut - 1].file):
            self.fault(f"{label}: the cut leads from {nodes[cut - 1]}, which is a libc's")
        if cut == 0 and chain["why"][0]["symbol"] not in self.program.line.undefined_options():
            self.fault(f"{label}: nothing on the link line asks for {nodes[0]}")
        if not chain["hosted"] and chain["why"][cut]["symbol"] != name:
            self.fault(f"{label}: the cut leads to {nodes[cut]}, which is own code")

    def pulls(self, name, pulls):
        label = f"why {name}: pulls"
        nodes = [self.node({**p, "section": ""}, label) for p in pulls]
        if None in nodes:
            return
        for a, b, pull in zip(nodes, nodes[1:], pulls[1:]):
            symbol = pull["symbol"]
            self.counts["pulls"] += 1
            if not a.file:
                if symbol not in self.program.line.undefined_options():
                    self.fault(f"{label}: nothing on the link line asks for {symbol}")
            elif symbol not in self.program.facts(a.file)[2]:
                self.fault(f"{label}: {a.file} has no undefined {symbol}")
            if symbol not in self.program.facts(b.file)[1]:
                self.fault(f"{label}: {b.file} does not define {symbol}")

    def why(self, name, answer, code):
        live = self.is_live(name)
        if live != (code == 0) or live != (answer["state"] == "live"):
            self.fault(f"why {name}: says {answer['state']} ({code}); in the image: {live}")
        if live and not answer["chains"]:
            self.fault(f"why {name}: it is in the image, and no chain says why")
        if answer["ways"] != len(answer["chains"]):
            self.fault(f"why {name}: {answer['ways']} ways, {len(answer['chains'])} chains")
        for chain in answer["chains"]:
            self.chain(name, chain)
        self.pulls(name, answer["pulls"])

    # -- tree -----------------------------------------------------------------------------

    def tree(self, name, tree):
        label = f"tree -i {name}"
        nodes = {}
        for raw in tree["nodes"]:
            if raw["kind"] != "target":
                nodes[raw["id"]] = self.node(raw, label)
        above = set()
        for edge in tree["edges"]:
            above.add(edge["to"])
            a, b = nodes.get(edge["from"]), nodes.get(edge["to"])
            if edge["from"] not in nodes:
                self.counts["hops"] += 1
                if b and not root_reason(self.program, b):
                    self.fault(f"{label}: {b} is no root of the link")
            elif a and b:
                for kind in edge["kinds"]:
                    self.hop(a, b, kind, label)
        for raw in tree["nodes"]:
            if raw["id"] not in above and raw["side"] not in ("own", "vendor", "startup"):
                self.fault(f"{label}: the way up ends at {raw['name']}, a libc's")
        if tree["roots"] and not any(
            i in tree["roots"] and n and n.file and self.defines(n, name)
            for i, n in nodes.items()
        ):
            self.fault(f"{label}: it does not begin at the symbol")
        if not tree["roots"] and self.is_live(name):
            self.fault(f"{label}: it is in the image, and no tree says why")
        self.counts["trees"] += 1


def check(options, image, folder):
    program = Program(image, folder)
    proof = Proof(program)
    names = options.names or libc_symbols(program)
    if not names:
        raise ToolError(f"{options.build}: no libc symbol in the image")
    for name in names:
        proof.why(name, *ask(options.check, options.build, ["why", name, "--all"], options.target))
        proof.tree(name, ask(options.check, options.build, ["tree", "-i", name, "--edges", "all"], options.target)[0])
    counted = ", ".join(f"{n} {what}" for what, n in sorted(proof.counts.items()))
    print(f"{len(names)} symbols: {counted}, {len(proof.faults)} faults")
    return not proof.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("check", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--image")
    parser.add_argument("--target")
    options = parser.parse_args()
    try:
        image = Image(options.build, options.image)
        with tempfile.TemporaryDirectory(prefix="why.") as temp:
            return 0 if check(options, image, Path(temp)) else 1
    except (ToolError, LinkError, LinkFailed, ElfError, ArchiveError) as error:
        print(f"check_why: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
